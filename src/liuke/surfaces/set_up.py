"""First run: a token shown once makes the shop its owner's; there is no default password."""

from __future__ import annotations

from typing import Annotated, Any

from litestar import Request
from litestar.handlers import HTTPRouteHandler
from msgspec import Meta

from liuke.domains import access, checkout, stores
from liuke.domains.access import Password, PersonName, Role, SignInName
from liuke.kernel.actor import system
from liuke.kernel.db import Tx, begin
from liuke.kernel.problems import InvalidField
from liuke.kernel.values import Value, encode
from liuke.kernel.web import Reply, body_of
from liuke.surfaces.desk import device_of, served, with_cookie
from liuke.surfaces.house import House
from liuke.surfaces.routes import described
from liuke.surfaces.sign_in import SignedIn, Token

Name = Annotated[str, Meta(min_length=1, max_length=100, pattern=r"^[^\x00]+$")]


class FirstStore(Value, frozen=True):
    """The first store; others follow in the console."""

    name: Name
    code: Annotated[str, Meta(min_length=1, max_length=64, pattern=r"^[^\s/\x00]+$(?!\n)")] = "1"


class SetUp(Value, frozen=True):
    """What makes an installation a shop: its name, its money and days, its owner, its first store.

    Currency and zone are fixed once the shop has traded.
    """

    token: Token
    shop: Name
    sign_in: SignInName
    name: PersonName
    password: Password
    store: FirstStore
    currency: Annotated[str, Meta(pattern=r"^[A-Z]{3}$(?!\n)", examples=["CNY"])] = "CNY"
    time_zone: Annotated[str, Meta(min_length=1, max_length=64)] = "Asia/Shanghai"


class Stays(Value, frozen=True):
    """In what a shop that has sold already counts its money and its days."""

    currency: str
    time_zone: str


class SetUpState(Value, frozen=True):
    """Whether nobody has come in yet, so that the token of the first start still counts.

    `stays` is what cannot be chosen any more, since the shop has sold before its owner came.
    """

    open: bool
    stays: Stays | None = None


class SetUpDesk:
    """Where the first owner comes in."""

    def __init__(self, house: House) -> None:
        """Use the house's database."""
        self._database = house.database
        self._threads = house.threads

    async def show_set_up(self, _request: Request[Any, Any, Any]) -> Reply:
        """Tell whether this installation waits for its first owner."""
        waiting = await access.find_first_owner(self._database)
        if waiting is None:
            return Reply(200, encode(SetUpState(not await access.is_set_up(self._database))))
        async with begin(self._database, system(waiting.merchant_id, "set-up")) as tx:
            sold = await checkout.has_sold(tx)
            stays = Stays(tx.currency, tx.zone.key) if sold else None
        return Reply(200, encode(SetUpState(open=True, stays=stays)))

    async def set_up(self, request: Request[Any, Any, Any]) -> Reply:
        """Make the shop, its first store and its owner by the one-time token, and sign them in.

        Raises:
            TicketSpent: the token is unknown, used or expired, or the shop has its owner.
            WeakPassword: says why.
            UnknownTimeZone: the name is in no time zone database.
            InvalidField: the shop has sold, in another currency or zone.
        """
        given: SetUp = body_of(SetUp, await request.body())
        merchant_id = await access.find_ticket(self._database, given.token)
        if merchant_id is None or await access.is_set_up(self._database):
            raise access.TicketSpent
        access.check_password(given.password, given.sign_in, given.name, given.shop)
        made = await self._threads.run(access.make_hash, given.password)
        async with begin(self._database, system(merchant_id, "set-up")) as tx:
            staff_id = await access.spend_set_up(
                tx, given.token, sign_in=given.sign_in, name=given.name
            )
            await require_same_place(tx, given)
            await stores.settle(tx, given.shop, time_zone=given.time_zone, currency=given.currency)
            await stores.open_stores(tx, [stores.Opening(given.store.code, given.store.name)])
            await access.set_password(tx, staff_id, made)
            opened = await access.open_session(tx, staff_id, device=device_of(request))
        self._database.forget_place(merchant_id)
        about = SignedIn(staff_id, merchant_id, given.name, Role.OWNER, opened.ends_at)
        return with_cookie(about, opened.token)


async def require_same_place(tx: Tx, given: SetUp) -> None:
    """Refuse to count what was sold before the owner came in another currency or on other days.

    Raises:
        InvalidField: names the field, and what the shop counts in.
    """
    if not await checkout.has_sold(tx):
        return
    for field, fixed in (("currency", tx.currency), ("time_zone", tx.zone.key)):
        if getattr(given, field) != fixed:
            reason = f"this shop has sold already and stays with {fixed}"
            raise InvalidField(field, reason, f"这家店已有销售，只能是 {fixed}")


DESCRIBED = [
    described("GET", "/setups/state", SetUpDesk.show_set_up, None, SetUpState),
    described("POST", "/setups", SetUpDesk.set_up, SetUp, SignedIn),
]


def handlers(house: House) -> list[HTTPRouteHandler]:
    """Return the handlers of the first run."""
    desk = SetUpDesk(house)
    state, make = DESCRIBED
    return [
        served(state, house, desk.show_set_up, bucket="anonymous"),
        served(make, house, desk.set_up),
    ]
