"""Write everything a fold has collected: one statement, whatever the batch."""

from __future__ import annotations

from typing import Any

from liuke.domains.points.accounts import Accounts
from liuke.domains.points.journal import Entry, Figures, Hold, Lot, Use
from liuke.kernel.db import Tx
from liuke.kernel.rows import Sql
from liuke.kernel.values import columns

WRITE = Sql[None]("""
    WITH accounts AS (
        INSERT INTO points_account AS a (member_id, book, balance, spendable, pending, held,
            debt, earned, seq, lots, uses, active_on, lapses_on, card_on, link)
        SELECT member_id, book, balance, spendable, pending, held,
            debt, earned, seq, lots, uses, active_on, lapses_on, card_on, link
        FROM UNNEST($3::uuid[], $4::text[], $5::bigint[], $6::bigint[], $7::bigint[],
                $8::bigint[], $9::bigint[], $10::bigint[], $11::bigint[], $12::bigint[],
                $13::bigint[], $14::date[], $15::date[], $16::date[], $17::bytea[])
            AS f (member_id, book, balance, spendable, pending, held,
                debt, earned, seq, lots, uses, active_on, lapses_on, card_on, link)
        ON CONFLICT (merchant_id, member_id, book) DO UPDATE SET
            balance = EXCLUDED.balance, spendable = EXCLUDED.spendable,
            pending = EXCLUDED.pending, held = EXCLUDED.held, debt = EXCLUDED.debt,
            earned = EXCLUDED.earned, seq = EXCLUDED.seq, lots = EXCLUDED.lots,
            uses = EXCLUDED.uses, active_on = EXCLUDED.active_on,
            lapses_on = EXCLUDED.lapses_on, card_on = EXCLUDED.card_on, link = EXCLUDED.link
    ), entries AS (
        INSERT INTO points_entry (member_id, book, seq, kind, points, asked, short,
            balance_after, cause, happened_at, business_on, counts_on, of_seq, order_id,
            store_id, rule, version_id, reason, link, posted_at)
        SELECT member_id, book, seq, kind, points, asked, short,
            balance_after, cause, happened_at, business_on, counts_on, of_seq, order_id,
            store_id, rule, version_id, reason, link, $2::timestamptz
        FROM UNNEST($18::uuid[], $19::text[], $20::bigint[], $21::text[], $22::bigint[],
                $23::bigint[], $24::bigint[], $25::bigint[], $26::text[], $27::timestamptz[],
                $28::date[], $29::date[], $30::bigint[], $31::uuid[], $32::uuid[], $33::text[],
                $34::uuid[], $35::text[], $36::bytea[])
            AS e (member_id, book, seq, kind, points, asked, short,
                balance_after, cause, happened_at, business_on, counts_on, of_seq, order_id,
                store_id, rule, version_id, reason, link)
    ), opened AS (
        INSERT INTO points_lot (member_id, book, lot, opened_by, points, remaining, held,
            earned_on, pending, available_at, expires_on)
        SELECT member_id, book, lot, opened_by, points, remaining, held,
            earned_on, pending, available_at, expires_on
        FROM UNNEST($37::uuid[], $38::text[], $39::bigint[], $40::bigint[], $41::bigint[],
                $42::bigint[], $43::bigint[], $44::date[], $45::boolean[], $46::timestamptz[],
                $47::date[])
            AS l (member_id, book, lot, opened_by, points, remaining, held,
                earned_on, pending, available_at, expires_on)
    ), touched AS (
        UPDATE points_lot l SET remaining = t.remaining, held = t.held, pending = t.pending,
            available_at = t.available_at, expires_on = t.expires_on
        FROM UNNEST($48::uuid[], $49::text[], $50::bigint[], $51::bigint[], $52::bigint[],
                $53::boolean[], $54::timestamptz[], $55::date[])
            AS t (member_id, book, lot, remaining, held, pending, available_at, expires_on)
        WHERE l.merchant_id = $1::uuid AND l.member_id = t.member_id AND l.book = t.book
            AND l.lot = t.lot
    )
    INSERT INTO points_use (member_id, book, seq, use, lot, points)
    SELECT member_id, book, seq, use, lot, points
    FROM UNNEST($56::uuid[], $57::text[], $58::bigint[], $59::bigint[], $60::bigint[],
            $61::bigint[])
        AS u (member_id, book, seq, use, lot, points)
""")
HOLD = Sql[None]("""
    INSERT INTO points_hold (member_id, book, cause, points, lots, parts, state, made_at,
        expires_at)
    SELECT member_id, book, cause, points, lots::bigint[], parts::bigint[], state, made_at,
        expires_at
    FROM UNNEST($1::uuid[], $2::text[], $3::text[], $4::bigint[], $5::text[], $6::text[],
            $7::text[], $8::timestamptz[], $9::timestamptz[])
        AS h (member_id, book, cause, points, lots, parts, state, made_at, expires_at)
    ON CONFLICT (merchant_id, member_id, book, cause) DO UPDATE SET
        points = EXCLUDED.points, lots = EXCLUDED.lots, parts = EXCLUDED.parts,
        state = EXCLUDED.state, made_at = EXCLUDED.made_at, expires_at = EXCLUDED.expires_at
""")


async def save(tx: Tx, accounts: Accounts) -> None:
    """Write what was folded, and emit its events; the accounts are spent afterwards."""
    journal = accounts.journal
    figures = [a.figures for a in accounts.by_key.values() if a.changed]
    if figures:
        await tx.run(
            WRITE,
            tx.merchant_id,
            tx.now,
            *columns(Figures, figures),
            *columns(Entry, journal.entries),
            *columns(Lot, journal.lots),
            *_touched(list(journal.touched.values())),
            *columns(Use, journal.uses),
        )
    if journal.holds:
        await tx.run(HOLD, *_holds(list(journal.holds.values())))
    tx.emit(*journal.events)


def _touched(lots: list[Lot]) -> tuple[list[Any], ...]:
    return (
        [lot.member_id for lot in lots],
        [lot.book for lot in lots],
        [lot.lot for lot in lots],
        [lot.remaining for lot in lots],
        [lot.held for lot in lots],
        [lot.pending for lot in lots],
        [lot.available_at for lot in lots],
        [lot.expires_on for lot in lots],
    )


def _holds(holds: list[Hold]) -> list[list[Any]]:
    # An array of arrays must be rectangular, so the lists travel as array literals.
    member_id, book, cause, points, lots, parts, *rest = columns(Hold, holds)
    return [member_id, book, cause, points, _literals(lots), _literals(parts), *rest]


def _literals(lists: list[Any]) -> list[str]:
    return ["{" + ",".join(map(str, numbers)) + "}" for numbers in lists]
