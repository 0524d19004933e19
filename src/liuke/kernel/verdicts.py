"""Verdicts: decide and explain a condition tree over known facts, compiled to closures once."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import TypeAlias

from liuke.kernel.conditions import (
    AllOf,
    AnyOf,
    Asked,
    Bucket,
    Condition,
    Did,
    FactIs,
    InSegment,
    Leaf,
    Not,
    Op,
    Sequence,
    identified,
    walk,
)
from liuke.kernel.values import Value

FactValue: TypeAlias = bool | int | str | date | tuple[str, ...] | frozenset[str] | list[str] | None
Found: TypeAlias = bool | int | str | tuple[str, ...] | None


class Facts(dict[str, FactValue]):
    """Facts by address; one that is not there is unknown."""

    def __missing__(self, key: str) -> FactValue:
        return None


Test: TypeAlias = Callable[[Facts], bool]


class Verdict(Value, frozen=True):
    """What one node decided, the value that decided it and the value asked."""

    node: str
    kind: str
    verdict: bool
    fact: str = ""
    op: str = ""
    found: Found = None
    asked: Asked = None


def evaluate(tree: Condition, facts: Mapping[str, FactValue]) -> bool:
    """Decide a tree once; compile it instead when it is asked often.

    >>> evaluate(FactIs("points", Op.GE, 100), {"points": 120})
    True
    >>> evaluate(FactIs("tier", Op.NE, "gold"), {})
    True
    """
    return compiled(tree)(facts if isinstance(facts, Facts) else Facts(facts))


def explain(tree: Condition, facts: Mapping[str, FactValue]) -> list[Verdict]:
    """Return the verdict of every node, parents first."""
    known = facts if isinstance(facts, Facts) else Facts(facts)
    return [verdict(name, node, known) for name, _, node in walk(identified(tree))]


def verdict(name: str, node: Condition, facts: Facts) -> Verdict:
    """Return the verdict of one node."""
    decided = compiled(node)(facts)
    kind = str(node.__struct_config__.tag)
    if isinstance(node, FactIs | Did):
        found = plain(facts[node.key])
        return Verdict(name, kind, decided, node.key, node.op.value, found, node.value)
    if isinstance(node, Bucket):
        bounds = (node.start, node.to)
        return Verdict(name, kind, decided, node.key, "in", plain(facts[node.key]), bounds)
    if isinstance(node, InSegment | Sequence):
        return Verdict(name, kind, decided, node.key, "=", plain(facts[node.key]), asked=True)
    return Verdict(name, kind, decided)


def plain(value: FactValue) -> Found:
    """Return a fact as JSON shows it: dates as ISO text, sets as sorted lists."""
    if isinstance(value, date):
        return value.isoformat()
    return tuple(sorted(value)) if isinstance(value, frozenset | list) else value


def compiled(tree: Condition) -> Test:
    """Turn a tree into one function of the facts."""
    if isinstance(tree, Not):
        inner = compiled(tree.of)
        return lambda facts: not inner(facts)
    if isinstance(tree, AllOf | AnyOf):
        return joined(tree)
    return leaf(tree)


def joined(tree: AllOf | AnyOf) -> Test:
    """Join the parts of `all` or `any`, stopping at the first that decides."""
    tests = tuple(compiled(part) for part in tree.of)
    if len(tests) == 1:
        return tests[0]
    decisive = isinstance(tree, AnyOf)

    def test(facts: Facts) -> bool:
        for part in tests:
            if part(facts) is decisive:
                return decisive
        return not decisive

    return test


def leaf(node: Leaf) -> Test:
    """Turn a comparison into a function."""
    key = node.key
    if isinstance(node, Bucket):
        start, to = node.start, node.to
        return lambda facts: isinstance(b := facts[key], int) and start <= b < to
    if isinstance(node, InSegment | Sequence):
        return lambda facts: facts[key] is True
    compare = comparison(node.op, node.value)
    return lambda facts: compare(facts[key])


Compare: TypeAlias = Callable[[FactValue], bool]


def comparison(op: Op, asked: Asked) -> Compare:
    """Return the function that compares a found value with the value asked."""
    if op in (Op.NE, Op.NOT_IN, Op.UNKNOWN):
        positive = comparison({Op.NE: Op.EQ, Op.NOT_IN: Op.IN}.get(op, Op.KNOWN), asked)
        return lambda found: not positive(found)
    if op is Op.KNOWN:
        return lambda found: found is not None
    if op in (Op.HAS, Op.HAS_ANY, Op.HAS_ALL):
        return membership(op, asked)
    if op is Op.STARTS:
        return starting(asked)
    if op is Op.IN:
        return any_of(asked)
    return order(op, asked)


def starting(asked: Asked) -> Compare:
    """Compare how texts begin; nothing else begins."""
    if not isinstance(asked, str):
        return lambda _found: False
    return lambda found: isinstance(found, str) and found.startswith(asked)


def membership(op: Op, asked: Asked) -> Compare:
    """Compare a fact of many texts with the texts asked."""
    wanted = frozenset(asked if isinstance(asked, tuple) else (asked,))

    def compare(found: FactValue) -> bool:
        if not isinstance(found, tuple | frozenset | list):
            return False
        held = wanted.intersection(found)
        return len(held) == len(wanted) if op is Op.HAS_ALL else bool(held)

    return compare


def any_of(asked: Asked) -> Compare:
    """Compare with several values; a value equals only one of its own kind."""
    choices = asked if isinstance(asked, tuple) else (asked,)
    wanted = frozenset((type(choice), choice) for choice in choices)

    def compare(found: FactValue) -> bool:
        value = found.isoformat() if isinstance(found, date) else found
        return isinstance(value, bool | int | str) and (type(value), value) in wanted

    return compare


ORDERS: dict[Op, Callable[[int, int], bool]] = {
    Op.EQ: lambda found, asked: found == asked,
    Op.LT: lambda found, asked: found < asked,
    Op.LE: lambda found, asked: found <= asked,
    Op.GT: lambda found, asked: found > asked,
    Op.GE: lambda found, asked: found >= asked,
}


def order(op: Op, asked: Asked) -> Compare:
    """Compare numbers with numbers and texts with texts; anything else is false."""
    if op is Op.BETWEEN:
        low, high = asked if isinstance(asked, tuple) else (asked, asked)
        above, below = order(Op.GE, low), order(Op.LE, high)
        return lambda found: above(found) and below(found)
    if not isinstance(asked, int | str):
        return lambda _found: False
    kind, holds = type(asked), ORDERS[op]

    def compare(found: FactValue) -> bool:
        value = found.isoformat() if isinstance(found, date) else found
        return type(value) is kind and holds(value, asked)  # type: ignore[arg-type] # one kind

    return compare
