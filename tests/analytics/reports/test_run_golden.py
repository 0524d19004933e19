"""What reports say of a year of real receipts, computed anew from the raw files with pandas."""

from __future__ import annotations

from collections import Counter, defaultdict
from itertools import pairwise

import pandas as pd
import pytest

from liuke.domains.analytics.reports.given import Said
from tests.analytics.grocer_lake import raw
from tests.analytics.reports.asking import YEAR, baskets, receipts, rows, table

pytestmark = pytest.mark.slow


def within(frame: pd.DataFrame, since: str, until: str) -> pd.DataFrame:
    """Return the rows of some days."""
    return frame[(frame["day"] >= since) & (frame["day"] <= until)]


def year() -> pd.DataFrame:
    """Return the receipts of 2017."""
    return within(baskets(), "2017-01-01", "2017-12-31")


async def test_the_whole_year_sells_what_the_publisher_of_the_data_says() -> None:
    whole: dict[str, Said] = {"since_on": "2016-12-01", "until_on": "2018-01-31"}

    found = {one.metric: one.value for one in (await table("sales", whole)).headline}

    assert found["sales_minor"] == 459_603_958
    assert found["orders"] == 155_848


async def test_sales_of_each_month_are_those_of_its_receipts() -> None:
    expected = (
        year()
        .groupby("month")
        .agg(sales=("cents", "sum"), orders=("cents", "size"), buyers=("household", "nunique"))
    )

    found = await rows("sales", YEAR)

    assert [
        (row["period_on"][:7], row["sales_minor"], row["orders"], row["buyers"]) for row in found
    ] == list(expected.itertuples(name=None))


async def test_weeks_begin_on_monday() -> None:
    monday = year()["day"] - pd.to_timedelta(year()["day"].dt.day_of_week, unit="D")
    expected = year().groupby(monday.dt.strftime("%Y-%m-%d"))["cents"].sum()

    found = await rows("sales", {**YEAR, "grain": "week"})

    assert {row["period_on"]: row["sales_minor"] for row in found} == expected.to_dict()


async def test_some_stores_sell_what_their_receipts_say() -> None:
    here = year()[year()["store"].isin([367, 406])]

    (found,) = await rows("channels", YEAR, ("367", "406"))

    assert found["sales_minor"] == here["cents"].sum()
    assert found["buyers"] == here["household"].nunique()


async def test_a_buyer_is_new_in_the_month_of_the_first_receipt() -> None:
    frame = year()
    first = frame.groupby("household")["month"].min()
    new = frame["month"] == frame["household"].map(first)
    expected = Counter(
        (month, "new" if fresh else "returning")
        for month, _, fresh in set(zip(frame["month"], frame["household"], new, strict=True))
    )

    found = await rows("newcomers", YEAR)

    assert {(row["period_on"][:7], row["whose"]): row["buyers"] for row in found} == expected


async def test_who_bought_on_two_days_repurchased() -> None:
    days = within(baskets(), "2017-10-03", "2017-12-31").groupby("household")["day"].nunique()

    answer = await table("repurchase")
    found = {one.metric: one.value for one in answer.headline}

    assert found["buyers"] == len(days)
    assert found["repeat_buyers"] == int((days >= 2).sum())
    assert found["repurchase_bp"] == int((days >= 2).sum()) * 10_000 // len(days)


async def test_gaps_between_purchase_days_are_counted_by_weeks() -> None:
    visits: dict[int, set[pd.Timestamp]] = defaultdict(set)
    for household, day in zip(year()["household"], year()["day"], strict=True):
        visits[household].add(day)
    expected = Counter(
        (late - early).days // 7 * 7
        for days in visits.values()
        for early, late in pairwise(sorted(days))
    )

    assert {row["gap_days"]: row["gaps"] for row in await rows("intervals", YEAR)} == expected


async def test_cohorts_keep_whom_their_receipts_say() -> None:
    bought: dict[int, set[int]] = defaultdict(set)
    for household, day in zip(year()["household"], year()["day"], strict=True):
        bought[household].add(day.month)
    kept = Counter((min(m), month - min(m)) for m in bought.values() for month in m)

    found = await rows("cohorts", YEAR)

    assert len(found) == 12 * 13 // 2
    for row in found:
        cohort, later = int(row["cohort_no"][5:]), row["months_later"]
        assert row["buyers"] == kept[cohort, later]
        assert row["cohort_members"] == kept[cohort, 0]


@pytest.mark.parametrize("step", [1_000, 2_500])
async def test_baskets_are_counted_by_steps_of_money(step: int) -> None:
    size = within(baskets(), "2017-10-03", "2017-12-31")["cents"]
    expected = Counter(min(20_000, cents // step * step) for cents in size)

    found = await rows("baskets", {"step_minor": step})

    assert {row["basket_from_minor"]: row["orders"] for row in found} == expected


async def test_members_are_counted_by_their_own_average_basket() -> None:
    spent = within(baskets(), "2017-10-03", "2017-12-31").groupby("household")["cents"]
    average = spent.sum() // spent.size()
    expected = Counter(min(20_000, cents // 1_000 * 1_000) for cents in average)

    found = await rows("baskets", {"per": "member"})

    assert {row["basket_from_minor"]: row["buyers"] for row in found} == expected


async def test_the_best_fifth_of_members_bring_what_their_receipts_say() -> None:
    spent = year().groupby("household")["cents"].sum().sort_values(ascending=False)
    parts = Counter(place * 20 // len(spent) for place in range(len(spent)))
    sizes = [parts[part] for part in range(20)]

    answer = await table("concentration", YEAR)

    assert answer.headline[-1].metric == "top_share_bp"
    best = int(spent.iloc[: sum(sizes[:4])].sum())
    assert answer.headline[-1].value == best * 10_000 // int(spent.sum())
    assert [row[1] for row in answer.rows] == sizes


async def test_departments_sell_and_are_reduced_as_their_lines_say() -> None:
    lines = within(receipts(), "2017-10-03", "2017-12-31")
    lines = lines.assign(off=lines["shelf"] - lines["cents"])
    expected = lines.groupby("department").agg(
        cents=("cents", "sum"), off=("off", "sum"), buyers=("household_id", "nunique")
    )

    found = await rows("categories")

    assert {
        row["category"]: (row["line_sales_minor"], row["line_reduction_minor"], row["buyers"])
        for row in found
    } == {row.Index: (row.cents, row.off, row.buyers) for row in expected.itertuples()}


async def test_pairs_of_departments_share_the_buyers_of_both() -> None:
    lines = within(receipts(), "2017-10-03", "2017-12-31")
    lines = lines[lines["department"] != ""]
    best = lines.groupby("department")["cents"].sum().nlargest(12).index
    buyers = {name: set(lines[lines["department"] == name]["household_id"]) for name in best}

    found = await rows("cross_shop")

    assert len(found) == 12 * 11
    for row in found:
        both = buyers[row["this"]] & buyers[row["that"]]
        assert (row["both_buyers"], row["this_buyers"]) == (len(both), len(buyers[row["this"]]))


async def test_members_depend_on_reductions_by_what_they_took() -> None:
    lines = within(receipts(), "2017-10-03", "2017-12-31")
    reduced = lines["shelf"].where(lines["shelf"] > lines["cents"], 0)
    parts = pd.DataFrame({"who": lines["household_id"], "shelf": lines["shelf"], "off": reduced})
    sums = parts.groupby("who").sum()
    expected = Counter(int(off * 10 // shelf * 10) if shelf else 0 for shelf, off in
                       zip(sums["shelf"], sums["off"], strict=True))  # fmt: skip

    found = await rows("dependence")

    assert {row["reduced_part"]: row["buyers"] for row in found} == expected


async def test_campaigns_were_given_and_used_as_the_files_say() -> None:
    given = pd.read_parquet(raw("campaigns")).groupby("campaign_id")["household_id"].nunique()
    used = pd.read_parquet(raw("coupon_redemptions")).groupby("campaign_id")
    users = used["household_id"].nunique()

    found = await rows("campaigns")

    assert len(found) == len(given) == 27
    assert sum(row["coupons_redeemed"] for row in found) == 2_102
    assert {int(row["campaign"]): row["coupon_users"] for row in found if row["coupon_users"]} == (
        users.to_dict()
    )


async def test_coupons_were_used_in_the_months_the_files_say() -> None:
    used = pd.read_parquet(raw("coupon_redemptions"))
    spring = used[used["redemption_date"].astype("str").between("2017-04-01", "2017-05-31")]

    found = await rows("coupons", {"since_on": "2017-04-01", "until_on": "2017-05-31"})

    assert sum(row["coupons_used"] for row in found) == len(spring) > 100
    assert sum(row["saved_minor"] for row in found) == 100 * len(spring)
    assert sum(row["coupons_redeemed"] for row in found) > len(spring)


async def test_reductions_bought_anyway_went_to_who_paid_full_before() -> None:
    base = within(receipts(), "2017-10-03", "2017-12-01")
    base = base[(base["shelf"] == base["cents"]) & (base["cents"] > 0)]
    loyal = set(zip(base["household_id"], base["department"], strict=True))
    now = within(receipts(), "2017-12-02", "2017-12-31")
    off = (now["shelf"] - now["cents"]).where(now["shelf"] > now["cents"], 0)
    expected: Counter[str] = Counter()
    for household, name, cost in zip(now["household_id"], now["department"], off, strict=True):
        expected[name] += int(cost) if (household, name) in loyal else 0

    found = await rows("cannibalisation")

    assert {row["category"]: row["anyway_cost_minor"] for row in found} == {
        row["category"]: expected[row["category"]] for row in found
    }
    assert sum(row["anyway_cost_minor"] for row in found) == sum(expected.values()) > 0


async def test_visits_came_as_far_as_what_was_laid_out_for_them_says() -> None:
    sold, minute = baskets().reset_index(), pd.Timedelta(minutes=1)
    told = ((2, "see", -20 * minute), (3, "add", -10 * minute), (7, "page", 5 * minute))
    known: dict[tuple[int, str], list[tuple[pd.Timestamp, str]]] = defaultdict(list)
    bought: dict[tuple[int, str], list[pd.Timestamp]] = defaultdict(list)
    strangers = set()
    for one in sold.itertuples():
        bought[one.household, str(one.at.date())].append(one.at)
        if one.basket_id % 5 == 0:
            strangers.add((one.household, str(one.at.date())))
        for every, name, shift in told:
            if one.basket_id % every == 0:
                at = one.at + shift
                known[one.household, str(at.date())].append((at, name))
    steps = [len(strangers) + len(known), len(strangers), len(strangers), 0]
    for visit, done in known.items():
        seen = [at for at, name in done if name == "see"]
        added = [at for at, name in done if name == "add" and seen and at >= min(seen)]
        steps[1] += bool(seen)
        steps[2] += bool(added)
        steps[3] += bool(added) and any(at >= min(added) for at in bought[visit])

    found = await rows("visits", {"since_on": "2016-12-01", "until_on": "2018-02-01"})

    assert [row["site_visits"] for row in found] == steps
    assert [row["visit_step"] for row in found] == [0, 1, 2, 3]
