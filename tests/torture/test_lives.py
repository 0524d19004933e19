"""Lives lived in the database, one posting after the other, against the model and `verify`."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import TypeAlias

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from liuke.domains import points
from liuke.domains.points import BookSpec, InsufficientPoints, Movement
from liuke.domains.points.errors import OverReversed
from liuke.domains.points.ledger import lots
from liuke.domains.points.reverse import Reversal
from liuke.domains.points.values import Rolling
from liuke.domains.programme import Live
from liuke.kernel.db import Database, Tx
from liuke.kernel.ids import MemberId
from tests import make
from tests.points.test_accounts import Batch, Model
from tests.points.test_post import proven
from tests.torture.undone import undone

LIVE = Live.of(BookSpec(code="stars", expiry=Rolling(days=3)))
START = datetime(2026, 1, 30, 12, tzinfo=UTC)
Step: TypeAlias = tuple[str, int]
STEPS = st.tuples(
    st.sampled_from(["award", "award", "spend", "spend", "again", "restore", "sleep", "expire"]),
    st.integers(1, 40),
)
CALM = settings(deadline=None, suppress_health_check=[*HealthCheck])


class Life:
    """One member, in the database and in the model."""

    def __init__(self, tx: Tx, member_id: MemberId) -> None:
        self.tx, self.member_id, self.model = tx, member_id, Model()
        self.moves: list[Movement] = []

    async def move(self, amount: int) -> None:
        """Post an award or a spending."""
        today, cause = self.tx.now.date(), f"move:{len(self.moves)}"
        movement = Movement(self.member_id, "stars", cause, amount)
        if -amount > self.model.free(today):
            with pytest.raises(InsufficientPoints):
                await points.post(self.tx, [movement], live=LIVE)
            return
        await points.post(self.tx, [movement], live=LIVE)
        self.moves.append(movement)
        if amount > 0:
            self.model.batches.append(Batch(amount, today + timedelta(days=3)))
        else:
            self.model.spends[cause] = self.model.take(-amount, today)

    async def again(self, number: int) -> None:
        """Send something once more."""
        if self.moves:
            old = self.moves[number % len(self.moves)]
            (posted,) = await points.post(self.tx, [old], live=LIVE)
            assert not posted.fresh

    async def restore(self, amount: int) -> None:
        """Give a spending back, or part of it."""
        spent = [one for one in self.moves if one.points < 0]
        if not spent:
            return
        old = spent[amount % len(spent)]
        undone = self.model.undone.get(old.cause, 0)
        cause = f"undo:{old.cause}:{undone}:{amount}"
        wish = Reversal(self.member_id, "stars", cause, old.cause, amount)
        if undone + amount > -old.points:
            with pytest.raises(OverReversed):
                await points.reverse(self.tx, [wish], live=LIVE)
            return
        await points.reverse(self.tx, [wish], live=LIVE)
        self.model.undone[old.cause] = undone + amount
        self.give_back(self.model.spends[old.cause], amount)

    def give_back(self, taken: list[tuple[Batch, int]], amount: int) -> None:
        """Fill the batches again, the last one used first."""
        while amount:
            batch, part = taken.pop()
            back = min(part, amount)
            batch.left, amount = batch.left + back, amount - back
            if part > back:
                taken.append((batch, part - back))

    async def expire(self) -> None:
        """Do the night's work."""
        await points.expire(self.tx, [self.member_id], live=LIVE)
        for batch in self.model.batches:
            batch.left = 0 if batch.ends < self.tx.now.date() else batch.left

    async def live(self, step: Step) -> None:
        """Take one step, and compare."""
        kind, number = step
        match kind:
            case "award":
                await self.move(number)
            case "spend":
                await self.move(-number)
            case "again":
                await self.again(number)
            case "restore":
                await self.restore(number)
            case "sleep":
                self.tx.now += timedelta(days=1 + number % 2)
            case _:
                await self.expire()
        await proven(self.tx)


async def live(tx: Tx, steps: Sequence[Step]) -> None:
    """Live one life; at its end everything that is over has expired."""
    tx.now = START
    (one,) = await make.members(tx)
    life = Life(tx, one)
    for step in steps:
        await life.live(step)
    await life.expire()
    found = sum(one.spendable - one.debt for one in await points.balances(tx, [one]))
    assert found == life.model.balance()
    page = await lots(tx, one, book="stars")
    left = sorted(batch.left for batch in life.model.batches if batch.left)
    assert sorted(lot.remaining for lot in page.items if lot.remaining) == left


@pytest.mark.inv("L1")
@pytest.mark.inv("L6")
@settings(CALM, max_examples=8)
@given(steps=st.lists(STEPS, min_size=4, max_size=10))
async def test_a_life_in_the_database_agrees_with_the_model_after_every_step(
    tx: Tx, steps: list[Step]
) -> None:
    await live(tx, steps)


@pytest.mark.torture
@pytest.mark.inv("L1")
@pytest.mark.inv("L6")
@settings(CALM, max_examples=200)
@given(steps=st.lists(STEPS, min_size=10, max_size=30))
async def test_many_lives_in_the_database_agree_with_the_model(
    database: Database, steps: list[Step]
) -> None:
    async with undone(database) as tx:
        await live(tx, steps)
