"""What segments are made of: a question or a list, its versions, and how fresh the answer is."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Annotated

from msgspec import Meta

from liuke.kernel.conditions import Condition
from liuke.kernel.ids import Id
from liuke.kernel.values import Value
from liuke.kernel.verdicts import Verdict

SegmentCode = Annotated[
    str,
    Meta(
        pattern=r"^[a-z0-9][a-z0-9_-]{0,39}$(?!\n)", description="Its code.", examples=["regulars"]
    ),
]
SegmentName = Annotated[str, Meta(min_length=1, max_length=100, pattern=r"^[^\x00]+$")]


class RunId(Id):
    """One evaluation of one segment."""

    prefix = "run"
    __slots__ = ()


class SegmentKind(StrEnum):
    """A question that is asked again and again, or a list that stays as it is."""

    LIVE = "live"
    FROZEN = "frozen"


class Freshness(Value, frozen=True):
    """How many were in at the last whole evaluation, of which version, as of when.

    `running` says that one is under way, `stale` that the definition has changed since.
    """

    members: int
    version: int | None
    as_of: datetime | None
    evaluated_at: datetime | None
    running: bool
    stale: bool


class Segment(Value, frozen=True):
    """A segment as it stands; a frozen list says what it was frozen from."""

    code: str
    name: str
    name_zh: str
    kind: SegmentKind
    version: int
    tree: Condition | None
    origin: str | None
    origin_version: int | None
    made_by: str
    made_at: datetime
    changed_by: str
    changed_at: datetime
    archived_at: datetime | None
    fresh: Freshness

    @property
    def revision(self) -> str:
        """Return what an editor has read, for the next one who saves."""
        return str(self.version)


class SegmentVersion(Value, frozen=True):
    """One version: what it was, who made it, and when."""

    version: int
    name: str
    name_zh: str
    tree: Condition | None
    made_by: str
    made_at: datetime


class Wish(Value, frozen=True):
    """A segment to be made: names in both languages, and the question; without one, a list."""

    code: SegmentCode
    name: SegmentName
    name_zh: SegmentName
    tree: Condition | None = None


class Edit(Value, frozen=True):
    """New names and a new question of a live segment; `version` is the one that was edited."""

    name: SegmentName
    name_zh: SegmentName
    tree: Condition
    version: int | None = None


class Use(Value, frozen=True):
    """Who asks a segment: a segment, a promotion rule, a batch."""

    kind: str
    code: str
    name: str
    name_zh: str
    live: bool = True


class NodeSize(Value, frozen=True):
    """How many one row of the question fits: by itself, and after all rows above it."""

    node: str
    members: int
    left: int


class Sizes(Value, frozen=True):
    """How many members there are, how many fit, and how many each row lets through.

    Not exact above 200,000 members while editing: a fair sample is counted and scaled.
    """

    people: int
    members: int
    exact: bool
    as_of: datetime
    rows: list[NodeSize]


class Explained(Value, frozen=True):
    """Whether one member is in, since when by the last evaluation, and each row's verdict."""

    inside: bool
    since: datetime | None
    as_of: datetime
    rows: list[Verdict]


class Region(Value, frozen=True):
    """One part of an overlap: in these segments and in none of the others."""

    inside: tuple[str, ...]
    members: int


class Overlap(Value, frozen=True):
    """How two or three segments overlap, every part of the picture counted."""

    codes: tuple[str, ...]
    regions: list[Region]
    as_of: datetime


class Combining(StrEnum):
    """How segments are put together; minus takes all others from the first."""

    UNION = "union"
    INTERSECT = "intersect"
    MINUS = "minus"
