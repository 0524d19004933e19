"""What is asked at once, and whom it is true of by plain Python."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from uuid import UUID

from liuke.domains.segments.rules import inlined
from liuke.kernel.buckets import bucket_of
from liuke.kernel.conditions import Bucket, Condition, Did, FactIs, InSegment, walk
from liuke.kernel.conditions import Sequence as InOrder
from liuke.kernel.facts import find
from liuke.kernel.verdicts import FactValue, evaluate
from liuke.kernel.witness import Row, figure, in_order
from tests.kernel.deed_rows import rows_of
from tests.kernel.people import LISTS, World
from tests.kernel.person import Person
from tests.kernel.reference import REFERENCE

Known = dict[UUID, dict[str, FactValue]]


@dataclass(frozen=True)
class Question:
    """Trees, and the live segments that they ask: a segment asks only those before it."""

    trees: Sequence[Condition]
    segments: Mapping[str, Condition] = field(default_factory=dict)

    @property
    def whole(self) -> list[Condition]:
        """The trees with every segment they ask written out."""
        known = {**dict.fromkeys(LISTS), **self.segments}
        return [inlined(tree, known) for tree in self.trees]

    def leaves(self) -> Iterator[Condition]:
        for tree in (*self.segments.values(), *self.trees):
            for _, _, node in walk(tree):
                yield node


def witnessed(world: World, question: Question) -> Known:
    """Return what every leaf finds of every living member, worked out plainly."""
    found = {}
    for home in sorted(world.living):
        rows, person = rows_of(world, home), Person(world, home)
        known = {}
        for node in question.leaves():
            if isinstance(node, Did | InOrder | Bucket | FactIs | InSegment):
                known[node.key] = of_leaf(node, person, rows)
        for code, tree in question.segments.items():
            known[f"segment({code})"] = evaluate(tree, known)
        found[home] = known
    return found


def of_leaf(
    node: Did | InOrder | Bucket | FactIs | InSegment,
    person: Person,
    rows: Mapping[str, Sequence[Row]],
) -> FactValue:
    """Return what one leaf finds of a member; of a segment, whether they are on a list."""
    if isinstance(node, Did):
        return figure(node, rows, person.world.when)
    if isinstance(node, InOrder):
        return in_order(node, rows, person.world.when)
    if isinstance(node, Bucket):
        return bucket_of(node.salt, person.home.bytes)
    fact, args = find(node.key)
    return REFERENCE[fact.name](person, *args)


def wanted(tree: Condition, known: Known) -> set[UUID]:
    """Return whom a tree is true of."""
    return {home for home, values in known.items() if evaluate(tree, values)}
