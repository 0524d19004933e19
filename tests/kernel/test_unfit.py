"""What msgspec refuses is said in Chinese too, as the installed msgspec words it."""

from __future__ import annotations

import re
from datetime import date, datetime
from typing import Annotated, Any, Literal
from uuid import UUID

import msgspec
import pytest
from msgspec import Meta

from liuke.kernel.shapes import SHAPES
from liuke.kernel.unfit import in_chinese, in_english
from liuke.kernel.values import Value


class Round(Value, frozen=True, tag="round"):
    """One kind."""


class Square(Value, frozen=True, tag="square"):
    """Another."""


class Wish(Value, frozen=True):
    """What a test asks for."""

    code: Annotated[str, Meta(min_length=1, max_length=3)] = "a"
    long: Annotated[str, Meta(min_length=2)] = "aa"
    shape: Annotated[str, Meta(pattern="^a$")] = "a"
    text: Annotated[str, Meta(pattern=r"^[^\x00]*$")] = ""
    pin: Annotated[str, Meta(pattern=r"^[0-9]{6}$(?!\n)")] = "000000"
    slash: Annotated[str, Meta(pattern=r"^[^/\x00]+$")] = "a"
    days: Annotated[int, Meta(ge=1, le=9)] = 1
    share: Annotated[float, Meta(gt=0, lt=1)] = 0.5
    some: Annotated[tuple[int, ...], Meta(min_length=1, max_length=2)] = (1,)
    four: tuple[int, int] = (1, 2)
    kind: Literal["a", "b"] = "a"
    at: Annotated[datetime, Meta(tz=True)] | None = None
    who: UUID | None = None
    on: date | None = None
    file: bytes = b""
    shape_of: Round | Square = Round()


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"code": ""}, "不能为空"),
        ({"long": "a"}, "至少 2 个字符"),
        ({"code": "aaaa"}, "最多 3 个字符"),
        ({"shape": "b"}, "格式不对"),
        ({"text": "a\x00"}, "不能含有无法保存的空字符"),
        ({"pin": "12345"}, "应为六位数字"),
        ({"slash": "a/b"}, "不能有斜杠 /"),
        ({"days": 10**30}, "不能大于 9"),
        ({"days": 0}, "不能小于 1"),
        ({"days": 10}, "不能大于 9"),
        ({"share": 0.0}, "必须大于 0.0"),
        ({"share": 1.0}, "必须小于 1.0"),
        ({"some": []}, "至少 1 项"),
        ({"some": [1, 2, 3]}, "最多 2 项"),
        ({"four": [1]}, "应有 2 项"),
        ({"kind": "c"}, "没有 'c' 这个选项"),
        ({"days": "1"}, "应为整数，收到的是文本"),
        ({"who": 1}, "应为编号或空，收到的是整数"),
        ({"who": "x"}, "编号不对"),
        ({"at": "x"}, "日期或时间的写法不对"),
        ({"at": "2026-01-01T00:00:00"}, "时间要带时区"),
        ({"on": "x"}, "日期或时间的写法不对"),
        ({"file": "?"}, "不是有效的 Base64 内容"),
        ({"other": 1}, "没有 other 这一项"),
    ],
)
def test_every_refusal_of_a_type_has_its_words(given: dict[str, Any], said: str) -> None:
    with pytest.raises(msgspec.ValidationError) as unfit:
        msgspec.convert(given, Wish)
    assert in_chinese(re.sub(r" - at `.*", "", str(unfit.value))) == said


def test_what_is_no_json_is_said_to_be_none() -> None:
    for text in (b"{", b"{]", b"1 2"):
        with pytest.raises(msgspec.DecodeError) as unfit:
            msgspec.json.decode(text)
        assert in_chinese(str(unfit.value)) == "不是完整的 JSON"


def test_a_kind_that_is_no_text_is_said_to_be_none() -> None:
    with pytest.raises(msgspec.ValidationError) as unfit:
        msgspec.json.decode(b'{"shape_of": {"type": 1}}', type=Wish)
    assert in_chinese(str(unfit.value)) == "应为文本（shape_of.type）"


@pytest.mark.parametrize("pattern", SHAPES)
def test_a_pattern_is_said_in_words_where_it_refuses(pattern: str) -> None:
    wanted = Annotated[str, Meta(pattern=pattern)]
    wrong = next(text for text in (" ", "\x00") if not re.search(pattern, text))
    with pytest.raises(msgspec.ValidationError) as unfit:
        msgspec.convert(wrong, wanted)
    english, chinese = SHAPES[pattern]
    assert (in_english(str(unfit.value)), in_chinese(str(unfit.value))) == (
        f"must {english}", chinese,
    )  # fmt: skip
