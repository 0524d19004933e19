from __future__ import annotations

import pytest
from msgspec.structs import replace

from liuke.domains import checkout, coupons, members, points
from liuke.domains.checkout import Comeback, Item, Receipt, Sale, Units
from liuke.domains.checkout.burden import OfCoupon, burden
from liuke.domains.checkout.values import Returned
from liuke.domains.coupons import CouponTemplate, UnknownCoupon, template
from liuke.domains.coupons.template import Got
from liuke.domains.members import Merging
from liuke.domains.members.values import MergeId
from liuke.domains.points import Adjustment, BookSpec
from liuke.domains.points.values import ClawBack
from liuke.domains.promotions import CouponUse, Earn, IssueCoupon, Limits, Rule, StageName
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
    (back,) = await checkout.take_back(tx, [Comeback(receipt.id, "r1", (Units(0, 1),))])
    assert [c.uses_left for c in await held(tx, member, "three-teas")] == [2]
    (given,) = [one for one in back.undone if one.what == "coupon.restored"]
    assert (given.text, given.text_zh) == ("Given back: the coupon 3 teas", "退回券“三次卡”")
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


async def merge(tx: Tx, winner: MemberId, loser: MemberId) -> MergeId:
    (merge_id,) = await members.merge(tx, [Merging(winner, loser, "same phone")])
    await tx.settle()
    return merge_id


async def uses_left(tx: Tx, member_id: MemberId) -> int:
    return sum(card.uses_left for card in await held(tx, member_id, "three-teas"))


async def with_card(tx: Tx, member_id: MemberId) -> checkout.Receipt:
    """Use one of three on an order of its own."""
    (card,) = await held(tx, member_id, "three-teas")
    return await sell(tx, member_id, 0, units={"tee": 1}, coupons=(str(card.id),))


@pytest.mark.inv("L5")
@pytest.mark.parametrize("parted", [False, True])
async def test_a_use_of_a_card_that_went_with_a_merge_is_not_lost(tx: Tx, *, parted: bool) -> None:
    loser = await open_shop(tx)
    (winner,) = await make.members(tx)
    await make.programme(tx, CARD, code="cards")
    await coupons.issue(tx, [coupons.Grant(loser, "three-teas", "gift")])
    receipt = await with_card(tx, loser)
    merge_id = await merge(tx, winner, loser)
    if parted:
        await members.undo_merges(tx, [merge_id], reason="two people")
        await tx.settle()
    await checkout.take_back(tx, [Comeback(receipt.id, "r1", (Units(0, 0),))])
    await tx.settle()
    whose = (loser, winner) if parted else (winner, loser)
    assert [await uses_left(tx, one) for one in whose] == [3, 0]


@pytest.mark.inv("L5")
@pytest.mark.parametrize("parted", [False, True])
async def test_a_winner_keeps_the_use_of_what_they_used_themselves(tx: Tx, *, parted: bool) -> None:
    loser = await open_shop(tx)
    (winner,) = await make.members(tx)
    await make.programme(tx, CARD, code="cards")
    await coupons.issue(tx, [coupons.Grant(loser, "three-teas", "gift")])
    merge_id = await merge(tx, winner, loser)
    receipt = await with_card(tx, winner)
    if parted:
        await members.undo_merges(tx, [merge_id], reason="two people")
        await tx.settle()
    await checkout.take_back(tx, [Comeback(receipt.id, "r1", (Units(0, 0),))])
    await tx.settle()
    left = [await uses_left(tx, one) for one in (winner, loser)]
    assert left == ([1, 2] if parted else [3, 0])


@pytest.mark.inv("L5")
async def test_a_use_restored_while_merged_goes_along_when_they_part(tx: Tx) -> None:
    loser = await open_shop(tx)
    (winner,) = await make.members(tx)
    await make.programme(tx, CARD, code="cards")
    await coupons.issue(tx, [coupons.Grant(loser, "three-teas", "gift")])
    receipt = await with_card(tx, loser)
    merge_id = await merge(tx, winner, loser)
    await checkout.take_back(tx, [Comeback(receipt.id, "r1", (Units(0, 0),))])
    await tx.settle()
    await members.undo_merges(tx, [merge_id], reason="two people")
    await tx.settle()
    assert [await uses_left(tx, one) for one in (winner, loser)] == [0, 3]


async def test_a_partial_return_that_frees_no_use_tells_of_none(tx: Tx) -> None:
    member = await open_shop(tx)
    await coupons.issue(tx, [coupons.Grant(member, "ten-off", "gift")])
    (one,) = await held(tx, member, "ten-off")
    receipt = await sell(tx, member, 18800, units={"tee": 2}, coupons=(str(one.id),))
    for unit, told in ((0, 0), (1, 1)):
        await checkout.take_back(tx, [Comeback(receipt.id, f"r{unit}", (Units(0, unit),))])
        await tx.settle()
        story = await members.timeline(tx, member, kinds=["coupon.restored"])
        assert len(story) == told


async def test_a_used_coupon_says_so_to_its_owner_by_id_and_by_code_alike(tx: Tx) -> None:
    member = await open_shop(tx)
    (stranger,) = await make.members(tx)
    await coupons.issue(tx, [coupons.Grant(member, "ten-off", "gift")])
    (one,) = await held(tx, member, "ten-off")
    await sell(tx, member, 8900, units={"tee": 1}, coupons=(str(one.id),))
    for text in (str(one.id), str(one.code)):
        with pytest.raises(coupons.CouponUnusable) as refusal:
            await checkout.quote(tx, [Sale((Item("tee"),), member, coupons=(text,))])
        assert refusal.value.reason is coupons.Reason.USED
        with pytest.raises(UnknownCoupon):
            await checkout.quote(tx, [Sale((Item("tee"),), stranger, coupons=(text,))])
    for wrong in (str(coupons.CouponId.new()), "cpn_nonsense"):
        with pytest.raises(UnknownCoupon):
            await checkout.quote(tx, [Sale((Item("tee"),), member, coupons=(wrong,))])


NEXT_VISIT = Rule(
    code="next-visit",
    stage=StageName.EARNING,
    effects=(IssueCoupon(template="ten-off", count=2),),
    limits=Limits(per_member=1),
)


@pytest.mark.inv("L5")
async def test_coupons_that_an_order_brought_leave_with_its_last_unit(tx: Tx) -> None:
    member = await open_shop(tx)
    await make.programme(tx, NEXT_VISIT, code="visits")
    receipt = await sell(tx, member, 19800, units={"tee": 2})
    assert len(await held(tx, member, "ten-off")) == 2
    (some,) = await checkout.take_back(tx, [Comeback(receipt.id, "r1", (Units(0, 0),))])
    assert len(await held(tx, member, "ten-off")) == 2
    (rest,) = await checkout.take_back(tx, [Comeback(receipt.id, "r2", (Units(0, 1),))])
    assert await held(tx, member, "ten-off") == []
    told = [
        [one.amount for one in back.undone if one.what == "coupon.recalled"]
        for back in (some, rest)
    ]
    assert told == [[], [-1, -1]]


async def test_a_rule_that_gives_one_kind_in_two_parts_gives_and_takes_both(tx: Tx) -> None:
    member = await open_shop(tx)
    parts = (IssueCoupon(template="ten-off"), IssueCoupon(template="ten-off", count=2))
    await make.programme(tx, replace(NEXT_VISIT, effects=parts), code="visits")
    receipt = await sell(tx, member, 9900, units={"tee": 1})
    assert len(await held(tx, member, "ten-off")) == 3
    await checkout.cancel(tx, [receipt.id])
    assert await held(tx, member, "ten-off") == []


async def test_buying_and_bringing_back_again_and_again_hoards_no_coupons(tx: Tx) -> None:
    member = await open_shop(tx)
    await make.programme(tx, NEXT_VISIT, code="visits")
    for turn in ("1", "2", "3"):
        receipt = await sell(tx, member, 9900, units={"tee": 1}, key=turn)
        await checkout.cancel(tx, [receipt.id])
    await sell(tx, member, 9900, units={"tee": 1}, key="4")
    assert len(await held(tx, member, "ten-off")) == 2


async def test_a_coupon_of_an_order_that_was_used_since_stays_used(tx: Tx) -> None:
    member = await open_shop(tx)
    await make.programme(tx, NEXT_VISIT, code="visits")
    receipt = await sell(tx, member, 9900, units={"tee": 1})
    used, left = await held(tx, member, "ten-off")
    await sell(tx, member, 8900, units={"tee": 1}, key="2", coupons=(str(used.id),))
    (back,) = await checkout.take_back(tx, [Comeback(receipt.id, "r", (Units(0, 0),))])
    assert [u.subject for u in back.undone if u.what == "coupon.recalled"] == [str(left.id)]
    assert (await coupons.get_coupon(tx, member, used.id)).state is coupons.State.USED


@pytest.mark.inv("L5")
@pytest.mark.parametrize("at_once", [False, True])
async def test_two_orders_that_pay_for_each_other_hoard_no_coupons(
    tx: Tx, *, at_once: bool
) -> None:
    member = await open_shop(tx)
    await make.programme(tx, NEXT_VISIT, code="visits")
    first = await sell(tx, member, 9900, units={"tee": 1})
    used, _ = await held(tx, member, "ten-off")
    second = await sell(tx, member, 8900, units={"tee": 1}, key="2", coupons=(str(used.id),))
    back = [Comeback(one.id, "r", (Units(0, 0),)) for one in (first, second)]
    for batch in [back] if at_once else [[one] for one in back]:
        await checkout.take_back(tx, batch)
    assert await held(tx, member, "ten-off") == []
    assert (await coupons.get_coupon(tx, member, used.id)).state is coupons.State.VOID


async def test_a_public_code_of_an_order_called_off_may_be_used_again(tx: Tx) -> None:
    member = await open_shop(tx)
    once = CouponTemplate(
        code="hello",
        name="Hello",
        name_zh="你好",
        effect=template.CashOff(amount_minor=1000),
        got=Got.PUBLIC_CODE,
        public_code="HELLO",
        per_member=1,
        validity=template.DaysAfter(days=30),
    )
    await make.programme(tx, once, code="hello")
    receipt = await sell(tx, member, 8900, units={"tee": 1}, coupons=("HELLO",))
    with pytest.raises(checkout.SalesRefused):
        await sell(tx, member, 8900, units={"tee": 1}, key="2", coupons=("HELLO",))
    await checkout.cancel(tx, [receipt.id])
    again = await sell(tx, member, 8900, units={"tee": 1}, key="3", coupons=("HELLO",))
    assert again.decision.discount_minor == 1000


@pytest.mark.inv("C1")
async def test_who_was_two_has_a_limited_rule_once(tx: Tx) -> None:
    loser = await open_shop(tx)
    (winner,) = await make.members(tx)
    await make.programme(tx, NEXT_VISIT, code="visits")
    receipt = await sell(tx, loser, 9900, units={"tee": 1})
    merge_id = await merge(tx, winner, loser)
    await sell(tx, winner, 9900, units={"tee": 1}, key="2")
    assert len(await held(tx, winner, "ten-off")) == 2
    await checkout.take_back(tx, [Comeback(receipt.id, "r", (Units(0, 0),))])
    third = await sell(tx, winner, 9900, units={"tee": 1}, key="3")
    assert [grant.rule for grant in third.decision.grants] == ["next-visit"]
    await members.undo_merges(tx, [merge_id], reason="two people")
    await tx.settle()
    fourth = await sell(tx, loser, 9900, units={"tee": 1}, key="4")
    assert [grant.rule for grant in fourth.decision.grants] == ["next-visit"]


async def back(tx: Tx, receipt: Receipt, unit: int = 0) -> Returned:
    """Bring one unit back."""
    wish = Comeback(receipt.id, f"r{unit}", (Units(0, unit),))
    return (await checkout.take_back(tx, [wish]))[0]


def told(returned: Returned, *whats: str) -> list[tuple[str, str, int]]:
    """Return what was undone, or of that only some kinds."""
    return [
        (one.what, one.subject, one.amount)
        for one in returned.undone
        if not whats or one.what in whats
    ]


async def spend_all(tx: Tx, member: MemberId, **books: int) -> None:
    """Take points away by hand, as if they were spent."""
    wishes = [Adjustment(member, book, f"all {book}", -n, "gone") for book, n in books.items()]
    await points.adjust(tx, wishes)


@pytest.mark.inv("L7")
async def test_books_that_lower_one_refund_share_it_and_the_shipping_with_it(tx: Tx) -> None:
    books = [
        BookSpec(code=code, value_minor_per_1000=60_000, claw_back=ClawBack.DEDUCT)
        for code in ("moons", "stars")
    ]
    earn = Rule("earn", tuple([Earn(book=book.code, points=1, per_minor=100) for book in books]))
    await make.programme(tx, *books, earn)
    await make.products(tx, tee=9900)
    (member,) = await make.members(tx)
    receipt = await sell(tx, member, 10900, units={"tee": 1}, shipping_minor=1000)
    await spend_all(tx, member, moons=99, stars=99)
    (gone,) = await checkout.cancel(tx, [receipt.id])
    assert told(gone) == [
        ("points.clawed_back", "moons", -99),
        ("points.deducted", "moons", -5940),
        ("points.clawed_back", "stars", -99),
        ("points.deducted", "stars", -4920),
        ("points.owed", "stars", -17),
    ]
    assert gone.refund_minor == 10900 - 5940 - 4920


@pytest.mark.inv("L7")
async def test_points_that_are_still_there_lower_no_refund(tx: Tx) -> None:
    book = BookSpec(
        code="stars", payable=True, value_minor_per_1000=10_000, claw_back=ClawBack.DEDUCT
    )
    member = await open_shop(tx, book)
    returned = await back(tx, await sell(tx, member, 9900, units={"tee": 1}))
    assert (returned.refund_minor, told(returned)) == (9900, [("points.clawed_back", "stars", -99)])


@pytest.mark.inv("L7")
async def test_what_is_owed_of_a_return_is_told_without_what_was_owed_before(tx: Tx) -> None:
    member = await open_shop(tx)
    receipts = [await sell(tx, member, 9900 * n, units={"tee": n}, key=str(n)) for n in (2, 1)]
    await spend_all(tx, member, stars=297)
    owed = [told(await back(tx, receipt), "points.owed") for receipt in receipts]
    assert owed == [[("points.owed", "stars", -99)]] * 2
    (balance,) = await points.balances(tx, [member])
    assert balance.debt == 198


async def test_a_unit_that_earned_nothing_moves_no_points(tx: Tx) -> None:
    member = await open_shop(tx)
    await make.products(tx, sip=30)
    receipt = await sell(tx, member, 120, units={"sip": 4})
    before = await points.ledger(tx, member, book="stars")
    shares = [told(await back(tx, receipt, unit), "points.clawed_back") for unit in range(4)]
    taken = [share for share in shares if share]
    assert taken == [[("points.clawed_back", "stars", -1)]]
    assert len((await points.ledger(tx, member, book="stars")).items) == len(before.items) + 1
