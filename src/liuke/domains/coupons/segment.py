"""Issue one template to everybody of a selection: arrays in, two statements a chunk."""

from __future__ import annotations

from collections.abc import Sequence

from liuke.domains.coupons.codes import mint
from liuke.domains.coupons.errors import CouponNotGiven, UnknownTemplate
from liuke.domains.coupons.events import CouponIssued
from liuke.domains.coupons.forward import forward
from liuke.domains.coupons.issue import HAD, issue
from liuke.domains.coupons.limits import asks_of_one, spend
from liuke.domains.coupons.rules import Window, window
from liuke.domains.coupons.template import BirthdayMonth, CardYear, CouponTemplate
from liuke.domains.coupons.values import CouponId, Grant, Reason
from liuke.domains.programme import Live, live
from liuke.kernel.alike import emit_alike
from liuke.kernel.db import Tx
from liuke.kernel.ids import MemberId
from liuke.kernel.rows import Sql

ISSUE = Sql[None]("""
    WITH born AS (
        INSERT INTO coupons_coupon (
            merchant_id, member_id, id, code, template, version, uses, uses_left,
            valid_from, valid_until, claim_until, issued_at, issued_by, cause, birth
        )
        SELECT $4::uuid, member_id, id, code, $5::text, $6::uuid, $7::integer, $7::integer,
               $8::timestamptz, $9::timestamptz, $10::timestamptz, $11::timestamptz, $12::text,
               $13::text,
               (SELECT coupons_birth($5, $6, $7, $8, $9, $10, $11, $12, $13, NULL, NULL, NULL))
        FROM UNNEST($1::uuid[], $2::uuid[], $3::bytea[]) AS b (member_id, id, code)
    ), step AS (
        INSERT INTO coupons_step (merchant_id, template, valid_until, given, open, claimed, used,
            expired, void, transferred, saved_minor)
        SELECT $4::uuid, $5::text, $9::timestamptz, CARDINALITY($1::uuid[]),
            CARDINALITY($1::uuid[]), 0, 0, 0, 0, 0, 0
    )
    INSERT INTO coupons_code (merchant_id, code, member_id, coupon_id)
    SELECT $4::uuid, code, member_id, coupon_id
    FROM UNNEST($1::uuid[], $2::uuid[], $3::bytea[]) AS c (member_id, coupon_id, code)
    ORDER BY code
""")
PERSONAL = (BirthdayMonth, CardYear)


async def issue_to_segment(
    tx: Tx, member_ids: Sequence[MemberId], template: str, *, cause: str
) -> int:
    """Give each member one coupon for a cause, and return how many are new.

    A member who had the cause before gets nothing more, so a chunk may be run again. What is left
    of a stock goes to the first members, and what a merged member gets to whom they stand for.
    10,000 to 50,000 members are a good chunk.

    Raises:
        UnknownMembers: names those that do not exist.
        UnknownTemplate: no live programme declares it.
        CouponNotGiven: it cannot be given to anybody now, and why.
    """
    rules = await live(tx)
    found = rules.get(CouponTemplate, template)
    if found is None:
        raise UnknownTemplate(template)
    if isinstance(found.validity, PERSONAL) or found.per_member or found.per_member_day:
        return await _one_by_one(tx, member_ids, template, cause=cause)
    life = window(found, tx.now, zone=tx.zone)
    if isinstance(life, Reason):
        raise CouponNotGiven(template, life)
    await tx.lock(member_ids)
    ids = CouponId.made_of_all(member_ids, template, cause)
    born = dict(zip(member_ids, ids, strict=True))
    had = set(await tx.rows(HAD, member_ids, ids))
    if had:
        born = {member: id_ for member, id_ in born.items() if id_ not in had}
    if found.stock or found.per_day:
        asks = [ask for id_ in born.values() for ask in asks_of_one(found, id_, tx.today)]
        lost = {loser.coupon_id for loser in await spend(tx, asks, written=False)}
        born = {member: id_ for member, id_ in born.items() if id_ not in lost}
    if born:
        await _write(tx, born, Grant(next(iter(born)), template, cause), rules, life)
        await forward(tx, {id_: member for member, id_ in born.items()}, rules)
    return len(born)


async def _write(
    tx: Tx, born: dict[MemberId, CouponId], grant: Grant, rules: Live, life: Window
) -> None:
    template = rules.get(CouponTemplate, grant.template)
    assert template is not None, "only a live template gives coupons"
    version = rules.version(CouponTemplate, grant.template)
    members, ids = list(born), list(born.values())
    await tx.run(
        ISSUE,
        *(members, ids, mint(len(ids)), tx.merchant_id),
        *(template.code, version, template.uses),
        *(life.valid_from, life.valid_until, life.claim_until, tx.now, tx.actor.name, grant.cause),
    )
    first = CouponIssued(members[0], ids[0], template.code, grant.cause, tx.now)
    await emit_alike(tx, first, members, subject="coupon_id", ids=ids)


async def _one_by_one(tx: Tx, member_ids: Sequence[MemberId], template: str, *, cause: str) -> int:
    """Give coupons whose life or limit is each member's own."""
    before = len(tx.events)
    await issue(tx, [Grant(member_id, template, cause) for member_id in member_ids])
    return sum(isinstance(event, CouponIssued) for event in tx.events[before:])
