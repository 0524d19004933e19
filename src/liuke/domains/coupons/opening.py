"""Open the working set: every living coupon of some members, and what codes and causes name."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from msgspec.structs import astuple

from liuke.domains.coupons.book import Coupons
from liuke.domains.coupons.codes import clean, spelled
from liuke.domains.coupons.errors import UnknownCoupons
from liuke.domains.coupons.public import public_codes
from liuke.domains.coupons.steps import RECALLED
from liuke.domains.coupons.template import CouponTemplate, OnReturn
from liuke.domains.coupons.values import Coupon, CouponId, Holding, Spent, Taken
from liuke.domains.programme import Live, VersionId, editions, live
from liuke.kernel.clock import day_end, day_start
from liuke.kernel.db import Tx
from liuke.kernel.ids import MemberId
from liuke.kernel.rows import Sql
from liuke.kernel.values import Value


class SpentRow(Value, frozen=True):
    """What one cause has used of one coupon."""

    coupon_id: CouponId
    cause: str
    uses: int
    saved_minor: int


class Held(Coupon, frozen=True):
    """A coupon as it is stored: with the link of its last step."""

    link: bytes | None = None


class TakenRow(Value, frozen=True):
    """How many coupons of a template a member got."""

    member_id: MemberId
    template: str
    ever: int
    today: int


SPENT = Sql[SpentRow]("""
    SELECT coupon_id, cause, SUM(uses)::integer AS uses, SUM(saved_minor)::bigint AS saved_minor
    FROM coupons_entry
    WHERE member_id = ANY ($1::uuid[]) AND cause = ANY ($2::text[])
      AND kind IN ('redeemed', 'restored')
    GROUP BY coupon_id, cause
""")
HELD = Sql[Held]("""
    SELECT id, member_id, template, version, code, state, uses, uses_left, saved_minor,
           valid_from, valid_until, claim_until, claimed_at, reserved_for, reserved_until,
           issued_at, issued_by, cause, seq, first_id, given_for, old_code, link
    FROM coupons_coupon
    WHERE member_id = ANY ($1::uuid[]) AND (
        state = 'open' OR id = ANY ($2::uuid[]) OR first_id = ANY ($2::uuid[])
        OR COALESCE(first_id, id) IN (
            SELECT coupon_id FROM coupons_code WHERE code = ANY ($3::bytea[])))
""")
# What was taken back is not had and may be given again; but for what a return takes by policy.
# What merges moved counts once, for whoever has it: not for those it came to and left again.
TAKEN = Sql[TakenRow]("""
    SELECT member_id, template, COUNT(*)::integer AS ever,
           COUNT(*) FILTER (WHERE issued_at >= $3 AND issued_at < $4)::integer AS today
    FROM (
        SELECT member_id, template, MIN(issued_at) AS issued_at, BOOL_OR(state = 'void') AS void,
               BOOL_AND(state = 'transferred' AND first_id IS NOT NULL) AS gone
        FROM coupons_coupon
        WHERE member_id = ANY ($1::uuid[]) AND template = ANY ($2::text[])
          AND cause NOT LIKE 'transfer:%'
        GROUP BY member_id, template, COALESCE(first_id, id)
    ) line
    WHERE NOT gone AND (NOT void OR template = ANY ($5::text[]))
    GROUP BY member_id, template
""")


async def open_coupons(
    tx: Tx,
    member_ids: Sequence[MemberId],
    codes: Iterable[str],
    rules: Live,
    *,
    causes: Sequence[str] = (),
    coupon_ids: Sequence[CouponId] = (),
) -> Coupons:
    """Load what members hold, after `tx.lock`; `causes` brings back what orders have used.

    `coupon_ids` names coupons that may be over already, as do ids among the `codes`. A code of
    somebody outside `member_ids` loads nothing, just as a wrong one.
    """
    book = Coupons(rules, zone=tx.zone, actor=tx.actor.name)
    codes = set(codes)
    if causes:
        for row in await tx.rows(SPENT, member_ids, [*causes, RECALLED]):
            book.spent[row.coupon_id, row.cause] = Spent(row.uses, row.saved_minor)
    picked = [coupon_id for code in codes if (coupon_id := CouponId.find(code))]
    named = {*coupon_ids, *picked, *(coupon_id for coupon_id, _ in book.spent)}
    spellings = [spelled(code) for code in codes]
    held = await tx.rows(HELD, member_ids, list(named), spellings) if member_ids else []
    for one in held:
        book.load(Coupon(*astuple(one)[:-1]))
        if one.link is not None:
            book.links[one.id] = one.link
    book.editions = await _editions(tx, book)
    public = rules.derive(public_codes)
    book.taken = await taken(tx, member_ids, [public[c] for c in map(clean, codes) if c in public])
    return book


async def open_holdings(
    tx: Tx, holdings: Sequence[Holding], *, causes: Sequence[str] = ()
) -> Coupons:
    """Lock members and load the coupons named, whatever became of them.

    Raises:
        UnknownMembers: names those that do not exist.
        UnknownCoupons: names those that are not there, or are somebody else's.
    """
    members = [holding.member_id for holding in holdings]
    await tx.lock(members)
    ids = [holding.coupon_id for holding in holdings]
    book = await open_coupons(tx, members, (), await live(tx), causes=causes, coupon_ids=ids)
    held = {(coupon.member_id, coupon.id) for coupon in book.held.values()}
    if missing := [h.coupon_id for h in holdings if (h.member_id, h.coupon_id) not in held]:
        raise UnknownCoupons(tuple(missing))
    return book


async def _editions(tx: Tx, book: Coupons) -> dict[VersionId, Live]:
    """Return the versions that held coupons came from, as far as they do not rule any more."""
    older = {
        coupon.version
        for coupon in book.held.values()
        if book.live.version(CouponTemplate, coupon.template) != coupon.version
    }
    return await editions(tx, sorted(older)) if older else {}


async def taken(
    tx: Tx, member_ids: Sequence[MemberId], templates: Iterable[CouponTemplate]
) -> dict[tuple[MemberId, str], Taken]:
    """Return what members got of the templates that limit it, ever and this business day."""
    limited = {t.code: t for t in templates if t.per_member or t.per_member_day}
    if not limited:
        return {}
    start, end = day_start(tx.today, tx.zone), day_end(tx.today, tx.zone)
    final = [code for code, one in limited.items() if one.on_return is OnReturn.VOID]
    rows = await tx.rows(TAKEN, member_ids, sorted(limited), start, end, final)
    return {(row.member_id, row.template): Taken(row.ever, row.today) for row in rows}
