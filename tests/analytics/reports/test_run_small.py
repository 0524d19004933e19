"""What reports say at edges: coupons that ended, were taken back or passed on; few members."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

import pytest

from liuke.domains.analytics.reports.catalogue import find
from liuke.domains.analytics.reports.run import Sum, Table, answer
from tests.analytics.reports.asking import YEAR, asked
from tests.analytics.reports.test_run import ANN, BEN, GUEST, OLD_ANN, Small, small

pytestmark = pytest.mark.slow

__all__ = ["small"]

# The first instants of 2017 and of 2018 in the shop's zone, as the lake keeps them.
BEGINS, ENDS = datetime(2017, 1, 1, 5), datetime(2018, 1, 1, 5)  # noqa: DTZ001 - the lake's own instants
BEFORE, MAY = datetime(2017, 1, 1, 4, 59), datetime(2017, 5, 1)  # noqa: DTZ001 - as above
NUMBERS = iter(range(1_000, 9_999))


@pytest.fixture(autouse=True)
def _utc(small: Small) -> None:
    small.database.execute("SET TimeZone = 'UTC'")


def coupon(small: Small, who: UUID, state: str = "open", **more: Any) -> UUID:
    """Lay a coupon down as rows, with the uses that its history tells of."""
    number = UUID(int=next(NUMBERS))
    row = {
        "template": "ten", "cause": "x", "uses": 1, "uses_left": int(state == "open"), "saved": 0,
        "since": BEGINS, "until": ENDS, "spent": (), "first": None, "given_for": None,
        "given": BEGINS, "ended": None, **more,
    }  # fmt: skip
    small.put(
        "coupons_coupon",
        (number, who, row["template"], row["cause"], state, row["uses"], row["uses_left"],
         row["saved"], row["since"], row["until"], row["first"], row["given_for"], row["given"]),
    )  # fmt: skip
    for uses in row["spent"]:
        kind, saved = ("redeemed" if uses > 0 else "restored"), uses * row["saved"]
        small.put("coupons_entry", (number, kind, uses, saved, row.get("at", MAY)))
    if row["ended"]:
        ended = "voided" if state == "void" else state
        small.put("coupons_entry", (number, ended, 0, 0, row["ended"]))
    return number


async def table_of(small: Small, code: str) -> Table:
    said = YEAR if "since_on" in find(code).parameters else {}
    return await answer(small.ask, code, asked(code, said))


async def told(small: Small, code: str, *names: str) -> list[tuple[Any, ...]]:
    """Return some columns of a report's rows."""
    table = await table_of(small, code)
    places = [[column.code for column in table.columns].index(name) for name in names]
    return [tuple(row[place] for place in places) for row in table.rows]


async def test_a_coupon_that_ended_as_the_period_began_was_not_usable_in_it(small: Small) -> None:
    coupon(small, ANN, "expired", until=BEGINS, given=BEFORE)
    coupon(small, ANN, "expired", since=ENDS, until=None, given=ENDS)
    coupon(small, BEN, "expired", until=datetime(2017, 1, 1, 6), given=BEFORE)  # noqa: DTZ001 - as above

    assert await told(small, "coupons", "template", "coupons_usable", "members") == [("ten", 1, 1)]


async def test_coupons_count_on_the_days_something_became_of_them(small: Small) -> None:
    coupon(small, ANN, given=BEGINS)
    coupon(small, ANN, given=BEFORE)
    coupon(small, BEN, given=ENDS)
    coupon(small, ANN, "used", given=BEFORE, spent=(1,), saved=500)
    coupon(small, ANN, "used", given=BEFORE, spent=(1,), saved=70, at=BEFORE)
    coupon(small, ANN, "used", given=BEFORE, uses=9, spent=(3, 6, -2), saved=1)
    coupon(small, BEN, "expired", given=BEFORE, until=BEGINS, ended=BEGINS)
    coupon(small, BEN, "expired", given=BEFORE, ended=ENDS)
    coupon(small, BEN, "void", given=BEFORE, ended=MAY)
    coupon(small, BEN, "void", given=BEFORE, ended=BEFORE)

    assert await told(
        small, "coupons", "coupons_issued", "coupons_used", "coupons_expired", "coupons_void",
        "saved_minor", "coupons_usable", "coupons_redeemed",
    ) == [(1, 1 + 7, 1, 1, 500 + 7, 9, 3)]  # fmt: skip


async def test_a_coupon_that_was_taken_back_was_not_used(small: Small) -> None:
    coupon(small, ANN, "void", ended=MAY)
    coupon(small, ANN, "used", spent=(1,), saved=500)
    coupon(small, BEN, "open", spent=(1, -1), saved=30)
    coupon(small, BEN, "expired", uses=3, uses_left=2, spent=(1,), saved=100, ended=MAY)
    coupon(small, BEN, "expired", uses_left=1, ended=MAY)

    assert await told(
        small, "coupons", "coupons_usable", "coupons_redeemed", "coupons_expired", "coupons_void",
        "saved_minor", "redemption_bp",
    ) == [(5, 2, 2, 1, 600, 4_000)]  # fmt: skip


async def test_a_coupon_that_was_passed_on_counts_once_as_its_receiver_s(small: Small) -> None:
    coupon(small, OLD_ANN, "transferred", uses_left=1)
    coupon(small, ANN, "used", spent=(1,), saved=500, given_for="x")

    assert await told(
        small, "coupons", "coupons_issued", "coupons_usable", "coupons_redeemed", "members"
    ) == [(1, 1, 1, 1)]  # fmt: skip


async def test_nobody_is_behind_a_guest_who_used_a_public_code(small: Small) -> None:
    coupon(small, GUEST, "used", spent=(1,), saved=500)
    coupon(small, UUID(int=77), "used", spent=(1,), saved=500)

    assert await told(small, "coupons", "coupons_used", "members") == [(2, 0)]
    assert await small.behind("coupons", {"template": "ten"}, YEAR) == []


async def test_a_campaign_may_be_called_by_any_word_and_have_no_end(small: Small) -> None:
    small.sell(ANN, 1, "2017-03-01", 1_000)
    coupon(small, ANN, cause="campaign:spring:1", since=datetime(2016, 12, 1), until=None)  # noqa: DTZ001 - as above
    coupon(small, BEN, "void", cause="campaign:13:7")

    assert sorted(await told(
        small, "campaigns", "campaign", "members", "coupons_redeemed", "sales_minor"
    )) == [("13", 1, 0, 0), ("spring", 1, 0, 1_000)]  # fmt: skip


async def test_a_campaign_s_coupon_counts_once_wherever_merges_moved_it(small: Small) -> None:
    of = {"given_for": "campaign:13:7"}
    first = coupon(small, OLD_ANN, "transferred", cause="campaign:13:7", uses_left=1)
    coupon(small, ANN, "used", cause=f"merge:{first}", spent=(1,), saved=500, first=first, **of)
    gone = coupon(small, BEN, "transferred", cause="campaign:13:7", uses_left=1)
    coupon(small, OLD_ANN, "transferred", cause=f"merge:{gone}", first=gone, **of)
    coupon(small, BEN, "expired", cause=f"unmerge:{gone}", uses_left=1, first=gone, **of)

    assert await told(
        small, "campaigns", "campaign", "members", "coupons_usable", "coupons_redeemed",
        "saved_minor",
    ) == [("13", 2, 2, 1, 500)]  # fmt: skip


async def test_the_best_fifth_of_ten_members_are_two(small: Small) -> None:
    for n in range(10):
        who = UUID(int=100 + n)
        small.put("members_member", (who, who, False, BEGINS.date()))
        small.sell(who, 100 + n, "2017-03-01", 100 * (n + 1))

    table = await table_of(small, "concentration")

    assert [row[0] for row in table.rows] == [1, 3, 5, 7, 9, 11, 13, 15, 17, 19]
    best, whole = 1_000 + 900, sum(range(100, 1_100, 100))
    assert table.headline[-1] == Sum("top_share_bp", best * 10_000 // whole)


async def test_five_is_best_of_however_few(small: Small) -> None:
    small.sell(ANN, 1, "2017-03-01", 1_000)
    small.sell(BEN, 2, "2017-04-01", 1_000)
    small.sell(BEN, 3, "2017-05-01", 1_000)

    assert await told(small, "rfm", "recency", "frequency", "buyers") == [(5, 5, 1), (3, 3, 1)]
