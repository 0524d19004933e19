"""The desk over HTTP."""

from __future__ import annotations

from typing import Annotated

from msgspec import Meta

from liuke.domains.desk.home import home
from liuke.domains.desk.search import Findings, search
from liuke.domains.desk.shown import Home
from liuke.domains.desk.values import Period
from liuke.kernel.db import Tx
from liuke.kernel.ids import StoreId
from liuke.kernel.values import Value
from liuke.kernel.web import get, post


class Typed(Value, frozen=True):
    """What is typed or scanned: it names people, so it travels in a body."""

    text: Annotated[str, Meta(min_length=1, max_length=254, pattern=r"^[^\x00]+$")]


@post("/searches", may="members.read", status=200)
async def post_search(tx: Tx, data: Typed) -> Findings:
    """Find members, orders and coupons by a phone, four digits, a card, a name, a number."""
    return await search(tx, data.text)


@get("/home", may="desk.read")
async def show_home(tx: Tx, period: Period = Period.TODAY, store_id: StoreId | None = None) -> Home:
    """Show a period of the shop beside a comparable one, and what waits for somebody."""
    return await home(tx, period, store_id)


ROUTES = [post_search, show_home]
