"""Write everything a fold has collected: one statement, whatever the batch."""

from __future__ import annotations

from typing import Any

from liuke.domains.points.accounts import Accounts
from liuke.domains.points.journal import Entry, Figures, Hold, Lot, Use
from liuke.domains.points.sums import Outstanding, steps_of
from liuke.kernel.db import Tx
from liuke.kernel.rows import Sql
from liuke.kernel.values import array_texts, columns

# Upserts rather than UPDATE … FROM: each row goes through its key, whatever the planner believes.
WRITE = Sql[None]("""
    WITH accounts AS (
        INSERT INTO points_account AS a (member_id, book, balance, spendable, pending, held,
            debt, earned, seq, lots, uses, active_on, lapses_on, card_on, link)
        SELECT member_id, book, balance, spendable, pending, held,
            debt, earned, seq, lots, uses, active_on, lapses_on, card_on, link
        FROM UNNEST($2::uuid[], $3::text[], $4::bigint[], $5::bigint[], $6::bigint[],
                $7::bigint[], $8::bigint[], $9::bigint[], $10::bigint[], $11::bigint[],
                $12::bigint[], $13::date[], $14::date[], $15::date[], $16::bytea[])
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
            store_id, rule, version_id, reason, link, lapses_on, posted_at)
        SELECT member_id, book, seq, kind, points, asked, short,
            balance_after, cause, happened_at, business_on, counts_on, of_seq, order_id,
            store_id, rule, version_id, reason, link, lapses_on, $1::timestamptz
        FROM UNNEST($17::uuid[], $18::text[], $19::bigint[], $20::text[], $21::bigint[],
                $22::bigint[], $23::bigint[], $24::bigint[], $25::text[], $26::timestamptz[],
                $27::date[], $28::date[], $29::bigint[], $30::uuid[], $31::uuid[], $32::text[],
                $33::uuid[], $34::text[], $35::bytea[], $36::date[])
            AS e (member_id, book, seq, kind, points, asked, short,
                balance_after, cause, happened_at, business_on, counts_on, of_seq, order_id,
                store_id, rule, version_id, reason, link, lapses_on)
    ), lots AS (
        INSERT INTO points_lot (member_id, book, lot, opened_by, points, remaining, held,
            earned_on, pending, available_at, expires_on, freed)
        SELECT member_id, book, lot, opened_by, points, remaining, held,
            earned_on, pending, available_at, expires_on, freed
        FROM UNNEST($37::uuid[], $38::text[], $39::bigint[], $40::bigint[], $41::bigint[],
                $42::bigint[], $43::bigint[], $44::date[], $45::boolean[], $46::timestamptz[],
                $47::date[], $48::bytea[])
            AS l (member_id, book, lot, opened_by, points, remaining, held,
                earned_on, pending, available_at, expires_on, freed)
        ON CONFLICT (merchant_id, member_id, book, lot) DO UPDATE SET
            remaining = EXCLUDED.remaining, held = EXCLUDED.held, pending = EXCLUDED.pending,
            available_at = EXCLUDED.available_at, expires_on = EXCLUDED.expires_on,
            freed = EXCLUDED.freed
    ), steps AS (
        INSERT INTO points_step (book, members, spendable, pending, held, debt, awarded, redeemed,
            expired, clawed_back)
        SELECT book, members, spendable, pending, held, debt, awarded, redeemed, expired,
            clawed_back
        FROM UNNEST($55::text[], $56::bigint[], $57::bigint[], $58::bigint[], $59::bigint[],
                $60::bigint[], $61::bigint[], $62::bigint[], $63::bigint[], $64::bigint[])
            AS s (book, members, spendable, pending, held, debt, awarded, redeemed, expired,
                clawed_back)
    )
    INSERT INTO points_use (member_id, book, seq, use, lot, points)
    SELECT member_id, book, seq, use, lot, points
    FROM UNNEST($49::uuid[], $50::text[], $51::bigint[], $52::bigint[], $53::bigint[],
            $54::bigint[])
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
    if any(account.changed for account in accounts.by_key.values()):
        await tx.run(WRITE, accounts.now, *arrays(accounts))
    if journal.holds:
        await tx.run(HOLD, *_holds(list(journal.holds.values())))
    tx.emit(*journal.events)


def arrays(accounts: Accounts) -> list[list[Any]]:
    """Return what `WRITE` takes after the instant."""
    journal = accounts.journal
    changed = [account for account in accounts.by_key.values() if account.changed]
    return [
        *columns(Figures, [account.figures for account in changed]),
        *columns(Entry, journal.entries),
        *columns(Lot, [*journal.lots, *journal.touched.values()]),
        *columns(Use, journal.uses),
        *columns(Outstanding, steps_of(changed, journal.entries)),
    ]


def _holds(holds: list[Hold]) -> list[list[Any]]:
    member_id, book, cause, points, lots, parts, *rest = columns(Hold, holds)
    return [member_id, book, cause, points, array_texts(lots), array_texts(parts), *rest]
