"""Values of the desk: what is counted, and what the first page shows."""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from typing import NamedTuple

from liuke.kernel.ids import Id, StoreId
from liuke.kernel.values import Value

EVERY_STORE = StoreId(bytes(16))
WHOLE_DAY = -1
# The name that open jobs carry.
FOLDING = "desk.figures"


class BatchId(Id):
    """One act on many members."""

    prefix = "bat"
    __slots__ = ()


class Figure(StrEnum):
    """What is counted by business day; parts are members and guests, books, templates, levels."""

    SALES = "sales"
    ORDERS = "orders"
    REFUNDS = "refunds"
    NEW = "new"
    POINTS_ISSUED = "points_issued"
    POINTS_USED = "points_used"
    POINTS_EXPIRED = "points_expired"
    COUPONS_ISSUED = "coupons_issued"
    COUPONS_USED = "coupons_used"
    COUPONS_EXPIRED = "coupons_expired"
    TIER_IN = "tier_in"
    TIER_OUT = "tier_out"


MEMBER, GUEST = "member", "guest"


class Mark(NamedTuple):
    """One place of a count: a day, a store, a figure, its part and hour."""

    day: date
    store_id: StoreId
    figure: Figure
    part: str = ""
    hour: int = WHOLE_DAY


class Period(StrEnum):
    """The stretch of business days a page shows, today the last of them."""

    TODAY = "today"
    WEEK = "7d"
    MONTH = "30d"
    QUARTER = "90d"


DAYS = {Period.TODAY: 1, Period.WEEK: 7, Period.MONTH: 30, Period.QUARTER: 90}


class Span(Value, frozen=True):
    """A stretch of business days, both ends included; of the last one, up to an hour."""

    since_on: date
    until_on: date
    until_hour: int = 23
