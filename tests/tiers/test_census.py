"""The census is kept by steps, and is what standings say at any instant."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import pytest

from liuke.domains import members, tiers
from liuke.domains.members import Merging
from liuke.domains.tiers import LevelChange
from liuke.domains.tiers.census import fold_census
from liuke.domains.tiers.values import Window
from liuke.domains.tiers.verify import Miscounted
from liuke.kernel.db import Tx
from liuke.kernel.rows import Sql
from tests import make
from tests.tiers.shapes import noon, publish, spent, stars

if TYPE_CHECKING:
    from tests.conftest import Shop

STEPS = Sql[int]("SELECT COUNT(*) FROM tiers_step")
FORGE = Sql[None]("UPDATE tiers_step SET members = members + 2 WHERE level = 'gold'")


async def counted(tx: Tx) -> dict[str, int]:
    await tx.settle()
    assert (await tiers.verify(tx)).broken == []
    return {row.level: row.members for row in await tiers.census(tx)}


@pytest.mark.slow
async def test_who_climbs_falls_merges_and_parts_is_counted_where_they_stand(tx: Tx) -> None:
    tx.now = noon("2026-01-31")
    await publish(tx, stars(window=Window(kind="calendar"), lasts="this_period"))
    one, two, new = await make.members(tx, 3)
    await tiers.record(tx, [spent(one, "2026-01-05", 30_000), spent(two, "2026-01-06", 100_000)])
    assert await counted(tx) == {"jade": 2}
    (union,) = await members.merge(tx, [Merging(one, two, "same phone")])
    assert await counted(tx) == {"gold": 1}
    await members.undo_merges(tx, [union], reason="two people")
    assert await counted(tx) == {"jade": 2}
    await tiers.set_levels(tx, [LevelChange(new, "stars", "", "guest of honour")], cause="hand")
    assert await counted(tx) == {"jade": 2, "": 1}
    tx.now = noon("2027-01-02")
    await tiers.close(tx, [one, two])
    assert await counted(tx) == {"silver": 2, "": 1}


async def test_who_is_a_part_of_somebody_or_erased_is_counted_nowhere(tx: Tx) -> None:
    tx.now = noon("2026-01-31")
    await publish(tx, stars())
    one, two, three = await make.members(tx, 3)
    for member in (one, two):
        await tiers.record(tx, [spent(member, "2026-01-05", 30_000, "order:1")])
    await members.merge(tx, [Merging(two, three, "same phone")])
    (union,) = await members.merge(tx, [Merging(one, two, "same phone")])
    assert await counted(tx) == {"jade": 1}
    await tiers.record(tx, [spent(two, "2026-01-07", 100_000), spent(three, "2026-01-07", 100)])
    assert await counted(tx) == {"gold": 1}
    await tiers.set_levels(tx, [LevelChange(three, "stars", "", "test")], cause="hand")
    assert await counted(tx) == {"": 1}
    await members.undo_merges(tx, [union], reason="two people")
    assert await counted(tx) == {"jade": 1, "": 1}
    await members.erase(tx, [one, two], reason="asked")
    assert await counted(tx) == {}
    await tiers.recount(tx)
    assert await counted(tx) == {}


async def test_a_return_that_undoes_a_climb_undoes_its_count(tx: Tx) -> None:
    tx.now = noon("2026-01-31")
    await publish(tx, stars())
    (one,) = await make.members(tx)
    order = spent(one, "2026-01-05", 130_000, "order:1")
    await tiers.record(tx, [order])
    assert await counted(tx) == {"gold": 1}
    less = tiers.Amounts(spend_minor=-50_000)
    back = tiers.Happening(one, "return:1", tx.now, less, undoes="order:1")
    await tiers.record(tx, [back])
    await tiers.record(tx, [back, order])
    assert await counted(tx) == {"jade": 1}


async def test_folded_steps_say_the_same_and_are_one_a_level(tx: Tx) -> None:
    await publish(tx, stars())
    crowd = await make.members(tx, 6)
    for place, one in enumerate(crowd):
        await tiers.record(tx, [spent(one, "2026-01-05", 30_000 * place)])
    before = await counted(tx)
    await fold_census(tx)
    await fold_census(tx)
    assert await counted(tx) == before
    assert await tx.rows(STEPS) == [len(before)]


@pytest.mark.inv("L12")
async def test_a_count_that_was_tampered_with_is_named_and_counted_anew(tx: Tx) -> None:
    await publish(tx, stars())
    (one,) = await make.members(tx)
    await tiers.record(tx, [spent(one, "2026-01-05", 130_000)])
    await tx.run(FORGE)
    (broken,) = (await tiers.verify(tx)).broken
    assert isinstance(broken, Miscounted)
    assert (broken.promise, broken.set_code, broken.level) == ("L12", "stars", "gold")
    assert broken.found.endswith("by -2 members")
    (wrong,) = await tiers.recount(tx)
    assert (wrong.level, wrong.members) == ("gold", -2)
    assert await tiers.recount(tx) == []
    assert await counted(tx) == {"gold": 1}


async def test_who_climbs_while_others_fold_and_recount_is_counted_once(shop: Shop) -> None:
    async with shop.begin() as tx:
        await publish(tx, stars())
        crowd = await make.members(tx, 8)

    async def climb(place: int) -> None:
        for amount in (10_000, 30_000, 130_000):
            async with shop.begin() as tx:
                await tiers.record(tx, [spent(crowd[place], "2026-01-05", amount)])

    async def fold() -> None:
        for _ in range(10):
            async with shop.begin() as tx:
                await fold_census(tx)

    async def recount() -> None:
        for _ in range(5):
            async with shop.begin() as tx:
                assert await tiers.recount(tx) == []

    await asyncio.gather(*map(climb, range(8)), fold(), fold(), recount(), recount())
    async with shop.begin() as tx:
        assert await counted(tx) == {"gold": 8}
