"""Home and the reports say the same, whatever became of a sale and in whatever order it is told."""

from __future__ import annotations

import random
from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest
from msgspec.structs import replace

from liuke.domains import analytics, checkout, coupons, desk, members
from liuke.domains.access import Role
from liuke.domains.checkout import Comeback, OrderId, SalesAsked, Tender, Units
from liuke.domains.desk.fold import COUNTED, REGROUPED
from liuke.domains.desk.listing import ListAsked, count_members
from liuke.kernel.conditions import Did, Op
from liuke.kernel.db import Tx
from liuke.kernel.did import Agg, Where
from liuke.kernel.events import Event
from liuke.kernel.ids import MemberId
from liuke.kernel.values import decode
from liuke.kernel.windows import Dates
from tests.analytics.lakes import furnished
from tests.analytics.test_report_routes import asked
from tests.checkout.test_counter_routes import open_counter, sale
from tests.desk.test_home import LOGGED
from tests.surfaces.conftest import Town, app, quiet, town

pytestmark = pytest.mark.slow

__all__ = ["app", "quiet", "town"]

SOLD = Where("state", Op.IN, ("paid", "shipped", "received"))
UNIT = (Units(0, 0),)
# Members whom the shop of these tests has from the start; no event tells of them.
LAID_IN = 2


class Year:
    """A few days of a shop in which much is called off, claimed, brought back and merged."""

    def __init__(self, town: Town) -> None:
        self.town, self.orders = town, dict[str, OrderId]()
        self.paid, self.codes = dict[str, int](), dict[str, str]()
        self.first = self.second = MemberId(bytes(16))
        self.start = datetime(2026, 1, 1, tzinfo=UTC)

    async def live(self) -> None:
        """Let it happen."""
        self.first, self.second = await open_counter(self.town)
        async with self.town.shop.begin() as tx:
            self.start = tx.now
            await self.ring(tx, sale(self.first, "1", 17600, "S1", tee=2))
            await self.ring(tx, sale(None, "2", 4500, "S1", cap=1))
            await self.ring(tx, sale(self.second, "3", 4500, "S2", cap=1))
            await self.ring(tx, sale(None, "4", 4500, "S2", cap=1))
            await self.ring(tx, sale(None, "5", 4500, "S1", cap=1))
            await checkout.take_back(tx, [Comeback(self.orders["1"], "r", UNIT, "", tx.now)])
        async with self.town.shop.begin(self.start + timedelta(days=1)) as tx:
            (one,) = await coupons.holdings(tx, self.first)
            ticket = sale(self.first, "6", 16600, "S1", tee=2)
            await self.ring(tx, ticket, (str(one.id),))
            await self.ring(tx, sale(self.first, "7", 4500, "S2", cap=1))
            await checkout.claim(tx, [checkout.ReceiptClaim(self.second, self.codes["2"])])
            await checkout.cancel(tx, [self.orders["1"], self.orders["4"]])
        async with self.town.shop.begin(self.start + timedelta(days=3)) as tx:
            await self.ring(tx, sale(self.second, "8", 8800, "S1", tee=1))
            await checkout.take_back(tx, [Comeback(self.orders["8"], "r", UNIT, "", tx.now)])
            await self.ring(tx, sale(self.second, "9", 9900, "S2", tee=1))
            await checkout.cancel(tx, [self.orders["2"], self.orders["6"], self.orders["9"]])

    async def ring(self, tx: Tx, ticket: checkout.Sale, presented: Sequence[str] = ()) -> None:
        """Sell one basket."""
        asked = replace(ticket, coupons=tuple(presented), tenders=())
        (quoted,) = await checkout.quote(tx, [asked])
        tenders = (Tender("cash", quoted.decision.payable_minor),)
        (receipt,) = await checkout.commit(tx, [replace(asked, tenders=tenders)])
        self.orders[ticket.external_id] = receipt.id
        self.paid[ticket.external_id] = receipt.decision.payable_minor
        self.codes[ticket.external_id] = receipt.claim_code or ""

    async def merge(self, *, undone: bool) -> None:
        """Make the two members one, and two again."""
        at = self.start + timedelta(days=3)
        async with self.town.shop.begin(at) as tx:
            (union,) = await members.merge(
                tx, [members.Merging(self.first, self.second, "same phone")]
            )
        if undone:
            async with self.town.shop.begin(at) as tx:
                await members.undo_merges(tx, [union], reason="two people")


async def fold_shuffled(town: Town, seed: int) -> None:
    """Count every event once, in some order, a few in each transaction."""
    kinds = {kind.kind(): kind for kind in (*COUNTED, *REGROUPED)}
    async with town.shop.begin() as tx:
        rows = await tx.rows(LOGGED, list(kinds))
    events: list[Event] = [decode(row.body, kinds[row.kind]) for row in rows]
    random.Random(seed).shuffle(events)  # noqa: S311 - an order, no secret
    for at in range(0, len(events), 5):
        async with town.shop.begin() as tx:
            await desk.fold(tx, events[at : at + 5])


async def rows(owner: httpx.AsyncClient, code: str, since: date, until: date) -> list[Any]:
    """Return the rows of a report by column."""
    said = {"since_on": since.isoformat(), "until_on": until.isoformat()}
    more = {"grain": "day"} if code == "sales" else {}
    answer = await asked(owner, code, {"parameters": said | more})
    names = [column["code"] for column in answer["columns"]]
    return [dict(zip(names, row, strict=True)) for row in answer["rows"]]


async def test_an_erasure_changes_no_figure_of_the_past(town: Town, tmp_path: Path) -> None:
    year = Year(town)
    await year.live()
    await year.merge(undone=False)
    await fold_shuffled(town, 1)
    with furnished(tmp_path, town.shop.database):
        owner = await town.signed_in(Role.OWNER)
        kept = await people_told(town, owner, year)
        async with town.shop.begin(year.start + timedelta(days=3)) as tx:
            await members.erase(tx, [year.first], reason="asked")
        assert await people_told(town, owner, year) == kept == [1, 1, 1]
        # What is called off later leaves the day of the same one.
        async with town.shop.begin(year.start + timedelta(days=3)) as tx:
            await checkout.cancel(tx, [year.orders["3"], year.orders["5"], year.orders["7"]])
            await desk.fold(tx, [one for one in tx.events if type(one) in COUNTED])
        assert await people_told(town, owner, year) == [1, 1, 0]


async def people_told(town: Town, owner: httpx.AsyncClient, year: Year) -> list[int | None]:
    """Return who joined, bought and came back, which Home and the reports say alike."""
    await analytics.export(town.shop.database, town.shop.actor.merchant_id)
    async with town.shop.begin(year.start + timedelta(days=4)) as tx:
        page = await desk.home(tx, desk.Period.QUARTER)
        since, until = tx.today - timedelta(days=89), tx.today
    (joined, *_) = await rows(owner, "funnel", since, until)
    days = await rows(owner, "repurchase", since, until)
    told = [
        joined["members"] - LAID_IN,
        sum(row["buyers"] for row in days),
        sum(row["buyers"] for row in days if row["visits"] >= 2),
    ]
    assert told == [page.now.new_members, page.now.buyers_90, page.now.repeat_90]
    return told


async def coupons_told(
    town: Town, owner: httpx.AsyncClient, year: Year, days: int
) -> tuple[list[int], list[int]]:
    """Return what became of coupons on a day: as Home says it, and as the report does."""
    async with town.shop.begin(year.start + timedelta(days=days)) as tx:
        found, on = (await desk.home(tx, desk.Period.TODAY)).coupons, tx.today
    told = await rows(owner, "coupons", on, on)
    names = ("coupons_issued", "coupons_used", "coupons_expired")
    assert found is not None
    return [found.issued, found.used, found.expired], [
        sum(row[name] for row in told) for name in names
    ]


@pytest.mark.parametrize("merged", ["never", "still", "undone"])
async def test_home_says_what_the_reports_say(town: Town, tmp_path: Path, merged: str) -> None:
    year = Year(town)
    await year.live()
    if merged != "never":
        await year.merge(undone=merged == "undone")
    await fold_shuffled(town, len(merged))
    end = year.start + timedelta(days=4)
    with furnished(tmp_path, town.shop.database):
        await analytics.export(town.shop.database, town.shop.actor.merchant_id)
        owner = await town.signed_in(Role.OWNER)
        async with town.shop.begin(end) as tx:
            since, until = tx.today - timedelta(days=89), tx.today
            page = await desk.home(tx, desk.Period.QUARTER)
            tree = Did("order", (SOLD,), window=Dates(since, until))
            repeating = Did(
                "order", (SOLD,), Agg.DISTINCT, "day", value=2, window=Dates(since, until)
            )
            listed = await checkout.sales(tx, SalesAsked(sold=True, since_on=since), limit=50)
            behind = [await count_members(tx, ListAsked(one)) for one in (tree, repeating)]
        told = {row["period_on"]: row for row in await rows(owner, "sales", since, until)}
        again = await rows(owner, "repurchase", since, until)
        (joined, *_) = await rows(owner, "funnel", since, until)
        (flow,) = await rows(owner, "points_flow", since, until)
        given = [await coupons_told(town, owner, year, days) for days in (1, 3, 4)]
    for day in page.days:
        row = told.pop(day.on.isoformat(), {})
        said = [row.get(name, 0) for name in ("sales_minor", "member_sales_minor", "orders")]
        assert [day.sales_minor, day.member_minor, day.orders] == said, day.on
    assert told == {}
    now = page.now
    stands = [year.paid[key] for key in ("3", "5", "7", "8")]
    assert (now.orders, now.sales_minor) == (len(stands), sum(stands))
    assert {row.external_id for row in listed} == {"3", "5", "7", "8"}
    assert now.refund_minor == year.paid["8"]
    assert now.active_members == now.buyers_90 == sum(row["buyers"] for row in again)
    assert now.repeat_90 == sum(row["buyers"] for row in again if row["visits"] > 1)
    assert now.buyers_90 == (1 if merged == "still" else 2)
    assert [one.members for one in behind] == [now.buyers_90, now.repeat_90]
    assert now.new_members == joined["members"] - LAID_IN
    assert page.points is not None
    (book,) = page.points
    assert [book.issued, book.used, book.expired] == [
        flow["points_issued"], flow["points_used"], flow["points_expired"],
    ]  # fmt: skip
    assert [home for home, _ in given] == [report for _, report in given]
    assert [home for home, _ in given] == [[0, 1, 0], [0, -1, 0], [0, 0, 0]]
    assert page.coupons is not None
    assert [page.coupons.issued, page.coupons.used, page.coupons.expired] == [1, 0, 0]
