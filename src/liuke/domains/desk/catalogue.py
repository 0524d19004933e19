"""What conditions may ask and what may be done: the words that builders are made of."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import msgspec

from liuke.domains import members, points, programme, segments, stores, tiers
from liuke.domains.coupons import CouponTemplate
from liuke.domains.members import FieldKind, MemberState
from liuke.domains.points import BookSpec
from liuke.domains.tiers import TierSet
from liuke.kernel.actions import ACTIONS, UNDOS
from liuke.kernel.conditions import WITH_LIST, WITHOUT_VALUE, Op
from liuke.kernel.db import Tx
from liuke.kernel.facts import FACTS, Fact
from liuke.kernel.measures import NUMBER, Measure
from liuke.kernel.values import Value

NUMBERS = (Op.EQ, Op.NE, Op.LT, Op.LE, Op.GT, Op.GE, Op.BETWEEN, Op.KNOWN, Op.UNKNOWN)
TEXTS = (Op.EQ, Op.NE, Op.IN, Op.NOT_IN, Op.STARTS, Op.KNOWN, Op.UNKNOWN)
STORES_MAX = 1_000
OPERATORS: Mapping[str, tuple[Op, ...]] = {
    "int": NUMBERS,
    "money": NUMBERS,
    "date": NUMBERS,
    "text": TEXTS,
    "bool": (Op.EQ,),
    "texts": (Op.HAS, Op.HAS_ANY, Op.HAS_ALL, Op.KNOWN, Op.UNKNOWN),
}


class Option(Value, frozen=True):
    """One value to choose; amounts of a book or a set have `decimals` behind the point."""

    value: str
    label: str
    label_zh: str
    decimals: int = 0


class Argument(Value, frozen=True):
    """What a fact is asked about; without options anything may be typed."""

    name: str
    options: list[Option]


class Operator(Value, frozen=True):
    """How a fact is compared, and whether with none, one or a list of values."""

    op: Op
    takes: str


class AskableFact(Value, frozen=True):
    """A fact with its words; `options_by` gives the values per first argument (`""` without).

    Its amounts have the decimals of the option that the argument `measured_by` chose.
    """

    name: str
    kind: str
    label: str
    label_zh: str
    arguments: list[Argument]
    operators: list[Operator]
    options_by: dict[str, list[Option]]
    measured_by: str = ""


class DoableAction(Value, frozen=True):
    """An action with the JSON Schema of its parameters, and whether it can be taken back."""

    name: str
    label: str
    label_zh: str
    params: dict[str, Any]
    undoable: bool


Choices = Mapping[str, list[Option]]


async def facts(tx: Tx) -> list[AskableFact]:
    """Return every fact with what may be chosen in this shop, by name."""
    arguments, values = await _choices(tx)
    return [_askable(fact, arguments, values) for _, fact in sorted(FACTS.items())]


def actions() -> list[DoableAction]:
    """Return every action that can be done to members, by name."""
    return [
        DoableAction(
            one.name, one.label, one.label_zh,
            msgspec.json.schema(one.params, schema_hook=to_schema), one.name in UNDOS,
        )
        for _, one in sorted(ACTIONS.items())
    ]  # fmt: skip


def to_schema(_kind: type) -> dict[str, str]:
    """Describe an id as text."""
    return {"type": "string"}


def _askable(fact: Fact, arguments: Choices, values: Mapping[str, Choices]) -> AskableFact:
    return AskableFact(
        fact.name, fact.kind, fact.label, fact.label_zh,
        [Argument(name, list(arguments.get(name, ()))) for name in fact.args],
        operators(OPERATORS[fact.kind]),
        dict(values.get(fact.name, {})),
        fact.measured_by,
    )  # fmt: skip


def operators(ways: Iterable[Op]) -> list[Operator]:
    """Return ways to compare, each with what it takes."""
    takes = dict.fromkeys(WITHOUT_VALUE, "none") | dict.fromkeys(WITH_LIST, "list")
    return [Operator(op, takes.get(op, "one")) for op in ways]


async def _choices(tx: Tx) -> tuple[Choices, Mapping[str, Choices]]:
    live = await programme.live(tx)
    sets = live.items(TierSet)
    fields = list((await members.fields(tx)).values())
    arguments = {
        "set": [
            option(one.code, one.name, one.name_zh, tiers.measure_in(live, one.code, tx.currency))
            for one in sets
        ],
        "book": [
            option(one.code, one.name, one.name_zh, points.measure_of(one))
            for one in live.items(BookSpec)
        ],
        "template": [option(one.code, one.name, one.name_zh) for one in live.items(CouponTemplate)],
        "field": [option(one.code, one.label, one.label_zh) for one in fields],
        "segment": [option(one.code, one.name, one.name_zh) for one in await segments.segments(tx)],
    }
    levels = {
        one.code: [option(level.code, level.name, level.name_zh) for level in one.levels]
        for one in sets
    }
    profile = {
        one.code: [option(choice, choice, choice) for choice in one.choices]
        for one in fields
        if one.kind is FieldKind.CHOICE
    }
    shops = await stores.search_stores(tx, limit=STORES_MAX)
    states = [option(state.value, state.value, state.value) for state in MemberState]
    values: dict[str, Choices] = {
        "tier": levels,
        "profile": profile,
        "tag": {"": [option(tag, tag, tag) for tag in await members.tags_known(tx)]},
        "member.state": {"": states},
        "member.store": {"": [option(one.code, one.name, one.name) for one in shops]},
    }
    return arguments, values


def option(value: str, label: str, label_zh: str, measure: Measure = NUMBER) -> Option:
    """Return a choice; what has no words in a language is shown in the other, or as its code."""
    return Option(value, label or value, label_zh or label or value, measure.decimals)
