"""What coupons offer: their section of a programme, facts about a member, and one action."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Annotated, Any

from msgspec import Meta

from liuke.domains import programme
from liuke.domains.coupons.errors import CouponNotIssued
from liuke.domains.coupons.faults import faults
from liuke.domains.coupons.given import grants_of
from liuke.domains.coupons.holdings import STEPS_OF, coupons_of
from liuke.domains.coupons.issue import issue
from liuke.domains.coupons.take_back import take_back
from liuke.domains.coupons.template import CouponTemplate
from liuke.domains.coupons.words import WHY
from liuke.domains.members import contribute
from liuke.domains.members.phrases import Phrase, declare_names, say
from liuke.kernel.actions import action, undoes
from liuke.kernel.db import Tx
from liuke.kernel.facts import Fact, declare
from liuke.kernel.ids import MemberId
from liuke.kernel.values import Value


async def lost_stores(tx: Tx, draft: programme.Draft) -> list[programme.Fault]:
    """Return the stores that coupons name and this shop does not have."""
    named = [
        (f"$.coupons[{position}].scope.{field}", codes)
        for position, one in enumerate(draft.of(CouponTemplate))
        for field, codes in (
            ("stores", one.scope.stores),
            ("stores_excluded", one.scope.stores_excluded),
        )
    ]
    return await programme.lost_stores(tx, named)


programme.declare(
    programme.Section(
        "coupons", CouponTemplate, label="Coupons", label_zh="券", check=faults, lost=lost_stores
    )
)

declare(
    Fact(
        name="coupons.usable",
        kind="int",
        label="Usable coupons of a template",
        label_zh="某券可用张数",
        args=("template",),
        default=0,
        sql="""
            SELECT c.member_id, COUNT(*) AS value FROM coupons_coupon c
            WHERE c.template = $template AND c.state = 'open' AND c.valid_from <= $now
                AND (c.valid_until IS NULL OR c.valid_until > $now)
                AND (c.claim_until IS NULL OR c.claimed_at IS NOT NULL)
                AND (c.reserved_until IS NULL OR c.reserved_until <= $now)
            GROUP BY c.member_id
        """,
    ),
    Fact(
        name="coupons.held",
        kind="int",
        label="Coupons held, of any kind",
        label_zh="持有券张数",
        default=0,
        sql="""
            SELECT c.member_id, COUNT(*) AS value FROM coupons_coupon c
            WHERE c.state = 'open' AND (c.valid_until IS NULL OR c.valid_until > $now)
            GROUP BY c.member_id
        """,
    ),
    Fact(
        name="coupons.got",
        kind="int",
        label="Coupons of a template ever received",
        label_zh="某券累计获得张数",
        args=("template",),
        default=0,
        sql="""
            SELECT c.member_id, COUNT(*) AS value FROM coupons_coupon c
            WHERE c.template = $template
            GROUP BY c.member_id
        """,
    ),
    Fact(
        name="coupons.used",
        kind="int",
        label="Coupons of a template used",
        label_zh="某券已用张数",
        args=("template",),
        default=0,
        sql="""
            SELECT c.member_id, COUNT(*) AS value FROM coupons_coupon c
            WHERE c.template = $template AND c.state = 'used'
            GROUP BY c.member_id
        """,
    ),
    Fact(
        name="coupons.next_end",
        kind="date",
        label="Day the next coupon ends",
        label_zh="最近一张券的到期日",
        sql="""
            SELECT c.member_id, lk_last_day(MIN(c.valid_until), $zone) AS value
            FROM coupons_coupon c
            WHERE c.state = 'open' AND c.valid_until > $now
            GROUP BY c.member_id
        """,
    ),
    Fact(
        name="coupons.saved",
        kind="money",
        label="Saved with coupons, in minor units",
        label_zh="用券累计节省",
        default=0,
        sql="""
            SELECT c.member_id, CAST(SUM(c.saved_minor) AS bigint) AS value
            FROM coupons_coupon c
            GROUP BY c.member_id
        """,
    ),
)


TOLD = (
    Phrase("coupon.issued", "Got a coupon ({template}).", "获得券（{template}）。"),
    Phrase("coupon.claimed", "Claimed a coupon ({template}).", "领取券（{template}）。"),
    Phrase(
        "coupon.reserved",
        "A coupon ({template}) is reserved for a purchase.",
        "券（{template}）已为一单预占。",
    ),
    Phrase(
        "coupon.released", "A reserved coupon ({template}) is free.", "券（{template}）已释放。"
    ),
    Phrase(
        "coupon.redeemed",
        "Used a coupon ({template})[, {uses_left:use|uses} left].",
        "核销券（{template}）[，还可用 {uses_left} 次]。",
    ),
    Phrase(
        "coupon.restored",
        "A return gave {uses:use|uses} of a coupon back ({template}).",
        "退货退回券（{template}）{uses} 次。",
    ),
    Phrase("coupon.expired", "A coupon expired unused ({template}).", "券过期（{template}）。"),
    Phrase("coupon.voided", "A coupon was taken back ({template}).", "券作废（{template}）。"),
    Phrase("coupon.transferred", "Passed a coupon on ({template}).", "转赠券（{template}）。"),
)


def template_name(live: programme.Live, body: Mapping[str, Any]) -> tuple[str, str]:
    """Return what a template is called; one no programme has any more keeps its code."""
    found, code = live.get(CouponTemplate, body["template"]), body["template"]
    return (found.name or code, found.name_zh or found.name or code) if found else (code, code)


say(*TOLD)
declare_names([phrase.kind for phrase in TOLD], "template", template_name)
contribute("coupons", coupons_of)
contribute("coupon_steps", STEPS_OF)


class IssueParams(Value, frozen=True):
    """Which coupons each member gets."""

    template: Annotated[str, Meta(min_length=1, description="Coupon template.")]
    count: Annotated[int, Meta(ge=1, le=100, description="How many each.")] = 1


@action("coupons.issue", params=IssueParams, label="Issue coupons", label_zh="发券")
async def give(
    tx: Tx, member_ids: Sequence[MemberId], params: IssueParams, cause: str
) -> Mapping[MemberId, CouponNotIssued]:
    """Issue coupons to members; return who got none at all, and what refused them.

    One cause may give coupons of several templates, so each coupon's own cause names it.
    """
    verdicts = await issue(tx, grants_of(member_ids, params.template, params.count, cause))
    served = {verdict.member_id for verdict in verdicts if verdict.coupon_id}
    return {
        verdict.member_id: CouponNotIssued(params.template, *WHY[verdict.refused])
        for verdict in verdicts
        if verdict.refused and verdict.member_id not in served
    }


@undoes("coupons.issue")
async def void_unused(
    tx: Tx, member_ids: Sequence[MemberId], params: IssueParams, cause: str
) -> None:
    """Void the coupons a cause gave that nobody has used."""
    await take_back(tx, grants_of(member_ids, params.template, params.count, cause))
