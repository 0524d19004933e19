"""Issue coupons: a batch of grants, all kinds mixed, one verdict each."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from liuke.domains.coupons import steps
from liuke.domains.coupons.anchors import anchored
from liuke.domains.coupons.birth import born
from liuke.domains.coupons.events import CouponIssued
from liuke.domains.coupons.forward import forward
from liuke.domains.coupons.limits import Ask, asks_of_one, spend
from liuke.domains.coupons.opening import taken
from liuke.domains.coupons.rules import (
    Window,
    why_out_of_member_limit,
    why_unclaimable,
    window,
)
from liuke.domains.coupons.save import add
from liuke.domains.coupons.template import CouponTemplate
from liuke.domains.coupons.values import Coupon, CouponId, Grant, Reason, Taken, Verdict
from liuke.domains.programme import Live, live
from liuke.kernel.clock import business_date
from liuke.kernel.db import Tx
from liuke.kernel.ids import MemberId
from liuke.kernel.rows import Sql

# A sub-select a row looks each pair up in the index, whatever the planner thinks of the sizes.
HAD = Sql[CouponId]("""
    WITH found AS MATERIALIZED (
        SELECT (
            SELECT c.id FROM coupons_coupon c WHERE c.member_id = a.member_id AND c.id = a.id
        ) AS id
        FROM UNNEST($1::uuid[], $2::uuid[]) AS a (member_id, id)
    )
    SELECT id FROM found WHERE id IS NOT NULL
""")


async def issue(tx: Tx, grants: Sequence[Grant]) -> list[Verdict]:
    """Give coupons, and say for each grant, in order, which coupon it is or why there is none.

    A cause its member has had before gives nothing new and answers with the coupon it gave. What
    is left of a limit goes to the first who ask. What a merged member is given is passed on to
    whom they stand for.

    Raises:
        UnknownMembers: names those that do not exist.
    """
    return await give(tx, grants, claimed=False)


async def give(tx: Tx, grants: Sequence[Grant], *, claimed: bool) -> list[Verdict]:
    """Give coupons that were granted, or those that members claim themselves."""
    rules = await live(tx)
    member_ids = [grant.member_id for grant in grants]
    await tx.lock(member_ids)
    ids = [CouponId.made_of(g.member_id, g.template, g.cause) for g in grants]
    had = set(await tx.rows(HAD, member_ids, ids))
    codes = {grant.template for grant in grants}
    templates = [t for t in rules.items(CouponTemplate) if t.code in codes]
    had_before = await taken(tx, member_ids, templates)
    issuing = Issuing(rules, had_before, at=tx.now, zone=tx.zone, by=tx.actor.name, claimed=claimed)
    fresh = [grant for grant, id_ in zip(grants, ids, strict=True) if id_ not in had]
    for grant in await anchored(tx, fresh, templates):
        issuing.decide(grant)
    for loser in await spend(tx, issuing.asks(), written=False):
        issuing.refused[loser.coupon_id] = loser.reason
        del issuing.born[loser.coupon_id]
    given = sorted(issuing.born.values(), key=lambda c: (c.member_id.bytes, c.id.bytes))
    taken_up = [steps.claimed(coupon, at=tx.now) for coupon in given] if claimed else []
    await add(tx, [step.after for step in taken_up] or given, [step.entry for step in taken_up])
    tx.emit(*(CouponIssued(c.member_id, c.id, c.template, c.cause, tx.now) for c in given))
    tx.emit(*(step.event for step in taken_up))
    await forward(tx, {coupon.id: coupon.member_id for coupon in given}, rules)
    return [
        verdict(grant, coupon_id, issuing.refused.get(coupon_id))
        for grant, coupon_id in zip(grants, ids, strict=True)
    ]


def verdict(grant: Grant, coupon_id: CouponId, refused: Reason | None) -> Verdict:
    """Answer one grant: with its coupon, or with why there is none."""
    return Verdict(grant.member_id, grant.cause, None if refused else coupon_id, refused)


class Issuing:
    """Decides grants one after another, each knowing those before it."""

    def __init__(
        self,
        rules: Live,
        had_before: Mapping[tuple[MemberId, str], Taken],
        *,
        at: datetime,
        zone: ZoneInfo,
        by: str,
        claimed: bool,
    ) -> None:
        """Begin with what members have had; `claimed` says that they take it themselves."""
        self.rules, self.at, self.zone, self.by = rules, at, zone, by
        self.claimed = claimed
        self.taken = dict(had_before)
        self.born: dict[CouponId, Coupon] = {}
        self.refused: dict[CouponId, Reason] = {}

    def decide(self, grant: Grant) -> None:
        """Make the coupon of a grant, or note why not; the limits of all are asked at the end."""
        coupon_id = CouponId.made_of(grant.member_id, grant.template, grant.cause)
        if coupon_id in self.born or coupon_id in self.refused:
            return
        template = self.rules.get(CouponTemplate, grant.template)
        if template is None:
            self.refused[coupon_id] = Reason.UNKNOWN_TEMPLATE
            return
        had = self.taken.get((grant.member_id, template.code), Taken())
        life = self._life(template, grant, had)
        if isinstance(life, Reason):
            self.refused[coupon_id] = life
            return
        self.taken[grant.member_id, template.code] = Taken(had.ever + 1, had.today + 1)
        self.born[coupon_id] = born(grant, self.rules, life, at=self.at, by=self.by)

    def _life(self, template: CouponTemplate, grant: Grant, had: Taken) -> Window | Reason:
        on = business_date(self.at, self.zone)
        why = why_unclaimable(template, on) if self.claimed else None
        why = why or why_out_of_member_limit(template, had)
        return why or window(template, self.at, zone=self.zone, anchor_on=grant.anchor_on)

    def asks(self) -> list[Ask]:
        """Return what the new coupons take of declared limits, in order of asking."""
        on = business_date(self.at, self.zone)
        return [
            ask
            for coupon in self.born.values()
            if (template := self.rules.get(CouponTemplate, coupon.template))
            for ask in asks_of_one(template, coupon.id, on)
        ]
