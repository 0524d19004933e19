from __future__ import annotations

import pytest

from liuke.domains import checkout
from liuke.domains.checkout import Item, Sale
from liuke.domains.checkout.errors import UnknownSpend
from liuke.domains.points import BookSpec
from liuke.domains.promotions import Minimum, PercentOff, Rule, StageName, Where
from liuke.kernel.db import Tx
from tests import make
from tests.checkout.test_take_back import open_shop, spendable

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
