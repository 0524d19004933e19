"""What a return undoes of where a member stands: how they moved, and the gifts that go."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from msgspec import Meta

from liuke.domains.tiers.values import Entry, Standing
from liuke.kernel.ids import MemberId
from liuke.kernel.values import Value


class Given(Value, frozen=True):
    """A gift that stands."""

    member_id: MemberId
    set_code: str
    grant_code: str
    period: str
    cause: str
    level: str
    turn: int


class Claimed(Value, frozen=True):
    """A rung of one period that a member has claimed."""

    member_id: MemberId
    set_code: str
    period_on: date
    rung: str
    turn: int


class PointsGone(Value, frozen=True):
    """Points that went with the gift or rung that had given them, `owed` of them spent before."""

    gift: Given | Claimed
    book: str
    points: int
    owed: int
    cause: str


class Refolded(Value, frozen=True):
    """How a member moved in one set when all that counted was folded anew, and what goes with it.

    `cause` is the last happening that asked for it; `returns` took back what had counted.
    """

    member_id: MemberId
    set_code: str
    cause: str
    before: Standing
    after: Standing
    returns: tuple[Entry, ...]
    gifts: tuple[Given, ...]
    rungs: tuple[Claimed, ...]


class Shift(Value, frozen=True):
    """How a return moves its member in one set: codes of levels, progress in the set's basis."""

    set_code: str
    level_before: Annotated[str, Meta(description="code; empty while the member holds none")]
    level_after: Annotated[str, Meta(description="code; empty when none is left")]
    progress_before: Annotated[int, Meta(description="as counted in the present period")]
    progress_after: Annotated[int, Meta(description="above it where a climb had reset the count")]


class Loss(Value, frozen=True):
    """One thing a return takes from where its member stands, with the sentence that says it."""

    what: str
    subject: str
    amount: int
    text: str
    text_zh: str
