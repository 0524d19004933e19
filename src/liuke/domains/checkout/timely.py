"""Timely sales: an off-line till is late by days, a wrong clock or a lie by more."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta

from liuke.domains.checkout.errors import PlacedAtWrong, SalesRefused
from liuke.domains.checkout.stock import PRICING
from liuke.domains.checkout.values import Sale
from liuke.kernel.db import Tx

AHEAD_MOST = timedelta(minutes=10)
LATE_MOST = timedelta(days=31)


def require_timely(tx: Tx, sales: Mapping[int, Sale]) -> None:
    """Refuse sales of days to come, and old ones from callers who may not import.

    A till that names any day it likes would use coupons that are over, and limits of other days.

    Raises:
        SalesRefused: names the places.
    """
    first = None if tx.actor.may(PRICING) else tx.now - LATE_MOST
    wrong = {
        number: PlacedAtWrong("placed_at", at)
        for number, sale in sales.items()
        if (at := sale.placed_at) and (at > tx.now + AHEAD_MOST or (first and at < first))
    }
    if wrong:
        raise SalesRefused(wrong)
