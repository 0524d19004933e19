"""A member's first page, in one request: the card, how far, what can be used, what ends."""

from __future__ import annotations

from datetime import timedelta

from liuke.domains import coupons, programme, stores
from liuke.domains.coupons import State
from liuke.domains.members.own import Own, member_of, own_data
from liuke.domains.tiers import Place, RungState, places, rung_states
from liuke.kernel.db import Tx
from liuke.kernel.values import Value
from liuke.kernel.web import get
from liuke.surfaces.member.card import Card, current_card
from liuke.surfaces.member.coupons import Shown, shown
from liuke.surfaces.member.points import Book, books

COUPONS_MOST = 200
SOON = timedelta(days=7)
FEW = 3


class Purse(Value, frozen=True):
    """How many coupons can be used (of the newest two hundred), and the few that end first."""

    usable: int
    soon: int
    first: list[Shown]


class Home(Value, frozen=True):
    """Everything a member's first page shows; rungs and gifts are what can be taken now."""

    me: Own
    shop: stores.Merchant | None
    card: Card | None
    tiers: list[Place]
    points: list[Book]
    coupons: Purse
    rungs: list[RungState]
    gifts: list[Shown]


@get("/m/home", may="members.self")
async def show_home(tx: Tx) -> Home:
    """Return what my first page shows."""
    me = member_of(tx)
    live = await programme.live(tx)
    held = await coupons.holdings(tx, me, state=State.OPEN, limit=COUPONS_MOST)
    mine = [shown(tx, live, coupon) for coupon in held]
    rungs = await rung_states(tx, [me])
    return Home(
        await own_data(tx),
        await stores.find_merchant(tx),
        await current_card(tx),
        await places(tx, [me]),
        await books(tx),
        _purse(tx, mine),
        [rung for rung in rungs if _is_ripe(tx, rung)],
        [one for one in mine if one.waits],
    )


def _purse(tx: Tx, mine: list[Shown]) -> Purse:
    usable = [one for one in mine if one.usable]
    ending = [one for one in usable if one.coupon.valid_until is not None]
    ending.sort(key=lambda one: (one.coupon.valid_until or tx.now, one.coupon.id))
    soon = [one for one in ending if (one.coupon.valid_until or tx.now) <= tx.now + SOON]
    first = [*ending, *(one for one in usable if one.coupon.valid_until is None)]
    return Purse(len(usable), len(soon), first[:FEW])


def _is_ripe(tx: Tx, rung: RungState) -> bool:
    open_now = rung.claim_from_on <= tx.today <= rung.claim_until_on
    return open_now and not rung.missing and not rung.claimed


ROUTES = [show_home]
