"""A report asked by somebody: over the stores they work for, as of the last export."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import suppress
from datetime import datetime
from typing import Annotated, Any

from msgspec import Meta, field

from liuke.domains import members, programme, stores
from liuke.domains.analytics.errors import StorageAway
from liuke.domains.analytics.freshen import freshen_within
from liuke.domains.analytics.opened import Lake, opened
from liuke.domains.analytics.reports import run
from liuke.domains.analytics.reports.catalogue import find
from liuke.domains.analytics.reports.errors import WholeShopOnly
from liuke.domains.analytics.reports.given import Known, Said, point_of, resolve
from liuke.domains.analytics.reports.header import Report
from liuke.domains.analytics.reports.plan import asks_worth
from liuke.domains.analytics.reports.run import Cell, Column, Sum
from liuke.domains.analytics.reports.saying import PointSaid, say
from liuke.domains.analytics.reports.worth import worths
from liuke.domains.members import MemberState
from liuke.kernel.db import Contended, Tx
from liuke.kernel.ids import MemberId, StoreId
from liuke.kernel.problems import InvalidField
from liuke.kernel.spool import FolderUnwritable
from liuke.kernel.values import Value

ROWS_MOST = 5_000
BEHIND_MOST = 100_000
# Longer than an export of a minute's sales takes, shorter than a reader's patience.
WAIT_SECONDS = 5.0


class ReportQuestion(Value, frozen=True):
    """What a report is asked with; what is left out has its default, no stores are all.

    With `now` the lake is brought to now first, where that takes no more than five seconds; else
    the answer is of the last run, as `as_of` says, at most a minute ago where a worker is running.
    """

    parameters: dict[str, Said] = field(default_factory=dict)
    store_ids: Annotated[tuple[StoreId, ...], Meta(max_length=200)] = ()
    now: bool = False


class ReportAnswer(Value, frozen=True):
    """What a report says: the parameters it was asked with, its rows, and sums over all of them.

    Points are in the smallest unit of their row's book; `places` says how many decimals it has.
    `more` says that rows beyond the first 5,000 are left out here; files have them all.
    """

    report: str
    as_of: datetime
    parameters: dict[str, Said]
    columns: list[Column]
    rows: list[list[Cell]]
    headline: list[Sum]
    places: dict[str, int]
    more: bool


class MemberBehind(Value, frozen=True):
    """One member behind a point, masked as everywhere."""

    id: MemberId
    name: str
    phone: str
    state: MemberState
    joined_at: datetime


class Behind(Value, frozen=True):
    """Who is behind a point of a report: how many of those the actor may see, and one page."""

    as_of: datetime
    total: int
    items: list[MemberBehind]
    after: str | None


async def ask(tx: Tx, code: str, question: ReportQuestion) -> ReportAnswer:
    """Answer a report.

    Raises:
        UnknownReport: there is none of this code.
        WholeShopOnly: it cannot be cut down to the actor's stores.
        InvalidField: names the parameter that does not fit.
        UnknownStores: names those that do not exist.
    """
    lake, asked = await prepared(tx, code, question)
    table = await run.answer(engine(lake), code, asked)
    return ReportAnswer(
        report=code,
        as_of=lake.as_of,
        parameters={name: said(value) for name, value in asked.parameters.items()},
        columns=table.columns,
        rows=table.rows[:ROWS_MOST],
        headline=table.headline,
        places=await book_places(tx),
        more=len(table.rows) > ROWS_MOST,
    )


async def book_places(tx: Tx) -> dict[str, int]:
    """Return how many decimals the points of each book have."""
    live = await programme.live(tx)
    return {book.code: book.decimals for book in live.section("books")}


async def members_behind(
    tx: Tx, code: str, question: ReportQuestion, point: Mapping[str, Said | None]
) -> tuple[Lake, list[MemberId]]:
    """Return who is behind a point, of the members the actor may see, in order.

    Raises:
        UnknownReport: there is none of this code.
        WholeShopOnly: it cannot be cut down to the actor's stores.
        InvalidField: the report has no such point.
        UnknownStores: names those that do not exist.
    """
    lake, asked = await prepared(tx, code, question)
    found = await run.behind(engine(lake), code, asked, point)
    if len(found) > BEHIND_MOST:
        raise InvalidField(
            "point", f"more than {BEHIND_MOST:,} members", f"超过 {BEHIND_MOST:,} 位会员"
        )
    if tx.actor.stores is not None:
        rows = await members.standings(tx, found)
        found = [one for one in found if rows[one].store_id in tx.actor.stores]
    return lake, found


async def point_said(
    tx: Tx, code: str, question: ReportQuestion, point: Mapping[str, Said | None]
) -> PointSaid:
    """Return who is behind a point as a question, or why it is none.

    Raises:
        UnknownReport: there is none of this code.
        WholeShopOnly: it cannot be cut down to the actor's stores.
        InvalidField: the report has no such point.
        LakeUnavailable: this process has no lake.
        UnknownStores: names those that do not exist.
    """
    report = find(code)
    _, asked = await prepared(tx, code, question)
    return say(report, asked, point_of(report, point))


async def page_behind(tx: Tx, found: Sequence[MemberId]) -> list[MemberBehind]:
    """Return members masked, in the order given."""
    return [
        MemberBehind(
            one.standing.id,
            one.name,
            one.phone,
            one.standing.state,
            one.standing.joined_at,
        )
        for one in await members.get_members(tx, found)
    ]


async def prepared(tx: Tx, code: str, question: ReportQuestion) -> tuple[Lake, run.Asked]:
    """Return the lake, and a question with its defaults and within the actor's stores.

    Raises:
        UnknownReport: there is none of this code.
        WholeShopOnly: it cannot be cut down to the actor's stores.
        InvalidField: names the parameter that does not fit.
        LakeUnavailable: this process has no lake.
        UnknownStores: names those that do not exist.
    """
    report = find(code)
    codes = await _stores(tx, report, question.store_ids)
    if question.now:
        with suppress(Contended, FolderUnwritable, StorageAway):
            await freshen_within(tx.merchant_id, WAIT_SECONDS)
    lake = await opened(tx)
    last_on = await run.last_day(engine(lake), tx.today)
    known = resolve(report, question.parameters, last_on)
    worth = await worths(tx) if asks_worth(code) else ()
    return lake, run.Asked(known, codes, tx.today, tx.zone.key, worth)


async def _stores(tx: Tx, report: Report, store_ids: Sequence[StoreId]) -> tuple[str, ...] | None:
    """Return the codes of the stores that count; None for all of them."""
    if not report.by_store:
        if tx.actor.stores is not None:
            raise WholeShopOnly(report.code)
        if store_ids:
            raise InvalidField("store_ids", "not told by store", "这张报表不分门店")
        return None
    if not store_ids and tx.actor.stores is None:
        return None
    chosen = store_ids or tuple(sorted(tx.actor.stores or ()))
    return tuple(store.code for store in await stores.get_stores(tx, list(chosen)))


def engine(lake: Lake) -> run.Ask:
    """Return a lake as what a report is asked of."""

    async def asked(sql: str, given: Mapping[str, Any]) -> run.Rows:
        return (await lake.ask(sql, given)).rows

    return asked


def said(value: Known) -> Said:
    """Write a parameter as it travels."""
    return value if isinstance(value, str | int) else value.isoformat()
