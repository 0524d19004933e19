"""Selection: a condition tree as SQL over members, with the same answers as `verdicts`.

Facts are declared literals and every value is bound, so request text never becomes SQL.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from liuke.kernel.conditions import AllOf, AnyOf, Bucket, Condition, FactIs, InSegment, Not, Op
from liuke.kernel.facts import Fact, find
from liuke.kernel.problems import Invalid
from liuke.kernel.rows import Sql

# What a leaf's fact is compared as: dates as ISO texts, texts by code point, as Python does.
CASTS = {
    "int": "bigint", "money": "bigint", "bool": "boolean", "text": "text", "date": "text",
    "texts": "text[]",
}  # fmt: skip
PYTHON = {"bigint": int, "boolean": bool, "text": str}
COMPARED = {Op.EQ: "=", Op.LT: "<", Op.LE: "<=", Op.GT: ">", Op.GE: ">="}
ENDS = (Op.GE, Op.LE)
NEVER = "false"
FIXED = 7


@dataclass(eq=False)
class Unselectable(Invalid):
    """A node can be decided for one member, but not asked of all."""

    title = "This condition cannot be used to list members."
    title_zh = "这个条件不能用来筛选会员列表。"
    node: str


class Selection:
    """The tree as text, and what is bound in it from `$8` on; `$1`–`$7` are the caller's."""

    def __init__(self, tree: Condition) -> None:
        """Compile a tree.

        Raises:
            UnknownFact: no domain declares a fact it asks.
            Unselectable: it asks for a bucket or a segment.
        """
        self.bound: list[Any] = []
        self.text = self._node(tree)

    def _bind(self, value: Any, cast: str) -> str:
        self.bound.append(value)
        return f"${FIXED + len(self.bound)}::{cast}"

    def _node(self, node: Condition) -> str:
        if isinstance(node, Not):
            return f"(NOT {self._node(node.of)})"
        if isinstance(node, AllOf | AnyOf):
            word, empty = (" AND ", "true") if isinstance(node, AllOf) else (" OR ", NEVER)
            return f"({word.join(self._node(part) for part in node.of) or empty})"
        if isinstance(node, Bucket | InSegment):
            raise Unselectable(node.id or node.key)
        return self._fact(node)

    def _fact(self, node: FactIs) -> str:
        fact, args = find(node.key)
        value = f"({self._sql(fact, args)})"
        if node.op is Op.KNOWN:
            return f"({value} IS NOT NULL)"
        if node.op is Op.UNKNOWN:
            return f"({value} IS NULL)"
        cast = CASTS[fact.kind]
        positive = {Op.NE: Op.EQ, Op.NOT_IN: Op.IN}.get(node.op)
        asked = self._positive(f"{value}::{cast}", cast, positive or node.op, node.value)
        held = f"COALESCE({asked}, false)"
        return f"(NOT {held})" if positive else held

    def _sql(self, fact: Fact, args: Sequence[str]) -> str:
        sql = fact.sql.replace("$today", "$2::date").replace("$now", "$3::timestamptz")
        for parameter, given in zip(fact.args, args, strict=True):
            sql = sql.replace(f"${parameter}", self._bind(given, "text"))
        return sql

    def _positive(self, value: str, cast: str, op: Op, asked: Any) -> str:
        if op in (Op.HAS, Op.HAS_ANY, Op.HAS_ALL):
            return self._membership(value, cast, op, asked)
        if cast == "text[]":
            return NEVER
        if op is Op.STARTS:
            fits = cast == "text" and isinstance(asked, str)
            return f"starts_with({value}, {self._bind(asked, cast)})" if fits else NEVER
        if op is Op.IN:
            solid = [one for one in asked if type(one) is PYTHON[cast]]
            return f"{value} = ANY ({self._bind(solid, f'{cast}[]')})" if solid else NEVER
        if op is Op.BETWEEN:
            low, high = (self._order(value, cast, *end) for end in zip(ENDS, asked, strict=True))
            return f"({low} AND {high})"
        return self._order(value, cast, op, asked)

    def _order(self, value: str, cast: str, op: Op, asked: Any) -> str:
        if type(asked) is not PYTHON[cast]:
            return NEVER
        collated = ' COLLATE "C"' if cast == "text" else ""
        return f"{value}{collated} {COMPARED[op]} {self._bind(asked, cast)}"

    def _membership(self, value: str, cast: str, op: Op, asked: Any) -> str:
        wanted = list(asked) if isinstance(asked, tuple) else [asked]
        if cast != "text[]" or not all(isinstance(one, str) for one in wanted):
            return NEVER
        sign = "@>" if op is Op.HAS_ALL else "&&"
        return f"{value} {sign} {self._bind(wanted, cast)}"


# People who are members now: no seat of a guest, nobody who became a part of another.
PEOPLE = """
    SELECT m.id, m.joined_at FROM members_member m
    WHERE m.merchant_id = $1::uuid AND $2::date IS NOT NULL AND $3::timestamptz IS NOT NULL
        AND NOT m.anonymous AND m.state NOT IN ('merged', 'erased')
        AND ($4::uuid[] IS NULL OR m.store_id = ANY ($4::uuid[]))
        AND (m.joined_at, m.id) < ($5::timestamptz, $6::uuid)
"""


def listed(tree: Condition) -> tuple[Sql[Any], list[Any]]:
    """Return the statement that lists members, the latest to join first, and what is bound.

    `$1` merchant, `$2` today, `$3` now, `$4` stores, `$5` and `$6` the place, `$7` how many.
    """
    selection = Selection(tree)
    text = f"{PEOPLE} AND {selection.text} ORDER BY m.joined_at DESC, m.id DESC LIMIT $7"
    return Sql[tuple[Any, ...]](text), selection.bound


def counted(tree: Condition, *, looked_at: int) -> tuple[Sql[Any], list[Any]]:
    """Return the statement that counts up to `$7` of the latest `looked_at` members."""
    selection = Selection(tree)
    latest = f"{PEOPLE} ORDER BY m.joined_at DESC, m.id DESC LIMIT {int(looked_at)}"
    text = (
        f"SELECT COUNT(*) FROM (SELECT FROM ({latest}) l"  # noqa: S608 - declared literals only
        f" JOIN members_member m ON m.merchant_id = $1::uuid AND m.id = l.id"
        f" WHERE {selection.text} LIMIT $7) counted"
    )
    return Sql[tuple[Any, ...]](text), selection.bound
