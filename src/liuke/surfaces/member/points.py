"""A member's points: what there is, what ends when, and what moved them, in words."""

from __future__ import annotations

from liuke.domains import points, programme, stores
from liuke.domains.members.own import member_of
from liuke.kernel.db import Tx
from liuke.kernel.ids import StoreId
from liuke.kernel.measures import Measure
from liuke.kernel.values import Value
from liuke.kernel.web import Limit, Page, get

# What an entry is, in English and Chinese; its own reasons say the rest.
WORDS = {
    "award": ("Earned", "获得"),
    "redeem": ("Spent", "抵扣"),
    "restore": ("Given back", "退回"),
    "claw_back": ("Taken back after a return", "退货扣回"),
    "expire": ("Expired", "过期"),
    "transfer": ("Passed on", "转赠"),
    "adjust": ("Adjusted by the shop", "门店调整"),
}


class Book(Value, frozen=True):
    """One kind of points, and how its amounts are written; `expiring` end on `expires_next_on`."""

    book: str
    name: str
    name_zh: str
    unit: Measure
    qualifying: bool
    balance: points.Balance


class Told(Value, frozen=True):
    """An entry of the ledger, with what it is in words, and the name of the store it was in."""

    text: str
    text_zh: str
    store: str
    line: points.Line


async def books(tx: Tx) -> list[Book]:
    """Return the member's books that the live programmes have, in the order of their codes."""
    live = await programme.live(tx)
    held = {one.book: one for one in await points.balances(tx, [member_of(tx)])}
    return [
        Book(
            spec.code, spec.name or spec.code, spec.name_zh or spec.name or spec.code,
            points.measure_of(spec), spec.qualifying, held.get(spec.code) or _empty(tx, spec.code),
        )
        for spec in live.items(points.BookSpec)
    ]  # fmt: skip


def _empty(tx: Tx, book: str) -> points.Balance:
    return points.Balance(
        member_of(tx), book, spendable=0, pending=0, held=0, debt=0, earned=0, expiring=0,
        expires_next_on=None,
    )  # fmt: skip


@get("/m/points", may="members.self")
async def list_my_books(tx: Tx) -> list[Book]:
    """Return every book of mine: usable, waiting, and what ends next."""
    return await books(tx)


@get("/m/points/{book}/entries", may="members.self")
async def list_my_entries(
    tx: Tx, book: str, limit: Limit = 50, after: str | None = None
) -> Page[Told]:
    """List what moved a book of mine, newest first, each with the lots it used."""
    page = await points.ledger(tx, member_of(tx), book=book, limit=limit, after=after)
    seen_in = {line.entry.store_id for line in page.items if line.entry.store_id is not None}
    called = {store.id: store.name for store in await stores.get_stores(tx, list(seen_in))}
    told = [
        Told(*WORDS[line.entry.kind], _name(called, line.entry.store_id), line)
        for line in page.items
    ]
    return Page(told, page.after)


def _name(called: dict[StoreId, str], store_id: StoreId | None) -> str:
    return called.get(store_id, "") if store_id is not None else ""


@get("/m/points/{book}/lots", may="members.self")
async def list_my_lots(
    tx: Tx, book: str, limit: Limit = 50, after: str | None = None
) -> Page[points.OpenLot]:
    """List what is left of what came in together, and when it ends; the oldest first."""
    return await points.lots(tx, member_of(tx), book=book, limit=limit, after=after)


ROUTES = [list_my_books, list_my_entries, list_my_lots]
