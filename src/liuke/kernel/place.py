"""Where a merchant trades: the zone of its business dates and the currency of its amounts."""

from __future__ import annotations

from liuke.kernel.values import Value


class Place(Value, frozen=True):
    """A merchant's time zone and currency, fixed once it has traded."""

    zone: str
    currency: str


UNFOUNDED = Place("Asia/Shanghai", "CNY")
