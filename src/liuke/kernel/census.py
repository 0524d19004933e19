"""Census: a whole population judged at once, on PostgreSQL, DuckDB and Spark.

Each relation that trees ask is joined once, figures of one kind of deed as one; a leaf that must
hold for the whole tree, and does not hold of who has no row, is joined inwards, so that the engine
looks at few; and of the others only the deeds of those few are read.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any
from uuid import UUID

from liuke.kernel import dialects
from liuke.kernel.conditions import AllOf, AnyOf, Condition, Leaf, Not, parts, walk
from liuke.kernel.demands import demanded, holds_of_nobody, narrowed
from liuke.kernel.dialects import Dialect
from liuke.kernel.ids import StoreId
from liuke.kernel.portable import Engine, Lake, Postgres, given
from liuke.kernel.relations import IS_MEMBER, Relation, folded, relation_of, tested
from liuke.kernel.tallies import FEW, Tally, together
from liuke.kernel.values import Value
from liuke.kernel.windows import When

INNER = (AllOf, AnyOf, Not)
KIN = "d.member_id IN (SELECT kin.id FROM kin)"
# The few whom `{tests}` leave, by one relation at most, and all whose deeds count for them.
LEFT = """
    WITH {first}few AS (SELECT m.id FROM members_member m{join} WHERE {where} AND {tests}),
    kin AS (SELECT p.id FROM members_member p JOIN few ON few.id = COALESCE(p.home_id, p.id))
"""


class NodeCount(Value, frozen=True):
    """Of how many a node is true: alone, and after all that its `all` asked before it."""

    node: str
    alone: int
    left: int


class Compiled(Value, frozen=True):
    """A statement for one engine and what it binds: by place in PostgreSQL, else by name.

    `nodes` are the nodes of a count, in the order of its columns.
    """

    sql: str
    given: Sequence[Any] | Mapping[str, Any]
    nodes: tuple[str, ...] = ()

    def tally(self, row: Sequence[int]) -> tuple[int, list[NodeCount]]:
        """Return how many people there are, and the counts of each node, from the one row."""
        pairs = zip(self.nodes, row[1::2], row[2::2], strict=True)
        return row[0], [NodeCount(node, alone, left) for node, alone, left in pairs]


def compiled(
    tree: Condition, dialect: Dialect, when: When, *, stores: Sequence[StoreId] | None = None
) -> Compiled:
    """Return the statement that yields the id of everybody a tree is true of.

    Raises:
        UnknownFact: no domain declares a fact it asks.
        NoSuchDeed: no domain declares a deed it asks.
        NoSuchDeedField: a deed has no such field.
        Unselectable: nothing says who is in segments.
    """
    census = Census(dialect, when, stores)
    test, inwards = census.test(tree), census.inwards(tree)
    few = census.few(tree, inwards)
    return census.compiled(f"{few}SELECT m.id AS member_id {census.people(inwards)} AND {test}")


def explained(tree: Condition, dialect: Dialect, when: When) -> Compiled:
    """Return the statement that yields what every leaf finds of everybody; `nodes` are the leaves.

    Raises:
        UnknownFact: no domain declares a fact it asks.
        NoSuchDeed: no domain declares a deed it asks.
        NoSuchDeedField: a deed has no such field.
        Unselectable: nothing says who is in segments.
    """
    census = Census(dialect, when, None)
    leaves = [(name, node) for name, _, node in walk(tree) if not isinstance(node, INNER)]
    columns = ", ".join(["m.id", *(census.value(relation_of(n, census.engine)) for _, n in leaves)])
    text = f"SELECT {columns} {census.people(set())}"
    return census.compiled(text, [name for name, _ in leaves])


def counts(
    tree: Condition, dialect: Dialect, when: When, *, stores: Sequence[StoreId] | None = None
) -> Compiled:
    """Return the statement that counts people and, for each node, whom it is true of: one row.

    Raises:
        UnknownFact: no domain declares a fact it asks.
        NoSuchDeed: no domain declares a deed it asks.
        NoSuchDeedField: a deed has no such field.
        Unselectable: nothing says who is in segments.
    """
    census = Census(dialect, when, stores)
    columns: dict[str, str] = {}

    def column(leaf: Leaf) -> str:
        test = census.test(leaf)
        return columns.setdefault(test, f"c{len(columns)}")

    asked = [
        (name, folded(node, column), folded(before, column))
        for name, node, before in waterfall(tree)
    ]
    figures = "".join(
        f", COUNT(*) FILTER (WHERE {alone}), COUNT(*) FILTER (WHERE {before} AND {alone})"
        for _, alone, before in asked
    )
    listed = "".join(f", {test} AS {name}" for test, name in columns.items())
    text = f"SELECT COUNT(*){figures} FROM (SELECT m.id{listed} {census.people(set())}) l"  # noqa: S608 - declared literals only
    return census.compiled(text, [name for name, _, _ in asked])


def waterfall(tree: Condition) -> Iterator[tuple[str, Condition, AllOf]]:
    """Yield every node with what the `all`s around it asked before it.

    >>> tree = AllOf((Not(AnyOf(())), AnyOf(())))
    >>> [(name, len(before.of)) for name, _, before in waterfall(tree)]
    [('0', 0), ('0.0', 0), ('0.0.0', 0), ('0.1', 1)]
    """
    waiting: list[tuple[str, Condition, tuple[Condition, ...]]] = [("0", tree, ())]
    while waiting:
        path, node, before = waiting.pop()
        yield node.id or path, node, AllOf(before)
        below = parts(node)
        every = isinstance(node, AllOf)
        waiting.extend(
            (f"{path}.{i}", part, (*before, *below[:i]) if every else before)
            for i, part in reversed(list(enumerate(below)))
        )


class Census:
    """One statement being written: its engine, and the relations that it joins."""

    def __init__(self, dialect: Dialect, when: When, stores: Sequence[StoreId] | None) -> None:
        """Start with nothing joined."""
        self.dialect, self.when, self.stores = dialect, when, stores
        self.engine: Engine = Postgres() if dialect == "postgres" else Lake(when)
        self._joined: dict[str, str] = {}
        self._counted: dict[str, list[Tally]] = {}
        self._first: str | None = None

    def test(self, tree: Condition) -> str:
        """Return the test that a tree is true of `m`, and join what it asks."""
        return folded(tree, lambda leaf: tested(narrowed(leaf), self.engine, self.value))

    def value(self, relation: Relation) -> str:
        """Return a relation's value for `m`, and join it."""
        if relation.own:
            return f"({relation.sql})"
        value = f"{self.name(relation)}.{self.column(relation.tally)}"
        default = relation.default
        return value if default is None else f"COALESCE({value}, {str(default).lower()})"

    def name(self, relation: Relation) -> str:
        """Return the name a relation is joined by; figures of the same rows share one."""
        tally = relation.tally
        key = tally.rows if tally else relation.sql
        return self._joined.setdefault(key, f"j{len(self._joined)}")

    def column(self, tally: Tally | None) -> str:
        """Return the column in which a relation has its value."""
        if tally is None:
            return "value"
        beside = self._counted.setdefault(tally.rows, [])
        if tally not in beside:
            beside.append(tally)
        return f"value{beside.index(tally)}"

    def inwards(self, tree: Condition) -> set[str]:
        """Return the joins without whose row the tree is false."""
        names: set[str] = set()
        for leaf in demanded(tree):
            if not holds_of_nobody(leaf):
                tested(narrowed(leaf), self.engine, self._noting(names))
        return names

    def few(self, tree: Condition, inwards: set[str]) -> str:
        """Return what names the few whom leaves that must hold leave, where others look at deeds.

        Such leaves are of `m` itself, or of the first relation that is joined inwards.
        """
        own: list[str] = []
        theirs: dict[str, list[str]] = {}
        for leaf in demanded(tree):
            names: set[str] = set()
            test = tested(narrowed(leaf), self.engine, self._noting(names))
            if not names:
                own.append(test)
            elif len(names) == 1 and names <= inwards:
                theirs.setdefault(names.pop(), []).append(test)
        relations = self._relations()
        looking = {name for name, sql in relations.items() if FEW in sql}
        first = next((name for name in theirs if looking - {name}), "")
        tests = [*own, *theirs.get(first, ())]
        if not tests or not looking - {first}:
            return ""
        self._first = first
        join = f" JOIN {first} ON {first}.member_id = m.id" if first else ""
        shared = f"{first} AS ({relations[first]}), " if first else ""
        where = self._where()
        return LEFT.format(first=shared, join=join, where=where, tests=" AND ".join(tests))

    def people(self, inwards: set[str]) -> str:
        """Return the FROM and WHERE of people, with what was joined so far."""
        joins = "".join(
            f" {'JOIN' if name in inwards else 'LEFT JOIN'} {self._from(name, sql)}"
            f" ON {name}.member_id = m.id"
            for name, sql in self._relations().items()
        )
        return f"FROM members_member m{joins} WHERE {self._where()}"

    def _noting(self, names: set[str]) -> Callable[[Relation], str]:
        def noted(relation: Relation) -> str:
            if not relation.own:
                names.add(self.name(relation))
            return self.value(relation)

        return noted

    def _relations(self) -> dict[str, str]:
        counted = {rows: together(tallies) for rows, tallies in self._counted.items()}
        return {name: counted.get(sql, sql) for sql, name in self._joined.items()}

    def _from(self, name: str, sql: str) -> str:
        if self._first is None:
            return f"({sql}) {name}"
        if name == self._first:
            return name
        return f"({sql.replace(FEW, KIN)}) {name}"

    def _where(self) -> str:
        if self.stores is None:
            return IS_MEMBER
        ids = [str(UUID(bytes=store.bytes)) for store in self.stores]
        inside = self.engine.among("CAST(m.store_id AS text)", ids, "text") if ids else "false"
        return f"{IS_MEMBER} AND COALESCE({inside}, false)"

    def compiled(self, text: str, nodes: Sequence[str] = ()) -> Compiled:
        """Return the statement as its engine runs it."""
        text = text.replace(FEW, "true")
        if isinstance(self.engine, Postgres):
            return Compiled(text, given(self.engine.bound, self.when), tuple(nodes))
        assert isinstance(self.engine, Lake), "there are two"
        if self.dialect == "spark":
            return Compiled(dialects.spark(text, self.engine.given), {}, tuple(nodes))
        return Compiled(dialects.duckdb(text), self.engine.given, tuple(nodes))
