"""Passkeys over HTTP: made by whoever is signed in, and used instead of a password."""

from __future__ import annotations

from typing import Annotated, Any

from litestar import Request
from litestar.handlers import HTTPRouteHandler
from msgspec import Meta

from liuke.domains import access
from liuke.domains.access import PersonName, Site, StaffId, passkeys
from liuke.domains.access.passkeys import Passkey
from liuke.kernel.actor import Actor, system
from liuke.kernel.db import begin
from liuke.kernel.values import Value, encode
from liuke.kernel.web import NotPermitted, Reply, body_of
from liuke.surfaces.desk import device_of, served, with_cookie
from liuke.surfaces.doorman import session_token
from liuke.surfaces.house import House
from liuke.surfaces.refusals import visit_of
from liuke.surfaces.routes import described
from liuke.surfaces.sign_in import SignedIn

PERMISSION = "access.self"
Credential = Annotated[
    dict[str, Any], Meta(description="What `PublicKeyCredential.toJSON()` gives.")
]


class Options(Value, frozen=True):
    """Options for `navigator.credentials`, as `parse…OptionsFromJSON` takes them."""

    public_key: dict[str, Any]


class NewPasskey(Value, frozen=True):
    """A passkey that a browser made, and how its owner calls it."""

    name: PersonName
    credential: Credential


class PasskeySignIn(Value, frozen=True):
    """A passkey's answer to a challenge."""

    credential: Credential


class PasskeyDesk:
    """Where passkeys are made and used."""

    def __init__(self, house: House) -> None:
        """Use the house's database and its doorman."""
        self._house = house
        self._database = house.database

    async def offer_passkey(self, request: Request[Any, Any, Any]) -> Reply:
        """Return what a browser needs to make a passkey; good for five minutes and one answer.

        Raises:
            Unauthenticated: no live session came with the request.
            CrossSite: it did not come from our own pages.
            NotPermitted: whoever asks is no person of the shop.
        """
        actor = await self._staff(request)
        async with begin(self._database, actor) as tx:
            options = await passkeys.passkey_options(tx, StaffId.parse(actor.id), _site(request))
        return Reply(201, encode(Options(options)))

    async def add_passkey(self, request: Request[Any, Any, Any]) -> Reply:
        """Keep a passkey that this browser made.

        Raises:
            SignedInLongAgo: this session is too old for that; sign in again.
            PasskeyInvalid: it was made elsewhere, for another challenge, or is known already.
            Unauthenticated: no live session came with the request.
            CrossSite: it did not come from our own pages.
            NotPermitted: whoever asks is no person of the shop.
        """
        actor = await self._staff(request)
        given: NewPasskey = body_of(NewPasskey, await request.body())
        async with begin(self._database, actor) as tx:
            made = await passkeys.add_passkey(
                tx, StaffId.parse(actor.id), _site(request), given.name, given.credential
            )
        return Reply(201, encode(made))

    async def ask_passkey(self, request: Request[Any, Any, Any]) -> Reply:
        """Return what a browser needs to ask for a passkey; the same for everybody."""
        options = await passkeys.sign_in_options(self._database, _site(request))
        return Reply(201, encode(Options(options)))

    async def use_passkey(self, request: Request[Any, Any, Any]) -> Reply:
        """Open a session for whoever holds a passkey; it stands for password and code.

        Raises:
            PasskeyRefused: it is unknown, or did not answer a challenge of ours, here and now.
        """
        given: PasskeySignIn = body_of(PasskeySignIn, await request.body())
        merchant_id = await passkeys.find_passkey(self._database, given.credential)
        if merchant_id is None:
            raise access.PasskeyRefused
        async with begin(self._database, system(merchant_id, "sign-in")) as tx:
            person = await passkeys.use_passkey(tx, _site(request), given.credential)
            opened = await access.open_session(
                tx, person.id, device=device_of(request), instead_of=session_token(request)
            )
        about = SignedIn(person.id, merchant_id, person.name, person.role, opened.ends_at)
        return with_cookie(about, opened.token)

    async def _staff(self, request: Request[Any, Any, Any]) -> Actor:
        actor = await self._house.doorman.admit(request)
        if not actor.may(PERMISSION):
            raise NotPermitted(PERMISSION)
        return actor


def _site(request: Request[Any, Any, Any]) -> Site:
    return Site(visit_of(request).host)


DESCRIBED = [
    described("POST", "/me/passkeys/options", PasskeyDesk.offer_passkey, None, Options),
    described("POST", "/me/passkeys", PasskeyDesk.add_passkey, NewPasskey, Passkey),
    described("POST", "/sessions/passkey/options", PasskeyDesk.ask_passkey, None, Options),
    described("POST", "/sessions/passkey", PasskeyDesk.use_passkey, PasskeySignIn, SignedIn),
]


def handlers(house: House) -> list[HTTPRouteHandler]:
    """Return the handlers of passkeys."""
    desk = PasskeyDesk(house)
    return [served(route, house, getattr(desk, route.name)) for route in DESCRIBED]
