"""Random trees over all that is registered: every fact, every deed with all of its fields.

What is compared with is what made-up people really have, and edges; now and then another kind.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from functools import cache
from itertools import product
from typing import Any

from hypothesis import strategies as st

from liuke.kernel.conditions import (
    AllOf,
    AnyOf,
    Bucket,
    Condition,
    Did,
    FactIs,
    InSegment,
    Not,
    Op,
    Sequence,
)
from liuke.kernel.deeds import DEEDS, Field, fields_of
from liuke.kernel.did import Agg, Deeds, Span, Where
from liuke.kernel.facts import FACTS, Fact
from liuke.kernel.meaning import NUMBERS, ORDERED
from liuke.kernel.operators import OF_LISTS, WITH_LIST, WITHOUT_VALUE
from liuke.kernel.windows import Calendar, Dates, DaysAgo, LastDays, LastHours, Unit, Window
from liuke.kernel.witness import Row
from tests.kernel.deed_rows import rows_of
from tests.kernel.lives import world
from tests.kernel.people import LISTS, WHEN, World
from tests.kernel.person import Person
from tests.kernel.reference import REFERENCE
from tests.kernel.witnesses import Question

TODAY = WHEN.today
EDGES: dict[str, list[Any]] = {
    "int": [-250, -1, 0, 1, 2, 3, 7, 30, 2**63 - 1, -(2**63)],
    "money": [-1, 0, 1, 5_000, 2**63 - 1],
    "text": ["", "s", "Male", "/drinks/", "\\", "1"],
    "texts": ["vip", "no", ""],
    "date": [TODAY.isoformat(), "", "2026", "9999-12-31", "soon"],
    "bool": [True, False],
}
# What the arguments of facts may be here; one of a new name has to be given its choices.
ARGUMENTS: dict[str, list[str]] = {
    "book": ["stars", "coins"], "set": ["grade", "club"], "template": ["ten", "five"],
    "purpose": ["marketing", "profiling"], "channel": ["sms", "app"],
    "field": ["gender", "birthday", "city"], "months": ["0", "12"], "since": ["0", "1"],
    "until": ["12", "999999"], "segment": list(LISTS),
}  # fmt: skip
LIVE = ("regulars", "dear")


@cache
def sample() -> tuple[World, ...]:
    """People whose values are asked for."""
    return tuple(world(number, 30) for number in range(4))


def addresses(fact: Fact) -> Iterator[tuple[str, ...]]:
    """Every choice of a fact's arguments."""
    return product(*(ARGUMENTS[name] for name in fact.args))


@cache
def found(name: str, args: tuple[str, ...]) -> tuple[Any, ...]:
    """All that people have of a fact, each value once."""
    people = [Person(made, home) for made in sample() for home in sorted(made.living)]
    return tuple({REFERENCE[name](one, *args) for one in people})


@cache
def done() -> tuple[dict[str, list[Row]], ...]:
    """What people did."""
    return tuple(rows_of(made, home) for made in sample() for home in sorted(made.living))


@cache
def told(event: str, field: str) -> tuple[Any, ...]:
    """All that a field of people's deeds holds, each value once."""
    return tuple({row[field] for rows in done() for row in rows[event]})


def asked_for(values: tuple[Any, ...]) -> list[Any]:
    """Values as a condition asks for them, in one order."""
    solid: set[Any] = set()
    for value in values:
        solid |= value if isinstance(value, frozenset) else {value}
    plain = {one.isoformat() if isinstance(one, date) else one for one in solid - {None}}
    return sorted(plain, key=repr)


def operators(kind: str) -> list[Op]:
    """The operators that make sense of a kind thrice, and every other once."""
    listed = kind == "texts"
    fit = [op for op in Op if op in WITHOUT_VALUE or (op in OF_LISTS) is listed]
    return [*Op, *(op for op in fit * 2 if kind == "text" or op is not Op.STARTS)]


@st.composite
def compared(draw: st.DrawFn, kind: str, values: tuple[Any, ...]) -> tuple[Op, Any]:
    """An operator and what it asks, now and then of another kind than what is found."""
    op = draw(st.sampled_from(operators(kind)))
    if op in WITHOUT_VALUE:
        return op, None
    own = asked_for(values) + EDGES[kind]
    other = draw(st.sampled_from([None] * 6 + ["int", "text", "bool"]))
    choices = st.sampled_from(own if other is None else EDGES[other])
    if op is Op.BETWEEN:
        solid = [one for one in own if not isinstance(one, bool)] or EDGES["int"]
        return op, tuple(sorted(draw(st.tuples(*[st.sampled_from(solid)] * 2))))
    if op in WITH_LIST:
        return op, tuple(draw(st.lists(choices, max_size=4)))
    return op, draw(choices)


@st.composite
def facts(draw: st.DrawFn, codes: tuple[str, ...]) -> FactIs:
    """A comparison of any fact; whether somebody is in a segment is one."""
    fact = FACTS[draw(st.sampled_from(sorted(FACTS)))]
    args = draw(st.sampled_from(list(addresses(fact))))
    op, asked = draw(compared(fact.kind, found(fact.name, args)))
    if fact.args == ("segment",):
        args = (draw(st.sampled_from(codes)),)
    return FactIs(fact.name, op, asked, args)


WINDOWS: st.SearchStrategy[Window | None] = st.one_of(
    st.none(),
    st.builds(LastDays, st.sampled_from([1, 2, 7, 30, 31, 366])),
    st.builds(LastHours, st.sampled_from([1, 4, 24, 168])),
    st.builds(DaysAgo, st.integers(0, 8), st.sampled_from([None, 8, 30, 90, 400])),
    st.builds(Calendar, st.sampled_from(Unit), st.integers(0, 13), st.integers(1, 4)),
    st.builds(Dates, st.sampled_from([None, date(2026, 2, 8)]), st.sampled_from([None, TODAY])),
)


@st.composite
def deeds(draw: st.DrawFn) -> Deeds:
    event = draw(st.sampled_from(sorted(DEEDS)))
    fields = fields_of(DEEDS[event])
    where = []
    for name in draw(st.lists(st.sampled_from(sorted(fields)), max_size=2)):
        op, asked = draw(compared(fields[name].kind, told(event, name)))
        where.append(Where(name, op, asked))
    return Deeds(event, tuple(where), draw(WINDOWS))


def countable(agg: Agg, fields: dict[str, Field]) -> list[str]:
    """The fields of which there is such a figure; without a field it counts deeds, or days."""
    if agg is Agg.COUNT:
        return [""]
    kinds: tuple[str, ...] = tuple(EDGES)
    if agg in (Agg.SUM, Agg.AVG):
        kinds = NUMBERS
    elif agg in (Agg.MIN, Agg.MAX):
        kinds = ORDERED
    named = sorted(name for name, field in fields.items() if field.kind in kinds)
    return ["", *named] if agg is Agg.LAST else named


@st.composite
def figures(draw: st.DrawFn) -> Did:
    chosen = draw(deeds())
    fields = fields_of(DEEDS[chosen.event])
    ways = [(agg, name) for agg in Agg for name in countable(agg, fields)]
    # As often one aggregate as another, however many fields it has.
    agg = draw(st.sampled_from(sorted({agg for agg, _ in ways})))
    name = draw(st.sampled_from([name for one, name in ways if one is agg]))
    if agg in (Agg.COUNT, Agg.DISTINCT):
        kind, values = "int", tuple(range(4))
    elif name:
        kind, values = fields[name].kind, (*told(chosen.event, name), *COUNTED.get(agg, ()))
    else:
        kind, values = "date", told(chosen.event, "on_")
    op, asked = draw(compared(kind, values))
    return Did(chosen.event, chosen.where, agg, name, op, asked, chosen.window)


COUNTED = {Agg.SUM: (2, 3, 200, 10_000), Agg.AVG: (2, 50, 2_500)}
SPANS = (
    st.none()
    | st.sampled_from([Span(hours=1), Span(days=1), Span(hours=168)])
    | st.builds(Span, st.sampled_from([0, 7]), st.sampled_from([0, 1]), st.sampled_from([1, 30]))
)


@cache
def leaves(codes: tuple[str, ...] = LISTS) -> st.SearchStrategy[Condition]:
    """Leaves that may ask whether somebody is in some segments."""
    shares = st.sampled_from([0, 2_500, 5_000, 10_000])
    return st.one_of(
        facts(codes),
        facts(codes),
        figures(),
        figures(),
        st.builds(Sequence, deeds(), deeds(), SPANS, st.booleans()),
        st.builds(Bucket, st.sampled_from(["a", "pilot"]), shares, shares),
        st.builds(InSegment, st.sampled_from(codes)),
    )


@cache
def trees(codes: tuple[str, ...] = LISTS) -> st.SearchStrategy[Condition]:
    """Trees of a few leaves."""
    return st.recursive(
        leaves(codes),
        lambda below: st.one_of(
            st.lists(below, max_size=3).map(lambda of: AllOf(tuple(of))),
            st.lists(below, max_size=3).map(lambda of: AnyOf(tuple(of))),
            below.map(Not),
        ),
        max_leaves=6,
    )


@st.composite
def questions(draw: st.DrawFn, most: int, least: int = 1) -> Question:
    """Some trees, and live segments that ask lists and each other."""
    segments: dict[str, Condition] = {}
    for code in LIVE[: draw(st.integers(0, len(LIVE)))]:
        segments[code] = draw(trees((*LISTS, *segments)))
    asked = st.lists(trees((*LISTS, *segments)), min_size=least, max_size=most)
    return Question(draw(asked), segments)
