"""The steps of a coupon's life: each returns the coupon after it, its entry and its event."""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple

from msgspec.structs import replace

from liuke.domains.coupons.events import (
    CouponClaimed,
    CouponExpired,
    CouponRedeemed,
    CouponReleased,
    CouponReserved,
    CouponRestored,
    CouponTransferred,
    CouponVoided,
)
from liuke.domains.coupons.values import Coupon, Entry, Kind, Spent, State
from liuke.kernel.events import Event

NOTHING = Spent(0, 0)
RECALLED = "recalled"  # the cause of a step that gives nothing back, now or later


class Step(NamedTuple):
    """One step taken."""

    after: Coupon
    entry: Entry
    event: Event
    is_news: bool = True


def _step(
    after: Coupon, event: Event, kind: Kind, *, cause: str, at: datetime, spent: Spent = NOTHING
) -> Step:
    after = replace(after, seq=after.seq + 1)
    until = after.reserved_until if kind is Kind.RESERVED else None
    entry = Entry(
        after.member_id, after.id, after.seq, kind, at, cause, spent.uses, spent.saved_minor, until
    )
    return Step(after, entry, event)


def redeemed(coupon: Coupon, cause: str, spent: Spent, *, at: datetime) -> Step:
    """Use a coupon, or some uses of a times card; a reservation ends with it."""
    left = coupon.uses_left - spent.uses
    after = replace(
        coupon,
        state=State.OPEN if left else State.USED,
        uses_left=left,
        saved_minor=coupon.saved_minor + spent.saved_minor,
        reserved_for=None,
        reserved_until=None,
    )
    event = CouponRedeemed(
        coupon.member_id, coupon.id, coupon.template, cause, spent.uses, left, spent.saved_minor, at
    )
    return _step(after, event, Kind.REDEEMED, cause=cause, at=at, spent=spent)


def restored(coupon: Coupon, cause: str, spent: Spent, *, at: datetime) -> Step:
    """Undo what a cause spent; money alone is no news: nothing can be used again for it."""
    left = coupon.uses_left + spent.uses
    after = replace(
        coupon,
        state=State.OPEN if left and coupon.state is State.USED else coupon.state,
        uses_left=left,
        saved_minor=coupon.saved_minor - spent.saved_minor,
    )
    event = CouponRestored(
        coupon.member_id, coupon.id, coupon.template, cause, spent.uses, left, spent.saved_minor, at
    )
    back = Spent(-spent.uses, -spent.saved_minor)
    step = _step(after, event, Kind.RESTORED, cause=cause, at=at, spent=back)
    return step._replace(is_news=bool(spent.uses))


def recalled(coupon: Coupon, *, at: datetime) -> Step:
    """Note that what brought a used coupon has gone; nothing of it moves, and nobody is told."""
    event = CouponRestored(
        coupon.member_id, coupon.id, coupon.template, RECALLED, 0, coupon.uses_left, 0, at
    )
    step = _step(coupon, event, Kind.RESTORED, cause=RECALLED, at=at)
    return step._replace(is_news=False)


def reserved(coupon: Coupon, held_for: str, *, at: datetime, until: datetime) -> Step:
    """Hold a coupon until an instant."""
    after = replace(coupon, reserved_for=held_for, reserved_until=until)
    event = CouponReserved(coupon.member_id, coupon.id, coupon.template, held_for, until)
    return _step(after, event, Kind.RESERVED, cause=held_for, at=at)


def released(coupon: Coupon, *, at: datetime) -> Step:
    """Let go of a held coupon."""
    held_for = coupon.reserved_for
    assert held_for is not None, "only a held coupon is released"
    after = replace(coupon, reserved_for=None, reserved_until=None)
    event = CouponReleased(coupon.member_id, coupon.id, coupon.template, held_for)
    return _step(after, event, Kind.RELEASED, cause=held_for, at=at)


def claimed(coupon: Coupon, *, at: datetime) -> Step:
    """Take a coupon that waited for its member."""
    after = replace(coupon, claimed_at=at)
    event = CouponClaimed(coupon.member_id, coupon.id, coupon.template)
    return _step(after, event, Kind.CLAIMED, cause=coupon.cause, at=at)


def expired(coupon: Coupon, *, at: datetime) -> Step:
    """End a coupon whose time has passed."""
    after = replace(coupon, state=State.EXPIRED)
    event = CouponExpired(coupon.member_id, coupon.id, coupon.template, coupon.uses_left, at)
    return _step(after, event, Kind.EXPIRED, cause=coupon.cause, at=at)


def voided(coupon: Coupon, cause: str, *, at: datetime, uses: int) -> Step:
    """Take uses of a coupon back for good; with the last of them it is void."""
    left = coupon.uses_left - uses
    after = replace(coupon, state=State.OPEN if left else State.VOID, uses_left=left)
    event = CouponVoided(coupon.member_id, coupon.id, coupon.template, cause, uses)
    return _step(after, event, Kind.VOIDED, cause=cause, at=at, spent=Spent(uses, 0))


def transferred(coupon: Coupon, to: Coupon, *, at: datetime) -> Step:
    """End a coupon that lives on with another member."""
    after = replace(coupon, state=State.TRANSFERRED)
    event = CouponTransferred(coupon.member_id, coupon.id, coupon.template, to.member_id, to.id)
    return _step(after, event, Kind.TRANSFERRED, cause=to.cause, at=at)
