"""What happened to segments; an evaluation goes on from step to step by its own events."""

from __future__ import annotations

from datetime import datetime

from liuke.domains.segments.values import RunId
from liuke.kernel.events import Event
from liuke.kernel.ids import MemberId


class SegmentEntered(Event, frozen=True):
    """A member is in a segment who was not before."""

    member_id: MemberId
    segment: str


class SegmentLeft(Event, frozen=True):
    """A member is in a segment no more."""

    member_id: MemberId
    segment: str


class SegmentChanged(Event, frozen=True):
    """A segment was made, or has a new version."""

    segment: str
    version: int


class SegmentArchived(Event, frozen=True):
    """A segment was put away, or taken out again."""

    segment: str
    archived: bool


class SegmentAsked(Event, frozen=True):
    """Somebody, or the clock, wants to know who is in."""

    segment: str


class SegmentStepped(Event, frozen=True):
    """An evaluation was begun, or has some thousand members more to look at."""

    segment: str
    run_id: RunId


class SegmentEvaluated(Event, frozen=True):
    """An evaluation looked at everybody."""

    segment: str
    version: int
    as_of: datetime
    members: int
