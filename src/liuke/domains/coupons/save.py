"""Write what the working set collected: constant statements, whatever the batch."""

from __future__ import annotations

from collections.abc import Sequence
from operator import attrgetter

from liuke.domains.coupons.book import Coupons
from liuke.domains.coupons.errors import CouponLimitReached
from liuke.domains.coupons.limits import give_back, spend
from liuke.domains.coupons.values import Coupon, CouponId, Entry
from liuke.kernel.db import Contended, Tx
from liuke.kernel.rows import Sql
from liuke.kernel.values import columns

ADD = Sql[None]("""
    WITH born AS (
        INSERT INTO coupons_coupon (
            id, member_id, template, version, code, state, uses, uses_left, saved_minor,
            valid_from, valid_until, claim_until, claimed_at, reserved_for, reserved_until,
            issued_at, issued_by, cause, seq
        )
        SELECT id, member_id, template, version, code, state, uses, uses_left, saved_minor,
               valid_from, valid_until, claim_until, claimed_at, reserved_for, reserved_until,
               issued_at, issued_by, cause, seq
        FROM UNNEST(
            $1::uuid[], $2::uuid[], $3::text[], $4::uuid[], $5::bytea[], $6::text[],
            $7::integer[], $8::integer[], $9::bigint[], $10::timestamptz[], $11::timestamptz[],
            $12::timestamptz[], $13::timestamptz[], $14::text[], $15::timestamptz[],
            $16::timestamptz[], $17::text[], $18::text[], $19::integer[]
        ) AS b (
            id, member_id, template, version, code, state, uses, uses_left, saved_minor,
            valid_from, valid_until, claim_until, claimed_at, reserved_for, reserved_until,
            issued_at, issued_by, cause, seq
        )
    )
    INSERT INTO coupons_code (code, member_id, coupon_id)
    SELECT code, member_id, coupon_id
    FROM UNNEST($5::bytea[], $2::uuid[], $1::uuid[]) AS c (code, member_id, coupon_id)
    ORDER BY code
""")
CHANGE = Sql[CouponId]("""
    UPDATE coupons_coupon c
    SET state = n.state, uses_left = n.uses_left, saved_minor = n.saved_minor,
        claimed_at = n.claimed_at, reserved_for = n.reserved_for,
        reserved_until = n.reserved_until, seq = n.seq
    FROM UNNEST(
        $1::uuid[], $2::uuid[], $3::integer[], $4::text[], $5::integer[], $6::bigint[],
        $7::timestamptz[], $8::text[], $9::timestamptz[], $10::integer[]
    ) AS n (
        member_id, id, read_seq, state, uses_left, saved_minor,
        claimed_at, reserved_for, reserved_until, seq
    )
    WHERE c.member_id = n.member_id AND c.id = n.id AND c.seq = n.read_seq
    RETURNING c.id
""")
ENTER = Sql[None]("""
    INSERT INTO coupons_entry (
        member_id, coupon_id, seq, kind, at, cause, uses, saved_minor, actor
    )
    SELECT member_id, coupon_id, seq, kind, at, cause, uses, saved_minor, $9
    FROM UNNEST(
        $1::uuid[], $2::uuid[], $3::integer[], $4::text[], $5::timestamptz[], $6::text[],
        $7::integer[], $8::bigint[]
    ) AS e (member_id, coupon_id, seq, kind, at, cause, uses, saved_minor)
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
    await add(tx, [book.held[id_] for id_ in sorted(book.fresh)])
    await _change(tx, book)
    await enter(tx, book.entries)
    tx.emit(*book.events)
    await give_back(tx, +book.back)
    if losers := await spend(tx, book.asks, written=True):
        raise CouponLimitReached(tuple(losers))


async def add(tx: Tx, coupons: Sequence[Coupon]) -> None:
    """Write coupons that did not exist before."""
    if coupons:
        cells = columns(Coupon, coupons)
        cells[CODE] = [coupon.code.bytes for coupon in coupons]
        await tx.run(ADD, *cells)


async def enter(tx: Tx, entries: Sequence[Entry]) -> None:
    """Append steps to the history."""
    if entries:
        ordered = sorted(entries, key=attrgetter("member_id.bytes", "coupon_id.bytes", "seq"))
        await tx.run(ENTER, *columns(Entry, ordered), tx.actor.name)


CODE = Coupon.__struct_fields__.index("code")


async def _change(tx: Tx, book: Coupons) -> None:
    changed = [
        book.held[coupon_id]
        for coupon_id, seq in book.read_seq.items()
        if book.held[coupon_id].seq != seq
    ]
    if not changed:
        return
    cells = [[getattr(coupon, name) for coupon in changed] for name in CHANGING]
    members, ids = [coupon.member_id for coupon in changed], [coupon.id for coupon in changed]
    read = [book.read_seq[coupon_id] for coupon_id in ids]
    done = await tx.rows(CHANGE, members, ids, read, *cells)
    if len(done) != len(changed):
        raise Contended
