from __future__ import annotations

import asyncio

import pytest

from liuke.domains import members
from liuke.domains.members import Enrolment, Handle, IdentityKind, Merging
from liuke.domains.members.errors import FaultyItems, IdentityTaken, NoSuchIdentity
from liuke.domains.members.events import MemberIdentified, MemberUnidentified
from liuke.domains.members.identity import Identifying, forget_identities, identify
from liuke.domains.members.values import IdentityId
from liuke.kernel.db import Tx
from liuke.kernel.ids import MemberId
from tests import make
from tests.conftest import Shop

OLD, NEW = Handle(IdentityKind.PHONE, "13800138000"), Handle(IdentityKind.PHONE, "13900007777")


async def owner(tx: Tx, handle: Handle) -> MemberId | None:
    return (await members.find_members(tx, [handle])).get(handle)


async def test_a_new_phone_replaces_the_old_one(tx: Tx) -> None:
    [row] = await members.enrol(tx, [Enrolment(OLD.value)])
    anna = row.member_id
    await identify(tx, [Identifying(anna, NEW), Identifying(anna, NEW), Identifying(anna, OLD)])
    [seen] = await members.get_members(tx, [anna])
    old = next(shown for shown in seen.identities if shown.value == "138****8000")
    await forget_identities(tx, [(anna, old.id)])
    assert (await owner(tx, NEW), await owner(tx, OLD)) == (anna, None)
    assert await members.search_members(tx, "7777") == [anna]
    assert await members.search_members(tx, "8000") == []
    assert sum(isinstance(e, MemberIdentified) for e in tx.events) == 1
    assert [e.identity for e in tx.events if isinstance(e, MemberUnidentified)] == ["phone"]
    assert (await members.enrol(tx, [Enrolment(OLD.value)]))[0].created


async def test_what_belongs_to_another_member_is_refused_by_item(tx: Tx) -> None:
    await members.enrol(tx, [Enrolment(OLD.value)])
    [ben] = await make.members(tx)
    with pytest.raises(IdentityTaken) as refusal:
        await identify(tx, [Identifying(ben, NEW), Identifying(ben, OLD)])
    assert refusal.value.items == (1,)
    with pytest.raises(FaultyItems):
        await identify(tx, [Identifying(ben, Handle(IdentityKind.CARD, "A100"))])
    with pytest.raises(FaultyItems):
        await identify(tx, [Identifying(ben, Handle(IdentityKind.PHONE, "1"))])
    with pytest.raises(NoSuchIdentity):
        await forget_identities(tx, [(ben, IdentityId.new())])


async def test_an_identity_of_a_merged_member_is_the_winner_s_to_give_up(tx: Tx) -> None:
    kept, lost = await members.enrol(tx, [Enrolment(OLD.value), Enrolment(NEW.value)])
    await members.merge(tx, [Merging(kept.member_id, lost.member_id, "phone")])
    [seen] = await members.get_members(tx, [kept.member_id])
    new = next(shown for shown in seen.identities if shown.value == "139****7777")
    await forget_identities(tx, [(kept.member_id, new.id)])
    assert await owner(tx, NEW) is None
    assert await members.search_members(tx, "7777") == []
    assert await owner(tx, OLD) == kept.member_id


async def test_of_rivals_for_one_phone_exactly_one_wins(shop: Shop) -> None:
    async with shop.begin() as tx:
        people = await make.members(tx, 6)

    ready = asyncio.Barrier(len(people))

    async def take(member_id: MemberId) -> bool:
        try:
            async with shop.begin() as tx:
                await ready.wait()
                await identify(tx, [Identifying(member_id, NEW)])
        except IdentityTaken:
            return False
        return True

    assert sum(await asyncio.gather(*map(take, people))) == 1


@pytest.mark.inv("A3")
async def test_one_phone_at_two_merchants_is_two_members_who_know_nothing_of_each_other(
    shop: Shop, tx: Tx
) -> None:
    async with shop.begin() as there:
        [anna] = await members.enrol(there, [Enrolment(OLD.value, "安娜")])
    assert await owner(tx, OLD) is None
    assert await members.search_members(tx, "安娜") == []
    [here] = await members.enrol(tx, [Enrolment(OLD.value)])
    assert here.created
    assert await members.resolve(tx, [anna.member_id]) == {}
    assert await members.search_members(tx, str(anna.member_id)) == []
