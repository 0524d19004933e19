"""Sign-in: sessions and one-time tokens, before there is an actor.

The password is judged between two short transactions: the try is counted first, so that guesses
sent at once are counted too, and hashing happens in a few threads with a short queue.
"""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any

from litestar import Request
from litestar.handlers import HTTPRouteHandler
from msgspec import Meta

from liuke.domains import access
from liuke.domains.access import Password, PersonName, Role, SignInName, StaffId
from liuke.kernel.actor import Actor, system
from liuke.kernel.db import begin
from liuke.kernel.ids import MerchantId
from liuke.kernel.values import Value
from liuke.kernel.web import Reply, body_of
from liuke.surfaces.desk import device_of, served, with_cookie, without_cookie
from liuke.surfaces.doorman import session_token
from liuke.surfaces.house import House
from liuke.surfaces.routes import Nothing, described

Token = Annotated[str, Meta(min_length=1, max_length=200)]


class SignIn(Value, frozen=True):
    """Who wants to come in; the merchant is needed only where two know the name."""

    sign_in: SignInName
    password: Password
    code: Annotated[str, Meta(pattern=r"^[0-9]{6}$(?!\n)")] | None = None
    merchant_id: MerchantId | None = None


class Acceptance(Value, frozen=True):
    """A one-time token (set-up, invitation, reset) and the password its person chose."""

    token: Token
    password: Password
    sign_in: SignInName | None = None
    name: PersonName | None = None


class NewPassword(Value, frozen=True):
    """The password somebody has and the one they want."""

    current: Password
    password: Password


class SignedIn(Value, frozen=True):
    """A session was opened; its token is in the cookie."""

    staff_id: StaffId
    merchant_id: MerchantId
    name: str
    role: Role
    ends_at: datetime


class SignInDesk:
    """What happens before there is an actor."""

    def __init__(self, house: House) -> None:
        """Use the house's database."""
        self._house = house
        self._database = house.database
        self._threads = house.threads

    async def sign_in(self, request: Request[Any, Any, Any]) -> Reply:
        """Open a session for whoever knows name, password and code.

        Raises:
            WrongCredentials: one of them is wrong, never said which.
            CodeNeeded: the password is right and a code is asked for.
            TooManyAttempts: this person's tries are used up for a while.
        """
        given: SignIn = body_of(SignIn, await request.body())
        found = await access.find_person(self._database, given.sign_in, given.merchant_id)
        if found is None:
            await access.attempt_stranger(self._database, given.sign_in, given.merchant_id)
            await self._threads.run(access.fits, None, given.password)
            raise access.WrongCredentials
        actor = system(found.merchant_id, "sign-in")
        async with begin(self._database, actor) as tx:
            secrets = await access.attempt(tx, found.staff_id)
        kept = secrets.password_hash
        if not await self._threads.run(access.fits, kept, given.password) or kept is None:
            raise access.WrongCredentials
        fresh = None
        if access.outdated(kept):
            fresh = await self._threads.run(access.make_hash, given.password)
        async with begin(self._database, _as(found.merchant_id, found.staff_id)) as tx:
            await access.confirm(tx, found.staff_id, kept)
            if secrets.totp_sealed is not None:
                if given.code is None:
                    raise access.CodeNeeded
                await access.spend_code(tx, found.staff_id, secrets.totp_sealed, given.code)
            if fresh is not None:
                await access.set_password(tx, found.staff_id, fresh, keep_sessions=True)
            opened = await access.open_session(
                tx, found.staff_id, device=device_of(request), instead_of=session_token(request)
            )
        about = SignedIn(
            found.staff_id, found.merchant_id, secrets.name, secrets.role, opened.ends_at
        )
        return with_cookie(about, opened.token)

    async def accept(self, request: Request[Any, Any, Any]) -> Reply:
        """Set a password by a one-time token, end every older session, and open one.

        Raises:
            TicketSpent: the token is unknown, used or expired.
            WeakPassword: says why.
        """
        given: Acceptance = body_of(Acceptance, await request.body())
        merchant_id = await access.find_ticket(self._database, given.token)
        if merchant_id is None:
            raise access.TicketSpent
        access.check_password(given.password, given.sign_in or "", given.name or "")
        made = await self._threads.run(access.make_hash, given.password)
        async with begin(self._database, system(merchant_id, "sign-in")) as tx:
            staff_id = await access.spend_ticket(
                tx, given.token, sign_in=given.sign_in, name=given.name
            )
            await access.set_password(tx, staff_id, made)
            secrets = await access.attempt(tx, staff_id)
            opened = await access.open_session(tx, staff_id, device=device_of(request))
        about = SignedIn(staff_id, merchant_id, secrets.name, secrets.role, opened.ends_at)
        return with_cookie(about, opened.token)

    async def sign_out(self, request: Request[Any, Any, Any]) -> Reply:
        """End this session, here and on the server.

        Raises:
            Unauthenticated: no live session came with the request.
            CrossSite: it did not come from our own pages.
        """
        actor = await self._house.doorman.admit(request)
        async with begin(self._database, actor) as tx:
            await access.end_session(tx, session_token(request))
        return without_cookie()

    async def change_password(self, request: Request[Any, Any, Any]) -> Reply:
        """Change one's own password; every session ends, this one goes on under a new token.

        Raises:
            WrongCredentials: the current password is wrong, or a key asks.
            WeakPassword: says why.
            Unauthenticated: no live session came with the request.
            CrossSite: it did not come from our own pages.
        """
        actor = await self._house.doorman.admit(request)
        given: NewPassword = body_of(NewPassword, await request.body())
        if actor.kind != "staff":
            raise access.WrongCredentials
        staff_id = StaffId.parse(actor.id)
        async with begin(self._database, actor) as tx:
            secrets = await access.attempt(tx, staff_id)
        kept = secrets.password_hash
        if not await self._threads.run(access.fits, kept, given.current) or kept is None:
            raise access.WrongCredentials
        access.check_password(given.password, secrets.sign_in, secrets.name)
        made = await self._threads.run(access.make_hash, given.password)
        async with begin(self._database, actor) as tx:
            await access.confirm(tx, staff_id, kept)
            await access.set_password(tx, staff_id, made)
            opened = await access.open_session(tx, staff_id, device=device_of(request))
        about = SignedIn(staff_id, actor.merchant_id, secrets.name, secrets.role, opened.ends_at)
        return with_cookie(about, opened.token)


def _as(merchant_id: MerchantId, staff_id: StaffId) -> Actor:
    return Actor(merchant_id, "staff", str(staff_id))


DESCRIBED = [
    described("POST", "/sessions", SignInDesk.sign_in, SignIn, SignedIn),
    described("DELETE", "/sessions/current", SignInDesk.sign_out, None, Nothing),
    described("POST", "/acceptances", SignInDesk.accept, Acceptance, SignedIn),
    described("PUT", "/me/password", SignInDesk.change_password, NewPassword, SignedIn),
]


def handlers(house: House) -> list[HTTPRouteHandler]:
    """Return the handlers of sign-in."""
    desk = SignInDesk(house)
    return [served(route, house, getattr(desk, route.name)) for route in DESCRIBED]
