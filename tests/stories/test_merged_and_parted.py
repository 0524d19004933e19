"""Whoever was merged, and parted again, stands as if nobody had ever been merged."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import NoReturn

import pytest

from liuke.domains import checkout, coupons, members, points, programme, tiers
from liuke.domains.checkout import Comeback, OrderId, Units
from liuke.domains.checkout.sums import open_sums
from liuke.domains.coupons import State
from liuke.domains.members import MemberState, Merging
from liuke.domains.members.values import MergeId
from liuke.domains.promotions import IssueCoupon, Limits, Rule
from liuke.domains.tiers import TierSet
from liuke.domains.tiers.values import Basis, Deed, Grant, Level
from liuke.kernel import facts
from liuke.kernel.db import Tx
from liuke.kernel.ids import MemberId
from tests import make
from tests.checkout.test_take_back import open_shop, sell, spendable

VOUCHER = Deed("coupons.issue", {"template": "ten-off"})
WELCOME = (Grant(code="hello", when="entering", deeds=(VOUCHER,)),)
CLUB = TierSet(
    code="club",
    name="Club",
    basis=Basis(kind="spend"),
    levels=(
        Level(code="silver", name="Silver", entry_threshold=0),
        Level(code="gold", name="Gold", entry_threshold=20_000, grants=WELCOME),
        Level(code="black", name="Black", entry_threshold=60_000),
    ),
)
NEXT = Rule("next", (IssueCoupon("ten-off"),), limits=Limits(per_member=2))
WALKS = TierSet(
    code="walks",
    name="Walks",
    basis=Basis(kind="points", book="stars"),
    levels=(
        Level(code="short", name="Short", entry_threshold=0),
        Level(code="long", name="Long", entry_threshold=500, grants=WELCOME),
    ),
)
# Where everybody stands of whom nothing was ever written down.
OPEN = {"tier(club)": "silver", "tier(walks)": "short"}
MOVES = ("merge", "merge", "undo", "return", "return", "award", "award")


@dataclass(frozen=True)
class Stands:
    """All that a member has, in figures."""

    state: MemberState
    level: str
    stored: list[str]
    coupons: int
    points: int
    bought: tuple[int, int, int]
    days: tuple[date | None, date | None]


@dataclass
class Life:
    """Four members who buy, bring back, are merged and parted, all by one seed."""

    tx: Tx
    who: Sequence[MemberId]
    dice: random.Random
    merging: bool
    sold: list[tuple[OrderId, int]] = field(default_factory=list)
    merges: list[tuple[MergeId, int]] = field(default_factory=list)
    apart: set[int] = field(default_factory=lambda: {0, 1, 2, 3})
    turn: int = 0

    async def buy(self, turn: int) -> None:
        """Let somebody buy some shirts."""
        whose, count = self.who[self.dice.randrange(4)], self.dice.choice((1, 1, 2, 3))
        receipt = await sell(self.tx, whose, 9900 * count, units={"tee": count}, key=f"s{turn}")
        self.sold += [(receipt.id, unit) for unit in range(count)]

    async def move(self) -> None:
        """Merge two, part two, bring a shirt back, or give points to anybody, one of two or not.

        Who may not be merged throws as well.
        """
        self.turn += 1
        what, (one, two) = self.dice.choice(MOVES), self.dice.sample(range(4), 2)
        place = self.dice.randrange(1_000)
        if what == "return" and self.sold:
            order_id, unit = self.sold.pop(place % len(self.sold))
            back = Comeback(order_id, f"r{unit}", (Units(0, unit),))
            await checkout.take_back(self.tx, [back])
        elif what == "merge" and self.merging and {one, two} <= self.apart:
            wish = Merging(self.who[one], self.who[two], "same phone")
            (made,) = await members.merge(self.tx, [wish])
            self.merges.append((made, two))
            self.apart.remove(two)
        elif what == "undo" and self.merges:
            await self.part()
        elif what == "award":
            gift = points.Movement(self.who[one], "stars", f"walk:{self.turn}", place)
            await points.post(self.tx, [gift])
        await self.tx.settle()

    async def part(self) -> None:
        """Undo the last merge that stands."""
        made, loser = self.merges.pop()
        await members.undo_merges(self.tx, [made], reason="two people")
        self.apart.add(loser)
        await self.tx.settle()


async def stands(tx: Tx, member_id: MemberId) -> Stands:
    book = await tiers.open_standings(tx, [member_id], await programme.live(tx))
    held = await coupons.holdings(tx, member_id, state=State.OPEN, limit=200)
    sums = (await open_sums(tx, [member_id])).of(member_id)
    who = (await members.standings(tx, [member_id]))[member_id]
    found = (await facts.read(tx, list(OPEN), [member_id]))[member_id]
    return Stands(
        who.state,
        book.level(member_id, "club"),
        [OPEN[name] if level is None else level for name, level in sorted(found.items())],
        len(held),
        await spendable(tx, member_id),
        (sums.orders, sums.units, sums.net_minor),
        (sums.first_on, sums.last_on),
    )


async def lived(tx: Tx, seed: int, *, merging: bool) -> list[Stands]:
    """Live a life and part whoever is merged at its end; return how all four stand."""
    first = await open_shop(tx)
    await make.programme(tx, NEXT, CLUB, WALKS, code="visits")
    who = (first, *await make.members(tx, 3))
    await members.set_states(tx, who[2:], MemberState.NEW, reason="on trial")
    life = Life(tx, who, random.Random(seed), merging)  # noqa: S311 - a life that can be told again
    for turn in range(8):
        await life.buy(turn)
        await tx.settle()
    for _ in range(10):
        await life.move()
    while life.merges:
        await life.part()
    for proof in (await coupons.verify(tx), await tiers.verify(tx), await points.verify(tx)):
        assert proof.broken == []
    assert await tiers.prove(tx, who) == []
    return [await stands(tx, one) for one in who]


class Over(Exception):
    """A life is over: nothing of it stays but how everyone stood."""

    def __init__(self, found: list[Stands]) -> None:
        super().__init__()
        self.found = found


async def spent(tx: Tx, seed: int, *, merging: bool) -> NoReturn:
    raise Over(await lived(tx, seed, merging=merging))


async def told(tx: Tx, seed: int, *, merging: bool) -> list[Stands]:
    """Live a life that leaves nothing behind."""
    try:
        async with tx.savepoint():
            await spent(tx, seed, merging=merging)
    except Over as over:
        return over.found


@pytest.mark.inv("L1", "L12")
@pytest.mark.parametrize("seed", range(12))
async def test_who_was_merged_and_parted_stands_as_if_nothing_had_been(tx: Tx, seed: int) -> None:
    assert await told(tx, seed, merging=True) == await told(tx, seed, merging=False)
