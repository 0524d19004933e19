"""Levels given and taken by hand."""

from __future__ import annotations

from datetime import date

import pytest

from liuke.domains import tiers
from liuke.domains.tiers import LevelChange
from liuke.domains.tiers.errors import UnknownLevel, UnknownTierSet
from liuke.domains.tiers.values import Window
from liuke.kernel.actions import Deed, perform
from liuke.kernel.db import Tx
from liuke.kernel.problems import InvalidField
from liuke.kernel.rows import Sql
from tests import make
from tests.tiers.shapes import book, noon, publish, spent, stars

AUDIT = Sql[str]("SELECT reason FROM kernel_audit WHERE subject = $1")


async def test_a_level_given_holds_and_is_audited_once(tx: Tx) -> None:
    tx.now = noon("2026-03-01")
    await publish(tx, stars(window=Window(kind="calendar", calendar="year")))
    (one,) = await make.members(tx)
    change = LevelChange(one, "stars", "gold", "guest of honour", date(2027, 6, 30))
    await tiers.set_levels(tx, [change], cause="hand:1")
    await tiers.set_levels(tx, [change], cause="hand:1")
    held = await book(tx, one)
    assert held.level(one, "stars", date(2027, 12, 31)) == "gold"
    assert held.level(one, "stars", date(2028, 1, 1)) == "silver"
    assert await tx.rows(AUDIT, str(one)) == ["guest of honour"]


async def test_a_level_taken_stays_taken_whatever_is_bought(tx: Tx) -> None:
    tx.now = noon("2026-03-01")
    await publish(tx, stars())
    (one,) = await make.members(tx)
    await tiers.record(tx, [spent(one, "2026-02-01", 130_000)])
    await tiers.set_levels(tx, [LevelChange(one, "stars", "", "fraud")], cause="hand:1")
    await tiers.record(tx, [spent(one, "2026-03-02", 130_000)])
    assert (await book(tx, one)).level(one, "stars") == ""


async def test_a_level_is_held_until_today_at_the_earliest(tx: Tx) -> None:
    tx.now = noon("2026-03-01")
    await publish(tx, stars())
    (one,) = await make.members(tx)
    today = LevelChange(one, "stars", "gold", "guest", tx.today)
    late = LevelChange(one, "stars", "gold", "guest", date(2026, 2, 28))
    with pytest.raises(InvalidField) as refusal:
        await tiers.set_levels(tx, [today, late], cause="hand:1")
    assert refusal.value.field == "changes[1].hold_until_on"
    await tiers.set_levels(tx, [today], cause="hand:1")
    held = await book(tx, one)
    assert held.level(one, "stars", date(2026, 3, 1)) == "gold"
    assert held.level(one, "stars", date(2026, 3, 2)) == "silver"


async def test_the_action_sets_once_per_cause(tx: Tx) -> None:
    tx.now = noon("2026-03-01")
    await publish(tx, stars())
    members = await make.members(tx, 3)
    deed = Deed("tiers.set_level", {"set_code": "stars", "level": "jade"})
    await perform(tx, deed, members, "campaign:1")
    held = await book(tx, *members)
    assert {held.level(one, "stars") for one in members} == {"jade"}


async def test_unknown_sets_and_levels_are_refused(tx: Tx) -> None:
    await publish(tx, stars())
    (one,) = await make.members(tx)
    with pytest.raises(UnknownTierSet):
        await tiers.set_levels(tx, [LevelChange(one, "moon", "gold", "")], cause="hand:1")
    with pytest.raises(UnknownLevel):
        await tiers.set_levels(tx, [LevelChange(one, "stars", "lead", "")], cause="hand:1")


async def test_of_two_levels_for_one_member_the_last_counts(tx: Tx) -> None:
    await publish(tx, stars())
    (one,) = await make.members(tx)
    changes = [LevelChange(one, "stars", level, "guest") for level in ("jade", "gold", "jade")]
    await tiers.set_levels(tx, changes, cause="hand:1")
    assert (await book(tx, one)).level(one, "stars") == "jade"
