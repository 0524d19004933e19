"""Whatever a member's life was: what a return is foreseen to do to their levels is what it does.

The model is what can be read and what was told: where they stand before and after, and the events.
"""

from __future__ import annotations

from datetime import timedelta
from random import Random

import pytest

from liuke.domains import checkout, members, points, tiers
from liuke.domains.checkout import Comeback, Item, Receipt, Sale, Tender, Units
from liuke.domains.checkout.take_back import foresee
from liuke.domains.checkout.values import Returned
from liuke.domains.members import Merging
from liuke.domains.points import BookSpec
from liuke.domains.promotions import Earn, Rule
from liuke.domains.tiers import Claim, TierGiftUndone, TierGranted, TierRungUndone, TierSet
from liuke.domains.tiers.values import Basis, Deed, Grant, Ladder, Level, Rung, Window
from liuke.kernel.db import Tx
from liuke.kernel.ids import MemberId
from tests import make
from tests.tiers.shapes import GIFT, noon

LIVES = 25
PRICES = {"tee": 9_901, "cap": 4_533, "sock": 999}
GROWTH = Deed("points.award", {"book": "growth", "points": 37})
SPEND, MONTH = Basis(kind="spend"), Window(kind="calendar", calendar="month")


def levels(name: str, *entries: int, keeps: int = 3) -> tuple[Level, ...]:
    """Make levels with a welcome, a gift for every third purchase, and one to win back."""
    return tuple([
        Level(f"{name}-{entry}", f"{name} {entry}", entry_threshold=entry,
              retention_threshold=entry // keeps,
              grants=(Grant(f"hello-{entry}", "entering", (GIFT, GROWTH)),
                      Grant(f"third-{entry}", "purchases", (GROWTH,), every=3),
                      Grant(f"back-{entry}", "falling", (GIFT,))))
        for entry in entries
    ])  # fmt: skip


def set_of(code: str, basis: Basis = SPEND, **more: object) -> TierSet:
    """Make a set on spend, open to everybody."""
    return TierSet(**{  # type: ignore[arg-type]  # the fields of each set differ
        "code": code, "name": code, "basis": basis,
        "levels": levels(code, 0, 9_000, 30_000), **more,
    })  # fmt: skip


EARNED = Basis(kind="points", book="growth")
ONCE = (
    Level("once-low", "Low", entry_purchase_minor=9_000),
    Level("once-high", "High", entry_threshold=15_000),
)
RUNGS = Ladder(
    tuple([Rung(f"at-{n}", n, (GIFT, GROWTH), name_zh=f"{n} 分礼") for n in (50, 150, 400)]),
    claim_days=9,
)
SETS = [
    set_of("life"),
    set_of("roll", window=Window(kind="rolling", days=40), levels=levels("roll", 4_000, 20_000)),
    set_of("month", EARNED, window=MONTH, ladder=RUNGS, levels=levels("month", 0, 100, 300)),
    set_of("grace", window=MONTH, grace_days=12, drop="one"),
    set_of("anew", reset_on_promotion=True, levels=levels("anew", 1_000, 8_000, 9_000)),
    set_of("once", counts_from="first_level", levels=ONCE),
    set_of("count", Basis(kind="orders"), levels=levels("count", 1, 2, 4)),
    set_of("hand", Basis(kind="manual"), levels=ONCE[:1]),
]
GROW = Rule("grow", (Earn(book="growth", points=1, per_minor=100),))


class Life:
    """Two people who buy, bring back, claim and become one, in a random order."""

    def __init__(self, tx: Tx, seed: int, who: list[MemberId]) -> None:
        """Start with a shop that is open."""
        self.tx, self.who = tx, who
        self.dice = Random(seed)  # noqa: S311 - no secret
        self.left: list[tuple[Receipt, Units]] = []
        self.heir = dict(zip(who, who, strict=True))
        self.turn = 0

    async def buy(self) -> None:
        """Buy a few things."""
        goods = {sku: self.dice.randint(1, 3) for sku in self.dice.sample(sorted(PRICES), 2)}
        due = sum(PRICES[sku] * units for sku, units in goods.items())
        sale = Sale(
            tuple(Item(*one) for one in goods.items()), self.dice.choice(self.who), "till",
            f"s{self.turn}", tenders=(Tender("cash", due),),
        )  # fmt: skip
        (receipt,) = await checkout.commit(self.tx, [sale])
        await self.tx.settle()
        for line, units in enumerate(goods.values()):
            self.left += [(receipt, Units(line, unit)) for unit in range(units)]

    async def wait(self) -> None:
        """Let days pass; the nightly job has come, or has not yet."""
        self.tx.now += timedelta(days=self.dice.choice([1, 9, 30]))
        if self.dice.random() < 0.7:
            await tiers.close(self.tx, self.who)
            await self.tx.settle()

    async def claim(self) -> None:
        """Claim every rung that was reached."""
        whom = sorted({self.heir[one] for one in self.who})
        reached = [
            Claim(one.member_id, one.set_code, one.rung, one.period_on)
            for one in await tiers.rung_states(self.tx, whom)
            if not one.claimed and not one.missing
        ]
        if reached:
            await tiers.claim_rungs(self.tx, reached)
            await self.tx.settle()

    async def join(self) -> None:
        """Become one person."""
        winner, loser = self.who
        if self.heir[loser] == loser:
            await members.merge(self.tx, [Merging(winner, loser, "same phone")])
            self.heir[loser] = winner
            await self.tx.settle()

    async def bring_back(self) -> bool:
        """Bring some units of one order back; tell whether that moved or took anything."""
        if not self.left:
            return False
        receipt, _ = self.dice.choice(self.left)
        own = [units for one, units in self.left if one.id == receipt.id]
        units = tuple(self.dice.sample(own, self.dice.randint(1, len(own))))
        self.left = [(r, u) for r, u in self.left if r.id != receipt.id or u not in units]
        person = self.heir[receipt.member_id]
        wish = Comeback(receipt.id, f"r{self.turn}", units)
        (said,) = await foresee(self.tx, [wish])
        before = await self.stand(person)
        assert self.tx.events == [], "to foresee a return did something"
        had = await self.points_of_gifts()
        (made,) = await checkout.take_back(self.tx, [wish])
        assert (said.undone, said.tiers) == (made.undone, made.tiers)
        gone = {
            *[f"{e.set_code}/{e.grant}/{e.period}" for e in self.tx.events
              if isinstance(e, TierGiftUndone) and e.member_id == person],
            *[f"{e.set_code}/{e.period_on}/{e.rung}" for e in self.tx.events
              if isinstance(e, TierRungUndone) and e.member_id == person],
        }  # fmt: skip
        anew = [e for e in self.tx.events if isinstance(e, TierGranted) and e.member_id == person]
        went = await self.points_of_gifts()
        await self.tx.settle()
        assert await self.points_of_gifts() == went, "points of a gift went after the answer"
        assert sum(one.amount for one in said.undone if one.what == "tier.points") == went - had
        after = await self.stand(person)
        assert told(said, "tier.gift") | told(said, "tier.rung") == gone
        shifts = {one.set_code: one for one in said.tiers}
        if anew:  # What a fall gives comes after it, and counts like anything earned.
            before.pop("month"), after.pop("month"), shifts.pop("month", None)
        assert set(shifts) == {code for code in before if before[code] != after[code]}
        for code, one in shifts.items():
            assert (one.level_before, one.progress_before) == before[code]
            assert (one.level_after, one.progress_after) == after[code]
        fell = {code for code in before if before[code][0] != after[code][0]}
        assert told(said, "tier.level") & set(before) == fell
        return bool(gone or shifts)

    async def points_of_gifts(self) -> int:
        """Return what falling gifts have taken of points in all, as a number below zero."""
        pages = [await points.ledger(self.tx, who, book="growth", limit=999) for who in self.who]
        lines = [line.entry for page in pages for line in page.items]
        return sum(entry.points for entry in lines if entry.cause.startswith("undo:"))

    async def stand(self, person: MemberId) -> dict[str, tuple[str, int]]:
        """Return where somebody stands today, by set."""
        held = await tiers.places(self.tx, [person])
        return {place.set_code: (place.level, place.progress) for place in held}


def told(returned: Returned, what: str) -> set[str]:
    """Return what was told of one kind."""
    return {one.subject for one in returned.undone if one.what == what}


@pytest.mark.inv("T1")
@pytest.mark.parametrize("seed", range(LIVES))
async def test_what_a_return_is_foreseen_to_take_is_what_it_takes(tx: Tx, seed: int) -> None:
    tx.now = noon("2026-01-20")
    await make.programme(tx, BookSpec(code="growth", qualifying=True), GROW, *SETS)
    await make.products(tx, **PRICES)
    life = Life(tx, seed, list(await make.members(tx, 2)))
    deeds = life.buy, life.wait, life.claim, life.join, life.bring_back
    for life.turn in range(20):
        (deed,) = life.dice.choices(deeds, weights=(7, 2, 4, 1, 6))
        await deed()
    life.turn += 1
    await life.buy()
    assert await life.bring_back(), "a return of the last purchase moves somebody"
    assert await tiers.prove(tx, life.who) == []
