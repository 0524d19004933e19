"""The nightly work is declared, and does what its capability does."""

from __future__ import annotations

from liuke.domains import members, tiers
from liuke.domains.tiers import jobs
from liuke.domains.tiers.history import entries_of
from liuke.kernel.db import Tx
from liuke.kernel.jobs.declared import DECLARED
from tests import make
from tests.conftest import Shop
from tests.tiers.shapes import given_to, noon, publish, spent, stars
from tests.tiers.test_census import STEPS


async def test_each_night_periods_end_and_gifts_are_given(tx: Tx) -> None:
    tx.now = noon("2026-01-31")
    await publish(tx, stars())
    (one,) = await make.members(tx)
    await tiers.record(tx, [spent(one, "2026-01-31", 130_000)])
    tx.now = noon("2026-02-01")
    await jobs.close_periods(tx, [one])
    await jobs.give_gifts(tx, [one])
    await tx.settle()
    assert given_to(one)[-1] == "tier:stars/month/2026-02"
    assert {"tiers.close", "tiers.gifts"} <= set(DECLARED.dailies)


async def test_levels_are_counted_and_everything_of_a_member_can_be_taken_along(tx: Tx) -> None:
    await publish(tx, stars())
    one, two, new = await make.members(tx, 3)
    await tiers.record(tx, [spent(one, "2026-01-31", 130_000), spent(two, "2026-01-31", 1)])
    found = {(row.level, row.members) for row in await tiers.census(tx)}
    assert found == {("gold", 1), ("silver", 1)}
    held = await entries_of(tx, [one, two, new])
    assert [entry.amount for entry in held[one]] == [130_000]
    assert new not in held
    await tx.settle()
    (copy,) = await members.export_members(tx, [one], reason="asked")
    assert [gift["gift"] for gift in copy.sections["gifts"]] == ["hello"]
    assert [move["after"] for move in copy.sections["levels"]] == ["silver", "gold"]


async def test_a_worker_makes_the_steps_of_a_level_one(shop: Shop) -> None:
    async with shop.begin() as tx:
        await publish(tx, stars())
        crowd = await make.members(tx, 2)
    for one in crowd:
        async with shop.begin() as tx:
            await tiers.record(tx, [spent(one, "2026-01-31", 130_000)])
    await jobs.fold_steps(shop.database, shop.actor.merchant_id)
    async with shop.begin() as tx:
        assert await tx.rows(STEPS) == [1]
        assert [row.members for row in await tiers.census(tx)] == [2]
    assert "tiers.census" in DECLARED.regulars
