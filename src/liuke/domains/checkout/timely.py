"""Timely sales: an off-line till is late by days, a wrong clock or a lie by more."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta

from liuke.domains.checkout.errors import PlacedAtWrong, ReturnedAtWrong, SalesRefused
from liuke.domains.checkout.stock import PRICING
from liuke.domains.checkout.values import Comeback, Sale
from liuke.kernel.db import Tx

AHEAD_MOST = timedelta(minutes=10)
LATE_MOST = timedelta(days=31)


def require_timely(tx: Tx, sales: Mapping[int, Sale]) -> None:
    """Refuse sales of days to come, and old ones from callers who may not import.

    A till that names any day it likes would use coupons that are over, and limits of other days.

    Raises:
        SalesRefused: names the places.
    """
    first = _first(tx)
    wrong = {
        number: PlacedAtWrong("placed_at", at)
        for number, sale in sales.items()
        if (at := sale.placed_at) and (at > tx.now + AHEAD_MOST or (first and at < first))
    }
    if wrong:
        raise SalesRefused(wrong)


def require_timely_return(tx: Tx, comeback: Comeback, placed_at: datetime) -> None:
    """Refuse a return of a day to come, of one before its sale, and an old one as above.

    A wrong clock would move the member's levels to its own day, and close the days until then.

    Raises:
        ReturnedAtWrong: says what was named.
    """
    at, first = comeback.returned_at, _first(tx)
    if at is None:
        return
    is_late = first is not None and at < first
    if is_late or at > tx.now + AHEAD_MOST or at < placed_at - AHEAD_MOST:
        raise ReturnedAtWrong("returned_at", at)


def _first(tx: Tx) -> datetime | None:
    return None if tx.actor.may(PRICING) else tx.now - LATE_MOST
