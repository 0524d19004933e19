"""Money goes back to the tenders it came from, in their order, and never more than was paid."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from liuke.domains import checkout
from liuke.domains.checkout import Item, Sale, Tender
from liuke.domains.checkout.read import Payment, get_orders
from liuke.domains.checkout.refunds import Purse, repay
from liuke.domains.checkout.values import OrderId, Refund
from liuke.kernel.db import Tx
from tests.checkout.test_commit import open_shop

ORDER, OTHER = OrderId(bytes(16)), OrderId(bytes([1] * 16))


def paid(place: int, amount: int, *, refunded: int = 0, order: OrderId = ORDER) -> Payment:
    return Payment(order, place, "cash" if place else "card", amount, refunded, f"slip {place}")


def test_a_refund_fills_the_first_tender_before_the_next() -> None:
    purse = Purse([paid(0, 500), paid(1, 300)])
    assert purse.refund(ORDER, 600) == (
        Refund("card", 500, "slip 0"),
        Refund("cash", 100, "slip 1"),
    )
    assert purse.refund(ORDER, 200) == (Refund("cash", 200, "slip 1"),)
    assert [(part.place, part.amount_minor) for part in purse.repaid] == [
        (0, 500),
        (1, 100),
        (1, 200),
    ]


def test_what_went_back_before_and_what_others_paid_is_not_touched() -> None:
    purse = Purse([paid(0, 500, refunded=450), paid(0, 900, order=OTHER), paid(1, 300)])
    assert [r.amount_minor for r in purse.refund(ORDER, 100)] == [50, 50]
    assert {part.order_id for part in purse.repaid} == {ORDER}


def test_nothing_goes_back_for_nothing() -> None:
    purse = Purse([paid(0, 500)])
    assert purse.refund(ORDER, 0) == ()
    assert purse.repaid == []


@pytest.mark.inv("L5")
def test_more_than_was_paid_never_goes_back() -> None:
    purse = Purse([paid(0, 500, refunded=499), paid(1, 900, order=OTHER)])
    with pytest.raises(AssertionError, match="more goes back than was paid"):
        purse.refund(ORDER, 2)


@pytest.mark.inv("L5")
@given(
    tenders=st.lists(st.integers(1, 10_000), min_size=1, max_size=5),
    cuts=st.lists(st.integers(0, 10_000), max_size=6),
)
def test_any_partition_gives_each_tender_back_what_it_paid(
    tenders: list[int], cuts: list[int]
) -> None:
    purse = Purse([paid(place, amount) for place, amount in enumerate(tenders)])
    left = sum(tenders)
    for cut in [*cuts, left]:
        part = min(cut, left)
        assert sum(refund.amount_minor for refund in purse.refund(ORDER, part)) == part
        left -= part
    by_place = dict.fromkeys(range(len(tenders)), 0)
    for back in purse.repaid:
        by_place[back.place] += back.amount_minor
    assert left == sum(tenders) - sum(by_place.values())
    assert all(by_place[place] <= amount for place, amount in enumerate(tenders))


async def test_what_goes_back_to_a_tender_in_parts_is_noted_as_one_sum(tx: Tx) -> None:
    member, _ = await open_shop(tx)
    tenders = (Tender("card", 5_000), Tender("cash", 4_900))
    sale = Sale((Item("tee"),), member, external_id="1", tenders=tenders)
    (receipt,) = await checkout.commit(tx, [sale])
    (page,) = await get_orders(tx, [receipt.id])
    purse = Purse(page.payments)
    await repay(tx, purse)
    for part in (3_000, 2_100, 50):
        purse.refund(receipt.id, part)
    await repay(tx, purse)
    (page,) = await get_orders(tx, [receipt.id])
    assert [payment.refunded_minor for payment in page.payments] == [5_000, 150]
