"""The desk over HTTP."""

from __future__ import annotations

from typing import Annotated

from msgspec import Meta

from liuke.domains.desk.search import Findings, search
from liuke.kernel.db import Tx
from liuke.kernel.values import Value
from liuke.kernel.web import post


class Typed(Value, frozen=True):
    """What is typed or scanned: it names people, so it travels in a body."""

    text: Annotated[str, Meta(min_length=1, max_length=254, pattern=r"^[^\x00]+$")]


@post("/searches", may="members.read", status=200)
async def post_search(tx: Tx, data: Typed) -> Findings:
    """Find members, orders and coupons by a phone, four digits, a card, a name, a number."""
    return await search(tx, data.text)


ROUTES = [post_search]
