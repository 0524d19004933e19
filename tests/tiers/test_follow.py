"""Who was a member before a set went live stands in it too, the night after."""

from __future__ import annotations

from msgspec.structs import replace

from liuke.domains import members, tiers
from liuke.domains.members import Merging
from liuke.domains.tiers.follow import place, unplaced
from liuke.domains.tiers.values import Basis, Level
from liuke.kernel import facts
from liuke.kernel.db import Tx
from tests import make
from tests.tiers.shapes import LEVELS, book, given_to, noon, publish, spent, stars


async def test_who_was_there_before_a_set_stands_on_its_open_level(tx: Tx) -> None:
    tx.now = noon("2026-03-01")
    asked = "tier(stars)"
    first, buyer, gone, twin = await make.members(tx, 4)
    await members.erase(tx, [gone], reason="asked")
    welcome = LEVELS[2].grants[0]
    await publish(tx, stars(levels=(replace(LEVELS[0], grants=(welcome,)), *LEVELS[1:])))
    await tiers.record(tx, [spent(buyer, "2026-03-01", 30_000)])
    await members.merge(tx, [Merging(first, twin, "same phone")])
    assert (await facts.read(tx, [asked], [first]))[first][asked] is None

    tx.now = noon("2026-03-02")
    due = await unplaced(tx)
    assert due == [first]
    await place(tx, due)
    await tx.settle()
    assert await unplaced(tx) == []
    assert (await facts.read(tx, [asked], [first, buyer]))[first][asked] == "silver"
    assert (await book(tx, buyer)).level(buyer, "stars") == "jade"
    assert given_to(first) == []
    assert await tiers.prove(tx, [first, buyer]) == []


async def test_where_no_level_is_open_to_all_nobody_is_placed(tx: Tx) -> None:
    await make.members(tx, 2)
    gate = (Level(code="gate", name="Gate", entry_purchase_minor=100),)
    await publish(tx, stars(levels=gate, basis=Basis(kind="spend")))
    assert await unplaced(tx) == []


async def test_who_is_placed_counts_what_they_buy_from_then_on(tx: Tx) -> None:
    tx.now = noon("2026-03-01")
    (one,) = await make.members(tx)
    await publish(tx, stars())
    await place(tx, await unplaced(tx))
    await tiers.record(tx, [spent(one, "2026-03-01", 130_000)])
    await tx.settle()
    assert (await book(tx, one)).level(one, "stars") == "gold"
    assert given_to(one) == ["tier:stars/hello/gold:once"]
