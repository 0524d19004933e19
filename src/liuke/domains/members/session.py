"""Sessions of members: opened by a phone that was proved, joining whoever is new."""

from __future__ import annotations

from datetime import datetime, timedelta

from liuke.domains.access import Role as Rights
from liuke.domains.access import hashed, held_by, new_token
from liuke.domains.members.consent import notices
from liuke.domains.members.erase import erase
from liuke.domains.members.errors import CharterNotAccepted, CodeRefused, JoinNeeded
from liuke.domains.members.find import find_members
from liuke.domains.members.own import member_of
from liuke.domains.members.values import Code, Enrolment, Handle, IdentityKind, Text
from liuke.domains.members.welcome import Agreement, CardWish, Guest, welcome
from liuke.kernel.actor import Actor
from liuke.kernel.db import Database, Tx
from liuke.kernel.doors import ask
from liuke.kernel.ids import MemberId, MerchantId
from liuke.kernel.rows import Sql
from liuke.kernel.values import Value

LIFE = timedelta(days=30)
SOURCE = "h5"
# The text that joining means to agree to, once the shop has published one.
CHARTER = "charter"


class Join(Value, frozen=True):
    """What somebody says who joins: the charter's version, and each further consent by itself."""

    charter: int = 0
    name: Text = ""
    agreements: tuple[Agreement, ...] = ()
    profile: dict[Code, Text] = {}  # noqa: RUF012 - msgspec copies it for each value


class Entered(Value, frozen=True):
    """A session of a member; its token goes into a cookie and nowhere else."""

    member_id: MemberId
    created: bool
    token: str
    ends_at: datetime


class Visitor(Value, frozen=True):
    """Who a live session belongs to."""

    merchant_id: MerchantId
    member_id: MemberId


FIND = Sql[Visitor]("SELECT merchant_id, member_id FROM members_find_session($1)")
SHOP = Sql[MerchantId]("SELECT members_find_shop($1)")
OPEN = Sql[None]("""
    INSERT INTO members_session (token_hash, member_id, device, started_at, ends_at)
    VALUES ($1, $2::uuid, $3, $4, $5)
""")
FORGET = Sql[None]("DELETE FROM members_session WHERE member_id = $1::uuid AND ends_at < $2")
END = Sql[None]("DELETE FROM members_session WHERE token_hash = $1")


async def find_shop(database: Database, asked: MerchantId | None) -> MerchantId | None:
    """Return the shop that is named, or the only one there is."""
    return await ask(database, SHOP, asked)


async def by_session(database: Database, token: str) -> Actor | None:
    """Return the member who came in with this token, while the session lives."""
    visitor = await ask(database, FIND, hashed(token))
    if visitor is None:
        return None
    role = Rights.MEMBER
    return Actor(
        visitor.merchant_id, "member", str(visitor.member_id), held_by(role), None, role.value
    )


async def enter(tx: Tx, phone: str, device: str, join: Join | None) -> Entered:
    """Open a session for whoever has this phone; who is new joins.

    Raises:
        JoinNeeded: nobody has this phone, and nothing was said about joining.
        CharterNotAccepted: the charter's newest version was not accepted.
        FaultyItems: names every field of the profile that does not fit.
        UnknownNotice: a consent names a text that was never published.
    """
    handle = Handle(IdentityKind.PHONE, phone)
    found = (await find_members(tx, [handle])).get(handle)
    member_id = found if found is not None else await _join(tx, phone, join)
    token, ends_at = new_token(), tx.now + LIFE
    await tx.run(FORGET, member_id, tx.now)
    await tx.run(OPEN, hashed(token), member_id, device, tx.now, ends_at)
    return Entered(member_id, found is None, token, ends_at)


async def leave(tx: Tx, token: str) -> None:
    """End one session of a member."""
    await tx.run(END, hashed(token))


async def erase_self(tx: Tx, phone: str) -> None:
    """Erase the member who asks; the phone that was proved must be theirs.

    Raises:
        CodeRefused: it is somebody else's.
    """
    me = member_of(tx)
    handle = Handle(IdentityKind.PHONE, phone)
    if (await find_members(tx, [handle])).get(handle) != me:
        raise CodeRefused
    await erase(tx, [me], reason="asked by the member")


async def _join(tx: Tx, phone: str, join: Join | None) -> MemberId:
    if join is None:
        raise JoinNeeded
    newest = max((n.version for n in await notices(tx) if n.code == CHARTER), default=0)
    if newest and join.charter != newest:
        raise CharterNotAccepted(newest)
    said = [Agreement(CHARTER, notice=CHARTER, version=newest)] if newest else []
    enrolment = Enrolment(phone, join.name or None, SOURCE, profile=join.profile, form=SOURCE)
    guest = Guest(enrolment, (*said, *join.agreements), CardWish())
    (welcomed,) = await welcome(tx, [guest])
    return welcomed.member_id
