"""A member's coupons with their terms in words, and the claim centre."""

from __future__ import annotations

from datetime import datetime

from liuke.domains import coupons, programme
from liuke.domains.coupons import Coupon, CouponId, CouponTemplate, Grant, Holding, Offer, State
from liuke.domains.members.own import member_of
from liuke.domains.programme import Live
from liuke.kernel.db import Tx
from liuke.kernel.values import Value
from liuke.kernel.web import Limit, Page, Repeat, get, onward, position, post
from liuke.surfaces.member.terms import Terms, terms_of


class Shown(Value, frozen=True):
    """A coupon as its member reads it; `waits` is one that has to be taken first.

    Without a live template there are no terms: it was declared by a version that is over.
    """

    coupon: Coupon
    name: str
    name_zh: str
    usable: bool
    waits: bool
    terms: Terms | None


class OfferWish(Value, frozen=True):
    """An offer of the claim centre to take."""

    template: str


def shown(tx: Tx, live: Live, coupon: Coupon) -> Shown:
    """Return a coupon with its names and terms."""
    kind = live.get(CouponTemplate, coupon.template)
    alive = coupon.state is State.OPEN and (
        coupon.valid_until is None or coupon.valid_until > tx.now
    )
    waits = alive and coupon.claim_until is not None and coupon.claimed_at is None
    return Shown(
        coupon,
        kind.name if kind else coupon.template,
        kind.name_zh if kind else coupon.template,
        alive and not waits and coupon.valid_from <= tx.now,
        waits,
        terms_of(kind, tx.currency) if kind else None,
    )


@get("/m/coupons", may="members.self")
async def list_my_coupons(
    tx: Tx, state: State | None = None, limit: Limit = 50, after: str | None = None
) -> Page[Shown]:
    """List my coupons, newest first, of one state if it is named."""
    start = position(after, datetime, CouponId)
    found = await coupons.holdings(tx, member_of(tx), state=state, limit=limit, after=start)
    live = await programme.live(tx)
    return Page(
        [shown(tx, live, coupon) for coupon in found],
        onward(found, limit, lambda last: (last.issued_at, last.id)),
    )


@get("/m/coupons/{coupon_id}", may="members.self")
async def show_my_coupon(tx: Tx, coupon_id: CouponId) -> Shown:
    """Return one coupon of mine."""
    coupon = await coupons.get_coupon(tx, member_of(tx), coupon_id)
    return shown(tx, await programme.live(tx), coupon)


@post("/m/coupons/{coupon_id}/acceptance", may="members.self", status=200, repeat=Repeat.HONOURED)
async def accept_my_coupon(tx: Tx, coupon_id: CouponId) -> Shown:
    """Take a coupon that waits for me; one that I took already stays as it is."""
    (coupon,) = await coupons.accept(tx, [Holding(member_of(tx), coupon_id)])
    return shown(tx, await programme.live(tx), coupon)


@get("/m/offers", may="members.self")
async def list_my_offers(tx: Tx) -> list[Offer]:
    """Return the claim centre as I see it."""
    return await coupons.offers(tx, member_of(tx))


@post("/m/offers/claims", may="members.self", repeat=Repeat.HONOURED)
async def claim_my_offer(tx: Tx, data: OfferWish) -> coupons.Verdict:
    """Take an offer of the claim centre, once a day, as far as its limits go."""
    grant = Grant(member_of(tx), data.template, f"offer:{tx.today}")
    (verdict,) = await coupons.claim(tx, [grant])
    return verdict


ROUTES = [
    list_my_coupons, show_my_coupon, accept_my_coupon, list_my_offers, claim_my_offer,
]  # fmt: skip
