"""Ready-made groups hold whom their words promise."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from liuke.domains import checkout, members
from liuke.domains.checkout import Comeback, Units
from liuke.domains.members import Tagging
from liuke.domains.segments.template import templates
from liuke.kernel.db import Tx
from liuke.kernel.ids import MemberId
from tests import make
from tests.analytics.test_ingest import tell, viewed
from tests.checkout.test_take_back import open_shop, sell
from tests.segments.crowd import evaluate, inside, live


@pytest.mark.parametrize(
    ("currency", "name", "name_zh"),
    [
        ("CNY", "Basket near ¥80", "客单价接近 80 元"),
        ("JPY", "Basket near ¥8,000", "客单价接近 8,000 日元"),
        ("KWD", "Basket near KWD 8", "客单价接近 8 KWD"),
    ],
)
def test_a_group_is_called_by_the_amount_it_asks_in_the_shop_s_currency(
    currency: str, name: str, name_zh: str
) -> None:
    found = templates(currency)["basket-near-80"]
    assert (found.name, found.name_zh) == (name, name_zh)
    assert "{{" not in found.use + found.use_zh


async def group(tx: Tx, code: str) -> set[MemberId]:
    """Return who is in a ready-made group."""
    await live(tx, code, templates()[code].tree)
    await evaluate(tx, code)
    return await inside(tx, code)


async def test_who_began_to_check_out_and_bought_nothing_since_has_not_paid(tx: Tx) -> None:
    buyer = await open_shop(tx)
    forgot, just_now, looked = await make.members(tx, 3)

    def began(number: int, who: MemberId, hours: int, event: str = "Checkout Started") -> Any:
        at = (tx.now - timedelta(hours=hours)).isoformat()
        said = {"event": event, "userId": str(who), "anonymousId": None, "timestamp": at}
        return viewed(number, **said)

    await tell(
        tx, began(1, buyer, 5), began(2, forgot, 5), began(3, just_now, 0),
        began(4, looked, 5, "Product Viewed"),
    )  # fmt: skip
    await sell(tx, buyer, 9900, units={"tee": 1})
    assert await group(tx, "ordered-unpaid") == {forgot}


async def test_a_birthday_is_in_its_month_before_and_after_the_day(tx: Tx) -> None:
    first = tx.today.replace(day=1)
    born = [first, first.replace(day=28), first - timedelta(days=1), first + timedelta(days=31)]
    wishes = [
        members.Enrolment(
            source="crm", external_id=str(n), profile={"birthday": _born(on).isoformat()}
        )
        for n, on in enumerate(born)
    ]
    ids = [row.member_id for row in await members.enrol(tx, wishes)]
    assert await group(tx, "birthday-month") == set(ids[:2])


async def test_who_brought_things_back_three_times_is_hard_to_please(tx: Tx) -> None:
    picky = await open_shop(tx)
    (content,) = await make.members(tx)
    for key, who, backs in (("1", picky, 3), ("2", content, 2)):
        receipt = await sell(tx, who, 29700, units={"tee": 3}, key=key)
        await checkout.take_back(
            tx, [Comeback(receipt.id, f"r{unit}", (Units(0, unit),)) for unit in range(backs)]
        )
    assert await group(tx, "often-returned") == {picky}


async def test_whoever_is_tagged_a_student_in_either_language_is_one(tx: Tx) -> None:
    one, other, _ = await make.members(tx, 3)
    await members.tag(tx, [Tagging(one, "student"), Tagging(other, "学生")])
    assert await group(tx, "students") == {one, other}


def _born(on: date) -> date:
    return date(1992, on.month, on.day)
