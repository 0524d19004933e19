"""Each night every model is fitted once, and what a crash left out is done later."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from liuke.domains import analytics
from liuke.domains.analytics import Kind, Seat, nightly
from liuke.domains.checkout import OrderId
from liuke.kernel import facts
from liuke.kernel.db import Tx
from liuke.kernel.ids import MemberId
from liuke.kernel.rows import Sql
from tests import make
from tests.analytics.orders import ORDER
from tests.conftest import Shop

# Half past three and later in Shanghai.
NIGHT = datetime(2026, 3, 1, 19, 45, tzinfo=UTC)
EVENING = datetime(2026, 3, 1, 19, 15, tzinfo=UTC)


@pytest.fixture
async def sold(shop: Shop, seat: Seat) -> Shop:
    """Sell once, and bring the lake to now."""
    assert seat.database is not None
    async with shop.begin() as tx:
        (member,) = await make.members(tx)
        await sell(tx, member)
    await analytics.export(shop.database, shop.actor.merchant_id)
    return shop


async def sell(tx: Tx, member: MemberId) -> None:
    await tx.run(ORDER, member, OrderId.new(), date(2026, 2, 27), "paid", "s")


async def test_nothing_is_due_before_the_first_sale_or_in_the_evening(
    shop: Shop, seat: Seat, sold: Shop
) -> None:
    assert seat.folder.is_dir()
    async with sold.begin(EVENING) as tx:
        assert await nightly.kinds_due(tx) == []
    async with sold.begin(NIGHT) as tx:
        assert await nightly.kinds_due(tx) == list(Kind)
    empty = Shop(shop.database, shop.actor)
    async with empty.begin(NIGHT) as tx:
        await tx.run(Sql[None]("DELETE FROM analytics_file"))
        assert await nightly.kinds_due(tx) == []


@pytest.mark.slow
async def test_what_a_crash_left_out_is_fitted_alone(sold: Shop) -> None:
    merchant_id = sold.actor.merchant_id
    model = await nightly.fit_model(sold.database, merchant_id, Kind.RFM)
    assert model is not None
    assert model.reason_zh.endswith("现有 1。")
    async with sold.begin() as tx:
        noon = tx.now.astimezone(tx.zone).replace(hour=12)
    async with sold.begin(noon) as tx:
        assert await nightly.kinds_due(tx) == [kind for kind in Kind if kind is not Kind.RFM]


async def test_a_shop_is_scored_before_its_first_night(shop: Shop, seat: Seat) -> None:
    merchant_id = shop.actor.merchant_id
    async with shop.begin() as tx:
        people = sorted(await make.members(tx, 25))
        for place, member in enumerate(people):
            on = date(2026, 2, 1 + place)
            await tx.run(ORDER, member, OrderId.new(), on, "paid", "s")
    await analytics.export(shop.database, merchant_id)
    assert await nightly.score_first(shop.database, merchant_id) == 0, "there is no model yet"
    await nightly.fit_model(shop.database, merchant_id, Kind.RFM)
    assert await nightly.score_first(shop.database, merchant_id) == len(people)
    async with shop.begin() as tx:
        ranks = await facts.read(tx, ["value.rank"], people)
    assert None not in {known["value.rank"] for known in ranks.values()}
    assert await nightly.score_first(shop.database, merchant_id) == 0
    assert seat.folder.is_dir()
