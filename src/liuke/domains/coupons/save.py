"""Write what the working set collected: constant statements, whatever the batch."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from operator import attrgetter

from liuke.domains.coupons.book import Coupons
from liuke.domains.coupons.chain import chain
from liuke.domains.coupons.errors import CouponLimitReached
from liuke.domains.coupons.limits import give_back, spend
from liuke.domains.coupons.sums import Step, steps_of
from liuke.domains.coupons.values import Coupon, CouponId, Entry
from liuke.kernel.db import Contended, Tx
from liuke.kernel.rows import Sql
from liuke.kernel.values import columns

ADD = Sql[None]("""
    WITH born AS (
        INSERT INTO coupons_coupon (
            id, member_id, template, version, code, state, uses, uses_left, saved_minor,
            valid_from, valid_until, claim_until, claimed_at, reserved_for, reserved_until,
            issued_at, issued_by, cause, seq, first_id, given_for, old_code, birth, link
        )
        SELECT id, member_id, template, version, code, state, uses, uses_left, saved_minor,
               valid_from, valid_until, claim_until, claimed_at, reserved_for, reserved_until,
               issued_at, issued_by, cause, seq, first_id, given_for, old_code,
               coupons_birth(template, version, uses, valid_from, valid_until, claim_until,
                   issued_at, issued_by, cause, first_id, given_for, old_code),
               link
        FROM UNNEST(
            $1::uuid[], $2::uuid[], $3::text[], $4::uuid[], $5::bytea[], $6::text[],
            $7::integer[], $8::integer[], $9::bigint[], $10::timestamptz[], $11::timestamptz[],
            $12::timestamptz[], $13::timestamptz[], $14::text[], $15::timestamptz[],
            $16::timestamptz[], $17::text[], $18::text[], $19::integer[], $20::uuid[], $21::text[],
            $22::text[], $23::bytea[]
        ) AS b (
            id, member_id, template, version, code, state, uses, uses_left, saved_minor,
            valid_from, valid_until, claim_until, claimed_at, reserved_for, reserved_until,
            issued_at, issued_by, cause, seq, first_id, given_for, old_code, link
        )
    )
    INSERT INTO coupons_code (code, member_id, coupon_id)
    SELECT code, member_id, coupon_id
    FROM UNNEST($5::bytea[], $2::uuid[], $1::uuid[]) AS c (code, member_id, coupon_id)
    ORDER BY code
""")
# One round trip: what became of the coupons, the history of it unless somebody was faster, and how
# all of a template stand since.
WRITE = Sql[CouponId]("""
    WITH changed AS (
        UPDATE coupons_coupon c
        SET state = n.state, uses_left = n.uses_left, saved_minor = n.saved_minor,
            claimed_at = n.claimed_at, reserved_for = n.reserved_for,
            reserved_until = n.reserved_until, seq = n.seq, link = n.link
        FROM UNNEST(
            $1::uuid[], $2::uuid[], $3::integer[], $4::text[], $5::integer[], $6::bigint[],
            $7::timestamptz[], $8::text[], $9::timestamptz[], $10::integer[],
            $32::bytea[]
        ) AS n (
            member_id, id, read_seq, state, uses_left, saved_minor,
            claimed_at, reserved_for, reserved_until, seq, link
        )
        WHERE c.member_id = n.member_id AND c.id = n.id AND c.seq = n.read_seq
        RETURNING c.id
    ), entries AS (
        INSERT INTO coupons_entry (
            member_id, coupon_id, seq, kind, at, cause, uses, saved_minor, until, actor, link
        )
        SELECT member_id, coupon_id, seq, kind, at, cause, uses, saved_minor, until, $20,
            link
        FROM UNNEST(
            $11::uuid[], $12::uuid[], $13::integer[], $14::text[], $15::timestamptz[],
            $16::text[], $17::integer[], $18::bigint[], $19::timestamptz[], $31::bytea[]
        ) AS e (member_id, coupon_id, seq, kind, at, cause, uses, saved_minor, until, link)
        WHERE (SELECT COUNT(*) FROM changed) = CARDINALITY($2::uuid[])
    ), steps AS (
        INSERT INTO coupons_step (template, valid_until, given, open, claimed, used, expired,
            void, transferred, saved_minor)
        SELECT template, valid_until, given, open, claimed, used, expired, void, transferred,
            saved_minor
        FROM UNNEST(
            $21::text[], $22::timestamptz[], $23::bigint[], $24::bigint[], $25::bigint[],
            $26::bigint[], $27::bigint[], $28::bigint[], $29::bigint[], $30::bigint[]
        ) AS s (template, valid_until, given, open, claimed, used, expired, void, transferred,
            saved_minor)
    )
    SELECT id FROM changed
""")
CHANGING = (
    "state", "uses_left", "saved_minor", "claimed_at", "reserved_for", "reserved_until", "seq",
)  # fmt: skip


async def save(tx: Tx, book: Coupons) -> None:
    """Write the steps of a working set, then take its limits, last before the commit.

    Raises:
        CouponLimitReached: a stock or budget ran out; names every coupon that lost. Undo, drop
            those, decide again.
        Contended: somebody changed a coupon without the member's lock.
    """
    await _write(tx, [book.held[id_] for id_ in sorted(book.fresh)], book.entries, _changed(book),
                 book.links)  # fmt: skip
    tx.emit(*book.events)
    await give_back(tx, +book.back)
    if losers := await spend(tx, book.asks, written=True):
        raise CouponLimitReached(tuple(losers))


async def add(tx: Tx, coupons: Sequence[Coupon], entries: Sequence[Entry]) -> None:
    """Write coupons that did not exist before, and what has become of them already."""
    await _write(tx, coupons, entries, (), {})


CODE = Coupon.__struct_fields__.index("code")


def _changed(book: Coupons) -> list[tuple[Coupon, Coupon]]:
    """Return the coupons that moved, as they were read and as they are now."""
    return [
        (was, coupon)
        for coupon_id, was in book.read.items()
        if (coupon := book.held[coupon_id]).seq != was.seq
    ]


async def _write(
    tx: Tx,
    born: Sequence[Coupon],
    entries: Sequence[Entry],
    changed: Sequence[tuple[Coupon, Coupon]],
    heads: Mapping[CouponId, bytes],
) -> None:
    ordered = sorted(entries, key=attrgetter("member_id.bytes", "coupon_id.bytes", "seq"))
    links = chain(ordered, tx.merchant_id, tx.actor.name, heads)
    last = {entry.coupon_id: one for entry, one in zip(ordered, links, strict=True)}
    if born:
        cells = columns(Coupon, born)
        cells[CODE] = [coupon.code.bytes for coupon in born]
        await tx.run(ADD, *cells, [last.get(coupon.id) for coupon in born])
    if not (born or entries or changed):
        return
    done = await tx.rows(
        WRITE,
        [coupon.member_id for _, coupon in changed],
        [coupon.id for _, coupon in changed],
        [was.seq for was, _ in changed],
        *([getattr(coupon, name) for _, coupon in changed] for name in CHANGING),
        *columns(Entry, ordered),
        tx.actor.name,
        *columns(Step, steps_of(born, changed)),
        links,
        [last[coupon.id] for _, coupon in changed],
    )
    if len(done) != len(changed):
        raise Contended
