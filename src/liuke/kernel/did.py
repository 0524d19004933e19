"""Did: leaves of a condition about what members did, how often, and in what order."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from enum import StrEnum
from functools import cache
from hashlib import blake2b
from typing import Annotated, TypeAlias

import msgspec
from msgspec import Meta

from liuke.kernel.operators import OF_LISTS, Asked, Name, NodeId, Op, operand_faults
from liuke.kernel.values import Value, encode
from liuke.kernel.windows import Dates, DaysAgo, Window

WHERES_MAX = 20


class Agg(StrEnum):
    """What is counted of the deeds that fit."""

    COUNT = "count"
    SUM = "sum"
    AVG = "avg"
    MIN = "min"
    MAX = "max"
    LAST = "last"
    DISTINCT = "distinct"


class Where(Value, frozen=True):
    """Only deeds whose field compares so: `{"field": "category", "op": "=", "value": "tea"}`."""

    field: Annotated[Name, Meta(description="A field of the deed.")]
    op: Annotated[Op, Meta(description="How it is compared.")] = Op.EQ
    value: Annotated[Asked, Meta(description="With what: one value or a list.")] = None


Wheres: TypeAlias = Annotated[
    tuple[Where, ...], Meta(max_length=WHERES_MAX, description="Only those that all fit.")
]
Ever: TypeAlias = Annotated[Window | None, Meta(description="When; null is ever.")]


class Deeds(Value, frozen=True):
    """Deeds of one kind, in a window, that fit."""

    event: Annotated[Name, Meta(description="The kind of deed.")]
    where: Wheres = ()
    window: Ever = None


class Span(Value, frozen=True):
    """A length of time; a day is 24 hours."""

    days: Annotated[int, Meta(ge=0, le=3_660, description="Days of 24 hours.")] = 0
    hours: Annotated[int, Meta(ge=0, le=8_784, description="Hours.")] = 0
    minutes: Annotated[int, Meta(ge=0, le=100_000, description="Minutes.")] = 0

    @property
    def length(self) -> timedelta:
        """Return it as one number.

        >>> Span(days=1, minutes=30).length
        datetime.timedelta(days=1, seconds=1800)
        """
        return timedelta(days=self.days, hours=self.hours, minutes=self.minutes)


class Did(Value, frozen=True, tag="did", tag_field="kind"):
    """Compare a figure of what a member did: how often, how much, the last one."""

    event: Annotated[Name, Meta(description="The kind of deed.")]
    where: Wheres = ()
    agg: Annotated[Agg, Meta(description="What is counted.")] = Agg.COUNT
    field: Annotated[str, Meta(max_length=80, description="Of which field; none to count.")] = ""
    op: Annotated[Op, Meta(description="How the figure is compared.")] = Op.GE
    value: Annotated[Asked, Meta(description="With what.")] = 1
    window: Ever = None
    id: NodeId = ""

    @property
    def key(self) -> str:
        """Return the address of the figure, the same for the same question."""
        asked = (self.event, self.where, self.agg, self.field, self.window)
        return f"did.{self.event}.{self.agg}({digest(encode(asked))})"

    @property
    def deeds(self) -> Deeds:
        """Return which deeds are looked at."""
        return Deeds(self.event, self.where, self.window)


class Sequence(Value, frozen=True, tag="sequence", tag_field="kind"):
    """True when `then` followed `first`, strictly later, within a time; or, negated, did not.

    Negated, it is true of a member who has one `first` whose time is over and that no `then`
    followed in time; without a time, one that none has followed so far.
    """

    first: Annotated[Deeds, Meta(description="What came first.")]
    then: Annotated[Deeds, Meta(description="What came after it.")]
    within: Annotated[Span | None, Meta(description="How soon; null is ever.")] = None
    negate: Annotated[bool, Meta(description="Ask for a `first` that was not followed.")] = False
    id: NodeId = ""

    @property
    def key(self) -> str:
        """Return the address of the answer, the same for the same question."""
        asked = encode((self.first, self.then, self.within, self.negate))
        return f"sequence({digest(asked)})"


@cache
def digest(asked: bytes) -> str:
    """Return a short name of a question."""
    return blake2b(asked, digest_size=9).hexdigest()


def did_faults(node: Did | Sequence) -> Iterator[tuple[str, str]]:
    """Yield what is wrong with a leaf about deeds in itself, in English and in Chinese."""
    if isinstance(node, Did):
        yield from operand_faults(node.op, node.value)
        if node.agg is Agg.COUNT and node.field:
            yield "`count` counts deeds, not a field", "“count”不需要字段"
        if node.agg not in (Agg.COUNT, Agg.LAST) and not node.field:
            yield f"`{node.agg}` needs a field", f"“{node.agg}”需要字段"
        if node.op in OF_LISTS:
            yield f"`{node.op}` is of lists", f"“{node.op}”只用于列表"
    elif node.within is not None and not node.within.length:
        yield "`within` lasts no time", "“within”时长为零"
    for deeds in (node.deeds,) if isinstance(node, Did) else (node.first, node.then):
        yield from deeds_faults(deeds)


def deeds_faults(deeds: Deeds) -> Iterator[tuple[str, str]]:
    """Yield what is wrong with a choice of deeds in itself."""
    for one in deeds.where:
        for reason, reason_zh in operand_faults(one.op, one.value):
            yield f"{one.field}: {reason}", f"{one.field}：{reason_zh}"
    window = deeds.window
    if isinstance(window, Dates) and window.start and window.to and window.start > window.to:
        yield "the window ends before it begins", "时间窗口的结束早于开始"
    if isinstance(window, DaysAgo) and window.start is not None and window.start < window.to:
        yield "the window begins after it ends", "时间窗口的开始晚于结束"


def unnamed(node: Did | Sequence) -> Did | Sequence:
    """Return a leaf without its id."""
    return msgspec.structs.replace(node, id="")
