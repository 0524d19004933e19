"""Operators: how a value that was found is compared with the value asked."""

from __future__ import annotations

from collections.abc import Iterator
from enum import StrEnum
from typing import Annotated, TypeAlias

from msgspec import Meta

CHOICES_MAX = 1_000

Text: TypeAlias = Annotated[str, Meta(max_length=200)]
Choice: TypeAlias = Annotated[int, Meta(ge=-(2**63), le=2**63 - 1)] | bool | Text
Choices: TypeAlias = Annotated[tuple[Choice, ...], Meta(max_length=CHOICES_MAX)]
Asked: TypeAlias = Choice | Choices | None
NodeId: TypeAlias = Annotated[
    str, Meta(max_length=80, description="Name of the node in explanations; its path if empty.")
]
Name: TypeAlias = Annotated[str, Meta(pattern=r"^[a-z][a-z0-9_.]{0,79}$(?!\n)")]


class Op(StrEnum):
    """How a fact is compared with the value asked."""

    EQ = "="
    NE = "!="
    LT = "<"
    LE = "<="
    GT = ">"
    GE = ">="
    IN = "in"
    NOT_IN = "not_in"
    BETWEEN = "between"
    HAS = "has"
    HAS_ANY = "has_any"
    HAS_ALL = "has_all"
    STARTS = "starts"
    KNOWN = "known"
    UNKNOWN = "unknown"


WITHOUT_VALUE = frozenset({Op.KNOWN, Op.UNKNOWN})
WITH_LIST = frozenset({Op.IN, Op.NOT_IN, Op.BETWEEN, Op.HAS_ANY, Op.HAS_ALL})
OF_LISTS = frozenset({Op.HAS, Op.HAS_ANY, Op.HAS_ALL})


def operand_faults(op: Op, asked: Asked) -> Iterator[tuple[str, str]]:
    """Yield why a value does not go with an operator, in English and in Chinese."""
    listed = isinstance(asked, tuple)
    if op in WITHOUT_VALUE:
        if asked is not None:
            yield f"`{op}` takes no value", f"“{op}”不需要值"
    elif op in WITH_LIST and not listed:
        yield f"`{op}` needs a list", f"“{op}”需要列表"
    elif op not in WITH_LIST and (listed or asked is None):
        yield f"`{op}` needs one value", f"“{op}”需要一个值"
    elif op is Op.BETWEEN and not ordered(asked):
        yield "`between` needs two values, lower first", "“between”需由小到大两个值"


def ordered(bounds: Asked) -> bool:
    """Say whether a value is a pair of one kind, lower first."""
    if not isinstance(bounds, tuple) or len(bounds) != 2:
        return False
    low, high = bounds
    if isinstance(low, str) and isinstance(high, str):
        return low <= high
    return type(low) is int and type(high) is int and low <= high
