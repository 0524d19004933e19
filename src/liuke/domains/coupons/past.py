"""What a coupon lived through in the system it was brought from, as steps of its life here."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Annotated, TypeAlias
from zoneinfo import ZoneInfo

from msgspec import Meta
from msgspec.structs import replace

from liuke.domains.coupons import steps
from liuke.domains.coupons.codes import CouponCode, numbered, spelled
from liuke.domains.coupons.rules import Window, is_over, window
from liuke.domains.coupons.template import CouponTemplate
from liuke.domains.coupons.values import Coupon, Reason, Spent, State, TemplateCode
from liuke.domains.coupons.words import WHY
from liuke.domains.members import Named
from liuke.kernel.clock import day_end

# A column, and what is wrong with it, in both languages.
Wrong: TypeAlias = tuple[str, str, str]
STATES = {State.OPEN, State.USED, State.EXPIRED, State.VOID}
LAST_MINUTE = time(23, 59)


class CouponRow(Named, frozen=True, kw_only=True):
    """One coupon as the system it comes from has it, or as it stands here.

    `source` and `number`, or else the `code`, name it for ever. Without a validity of its own it
    lives as its template says from when it was issued.
    """

    template: TemplateCode
    source: Annotated[str, Meta(min_length=1, max_length=60)] = "import"
    number: Annotated[str, Meta(max_length=120)] = ""
    code: Annotated[str, Meta(max_length=60)] = ""
    state: str = State.OPEN.value
    issued_at: datetime | None = None
    valid_from: datetime | None = None
    valid_until: datetime | None = None
    used_at: datetime | None = None
    uses_left: Annotated[int, Meta(ge=0, le=10_000)] | None = None
    saved: Annotated[int, Meta(ge=0, le=10**12)] = 0
    cause: str = ""

    @property
    def keys(self) -> tuple[bytes, ...]:
        """Return what leads to this coupon, now and later: its number, its code."""
        by_number = (numbered(self.source, self.number),) if self.number else ()
        return by_number + ((spelled(self.code),) if self.code else ())

    @property
    def because(self) -> str:
        """Return the cause it is given for here: its number, or what its code is kept under."""
        return f"import:{self.source}:{self.number or spelled(self.code).hex()}"

    def issued(self, at: datetime) -> datetime:
        """Return when it was given: as told, else before all that is told of it, else now."""
        if self.issued_at is not None:
            return self.issued_at
        day_before = self.valid_until - timedelta(days=1) if self.valid_until else at
        return min(at, self.valid_from or at, self.used_at or at, day_before)


def why_impossible(row: CouponRow, template: CouponTemplate, at: datetime) -> Wrong | None:
    """Return what no coupon of a template can have lived through, if a row says so."""
    left, issued = row.uses_left, row.issued(at)
    checks: tuple[tuple[bool, Wrong], ...] = (
        (row.state not in STATES, ("state", "open, used, expired or void",
                                   "只能填 未使用、已使用、已过期 或 已作废")),
        (issued > at, ("issued_at", "lies ahead of now", "晚于现在")),
        (row.used_at is not None and row.used_at > at, ("used_at", "lies ahead of now",
                                                        "晚于现在")),
        (row.used_at is not None and row.used_at < issued,
         ("used_at", "before it was issued", "早于发放时间")),
        (left is not None and left > template.uses,
         ("uses_left", f"one of this template has {template.uses}",
          f"这种券一共只有 {template.uses} 次")),
        (row.state == State.USED and bool(left),
         ("uses_left", "some are left of one that is used up", "已用完的券不应有剩余次数")),
        (row.state != State.USED and left == 0,
         ("uses_left", "none is left: its state is used", "没有剩余次数：状态应为已使用")),
        (row.saved > 0 and _uses(row, template) == 0,
         ("saved", "nothing of it was used", "还没有使用过")),
    )  # fmt: skip
    return next((wrong for is_wrong, wrong in checks if is_wrong), None)


def _uses(row: CouponRow, template: CouponTemplate) -> int:
    """Return how often it was used there."""
    if row.state == State.USED:
        return template.uses
    return template.uses - (template.uses if row.uses_left is None else row.uses_left)


def life(
    row: CouponRow, template: CouponTemplate, at: datetime, *, zone: ZoneInfo, anchor: date | None
) -> Window | Wrong:
    """Return from when to when a brought coupon may be used, or what is wrong with that.

    An end at midnight, or in a day's last minute, is that whole day: so spreadsheets mean it.
    """
    issued = row.issued(at)
    until = row.valid_until and last_instant(row.valid_until, zone)
    if until is None:
        made = window(template, issued, zone=zone, anchor_on=anchor)
        if isinstance(made, Reason):
            return ("valid_until", *WHY[made])
        until = made.valid_until
        begins = row.valid_from or made.valid_from
    else:
        begins = row.valid_from or issued
    if until is not None and until <= begins:
        return "valid_until", "ends before it begins", "早于生效时间"
    if row.state == State.EXPIRED and (until is None or until > at):
        return "valid_until", "expired, but its end lies ahead", "已过期，但截止时间未到"
    return Window(begins, until, None)


def last_instant(until: datetime, zone: ZoneInfo) -> datetime:
    """Return the first instant after what is given as an end.

    >>> zone = ZoneInfo("Asia/Shanghai")
    >>> [f"{last_instant(datetime(2026, 5, 3, h, m, tzinfo=zone), zone).astimezone(zone):%d %H:%M}"
    ...  for h, m in ((0, 0), (23, 59), (21, 30))]
    ['04 00:00', '04 00:00', '03 21:30']
    """
    local = until.astimezone(zone)
    whole_day = local.time() == time() or local.time() >= LAST_MINUTE
    return day_end(local.date(), zone) if whole_day else until


def shown_end(until: datetime | None) -> datetime | None:
    """Return an end as it reads back the same: the last second in it."""
    return None if until is None else until - timedelta(seconds=1)


def lived(
    row: CouponRow, coupon: Coupon, template: CouponTemplate, *, at: datetime
) -> tuple[Coupon, list[steps.Step]]:
    """Return a new coupon as it stands now, and the steps by which it came there."""
    coupon = _with_code(row, coupon)
    taken: list[steps.Step] = []
    when = row.used_at or coupon.issued_at
    if uses := _uses(row, template):
        spent = Spent(uses, row.saved)
        taken.append(steps.redeemed(coupon, coupon.cause, spent, at=when))
        coupon = taken[-1].after
    if row.state == State.VOID:
        taken.append(steps.voided(coupon, coupon.cause, at=when, uses=coupon.uses_left))
        coupon = taken[-1].after
    if is_over(coupon, at):
        taken.append(steps.expired(coupon, at=coupon.valid_until or at))
        coupon = taken[-1].after
    return coupon, taken


def _with_code(row: CouponRow, coupon: Coupon) -> Coupon:
    """Give a coupon the code it had: one of ours as its own, another beside a new one."""
    if code := CouponCode.find(row.code):
        return replace(coupon, code=code)
    return replace(coupon, old_code=row.code or None)
