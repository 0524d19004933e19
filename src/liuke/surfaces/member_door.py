"""The member's door: a challenge, a one-time code, a session; before there is an actor."""

from __future__ import annotations

import re
import secrets
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Any

from litestar import Request
from litestar.handlers import HTTPRouteHandler
from msgspec import Meta

from liuke.domains import members, stores
from liuke.domains.members import challenge, code, session
from liuke.kernel.actor import system
from liuke.kernel.db import begin
from liuke.kernel.ids import MemberId, MerchantId
from liuke.kernel.problems import Problem
from liuke.kernel.settings import Settings
from liuke.kernel.values import Value, encode
from liuke.kernel.web import NotPermitted, Reply, body_of
from liuke.surfaces.desk import device_of, served, with_cookie, without_cookie
from liuke.surfaces.doorman import MEMBER_COOKIE, member_token
from liuke.surfaces.house import House
from liuke.surfaces.refusals import visit_of
from liuke.surfaces.routes import Nothing, described

DEVICE_COOKIE = "__Host-liuke-d"
DEVICE = re.compile(r"[A-Za-z0-9_-]{43}")
DAY = 86_400
PERMISSION = "members.self"
Phone = Annotated[str, Meta(min_length=3, max_length=64, examples=["13800138000"])]


@dataclass(eq=False)
class NoMessenger(Problem):
    """No provider sends messages here, and the local outbox is off."""

    status = 503
    title = "This shop cannot send codes yet."
    title_zh = "本店暂时无法发送验证码。"


class Text(Value, frozen=True):
    """A text a guest may be asked to agree to."""

    code: str
    version: int
    locale: str
    title: str
    body: str


class Shop(Value, frozen=True):
    """The shop as a guest sees it; joining needs the text `charter`, if there is one."""

    merchant_id: MerchantId
    name: str
    currency: str
    time_zone: str
    texts: tuple[Text, ...]


class Asking(Value, frozen=True):
    """Which shop is meant; only where a server has several."""

    merchant_id: MerchantId | None = None


class CodeWish(Value, frozen=True):
    """A phone, and the solved challenge, base64 as the altcha widget gives it."""

    phone: Phone
    challenge: Annotated[str, Meta(min_length=1, max_length=4_000)]
    merchant_id: MerchantId | None = None


class Entry(Value, frozen=True):
    """A phone and its code; `join` says what a guest agrees to who is not a member yet."""

    phone: Phone
    code: Annotated[str, Meta(pattern=r"^[0-9]{6}$(?!\n)")]
    join: session.Join | None = None
    merchant_id: MerchantId | None = None


class Leaving(Value, frozen=True):
    """A member's own phone, and the code that was sent to it to confirm."""

    phone: Phone
    code: Annotated[str, Meta(pattern=r"^[0-9]{6}$(?!\n)")]


class CameIn(Value, frozen=True):
    """A member came in; the token is in the cookie."""

    member_id: MemberId
    joined: bool
    ends_at: datetime


class MemberDesk:
    """What happens before a member is known."""

    def __init__(self, house: House, settings: Settings) -> None:
        """Use the house's database and the caps that the settings give."""
        self._house = house
        self._database = house.database
        self._sends = settings.outbox != "off"
        self._carried = settings.outbox == "http"
        self._caps = code.Caps(
            settings.code_phone_max, settings.code_device_max, settings.code_address_max,
            settings.code_block_max, settings.code_price_minor, settings.code_spend_minor,
        )  # fmt: skip

    async def show_shop(self, request: Request[Any, Any, Any]) -> Reply:
        """Tell a guest whose page this is, and what joining means.

        Raises:
            NoSuchShop: there is no such shop, or none was named of several.
        """
        named = request.query_params.get("merchant_id")
        merchant_id = await self._shop(_merchant(named) if named else None)
        async with begin(self._database, system(merchant_id, "member-page")) as tx:
            shop = await stores.find_merchant(tx)
            texts = await members.notices(tx)
        assert shop is not None, "a shop that is found has a row"
        shown = tuple(Text(t.code, t.version, t.locale, t.title, t.body) for t in texts)
        about = Shop(merchant_id, shop.name, shop.currency, shop.time_zone, shown)
        return Reply(200, encode(about))

    async def ask_challenge(self, request: Request[Any, Any, Any]) -> Reply:
        """Give a challenge to be solved before a code is sent.

        Raises:
            NoSuchShop: there is no such shop, or none was named of several.
        """
        given: Asking = body_of(Asking, await request.body() or b"{}")
        merchant_id = await self._shop(given.merchant_id)
        async with begin(self._database, system(merchant_id, "member-page")) as tx:
            made = challenge.new_challenge(tx.keys, merchant_id, tx.now)
        return Reply(201, encode(made))

    async def ask_code(self, request: Request[Any, Any, Any]) -> Reply:
        """Send a one-time code; the answer is the same whether the phone is a member's or not.

        Raises:
            ChallengeFailed: it was not solved, is too old, or was used before.
            TooManyCodes: to this phone or its neighbours, from here, or of the shop.
            NoMessenger: nothing sends messages here.
            NoSuchShop: there is no such shop, or none was named of several.
        """
        given: CodeWish = body_of(CodeWish, await request.body())
        merchant_id = await self._shop(given.merchant_id)
        if not self._sends:
            raise NoMessenger
        device = _device(request) or secrets.token_urlsafe(32)
        actor = system(merchant_id, "member-page")
        async with begin(self._database, actor) as tx:
            await challenge.spend_challenge(tx, given.challenge)
        asker = code.Asker(device, visit_of(request).network)
        async with begin(self._database, actor) as tx:
            sent = await code.send_code(tx, given.phone, asker, self._caps, carried=self._carried)
        return with_cookie(sent, device, name=DEVICE_COOKIE, seconds=365 * DAY)

    async def come_in(self, request: Request[Any, Any, Any]) -> Reply:
        """Open a session for whoever has the phone, on the device that asked; a guest joins.

        Raises:
            CodeRefused: the code is wrong, too old, used, tried too often, or of another device.
            JoinNeeded: the phone is nobody's yet; the code stays good.
            CharterNotAccepted: the charter's newest version was not accepted.
            NoSuchShop: there is no such shop, or none was named of several.
        """
        given: Entry = body_of(Entry, await request.body())
        merchant_id = await self._shop(given.merchant_id)
        actor = system(merchant_id, "member-page")
        device = _device(request)
        async with begin(self._database, actor) as tx:
            tried = await code.try_code(tx, given.phone, device)
        async with begin(self._database, actor) as tx:
            await code.spend_code(tx, tried, given.code)
            entered = await session.enter(tx, given.phone, device_of(request).name, given.join)
        about = CameIn(entered.member_id, entered.created, entered.ends_at)
        return with_cookie(about, entered.token, name=MEMBER_COOKIE, seconds=30 * DAY)

    async def go(self, request: Request[Any, Any, Any]) -> Reply:
        """End this session, here and on the server.

        Raises:
            Unauthenticated: no live session came with the request.
            CrossSite: it did not come from our own pages.
        """
        actor = await self._house.doorman.admit(request)
        async with begin(self._database, actor) as tx:
            await session.leave(tx, member_token(request))
        return without_cookie(MEMBER_COOKIE)

    async def erase_me(self, request: Request[Any, Any, Any]) -> Reply:
        """Erase whoever asks, for good, with a code sent to their phone just now.

        Raises:
            NotPermitted: whoever asks is no member.
            CodeRefused: the code is wrong or of another device, or the phone is not theirs.
            Unauthenticated: no live session came with the request.
            CrossSite: it did not come from our own pages.
        """
        actor = await self._house.doorman.admit(request)
        if not actor.may(PERMISSION):
            raise NotPermitted(PERMISSION)
        given: Leaving = body_of(Leaving, await request.body())
        device = _device(request)
        async with begin(self._database, actor) as tx:
            tried = await code.try_code(tx, given.phone, device)
        async with begin(self._database, actor) as tx:
            await code.spend_code(tx, tried, given.code)
            await session.erase_self(tx, given.phone)
        return without_cookie(MEMBER_COOKIE)

    async def _shop(self, named: MerchantId | None) -> MerchantId:
        found = await session.find_shop(self._database, named)
        if found is None:
            raise members.NoSuchShop
        return found


def _device(request: Request[Any, Any, Any]) -> str:
    """Return the token of a browser if it is one of ours: it is written back into a header."""
    found = DEVICE.fullmatch(request.cookies.get(DEVICE_COOKIE, ""))
    return found[0] if found else ""


def _merchant(text: str) -> MerchantId:
    try:
        return MerchantId.parse(text)
    except ValueError as odd:
        raise members.NoSuchShop from odd


DESCRIBED = [
    described("GET", "/m/shop", MemberDesk.show_shop, None, Shop),
    described("POST", "/m/challenges", MemberDesk.ask_challenge, Asking, challenge.Challenge),
    described("POST", "/m/codes", MemberDesk.ask_code, CodeWish, code.CodeSent),
    described("POST", "/m/sessions", MemberDesk.come_in, Entry, CameIn),
    described("DELETE", "/m/sessions/current", MemberDesk.go, None, Nothing),
    described("POST", "/m/erasures", MemberDesk.erase_me, Leaving, Nothing),
]


def handlers(house: House, settings: Settings) -> list[HTTPRouteHandler]:
    """Return the handlers of the member's door."""
    desk = MemberDesk(house, settings)
    return [
        served(route, house, getattr(desk, route.name), bucket=_bucket(route.path))
        for route in DESCRIBED
    ]


def _bucket(path: str) -> str:
    return "sign_in" if path in {"/m/codes", "/m/sessions", "/m/erasures"} else "anonymous"
