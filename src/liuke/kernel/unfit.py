"""What does not fit its type, said in words and in Chinese: msgspec says it to programmers."""

from __future__ import annotations

import re

from liuke.kernel.shapes import REFUSED, looks

KINDS = {
    "array": "列表", "bool": "是或否", "date": "日期", "datetime": "时间", "decimal": "数字",
    "float": "数字", "int": "整数", "null": "空", "object": "对象", "str": "文本", "time": "时刻",
    "uuid": "编号",
}  # fmt: skip
SAID = (
    (r"Expected `str` of length >= 1$", "不能为空"),
    (r"Expected `str` of length >= (\d+)$", "至少 {0} 个字符"),
    (r"Expected `str` of length <= (\d+)$", "最多 {0} 个字符"),
    (r"Expected `(?:array|object)` of at least length (\d+)$", "至少 {0} 项"),
    (r"Expected `(?:array|object)` of length >= (\d+)$", "至少 {0} 项"),
    (r"Expected `(?:array|object)` of length <= (\d+)$", "最多 {0} 项"),
    (r"Expected `array` of length (\d+)(?: to (\d+))?", "应有 {0} 项"),
    (r"Expected `\w+` >= (\S+)$", "不能小于 {0}"),
    (r"Expected `\w+` <= (\S+)$", "不能大于 {0}"),
    (r"Expected `\w+` > (\S+)$", "必须大于 {0}"),
    (r"Expected `\w+` < (\S+)$", "必须小于 {0}"),
    (r"Expected `str` matching regex", "格式不对"),
    (r"Integer value out of range", "数字太大"),
    (r"Expected `datetime` with a timezone", "时间要带时区"),
    (r"Object missing required field `(.+)`$", "缺少 {0}"),
    (r"Object contains unknown field `(.+)`$", "没有 {0} 这一项"),
    (r"Invalid enum value (.+)$", "没有 {0} 这个选项"),
    (r"Invalid value (.+)$", "没有 {0} 这个选项"),
    (r"Invalid (?:date|RFC3339 encoded|ISO8601)", "日期或时间的写法不对"),
    (r"Invalid base64 encoded string|Expected `bytes`", "不是有效的 Base64 内容"),
    (r"Invalid UUID|not an? .*id", "编号不对"),
    (r"JSON is malformed|Input data was truncated|Trailing", "不是完整的 JSON"),
)


STRANGE = re.compile(r"Object contains unknown field `([^`]+)`")


def in_chinese(reason: str) -> str:
    """Return what msgspec says in Chinese, and where; what is not foreseen is said in general.

    >>> in_chinese("Expected `int` <= 3650"), in_chinese("Expected `int | null`, got `str`")
    ('不能大于 3650', '应为整数或空，收到的是文本')
    >>> in_chinese("Object missing required field `code`"), in_chinese("quite odd")
    ('缺少 code', '内容不符合要求')
    >>> in_chinese("Expected `int` >= 1 - at `$.count`")
    '不能小于 1（count）'
    """
    said, _, path = reason.partition(" - at `$")
    place = path.strip("`.")
    return f"{_said(said)}（{place}）" if place else _said(said)


def in_english(reason: str) -> str:
    r"""Return what msgspec says, and a pattern or a field that is not known in words.

    >>> in_english(r"Expected `str` matching regex '^[0-9]{6}$(?!\\n)' - at `$.code`")
    'must be six digits - at `$.code`'
    >>> in_english("Object contains unknown field `x` - at `$.lines[0]`")
    'no field `x` here - at `$.lines[0]`'
    """
    if strange := STRANGE.match(reason):
        return f"no field `{strange[1]}` here{reason[strange.end() :]}"
    found, words = REFUSED.match(reason), looks(reason)
    if not found or not words:
        return reason
    return f"must {words[0]}{reason[found.end() :]}"


def _said(reason: str) -> str:
    if found := re.match(r"Expected `([^`]+)`(?:, got `(.+?)`|$)", reason):
        wanted = "或".join(_kind(one) for one in found[1].split(" | "))
        return f"应为{wanted}" + (f"，收到的是{_kind(found[2])}" if found[2] else "")
    if shape := looks(reason):
        return shape[1]
    for pattern, said in SAID:
        if found := re.match(pattern, reason):
            return said.format(*found.groups())
    return "内容不符合要求"


def _kind(name: str) -> str:
    return KINDS.get(name, name)
