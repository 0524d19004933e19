"""What segments can refuse."""

from __future__ import annotations

from dataclasses import dataclass

from liuke.domains.segments.values import Use
from liuke.kernel.conditions import Fault
from liuke.kernel.problems import Invalid, NotFound, Refused, Stale


@dataclass(eq=False)
class UnknownSegment(NotFound):
    """There is no segment of this code."""

    title = "There is no such segment."
    title_zh = "没有这个人群。"
    segment: str


@dataclass(eq=False)
class SegmentTaken(Refused):
    """Another segment has this code, archived ones included."""

    title = "There is a segment of this code already."
    title_zh = "这个编码已有人群使用。"
    segment: str


@dataclass(eq=False)
class SegmentEditedMeanwhile(Stale):
    """Somebody saved a version after this editor read it."""

    title = "Somebody changed this segment meanwhile."
    title_zh = "没有保存：这个人群刚被别人改过。"
    segment: str
    version: int
    changed_by: str


@dataclass(eq=False)
class SegmentFrozen(Refused):
    """A frozen list has no question: it cannot be edited or evaluated."""

    title = "This segment is a frozen list."
    title_zh = "这个人群是固定名单。"
    segment: str


@dataclass(eq=False)
class SegmentNotFrozen(Refused):
    """Members are put on frozen lists only; who is in a live segment follows from its question."""

    title = "This segment is not a frozen list."
    title_zh = "这个人群不是固定名单，成员由条件决定。"
    segment: str


@dataclass(eq=False)
class SegmentInUse(Refused):
    """Something asks this segment, so it cannot be put away."""

    title = "The segment is in use."
    title_zh = "这个人群正在使用，不能归档。"
    segment: str
    uses: tuple[Use, ...]


@dataclass(eq=False)
class SegmentCycle(Invalid):
    """A segment would ask itself; `path` is the way round."""

    title = "A segment cannot ask itself, not even through others."
    title_zh = "人群不能引用自己，也不能绕一圈引用自己。"
    path: tuple[str, ...]


@dataclass(eq=False)
class FaultySegment(Invalid):
    """The question cannot be asked as it stands."""

    title = "The question is not complete or not valid."
    title_zh = "人群条件不完整或不正确。"
    faults: tuple[Fault, ...]


@dataclass(eq=False)
class TooManySegments(Invalid):
    """An overlap is of two or three segments, a combination of two to ten."""

    title = "Too few or too many segments at once."
    title_zh = "人群数量不对。"
    least: int
    most: int


@dataclass(eq=False)
class UnknownGroup(NotFound):
    """There is no template of this name."""

    title = "There is no such template."
    title_zh = "没有这个人群模板。"
    template: str
