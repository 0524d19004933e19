"""What coupons offer: their section of a programme, facts about a member, and one action."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated

from msgspec import Meta

from liuke.domains import programme
from liuke.domains.coupons.faults import faults
from liuke.domains.coupons.issue import issue
from liuke.domains.coupons.template import CouponTemplate
from liuke.domains.coupons.values import Grant
from liuke.kernel.actions import action
from liuke.kernel.db import Tx
from liuke.kernel.facts import Fact, declare
from liuke.kernel.ids import MemberId
from liuke.kernel.values import Value

programme.declare(
    programme.Section("coupons", CouponTemplate, label="Coupons", label_zh="券", check=faults)
)

declare(
    Fact(
        name="coupons.usable",
        kind="int",
        label="Usable coupons of a template",
        label_zh="某券可用张数",
        args=("template",),
        sql="""
            SELECT COUNT(*)::integer FROM coupons_coupon c
            WHERE c.member_id = m.id AND c.template = $template AND c.state = 'open'
              AND c.valid_from <= $now
              AND (c.valid_until IS NULL OR c.valid_until > $now)
              AND (c.claim_until IS NULL OR c.claimed_at IS NOT NULL)
              AND (c.reserved_until IS NULL OR c.reserved_until <= $now)
        """,
    ),
    Fact(
        name="coupons.held",
        kind="int",
        label="Coupons held, of any kind",
        label_zh="持有券张数",
        sql="""
            SELECT COUNT(*)::integer FROM coupons_coupon c
            WHERE c.member_id = m.id AND c.state = 'open'
              AND (c.valid_until IS NULL OR c.valid_until > $now)
        """,
    ),
    Fact(
        name="coupons.got",
        kind="int",
        label="Coupons of a template ever received",
        label_zh="某券累计获得张数",
        args=("template",),
        sql="""
            SELECT COUNT(*)::integer FROM coupons_coupon c
            WHERE c.member_id = m.id AND c.template = $template
        """,
    ),
    Fact(
        name="coupons.used",
        kind="int",
        label="Coupons of a template used",
        label_zh="某券已用张数",
        args=("template",),
        sql="""
            SELECT COUNT(*)::integer FROM coupons_coupon c
            WHERE c.member_id = m.id AND c.template = $template AND c.state = 'used'
        """,
    ),
    Fact(
        name="coupons.next_end",
        kind="date",
        label="Day the next coupon ends",
        label_zh="最近一张券的到期日",
        sql="""
            SELECT MIN(c.valid_until)::date FROM coupons_coupon c
            WHERE c.member_id = m.id AND c.state = 'open' AND c.valid_until > $now
        """,
    ),
    Fact(
        name="coupons.saved",
        kind="money",
        label="Saved with coupons, in minor units",
        label_zh="用券累计节省",
        sql="""
            SELECT COALESCE(SUM(c.saved_minor), 0)::bigint FROM coupons_coupon c
            WHERE c.member_id = m.id
        """,
    ),
)


class IssueParams(Value, frozen=True):
    """Which coupons each member gets."""

    template: Annotated[str, Meta(min_length=1, description="Coupon template.")]
    count: Annotated[int, Meta(ge=1, le=100, description="How many each.")] = 1


@action("coupons.issue", params=IssueParams, label="Issue coupons", label_zh="发券")
async def give(tx: Tx, member_ids: Sequence[MemberId], params: IssueParams, cause: str) -> None:
    """Issue coupons to members; what a limit refuses is left out.

    One cause may give coupons of several templates, so each coupon's own cause names it.
    """
    causes = [f"{cause}:{params.template}#{number}" for number in range(params.count)]
    grants = [Grant(id_, params.template, own) for id_ in member_ids for own in causes]
    await issue(tx, grants)
