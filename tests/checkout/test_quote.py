from __future__ import annotations

from datetime import timedelta

import pytest
from msgspec.structs import replace

from liuke.domains import checkout, coupons, points
from liuke.domains.checkout import Comeback, Item, Sale, Tender, Units
from liuke.domains.checkout.errors import UnknownSpend
from liuke.domains.coupons import CouponTemplate, Grant, template
from liuke.domains.points import BookSpec, Movement
from liuke.domains.points.values import Rolling
from liuke.domains.promotions import Earn, Minimum, PercentOff, Rule, StageName, Where
from liuke.kernel.db import Tx
from tests import make
from tests.checkout.test_take_back import EARN, STARS, open_shop, sell, spendable

NEAR = Rule(
    code="near",
    stage=StageName.THRESHOLD,
    minimum=Minimum(amount_minor=10_000),
    effects=(PercentOff(off_bp=1000),),
)

ELSEWHERE = Rule(
    code="elsewhere", where=Where(stores=("other",)), effects=(PercentOff(off_bp=1000),)
)


async def test_a_quote_says_what_is_missing_and_writes_nothing(tx: Tx) -> None:
    member = await open_shop(tx)
    await make.programme(tx, NEAR, code="more")
    (quoted,) = await checkout.quote(tx, [Sale((Item("tee"),), member)])
    (missed,) = quoted.decision.missed
    assert (missed.rule, missed.missing) == ("near", 100)
    assert quoted.decision.awards[0].points == 99
    assert await spendable(tx, member) == 0


async def test_a_price_from_a_caller_without_that_right_is_refused(tx: Tx) -> None:
    member = await open_shop(tx)
    till = make.limited(tx, "checkout.sell")
    with pytest.raises(checkout.PriceFromClient):
        await checkout.quote(till, [Sale((Item("tee", gross_minor=1),), member)])


async def test_every_rule_that_would_not_apply_says_why(tx: Tx) -> None:
    member = await open_shop(tx)
    await make.store(tx, "other")
    await make.programme(tx, NEAR, ELSEWHERE, code="more")
    missed = await checkout.explain(tx, Sale((Item("tee"),), member))
    assert {one.rule for one in missed} >= {"near", "elsewhere"}


async def test_points_of_no_book_are_refused_with_the_books_there_are(tx: Tx) -> None:
    member = await open_shop(tx)
    await make.programme(tx, BookSpec(code="growth", qualifying=True), code="more")
    for book in ("ghost", "growth"):
        basket = Sale((Item("tee"),), member, spend={"stars": 0, book: 5})
        with pytest.raises(UnknownSpend) as refusal:
            await checkout.quote(tx, [basket])
        assert (refusal.value.field, refusal.value.books) == (f"spend.{book}", ("stars",))
        with pytest.raises(checkout.SalesRefused) as refused:
            await checkout.commit(tx, [basket])
        assert isinstance(refused.value.problems[0], UnknownSpend)


async def test_points_that_ended_yesterday_pay_nothing_before_the_night_has_swept(tx: Tx) -> None:
    book = BookSpec(
        code="stars", payable=True, value_minor_per_1000=10_000, expiry=Rolling(days=10)
    )
    member = await open_shop(tx, book)
    await sell(tx, member, 19800, units={"tee": 2})
    tx.now += timedelta(days=9)
    await sell(tx, member, 9900, units={"tee": 1}, key="2")
    tx.now += timedelta(days=2)
    wish = Sale((Item("tee"),), member, external_id="3", spend={"stars": 297})
    (quoted,) = await checkout.quote(tx, [wish])
    (spend,) = quoted.decision.spends
    assert (spend.points, quoted.standing and quoted.standing.points) == (99, {"stars": 99})
    receipt = await sell(tx, member, 8910, units={"tee": 1}, key="3", spend={"stars": 297})
    assert receipt.decision.spends == quoted.decision.spends


async def test_a_quote_and_the_sale_pay_in_the_steps_of_the_book(tx: Tx) -> None:
    book = replace(STARS, pay_step=50)
    member = await open_shop(tx, book)
    await sell(tx, member, 19_800, units={"tee": 2})
    basket = Sale((Item("tee"),), member, spend={"stars": 198})
    (quoted,) = await checkout.quote(tx, [basket])
    assert [(one.points, one.reason) for one in quoted.decision.spends] == [(150, "step")]
    receipt = await sell(tx, member, 8_400, units={"tee": 1}, key="2", spend={"stars": 198})
    assert receipt.decision.spends == quoted.decision.spends
    assert await spendable(tx, member) == 198 - 150 + 84


async def test_points_of_a_book_that_is_not_payable_are_told_and_left_alone(tx: Tx) -> None:
    await make.programme(tx, BookSpec(code="coins"), code="more")
    member = await open_shop(tx)
    await points.post(tx, [Movement(member, "coins", "gift", 500)])
    (quoted,) = await checkout.quote(tx, [Sale((Item("tee"),), member, spend={"coins": 500})])
    (no,) = [one for one in quoted.decision.missed if one.other == "coins"]
    assert (no.why, no.text_zh) == ("not_payable", "这些积分在这里不能抵现。")
    receipt = await sell(tx, member, 9_900, units={"tee": 1}, spend={"coins": 500})
    assert receipt.decision.missed == quoted.decision.missed
    assert {one.book: one.spendable for one in await points.balances(tx, [member])}["coins"] == 500


async def test_an_upgrade_coupon_leaves_its_surcharge_to_pay(tx: Tx) -> None:
    member = await open_shop(tx)
    step = CouponTemplate(
        code="step",
        name="Upgrade",
        name_zh="升级券",
        effect=template.Upgrade(surcharge_minor=1000),
        scope=template.Scope(include=template.Goods(products=("cap",))),
        validity=template.DaysAfter(days=30),
    )
    await make.programme(tx, step, code="step")
    (given,) = await coupons.issue(tx, [Grant(member, "step", "test")])
    basket = Sale((Item("tee"), Item("cap")), member, coupons=(str(given.coupon_id),))
    (quoted,) = await checkout.quote(tx, [basket])
    assert [line.discount_minor for line in quoted.decision.lines] == [0, 3500]


NOT_ON_WALLET = replace(
    EARN,
    effects=(Earn(book="stars", points=1, per_minor=100, not_tenders=("wallet", "external")),),
)
MIXED = (Tender("cash", 4_950), Tender("wallet", 10_000), Tender("wallet", 4_850))


async def test_a_quote_its_sale_and_returns_earn_nothing_on_stored_value(tx: Tx) -> None:
    member = await open_shop(tx)
    await make.programme(tx, STARS, NOT_ON_WALLET)
    basket = Sale((Item("tee", 2),), member, external_id="mixed", tenders=MIXED)
    (quoted,) = await checkout.quote(tx, [basket])
    (award,) = quoted.decision.awards
    assert award.points == 49
    assert award.parts[0].text_zh.endswith("：49.5（148.50 元不计，付款方式：储值）")
    (sold,) = await checkout.commit(tx, [basket])
    assert (sold.decision.awards, await spendable(tx, member)) == ((award,), 49)
    (again,) = await checkout.commit(tx, [basket])
    assert (again.replayed, again.decision.awards) == (True, (award,))
    left = []
    for unit in (1, 0):
        await checkout.take_back(tx, [Comeback(sold.id, f"r{unit}", (Units(0, unit),))])
        left.append(await spendable(tx, member))
    assert left == [25, 0]


async def test_a_quote_that_names_no_payment_says_what_money_would_earn(tx: Tx) -> None:
    member = await open_shop(tx)
    await make.programme(tx, STARS, NOT_ON_WALLET)
    till = make.limited(tx, "checkout.sell")
    (quoted,) = await checkout.quote(till, [Sale((Item("tee"),), member)])
    assert quoted.decision.awards[0].points == 99


async def test_what_a_trusted_source_was_paid_elsewhere_is_external(tx: Tx) -> None:
    member = await open_shop(tx)
    await make.programme(tx, STARS, NOT_ON_WALLET)
    (sold,) = await checkout.commit(tx, [Sale((Item("tee"),), member)])
    (page,) = await checkout.get_orders(tx, [sold.id])
    assert [payment.kind for payment in page.payments] == ["external"]
    assert (sold.decision.awards, await spendable(tx, member)) == ((), 0)
