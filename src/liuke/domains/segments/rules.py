"""Pure decisions: which segments a question asks, in place of their codes, and in which circles."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from itertools import combinations

from msgspec.structs import replace

from liuke.domains.segments.errors import FaultySegment, SegmentCycle, UnknownSegment
from liuke.domains.segments.values import Combining
from liuke.kernel.conditions import (
    AllOf,
    AnyOf,
    Condition,
    FactIs,
    Fault,
    InSegment,
    Not,
    walk,
)
from liuke.kernel.verdicts import comparison

# A question with every segment it asks written out.
INLINED_MAX = 1_000
# Frozen segments have no question: who is in them is asked of the list.
Known = Mapping[str, Condition | None]


def asked(tree: Condition) -> tuple[str, ...]:
    """Return the codes of the segments a tree asks, each once.

    >>> asked(AllOf((InSegment("gold"), Not(listed("gold")))))
    ('gold',)
    """
    codes = [code for _, _, node in walk(tree) if (code := segment_of(node)) is not None]
    return tuple(dict.fromkeys(codes))


def segment_of(node: Condition) -> str | None:
    """Return the segment that a leaf asks, as a node of its own or as the fact of that name."""
    if isinstance(node, InSegment):
        return node.code
    if isinstance(node, FactIs) and node.name == "segment" and len(node.args) == 1:
        return node.args[0]
    return None


def listed(code: str, node: str = "") -> FactIs:
    """Return the question whether a member is on a frozen list."""
    return FactIs("segment", value=True, args=(code,), id=node)


def inlined(tree: Condition, known: Known, path: Sequence[str] = ()) -> Condition:
    """Return a tree with the questions of the segments it asks in their places.

    >>> inlined(InSegment("idle"), {"idle": Not(FactIs("orders.first"))}).__class__.__name__
    'Not'

    Raises:
        UnknownSegment: it asks one that does not exist.
        SegmentCycle: a segment asks itself.
    """
    return replaced(tree, lambda node, code: _answer(node, code, known, path))


def _answer(node: InSegment | FactIs, code: str, known: Known, path: Sequence[str]) -> Condition:
    if code in path:
        raise SegmentCycle((*path[path.index(code) :], code))
    if code not in known and isinstance(node, InSegment):
        raise UnknownSegment(code)
    below = known.get(code)
    if below is None:
        return listed(code, node.id) if isinstance(node, InSegment) else node
    whole = unnamed(inlined(below, known, (*path, code)))
    return replace(whole if isinstance(node, InSegment) else _compared(node, whole), id=node.id)


def _compared(node: FactIs, whole: Condition) -> Condition:
    """Return when a comparison of the fact holds: of who is in, of who is not, of both or none."""
    inside, outside = map(comparison(node.op, node.value), (True, False))
    if inside:
        return AllOf(()) if outside else whole
    return Not(whole) if outside else AnyOf(())


def unnamed(tree: Condition) -> Condition:
    """Return a tree without ids, so that its nodes are named by where it is put."""
    bare = replace(tree, id="")
    if isinstance(bare, AllOf | AnyOf):
        return replace(bare, of=tuple(map(unnamed, bare.of)))
    return replace(bare, of=unnamed(bare.of)) if isinstance(bare, Not) else bare


def replaced(tree: Condition, answer: Callable[[InSegment | FactIs, str], Condition]) -> Condition:
    """Return a tree with every segment it asks replaced."""
    if isinstance(tree, InSegment | FactIs):
        code = segment_of(tree)
        return tree if code is None else answer(tree, code)
    if isinstance(tree, AllOf | AnyOf):
        return replace(tree, of=tuple(replaced(part, answer) for part in tree.of))
    return replace(tree, of=replaced(tree.of, answer)) if isinstance(tree, Not) else tree


def check_size(tree: Condition) -> None:
    """Refuse a question that is too large with everything it asks written out.

    Raises:
        FaultySegment: it has more than 1,000 parts.
    """
    if sum(1 for _ in walk(tree)) > INLINED_MAX:
        reason = f"over {INLINED_MAX} parts with the segments it asks"
        reason_zh = f"连同引用的人群超过 {INLINED_MAX} 个条件"
        raise FaultySegment((Fault("0", reason, reason_zh),))


def combined(how: Combining, codes: Sequence[str]) -> Condition:
    """Return the question that puts segments together.

    >>> combined(Combining.MINUS, ["a", "b"]).of[1]
    Not(of=AnyOf(of=(InSegment(code='b', id=''),), id=''), id='')
    """
    parts = tuple(InSegment(code) for code in codes)
    if how is Combining.UNION:
        return AnyOf(parts)
    if how is Combining.INTERSECT:
        return AllOf(parts)
    return AllOf((parts[0], Not(AnyOf(parts[1:]))))


def regions(codes: Sequence[str]) -> list[tuple[tuple[str, ...], Condition]]:
    """Return every part of an overlap and its question, single segments first.

    >>> [inside for inside, _ in regions(["a", "b"])]
    [('a',), ('b',), ('a', 'b')]
    """
    groups = [group for count in range(1, len(codes) + 1) for group in combinations(codes, count)]
    return [(group, _region(group, codes)) for group in groups]


def _region(inside: Sequence[str], codes: Sequence[str]) -> Condition:
    within = tuple(InSegment(code) for code in inside)
    beyond = tuple(Not(InSegment(code)) for code in codes if code not in inside)
    return AllOf((*within, *beyond))
