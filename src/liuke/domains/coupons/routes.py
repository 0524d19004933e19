"""Coupons over HTTP."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

from msgspec import Meta

from liuke.domains.access import ApprovalId, Ask, require
from liuke.domains.coupons.accept import accept
from liuke.domains.coupons.claim import claim
from liuke.domains.coupons.holdings import get_coupon, history, holdings
from liuke.domains.coupons.issue import issue
from liuke.domains.coupons.lookup import look_up
from liuke.domains.coupons.redeem import Use, redeem
from liuke.domains.coupons.reserve import Hold, release, reserve
from liuke.domains.coupons.restore import Return, restore
from liuke.domains.coupons.segment import issue_to_segment
from liuke.domains.coupons.stock import Offer, offers
from liuke.domains.coupons.sums import Tally, tallies
from liuke.domains.coupons.template import CouponTemplate
from liuke.domains.coupons.transfer import Gift, transfer
from liuke.domains.coupons.values import (
    Cause,
    Coupon,
    CouponId,
    Entry,
    Grant,
    Holding,
    State,
    TemplateCode,
    Verdict,
)
from liuke.domains.coupons.void import Voiding, void
from liuke.domains.programme import live
from liuke.kernel.db import Tx
from liuke.kernel.ids import MemberId
from liuke.kernel.values import Value
from liuke.kernel.web import Limit, Page, at_counter, get, onward, place, position, post

Batch = Annotated[list[Grant], Meta(min_length=1, max_length=10_000)]


class Selection(Value, frozen=True):
    """One coupon for each of many members, for one cause."""

    member_ids: Annotated[list[MemberId], Meta(min_length=1, max_length=10_000)]
    template: TemplateCode
    cause: Cause


class Given(Value, frozen=True):
    """How many coupons an issue to a selection gave."""

    issued: int


class Presented(Value, frozen=True):
    """A code that a member shows."""

    member_id: MemberId
    code: Annotated[str, Meta(min_length=1, max_length=60, description="As typed or scanned.")]


@get("/coupons/templates", may="coupons.read")
async def list_templates(tx: Tx) -> list[CouponTemplate]:
    """List the coupon templates that rule now."""
    return list((await live(tx)).items(CouponTemplate))


@get("/coupons/tallies", may="coupons.read")
async def list_tallies(tx: Tx, template: TemplateCode | None = None) -> list[Tally]:
    """Count the coupons of a template or every live one: given, claimed, used, over, what saved."""
    named = [template] if template else [t.code for t in (await live(tx)).items(CouponTemplate)]
    return await tallies(tx, named)


@get("/members/{member_id}/coupons", may="coupons.read")
async def list_holdings(
    tx: Tx,
    member_id: MemberId,
    state: State | None = None,
    limit: Limit = 50,
    after: str | None = None,
) -> Page[Coupon]:
    """List a member's coupons, newest first, of one state if it is named."""
    start = position(after, datetime, CouponId)
    found = await holdings(tx, member_id, state=state, limit=limit, after=start)
    return Page(found, onward(found, limit, lambda last: (last.issued_at, last.id)))


@get("/members/{member_id}/coupons/{coupon_id}", may="coupons.read")
async def show_coupon(tx: Tx, member_id: MemberId, coupon_id: CouponId) -> Coupon:
    """Return one coupon of a member."""
    return await get_coupon(tx, member_id, coupon_id)


@get("/members/{member_id}/coupons/{coupon_id}/steps", may="coupons.read")
async def list_steps(
    tx: Tx,
    member_id: MemberId,
    coupon_id: CouponId,
    limit: Limit = 50,
    after: str | None = None,
) -> Page[Entry]:
    """List what became of a coupon after it was issued, oldest first."""
    start = place(after, int) or 0
    found = await history(tx, member_id, coupon_id, after=start, limit=limit)
    return Page(found, onward(found, limit, lambda last: (last.seq,)))


@get("/members/{member_id}/coupon-offers", may="coupons.read")
async def list_offers(tx: Tx, member_id: MemberId) -> list[Offer]:
    """Return the claim centre as one member sees it."""
    return await offers(tx, member_id)


@at_counter
@post("/coupons/lookups", may="coupons.redeem", status=200)
async def look_up_code(tx: Tx, data: Presented) -> Coupon:
    """Return the usable coupon behind a code that a member shows."""
    return await look_up(tx, data.code, member_id=data.member_id)


@post("/coupons", may="coupons.issue", key=True)
async def issue_coupons(
    tx: Tx, data: Batch, approval_id: ApprovalId | None = None
) -> list[Verdict]:
    """Issue a batch, one verdict each; a large one needs a second person."""
    await require(tx, Ask("coupons.issue", len(data), data), approval_id)
    return await issue(tx, data)


@post("/coupons/selections", may="coupons.issue", key=True)
async def issue_to_selection(
    tx: Tx, data: Selection, approval_id: ApprovalId | None = None
) -> Given:
    """Issue one template to many members; a large selection needs a second person."""
    await require(tx, Ask("coupons.issue", len(data.member_ids), data), approval_id)
    members = list(dict.fromkeys(data.member_ids))
    return Given(await issue_to_segment(tx, members, data.template, cause=data.cause))


@at_counter
@post("/coupons/claims", may="coupons.redeem", key=True)
async def claim_coupons(tx: Tx, data: Batch) -> list[Verdict]:
    """Claim offers of the claim centre for members, one verdict each."""
    return await claim(tx, data)


@at_counter
@post("/coupons/acceptances", may="coupons.redeem", key=True)
async def accept_coupons(tx: Tx, data: list[Holding]) -> list[Coupon]:
    """Take granted coupons that wait to be claimed."""
    return await accept(tx, data)


@at_counter
@post("/coupons/reservations", may="coupons.redeem", key=True)
async def reserve_coupons(tx: Tx, data: list[Hold]) -> list[Coupon]:
    """Hold coupons for a while, all or none."""
    return await reserve(tx, data)


@at_counter
@post("/coupons/releases", may="coupons.redeem", key=True)
async def release_coupons(tx: Tx, data: list[Hold]) -> list[Coupon]:
    """Let go of held coupons, all or none."""
    return await release(tx, data)


@at_counter
@post("/coupons/redemptions", may="coupons.redeem", key=True)
async def redeem_coupons(tx: Tx, data: list[Use]) -> list[Coupon]:
    """Use coupons at the counter, all or none."""
    return await redeem(tx, data)


@post("/coupons/restorations", may="coupons.void", key=True)
async def restore_coupons(tx: Tx, data: list[Return]) -> list[Coupon]:
    """Give back what a redemption used, with the original validity."""
    return await restore(tx, data)


@post("/coupons/voidings", may="coupons.void", key=True)
async def void_coupons(tx: Tx, data: list[Voiding]) -> list[Coupon]:
    """Take coupons back, with a reason."""
    return await void(tx, data)


@at_counter
@post("/coupons/transfers", may="coupons.redeem", key=True)
async def transfer_coupons(tx: Tx, data: list[Gift]) -> list[Coupon]:
    """Pass coupons to other members."""
    return await transfer(tx, data)


ROUTES = [
    list_templates,
    list_tallies,
    list_holdings,
    show_coupon,
    list_steps,
    list_offers,
    look_up_code,
    issue_coupons,
    issue_to_selection,
    claim_coupons,
    accept_coupons,
    reserve_coupons,
    release_coupons,
    redeem_coupons,
    restore_coupons,
    void_coupons,
    transfer_coupons,
]
