"""The desk over HTTP."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated

from msgspec import Meta

from liuke.domains import access
from liuke.domains.desk.basket_words import basket_facts
from liuke.domains.desk.batch_routes import BATCHES
from liuke.domains.desk.catalogue import AskableFact, DoableAction, actions, facts
from liuke.domains.desk.coupon_days import CouponDay, coupon_days
from liuke.domains.desk.deed_words import AskableDeed, deeds
from liuke.domains.desk.home import home
from liuke.domains.desk.listing import (
    Columns,
    ListAsked,
    Row,
    Size,
    count_members,
    list_members,
)
from liuke.domains.desk.search import Findings, search
from liuke.domains.desk.shown import Home
from liuke.domains.desk.take_along import ListTaken, take_list
from liuke.domains.desk.values import Period
from liuke.domains.desk.view_routes import VIEWS
from liuke.kernel.db import Tx
from liuke.kernel.ids import MemberId, StoreId
from liuke.kernel.values import Value
from liuke.kernel.web import Limit, Page, get, onward, position, post

Days = Annotated[int, Meta(ge=1, le=366, description="How many days back.")]


class Right(Value, frozen=True):
    """A permission, and the roles that hold it for the stores they work for."""

    permission: str
    roles: list[access.Role]


class Typed(Value, frozen=True):
    """What is typed or scanned: it names people, so it travels in a body."""

    text: Annotated[str, Meta(min_length=1, max_length=254, pattern=r"^[^\x00]+$")]


class Listing(Value, frozen=True):
    """Which members, which facts of them, and which page."""

    asked: ListAsked = ListAsked()
    columns: Columns = ()
    limit: Limit = 50
    after: str | None = None


@post("/searches", may="members.read", status=200)
async def post_search(tx: Tx, data: Typed) -> Findings:
    """Find members, orders and coupons by a phone, four digits, a card, a name, a number."""
    return await search(tx, data.text)


@get("/home", may="desk.read")
async def show_home(
    tx: Tx,
    period: Period = Period.TODAY,
    store_id: StoreId | None = None,
    on: date | None = None,
) -> Home:
    """Show a period up to today or `on` beside a comparable one, and what waits for somebody."""
    return await home(tx, period, store_id, on)


@post("/members/lists", may="members.read", status=200)
async def post_list(tx: Tx, data: Listing) -> Page[Row]:
    """List members by a condition, any facts as columns, the latest to join first.

    Raises:
        UnknownSegment: it asks for a segment nobody made.
        UnknownFact: it asks for a fact nobody declares.
        NoSuchDeed: it asks for a deed nobody declares.
        NoSuchDeedField: it asks a deed for what it does not tell.
    """
    before = position(data.after, datetime, MemberId)
    rows = await list_members(tx, data.asked, data.columns, before=before, limit=data.limit)
    return Page(rows, onward(rows, data.limit, lambda last: (last.joined_at, last.id)))


@post("/members/counts", may="members.read", status=200)
async def post_count(tx: Tx, data: ListAsked) -> Size:
    """Count the members a condition fits, up to 10,000.

    Raises:
        UnknownSegment: it asks for a segment nobody made.
        UnknownFact: it asks for a fact nobody declares.
        NoSuchDeed: it asks for a deed nobody declares.
        NoSuchDeedField: it asks a deed for what it does not tell.
    """
    return await count_members(tx, data)


@post("/members/lists/exports", may="members.export", status=200)
async def post_list_export(
    tx: Tx, data: ListTaken, approval_id: access.ApprovalId | None = None
) -> list[Row]:
    """Return a list with names and phones in clear; above the limit a second person decides.

    Raises:
        UnknownSegment: it asks for a segment nobody made.
        UnknownFact: it asks for a fact nobody declares.
        NoSuchDeed: it asks for a deed nobody declares.
        NoSuchDeedField: it asks a deed for what it does not tell.
    """
    return await take_list(tx, data, approval_id=approval_id)


@get("/facts", may="members.read")
async def list_facts(tx: Tx) -> list[AskableFact]:
    """List what conditions may ask, with this shop's tiers, books, coupons, fields and tags."""
    return await facts(tx)


@get("/facts/basket", may="promotions.read")
async def list_basket_facts(tx: Tx) -> list[AskableFact]:
    """List what rules may ask of the moment and the basket, beside what they ask of members."""
    return await basket_facts(tx)


@get("/deeds", may="members.read")
async def list_deeds(tx: Tx) -> list[AskableDeed]:
    """List what members do, as conditions may count it, with this shop's stores, categories."""
    return await deeds(tx)


@get("/actions", may="members.read")
async def list_actions(tx: Tx) -> list[DoableAction]:  # noqa: ARG001 - a route takes its transaction
    """List what can be done to members, with the schema of each one's parameters."""
    return actions()


@get("/coupons/templates/{template}/days", may="coupons.read")
async def list_coupon_days(tx: Tx, template: str, days: Days = 30) -> list[CouponDay]:
    """List how many coupons of a template were given, used and expired on the last days."""
    return await coupon_days(tx, template, days=days)


@get("/policy", may="access.self")
async def show_policy(tx: Tx) -> list[Right]:  # noqa: ARG001 - a route takes its transaction
    """List every permission with the roles that hold it."""
    return [
        Right(name, [role for role in access.Role if name in access.held_by(role)])
        for name in sorted(access.POLICY)
    ]


ROUTES = [
    list_coupon_days,
    show_policy,
    post_search,
    show_home,
    post_list,
    post_count,
    post_list_export,
    list_facts,
    list_basket_facts,
    list_deeds,
    list_actions,
    *BATCHES,
    *VIEWS,
]
