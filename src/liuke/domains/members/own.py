"""What a member sees of themselves: their own data in clear, to nobody else."""

from __future__ import annotations

from datetime import date

from liuke.domains.members.errors import OnlyMembers
from liuke.domains.members.household import (
    Household,
    Kin,
    Role,
    keep_households,
    kin_of,
    leave_households,
)
from liuke.domains.members.people import load_people
from liuke.domains.members.values import HouseholdId, IdentityKind, Person
from liuke.domains.members.view import standings
from liuke.kernel.db import Tx
from liuke.kernel.ids import MemberId
from liuke.kernel.rows import Sql
from liuke.kernel.values import Value

SIZE = Sql[int]("""
    SELECT CAST(size AS integer) FROM members_household
    WHERE id = ANY ($1::uuid[]) AND size IS NOT NULL
""")


class Own(Value, frozen=True):
    """A member as they see themselves."""

    member_id: MemberId
    state: str
    joined_on: date
    name: str
    phone: str
    profile: dict[str, str]


def member_of(tx: Tx) -> MemberId:
    """Return the member who is asking.

    Raises:
        OnlyMembers: it is somebody else, who has no data of their own here.
    """
    if tx.actor.kind != "member":
        raise OnlyMembers
    return MemberId.parse(tx.actor.id)


async def own_data(tx: Tx) -> Own:
    """Return who is asking, in clear."""
    member_id = member_of(tx)
    standing = (await standings(tx, [member_id]))[member_id]
    person = (await load_people(tx, [member_id]))[member_id]
    return Own(
        member_id,
        standing.state.value,
        standing.joined_on,
        person.profile.get("name", ""),
        _phone(person),
        person.profile,
    )


async def home_size(tx: Tx) -> int | None:
    """Return how many live at home, as it was last said; nothing where nobody did."""
    kin = await kin_of(tx, [member_of(tx)])
    sizes = await tx.rows(SIZE, [one.household_id for one in kin[:1]])
    return sizes[0] if sizes else None


async def set_home(tx: Tx, size: int) -> list[Kin]:
    """Say how many live at home; whoever has no household heads one of their own."""
    me = member_of(tx)
    mine = [kin.household_id for kin in await kin_of(tx, [me])]
    home = mine[0] if mine else HouseholdId.new()
    joining = [] if mine else [Kin(me, home, Role.HEAD)]
    await keep_households(tx, [Household(home, size)], joining)
    return await kin_of(tx, [me])


async def leave_home(tx: Tx) -> None:
    """Live with nobody any more."""
    await leave_households(tx, [member_of(tx)])


def _phone(person: Person) -> str:
    phones = [shown.value for shown in person.identities if shown.kind is IdentityKind.PHONE]
    return phones[-1] if phones else ""
