from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from msgspec.structs import replace

from liuke.domains import catalog, checkout
from liuke.domains.checkout import Comeback, Item, Sale, Units
from liuke.domains.checkout.errors import NotWeighed, RetiredItems, WeightMissing
from liuke.domains.promotions import FixedPrice, Rule
from liuke.kernel.db import Tx
from liuke.kernel.problems import InvalidField
from tests import make
from tests.checkout.test_commit import open_shop, sale

LONG_AGO = datetime(2020, 1, 1, tzinfo=UTC)


async def test_a_weighed_item_is_not_sold_without_its_weight(tx: Tx) -> None:
    await open_shop(tx)
    sku = catalog.Sku("plum", price_minor=2000, weighed=True)
    await catalog.stock(tx, [catalog.Product("plum", "plum", skus=(sku,))])
    for item in (Item("plum"), Item("plum", 2, 500)):
        with pytest.raises(WeightMissing):
            await checkout.quote(tx, [Sale((item,))])
    (quoted,) = await checkout.quote(tx, [Sale((Item("plum", 1, 500),))])
    assert quoted.decision.payable_minor == 1000


@pytest.mark.parametrize("grams", [1, 500])
async def test_a_weight_makes_nothing_cheaper_that_is_sold_by_the_piece(tx: Tx, grams: int) -> None:
    await open_shop(tx)
    await make.programme(tx, Rule("sale", (FixedPrice(9000),)), code="sale")
    till = make.limited(tx, "checkout.quote", "checkout.order")
    for trusted in (till, tx):
        with pytest.raises(NotWeighed) as refusal:
            await checkout.quote(trusted, [Sale((Item("tee", 1, grams),))])
        assert refusal.value.field == "[0].items[0].grams"


@pytest.mark.parametrize(
    ("item", "field"), [(Item("plum", 1, 10**9), "grams"), (Item("tee", 10_000_000), "units")]
)
async def test_a_line_beyond_all_measure_is_refused_by_its_field(
    tx: Tx, item: Item, field: str
) -> None:
    plum = catalog.Sku("plum", price_minor=10**12, weighed=True)
    tee = catalog.Sku("tee", price_minor=10**12)
    goods = [catalog.Product(sku.code, sku.code, skus=(sku,)) for sku in (plum, tee)]
    await catalog.stock(tx, goods)
    with pytest.raises(InvalidField) as refusal:
        await checkout.quote(tx, [Sale((item,))])
    assert refusal.value.field == f"[0].items[0].{field}"


@pytest.mark.parametrize("year", [1, 9999])
async def test_a_time_beyond_every_calendar_is_refused_by_its_field(tx: Tx, year: int) -> None:
    await open_shop(tx)
    at = datetime(year, 1, 1, tzinfo=UTC) if year == 1 else datetime.max.replace(tzinfo=UTC)
    with pytest.raises(InvalidField) as refusal:
        await checkout.quote(tx, [Sale((Item("tee"),), placed_at=at)])
    assert refusal.value.field == "[0].placed_at"


async def test_a_store_sells_at_its_own_price(tx: Tx) -> None:
    member, _ = await open_shop(tx)
    store_id = await make.store(tx, "SX")
    await make.store(tx, "SY")
    await catalog.set_prices(tx, [catalog.PriceChange("tee", 5000, store_id)])
    here = replace(sale(member, "1", 5000, tee=1), store="SX")
    there = replace(sale(member, "2", 9900, tee=1), store="SY")
    receipts = await checkout.commit(tx, [here, there])
    assert [receipt.decision.payable_minor for receipt in receipts] == [5000, 9900]


@pytest.mark.inv("I3")
async def test_a_late_sale_costs_what_it_cost_when_it_was_made(tx: Tx) -> None:
    member, _ = await open_shop(tx)
    await catalog.set_prices(tx, [catalog.PriceChange("cap", 9900, None, LONG_AGO)])
    await catalog.set_prices(tx, [catalog.PriceChange("cap", 12000)])
    late = replace(sale(member, "1", 9900, cap=1), placed_at=tx.now - timedelta(days=7))
    (receipt,) = await checkout.commit(make.limited(tx, "checkout.order"), [late])
    assert receipt.decision.payable_minor == 9900


async def retire(tx: Tx, *codes: str) -> None:
    gone = [catalog.Product(code, code, state=catalog.ProductState.RETIRED) for code in codes]
    await catalog.stock(tx, gone)


async def test_a_retired_product_is_neither_quoted_nor_sold_nor_held(tx: Tx) -> None:
    member, _ = await open_shop(tx)
    await retire(tx, "cap")
    basket = Sale((Item("tee"), Item("cap")), member)
    with pytest.raises(RetiredItems) as refusal:
        await checkout.quote(tx, [basket])
    told = refusal.value
    assert (told.field, told.skus, told.retired_at) == ("[0].items[1].sku", ("cap",), tx.now)
    with pytest.raises(RetiredItems):
        await checkout.commit(tx, [basket])
    with pytest.raises(RetiredItems):
        await checkout.reserve(tx, [checkout.Reserving(basket)])
    await catalog.stock(tx, [catalog.Product("cap", "cap")])
    assert await checkout.quote(tx, [basket])


@pytest.mark.inv("I3")
async def test_what_was_sold_before_it_was_retired_is_uploaded_and_comes_back(tx: Tx) -> None:
    member, _ = await open_shop(tx)
    till = make.limited(tx, "checkout.order")
    await retire(tx, "tee")
    await retire(tx, "tee")
    late = replace(sale(member, "1", 9900, tee=1), placed_at=tx.now - timedelta(minutes=1))
    (receipt,) = await checkout.commit(till, [late])
    (back,) = await checkout.take_back(tx, [Comeback(receipt.id, "r1", (Units(0, 0),))])
    assert back.refund_minor == 9900
    with pytest.raises(RetiredItems):
        await checkout.commit(till, [replace(late, external_id="2", placed_at=tx.now)])


async def test_history_of_another_till_is_taken_as_it_happened(tx: Tx) -> None:
    member, _ = await open_shop(tx)
    await retire(tx, "tee")
    tx.now += timedelta(days=2)
    told = Sale(
        (Item("tee", gross_minor=8000),), member, "old-till", "1",
        placed_at=tx.now - timedelta(days=1),
    )  # fmt: skip
    (receipt,) = await checkout.commit(tx, [told])
    assert receipt.decision.payable_minor == 8000
    with pytest.raises(RetiredItems):
        await checkout.commit(tx, [replace(told, external_id="2", placed_at=None)])


async def test_a_refusal_names_the_place_in_what_was_sent(tx: Tx) -> None:
    member, _ = await open_shop(tx)
    one = sale(member, "1", 9900, tee=1)
    await checkout.commit(tx, [one])
    with pytest.raises(checkout.UnknownItems) as refusal:
        await checkout.commit(tx, [one, one, sale(member, "2", 0, ghost=1)])
    assert refusal.value.field == "[2].items[0].sku"
