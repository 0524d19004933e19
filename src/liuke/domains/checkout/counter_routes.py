"""The counter over HTTP: who stands there, what was sold today, what to keep for off-line."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated

from msgspec import Meta

from liuke.domains import access
from liuke.domains.checkout.day_totals import DayTotals, day_totals
from liuke.domains.checkout.recognise import Recognised, recognise
from liuke.domains.checkout.sales import SaleRow, SalesAsked, sales
from liuke.domains.checkout.snapshot import Snapshot, snapshot
from liuke.domains.checkout.values import OrderId
from liuke.kernel.db import Tx
from liuke.kernel.values import Value
from liuke.kernel.web import Limit, Page, at_counter, get, onward, position, post

Kept = Annotated[int, Meta(ge=1, le=5_000, description="How many goods at most.")]


class Shown(Value, frozen=True):
    """What somebody shows or says: a phone, a card, an id, a name with four digits of a phone."""

    text: Annotated[str, Meta(min_length=1, max_length=254, pattern=r"^[^\x00]+$")]


class SalesSearch(Value, frozen=True):
    """Which sales, and which page of them."""

    asked: SalesAsked = SalesAsked()
    limit: Limit = 50
    after: str | None = None


@post("/members/lookups", may="checkout.quote", status=200)
async def look_up_members(tx: Tx, data: Shown) -> list[Recognised]:
    """Recognise members by anything scanned or typed, with all a till shows of them."""
    return await recognise(tx, data.text)


@get("/snapshots", may="checkout.quote")
async def show_snapshot(
    tx: Tx,
    store: str,
    known: str = "",
    limit: Kept = 1_000,
    after: str | None = None,
    if_none_match: str = "",
) -> Snapshot:
    """Return a page of what a till keeps for off-line work: goods, rules, store, validity."""
    await access.check_store_codes(tx, [store])
    return await snapshot(tx, store, after=after, known=known or if_none_match, limit=limit)


@get("/days/{on}", may="checkout.read")
async def show_day(tx: Tx, on: date, store: str) -> DayTotals:
    """Return the totals of a store's business day: sales, returns, payments, points, coupons."""
    await access.check_store_codes(tx, [store])
    return await day_totals(tx, store, on)


@at_counter
@post("/sales/searches", may="checkout.read", status=200)
async def search_sales(tx: Tx, data: SalesSearch) -> Page[SaleRow]:
    """List sales in short, newest first, of the stores one works for."""
    before = position(data.after, datetime, OrderId)
    found = await sales(tx, data.asked, before=before, limit=data.limit)
    return Page(found, onward(found, data.limit, lambda last: (last.placed_at, last.id)))


COUNTER = [look_up_members, show_snapshot, show_day, search_sales]
