"""How many a question fits: by itself, row by row, in parts of a picture, some of them to see."""

from __future__ import annotations

from pathlib import Path

import pytest

from liuke.domains import analytics, segments
from liuke.domains.segments.errors import TooManySegments
from liuke.domains.segments.size import overlap, sample, sizes
from liuke.kernel.conditions import AnyOf
from liuke.kernel.db import Database, Tx
from tests.analytics.lakes import furnished
from tests.conftest import Shop
from tests.segments.crowd import NEW, VIP, AllOf, InSegment, Not, live, people

CROWD = ("vip", "vip", "vip new", "new", "", "")


async def test_each_row_shows_what_it_fits_and_what_it_lets_through(tx: Tx) -> None:
    await people(tx, *CROWD)
    tree = AllOf((VIP, Not(NEW, id="not new"), AnyOf((NEW, VIP))), id="top")
    found = await sizes(tx, tree)
    assert (found.people, found.members, found.exact) == (6, 2, True)
    assert {row.node: (row.members, row.left) for row in found.rows} == {
        "top": (2, 2),
        "0.0": (3, 3),
        "not new": (4, 2),
        "0.1.0": (2, 1),
        "0.2": (4, 2),
        "0.2.0": (2, 0),
        "0.2.1": (3, 2),
    }


async def test_a_sample_is_of_those_who_fit_and_another_draw_is_another_one(tx: Tx) -> None:
    crowd = await people(tx, *["vip"] * 30, *[""] * 5)
    first = [one.standing.id for one in await sample(tx, VIP, draw=1, limit=10)]
    same = [one.standing.id for one in await sample(tx, VIP, draw=1, limit=10)]
    other = [one.standing.id for one in await sample(tx, VIP, draw=2, limit=10)]
    assert first == same != other
    assert len(set(first)) == 10
    assert set(first) | set(other) <= set(crowd[:30])


async def test_every_part_of_an_overlap_is_counted(tx: Tx) -> None:
    await people(tx, *CROWD)
    await live(tx, "gold", VIP)
    await live(tx, "fresh", NEW)
    await live(tx, "all", AllOf(()))
    two = await overlap(tx, ["gold", "fresh"])
    three = await overlap(tx, ["gold", "fresh", "all"])
    assert {one.inside: one.members for one in two.regions} == {
        ("gold",): 2, ("fresh",): 1, ("gold", "fresh"): 1,
    }  # fmt: skip
    assert {one.inside: one.members for one in three.regions if one.members} == {
        ("all",): 2, ("gold", "all"): 2, ("fresh", "all"): 1, ("gold", "fresh", "all"): 1,
    }  # fmt: skip
    with pytest.raises(TooManySegments):
        await overlap(tx, ["gold"])


async def test_more_members_than_are_counted_one_by_one_are_sampled(
    tx: Tx, monkeypatch: pytest.MonkeyPatch
) -> None:
    await people(tx, *["vip"] * 400)
    monkeypatch.setattr("liuke.domains.segments.asking.EXACT_MAX", 300)
    monkeypatch.setattr("liuke.domains.segments.asking.LOOKED_AT", 200)
    found = await sizes(tx, VIP)
    assert (found.people, found.exact) == (400, False)
    assert 250 < found.members < 550


async def test_above_what_is_counted_here_the_lake_counts_exactly_with_lists(
    shop: Shop, database: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    tree = AllOf((InSegment("gold"), InSegment("kept"), Not(NEW)))
    async with shop.begin() as tx:
        await people(tx, *CROWD)
        await live(tx, "gold", VIP)
        await segments.freeze(tx, "gold", segments.Wish("kept", "Kept", "名单"))
    async with shop.begin() as tx:
        here = await sizes(tx, tree)
    monkeypatch.setattr("liuke.domains.segments.asking.EXACT_MAX", 0)
    with furnished(tmp_path, database):
        await analytics.freshen(shop.actor.merchant_id)
        async with shop.begin() as tx:
            there = await sizes(tx, tree)
    assert (here.people, here.members) == (6, 2)
    assert (there.people, there.rows, there.exact) == (here.people, here.rows, True)


async def test_an_unknown_segment_is_refused_by_its_code(tx: Tx) -> None:
    with pytest.raises(segments.UnknownSegment) as refusal:
        await sizes(tx, InSegment("nobody"))
    assert refusal.value.segment == "nobody"
