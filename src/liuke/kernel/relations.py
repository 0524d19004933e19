"""Relations: what each leaf of a condition asks, as `member_id` and `value`, or over `m` itself.

One portable form serves one member at the till, where the planner takes the member into the
relation, and everybody on the lake, where each relation is joined once.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeAlias

from liuke.kernel import facts
from liuke.kernel.buckets import BUCKETS, PRIME, coefficients
from liuke.kernel.comparisons import NEVER, compared, constant
from liuke.kernel.conditions import (
    AllOf,
    AnyOf,
    Bucket,
    Condition,
    Did,
    FactIs,
    InSegment,
    Leaf,
    Not,
    Op,
    Sequence,
)
from liuke.kernel.figures import Relation, figure, in_order, kind_of
from liuke.kernel.operators import OF_LISTS, WITHOUT_VALUE
from liuke.kernel.portable import Engine
from liuke.kernel.problems import Invalid

__all__ = ["IS_MEMBER", "Relation", "Unselectable", "folded", "relation_of", "tested"]

# Whoever is a member now: no seat of a guest, nobody who became a part of another.
IS_MEMBER = "NOT m.anonymous AND m.state NOT IN ('merged', 'erased')"

Valued: TypeAlias = Callable[[Relation], str]


@dataclass(eq=False)
class Unselectable(Invalid):
    """A node can be decided for one member, but not asked of all."""

    title = "This condition cannot be used to list members."
    title_zh = "这个条件不能用来筛选会员列表。"
    node: str


def relation_of(leaf: Leaf, engine: Engine) -> Relation:
    """Return what a leaf asks, bound for an engine.

    Raises:
        UnknownFact: no domain declares the fact.
        NoSuchDeed: no domain declares the deed.
        NoSuchDeedField: the deed has no such field.
        Unselectable: nothing says who is in segments.
    """
    if isinstance(leaf, Did):
        return figure(leaf, engine)
    if isinstance(leaf, Sequence):
        return in_order(leaf, engine)
    if isinstance(leaf, Bucket):
        return Relation("int", bucket(leaf.salt, engine), own=True)
    if isinstance(leaf, InSegment) and "segment" not in facts.FACTS:
        raise Unselectable(leaf.id or leaf.key)
    fact, args = facts.find(leaf.key)
    sql = facts.relation(fact, args, engine)
    return Relation(fact.kind, sql, own=not fact.related, default=fact.default)


def bucket(salt: str, engine: Engine) -> str:
    """Return a member's bucket: the polynomial of the salt over the seed."""
    a, b, c = (engine.bind(number, "int") for number in coefficients(salt))
    inner = f"((CAST(m.seed AS bigint) * {a} + {b}) % {PRIME})"
    return f"(({inner} * m.seed + {c}) % {PRIME} % {BUCKETS})"


def folded(tree: Condition, leaf: Callable[[Leaf], str]) -> str:
    """Return a tree as SQL, each leaf as the function says."""
    if isinstance(tree, Not):
        return f"(NOT {folded(tree.of, leaf)})"
    if isinstance(tree, AllOf | AnyOf):
        word, empty = (" AND ", "true") if isinstance(tree, AllOf) else (" OR ", NEVER)
        return f"({word.join(folded(part, leaf) for part in tree.of) or empty})"
    return leaf(tree)


def tested(leaf: Leaf, engine: Engine, value: Valued) -> str:
    """Return the test of a leaf; `value` turns a relation into a value of `m`.

    Raises:
        UnknownFact: no domain declares the fact.
        NoSuchDeed: no domain declares the deed.
        NoSuchDeedField: the deed has no such field.
        Unselectable: nothing says who is in segments.
    """
    if isinstance(leaf, FactIs | Did):
        return asked(leaf, engine, value)
    relation = relation_of(leaf, engine)
    if isinstance(leaf, Bucket):
        start, to = engine.bind(leaf.start, "int"), engine.bind(leaf.to, "int")
        return f"({value(relation)} >= {start} AND {value(relation)} < {to})"
    return value(relation)


def asked(leaf: FactIs | Did, engine: Engine, value: Valued) -> str:
    """Return the test of a comparison; what is the same for everybody reads nothing."""
    kind = kind_of(leaf) if isinstance(leaf, Did) else facts.find(leaf.key)[0].kind
    if kind == "texts" and isinstance(leaf, FactIs):
        return listing(leaf, engine, value)
    test = constant(kind, leaf.op, leaf.value)
    if test is not None:
        return test
    return compared(value(relation_of(leaf, engine)), kind, leaf.op, leaf.value, engine)


def listing(leaf: FactIs, engine: Engine, value: Valued) -> str:
    """Return the test of a fact of many texts: its relation has a row for each."""
    wanted = leaf.value if isinstance(leaf.value, tuple) else (leaf.value,)
    solid = sorted({one for one in wanted if isinstance(one, str)})
    if leaf.op in WITHOUT_VALUE or (leaf.op is Op.HAS_ALL and not wanted):
        relation = relation_of(leaf, engine)
        test = value(Relation("bool", rows_with(relation, "", "true"), default=False))
        return f"(NOT {test})" if leaf.op is Op.UNKNOWN else test
    if leaf.op not in OF_LISTS:
        return "(NOT false)" if leaf.op in (Op.NE, Op.NOT_IN) else NEVER
    strange = leaf.op is Op.HAS_ALL and any(not isinstance(one, str) for one in wanted)
    if not solid or strange:
        return NEVER
    relation = relation_of(leaf, engine)
    one_of = f" WHERE {engine.among('t.value', solid, 'text')}"
    held = f"COUNT(DISTINCT t.value) = {len(solid)}" if leaf.op is Op.HAS_ALL else "true"
    return value(Relation("bool", rows_with(relation, one_of, held), default=False))


def rows_with(relation: Relation, where: str, held: str) -> str:
    """Return one row for each member who has some of the rows."""
    return (
        f"SELECT t.member_id, {held} AS value FROM ({relation.sql}) t{where}"  # noqa: S608 - declared literals only
        " GROUP BY t.member_id"
    )
