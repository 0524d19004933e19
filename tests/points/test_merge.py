"""Two members' books become one, and two again."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from liuke.domains import members, points
from liuke.domains.members import Merging
from liuke.domains.points import BookSpec, Movement
from liuke.domains.points.merge import Union, part, unite
from liuke.domains.points.reserve import Reservation, reserve
from liuke.domains.points.reverse import Reversal
from liuke.domains.points.values import Pending, Rolling
from liuke.domains.programme import Live
from liuke.kernel.db import Tx
from liuke.kernel.ids import MemberId
from tests import make
from tests.points.test_post import proven

LIVE = Live.of(
    BookSpec(code="stars", expiry=Rolling(days=30)),
    BookSpec(code="waiting", pending=Pending(until="order.received")),
)
START = datetime(2026, 3, 1, 4, tzinfo=UTC)


async def holdings(tx: Tx, member_id: MemberId) -> dict[str, tuple[int, int]]:
    found = await points.balances(tx, [member_id])
    return {b.book: (b.spendable, b.debt) for b in found}


async def test_everything_moves_with_the_end_it_has(tx: Tx) -> None:
    tx.now = START
    winner, loser = await make.members(tx, 2)
    await points.post(tx, [Movement(loser, "stars", "a", 10)], live=LIVE)
    await points.post(tx, [Movement(loser, "waiting", "a", 7)], live=LIVE)
    await reserve(tx, [Reservation(loser, "stars", "q", 4, START + timedelta(hours=1))], live=LIVE)
    tx.now = START + timedelta(days=10)
    await points.post(tx, [Movement(winner, "stars", "b", 5)], live=LIVE)
    await unite(tx, [Union(winner, loser, "merge:1")], live=LIVE)
    assert await holdings(tx, loser) == {"stars": (0, 0), "waiting": (0, 0)}
    assert await holdings(tx, winner) == {"stars": (15, 0), "waiting": (7, 0)}
    (stars, _) = await points.balances(tx, [winner])
    assert (stars.expiring, stars.expires_next_on) == (10, START.date() + timedelta(days=30))
    await proven(tx)
    await part(tx, [Union(winner, loser, "merge:1")], live=LIVE)
    assert await holdings(tx, winner) == {"stars": (5, 0), "waiting": (0, 0)}
    assert await holdings(tx, loser) == {"stars": (10, 0), "waiting": (7, 0)}
    await proven(tx)


async def test_a_debt_moves_and_is_paid(tx: Tx) -> None:
    tx.now = START
    winner, loser = await make.members(tx, 2)
    for amount, cause in ((10, "a"), (-8, "b")):
        await points.post(tx, [Movement(loser, "stars", cause, amount)], live=LIVE)
    await points.reverse(tx, [Reversal(loser, "stars", "r", "a", 10)], live=LIVE)
    await points.post(tx, [Movement(winner, "stars", "c", 5)], live=LIVE)
    await unite(tx, [Union(winner, loser, "merge:1")], live=LIVE)
    assert await holdings(tx, winner) == {"stars": (0, 3)}
    await part(tx, [Union(winner, loser, "merge:1")], live=LIVE)
    assert await holdings(tx, loser) == {"stars": (0, 8)}
    assert await holdings(tx, winner) == {"stars": (5, 0)}
    await proven(tx)


@pytest.mark.parametrize(("own", "left", "debt"), [(3, 0, 7), (20, 13, 0)])
async def test_what_the_winner_spent_is_owed_to_the_loser(
    tx: Tx, own: int, left: int, debt: int
) -> None:
    tx.now = START
    winner, loser = await make.members(tx, 2)
    await points.post(tx, [Movement(loser, "stars", "a", 10)], live=LIVE)
    await unite(tx, [Union(winner, loser, "merge:1")], live=LIVE)
    tx.now = START + timedelta(days=1)
    moves = [Movement(winner, "stars", "own", own), Movement(winner, "stars", "gift", -7)]
    await points.post(tx, moves, live=LIVE)
    if own == 3:
        await points.post(tx, [Movement(winner, "stars", "more", -3)], live=LIVE)
    await part(tx, [Union(winner, loser, "merge:1")], live=LIVE)
    assert (await holdings(tx, loser))["stars"] == (10, 0)
    assert (await holdings(tx, winner))["stars"] == (left, debt)
    await proven(tx)


async def test_a_merge_of_members_takes_their_points_along(tx: Tx) -> None:
    winner, loser = await make.members(tx, 2)
    await points.post(tx, [Movement(loser, "stars", "a", 10)], live=LIVE)
    (merge_id,) = await members.merge(tx, [Merging(winner, loser, "same phone number")])
    await tx.settle()
    assert await holdings(tx, winner) == {"stars": (10, 0)}
    await members.undo_merges(tx, [merge_id], reason="two people after all")
    await tx.settle()
    assert await holdings(tx, loser) == {"stars": (10, 0)}
    await proven(tx)


async def test_a_return_after_the_merge_is_answered_by_the_winner(tx: Tx) -> None:
    winner, loser = await make.members(tx, 2)
    await points.post(tx, [Movement(loser, "stars", "order:1", 10)], live=LIVE)
    await members.merge(tx, [Merging(winner, loser, "same phone number")])
    await tx.settle()
    reversal = Reversal(loser, "stars", "return:1", "order:1", 4)
    await points.reverse(tx, [reversal], live=LIVE)
    await tx.settle()
    assert await holdings(tx, loser) == {"stars": (0, 0)}
    assert await holdings(tx, winner) == {"stars": (6, 0)}
    await proven(tx)


async def test_parting_ends_the_reservations_of_the_winner(tx: Tx) -> None:
    tx.now = START
    winner, loser = await make.members(tx, 2)
    await points.post(tx, [Movement(loser, "stars", "a", 10)], live=LIVE)
    await points.post(tx, [Movement(winner, "waiting", "a", 1)], live=LIVE)
    await unite(tx, [Union(winner, loser, "merge:1")], live=LIVE)
    until = START + timedelta(hours=1)
    await reserve(tx, [Reservation(winner, "stars", "q", 4, until)], live=LIVE)
    await part(tx, [Union(winner, loser, "merge:1")], live=LIVE)
    assert await holdings(tx, loser) == {"stars": (10, 0)}
    assert await holdings(tx, winner) == {"stars": (0, 0), "waiting": (0, 0)}
    await unite(tx, [Union(winner, stranger, "merge:2") for stranger in await make.members(tx)])
    await proven(tx)


async def test_what_is_sent_to_a_merged_member_is_the_winners_and_counts_once(tx: Tx) -> None:
    await make.programme(tx, BookSpec(code="stars"), BookSpec(code="points"))
    winner, loser = await make.members(tx, 2)
    before = Movement(loser, "stars", "before", 10)
    await points.post(tx, [before])
    await members.merge(tx, [Merging(winner, loser, "same phone")])
    await tx.settle()
    late = [Movement(loser, "stars", "late", 5), Movement(loser, "points", "late", 3)]
    for _ in range(2):
        await points.post(tx, [before, *late])
    await points.adjust(tx, [points.Adjustment(loser, "points", "sorry", 2, "goodwill")])
    assert await holdings(tx, winner) == {"stars": (15, 0), "points": (5, 0)}
    assert await holdings(tx, loser) == {"stars": (0, 0), "points": (0, 0)}
    await proven(tx)


async def test_what_came_to_the_loser_while_merged_goes_along_when_they_part(tx: Tx) -> None:
    tx.now = START
    await make.programme(tx, BookSpec(code="stars"))
    winner, loser = await make.members(tx, 2)
    moves = [(winner, "own", 1_000), (loser, "own", 1_000), (loser, "order:1", 170)]
    await points.post(tx, [Movement(who, "stars", cause, n) for who, cause, n in moves])
    for turn in (1, 2):
        (union,) = await members.merge(tx, [Merging(winner, loser, "same phone")])
        await tx.settle()
        await points.reverse(tx, [Reversal(loser, "stars", f"return:{turn}", "order:1", 60)])
        await points.post(tx, [Movement(loser, "stars", f"gift:{turn}", 5)])
        await tx.settle()
        assert (await holdings(tx, winner))["stars"] == (2_170 - 55 * turn, 0)
        await members.undo_merges(tx, [union], reason="two people")
        await tx.settle()
        now = [(await holdings(tx, who))["stars"] for who in (winner, loser)]
        assert now == [(1_000, 0), (1_170 - 55 * turn, 0)]
    await proven(tx)


async def test_a_chain_of_merges_comes_apart_with_what_came_meanwhile(tx: Tx) -> None:
    tx.now = START
    await make.programme(tx, BookSpec(code="stars"))
    first, second, third = trio = await make.members(tx, 3)
    await points.post(tx, [Movement(who, "stars", "order:1", 100) for who in trio])
    made = []
    for winner, loser in ((second, third), (first, second)):
        made += await members.merge(tx, [Merging(winner, loser, "same phone")])
        await tx.settle()
    await points.reverse(tx, [Reversal(third, "stars", "return:1", "order:1", 60)])
    await points.post(tx, [Movement(third, "stars", "gift", 5)])
    await points.post(tx, [Movement(second, "stars", "gift", 7)])
    await tx.settle()
    assert (await holdings(tx, first))["stars"] == (300 - 60 + 5 + 7, 0)
    for merge_id in reversed(made):
        await members.undo_merges(tx, [merge_id], reason="three people")
        await tx.settle()
    now = [(await holdings(tx, who))["stars"] for who in trio]
    assert now == [(100, 0), (107, 0), (45, 0)]
    await proven(tx)
