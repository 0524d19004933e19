from __future__ import annotations

import asyncio
from datetime import timedelta

import pytest

from liuke.domains import members
from liuke.domains.members import Household, HouseholdId, Kin, Merging, NewChild, Role
from liuke.domains.members.child import CHILDREN_MOST, open_children, remove_children
from liuke.domains.members.errors import (
    GuardianConsentMissing,
    InvalidChild,
    NoSuchChild,
    NoSuchHousehold,
)
from liuke.domains.members.events import HouseholdJoined, HouseholdLeft
from liuke.domains.members.household import KIN_MOST, leave_households
from liuke.domains.members.own import home_size, set_home
from liuke.domains.members.values import ChildId
from liuke.kernel.actor import Actor
from liuke.kernel.db import Tx
from liuke.kernel.ids import MemberId
from liuke.kernel.problems import TooMany
from tests import make
from tests.conftest import Shop


async def test_a_household_knows_who_lives_in_it(tx: Tx) -> None:
    anna, ben, mia = await make.members(tx, 3)
    home, away = HouseholdId.new(), HouseholdId.new()
    await members.keep_households(
        tx,
        [Household(home, 4), Household(away)],
        [Kin(anna, home, Role.HEAD), Kin(ben, home, Role.PARTNER), Kin(mia, home, Role.CHILD)],
    )
    assert {kin.member_id for kin in await members.kin_of(tx, [anna, ben])} == {anna, ben, mia}
    await members.keep_households(tx, [], [Kin(mia, away, Role.HEAD)])
    assert [kin.member_id for kin in await members.kin_of(tx, [mia])] == [mia]
    await leave_households(tx, [mia, ben])
    assert [kin.member_id for kin in await members.kin_of(tx, [anna])] == [anna]
    assert sum(isinstance(e, HouseholdJoined) for e in tx.events) == 4
    assert sum(isinstance(e, HouseholdLeft) for e in tx.events) == 3


async def test_a_household_is_of_so_many_and_whoever_lives_there_may_change(tx: Tx) -> None:
    crowd = list(await make.members(tx, KIN_MOST + 1))
    home, away = HouseholdId.new(), HouseholdId.new()
    kin = [Kin(one, home) for one in crowd]
    homes = [Household(home), Household(away)]
    with pytest.raises(TooMany) as refusal:
        async with tx.savepoint():
            await members.keep_households(tx, homes, kin)
    assert (refusal.value.what, refusal.value.most, refusal.value.of) == ("kin", 50, (str(home),))
    await members.keep_households(tx, homes, kin[1:])
    await members.keep_households(tx, [], [Kin(crowd[1], home, Role.HEAD), Kin(crowd[0], away)])
    assert len(await members.kin_of(tx, [crowd[1]])) == KIN_MOST


async def test_two_who_move_in_at_once_do_not_count_past_each_other(shop: Shop) -> None:
    async with shop.begin() as tx:
        crowd = list(await make.members(tx, KIN_MOST + 3))
        home = HouseholdId.new()
        some = [Kin(one, home) for one in crowd[:-4]]
        await members.keep_households(tx, [Household(home)], some)

    async def join(member_id: MemberId) -> bool:
        try:
            async with shop.begin() as tx:
                await members.keep_households(tx, [], [Kin(member_id, home)])
        except TooMany:
            return False
        return True

    assert sum(await asyncio.gather(*map(join, crowd[-4:]))) == 1


async def test_a_household_must_exist(tx: Tx) -> None:
    [anna] = await make.members(tx)
    with pytest.raises(NoSuchHousehold):
        await members.keep_households(tx, [], [Kin(anna, HouseholdId.new())])


async def test_a_child_under_14_needs_the_guardian_s_consent(tx: Tx) -> None:
    [anna] = await make.members(tx)
    young, old = tx.today - timedelta(days=400), tx.today - timedelta(days=15 * 366)
    with pytest.raises(GuardianConsentMissing) as refusal:
        await members.add_children(
            tx, [NewChild(anna, ChildId.new(), old), NewChild(anna, ChildId.new(), young)]
        )
    assert refusal.value.items == (1,)
    with pytest.raises(InvalidChild):
        await members.add_children(
            tx, [NewChild(anna, ChildId.new(), tx.today + timedelta(days=1))]
        )
    assert await members.children(tx, [anna]) == []


async def test_of_one_child_told_twice_at_once_the_last_word_counts(tx: Tx) -> None:
    [anna] = await make.members(tx)
    one, born = ChildId.new(), tx.today - timedelta(days=15 * 366)
    await members.add_children(tx, [NewChild(anna, one, born), NewChild(anna, one, born, "female")])
    assert [child.gender for child in await members.children(tx, [anna])] == ["female"]


async def test_nobody_has_more_than_twenty_children(tx: Tx) -> None:
    anna, ben, cleo = await make.members(tx, 3)
    born = tx.today - timedelta(days=15 * 366)
    some = [NewChild(anna, ChildId.new(), born) for _ in range(CHILDREN_MOST)]
    await members.add_children(tx, some)
    await members.add_children(tx, [NewChild(anna, some[0].id, born, "female")])
    wanted = [NewChild(ben, ChildId.new(), born), NewChild(anna, ChildId.new(), born)]
    with pytest.raises(TooMany) as refusal:
        await members.add_children(tx, wanted)
    assert (refusal.value.what, refusal.value.of) == ("children", (str(anna),))
    await members.add_children(tx, [NewChild(cleo, ChildId.new(), born)])
    await members.merge(tx, [Merging(anna, cleo, "phone")])
    await members.add_children(tx, [NewChild(anna, some[1].id, born, "male")])
    assert len(await members.children(tx, [anna])) == CHILDREN_MOST + 1
    with pytest.raises(TooMany):
        await members.add_children(tx, [NewChild(anna, ChildId.new(), born)])


async def test_a_child_s_name_is_sealed_and_opening_it_is_audited(tx: Tx) -> None:
    [anna] = await make.members(tx)
    mia = ChildId.new()
    born = tx.today - timedelta(days=400)
    child = NewChild(anna, mia, born, "female", "小米", guardian_consent=True)
    await members.add_children(tx, [child])
    await members.add_children(tx, [child])
    assert [c.birth_on for c in await members.children(tx, [anna])] == [born]
    assert [c.name for c in await open_children(tx, [anna], reason="workshop")] == ["小米"]
    assert await make.audited(tx, "members.children_opened") == [(str(anna), "workshop")]
    await remove_children(tx, [(anna, mia)])
    assert await members.children(tx, [anna]) == []
    with pytest.raises(NoSuchChild):
        await remove_children(tx, [(anna, mia)])


async def test_the_size_of_a_home_that_a_merge_brought_is_told_and_set(tx: Tx) -> None:
    winner, loser = await make.members(tx, 2)
    home = HouseholdId.new()
    await members.keep_households(tx, [Household(home, 3)], [Kin(loser, home, Role.HEAD)])
    await members.merge(tx, [Merging(winner, loser, "same phone")])
    tx.actor = Actor(tx.merchant_id, "member", str(winner))
    assert await home_size(tx) == 3
    await set_home(tx, 5)
    assert await home_size(tx) == 5
