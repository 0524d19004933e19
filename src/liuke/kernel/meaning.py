"""Meaning: what is wrong with a tree once one knows what is declared, node by node.

`conditions.faults` looks at the shape alone; here every fact, deed and field must exist, and be
compared with values of its own kind.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TypeAlias

from liuke.kernel import deeds, facts
from liuke.kernel.comparisons import PYTHON
from liuke.kernel.conditions import (
    Condition,
    Did,
    FactIs,
    Fault,
    InSegment,
    Op,
    Sequence,
    faults,
    walk,
)
from liuke.kernel.did import Agg, Deeds
from liuke.kernel.operators import OF_LISTS, WITHOUT_VALUE, Asked
from liuke.kernel.portable import is_date

Reason: TypeAlias = tuple[str, str]
NUMBERS = ("int", "money")
ORDERED = (*NUMBERS, "date")


def misread(tree: Condition, *, known: Callable[[str], bool] | None = None) -> list[Fault]:
    """Return everything wrong with a tree; `known` says whether there is a segment of a code."""
    if found := faults(tree):
        return found
    return [
        Fault(name, reason, reason_zh)
        for name, _, node in walk(tree)
        for reason, reason_zh in reasons(node, known)
    ]


def reasons(node: Condition, known: Callable[[str], bool] | None) -> Iterator[Reason]:
    """Yield what is wrong with a leaf."""
    if isinstance(node, FactIs):
        yield from of_fact(node)
    elif isinstance(node, Did):
        yield from of_deeds(node.deeds)
        yield from of_figure(node)
    elif isinstance(node, Sequence):
        yield from of_deeds(node.first)
        yield from of_deeds(node.then)
    elif isinstance(node, InSegment) and known is not None and not known(node.code):
        yield f"there is no segment {node.code}", f"没有人群 {node.code}"


def of_fact(node: FactIs) -> Iterator[Reason]:
    """Yield what is wrong with a question about a fact."""
    try:
        kind = facts.find(node.key)[0].kind
    except facts.UnknownFact:
        yield f"there is no fact {node.key}", f"没有条件项 {node.key}"
        return
    yield from of_comparison(node.key, kind, node.op, node.value)


def of_comparison(name: str, kind: str, op: Op, asked: Asked) -> Iterator[Reason]:
    """Yield whether a value of a kind cannot be compared so."""
    if op in WITHOUT_VALUE:
        return
    if (op in OF_LISTS) is not (kind == "texts"):
        if kind == "texts":
            yield f"{name} is a list: ask whether it has", f"{name} 是列表，请用“包含”"
        else:
            yield f"{name} holds one value", f"{name} 不是列表"
        return
    values = asked if isinstance(asked, tuple) else (asked,)
    if not all(fits(value, kind) for value in values):
        yield f"{name} is compared with another kind", f"{name} 的值类型不符"
    if op is Op.STARTS and kind != "text":
        yield f"{name} is no text", f"{name} 不是文本"


def fits(value: object, kind: str) -> bool:
    """Say whether a value is of a kind.

    >>> fits("2026-02-28", "date"), fits("soon", "date"), fits(True, "int"), fits("vip", "texts")
    (True, False, False, True)
    """
    if type(value) is not PYTHON.get(kind, str):
        return False
    return kind != "date" or is_date(value)


def of_deeds(chosen: Deeds) -> Iterator[Reason]:
    """Yield what is wrong with a choice of deeds."""
    try:
        fields = deeds.fields_of(deeds.find(chosen.event))
    except deeds.NoSuchDeed:
        yield f"there is no deed {chosen.event}", f"没有行为 {chosen.event}"
        return
    for one in chosen.where:
        if one.field not in fields:
            yield from no_field(chosen.event, one.field)
        else:
            yield from of_comparison(one.field, fields[one.field].kind, one.op, one.value)


def of_figure(node: Did) -> Iterator[Reason]:
    """Yield what is wrong with what is counted, once the deed is known."""
    if node.event not in deeds.DEEDS:
        return
    fields = deeds.fields_of(deeds.DEEDS[node.event])
    if node.field and node.field not in fields:
        yield from no_field(node.event, node.field)
        return
    kind = fields[node.field].kind if node.field else "date"
    if node.agg in (Agg.SUM, Agg.AVG) and kind not in NUMBERS:
        yield f"`{node.agg}` needs a number", f"“{node.agg}”需要数字字段"
        return
    if node.agg in (Agg.MIN, Agg.MAX) and kind not in ORDERED:
        yield f"`{node.agg}` needs a number or a date", f"“{node.agg}”需要数字或日期字段"
        return
    counted = node.agg in (Agg.COUNT, Agg.DISTINCT)
    yield from of_comparison(node.agg.value, "int" if counted else kind, node.op, node.value)


def no_field(event: str, field: str) -> Iterator[Reason]:
    """Yield that deeds of a kind have no such field."""
    yield f"{event} has no field {field}", f"行为 {event} 没有字段 {field}"
