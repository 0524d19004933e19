"""Whom a sale is for: who was merged stands for another, who is blocked or erased buys nothing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from liuke.domains import members
from liuke.domains.checkout.baskets import Buyer
from liuke.domains.checkout.values import Sale
from liuke.domains.members import MemberNotActive, Standing, may_earn, may_spend
from liuke.kernel.db import Tx
from liuke.kernel.ids import MemberId
from liuke.kernel.problems import Problem

NOBODY = Buyer(MemberId.first())


def why_not(who: Standing) -> Problem | None:
    """Return why a member may not buy as one, if so; the till sells to a guest then."""
    return None if may_earn(who.state) else MemberNotActive({who.id: who.state})


def buyer(who: Standing) -> Buyer:
    """Return a member as checkout sells to them: a new one earns before they spend."""
    return Buyer(who.id, may_spend(who.state))


def buyer_of(sale: Sale, buyers: Mapping[MemberId, Buyer]) -> Buyer:
    """Return whom a sale is for; a guest is nobody."""
    return NOBODY if sale.member_id is None else buyers[sale.member_id]


async def guest_seats(tx: Tx, keys: Sequence[tuple[str, str]]) -> list[MemberId]:
    """Return the member-shaped keys that hold the sales of guests, by source and external id."""
    if not keys:
        return []
    wishes = [
        members.Enrolment(source="guest", external_id=f"{source}/{external_id}", anonymous=True)
        for source, external_id in keys
    ]
    return [seat.member_id for seat in await members.enrol(tx, wishes)]


async def require_buyers(tx: Tx, member_ids: Sequence[MemberId]) -> dict[MemberId, Buyer]:
    """Return the members whom these stand for now.

    Raises:
        MemberNotActive: one is blocked or erased.
        UnknownMembers: a member does not exist.
    """
    found = await members.heir_rows(tx, sorted(set(member_ids)))
    for who in found.values():
        if problem := why_not(who):
            raise problem
    return {asked: buyer(who) for asked, who in found.items()}
