"""Asking reports: guests, merged members, returns, tiers and points; and who is behind a point."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime, time
from typing import Any
from uuid import UUID

import duckdb
import pytest
from msgspec.structs import replace

from liuke.domains.analytics.reports.catalogue import find, reports
from liuke.domains.analytics.reports.given import point_of
from liuke.domains.analytics.reports.run import answer, behind, last_day
from liuke.domains.analytics.reports.saying import say
from liuke.domains.analytics.reports.worth import Worth
from liuke.providers.duckdb import engine
from tests.analytics import grocer_lake
from tests.analytics.reports.asking import YEAR, asked, rows, table

pytestmark = pytest.mark.slow

GUEST, ANN, OLD_ANN, BEN = (UUID(int=n) for n in range(1, 5))
SALE = """
    INSERT INTO checkout_order
    SELECT $1, $2, TIMESTAMP '2017-01-01', $3, isodow($3), '1', 'store', '', $4, 0, 0, $5, 0, $5, 1
"""


class Small:
    """A lake of a few rows."""

    def __init__(self, database: duckdb.DuckDBPyConnection) -> None:
        self.database = database

    async def ask(self, sql: str, given: Mapping[str, Any]) -> Sequence[Sequence[Any]]:
        return engine.answer(self.database, sql, given).rows

    def sell(self, member: UUID, order: int, on: str, minor: int, state: str = "paid") -> None:
        row = [member, UUID(int=order), date.fromisoformat(on), state, minor]
        self.database.execute(SALE, row)

    def put(self, name: str, *rows: tuple[Any, ...]) -> None:
        for row in rows:
            marks = ", ".join("?" for _ in row)
            made = f"INSERT INTO {name} VALUES ({marks})"  # noqa: S608 - names of this file
            self.database.execute(made, list(row))

    async def rows(self, code: str, said: dict[str, Any] | None = None) -> list[list[Any]]:
        return (await answer(self.ask, code, asked(code, said))).rows

    async def behind(self, code: str, point: dict[str, Any], said: Any = None) -> list[UUID]:
        found = await behind(self.ask, code, asked(code, said), point)
        return [UUID(bytes=member.bytes) for member in found]


@pytest.fixture
def small() -> Iterator[Small]:
    """Ann bought as herself and as who she was before she was merged; Ben and a guest too."""
    database = duckdb.connect()
    shapes = grocer_lake.lake().cursor().execute("SELECT sql FROM duckdb_tables()").fetchall()
    for (made,) in shapes:
        database.execute(made)
    found = Small(database)
    found.put(
        "members_member",
        (GUEST, GUEST, True, date(2017, 1, 1)),
        (ANN, ANN, False, date(2017, 1, 1)),
        (OLD_ANN, ANN, False, date(2017, 1, 1)),
        (BEN, BEN, False, date(2017, 1, 1)),
    )
    yield found
    database.close()


async def test_a_guest_sells_without_being_a_buyer_and_a_merged_member_is_one(
    small: Small,
) -> None:
    small.sell(GUEST, 1, "2017-03-01", 1_000)
    small.sell(ANN, 2, "2017-03-02", 500)
    small.sell(OLD_ANN, 3, "2017-03-03", 500)
    small.sell(BEN, 4, "2017-03-04", 700, "cancelled")

    (row,) = await small.rows("channels", YEAR)

    assert row == ["store", 2_000, 3, 3, 1, 1_000, 666, 5_000, 10_000]
    assert await small.behind("channels", {"channel": "store"}, YEAR) == [ANN]


async def test_who_was_merged_joined_once_erased_or_not(small: Small) -> None:
    assert (await small.rows("funnel", YEAR))[0][:2] == [0, 2]


async def test_a_refund_counts_on_the_day_of_the_return_in_its_week(small: Small) -> None:
    small.sell(ANN, 1, "2017-03-01", 1_000)
    small.put("checkout_return", (UUID(int=1), date(2017, 3, 12), 400))

    found = await small.rows("sales", {**YEAR, "grain": "week"})

    assert [(row[0], row[1], row[6]) for row in found] == [
        ("2017-02-27", 1_000, 0), ("2017-03-06", 0, 400),
    ]  # fmt: skip


async def test_what_was_paid_back_for_an_order_called_off_is_no_refund(small: Small) -> None:
    small.sell(ANN, 1, "2017-03-01", 1_000)
    small.sell(BEN, 2, "2017-03-01", 700, "cancelled")
    small.put(
        "checkout_return",
        (UUID(int=1), date(2017, 3, 2), 400),
        (UUID(int=2), date(2017, 3, 2), 700),
    )

    (row,) = await small.rows("sales", YEAR)

    assert (row[1], row[6]) == (1_000, 400)


async def test_without_dates_a_report_ends_on_the_last_day_that_sold(small: Small) -> None:
    small.sell(ANN, 1, "2017-03-01", 1_000)
    small.sell(BEN, 2, "2017-03-05", 700, "cancelled")

    assert await last_day(small.ask, date(2026, 11, 22)) == date(2017, 3, 1)


async def test_a_tier_flows_from_where_a_member_stood_to_the_last_note(small: Small) -> None:
    moved = [
        (ANN, "2016-05-01", 9, "silver"),
        (ANN, "2017-06-01", 9, "gold"),
        (ANN, "2017-06-01", 10, "silver"),  # a correction of the same day
        (BEN, "2017-02-01", 9, "gold"),
        (BEN, "2018-02-01", 9, "silver"),  # after the period
    ]
    small.put(
        "tiers_movement",
        *(
            (who, "card", UUID(int=n), date.fromisoformat(on), datetime(2017, 6, 1, hour), "", to)  # noqa: DTZ001 - the lake's own instants
            for n, (who, on, hour, to) in enumerate(moved)
        ),
    )

    assert await small.rows("tier_flow", YEAR) == [
        ["card", "", "gold", 1], ["card", "silver", "silver", 1],
    ]  # fmt: skip
    point = {"set_code": "card", "level_before": "", "level_after": "gold"}
    assert await small.behind("tier_flow", point, YEAR) == [BEN]


async def test_who_became_a_part_of_another_stands_where_that_one_does(small: Small) -> None:
    moved = [(ANN, "2016-05-01", "gold"), (OLD_ANN, "2017-06-01", "silver")]
    small.put(
        "tiers_movement",
        *(
            (who, "card", UUID(int=n), date.fromisoformat(on), datetime(2017, 6, 1), "", to)  # noqa: DTZ001 - as above
            for n, (who, on, to) in enumerate(moved)
        ),
    )

    assert await small.rows("tier_flow", YEAR) == [["card", "gold", "gold", 1]]


async def test_points_flow_as_home_counts_them(small: Small) -> None:
    day = date(2017, 3, 5)
    entries = [("award", 100), ("claw_back", -10), ("adjust", 5), ("redeem", -30), ("restore", 3),
               ("expire", -7), ("transfer", 0)]  # fmt: skip
    small.put("points_entry", *((ANN, "stars", kind, points, day) for kind, points in entries))

    assert await small.rows("points_flow", YEAR) == [["stars", "2017-03", 95, 27, 7, 61, 1]]


async def test_points_owed_are_told_by_age_and_by_their_end(small: Small) -> None:
    small.put(
        "points_lot",
        (ANN, "stars", date(2026, 11, 1), date(2026, 12, 31), 50, False),
        (OLD_ANN, "stars", date(2026, 11, 2), None, 5, True),
        (BEN, "stars", date(2025, 1, 1), None, 7, False),
        (BEN, "stars", date(2025, 1, 1), None, 0, False),
    )

    assert await small.rows("points_ageing") == [
        ["stars", 0, 55, 0, 5, 1], ["stars", 366, 7, 0, 0, 1],
    ]  # fmt: skip
    assert await small.rows("points_expiry") == [
        ["stars", None, 12, 0, 2], ["stars", "2026-12", 50, 0, 1],
    ]  # fmt: skip
    never = {"book": "stars", "expires_no": None}
    assert await small.behind("points_expiry", never) == [ANN, BEN]


@pytest.mark.parametrize("code", ["points_ageing", "points_expiry"])
async def test_points_owed_are_worth_what_the_programme_says(small: Small, code: str) -> None:
    old, end = date(2024, 1, 1), date(2026, 12, 31)
    small.put(
        "points_lot",
        (ANN, "stars", old, end, 1_234, False),
        (BEN, "stars", old, end, 1, True),
        (BEN, "hundredths", old, end, 150, False),
        (BEN, "worthless", old, end, 900, False),
    )
    worths = (Worth("stars", 500, 1_000), Worth("hundredths", 1_000, 100_000))
    found = await answer(small.ask, code, replace(asked(code), worths=worths))

    names = [column.code for column in found.columns]
    worth = {row[0]: row[names.index("owed_minor")] for row in found.rows}
    # 1,235 points at half a cent each, halves up; 1.50 points of two decimals at a cent each.
    assert worth == {"stars": 618, "hundredths": 2, "worthless": 0}
    assert [(one.metric, one.value) for one in found.headline] == [("owed_minor", 620)]


async def test_a_visit_goes_as_far_as_its_steps_follow_each_other_on_one_day(small: Small) -> None:
    day = date(2017, 3, 5)

    def told(n: int, who: UUID | None, trail: str | None, name: str, hour: int, on: date) -> Any:
        at = datetime.combine(on, time(hour))
        return UUID(int=100 + n), who, trail, "track", name, at, on, name == "order_shipped"

    small.put(
        "analytics_behaviour",
        told(1, ANN, None, "product_viewed", 9, day),
        told(2, OLD_ANN, None, "product_added", 10, day),  # she was two, and is one
        told(3, BEN, None, "product_added", 9, day),  # before he looked: no step of this funnel
        told(4, BEN, None, "product_viewed", 10, day),
        told(5, None, "cookie", "product_viewed", 9, day),
        told(6, None, "cookie", "product_added", 9, day),
        told(7, BEN, None, "page_viewed", 9, date(2017, 3, 6)),
        told(8, ANN, None, "page_viewed", 9, date(2018, 3, 6)),  # after the period
        told(9, BEN, None, "order_shipped", 9, date(2017, 3, 9)),  # by a server: nobody came
    )
    small.database.execute("UPDATE checkout_order SET placed_at = business_on + INTERVAL 12 HOUR")
    for order, (who, on) in enumerate([(ANN, day), (BEN, day), (ANN, date(2017, 3, 7))]):
        small.sell(who, 900 + order, on.isoformat(), 100)
    small.database.execute("UPDATE checkout_order SET placed_at = business_on + INTERVAL 12 HOUR")

    assert await small.rows("visits", YEAR) == [
        [0, 4, 2, 10_000], [1, 3, 2, 7_500], [2, 2, 1, 5_000], [3, 1, 1, 2_500],
    ]  # fmt: skip
    assert await small.behind("visits", {"visit_step": 3}, YEAR) == [ANN]
    assert await small.behind("visits", {"visit_step": 1}, YEAR) == [ANN, BEN]


async def test_nothing_sold_is_no_row_and_no_share(small: Small) -> None:
    empty = await answer(small.ask, "sales", asked("sales"))

    assert empty.rows == []
    sums = {one.metric: one.value for one in empty.headline}
    assert (sums["sales_minor"], sums["member_share_bp"]) == (0, None)
    assert await last_day(small.ask, date(2026, 11, 22)) == date(2026, 11, 22)


DRILLED = {
    "sales": "buyers", "newcomers": "buyers", "repurchase": "buyers", "intervals": "buyers",
    "cohorts": "buyers", "funnel": "members", "baskets": "buyers", "concentration": "buyers",
    "rfm": "buyers", "coupons": "members", "campaigns": "members", "promotions": "members",
    "cannibalisation": "members", "stores": "buyers", "guides": "buyers", "channels": "buyers",
    "categories": "buyers", "cross_shop": "both_buyers", "dependence": "buyers",
    "visits": "members",
}  # fmt: skip


def test_every_report_is_drilled_in_some_test() -> None:
    here = {"tier_flow", "points_flow", "points_ageing", "points_expiry"}

    assert DRILLED.keys() | here == {code for code, one in reports().items() if one.drill}


@pytest.mark.parametrize("code", sorted(DRILLED))
async def test_as_many_members_are_behind_a_point_as_its_row_counts(code: str) -> None:
    found = await table(code)
    names = [column.code for column in found.columns]
    rows = [dict(zip(names, row, strict=True)) for row in found.rows]

    assert rows
    for row in rows[:: max(1, len(rows) // 6)]:
        point = {name: row[name] for name in find(code).drill}
        members = await behind(grocer_lake.ask, code, asked(code), point)
        assert len(set(members)) == len(members) == row[DRILLED[code]]


async def test_a_point_of_the_curve_is_everybody_of_any_cohort_who_came_back_then() -> None:
    found = await behind(grocer_lake.ask, "cohorts", asked("cohorts"), {"months_later": 2})

    came = sum(row["buyers"] for row in await rows("cohorts") if row["months_later"] == 2)
    assert len(set(found)) == len(found) == came > 0
    report = find("cohorts")
    assert say(report, asked("cohorts"), point_of(report, {"months_later": 2})).tree is None


async def test_a_metric_says_the_same_in_every_report_of_one_period() -> None:
    period: dict[str, Any] = {"since_on": "2017-10-01", "until_on": "2017-12-31"}
    said: dict[str, set[int | None]] = {}
    for code, report in reports().items():
        if {"since_on", "until_on", "stores"} <= report.parameters.keys():
            for one in (await table(code, period)).headline:
                said.setdefault(one.metric, set()).add(one.value)

    assert {name: values for name, values in said.items() if len(values) > 1} == {}
    assert {"sales_minor", "buyers", "orders", "basket_minor"} <= said.keys()
