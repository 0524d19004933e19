"""Set-up: the first owner comes in by a one-time token; there is no default password."""

from __future__ import annotations

from liuke.domains import stores
from liuke.domains.access.errors import TicketSpent
from liuke.domains.access.sessions import IS_SET_UP, is_set_up, spend_ticket
from liuke.domains.access.staff import find_all, invite, issue_tickets
from liuke.domains.access.values import Invitation, Invited, Role, StaffId
from liuke.kernel.actor import system
from liuke.kernel.db import Database, Tx, begin
from liuke.kernel.doors import ask
from liuke.kernel.ids import MerchantId
from liuke.kernel.rows import Sql
from liuke.kernel.values import Value

OWNER = Invitation("owner", "店主", Role.OWNER)


class FirstOwner(Value, frozen=True):
    """The owner who was invited and has not come in."""

    merchant_id: MerchantId
    staff_id: StaffId


LOCK = Sql[None]("SELECT pg_advisory_xact_lock(hashtextextended('liuke set-up', 0))")
FIRST = Sql[FirstOwner]("SELECT merchant_id, staff_id FROM access_find_first_owner()")


async def offer_set_up(
    database: Database, *, shop_name: str = "我的店", found: bool = True
) -> Invited | None:
    """Return a fresh one-time token for the first owner, None once somebody can sign in.

    Called again before it is used, it voids the older token. Without an owner to wait for, a
    merchant is founded, which its owner renames; not so when `found` is false.
    """
    if await is_set_up(database):
        return None
    fresh = system(MerchantId.new(), "set-up")
    async with begin(database, fresh) as tx:
        await tx.run(LOCK)
        waiting = await tx.row(FIRST)
        if waiting is None and not found:
            return None
        if waiting is None:
            await stores.found(tx, shop_name)
            return (await invite(tx, [OWNER]))[0]
    async with begin(database, system(waiting.merchant_id, "set-up")) as tx:
        return (await issue_tickets(tx, [waiting.staff_id]))[0]


async def find_first_owner(database: Database) -> FirstOwner | None:
    """Return the owner a shop waits for; None once somebody can sign in."""
    return await ask(database, FIRST)


async def spend_set_up(tx: Tx, token: str, *, sign_in: str, name: str) -> StaffId:
    """Spend the first owner's token, once in the life of an installation.

    Raises:
        TicketSpent: it is unknown, used or no first owner's, or somebody can sign in already.
    """
    # Rivals wait here, and then see that somebody came in.
    await tx.run(LOCK)
    staff_id = await spend_ticket(tx, token, sign_in=sign_in, name=name)
    (person,) = await find_all(tx, [staff_id])
    if person.role is not Role.OWNER or await tx.row(IS_SET_UP):
        raise TicketSpent
    return staff_id
