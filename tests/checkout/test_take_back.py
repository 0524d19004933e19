from __future__ import annotations

import asyncio
from datetime import timedelta
from typing import Any

import pytest
from msgspec.structs import replace

from liuke.domains import checkout, coupons, members, points, tiers
from liuke.domains.checkout import Comeback, Item, Receipt, Sale, Tender, Units
from liuke.domains.checkout.errors import ReturnChanged
from liuke.domains.checkout.take_back import foresee
from liuke.domains.coupons import CouponTemplate, template
from liuke.domains.members import Merging
from liuke.domains.points import BookSpec
from liuke.domains.points.values import ClawBack
from liuke.domains.promotions import Earn, PayWithPoints, Rule, StageName
from liuke.domains.tiers import Shift, TierSet
from liuke.domains.tiers.values import Basis, Level
from liuke.kernel.db import Contended, Tx
from liuke.kernel.ids import MemberId
from tests import make
from tests.conftest import Shop
from tests.heard import listen

STARS = BookSpec(code="stars", payable=True, value_minor_per_1000=10_000)
EARN = Rule(
    code="earn", stage=StageName.EARNING, effects=(Earn(book="stars", points=1, per_minor=100),)
)
PAY = Rule(
    code="pay",
    stage=StageName.POINTS,
    effects=(PayWithPoints(book="stars", points=1, worth_minor=10),),
)
TEN_OFF = CouponTemplate(
    code="ten-off",
    name="10 off",
    name_zh="减十元",
    effect=template.CashOff(amount_minor=1000),
    validity=template.DaysAfter(days=30),
)


CARD = TierSet(
    code="card",
    name="Card",
    basis=Basis(kind="spend"),
    levels=(Level(code="gold", name="Gold", entry_threshold=20_000),),
)


async def open_shop(tx: Tx, book: BookSpec = STARS) -> MemberId:
    await make.programme(tx, book, EARN, PAY, TEN_OFF)
    await make.products(tx, tee=9900, cap=4500)
    (member,) = await make.members(tx)
    return member


async def sell(tx: Tx, member_id: MemberId | None, paid: int, **more: Any) -> Receipt:
    units: dict[str, int] = more.pop("units")
    items = tuple(Item(sku, count) for sku, count in units.items())
    key = str(more.pop("key", "1"))
    tenders = (Tender("cash", paid),) if paid else ()
    sale = Sale(items, member_id, external_id=key, tenders=tenders, **more)
    (receipt,) = await checkout.commit(tx, [sale])
    return receipt


async def spendable(tx: Tx, member_id: MemberId) -> int:
    return sum(balance.spendable for balance in await points.balances(tx, [member_id]))


async def test_one_of_two_shirts_takes_its_own_money_and_points_back(tx: Tx) -> None:
    member = await open_shop(tx)
    receipt = await sell(tx, member, 19800, units={"tee": 2})
    (back,) = await checkout.take_back(tx, [Comeback(receipt.id, "r1", (Units(0, 1),))])
    assert back.refund_minor == 9900
    assert [(r.kind, r.amount_minor) for r in back.refunds] == [("cash", 9900)]
    assert await spendable(tx, member) == 99


async def test_a_return_sent_twice_counts_once(tx: Tx) -> None:
    member = await open_shop(tx)
    receipt = await sell(tx, member, 19800, units={"tee": 2})
    comeback = Comeback(receipt.id, "r1", (Units(0, 0),))
    (first,) = await checkout.take_back(tx, [comeback])
    (again,) = await checkout.take_back(tx, [comeback])
    assert (again.id, again.replayed) == (first.id, True)
    assert await spendable(tx, member) == 99


@pytest.mark.inv("I1")
async def test_a_return_twice_in_one_batch_counts_once(tx: Tx) -> None:
    member = await open_shop(tx)
    receipt = await sell(tx, member, 19800, units={"tee": 2})
    comeback = Comeback(receipt.id, "r1", (Units(0, 0),))
    first, again = await checkout.take_back(tx, [comeback, comeback])
    assert (again.id, first.replayed, again.replayed) == (first.id, False, True)
    assert await spendable(tx, member) == 99


@pytest.mark.inv("I1")
async def test_other_units_under_the_key_of_a_return_are_refused(tx: Tx) -> None:
    member = await open_shop(tx)
    receipt = await sell(tx, member, 19800, units={"tee": 2})
    await checkout.take_back(tx, [Comeback(receipt.id, "r1", (Units(0, 0),))])
    with pytest.raises(checkout.SalesRefused) as refusal:
        await checkout.take_back(tx, [Comeback(receipt.id, "r1", (Units(0, 1),))])
    assert isinstance(refusal.value.problems[0], ReturnChanged)


@pytest.mark.inv("C2")
async def test_returns_that_race_a_claim_refund_a_unit_once(shop: Shop) -> None:
    async with shop.begin() as tx:
        member = await open_shop(tx)
        receipt = await sell(tx, None, 19800, units={"tee": 2})

    async def back(key: int) -> int:
        try:
            async with shop.begin() as tx:
                (one,) = await checkout.take_back(
                    tx, [Comeback(receipt.id, f"r{key}", (Units(0, 0),))]
                )
                return one.refund_minor
        except checkout.SalesRefused:
            return 0
        except Contended:
            return await back(key)

    async def claim() -> int:
        async with shop.begin() as tx:
            await checkout.claim(tx, [checkout.ReceiptClaim(member, receipt.claim_code or "")])
            await asyncio.sleep(0.05)
        return 0

    refunds = await asyncio.gather(back(1), claim(), *(back(key) for key in range(2, 8)))
    assert sum(refunds) == 9900
    async with shop.begin() as tx:
        assert await spendable(tx, member) == 99


async def test_a_unit_comes_back_once(tx: Tx) -> None:
    member = await open_shop(tx)
    receipt = await sell(tx, member, 19800, units={"tee": 2})
    await checkout.take_back(tx, [Comeback(receipt.id, "r1", (Units(0, 0),))])
    with pytest.raises(checkout.SalesRefused) as refusal:
        await checkout.take_back(tx, [Comeback(receipt.id, "r2", (Units(0, 0, 2),))])
    assert isinstance(refusal.value.problems[0], checkout.UnitsNotReturnable)


async def test_the_coupon_comes_back_with_the_last_unit_it_cut(tx: Tx) -> None:
    member = await open_shop(tx)
    await coupons.issue(tx, [coupons.Grant(member, "ten-off", "gift")])
    book = await coupons.open_coupons(tx, [member], (), await make.live(tx))
    (held,) = book.usable(member, tx.now)
    receipt = await sell(tx, member, 18800, units={"tee": 2}, coupons=(str(held.code),))
    (first,) = await checkout.take_back(tx, [Comeback(receipt.id, "r1", (Units(0, 0),))])
    assert first.refund_minor == 9400
    assert "coupon.restored" not in {undone.what for undone in first.undone}
    (second,) = await checkout.take_back(tx, [Comeback(receipt.id, "r2", (Units(0, 1),))])
    assert "coupon.restored" in {undone.what for undone in second.undone}
    book = await coupons.open_coupons(tx, [member], (), await make.live(tx))
    assert [c.valid_until for c in book.usable(member, tx.now)] == [held.valid_until]


@pytest.mark.inv("L7")
async def test_points_already_spent_become_a_debt(tx: Tx) -> None:
    member = await open_shop(tx)
    receipt = await sell(tx, member, 19800, units={"tee": 2})
    await sell(tx, member, 7920, units={"tee": 1}, key="2", spend={"stars": 198})
    await checkout.take_back(tx, [Comeback(receipt.id, "r1", (Units(0, 0, 2),))])
    (balance,) = await points.balances(tx, [member])
    assert (balance.spendable, balance.debt) == (0, 198 - 79)


@pytest.mark.inv("L7")
async def test_points_already_spent_are_taken_from_the_refund_if_the_book_says_so(tx: Tx) -> None:
    book = BookSpec(
        code="stars", payable=True, value_minor_per_1000=10_000, claw_back=ClawBack.DEDUCT
    )
    member = await open_shop(tx, book)
    receipt = await sell(tx, member, 19800, units={"tee": 2})
    await sell(tx, member, 7920, units={"tee": 1}, key="2", spend={"stars": 198})
    (back,) = await checkout.take_back(tx, [Comeback(receipt.id, "r1", (Units(0, 0, 2),))])
    assert back.refund_minor == 19800 - (198 - 79) * 10


@pytest.mark.inv("L7")
async def test_points_worth_less_than_a_fen_each_are_deducted_in_any_partition(tx: Tx) -> None:
    book = BookSpec(code="stars", payable=True, value_minor_per_1000=900, claw_back=ClawBack.DEDUCT)
    member = await open_shop(tx, book)
    await make.products(tx, sip=100)
    receipt = await sell(tx, member, 1000, units={"sip": 10})
    await sell(tx, member, 9800, units={"tee": 1}, key="2", spend={"stars": 10})
    await points.adjust(tx, [points.Adjustment(member, "stars", "all", -98, "gone")])
    parts = [Comeback(receipt.id, f"r{unit}", (Units(0, unit),)) for unit in range(10)]
    paid = [(await checkout.take_back(tx, [part]))[0].refund_minor for part in parts]
    assert (sum(paid), max(paid), min(paid)) == (1000 - 9, 100, 99)


@pytest.mark.inv("L7")
async def test_what_a_refund_cannot_bear_of_spent_points_stays_owed(tx: Tx) -> None:
    dear = BookSpec(
        code="stars", payable=True, value_minor_per_1000=200_000, claw_back=ClawBack.DEDUCT
    )
    member = await open_shop(tx, dear)
    receipt = await sell(tx, member, 19800, units={"tee": 2})
    await sell(tx, member, 7920, units={"tee": 1}, key="2", spend={"stars": 198})
    (back,) = await checkout.take_back(tx, [Comeback(receipt.id, "r1", (Units(0, 0, 2),))])
    (balance,) = await points.balances(tx, [member])
    assert (back.refund_minor, back.refunds) == (0, ())
    assert (balance.spendable, balance.debt) == (0, 198 - 79 - 99)
    told = {one.what: one.amount for one in back.undone}
    assert told == {"points.clawed_back": -198, "points.deducted": -19800, "points.owed": -20}


async def test_a_return_tells_points_as_their_book_is_called_and_kept(tx: Tx) -> None:
    suns = BookSpec(
        "stars", "Suns", "阳光", "Sun", decimals=1, payable=True,
        value_minor_per_1000=100_000, claw_back=ClawBack.DEDUCT,
    )  # fmt: skip
    member = await open_shop(tx, suns)
    receipt = await sell(tx, member, 19800, units={"tee": 2})
    await sell(tx, member, 8010, units={"tee": 1}, key="2", spend={"stars": 189})
    (back,) = await checkout.take_back(tx, [Comeback(receipt.id, "r1", (Units(0, 0, 2),))])
    said = {one.what: (one.text, one.text_zh) for one in back.undone}
    assert said["points.clawed_back"] == (
        "Taken back: 19.8 Suns earned by these units", "扣回这些商品带来的 19.8 阳光",
    )  # fmt: skip
    less = "Refund reduced by ¥10.90: Suns of these units were spent"
    assert said["points.deducted"] == (less, "退款扣除 10.90 元：这些商品带来的阳光已使用")
    (award,) = receipt.decision.awards
    assert award.parts[0].text == "earn: 19.8"


async def test_a_return_tells_what_leaves_the_progress_in_money(tx: Tx) -> None:
    member = await open_shop(tx)
    await make.programme(tx, CARD, code="tiers")
    receipt = await sell(tx, member, 19800, units={"tee": 2})
    (back,) = await checkout.take_back(tx, [Comeback(receipt.id, "r1", (Units(0, 0),))])
    (progress,) = [one for one in back.undone if one.what == "tier.progress"]
    assert (progress.subject, progress.amount) == ("card", -9900)
    text, text_zh = "Progress in Card reduced by ¥99.00", "Card的进度扣回 99.00 元"
    assert progress.text == f"{text}: ¥198.00 → ¥99.00. Spend ¥101.00 more to reach Gold."
    assert progress.text_zh == f"{text_zh}：198.00 元 → 99.00 元。再消费 101.00 元，升级为Gold。"
    await tx.settle()
    (told,) = await members.timeline(tx, member, kinds=["tier.progress_undone"])
    assert told.text_zh == "退货扣回进度 99.00 元（Card）。"


async def test_a_return_tells_nothing_of_levels_that_go_by_something_else(tx: Tx) -> None:
    member = await open_shop(tx)
    bases = Basis(kind="orders"), Basis(kind="referrals")
    sets = [replace(CARD, code=one.kind, basis=one) for one in bases]
    await make.programme(tx, *sets, code="tiers")
    receipt = await sell(tx, member, 19800, units={"tee": 2})
    part, rest = Units(0, 0), Units(0, 1)
    (back,) = await checkout.take_back(tx, [Comeback(receipt.id, "r1", (part,))])
    await tx.settle()
    assert [one for one in back.undone if one.what == "tier.progress"] == []
    assert await members.timeline(tx, member, kinds=["tier.progress_undone"]) == []
    await checkout.take_back(tx, [Comeback(receipt.id, "r2", (rest,))])
    await tx.settle()
    told = await members.timeline(tx, member, kinds=["tier.progress_undone"])
    assert [one.body["set_code"] for one in told] == ["orders"], "the purchase is gone"


async def test_points_paid_go_back_to_their_lots(tx: Tx) -> None:
    member = await open_shop(tx)
    await sell(tx, member, 19800, units={"tee": 2})
    receipt = await sell(tx, member, 8900, units={"tee": 1}, key="2", spend={"stars": 100})
    assert await spendable(tx, member) == 98 + 89
    await checkout.take_back(tx, [Comeback(receipt.id, "r1", (Units(0, 0),))])
    assert await spendable(tx, member) == 198


@pytest.mark.inv("L5")
async def test_rivals_returning_one_unit_refund_it_once(shop: Shop) -> None:
    async with shop.begin() as tx:
        member = await open_shop(tx)
        receipt = await sell(tx, member, 9900, units={"tee": 1})

    async def back(key: int) -> bool:
        try:
            async with shop.begin() as tx:
                await checkout.take_back(tx, [Comeback(receipt.id, f"r{key}", (Units(0, 0),))])
        except checkout.SalesRefused:
            return False
        return True

    assert sum(await asyncio.gather(*(back(key) for key in range(10)))) == 1
    async with shop.begin() as tx:
        assert await spendable(tx, member) == 0


async def test_a_guests_return_pays_money_back(tx: Tx) -> None:
    await open_shop(tx)
    receipt = await sell(tx, None, 9900, units={"tee": 1})
    (back,) = await checkout.take_back(
        tx, [Comeback(receipt.id, "r1", (Units(0, 0),), returned_at=tx.now + timedelta(minutes=9))]
    )
    assert back.refund_minor == 9900


async def test_who_was_shown_a_level_that_is_gone_meanwhile_is_told_what_happened(
    shop: Shop,
) -> None:
    async with shop.begin() as tx:
        member = await open_shop(tx)
        await make.programme(tx, CARD, code="tiers")
        shirts = [await sell(tx, member, 19800, units={"tee": 2}, key=key) for key in "12"]
    wishes = [Comeback(one.id, "r", (Units(0, 0, 2),)) for one in shirts]
    async with shop.begin() as tx:
        said = await foresee(tx, wishes[:1])
    async with shop.begin() as tx:
        await checkout.take_back(tx, wishes[1:])
    async with shop.begin() as tx:
        made = await checkout.take_back(tx, wishes[:1])
    async with shop.begin() as tx:
        again = await checkout.take_back(tx, wishes[:1])
    assert said[0].tiers == (Shift("card", "gold", "", 39_600, 19_800),)
    assert made[0].tiers == again[0].tiers == (Shift("card", "", "", 19_800, 0),)
    assert made[0].undone == again[0].undone


async def test_the_last_of_several_returns_at_once_tells_where_they_lead(tx: Tx) -> None:
    member = await open_shop(tx)
    await make.programme(tx, CARD, code="tiers")
    receipt = await sell(tx, member, 29700, units={"tee": 3})
    wishes = [Comeback(receipt.id, f"r{unit}", (Units(0, unit),)) for unit in range(2)]
    first, last = await checkout.take_back(tx, wishes)
    assert [one.text_zh for one in first.undone[1:]] == ["Card的进度扣回 99.00 元"]
    assert [one.what for one in last.undone[1:]] == ["tier.level", "tier.progress"]
    assert (first.tiers, last.tiers) == ((), (Shift("card", "gold", "", 29_700, 9_900),))


async def test_many_returns_are_foreseen_with_as_few_statements_as_one(tx: Tx) -> None:
    member = await open_shop(tx)
    await make.programme(tx, CARD, code="tiers")
    receipt = await sell(tx, member, 99_000, units={"tee": 10})
    wishes = [Comeback(receipt.id, f"r{unit}", (Units(0, unit),)) for unit in range(9)]
    await foresee(tx, wishes)
    counts = []
    for some in (wishes[:1], wishes):
        heard = listen(tx)
        await foresee(tx, some)
        counts.append(len(heard))
    assert counts[0] == counts[1]


async def test_a_return_of_who_was_merged_is_told_once_and_lowers_who_they_are_now(tx: Tx) -> None:
    loser = await open_shop(tx)
    (winner,) = await make.members(tx)
    await make.programme(tx, CARD, code="tiers")
    receipt = await sell(tx, loser, 19800, units={"tee": 2})
    await sell(tx, winner, 9900, units={"tee": 1}, key="2")
    await members.merge(tx, [Merging(winner, loser, "same phone")])
    await tx.settle()
    (back,) = await checkout.take_back(tx, [Comeback(receipt.id, "r1", (Units(0, 0),))])
    await tx.settle()
    assert back.tiers == (Shift("card", "gold", "", 29_700, 19_800),)
    (place,) = await tiers.places(tx, [winner])
    assert (place.level, place.progress) == ("", 19_800)
    assert len(await members.timeline(tx, winner, kinds=["tier.progress_undone"])) == 1
