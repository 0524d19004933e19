"""Lists and segments follow members who become one, part again, or are erased."""

from __future__ import annotations

from typing import Any

from liuke.domains import members, segments
from liuke.domains.members import Merging
from liuke.domains.segments import Wish
from liuke.kernel.db import Tx
from liuke.kernel.ids import MemberId
from liuke.kernel.rows import Sql
from liuke.kernel.values import Value
from tests.segments.crowd import VIP, evaluate, inside, live, people


class Logged(Value, frozen=True):
    """Who left, and what."""

    member_id: MemberId
    body: dict[str, Any]


LOGGED = Sql[Logged]("SELECT member_id, body FROM kernel_event WHERE kind = 'segment.left'")


async def test_a_list_has_who_a_member_became_and_gives_them_back(tx: Tx) -> None:
    winner, loser, other = await people(tx, "", "vip", "vip")
    await live(tx, "gold", VIP)
    await evaluate(tx, "gold")
    await segments.freeze(tx, "gold", Wish("kept", "Kept", "名单"))
    (merged,) = await members.merge(tx, [Merging(winner, loser, "one phone")])
    await tx.settle()
    after = await inside(tx, "kept")
    count = (await segments.get_segment(tx, "kept")).fresh.members
    explained = await segments.check_member(tx, "kept", loser)
    await members.undo_merges(tx, [merged], reason="two people")
    await tx.settle()
    assert after == {winner, other}
    assert count == 2
    assert explained.inside
    assert await inside(tx, "kept") == {loser, other}


async def test_a_winner_who_was_on_the_list_stays_on_it(tx: Tx) -> None:
    winner, loser = await people(tx, "vip", "vip")
    await live(tx, "gold", VIP)
    await segments.freeze(tx, "gold", Wish("kept", "Kept", "名单"))
    (merged,) = await members.merge(tx, [Merging(winner, loser, "one phone")])
    await tx.settle()
    assert await inside(tx, "kept") == {winner}
    await members.undo_merges(tx, [merged], reason="two people")
    await tx.settle()
    assert await inside(tx, "kept") == {winner, loser}


async def test_an_erased_member_is_nowhere_and_has_left(tx: Tx) -> None:
    one, two = await people(tx, "vip", "vip")
    await live(tx, "gold", VIP)
    await evaluate(tx, "gold")
    await segments.freeze(tx, "gold", Wish("kept", "Kept", "名单"))
    await members.erase(tx, [one], reason="asked")
    await tx.settle()
    left = [row for row in await tx.rows(LOGGED) if row.body["segment"] == "gold"]
    assert [row.member_id for row in left] == [one]
    assert await inside(tx, "gold") == await inside(tx, "kept") == {two}
    assert (await segments.get_segment(tx, "gold")).fresh.members == 1
    assert not (await segments.check_member(tx, "kept", one)).inside
