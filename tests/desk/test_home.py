"""The first page says what the books say, and each event is counted once."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from liuke.domains import checkout, coupons, desk, members, points, tiers
from liuke.domains.checkout import Comeback, Units
from liuke.domains.desk.fold import COUNTED, REGROUPED
from liuke.kernel.db import Tx
from liuke.kernel.events import Event
from liuke.kernel.rows import Sql
from liuke.kernel.values import Value, decode
from tests.checkout.test_counter_routes import guide, open_counter, sale
from tests.surfaces.conftest import Town, app, quiet, town

__all__ = ["app", "quiet", "town"]


class Logged(Value, frozen=True):
    """An event of the log."""

    kind: str
    body: bytes


LOGGED = Sql[Logged]("""
    SELECT kind, convert_to(body::text, 'UTF8') AS body FROM kernel_event
    WHERE kind = ANY ($1::text[]) ORDER BY id
""")


async def fold_all(tx: Tx) -> None:
    """Do what the dispatcher and a worker do, for a shop that nothing was counted of."""
    kinds = {kind.kind(): kind for kind in (*COUNTED, *REGROUPED)}
    events: Sequence[Event] = [
        decode(row.body, kinds[row.kind]) for row in await tx.rows(LOGGED, list(kinds))
    ]
    await desk.fold(tx, events)


async def test_home_adds_up_members_guests_returns_and_what_became_of_them(town: Town) -> None:
    first, second = await open_counter(town)
    async with town.shop.begin() as tx:
        one, two, _ = await checkout.commit(
            tx,
            [
                sale(first, "1", 17600, "S1", tee=2),
                sale(None, "2", 4500, "S1", cap=1),
                sale(second, "3", 4500, "S2", cap=1),
            ],
        )
        assert two.claim_code is not None
        await checkout.claim(tx, [checkout.ReceiptClaim(second, two.claim_code)])
        await checkout.take_back(tx, [Comeback(one.id, "r", (Units(0, 0),), "", tx.now)])
    async with town.shop.begin() as tx:
        await fold_all(tx)
        page = await desk.home(tx, desk.Period.TODAY)
    now = page.now
    assert (now.sales_minor, now.member_minor, now.refund_minor) == (26600, 26600, 8800)
    assert (now.orders, now.member_orders, now.new_members) == (3, 3, 2)
    assert (now.member_share_bp, now.active_members, now.buyers_90) == (10_000, 2, 2)
    assert (now.repeat_90, now.repurchase_bp) == (0, 0)
    assert page.before.sales_minor == 0
    assert page.before.member_share_bp is None
    assert [(hour.sales_minor, hour.before_minor) for hour in page.hours] == [(26600, 0)]
    assert page.points is not None
    assert [(b.book, b.issued) for b in page.points] == [("stars", 88 + 45 + 45)]
    assert page.outstanding is not None
    assert [(b.book, b.points) for b in page.outstanding] == [("stars", 88 + 45 + 45)]
    assert page.coupons is not None
    assert (page.coupons.issued, page.coupons.ending) == (1, 0)
    assert page.levels is not None
    assert {(one.level, one.members, one.came) for one in page.levels} == {("silver", 2, 2)}


async def test_what_is_owed_held_and_stood_on_needs_no_fold_and_survives_every_undoing(
    town: Town,
) -> None:
    first, second = await open_counter(town)
    async with town.shop.begin() as tx:
        one, _ = await checkout.commit(
            tx, [sale(first, "1", 17600, "S1", tee=2), sale(second, "2", 4500, "S2", cap=1)]
        )
    async with town.shop.begin() as tx:
        assert await kept(tx) == (176 + 45, 1, {"silver": 2})
        await checkout.take_back(tx, [Comeback(one.id, "r", (Units(0, 0),), "", tx.now)])
    async with town.shop.begin() as tx:
        assert await kept(tx) == (88 + 45, 1, {"silver": 2})
        (union,) = await members.merge(tx, [members.Merging(first, second, "same phone")])
    async with town.shop.begin() as tx:
        assert await kept(tx) == (88 + 45, 1, {"silver": 1})
        await members.undo_merges(tx, [union], reason="two people")
    async with town.shop.begin() as tx:
        assert await kept(tx) == (88 + 45, 1, {"silver": 2})
        await members.erase(tx, [first], reason="asked")
    async with town.shop.begin() as tx:
        await kept(tx)


async def kept(tx: Tx) -> tuple[int, int, dict[str, int]]:
    """Return points owed, open coupons and levels as Home has them, proven from the books."""
    for proof in (points.verify(tx), coupons.verify(tx), tiers.verify(tx)):
        assert (await proof).broken == []
    page = await desk.home(tx, desk.Period.TODAY)
    owed = sum(book.points for book in page.outstanding or [])
    open_ones = sum(tally.open for tally in await coupons.tallies(tx, ["ten"]))
    return owed, open_ones, {level.level: level.members for level in page.levels or []}


async def test_a_quiet_day_names_the_last_day_with_sales_and_that_day_can_be_looked_at(
    town: Town,
) -> None:
    first, _ = await open_counter(town)
    async with town.shop.begin() as tx:
        nothing = await desk.home(tx, desk.Period.TODAY)
        await checkout.commit(tx, [sale(first, "1", 4500, "S1", cap=1)])
    async with town.shop.begin() as tx:
        await fold_all(tx)
        sold_on, later = tx.today, tx.now + timedelta(days=9)
    async with town.shop.begin(later) as tx:
        quiet_day = await desk.home(tx, desk.Period.TODAY)
        that_day = await desk.home(tx, desk.Period.TODAY, on=quiet_day.last_sale_on)
    assert nothing.last_sale_on is None
    assert (quiet_day.now.orders, quiet_day.last_sale_on) == (0, sold_on)
    assert (that_day.now.orders, that_day.now_span.until_hour) == (1, 23)
    assert that_day.now_span.until_on == sold_on


async def test_who_comes_back_on_another_day_repeats(town: Town) -> None:
    first, _ = await open_counter(town)
    async with town.shop.begin() as tx:
        await checkout.commit(tx, [sale(first, "1", 8800, "S1", tee=1)])
        later = tx.now + timedelta(days=3)
    async with town.shop.begin(later) as tx:
        await checkout.commit(tx, [sale(first, "2", 8800, "S1", tee=1)])
    async with town.shop.begin(later) as tx:
        await fold_all(tx)
        week = await desk.home(tx, desk.Period.WEEK)
    assert (week.now.active_members, week.now.repeat_90, week.now.repurchase_bp) == (1, 1, 10_000)
    assert [day.orders for day in week.days] == [0, 0, 0, 1, 0, 0, 1]
    assert week.before.active_members == 0


async def test_a_guide_sees_the_figures_of_their_own_store_only(town: Town) -> None:
    first, _ = await open_counter(town)
    async with town.shop.begin() as tx:
        await checkout.commit(
            tx, [sale(first, "1", 8800, "S1", tee=1), sale(first, "2", 4500, "S2", cap=1)]
        )
    async with town.shop.begin() as tx:
        await fold_all(tx)
    async with await guide(town) as person:
        page = (await person.get("/v1/home?period=7d")).json()
        other = next(
            store["id"]
            for store in (await person.get("/v1/stores")).json()["items"]
            if store["code"] == "S2"
        )
        refused = await person.get(f"/v1/home?store_id={other}")
    assert page["now"]["sales_minor"] == 8800
    assert page["now"]["new_members"] == 1
    assert page["outstanding"] is page["levels"] is page["points"] is None
    assert refused.json()["code"] == "outside_stores"


async def test_a_coupon_counts_on_its_own_day_however_late_it_is_counted(town: Town) -> None:
    await open_counter(town)
    async with town.shop.begin() as tx:
        later = tx.now + timedelta(days=3)
    async with town.shop.begin(later) as tx:
        await fold_all(tx)
    async with await guide(town) as person:
        days = (await person.get("/v1/coupons/templates/ten/days?days=2")).json()
        none = (await person.get("/v1/coupons/templates/other/days?days=1")).json()
    assert [(day["issued"], day["used"], day["expired"]) for day in days] == [(0, 0, 0), (1, 0, 0)]
    assert [day["issued"] for day in none] == [0]


async def test_everybody_may_read_what_each_role_may(town: Town) -> None:
    await open_counter(town)
    async with await guide(town) as person:
        rights = {
            one["permission"]: one["roles"] for one in (await person.get("/v1/policy")).json()
        }
    assert "guide" in rights["checkout.order"]
    assert rights["members.erase"] == ["owner"]
