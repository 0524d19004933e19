"""People come in by a token of their own and are turned out at once."""

from __future__ import annotations

import asyncio

import pytest

from liuke.domains import access
from liuke.domains.access import Assignment, Invitation, Role, StaffId, TicketSpent
from liuke.domains.access.errors import (
    LastOwner,
    NotAStaffRole,
    OwnerOfSome,
    SignInTaken,
    UnknownStaff,
)
from liuke.domains.access.values import Invited
from liuke.domains.stores import Opening, Plan, arrange, open_stores
from liuke.domains.stores.values import Region
from liuke.kernel.db import Tx
from tests import make
from tests.conftest import Shop


async def come_in(shop: Shop, token: str, **names: str) -> StaffId:
    async with shop.begin() as tx:
        staff_id = await access.spend_ticket(tx, token, **names)
        await access.set_password(tx, staff_id, "$argon2id$made-elsewhere")
        return staff_id


async def invited(shop: Shop, sign_in: str, role: Role = Role.OWNER) -> Invited:
    async with shop.begin() as tx:
        return (await access.invite(tx, [Invitation(sign_in, "某人", role)]))[0]


@pytest.mark.inv("A15")
async def test_nobody_has_a_password_before_they_chose_one(shop: Shop) -> None:
    await invited(shop, "owner")
    assert await access.find_person(shop.database, "owner", shop.actor.merchant_id) is None


@pytest.mark.inv("A15")
async def test_a_token_is_good_once_even_when_raced(shop: Shop) -> None:
    ticket = await invited(shop, "owner")
    assert await access.find_ticket(shop.database, ticket.token) == shop.actor.merchant_id
    outcomes = await asyncio.gather(
        *(come_in(shop, ticket.token) for _ in range(6)), return_exceptions=True
    )
    assert [type(o) for o in outcomes].count(StaffId) == 1
    assert [type(o) for o in outcomes].count(TicketSpent) == 5
    assert await access.find_ticket(shop.database, ticket.token) is None


async def test_a_new_token_voids_the_old_one(shop: Shop) -> None:
    ticket = await invited(shop, "owner")
    async with shop.begin() as tx:
        await access.issue_tickets(tx, [ticket.staff_id])
    with pytest.raises(TicketSpent):
        await come_in(shop, ticket.token)


async def test_whoever_comes_in_may_choose_their_names(shop: Shop) -> None:
    ticket = await invited(shop, "owner")
    await come_in(shop, ticket.token, sign_in="chen@example.com", name="陈")
    async with shop.begin() as tx:
        person = (await access.staff(tx))[0]
    assert (person.sign_in, person.name, person.can_sign_in) == ("chen@example.com", "陈", True)


async def test_a_sign_in_name_is_somebody_s_once(tx: Tx) -> None:
    await access.invite(tx, [Invitation("chen", "陈", Role.GUIDE)])
    with pytest.raises(SignInTaken, match="chen"):
        await access.invite(
            tx, [Invitation("li", "李", Role.GUIDE), Invitation("chen", "陈", Role.GUIDE)]
        )


async def test_a_person_is_no_integrator(tx: Tx) -> None:
    with pytest.raises(NotAStaffRole):
        await access.invite(tx, [Invitation("pos", "POS", Role.INTEGRATOR)])


async def test_the_last_owner_cannot_be_turned_out(shop: Shop) -> None:
    one, two = await invited(shop, "one"), await invited(shop, "two")
    await come_in(shop, one.token)
    with pytest.raises(LastOwner):
        async with shop.begin() as tx:
            await access.disable(tx, [one.staff_id])
    await come_in(shop, two.token)

    async def turn_out(staff_id: StaffId) -> None:
        async with shop.begin() as tx:
            await access.disable(tx, [staff_id])

    outcomes = await asyncio.gather(
        turn_out(one.staff_id), turn_out(two.staff_id), return_exceptions=True
    )
    assert sorted(type(o).__name__ for o in outcomes) == ["LastOwner", "NoneType"]


async def test_strangers_are_named(tx: Tx) -> None:
    with pytest.raises(UnknownStaff):
        await access.disable(tx, [StaffId.new()])


async def test_a_session_ends_when_its_person_is_turned_out(shop: Shop) -> None:
    guide = await invited(shop, "guide", Role.GUIDE)
    async with shop.begin() as tx:
        opened = await access.open_session(tx, guide.staff_id)
    assert await access.by_session(shop.database, opened.token) is not None
    async with shop.begin() as tx:
        await access.disable(tx, [guide.staff_id])
    assert await access.by_session(shop.database, opened.token) is None


@pytest.mark.inv("A1")
async def test_scope_by_region_holds_the_stores_below_it(shop: Shop) -> None:
    async with shop.begin() as tx:
        await arrange(tx, Plan(regions=(Region("east", "华东"), Region("sh", "上海", "east"))))
        placed = await open_stores(tx, [Opening("A", "甲", region="sh"), Opening("B", "乙")])
        bare = await make.store(tx, "C")
        person = Invitation("m1", "店长", Role.MANAGER, region="east")
        chosen = Invitation("m2", "店长", Role.MANAGER, store_ids=(bare,))
        east, two = await access.invite(tx, [person, chosen])
        tokens = [(await access.open_session(tx, p.staff_id)).token for p in (east, two)]
    actors = [await access.by_session(shop.database, token) for token in tokens]
    assert [actor.stores for actor in actors if actor] == [
        frozenset({placed["A"]}),
        frozenset({bare}),
    ]


@pytest.mark.inv("A1")
async def test_other_work_holds_at_once(shop: Shop) -> None:
    guide = await invited(shop, "guide", Role.GUIDE)
    async with shop.begin() as tx:
        (store,) = [await make.store(tx, "C")]
        old = await access.open_session(tx, guide.staff_id)
        moved = await access.assign(
            tx, guide.staff_id, Assignment(Role.MANAGER, store_ids=(store,))
        )
        new = await access.open_session(tx, guide.staff_id)
    assert (moved.role, moved.store_ids) == (Role.MANAGER, (store,))
    assert await access.by_session(shop.database, old.token) is None
    actor = await access.by_session(shop.database, new.token)
    assert actor is not None
    assert actor.stores == frozenset({store})


async def test_the_last_owner_stays_one(shop: Shop) -> None:
    one, two = await invited(shop, "one"), await invited(shop, "two")
    await come_in(shop, one.token)
    await come_in(shop, two.token)

    async def step_down(staff_id: StaffId) -> None:
        async with shop.begin() as tx:
            await access.assign(tx, staff_id, Assignment(Role.AUDITOR))

    outcomes = await asyncio.gather(
        step_down(one.staff_id), step_down(two.staff_id), return_exceptions=True
    )
    assert sorted(type(o).__name__ for o in outcomes) == ["LastOwner", "NoneType"]


async def test_who_was_turned_out_gets_no_other_work(tx: Tx) -> None:
    (guide,) = await access.invite(tx, [Invitation("guide", "某人", Role.GUIDE)])
    await access.disable(tx, [guide.staff_id])
    with pytest.raises(UnknownStaff):
        await access.assign(tx, guide.staff_id, Assignment(Role.MANAGER))
    with pytest.raises(NotAStaffRole):
        await access.assign(tx, guide.staff_id, Assignment(Role.INTEGRATOR))


@pytest.mark.inv("A1")
async def test_an_owner_is_there_for_every_store(tx: Tx) -> None:
    await arrange(tx, Plan(regions=(Region("east", "华东"),)))
    store = await make.store(tx, "C")
    (guide,) = await access.invite(tx, [Invitation("guide", "某人", Role.GUIDE)])
    for region, stores in [("east", None), (None, (store,)), (None, ())]:
        with pytest.raises(OwnerOfSome):
            await access.invite(tx, [Invitation("half", "某人", Role.OWNER, region, stores)])
        with pytest.raises(OwnerOfSome):
            await access.assign(tx, guide.staff_id, Assignment(Role.OWNER, region, stores))
