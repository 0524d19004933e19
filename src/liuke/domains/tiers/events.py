"""What happens to members in the tiers."""

from __future__ import annotations

from datetime import date, datetime

from liuke.kernel.events import Event
from liuke.kernel.ids import MemberId


class TierUpgraded(Event, frozen=True):
    """A member climbed from one level to a higher one; `before` is empty for the first."""

    member_id: MemberId
    set_code: str
    before: str
    after: str
    on: date
    cause: str
    why: str


class TierDowngraded(Event, frozen=True):
    """A member fell to a lower level; `after` is empty when none is left."""

    member_id: MemberId
    set_code: str
    before: str
    after: str
    on: date
    cause: str
    why: str


class TierProlonged(Event, frozen=True):
    """A member kept the level into the next period."""

    member_id: MemberId
    set_code: str
    before: str
    after: str
    on: date
    cause: str
    why: str


class TierRungReached(Event, frozen=True):
    """A member reached a rung of a ladder and may claim it while its window is open."""

    member_id: MemberId
    set_code: str
    rung: str
    period_on: date
    on: date
    cause: str


class TierRungClaimed(Event, frozen=True):
    """A member claimed a rung; its deeds are done in the same transaction."""

    member_id: MemberId
    set_code: str
    rung: str
    period_on: date
    turn: int


class TierRungUndone(Event, frozen=True):
    """A return took a claimed rung away; what it gave and nobody used is taken back."""

    member_id: MemberId
    set_code: str
    rung: str
    period_on: date
    turn: int


class TierGranted(Event, frozen=True):
    """A gift of a level was given for one occasion; its deeds are done in the same transaction."""

    member_id: MemberId
    set_code: str
    level: str
    grant: str
    period: str
    turn: int


class TierGiftUndone(Event, frozen=True):
    """A return undid the step that gave a gift; what nobody used of it is taken back."""

    member_id: MemberId
    set_code: str
    level: str
    grant: str
    period: str
    turn: int


class TierProgressUndone(Event, frozen=True):
    """A return took part or all of the progress that `undoes` had made; the text is for people."""

    member_id: MemberId
    set_code: str
    amount: int
    amount_text: str
    purchases: int
    purchase_minor: int
    cause: str
    undoes: str
    at: datetime
