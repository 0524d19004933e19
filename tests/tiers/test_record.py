"""Happenings counted into standings, in the database."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from liuke.domains import programme, tiers
from liuke.domains.tiers import Amounts, Happening
from liuke.domains.tiers.book import Key
from liuke.domains.tiers.errors import PeriodClosed
from liuke.domains.tiers.values import Standing, Window
from liuke.kernel import facts
from liuke.kernel.db import Tx, UnknownMembers
from liuke.kernel.ids import MemberId
from liuke.kernel.rows import Sql
from tests import make
from tests.tiers.shapes import book, given_to, noon, publish, spent, stars

COUNT = Sql[int]("SELECT count(cause) FROM tiers_entry WHERE member_id = $1::uuid")
YEAR = Window(kind="calendar", calendar="year")


async def test_purchases_add_up_and_climb(tx: Tx) -> None:
    await publish(tx, stars())
    one, two = await make.members(tx, 2)
    await tiers.record(tx, [
        spent(one, "2026-01-05", 10_000), spent(two, "2026-01-06", 130_000),
        spent(one, "2026-02-07", 15_000),
    ])  # fmt: skip
    held = await book(tx, one, two)
    assert (held.level(one, "stars"), held.level(two, "stars")) == ("jade", "gold")
    asked = await facts.read(
        tx, ["tier(stars)", "tier.rank(stars)", "tier.progress(stars)", "tier.missing(stars)"],
        [one],
    )  # fmt: skip
    assert list(asked[one].values()) == ["jade", 100_000, 25_000, 1]


async def test_a_cause_counts_once_however_often_it_comes(tx: Tx) -> None:
    await publish(tx, stars())
    (one,) = await make.members(tx)
    basket = spent(one, "2026-01-05", 20_000, "order:1")
    await tiers.record(tx, [basket, basket])
    await tiers.record(tx, [basket])
    assert (await book(tx, one)).standings[Key(one, "stars")].progress == 20_000
    assert await tx.row(COUNT, one) == 1


async def test_a_climb_is_told_and_a_return_takes_its_welcome_back(tx: Tx) -> None:
    await publish(tx, stars())
    (one,) = await make.members(tx)
    await tiers.record(tx, [spent(one, "2026-01-05", 130_000)])
    assert [type(event).kind() for event in tx.events][-3:] == [
        "tier.upgraded", "tier.upgraded", "tier.granted"]  # fmt: skip
    await tx.settle()
    back = Happening(one, "return:1", noon("2026-01-06"), Amounts(spend_minor=-130_000, orders=-1),
                     undoes="order:2026-01-05:130000")  # fmt: skip
    await tiers.record(tx, [back])
    assert (await book(tx, one)).level(one, "stars") == "silver"
    await tiers.record(tx, [spent(one, "2026-01-07", 130_000)])
    await tx.settle()
    assert (await book(tx, one)).level(one, "stars") == "gold"
    hello = "tier:stars/hello/gold:once"
    assert given_to(one) == [hello, f"undo {hello}", f"{hello}/2"]


async def test_a_return_undoes_exactly_what_hung_on_it(tx: Tx) -> None:
    await publish(tx, stars(window=YEAR))
    one, never = await make.members(tx, 2)
    kept = [("2026-01-05", 30_000), ("2026-06-01", 96_000), ("2027-03-01", 10_000)]
    await tiers.record(tx, [spent(one, *basket) for basket in kept])
    await tiers.record(tx, [spent(never, *basket) for basket in (kept[0], kept[2])])
    assert (await book(tx, one)).level(one, "stars") == "gold"
    parts = [(1, 50_000, 0), (2, 46_000, 1)]
    await tiers.record(tx, [
        Happening(one, f"return:{n}", noon("2027-04-01"),
                  Amounts(spend_minor=-fen, orders=-orders), undoes="order:2026-06-01:96000")
        for n, fen, orders in parts
    ])  # fmt: skip
    held = await book(tx, one, never)
    held.roll(list(held.standings), date(2027, 4, 1))
    assert held.standings[Key(one, "stars")] == held.standings[Key(never, "stars")]


@pytest.mark.inv("L13")
async def test_a_late_receipt_lands_in_its_period(tx: Tx) -> None:
    await publish(tx, stars(window=YEAR))
    one, two = await make.members(tx, 2)
    await tiers.record(tx, [spent(one, "2026-12-30", 20_000), spent(one, "2027-01-02", 1_000)])
    await tiers.record(tx, [spent(one, "2026-12-31", 5_000)])
    await tiers.record(tx, [
        spent(two, "2026-12-30", 20_000), spent(two, "2026-12-31", 5_000),
        spent(two, "2027-01-02", 1_000),
    ])  # fmt: skip
    held = await book(tx, one, two)
    assert held.standings[Key(one, "stars")] == held.standings[Key(two, "stars")]
    assert (held.level(one, "stars"), held.standings[Key(one, "stars")].progress) == ("jade", 1_000)


@pytest.mark.inv("L13")
async def test_a_closed_period_refuses(tx: Tx) -> None:
    await publish(tx, stars(window=YEAR, late_days=31))
    one, two = await make.members(tx, 2)
    await tiers.record(tx, [spent(one, "2027-01-31", 1), spent(two, "2027-02-01", 1)])
    await tiers.record(tx, [spent(one, "2026-12-31", 5)])
    with pytest.raises(PeriodClosed) as refusal:
        await tiers.record(tx, [spent(two, "2026-12-31", 5), spent(one, "2027-02-01", 7)])
    assert refusal.value.causes == ("order:2026-12-31:5",)


@pytest.mark.inv("T1")
async def test_a_day_is_the_shops_day_and_not_the_servers(tx: Tx) -> None:
    await publish(tx, stars(window=Window(kind="calendar", calendar="month")))
    one, two = await make.members(tx, 2)
    assert tx.zone.key == "Asia/Shanghai"
    midnight = datetime(2026, 3, 31, 16, tzinfo=UTC)
    amounts = Amounts(spend_minor=100, orders=1)
    await tiers.record(tx, [
        Happening(one, "order:1", midnight - timedelta(microseconds=1), amounts),
        Happening(two, "order:2", midnight, amounts),
    ])  # fmt: skip
    held = await book(tx, one, two)
    ends = [held.standings[Key(who, "stars")].period_end_on for who in (one, two)]
    assert ends == [date(2026, 3, 31), date(2026, 4, 30)]


async def test_any_order_of_arrival_gives_one_standing(tx: Tx) -> None:
    await publish(tx, stars(reset_on_promotion=True))
    one, two = await make.members(tx, 2)
    days = [("2026-03-01", 24_000), ("2026-03-02", 90_000), ("2026-03-03", 130_000)]
    await tiers.record(tx, [spent(one, *basket) for basket in days])
    await tiers.record(tx, [spent(two, *days[2])])
    await tiers.record(tx, [spent(two, *days[1]), spent(two, *days[0])])
    held = await book(tx, one, two)
    assert held.standings[Key(one, "stars")] == held.standings[Key(two, "stars")]


async def test_an_edit_keeps_levels_and_counts_on_under_the_new_version(tx: Tx) -> None:
    first = await publish(tx, stars())
    (one,) = await make.members(tx)
    await tiers.record(tx, [spent(one, "2026-01-05", 30_000)])
    dear = tuple(
        tiers_level if n == 0 else tiers_level.__class__(
            code=tiers_level.code, name=tiers_level.name, entry_threshold=n * 1_000_000)
        for n, tiers_level in enumerate(stars().levels)
    )  # fmt: skip
    second = await publish(tx, stars(levels=dear))
    assert (await programme.live(tx)) is second is not first
    await tiers.record(tx, [spent(one, "2026-01-06", 30_000)])
    held = (await book(tx, one)).standings[Key(one, "stars")]
    assert (held.level, held.progress) == ("jade", 60_000)
    await tiers.record(tx, [spent(one, "2026-01-04", 1_000)])
    after = (await book(tx, one)).standings[Key(one, "stars")]
    assert (after.level, after.progress, after.version) == ("jade", 61_000, held.version)


async def test_strangers_are_refused_by_name(tx: Tx) -> None:
    await publish(tx, stars())
    nobody = MemberId.new()
    with pytest.raises(UnknownMembers) as refusal:
        await tiers.record(tx, [spent(nobody, "2026-01-05", 1)])
    assert refusal.value.member_ids == (nobody,)


async def test_nothing_stored_is_the_level_open_to_all(tx: Tx) -> None:
    await publish(tx, stars())
    (one,) = await make.members(tx)
    held = await book(tx, one)
    assert held.standing(one, "stars") is None
    assert held.level(one, "stars") == "silver"
    assert Standing().level == ""
