"""What a text must look like, said in words: a pattern says it to programmers only."""

from __future__ import annotations

import ast
import re

SIGNS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
NO_NUL = "hold no character that cannot be kept (NUL)", "不能含有无法保存的空字符"
MONTH_DAY = "be a month and a day, as in 11-21", "应为月-日，如 11-21"
SIX_DIGITS = "be six digits", "应为六位数字"
CLOCK = "be a time as the clock shows it, as in 09:00", "应为钟表上的时间，如 09:00"
NO_SPACE = "hold no space or line break", "不能有空格或换行"
# fmt: off
SHAPES = {
    r"^[^\x00]*$": NO_NUL,
    r"^[^\x00]+$": NO_NUL,
    r"^[^\x00]*[^\s\x00][^\x00]*$": ("hold more than spaces", "不能全是空格"),
    r"^[^\x00-\x1f\x7f-\x9f]*$(?!\n)": (
        "hold no line break or control character", "不能有换行或控制字符"),
    r"^[^/\x00]+$": ("hold no slash", "不能有斜杠 /"),
    r"^[^\x00/\\]+$": ("be a file name without slashes", "应为文件名，不能有斜杠"),
    r"^[^\s\x00]+$(?!\n)": NO_SPACE,
    r"^[^\s/\x00]+$(?!\n)": ("hold no space, line break or slash", "不能有空格、换行或斜杠 /"),
    r"^[0-9]{6}$(?!\n)": SIX_DIGITS,
    f"^[{SIGNS}]{{4}}-[{SIGNS}]{{5}}-[{SIGNS}]{{5}}$(?!\\n)": (
        "be a code as it is printed, 4F0H-HD0GQ-9XC8W", "应为印好的券码，如 4F0H-HD0GQ-9XC8W"),
    r"^[0-9]{2}:[0-9]{2}$(?!\n)": CLOCK,
    r"^([01][0-9]|2[0-4]):[0-5][0-9]$(?!\n)": CLOCK,
    r"^([01][0-9]|2[0-3]):[0-5][0-9]$(?!\n)|^24:00$(?!\n)": CLOCK,
    r"^(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])$(?!\n)": MONTH_DAY,
    r"^(female|male|)$(?!\n)": ("be female, male or nothing", "填 female、male 或留空"),
    r"^[A-Z]{3}$(?!\n)": ("be three capital letters, as in CNY", "应为三个大写字母，如 CNY"),
    r"^[A-Z0-9]{3,32}$(?!\n)": (
        "be 3 to 32 capital letters and digits",
        "应为 3 到 32 个大写字母和数字"),
    r"^[A-Z2-7]{32}$(?!\n)": ("be the secret as it was shown", "须与显示的密钥一致"),
    r"^[A-Za-z0-9_.\-]*$(?!\n)": (
        "be letters, digits, dots, dashes and underscores", "应为字母、数字、点、横线和下划线"),
    r"^[a-z_]{2,30}$(?!\n)": (
        "be 2 to 30 lower-case letters and underscores", "应为 2 到 30 个小写字母和下划线"),
    r"^[a-z][a-z0-9_]{0,31}$(?!\n)": (
        "be a lower-case letter, then up to 31 lower-case letters, digits and underscores",
        "应为小写字母开头，后面最多 31 个小写字母、数字和下划线"),
    r"^[a-z][a-z0-9_]{0,39}$(?!\n)": (
        "be a lower-case letter, then up to 39 lower-case letters, digits and underscores",
        "应为小写字母开头，后面最多 39 个小写字母、数字和下划线"),
    r"^[a-z][a-z0-9_.]{0,79}$(?!\n)": (
        "be a lower-case letter, then up to 79 lower-case letters, digits, dots and underscores",
        "应为小写字母开头，后面最多 79 个小写字母、数字、点和下划线"),
    r"^[a-z0-9][a-z0-9_-]*$(?!\n)": (
        "be lower-case letters, digits, dashes and underscores, a letter or digit first",
        "应为小写字母、数字、横线和下划线，以字母或数字开头"),
    r"^[a-z0-9][a-z0-9_-]{0,39}$(?!\n)": (
        "be up to 40 lower-case letters, digits, dashes and underscores, a letter or digit first",
        "应为最多 40 个小写字母、数字、横线和下划线，以字母或数字开头"),
    r"^[a-z0-9][a-z0-9_-]{0,63}$(?!\n)": (
        "be up to 64 lower-case letters, digits, dashes and underscores, a letter or digit first",
        "应为最多 64 个小写字母、数字、横线和下划线，以字母或数字开头"),
    r"^[a-z0-9][a-z0-9_.-]{0,62}$(?!\n)": (
        "be up to 63 lower-case letters, digits, dots, dashes, underscores, letter or digit first",
        "应为最多 63 个小写字母、数字、点、横线和下划线，以字母或数字开头"),
    r"^[a-z0-9][a-z0-9._+@-]{1,99}$(?!\n)": (
        "be 2 to 100 lower-case letters, digits and . _ + @ -, a letter or digit first",
        "应为 2 到 100 个小写字母、数字和 . _ + @ -，以字母或数字开头"),
    r"^[a-z0-9_]+(/[a-z0-9_]+)*$(?!\n)": ("be the path of a page", "应为页面的路径"),
}
# fmt: on
REFUSED = re.compile(r"""Expected `str` matching regex ('(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*")""")


def looks(reason: str) -> tuple[str, str] | None:
    r"""Return what a refused text must look like, in English and Chinese; None for other refusals.

    >>> looks(r"Expected `str` matching regex '^[0-9]{6}$(?!\\n)'")
    ('be six digits', '应为六位数字')
    >>> looks("Expected `int` <= 3650")
    """
    found = REFUSED.match(reason)
    return SHAPES.get(ast.literal_eval(found[1])) if found else None
