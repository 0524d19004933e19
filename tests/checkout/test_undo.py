from __future__ import annotations

import pytest

from liuke.domains import checkout, coupons
from liuke.domains.checkout import Comeback, Item, Sale, Units
from liuke.domains.checkout.burden import OfCoupon, burden
from liuke.domains.coupons import CouponTemplate, UnknownCoupon, template
from liuke.domains.coupons.template import Got
from liuke.domains.promotions import CouponUse
from liuke.kernel.db import Tx
from liuke.kernel.ids import MemberId
from tests import make
from tests.checkout.test_take_back import open_shop, sell

CARD = CouponTemplate(
    code="three-teas",
    name="3 teas",
    name_zh="三次卡",
    effect=template.TimesCard(uses=3, item=template.Goods(products=("tee",))),
    per_order=3,
    validity=template.DaysAfter(days=30),
)
OPEN_DOOR = CouponTemplate(
    code="open-door",
    name="Open door",
    name_zh="公开码",
    effect=template.CashOff(amount_minor=1000),
    got=Got.PUBLIC_CODE,
    public_code="DOOR",
    stock=1,
    validity=template.DaysAfter(days=30),
)
SHIPPING = CouponTemplate(
    code="free-way",
    name="Free way",
    name_zh="免运费",
    effect=template.FreeShipping(),
    validity=template.DaysAfter(days=30),
)


async def held(tx: Tx, member_id: MemberId, code: str) -> list[coupons.Coupon]:
    book = await coupons.open_coupons(tx, [member_id], (), await make.live(tx))
    return [c for c in book.usable(member_id, tx.now) if c.template == code]


@pytest.mark.inv("L5")
async def test_each_unit_a_times_card_paid_gives_its_use_back(tx: Tx) -> None:
    member = await open_shop(tx)
    await make.programme(tx, CARD, code="cards")
    await coupons.issue(tx, [coupons.Grant(member, "three-teas", "gift")])
    (card,) = await held(tx, member, "three-teas")
    receipt = await sell(tx, member, 0, units={"tee": 2}, coupons=(str(card.id),))
    (use,) = receipt.decision.coupons
    assert (use.uses, receipt.decision.payable_minor) == (2, 0)
    await checkout.take_back(tx, [Comeback(receipt.id, "r1", (Units(0, 1),))])
    assert [c.uses_left for c in await held(tx, member, "three-teas")] == [2]
    await checkout.take_back(tx, [Comeback(receipt.id, "r2", (Units(0, 0),))])
    assert [c.uses_left for c in await held(tx, member, "three-teas")] == [3]


async def test_a_shipping_coupon_comes_back_with_the_last_unit(tx: Tx) -> None:
    member = await open_shop(tx)
    await make.programme(tx, SHIPPING, code="ways")
    await coupons.issue(tx, [coupons.Grant(member, "free-way", "gift")])
    (way,) = await held(tx, member, "free-way")
    receipt = await sell(
        tx, member, 9900, units={"tee": 1}, shipping_minor=1000, coupons=(str(way.id),)
    )
    assert await held(tx, member, "free-way") == []
    await checkout.cancel(tx, [receipt.id])
    assert [c.id for c in await held(tx, member, "free-way")] == [way.id]


async def test_one_coupon_spelt_twice_is_used_once(tx: Tx) -> None:
    member = await open_shop(tx)
    await coupons.issue(tx, [coupons.Grant(member, "ten-off", "gift")])
    (one,) = await held(tx, member, "ten-off")
    sale = Sale((Item("tee", 2),), member, coupons=(str(one.code), str(one.id), str(one.code)))
    (quoted,) = await checkout.quote(tx, [sale])
    assert quoted.decision.discount_minor == 1000


@pytest.mark.inv("C1")
async def test_a_guest_uses_no_public_code_since_nobody_would_count_it(tx: Tx) -> None:
    await open_shop(tx)
    await make.programme(tx, OPEN_DOOR, code="doors")
    with pytest.raises(UnknownCoupon):
        await checkout.quote(tx, [Sale((Item("tee"),), coupons=("DOOR",))])


async def test_uses_fall_free_by_units_in_any_partition(tx: Tx) -> None:
    member = await open_shop(tx)
    receipt = await sell(tx, member, 29700, units={"tee": 3})
    assert receipt.decision.coupons == ()
    use = CouponUse("c", "t", 2, 0)
    decision = type(receipt.decision)(receipt.decision.lines, coupons=(use,))
    spans = [Units(0, 2), Units(0, 0), Units(0, 1)]
    freed = [
        burden(decision, {0: 3}, spans[:n], [spans[n]]).coupons.get("c", OfCoupon(0, 0)).uses
        for n in range(3)
    ]
    assert sum(freed) == 2
