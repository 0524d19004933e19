"""What the first page shows."""

from __future__ import annotations

from datetime import date, datetime

from liuke.domains.desk.values import Period, Span
from liuke.domains.points import Owed
from liuke.kernel.values import Value


class Numbers(Value, frozen=True):
    """The numbers of a period; people are counted up to its last day, over the whole merchant."""

    sales_minor: int
    refund_minor: int
    orders: int
    member_minor: int
    member_orders: int
    member_share_bp: int | None
    new_members: int
    active_members: int | None
    buyers_90: int | None
    repeat_90: int | None
    repurchase_bp: int | None


class SoldOn(Value, frozen=True):
    """One day of the trend."""

    on: date
    sales_minor: int
    member_minor: int
    orders: int
    new_members: int


class SoldAt(Value, frozen=True):
    """One hour of the last day, beside the same hour of the comparable one."""

    hour: int
    sales_minor: int
    before_minor: int


class BookMoved(Value, frozen=True):
    """Points of one book that came and went in the period."""

    book: str
    issued: int
    used: int
    expired: int


class CouponsMoved(Value, frozen=True):
    """Coupons that came and went in the period, and how many end in the next seven days."""

    issued: int
    used: int
    expired: int
    ending: int


class OnLevel(Value, frozen=True):
    """Members on a level now, and how many came to it and left it in the period."""

    set_code: str
    level: str
    members: int
    came: int
    left: int


class Waiting(Value, frozen=True):
    """What waits for somebody: questions for a second person (100 stand for more), held jobs."""

    approvals: int
    held_jobs: int


class Home(Value, frozen=True):
    """The first page. What belongs to no single store is null for who works for some only."""

    period: Period
    now_span: Span
    before_span: Span
    as_of: datetime
    now: Numbers
    before: Numbers
    days: list[SoldOn]
    hours: list[SoldAt]
    points: list[BookMoved] | None
    outstanding: list[Owed] | None
    coupons: CouponsMoved | None
    levels: list[OnLevel] | None
    waiting: Waiting
    last_sale_on: date | None
