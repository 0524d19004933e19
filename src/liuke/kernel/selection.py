"""Selection: condition trees as SQL over members, with the same answers as `verdicts`.

Facts and deeds are declared literals and every value is bound, so request text never becomes SQL.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from liuke.kernel import facts
from liuke.kernel.conditions import AllOf, AnyOf, Condition, FactIs, InSegment, Leaf, Not, walk
from liuke.kernel.db import Tx
from liuke.kernel.ids import MemberId
from liuke.kernel.portable import Postgres, given
from liuke.kernel.relations import (
    IS_MEMBER,
    Relation,
    Unselectable,
    folded,
    relation_of,
    tested,
)
from liuke.kernel.rows import Sql
from liuke.kernel.windows import When

__all__ = [
    "FIXED", "Live", "Unselectable", "counted", "folded", "found", "given", "listed", "tested",
]  # fmt: skip

FIXED = 7
INNER = (AllOf, AnyOf, Not)
# Parameters of a caller that the trees may use: a name of `portable` and its place.
KNOWN = {"today": 2, "now": 3}


class Live:
    """Trees as PostgreSQL tests of `m`, the member: each relation is asked of that member alone.

    Several trees share what they bind: `bound` follows the caller's first `fixed` parameters, of
    which `$2` is the business date and `$3` the instant unless `known` says otherwise. Before it
    is sent, `given` turns it into the values of the moment.
    """

    def __init__(self, fixed: int = FIXED, known: Mapping[str, int] = KNOWN) -> None:
        """Start with nothing bound."""
        self.engine = Postgres(fixed, known)

    @property
    def bound(self) -> list[Any]:
        """Return what is bound so far, in order."""
        return self.engine.bound

    def test(self, tree: Condition) -> str:
        """Return the test that a tree is true of `m`.

        Raises:
            UnknownFact: no domain declares a fact it asks.
            NoSuchDeed: no domain declares a deed it asks.
            NoSuchDeedField: a deed has no such field.
            Unselectable: a node cannot be asked of many.
        """
        return folded(tree, lambda leaf: tested(leaf, self.engine, one_value))

    def found(self, leaf: Leaf) -> str:
        """Return what a leaf finds of `m`: of a fact of many texts, all of them.

        Raises:
            UnknownFact: no domain declares the fact.
            NoSuchDeed: no domain declares the deed.
            NoSuchDeedField: the deed has no such field.
            Unselectable: it cannot be asked of many.
        """
        if isinstance(leaf, FactIs | InSegment):
            fact, args = facts.find(leaf.key)
            return facts.value_of(fact, facts.relation(fact, args, self.engine))
        return one_value(relation_of(leaf, self.engine))


def one_value(relation: Relation) -> str:
    """Return a relation as one value of `m`; the planner takes the member into it."""
    if relation.own:
        return f"({relation.sql})"
    value = f"(SELECT r.value FROM ({relation.sql}) r WHERE r.member_id = m.id)"  # noqa: S608 - declared literals only
    default = relation.default
    return value if default is None else f"COALESCE({value}, {str(default).lower()})"


async def found(
    tx: Tx, trees: Sequence[Condition], member_ids: Sequence[MemberId]
) -> dict[MemberId, dict[str, Any]]:
    """Return what every leaf of some trees finds of members, by its key: `verdicts` decides.

    Raises:
        UnknownFact: no domain declares a fact.
        NoSuchDeed: no domain declares a deed.
        NoSuchDeedField: a deed has no such field.
    """
    leaves = {
        node.key: node for tree in trees for _, _, node in walk(tree) if not isinstance(node, INNER)
    }
    worked = [key for key in leaves if facts.is_worked_out(key)]
    known = await facts.read(tx, worked, member_ids)
    plain = [node for key, node in leaves.items() if key not in worked]
    if not plain or not member_ids:
        return known
    sql, bound = finding(plain)
    for row in await tx.records(sql, list(member_ids), *given(bound, When.of(tx))):
        known[MemberId.of(row[0])].update(zip([one.key for one in plain], row[1:], strict=True))
    return known


def finding(leaves: Sequence[Leaf]) -> tuple[Sql[Any], Sequence[Any]]:
    """Return the statement of what leaves find of `$1` members, and what else it binds."""
    live = Live(fixed=1, known={})
    columns = ", ".join(["m.id", *map(live.found, leaves)])
    text = f"SELECT {columns} FROM members_member m WHERE m.id = ANY ($1::uuid[])"  # noqa: S608 - declared literals only
    return Sql[tuple[Any, ...]](text), live.bound


PEOPLE = f"""
    SELECT m.id, m.joined_at FROM members_member m
    WHERE m.merchant_id = $1::uuid AND $2::date IS NOT NULL AND $3::timestamptz IS NOT NULL
        AND {IS_MEMBER}
        AND ($4::uuid[] IS NULL OR m.store_id = ANY ($4::uuid[]))
        AND (m.joined_at, m.id) < ($5::timestamptz, $6::uuid)
"""  # noqa: S608 - declared literals only


def listed(tree: Condition, when: When) -> tuple[Sql[Any], list[Any]]:
    """Return the statement that lists members, the latest to join first, and what is bound.

    `$1` merchant, `$2` today, `$3` now, `$4` stores, `$5` and `$6` the place, `$7` how many.
    """
    live = Live()
    text = f"{PEOPLE} AND {live.test(tree)} ORDER BY m.joined_at DESC, m.id DESC LIMIT $7"
    return Sql[tuple[Any, ...]](text), given(live.bound, when)


def counted(tree: Condition, when: When, *, looked_at: int) -> tuple[Sql[Any], list[Any]]:
    """Return the statement that counts up to `$7` of the latest `looked_at` members."""
    live = Live()
    latest = f"{PEOPLE} ORDER BY m.joined_at DESC, m.id DESC LIMIT {int(looked_at)}"
    text = (
        f"SELECT COUNT(*) FROM (SELECT FROM ({latest}) l"  # noqa: S608 - declared literals only
        f" JOIN members_member m ON m.merchant_id = $1::uuid AND m.id = l.id"
        f" WHERE {live.test(tree)} LIMIT $7) counted"
    )
    return Sql[tuple[Any, ...]](text), given(live.bound, when)
