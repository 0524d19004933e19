"""How many a question fits, row by row, and a few of them to look at."""

from __future__ import annotations

from collections.abc import Sequence
from random import Random

from liuke.domains import members
from liuke.domains.segments.asking import count, fit
from liuke.domains.segments.errors import TooManySegments
from liuke.domains.segments.find import get_segments
from liuke.domains.segments.rules import regions
from liuke.domains.segments.save import check
from liuke.domains.segments.values import NodeSize, Overlap, Region, Sizes
from liuke.kernel.conditions import AnyOf, Condition, identified, walk
from liuke.kernel.db import Tx

SAMPLED_FROM = 1_000
OVERLAP_MAX = 3


async def sizes(tx: Tx, tree: Condition) -> Sizes:
    """Count whom a question fits, and each of its rows; staff of some stores count their own.

    Raises:
        FaultySegment: the question is not valid.
        UnknownSegment: it asks a segment that does not exist.
    """
    check(tree)
    whole = identified(tree)
    found = await count(tx, whole, stores=tx.actor.own_stores)
    own = [found.nodes[name] for name, _, _ in walk(whole)]
    rows = [NodeSize(one.node, one.alone, one.left) for one in own]
    return Sizes(found.people, rows[0].members, found.exact, found.as_of, rows)


async def sample(tx: Tx, tree: Condition, *, draw: int, limit: int) -> list[members.Member]:
    """Return some members a question fits, masked; another `draw` gives others.

    Raises:
        FaultySegment: the question is not valid.
        UnknownSegment: it asks a segment that does not exist.
    """
    check(tree)
    found = await fit(tx, tree, limit=SAMPLED_FROM, stores=tx.actor.own_stores)
    chosen = Random(draw).sample(found, min(limit, len(found)))  # noqa: S311 - a sample, no secret
    return await members.get_members(tx, chosen)


async def overlap(tx: Tx, codes: Sequence[str]) -> Overlap:
    """Count every part of the picture that two or three segments make.

    Raises:
        TooManySegments: not two or three different ones.
        UnknownSegment: one of them does not exist.
    """
    wanted = tuple(dict.fromkeys(codes))
    if not 2 <= len(wanted) <= OVERLAP_MAX:
        raise TooManySegments(2, OVERLAP_MAX)
    await get_segments(tx, wanted)
    parts = regions(wanted)
    whole = identified(AnyOf(tuple(tree for _, tree in parts)))
    found = await count(tx, whole, stores=tx.actor.own_stores)
    shown = [
        Region(inside, found.nodes[f"0.{place}"].alone) for place, (inside, _) in enumerate(parts)
    ]
    return Overlap(wanted, shown, found.as_of)
