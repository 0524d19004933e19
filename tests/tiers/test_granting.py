"""Whom gifts are given to: who may earn, and who was two only once."""

from __future__ import annotations

import pytest

from liuke.domains import members, tiers
from liuke.domains.members import MemberState, Merging
from liuke.kernel.db import Tx
from liuke.kernel.ids import MemberId
from tests import make
from tests.tiers.shapes import given_to, noon, publish, spent, stars


async def gold(tx: Tx, count: int = 1) -> list[MemberId]:
    """Return members who hold gold, and forget what they were given for it."""
    tx.now = noon("2026-01-31")
    await publish(tx, stars())
    held = list(await make.members(tx, count))
    await tiers.record(tx, [spent(one, "2026-01-31", 130_000) for one in held])
    await tx.settle()
    return held


async def next_month(tx: Tx, *who: MemberId) -> None:
    """Let the night of the first of March give what is due."""
    tx.now = noon("2026-03-01")
    due = await tiers.holders(tx)
    assert set(who) <= set(due)
    await tiers.give_due(tx, due)
    await tx.settle()


async def test_who_was_two_has_a_monthly_gift_once(tx: Tx) -> None:
    winner, loser = await gold(tx, 2)
    (union,) = await members.merge(tx, [Merging(winner, loser, "same phone")])
    await tx.settle()
    await next_month(tx, winner)
    gift = "tier:stars/month/2026-03"
    assert (given_to(winner).count(gift), given_to(loser).count(gift)) == (1, 0)
    await members.undo_merges(tx, [union], reason="two people")
    await tx.settle()
    await tiers.give_due(tx, [winner, loser])
    await tx.settle()
    assert (given_to(winner).count(gift), given_to(loser).count(gift)) == (1, 1)


@pytest.mark.inv("P4")
async def test_who_was_erased_is_given_nothing_more(tx: Tx) -> None:
    (one,) = await gold(tx)
    before = given_to(one)
    await members.erase(tx, [one], reason="asked")
    await tx.settle()
    await next_month(tx)
    assert given_to(one) == before


async def test_who_is_blocked_is_given_nothing_until_let_in_again(tx: Tx) -> None:
    (one,) = await gold(tx)
    before = given_to(one)
    await members.set_states(tx, [one], MemberState.BLOCKED, reason="fraud")
    await next_month(tx)
    assert given_to(one) == before
    await members.set_states(tx, [one], MemberState.ACTIVE, reason="a mistake")
    await next_month(tx)
    assert given_to(one) == [*before, "tier:stars/month/2026-03"]


async def test_gifts_that_only_one_of_two_had_stay_with_them_when_they_part(tx: Tx) -> None:
    winner, loser = await make.members(tx, 2)
    tx.now = noon("2026-01-31")
    await publish(tx, stars())
    await tiers.record(tx, [spent(loser, "2026-01-31", 130_000)])
    await tx.settle()
    (union,) = await members.merge(tx, [Merging(winner, loser, "same phone")])
    await tx.settle()
    await members.undo_merges(tx, [union], reason="two people")
    await tx.settle()
    await tiers.record(tx, [spent(winner, "2026-02-01", 130_000)])
    await tx.settle()
    hello = "tier:stars/hello/gold:once"
    assert (given_to(winner), given_to(loser)) == ([hello], [hello])
