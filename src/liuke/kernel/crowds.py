"""Crowds: whole questions about many members, each leaf of the trees computed once a member.

Statements share their first parameters: `$1` merchant, `$2` today, `$3` now, `$4` stores, and
`$5` to `$7` as each says. What the trees bind follows, made values of the moment by `given`.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from msgspec.structs import replace

from liuke.kernel.census import Compiled, counts
from liuke.kernel.conditions import Condition, Leaf
from liuke.kernel.ids import StoreId
from liuke.kernel.relations import IS_MEMBER
from liuke.kernel.rows import Sql
from liuke.kernel.selection import Live, folded
from liuke.kernel.windows import When

PEOPLE = f"""
    FROM members_member m
    WHERE m.merchant_id = $1::uuid AND $2::date IS NOT NULL AND $3::timestamptz IS NOT NULL
        AND {IS_MEMBER}
        AND ($4::uuid[] IS NULL OR m.store_id = ANY ($4::uuid[]))
"""
SHARES = 256


class Leaves:
    """The leaves of several trees as columns `c0`, `c1`, … of one row a member."""

    def __init__(self, trees: Sequence[Condition]) -> None:
        """Compile each leaf once; `tests` are the trees over the columns.

        Raises:
            UnknownFact: no domain declares a fact a tree asks.
            NoSuchDeed: no domain declares a deed a tree asks.
            Unselectable: a node cannot be asked of many.
        """
        self.live = Live()
        # By spelling: 1 and True are alike to Python, and not to a condition.
        self._columns: dict[str, str] = {}
        self.tests = [folded(tree, self._column) for tree in trees]

    @property
    def columns(self) -> str:
        """Return the columns as a select list, with a comma before each."""
        return "".join(f", {text} AS c{n}" for n, text in enumerate(self._columns.values()))

    def _column(self, leaf: Leaf) -> str:
        bare = replace(leaf, id="")
        spelling = repr(bare)
        if spelling not in self._columns:
            self._columns[spelling] = self.live.test(bare)
        return f"c{list(self._columns).index(spelling)}"


def judged(trees: Sequence[Condition]) -> tuple[Sql[Any], list[Any]]:
    """Return the statement that decides trees for the members `$5`: id, then a verdict for each.

    Whoever is no member now is not in the answer.
    """
    leaves = Leaves(trees)
    text = (
        f"SELECT id{_listed(leaves.tests)} FROM (SELECT m.id{leaves.columns} {PEOPLE}"  # noqa: S608 - declared literals only
        " AND m.id = ANY ($5::uuid[]) AND $6::text IS NULL AND $7::text IS NULL OFFSET 0) l"
        " ORDER BY id"
    )
    return Sql[tuple[Any, ...]](text), leaves.live.bound


def ranged(tree: Condition) -> tuple[Sql[Any], list[Any]]:
    """Return the statement that decides a tree for the `$7` members above the id `$6`, in order."""
    leaves = Leaves([tree])
    text = (
        f"SELECT id{_listed(leaves.tests)} FROM (SELECT m.id{leaves.columns} {PEOPLE}"  # noqa: S608 - declared literals only
        " AND m.id > $6::uuid AND $5::text IS NULL ORDER BY m.id LIMIT $7::integer) l ORDER BY id"
    )
    return Sql[tuple[Any, ...]](text), leaves.live.bound


def fitting(tree: Condition) -> tuple[Sql[Any], list[Any]]:
    """Return the statement that lists who fits, `$7` at most above the id `$6`, in id order."""
    leaves = Leaves([tree])
    text = (
        f"SELECT id FROM (SELECT m.id{leaves.columns} {PEOPLE}"  # noqa: S608 - declared literals only
        f" AND m.id > $6::uuid AND $5::text IS NULL ORDER BY m.id) l WHERE {leaves.tests[0]}"
        " LIMIT $7::integer"
    )
    return Sql[tuple[Any, ...]](text), leaves.live.bound


def kept(tree: Condition, into: str) -> tuple[Sql[Any], list[Any]]:
    """Return the statement that puts whoever fits into a table under the code `$5`, as of now."""
    leaves = Leaves([tree])
    text = (
        f"INSERT INTO {into} (code, member_id, since) SELECT $5::text, id, $3::timestamptz"  # noqa: S608 - declared literals only
        f" FROM (SELECT m.id{leaves.columns} {PEOPLE} AND $6::text IS NULL AND $7::text IS NULL) l"
        f" WHERE {leaves.tests[0]} ORDER BY id"
    )
    return Sql[tuple[Any, ...]](text), leaves.live.bound


def sized(trees: Sequence[Condition]) -> tuple[Sql[Any], list[Any]]:
    """Return the statement that counts everybody, then whom each tree fits.

    `$7` of 256 shares are looked at: the last byte of an id is random, so they are a fair sample.
    """
    leaves = Leaves(trees)
    counts = "".join(f", COUNT(*) FILTER (WHERE {test})" for test in leaves.tests)
    text = (
        f"SELECT COUNT(*){counts} FROM (SELECT m.id{leaves.columns} {PEOPLE}"  # noqa: S608 - declared literals only
        " AND $5::text IS NULL AND $6::text IS NULL"
        " AND get_byte(uuid_send(m.id), 15) < $7::integer OFFSET 0) l"
    )
    return Sql[tuple[Any, ...]](text), leaves.live.bound


def tallied(
    tree: Condition, when: When, stores: Sequence[StoreId] | None
) -> tuple[Sql[Any], Compiled]:
    """Return the statement that counts everybody, and whom each node of a tree fits, exactly."""
    asked = counts(tree, "postgres", when, stores=stores)
    return Sql[tuple[Any, ...]](asked.sql), asked


def differing(asked: Compiled, kept: str, limit: int) -> str:
    """Return the lake's statement of who fits and is not kept, or the reverse: ids, in order.

    `kept` names the table of who is kept under a `code`, which is `$kept`; from above `$above`.
    """
    return (
        f"SELECT b.member_id FROM (SELECT f.member_id FROM ({asked.sql}) f"  # noqa: S608 - declared literals only
        f" UNION ALL SELECT k.member_id FROM {kept} k WHERE k.code = $kept AND NOT k.dormant) b"
        " WHERE b.member_id > $above GROUP BY b.member_id HAVING COUNT(*) = 1"
        f" ORDER BY b.member_id LIMIT {int(limit)}"
    )


def _listed(tests: Sequence[str]) -> str:
    return "".join(f", {test}" for test in tests)
