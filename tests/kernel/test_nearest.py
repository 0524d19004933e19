"""A field that is not known is refused with where it was sought and what may be meant."""

from __future__ import annotations

from typing import Any

import msgspec
import pytest

from liuke.kernel.values import Value
from liuke.kernel.web import Malformed, body_of


class Round(Value, frozen=True, tag="round"):
    """One kind."""

    radius: int = 1


class Square(Value, frozen=True, tag="square"):
    """Another."""

    side: int = 1


class Line(Value, frozen=True):
    """One of several."""

    sku: str = ""
    units: int = 1


class Wish(Value, frozen=True):
    """What a test asks for."""

    lines: tuple[Line, ...] = ()
    by_code: dict[str, Line] | None = None
    shape: Round | Square = Round()


@pytest.mark.parametrize(
    ("given", "field", "reason", "reason_zh"),
    [
        (
            {"line": []}, "line",
            "no field `line` here; did you mean `lines`?", "没有 line，是 lines 吗？",
        ),
        (
            {"lines": [{"sku": "a"}, {"unit": 2}]}, "lines[1].unit",
            "no field `unit` here; did you mean `units`?", "没有 unit，是 units 吗？",
        ),
        (
            {"lines": [{"price": 2}]}, "lines[0].price",
            "no field `price` here; there are `sku`, `units`", "没有 price，可用的有 sku、units",
        ),
        (
            {"by_code": {"a": {"skus": 2}}}, "by_code[...].skus",
            "no field `skus` here; did you mean `sku`?", "没有 skus，是 sku 吗？",
        ),
        (
            {"shape": {"type": "square", "sides": 2}}, "shape.sides",
            "no field `sides` here; did you mean `side`?", "没有 sides，是 side 吗？",
        ),
    ],
)  # fmt: skip
def test_what_is_not_known_is_told_with_what_may_be_meant(
    given: dict[str, Any], field: str, reason: str, reason_zh: str
) -> None:
    with pytest.raises(Malformed) as refused:
        body_of(Wish, msgspec.json.encode(given))
    told = refused.value
    assert (told.field, told.reason, told.reason_zh) == (field, reason, reason_zh)
