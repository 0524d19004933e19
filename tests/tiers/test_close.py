"""Time passes for members: punctually, late, twice, beside the till."""

from __future__ import annotations

import asyncio
from datetime import date

import pytest
from msgspec.structs import replace

from liuke.domains import tiers
from liuke.domains.tiers import Amounts, Happening
from liuke.domains.tiers.book import Key
from liuke.domains.tiers.values import Window
from liuke.kernel.db import Tx, begin
from liuke.kernel.rows import Sql
from tests import make
from tests.conftest import Shop
from tests.tiers.shapes import book, noon, publish, spent, stars

YEAR = Window(kind="calendar", calendar="year")
MOVES = Sql[str]("SELECT kind FROM tiers_movement WHERE member_id = $1::uuid ORDER BY id")


def at(tx: Tx, day: str) -> None:
    """Move the transaction's clock to noon of a day."""
    tx.now = noon(day)


@pytest.mark.inv("T1")
async def test_the_year_end_falls_once_however_often_the_job_runs(tx: Tx) -> None:
    at(tx, "2026-01-05")
    await publish(tx, stars(window=YEAR))
    one, two = await make.members(tx, 2)
    await tiers.record(tx, [spent(one, "2026-01-05", 130_000), spent(two, "2026-01-05", 100)])
    at(tx, "2027-12-31")
    assert await tiers.due(tx) == [one, two]
    await tiers.close(tx, [one, two])
    assert (await book(tx, one)).level(one, "stars") == "gold"
    assert await tiers.due(tx) == []
    at(tx, "2028-01-01")
    assert await tiers.due(tx) == [one, two]
    assert await tiers.due(tx, one) == [two]
    await tiers.close(tx, [one, two])
    await tiers.close(tx, [one, two])
    assert (await book(tx, one)).level(one, "stars") == "silver"
    assert await tx.rows(MOVES, one) == ["up", "up", "kept", "down"]


async def test_who_stands_under_an_old_version_is_found_and_moved_over(tx: Tx) -> None:
    await publish(tx, stars())
    (one,) = await make.members(tx)
    await tiers.record(tx, [spent(one, "2026-01-05", 20_000)])
    assert await tiers.due(tx) == []
    cheap = tuple(
        replace(level, entry_threshold=15_000) if level.code == "jade" else level
        for level in stars().levels
    )
    await publish(tx, stars(levels=cheap))
    assert await tiers.due(tx) == [one]
    await tiers.close(tx, [one])
    assert await tiers.due(tx) == []
    assert (await book(tx, one)).level(one, "stars") == "jade"


async def test_a_clock_set_back_changes_nothing(tx: Tx) -> None:
    at(tx, "2026-01-01")
    await publish(tx, stars(window=YEAR))
    at(tx, "2027-06-01")
    (one,) = await make.members(tx)
    await tiers.record(tx, [spent(one, "2027-05-05", 130_000)])
    await tiers.close(tx, [one])
    before = (await book(tx, one)).standings
    at(tx, "2026-06-01")
    await tiers.close(tx, [one])
    assert (await book(tx, one)).standings == before


async def test_the_job_beside_the_till_loses_nothing(shop: Shop) -> None:
    async with shop.begin(noon("2026-12-01")) as tx:
        await publish(tx, stars(window=YEAR))
        members = await make.members(tx, 8)

    async def sell(turn: int) -> None:
        async with begin(shop.database, shop.actor, now=noon("2027-01-02")) as tx:
            await tiers.record(
                tx,
                [Happening(one, f"order:{turn}", noon("2027-01-02"),
                           Amounts(spend_minor=1_000, orders=1)) for one in members],
            )  # fmt: skip

    async def close() -> None:
        async with begin(shop.database, shop.actor, now=noon("2027-01-02")) as tx:
            await tiers.close(tx, members)

    await asyncio.gather(*(sell(turn) for turn in range(6)), *(close() for _ in range(4)))
    async with shop.begin(noon("2027-01-02")) as tx:
        held = await book(tx, *members)
        for one in members:
            standing = held.standings[Key(one, "stars")]
            assert (standing.progress, standing.purchases) == (6_000, 6)
            assert standing.as_of_on == date(2027, 1, 2)
