"""Demands: the leaves that must hold for a tree to hold, looking at as few deeds as can be."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec.structs import replace

from liuke.kernel.conditions import AllOf, AnyOf, Bucket, Condition, Did, FactIs, Leaf, Not, Op
from liuke.kernel.did import Agg, Where
from liuke.kernel.facts import find
from liuke.kernel.figures import default_of, kind_of
from liuke.kernel.operators import OF_LISTS
from liuke.kernel.verdicts import comparison

PASSING = {Agg.MAX: (Op.GT, Op.GE), Agg.MIN: (Op.LT, Op.LE)}


def demanded(tree: Condition) -> Iterator[Leaf]:
    """Yield the leaves that must hold for the whole tree to hold."""
    if isinstance(tree, AllOf):
        for part in tree.of:
            yield from demanded(part)
    elif not isinstance(tree, AnyOf | Not):
        yield tree


def holds_of_nobody(leaf: Leaf) -> bool:
    """Say whether a leaf may hold of a member without a row."""
    if isinstance(leaf, Bucket):
        return True
    if not isinstance(leaf, FactIs | Did):
        return False
    if isinstance(leaf, Did):
        default: bool | int | None = default_of(leaf)
    else:
        fact = find(leaf.key)[0]
        if fact.kind == "texts":
            return leaf.op not in OF_LISTS and leaf.op is not Op.KNOWN
        default = fact.default
    return comparison(leaf.op, leaf.value)(default)


def narrowed(leaf: Leaf) -> Leaf:
    """Return a leaf that is true of the same members and looks at fewer deeds.

    Whether the greatest passes a mark is known from those that pass it; likewise the least.
    """
    if not isinstance(leaf, Did) or leaf.op not in PASSING.get(leaf.agg, ()):
        return leaf
    # The greatest of texts is the database's business, a mark is passed by code points.
    if kind_of(leaf) != "text":
        return replace(leaf, where=(*leaf.where, Where(leaf.field, leaf.op, leaf.value)))
    return leaf
