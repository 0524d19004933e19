"""People and keys over HTTP; sign-in itself stands in the surface."""

from __future__ import annotations

from typing import Annotated, Any

from msgspec import Meta

from liuke.domains import stores
from liuke.domains.access.approval_routes import ROUTES as APPROVALS
from liuke.domains.access.events import KeyRevoked, StaffDisabled
from liuke.domains.access.job_routes import ROUTES as JOBS
from liuke.domains.access.keys import keys, make_keys, revoke_keys
from liuke.domains.access.my_sessions import asking, end_one, sessions
from liuke.domains.access.passkeys import Passkey, passkeys, remove_passkey
from liuke.domains.access.sessions import set_second_factor
from liuke.domains.access.staff import (
    assign,
    disable,
    end_sessions,
    find_all,
    invite,
    issue_tickets,
    staff,
)
from liuke.domains.access.totp import address, new_secret
from liuke.domains.access.values import (
    Assignment,
    Invitation,
    Invited,
    Key,
    KeyId,
    KeyMade,
    KeyWish,
    PasskeyId,
    Session,
    SessionId,
    Staff,
    StaffId,
)
from liuke.kernel.audit import Audited, AuditId, Search, search_acts
from liuke.kernel.chain import ChainProof, prove_chain
from liuke.kernel.db import Tx
from liuke.kernel.values import Value
from liuke.kernel.web import Limit, Page, Repeat, delete, get, onward, place, position, post, put


class Me(Value, frozen=True):
    """Who is asking, for whom, and what they may do."""

    actor: str
    merchant_id: str
    merchant: stores.Merchant | None
    name: str
    sign_in: str
    role: str
    permissions: list[str]
    stores: list[str] | None
    second_factor: bool


class Factor(Value, frozen=True):
    """A secret for an authenticator app; nothing is kept until its first code comes back."""

    secret: str
    address: str


class FactorProof(Value, frozen=True):
    """The secret, and the code the app shows for it."""

    secret: Annotated[str, Meta(pattern=r"^[A-Z2-7]{32}$(?!\n)")]
    code: Annotated[str, Meta(pattern=r"^[0-9]{6}$(?!\n)")]


@get("/me", may="access.self")
async def show_me(tx: Tx) -> Me:
    """Tell who is asking, with which role, permissions and stores."""
    scope = tx.actor.stores
    (person,) = await find_all(tx, [asking(tx)])
    return Me(
        tx.actor.name,
        str(tx.merchant_id),
        await stores.find_merchant(tx),
        person.name,
        person.sign_in,
        tx.actor.role,
        sorted(tx.actor.permissions),
        None if scope is None else sorted(str(store) for store in scope),
        person.second_factor,
    )


@post("/me/second-factor", may="access.self")
async def offer_second_factor(tx: Tx) -> Factor:
    """Make a secret for an authenticator app, to be confirmed with its first code."""
    person = (await find_all(tx, [asking(tx)]))[0]
    secret = new_secret()
    return Factor(secret, address(secret, person.sign_in))


@put("/me/second-factor", may="access.self")
async def confirm_second_factor(tx: Tx, data: FactorProof) -> Staff:
    """Ask for a code at every sign-in from now on.

    Raises:
        SignedInLongAgo: this session is too old for that; sign in again.
        CodeWrong: the code does not fit the secret.
    """
    await set_second_factor(tx, asking(tx), data.secret, data.code)
    return (await find_all(tx, [asking(tx)]))[0]


@get("/me/sessions", may="access.self")
async def list_my_sessions(tx: Tx) -> list[Session]:
    """List where I am signed in, the session last used first."""
    return await sessions(tx, asking(tx))


@delete("/me/sessions/{session_id}", may="access.self")
async def end_my_session(tx: Tx, session_id: SessionId) -> dict[str, Any]:
    """End one session of mine, at once."""
    await end_one(tx, asking(tx), session_id)
    return {}


@get("/me/passkeys", may="access.self")
async def list_my_passkeys(tx: Tx) -> list[Passkey]:
    """List my passkeys, oldest first."""
    return await passkeys(tx, asking(tx))


@delete("/me/passkeys/{passkey_id}", may="access.self")
async def delete_my_passkey(tx: Tx, passkey_id: PasskeyId) -> dict[str, Any]:
    """Forget a passkey of mine; it opens nothing any more."""
    await remove_passkey(tx, asking(tx), passkey_id)
    return {}


@delete("/me/sessions", may="access.self")
async def end_my_sessions(tx: Tx) -> dict[str, Any]:
    """End every session of mine, this one too."""
    await end_sessions(tx, [asking(tx)])
    return {}


@get("/staff", may="staff.read")
async def list_staff(tx: Tx, limit: Limit = 50, after: str | None = None) -> Page[Staff]:
    """List everybody who may come in or once could, by sign-in name."""
    found = await staff(tx, after=place(after, str) or "", limit=limit)
    return Page(found, onward(found, limit, lambda last: (last.sign_in,)))


@get("/staff/{staff_id}", may="staff.read")
async def show_staff(tx: Tx, staff_id: StaffId) -> Staff:
    """Return one person."""
    (person,) = await find_all(tx, [staff_id])
    return person


@post("/staff/invitations", may="staff.edit", repeat=Repeat.ONCE)
async def invite_staff(tx: Tx, data: list[Invitation]) -> list[Invited]:
    """Let people in; each token is shown once and sets a password once."""
    return await invite(tx, data)


@post("/staff/{staff_id}/tickets", may="staff.edit", repeat=Repeat.ONCE)
async def reset_staff(tx: Tx, staff_id: StaffId) -> Invited:
    """Give somebody a new one-time token, to set a new password."""
    return (await issue_tickets(tx, [staff_id]))[0]


@put("/staff/{staff_id}/assignment", may="staff.edit")
async def assign_staff(tx: Tx, staff_id: StaffId, data: Assignment, if_match: str = "") -> Staff:
    """Give somebody another role or other stores: their sessions end at once.

    `If-Match` names what `GET` of the person showed.
    """
    return await assign(tx, staff_id, data, revision=if_match)


@delete("/staff/{staff_id}", may="staff.edit")
async def disable_staff(tx: Tx, staff_id: StaffId) -> list[StaffDisabled]:
    """Turn somebody out: their sessions end at once."""
    return await disable(tx, [staff_id])


@delete("/staff/{staff_id}/sessions", may="staff.edit")
async def end_staff_sessions(tx: Tx, staff_id: StaffId) -> dict[str, Any]:
    """End every session of somebody."""
    await find_all(tx, [staff_id])
    await end_sessions(tx, [staff_id])
    return {}


@get("/keys", may="keys.read")
async def list_keys(tx: Tx, limit: Limit = 50, after: str | None = None) -> Page[Key]:
    """List API keys by name, without their secrets."""
    found = await keys(tx, after=position(after, str, KeyId), limit=limit)
    return Page(found, onward(found, limit, lambda last: (last.name, last.id)))


@post("/keys", may="keys.edit", repeat=Repeat.ONCE)
async def add_keys(tx: Tx, data: list[KeyWish]) -> list[KeyMade]:
    """Make API keys; each is shown once."""
    return await make_keys(tx, data)


@delete("/keys/{key_id}", may="keys.edit")
async def revoke_key(tx: Tx, key_id: KeyId) -> list[KeyRevoked]:
    """Revoke an API key."""
    return await revoke_keys(tx, [key_id])


@get("/audit", may="audit.read")
async def list_audit(
    tx: Tx,
    *,
    subject: str | None = None,
    actor: str | None = None,
    action: str | None = None,
    after: str | None = None,
    limit: Limit = 50,
) -> Page[Audited]:
    """Page through who did what to what, and why, newest first."""
    asked = Search(subject, actor, action)
    found = await search_acts(tx, asked, after=place(after, AuditId), limit=limit)
    return Page(found, onward(found, limit, lambda last: (last.id,)))


@get("/audit/chain", may="audit.read")
async def show_chain(tx: Tx) -> ChainProof:
    """Prove that the newest acts of the audit log are those that were sealed."""
    return await prove_chain(tx)


ROUTES = [
    list_audit,
    show_chain,
    show_me,
    offer_second_factor,
    confirm_second_factor,
    list_my_passkeys,
    delete_my_passkey,
    list_my_sessions,
    end_my_session,
    end_my_sessions,
    list_staff,
    show_staff,
    invite_staff,
    reset_staff,
    assign_staff,
    disable_staff,
    end_staff_sessions,
    list_keys,
    add_keys,
    revoke_key,
    *APPROVALS,
    *JOBS,
]
