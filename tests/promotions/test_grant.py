"""Counters of limited rules: never past their maximum, whoever comes at once."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence

import pytest

from liuke.domains import promotions
from liuke.domains.promotions import (
    AmountOff,
    Basket,
    Decision,
    FreedUses,
    Limits,
    Lost,
    Place,
    Rule,
    Use,
    Used,
    View,
    compile_rules,
    decide,
)
from liuke.kernel.db import Tx
from liuke.kernel.ids import MemberId
from tests import make
from tests.conftest import Shop
from tests.make import SATURDAY, line

DAY = SATURDAY.date()
TEA = Basket((line("tea", 1_000),), store="S1")


def programme(limits: Limits) -> promotions.Compiled:
    return compile_rules([Rule("r", (AmountOff(100),), limits=limits)])


async def sell(
    tx: Tx, rules: promotions.Compiled, orders: Sequence[tuple[str, MemberId | None]]
) -> tuple[list[Decision], list[Lost]]:
    """Sell one tea to each, in one batch, and spend the counters."""
    places = [Place(member, "S1", DAY) for _, member in orders]
    counters = await promotions.open_counters(tx, [rules], places)
    made = []
    for (cause, member), place in zip(orders, places, strict=True):
        view = View(member, used=counters.used(place))
        made.append(decide(rules, view, TEA, SATURDAY))
        counters.take(cause, place, made[-1].uses)
    return made, await promotions.grant(tx, counters)


def saved(decisions: Sequence[Decision]) -> list[int]:
    return [decision.discount_minor for decision in decisions]


@pytest.mark.inv("C1")
async def test_a_batch_gives_the_last_uses_to_its_first_baskets(tx: Tx) -> None:
    rules = programme(Limits(total=2))
    made, lost = await sell(tx, rules, [("a", None), ("b", None), ("c", None)])
    assert (saved(made), lost) == ([100, 100, 0], [])
    assert made[2].missed[0].why == "limit_reached"
    assert saved((await sell(tx, rules, [("d", None)]))[0]) == [0]


@pytest.mark.inv("C1")
@pytest.mark.parametrize(
    ("limits", "expected"),
    [
        (Limits(per_member=1), [100, 100, 0]),
        (Limits(per_member_day=1), [100, 100, 0]),
        (Limits(per_day=1), [100, 0, 0]),
        (Limits(per_store=1), [100, 0, 0]),
        (Limits(budget_minor=150), [100, 50, 0]),
        (Limits(total=2, per_member=1), [100, 100, 0]),
    ],
)
async def test_every_limit_holds_within_a_batch_and_after_it(
    tx: Tx, limits: Limits, expected: list[int]
) -> None:
    one, two = await make.members(tx, 2)
    await tx.lock([one, two])
    made, lost = await sell(tx, programme(limits), [("a", one), ("b", two), ("c", one)])
    assert (saved(made), lost) == (expected, [])
    again, _ = await sell(tx, programme(limits), [("d", one), ("e", two)])
    assert sum(saved(made + again)) == sum(expected)


async def test_what_takes_nothing_of_a_limit_asks_nothing_of_it(tx: Tx) -> None:
    rules = programme(Limits(total=5, budget_minor=500, points_max=9))
    counters = await promotions.open_counters(tx, [rules], [Place(None, "S1", DAY)])
    counters.take("a", Place(None, "S1", DAY), [Use("r", 1)])
    assert [ask.scope for ask in counters.asks] == ["total"]


async def test_rules_without_limits_touch_no_counter(tx: Tx) -> None:
    counters = await promotions.open_counters(tx, [programme(Limits())], [Place(None, "S1", DAY)])
    assert counters.used(Place(None, "S1", DAY)) == {}
    assert await promotions.grant(tx, counters) == []


@pytest.mark.inv("C1")
async def test_twenty_tills_at_once_never_overrun_a_limit(shop: Shop) -> None:
    rules = programme(Limits(total=5, budget_minor=10_000))
    ready = asyncio.Barrier(20)

    async def till(name: str) -> bool:
        async with shop.begin() as tx:
            counters = await promotions.open_counters(tx, [rules], [Place(None, "S1", DAY)])
            counters.take(name, Place(None, "S1", DAY), decide(rules, View(), TEA, SATURDAY).uses)
            await ready.wait()
            try:
                async with tx.savepoint():
                    undo(await promotions.grant(tx, counters))
            except TooLate:
                return False
            return True

    won = await asyncio.gather(*[till(f"till-{n}") for n in range(20)])
    async with shop.begin() as tx:
        counters = await promotions.open_counters(tx, [rules], [Place(None, "S1", DAY)])
    assert sum(won) == 5
    spent = counters.used_of("r", Place(None, "S1", DAY))
    assert spent == Used(total=5, budget_minor=500)


class TooLate(BaseException):
    """Leaves a savepoint without keeping anything."""


def undo(lost: Sequence[Lost]) -> None:
    """Leave the savepoint when somebody lost."""
    if lost:
        raise TooLate(*lost)


@pytest.mark.inv("C3")
async def test_a_loser_undoes_nothing_of_the_winner(shop: Shop) -> None:
    rules = programme(Limits(total=1))
    place = Place(None, "S1", DAY)
    async with shop.begin() as late:
        seen = await promotions.open_counters(late, [rules], [place])
        async with shop.begin() as rival:
            assert (await sell(rival, rules, [("winner", None)]))[1] == []
        seen.take("loser", place, decide(rules, View(), TEA, SATURDAY).uses)
        with pytest.raises(TooLate) as refusal:
            async with late.savepoint():
                undo(await promotions.grant(late, seen))
        assert refusal.value.args == (Lost("loser", "r", "total"),)
        again, none = await sell(late, rules, [("loser", None)])
        assert (saved(again), none) == ([0], [])
    async with shop.begin() as tx:
        counters = await promotions.open_counters(tx, [rules], [place])
    assert counters.used_of("r", place).total == 1


async def test_a_return_gives_its_uses_back_to_where_they_were_taken(tx: Tx) -> None:
    (member,) = await make.members(tx)
    await tx.lock([member])
    limits = Limits(total=1, per_day=1, per_store=1, per_member=1, budget_minor=100)
    rules, place = programme(limits), Place(member, "S1", DAY)
    made, _ = await sell(tx, rules, [("a", member)])
    assert saved((await sell(tx, rules, [("b", member)]))[0]) == [0]
    await promotions.give_back(tx, [FreedUses(place, made[0].uses)])
    counters = await promotions.open_counters(tx, [rules], [place])
    assert counters.used_of("r", place) == Used()
    await promotions.give_back(
        tx, [FreedUses(place, made[0].uses), FreedUses(Place(None, "", DAY), ())]
    )
    assert saved((await sell(tx, rules, [("c", member)]))[0]) == [100]


async def test_a_limit_that_is_lowered_below_what_was_given_gives_nothing_more(tx: Tx) -> None:
    assert saved((await sell(tx, programme(Limits(total=9)), [(c, None) for c in "abc"]))[0])
    lowered = programme(Limits(total=2))
    place = Place(None, "S1", DAY)
    counters = await promotions.open_counters(tx, [lowered], [place])
    assert counters.used_of("r", place).total == 3
    counters.take("d", place, decide(lowered, View(), TEA, SATURDAY).uses)
    assert [lost.cause for lost in await promotions.grant(tx, counters)] == ["d"]
