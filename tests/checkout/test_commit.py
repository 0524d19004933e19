from __future__ import annotations

import asyncio
from collections.abc import Sequence

import pytest
from msgspec.structs import replace

from liuke.domains import checkout
from liuke.domains.checkout import Comeback, Item, Sale, Tender, Units
from liuke.domains.points import BookSpec, balances
from liuke.domains.promotions import (
    AmountOff,
    Counting,
    Earn,
    Limits,
    PercentOff,
    Rule,
    StageName,
    Where,
)
from liuke.domains.tiers import TierSet
from liuke.domains.tiers.values import Basis, Level
from liuke.kernel.db import Tx
from liuke.kernel.ids import MemberId
from tests import make
from tests.conftest import Shop
from tests.heard import listen

STARS = BookSpec(code="stars")
CARD = TierSet(
    code="card",
    name="Card",
    basis=Basis(kind="spend"),
    levels=(
        Level(code="silver", name="Silver", entry_threshold=0),
        Level(code="gold", name="Gold", entry_threshold=20_000),
    ),
)
EARN = Rule(
    code="earn", stage=StageName.EARNING, effects=(Earn(book="stars", points=1, per_minor=100),)
)
GOLD = Rule(
    code="gold-price",
    stage=StageName.MEMBER,
    where=Where(tiers=("gold",)),
    effects=(PercentOff(off_bp=1000),),
)


async def open_shop(tx: Tx, *more: object) -> Sequence[MemberId]:
    await make.programme(tx, STARS, CARD, EARN, GOLD, *more)
    await make.products(tx, tee=9900, cap=4500)
    return await make.members(tx, 2)


def sale(member_id: MemberId | None, key: str, paid: int, **units: int) -> Sale:
    items = tuple(Item(sku, count) for sku, count in units.items())
    tenders = (Tender("cash", paid),) if paid else ()
    return Sale(items, member_id, external_id=key, tenders=tenders)


async def test_a_sale_earns_points_and_counts_for_the_tier(tx: Tx) -> None:
    member, _ = await open_shop(tx)
    (receipt,) = await checkout.commit(tx, [sale(member, "1", 9900, tee=1)])
    assert receipt.decision.payable_minor == 9900
    assert receipt.standing is not None
    assert receipt.standing.points == {"stars": 99}
    assert receipt.standing.tiers == {"card": "silver"}


async def test_a_sale_asks_nothing_twice(shop: Shop) -> None:
    counts = replace(CARD, code="stars", basis=Basis(kind="points", book="stars"))
    often = Rule("often", (AmountOff(1),), limits=Limits(total=100))
    async with shop.begin() as tx:
        member, _ = await open_shop(tx, counts, often)
        await make.live(tx)  # documents are read once a process
    async with shop.begin() as tx:
        said = listen(tx)
        await checkout.commit(tx, [sale(member, "1", 9899, tee=1)])
        await tx.settle()
    assert len(said) == len(set(said)) == 15


async def test_the_next_basket_of_one_batch_sees_the_level_the_first_one_reached(tx: Tx) -> None:
    member, _ = await open_shop(tx)
    first, second = await checkout.commit(
        tx, [sale(member, "1", 29700, tee=3), sale(member, "2", 8910, tee=1)]
    )
    assert first.standing is not None
    assert first.standing.tiers == {"card": "gold"}
    assert second.decision.discount_minor == 990


async def test_a_till_that_retries_is_counted_once(tx: Tx) -> None:
    member, _ = await open_shop(tx)
    (first,) = await checkout.commit(tx, [sale(member, "1", 9900, tee=1)])
    (again,) = await checkout.commit(tx, [sale(member, "1", 9900, tee=1)])
    assert (again.id, again.replayed) == (first.id, True)
    (balance,) = await balances(tx, [member])
    assert balance.spendable == 99


async def test_another_sale_under_the_same_key_is_refused(tx: Tx) -> None:
    member, _ = await open_shop(tx)
    await checkout.commit(tx, [sale(member, "1", 9900, tee=1)])
    with pytest.raises(checkout.SaleChanged):
        await checkout.commit(tx, [sale(member, "1", 4500, cap=1)])


async def test_payments_that_do_not_add_up_refuse_the_batch_by_place(tx: Tx) -> None:
    one, two = await open_shop(tx)
    with pytest.raises(checkout.SalesRefused) as refusal:
        await checkout.commit(tx, [sale(one, "1", 9900, tee=1), sale(two, "2", 1, tee=1)])
    assert list(refusal.value.problems) == [1]
    assert await balances(tx, [one]) == []


async def test_a_guest_gets_a_code_to_claim_the_receipt_with(tx: Tx) -> None:
    await open_shop(tx)
    (receipt,) = await checkout.commit(tx, [sale(None, "1", 9900, tee=1)])
    assert receipt.claim_code is not None
    assert len(receipt.claim_code) == 16
    assert receipt.standing is None


async def test_an_unknown_sku_is_named(tx: Tx) -> None:
    member, _ = await open_shop(tx)
    with pytest.raises(checkout.UnknownItems) as refusal:
        await checkout.commit(tx, [sale(member, "1", 0, ghost=1)])
    assert (refusal.value.field, refusal.value.skus) == ("[0].items[0].sku", ("ghost",))


@pytest.mark.inv("I1")
async def test_twenty_tills_sending_one_sale_make_it_once(shop: Shop) -> None:
    async with shop.begin() as tx:
        member, _ = await open_shop(tx)

    async def send() -> bool:
        async with shop.begin() as tx:
            (receipt,) = await checkout.commit(tx, [sale(member, "1", 9900, tee=1)])
            return receipt.replayed

    replayed = await asyncio.gather(*(send() for _ in range(20)))
    assert sorted(replayed) == [False] + [True] * 19
    async with shop.begin() as tx:
        (balance,) = await balances(tx, [member])
    assert balance.spendable == 99


async def test_a_threshold_discount_is_shared_over_lines_to_the_cent(tx: Tx) -> None:
    off = Rule(code="off", stage=StageName.THRESHOLD, effects=(AmountOff(off_minor=1001),))
    member, _ = await open_shop(tx, off)
    (receipt,) = await checkout.commit(tx, [sale(member, "1", 13399, tee=1, cap=1)])
    assert [line.discount_minor for line in receipt.decision.lines] == [688, 313]


FIRST_TWO = Rule(
    code="first-two",
    stage=StageName.THRESHOLD,
    effects=(AmountOff(off_minor=1000),),
    limits=Limits(total=2, per_member=1),
)


async def limited_shop(tx: Tx, members: int) -> list[MemberId]:
    await make.programme(tx, FIRST_TWO)
    await make.products(tx, tee=9900)
    return list(await make.members(tx, members))


def tee(member_id: MemberId, key: str, paid: int) -> Sale:
    return Sale((Item("tee"),), member_id, external_id=key, tenders=(Tender("cash", paid),))


async def test_a_basket_that_comes_too_late_for_a_limit_is_told_its_new_price(tx: Tx) -> None:
    one, two, three = await limited_shop(tx, 3)
    await checkout.commit(tx, [tee(one, "1", 8900), tee(two, "2", 8900)])
    (quoted,) = await checkout.quote(tx, [Sale((Item("tee"),), three)])
    assert quoted.decision.payable_minor == 9900
    assert [missed.rule for missed in quoted.decision.missed] == ["first-two"]


async def test_a_returned_use_may_be_used_again(tx: Tx) -> None:
    one, two, three = await limited_shop(tx, 3)
    first, _ = await checkout.commit(tx, [tee(one, "1", 8900), tee(two, "2", 8900)])
    await checkout.take_back(tx, [Comeback(first.id, "r1", (Units(0, 0),))])
    (receipt,) = await checkout.commit(tx, [tee(three, "3", 8900)])
    assert receipt.decision.discount_minor == 1000


async def test_one_of_two_limited_units_is_exchanged_for_another(tx: Tx) -> None:
    """What is limited to two a member may be bought again once one of them came back."""
    limits = Limits(per_member=2, counting=Counting.UNITS)
    await make.programme(tx, Rule("half", (PercentOff(5_000),), limits=limits))
    await make.products(tx, tee=9900)
    (member,) = await make.members(tx)
    (first,) = await checkout.commit(tx, [sale(member, "1", 9900, tee=2)])
    await checkout.take_back(tx, [Comeback(first.id, "r1", (Units(0, 0),))])
    (again,) = await checkout.commit(tx, [sale(member, "2", 4950, tee=1)])
    assert again.decision.discount_minor == 4950
    (third,) = await checkout.commit(tx, [sale(member, "3", 9900, tee=1)])
    assert third.decision.discount_minor == 0


@pytest.mark.inv("C1")
async def test_of_twenty_tills_exactly_two_get_the_limited_price(shop: Shop) -> None:
    async with shop.begin() as tx:
        members = await limited_shop(tx, 20)

    async def buy(member_id: MemberId) -> int:
        try:
            async with shop.begin() as tx:
                (receipt,) = await checkout.commit(tx, [tee(member_id, str(member_id), 8900)])
                return receipt.decision.discount_minor
        except checkout.SalesRefused as refused:
            return 0 if isinstance(refused.problems[0], checkout.PaymentMismatch) else -1

    discounts = await asyncio.gather(*(buy(member_id) for member_id in members))
    assert sorted(discounts) == [0] * 18 + [1000, 1000]


@pytest.mark.inv("I3")
async def test_a_backlog_with_a_sale_twice_counts_it_once(tx: Tx) -> None:
    member, _ = await open_shop(tx)
    one = sale(member, "1", 9900, tee=1)
    first, again = await checkout.commit(tx, [one, one])
    assert (first.id, first.replayed) == (again.id, False)
    assert again == replace(first, replayed=True)
    later = await checkout.commit(tx, [one, one])
    assert [receipt.replayed for receipt in later] == [True, True]
    (balance,) = await balances(tx, [member])
    assert balance.spendable == 99


async def test_a_backlog_with_two_sales_under_one_key_is_refused(tx: Tx) -> None:
    member, _ = await open_shop(tx)
    with pytest.raises(checkout.SaleChanged):
        await checkout.commit(tx, [sale(member, "1", 9900, tee=1), sale(member, "1", 4500, cap=1)])


@pytest.mark.inv("I3")
async def test_a_refused_sale_is_named_by_its_place_among_repeated_ones(tx: Tx) -> None:
    member, other = await open_shop(tx)
    one, bad = sale(member, "1", 9900, tee=1), sale(other, "2", 1, tee=1)
    with pytest.raises(checkout.SalesRefused) as refusal:
        await checkout.commit(tx, [one, one, bad, one])
    assert list(refusal.value.problems) == [2]
    await checkout.commit(tx, [one])
    with pytest.raises(checkout.SalesRefused) as refusal:
        await checkout.commit(tx, [one, one, bad])
    assert list(refusal.value.problems) == [2]


@pytest.mark.inv("I3")
async def test_a_repeated_sale_keeps_the_place_it_came_at_first(tx: Tx) -> None:
    member, _ = await open_shop(tx)
    one, two = sale(member, "1", 29700, tee=3), sale(member, "2", 8910, tee=1)
    receipts = await checkout.commit(tx, [one, two, one])
    assert [receipt.external_id for receipt in receipts] == ["1", "2", "1"]
    assert receipts[1].decision.discount_minor == 990


async def test_a_guests_receipt_sent_again_has_its_code_again(tx: Tx) -> None:
    await open_shop(tx)
    (first,) = await checkout.commit(tx, [sale(None, "1", 9900, tee=1)])
    (again,) = await checkout.commit(tx, [sale(None, "1", 9900, tee=1)])
    assert again.replayed
    assert again.claim_code == first.claim_code is not None
