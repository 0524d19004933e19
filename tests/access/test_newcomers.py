"""A second account of one person is no second person, as far as anybody can tell."""

from __future__ import annotations

from datetime import timedelta

import pytest

from liuke.domains import access
from liuke.domains.access import ApprovalId, Invitation, Role, StaffId
from liuke.domains.access.errors import OneLetTheOtherIn
from liuke.domains.access.newcomers import NEW_DAYS
from liuke.kernel.db import begin
from liuke.kernel.rows import Sql
from tests import make
from tests.access.test_approvals import NO, YES, ask, at, decide, use
from tests.conftest import Shop

LONGER = Sql[None]("""
    UPDATE access_approval SET expires_at = expires_at + INTERVAL '30 days' WHERE id = $1::uuid
""")
NOT_INDEPENDENT = "approvals.not_independent"


async def let_in(by: Shop, name: str, role: Role = Role.OWNER) -> Shop:
    """Let somebody in who sets a password with the token they were given."""
    async with by.begin() as tx:
        (invited,) = await access.invite(tx, [Invitation(name, name, role)])
    await come_in(by, invited.token)
    return at(by, invited.staff_id)


async def come_in(by: Shop, token: str) -> StaffId:
    async with by.begin() as tx:
        staff_id = await access.spend_ticket(tx, token)
        await access.set_password(tx, staff_id, "not a hash")
    return staff_id


async def decided_late(who: Shop, approval_id: ApprovalId, days: int) -> None:
    async with who.begin() as tx:
        then = tx.now + timedelta(days=days)
    async with begin(who.database, who.actor, now=then) as tx:
        await access.decide(tx, approval_id, YES)


@pytest.mark.inv("A11")
async def test_an_account_let_in_by_the_asker_approves_nothing_of_theirs(shop: Shop) -> None:
    one, other = await let_in(shop, "one"), await let_in(shop, "other")
    double = await let_in(one, "double", Role.OPERATIONS)
    approval_id = await ask(one)
    with pytest.raises(OneLetTheOtherIn):
        await decide(double, approval_id)
    with pytest.raises(OneLetTheOtherIn):
        await decide(one, await ask(double))
    await decide(other, approval_id)
    await use(one, approval_id)
    await decide(double, await ask(other))


@pytest.mark.inv("A11")
async def test_an_account_let_in_by_such_an_account_is_no_way_around(shop: Shop) -> None:
    one, _ = await let_in(shop, "one"), await let_in(shop, "other")
    double = await let_in(one, "double")
    triple = await let_in(double, "triple")
    approval_id = await ask(one)
    for again in (double, triple):
        with pytest.raises(OneLetTheOtherIn):
            await decide(again, approval_id)
    with pytest.raises(OneLetTheOtherIn):
        await decide(triple, await ask(double))


@pytest.mark.inv("A11")
async def test_whose_way_in_was_made_anew_counts_as_who_made_it(shop: Shop) -> None:
    one, other, _ = [await let_in(shop, name) for name in ("one", "other", "third")]
    async with one.begin() as tx:
        (anew,) = await access.issue_tickets(tx, [StaffId.parse(other.actor.id)])
    # Nobody has come in by it yet.
    approval_id = await ask(one)
    await decide(other, approval_id)
    await use(one, approval_id)
    await come_in(shop, anew.token)
    with pytest.raises(OneLetTheOtherIn):
        await decide(other, await ask(one))
    async with shop.begin() as tx:
        (anew,) = await access.issue_tickets(tx, [StaffId.parse(other.actor.id)])
    await come_in(shop, anew.token)
    await decide(other, await ask(one))


async def test_a_newcomer_refuses_at_once_and_approves_after_some_days(shop: Shop) -> None:
    one, _ = await let_in(shop, "one"), await let_in(shop, "other")
    double = await let_in(one, "double")
    await decide(double, await ask(one), NO)
    late = await ask(one)
    async with shop.begin() as tx:
        await tx.run(LONGER, late)
    with pytest.raises(OneLetTheOtherIn):
        await decided_late(double, late, NEW_DAYS - 1)
    await decided_late(double, late, NEW_DAYS)


async def test_where_nobody_else_could_decide_it_is_recorded(shop: Shop) -> None:
    one = await let_in(shop, "one")
    double = await let_in(one, "double")
    approval_id = await ask(one)
    await decide(double, approval_id)
    async with shop.begin() as tx:
        assert [of for of, _ in await make.audited(tx, NOT_INDEPENDENT)] == [str(approval_id)]
    await use(one, approval_id)
