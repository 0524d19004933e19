from __future__ import annotations

import pytest

from liuke.domains import checkout
from liuke.domains.checkout import Item, PaymentMismatch, Sale, Tender
from liuke.domains.checkout.baskets import Placed
from liuke.domains.checkout.due import known_spend, pay, require_sellable
from liuke.domains.checkout.errors import NotForSale, UnknownSpend
from liuke.domains.checkout.values import OrderId
from liuke.domains.points import BookSpec
from liuke.domains.programme import Live
from liuke.domains.promotions import Decision, Match, OnlyFor, Rule, Scope, View, Where
from liuke.kernel.db import Tx
from liuke.kernel.ids import MemberId
from tests import make
from tests.checkout.test_commit import open_shop, sale

DUE = Decision(lines=(), payable_minor=9_900)


def placed(*tenders: Tender) -> Placed:
    """Return a basket on its way, paid for with these."""
    nothing = Live.of()
    return Placed(
        OrderId(bytes(16)), MemberId(bytes(16)), guest=False,
        sale=Sale((Item("tee"),), tenders=tenders), at=make.SATURDAY, live=nothing,
        current=nothing, store_id=None, fingerprint=b"",
    )  # fmt: skip


@pytest.mark.parametrize("may_owe", [True, False])
def test_tenders_that_add_up_are_taken_as_they_are(*, may_owe: bool) -> None:
    sale = placed(Tender("cash", 9_000), Tender("card", 900, "slip"))
    assert pay(sale, DUE, may_owe=may_owe) is sale
    nothing = placed()
    assert pay(nothing, Decision(lines=()), may_owe=may_owe) is nothing


@pytest.mark.parametrize("may_owe", [True, False])
@pytest.mark.parametrize("paid", [9_899, 9_901])
def test_tenders_that_do_not_add_up_are_refused_to_the_fen(paid: int, *, may_owe: bool) -> None:
    with pytest.raises(PaymentMismatch) as refusal:
        pay(placed(Tender("cash", paid)), DUE, may_owe=may_owe)
    assert (refusal.value.due_minor, refusal.value.paid_minor) == (9_900, paid)


def test_only_who_is_trusted_may_have_been_paid_elsewhere() -> None:
    assert pay(placed(), DUE, may_owe=True).sale.tenders == (Tender("external", 9_900),)
    with pytest.raises(PaymentMismatch):
        pay(placed(), DUE, may_owe=False)


def test_points_are_paid_with_only_from_a_book_that_is_spent() -> None:
    live = Live.of(BookSpec("stars"), BookSpec("coins"), BookSpec("growth", qualifying=True))
    known = Sale((Item("tee"),), spend={"stars": 5, "coins": 1})
    assert known_spend(known, live) == {"stars": 5, "coins": 1}
    for book in ("growth", "moons"):
        with pytest.raises(UnknownSpend) as refusal:
            known_spend(Sale((Item("tee"),), spend={"stars": 5, book: 1}), live)
        assert (refusal.value.field, refusal.value.books) == (f"spend.{book}", ("coins", "stars"))


def test_goods_not_for_everybody_are_refused_by_line_and_reason() -> None:
    wine = Scope((Match(products=("wine",)),))
    rule = Rule("only", (OnlyFor(),), scope=wine, where=Where(tiers=("gold",)))
    basket = make.line("tee", 100), make.line("wine", 9_000)
    with pytest.raises(NotForSale) as refusal:
        require_sellable(make.decided([rule], *basket))
    refused = refusal.value
    assert (refused.lines, refused.reasons_zh) == ((1,), ("会员等级不符。",))
    assert refused.reasons == ("Not for this tier.",)
    require_sellable(make.decided([rule], *basket, view=View(tiers={"main": "gold"})))


async def test_a_sale_paid_elsewhere_says_so_on_its_receipt_each_time(tx: Tx) -> None:
    member, _ = await open_shop(tx)
    for _ in range(2):
        (receipt,) = await checkout.commit(tx, [sale(member, "1", 0, tee=1)])
        assert receipt.tenders == (Tender("external", 9900),)
    (paid,) = await checkout.commit(tx, [sale(member, "2", 9900, tee=1)])
    assert paid.tenders == (Tender("cash", 9900),)


async def test_a_till_that_names_no_payment_is_told_what_is_due(tx: Tx) -> None:
    member, _ = await open_shop(tx)
    till = make.limited(tx, "checkout.order")
    with pytest.raises(checkout.SalesRefused) as refusal:
        await checkout.commit(till, [sale(member, "1", 0, tee=1)])
    mismatch = refusal.value.problems[0]
    assert isinstance(mismatch, PaymentMismatch)
    assert (mismatch.field, mismatch.due_minor, mismatch.paid_minor) == ("tenders", 9900, 0)
