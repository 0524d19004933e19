"""What decides about coupons: how long one lives, whether one may be used or given, and where."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from liuke.domains.coupons.template import (
    BirthdayMonth,
    CardYear,
    CouponTemplate,
    Dates,
    DaysAfter,
    Got,
    OnReturn,
)
from liuke.domains.coupons.values import Coupon, CouponId, Reason, State, Taken
from liuke.kernel.clock import (
    RoundTo,
    anniversary,
    business_date,
    card_year_start,
    day_end,
    day_start,
    period_end,
)
from liuke.kernel.ids import MemberId
from liuke.kernel.values import Value


class Window(Value, frozen=True):
    """When a coupon may be used and until when it must be claimed; ends are half open."""

    valid_from: datetime
    valid_until: datetime | None
    claim_until: datetime | None


def usable_days(
    validity: Dates | DaysAfter | BirthdayMonth | CardYear, on: date, anchor_on: date | None
) -> tuple[date | None, date | None] | Reason:
    """Return the first and last usable day of a coupon got on a day; None is open.

    `anchor_on` is the birth date or the card date, where the validity needs one.

    >>> usable_days(DaysAfter(7), date(2026, 2, 26), None)
    (datetime.date(2026, 2, 26), datetime.date(2026, 3, 5))
    >>> usable_days(BirthdayMonth(), date(2026, 5, 3), date(1990, 2, 14))
    (datetime.date(2027, 2, 1), datetime.date(2027, 2, 28))
    >>> usable_days(CardYear(), date(2026, 5, 3), date(2024, 2, 29))
    (datetime.date(2026, 5, 3), datetime.date(2027, 2, 27))
    >>> usable_days(Dates(ends_on=date(2026, 5, 2)), date(2026, 5, 3), None)
    <Reason.TOO_LATE: 'too_late'>
    """
    if isinstance(validity, Dates):
        over = validity.ends_on is not None and validity.ends_on < on
        return Reason.TOO_LATE if over else (validity.starts_on, validity.ends_on)
    if isinstance(validity, DaysAfter):
        first = on + timedelta(days=validity.wait_days)
        return first, first + timedelta(days=validity.days)
    if isinstance(validity, BirthdayMonth):
        return Reason.NO_BIRTH_DATE if anchor_on is None else birthday_month(on, anchor_on)
    if anchor_on is None:
        return Reason.NO_CARD_DATE
    start = card_year_start(anchor_on, on)
    return on, anniversary(anchor_on, start.year + 1) - timedelta(days=1)


def birthday_month(on: date, born_on: date) -> tuple[date, date]:
    """Return what is left of this year's birthday month, else the whole of the next one.

    >>> birthday_month(date(2026, 2, 10), date(1990, 2, 14))
    (datetime.date(2026, 2, 10), datetime.date(2026, 2, 28))
    """
    year = on.year + (born_on.month < on.month)
    first = max(on, date(year, born_on.month, 1))
    return first, period_end(first, RoundTo.MONTH)


def window(
    template: CouponTemplate, at: datetime, *, zone: ZoneInfo, anchor_on: date | None = None
) -> Window | Reason:
    """Return the life of a coupon got at an instant, or why there would be none."""
    on = business_date(at, zone)
    days = usable_days(template.validity, on, anchor_on)
    if isinstance(days, Reason):
        return days
    first, last = days
    waits = template.got is Got.GRANTED and template.claim_days is not None
    claim_on = on + timedelta(days=template.claim_days or 0)
    return Window(
        at if first is None or first <= on else day_start(first, zone),
        None if last is None else day_end(last, zone),
        day_end(claim_on, zone) if waits else None,
    )


def why_unclaimable(template: CouponTemplate, on: date) -> Reason | None:
    """Return why a template cannot be taken in the claim centre on a day, if it cannot."""
    if template.got is Got.GRANTED:
        return Reason.NOT_CLAIMABLE
    early = template.claim_from_on is not None and on < template.claim_from_on
    late = template.claim_until_on is not None and on > template.claim_until_on
    return Reason.CLAIM_CLOSED if early or late else None


ENDED = {
    State.USED: Reason.USED,
    State.EXPIRED: Reason.EXPIRED,
    State.VOID: Reason.VOID,
    State.TRANSFERRED: Reason.TRANSFERRED,
}


def why_unusable(coupon: Coupon, at: datetime, *, held_for: str | None = None) -> Reason | None:
    """Return why a coupon cannot be used at an instant, if it cannot.

    `held_for` names what wants it: a coupon held for that very thing is free for it.
    """
    if coupon.state is not State.OPEN:
        return ENDED[coupon.state]
    if at < coupon.valid_from:
        return Reason.NOT_YET_VALID
    if coupon.valid_until is not None and at >= coupon.valid_until:
        return Reason.EXPIRED
    if is_held(coupon, at) and coupon.reserved_for != held_for:
        return Reason.RESERVED
    return why_unclaimed(coupon, at)


def is_held(coupon: Coupon, at: datetime) -> bool:
    """Tell whether a reservation stands at an instant; its end is the first instant free."""
    return coupon.reserved_until is not None and at < coupon.reserved_until


def why_unclaimed(coupon: Coupon, at: datetime) -> Reason | None:
    """Return why a coupon that has to be claimed first is not usable yet, or never will be."""
    if coupon.claim_until is None or coupon.claimed_at is not None:
        return None
    return Reason.NOT_CLAIMED if at < coupon.claim_until else Reason.EXPIRED


def is_over(coupon: Coupon, at: datetime) -> bool:
    """Tell whether a living coupon has passed its last instant, unused and not held."""
    if coupon.state is not State.OPEN or is_held(coupon, at):
        return False
    past = coupon.valid_until is not None and at >= coupon.valid_until
    return past or why_unclaimed(coupon, at) is Reason.EXPIRED


def of_line(
    held: Mapping[CouponId, Coupon], coupon_id: CouponId, member_id: MemberId
) -> Coupon | None:
    """Return a member's coupon of an id, or as what merges moved it; what may still be used first.

    A part that came back after it had moved is of the same line; what went on says least of it.
    """
    known = held.get(coupon_id)
    root = (known and known.first_id) or coupon_id
    line = [c for c in held.values() if c.member_id == member_id and root in (c.id, c.first_id)]
    return max(
        line,
        key=lambda c: (c.state is State.OPEN, c.state is not State.TRANSFERRED, c.id == coupon_id),
        default=None,
    )


def is_gone(template: CouponTemplate | None) -> bool:
    """Tell whether what a return frees of a coupon is gone for good: by policy, or for anybody."""
    if template is None:
        return False
    return template.got is Got.PUBLIC_CODE or template.on_return is OnReturn.VOID


def why_untransferable(
    coupon: Coupon, template: CouponTemplate | None, at: datetime
) -> Reason | None:
    """Return why a coupon cannot be passed to another member, if it cannot."""
    why = why_unusable(coupon, at)
    if why not in (None, Reason.NOT_YET_VALID):
        return why
    movable = template is not None and template.transferable
    return None if movable else Reason.NOT_TRANSFERABLE


def why_out_of_member_limit(template: CouponTemplate, taken: Taken) -> Reason | None:
    """Return which limit of a member forbids one more coupon, if one does."""
    if template.per_member is not None and taken.ever >= template.per_member:
        return Reason.MEMBER_LIMIT
    if template.per_member_day is not None and taken.today >= template.per_member_day:
        return Reason.MEMBER_DAY_LIMIT
    return None
