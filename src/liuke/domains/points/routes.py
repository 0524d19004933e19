"""Points over HTTP."""

from __future__ import annotations

from datetime import date

from liuke.domains.access import ApprovalId, Ask, require
from liuke.domains.members import kin_of
from liuke.domains.points.adjust import Adjustment, adjust
from liuke.domains.points.balances import balances
from liuke.domains.points.earned import Window, earned
from liuke.domains.points.heads import Anchor, anchors
from liuke.domains.points.ledger import Line, OpenLot, ledger, lots
from liuke.domains.points.liability import Liability, liability
from liuke.domains.points.measure import Book, books_in
from liuke.domains.points.post import post as post_movements
from liuke.domains.points.reserve import Reservation, release, reserve
from liuke.domains.points.reverse import Reversal, reverse
from liuke.domains.points.settlement import Debt, settlement
from liuke.domains.points.transfer import Transfer, transfer
from liuke.domains.points.values import Balance, Key, Movement, Posted
from liuke.domains.programme import live
from liuke.kernel.db import Tx
from liuke.kernel.ids import MemberId
from liuke.kernel.web import Limit, Page, at_counter, get, post


@get("/members/{member_id}/points", may="points.read")
async def list_balances(tx: Tx, member_id: MemberId) -> list[Balance]:
    """Return every book of a member, to the instant."""
    return await balances(tx, [member_id])


@get("/members/{member_id}/points/{book}/entries", may="points.read")
async def list_entries(
    tx: Tx, member_id: MemberId, book: str, limit: Limit = 50, after: str | None = None
) -> Page[Line]:
    """List a member's entries, newest first, each with the lots it used."""
    return await ledger(tx, member_id, book=book, limit=limit, after=after)


@get("/members/{member_id}/points/{book}/lots", may="points.read")
async def list_lots(
    tx: Tx, member_id: MemberId, book: str, limit: Limit = 50, after: str | None = None
) -> Page[OpenLot]:
    """List a member's open lots, the oldest first: what is left, and when it ends."""
    return await lots(tx, member_id, book=book, limit=limit, after=after)


@get("/members/{member_id}/points/{book}/earned", may="points.read")
async def show_earned(tx: Tx, member_id: MemberId, book: str, since: date, until: date) -> int:
    """Return what a member earned from `since` up to but without `until`."""
    (points,) = await earned(tx, [Window(member_id, book, since, until)])
    return points


@get("/points/books", may="points.read")
async def list_books(tx: Tx) -> list[Book]:
    """List the live books, each with how its amounts are written."""
    return books_in(await live(tx))


@get("/points/liability", may="points.report")
async def show_liability(tx: Tx) -> list[Liability]:
    """Return what outstanding points owe in money, by book."""
    return await liability(tx)


@get("/points/settlement", may="points.report")
async def show_settlement(tx: Tx, since: date, until: date) -> list[Debt]:
    """Return what stores owe each other for points honoured in these days."""
    return await settlement(tx, since=since, until=until)


@get("/points/anchors", may="points.report")
async def show_anchors(tx: Tx) -> list[Anchor]:
    """Return the anchor over all account heads, to be kept outside the database."""
    return await anchors(tx)


@at_counter
@post("/points/entries", may="points.post", key=True)
async def post_entries(
    tx: Tx, data: list[Movement], approval_id: ApprovalId | None = None
) -> list[Posted]:
    """Post movements, all or none, each cause once; a person's stand under the limit by hand."""
    if tx.actor.kind == "staff":
        amount = sum(abs(movement.points) for movement in data)
        await require(tx, Ask("points.adjust", amount, data), approval_id)
    return await post_movements(tx, data)


@at_counter
@post("/points/reversals", may="points.post", key=True)
async def post_reversals(tx: Tx, data: list[Reversal]) -> list[Posted]:
    """Undo entries in part or in whole, never beyond the original."""
    return await reverse(tx, data)


@post("/points/adjustments", may="points.adjust", key=True)
async def post_adjustments(
    tx: Tx, data: list[Adjustment], approval_id: ApprovalId | None = None
) -> list[Posted]:
    """Correct books by hand; audited, and above the limit a second person decides."""
    amount = sum(abs(adjustment.points) for adjustment in data)
    reason = data[0].reason if data else ""
    await require(tx, Ask("points.adjust", amount, data, reason=reason), approval_id)
    return await adjust(tx, data)


@post("/points/transfers", may="points.transfer", key=True)
async def post_transfers(tx: Tx, data: list[Transfer]) -> list[Posted]:
    """Pass points on, inside households or further as the book allows."""
    kin = await kin_of(tx, [transfer.giver_id for transfer in data])
    home = {k.member_id: k.household_id for k in kin}
    related = {
        frozenset({t.giver_id, t.taker_id})
        for t in data
        if t.giver_id in home and home[t.giver_id] == home.get(t.taker_id)
    }
    return await transfer(tx, data, related=related)


@at_counter
@post("/points/reservations", may="points.post", key=True)
async def post_reservations(tx: Tx, data: list[Reservation]) -> None:
    """Set points aside until a checkout is done or its time is over."""
    await reserve(tx, data)


@at_counter
@post("/points/releases", may="points.post", key=True, status=200)
async def post_releases(tx: Tx, data: list[Key]) -> list[Key]:
    """End reservations unused; returns those that still stood.

    Raises:
        UnknownBook: no live programme declares a book.
    """
    return await release(tx, data)


ROUTES = [
    list_balances,
    list_entries,
    list_lots,
    show_earned,
    list_books,
    show_liability,
    show_settlement,
    show_anchors,
    post_entries,
    post_reversals,
    post_adjustments,
    post_transfers,
    post_reservations,
    post_releases,
]
