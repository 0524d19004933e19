"""Prove every book from its entries, over the whole database, and name what does not add up.

Nothing here depends on a merchant: the role `liuke_verify` sees them all; any other sees its own.
"""

from __future__ import annotations

from liuke.kernel.ids import MemberId, MerchantId
from liuke.kernel.reader import Reads
from liuke.kernel.rows import Sql
from liuke.kernel.values import Value


class Broken(Value, frozen=True):
    """What does not add up: which promise, whose book, which entry or lot, and how.

    Without a member it is a sum over all of them.
    """

    promise: str
    merchant_id: MerchantId
    member_id: MemberId | None
    book: str
    number: int
    found: str


class Proven(Value, frozen=True):
    """What was looked at, and what is wrong with it."""

    entries: int
    lots: int
    uses: int
    accounts: int
    broken: list[Broken]


# journal.chain says the same in Python. A removed entry leaves a gap before its follower; a
# removed last entry shows in ACCOUNTS. A lot that an event freed was opened without its dates.
ENTRIES = Sql[Broken]("""
    SELECT 'L10' AS promise, merchant_id, member_id, book, seq AS number,
        CASE
            WHEN seq <> before_seq + 1 THEN 'entry ' || (seq - 1)::text || ' is missing'
            WHEN balance_after <> before_balance + points THEN 'balance does not follow'
            WHEN lots IS NULL THEN 'edited: its link does not match'
            ELSE CONCAT('edited, or what it opened (lots ', first, ' to ', last,
                '): its link does not match')
        END AS found
    FROM (
        SELECT merchant_id, member_id, book, seq, kind, points, asked, short, balance_after,
            cause, happened_at, business_on, posted_at, counts_on, of_seq, order_id, store_id,
            rule, version_id, reason, lapses_on, link,
            LAG(seq, 1, 0::bigint) OVER w AS before_seq,
            LAG(balance_after, 1, 0::bigint) OVER w AS before_balance,
            COALESCE(
                LAG(link) OVER w,
                uuid_send(merchant_id) || uuid_send(member_id) || convert_to(book, 'UTF8')
            ) AS before_link
        FROM points_entry
        WINDOW w AS (PARTITION BY merchant_id, member_id, book ORDER BY seq)
    ) e
    LEFT JOIN (
        SELECT merchant_id, member_id, book, opened_by AS seq, MIN(lot) AS first, MAX(lot) AS last,
            STRING_AGG(CONCAT(
                '|', lot, '|', points, '|', earned_on - DATE '1970-01-01', '|',
                CASE WHEN freed = ''
                    THEN (EXTRACT(EPOCH FROM available_at) * 1000000)::bigint END, '|',
                CASE WHEN freed = '' THEN expires_on - DATE '1970-01-01' END
            ), '' ORDER BY lot) AS lots
        FROM points_lot GROUP BY 1, 2, 3, 4
    ) l USING (merchant_id, member_id, book, seq)
    WHERE seq <> before_seq + 1
        OR balance_after <> before_balance + points
        OR link <> sha256(before_link || convert_to(CONCAT(
            seq, '|', kind, '|', points, '|', asked, '|', short, '|', balance_after, '|',
            counts_on - DATE '1970-01-01', '|', of_seq, '|',
            lapses_on - DATE '1970-01-01', '|',
            (EXTRACT(EPOCH FROM happened_at) * 1000000)::bigint, '|',
            business_on - DATE '1970-01-01', '|',
            (EXTRACT(EPOCH FROM posted_at) * 1000000)::bigint, '|',
            char_length(cause), '|', cause, '|',
            encode(uuid_send(order_id), 'hex'), '|', encode(uuid_send(store_id), 'hex'), '|',
            encode(uuid_send(version_id), 'hex'), '|', char_length(rule), '|', rule, '|', reason,
            lots
        ), 'UTF8'))
    ORDER BY merchant_id, member_id, book, seq
    LIMIT 100
""")
ACCOUNTS = Sql[Broken]("""
    SELECT 'L1' AS promise, COALESCE(a.merchant_id, e.merchant_id) AS merchant_id,
        COALESCE(a.member_id, e.member_id) AS member_id, COALESCE(a.book, e.book) AS book,
        COALESCE(e.seq, 0) AS number,
        'account and entries differ: balance ' || CONCAT(a.balance, ' against ', e.points,
            ', seq ', a.seq, ' against ', e.seq, ', earned ', a.earned, ' against ', e.earned,
            ', lapses on ', a.lapses_on, ' against ', e.lapses_on) AS found
    FROM points_account a
    FULL JOIN (
        SELECT merchant_id, member_id, book, SUM(points) AS points, MAX(seq) AS seq,
            COALESCE(SUM(asked) FILTER (WHERE counts_on IS NOT NULL), 0) AS earned,
            (ARRAY_AGG(link ORDER BY seq DESC))[1] AS link,
            (ARRAY_AGG(lapses_on ORDER BY seq DESC))[1] AS lapses_on
        FROM points_entry GROUP BY merchant_id, member_id, book
    ) e ON e.merchant_id = a.merchant_id AND e.member_id = a.member_id AND e.book = a.book
    WHERE (a.balance, a.seq, a.earned, a.lapses_on, a.link)
            IS DISTINCT FROM (e.points, e.seq, e.earned, e.lapses_on, e.link)
        AND NOT (e.seq IS NULL AND a.seq = 0 AND a.balance = 0 AND a.earned = 0)
    ORDER BY 2, 3, 4
    LIMIT 100
""")
PARTS = Sql[Broken]("""
    SELECT 'L6' AS promise, e.merchant_id, e.member_id, e.book, e.seq AS number,
        CONCAT('moves ', e.points, ' points but opened ', l.points, ' and used ', u.points) AS found
    FROM points_entry e
    LEFT JOIN (
        SELECT merchant_id, member_id, book, opened_by, SUM(points) AS points
        FROM points_lot GROUP BY merchant_id, member_id, book, opened_by
    ) l ON l.merchant_id = e.merchant_id AND l.member_id = e.member_id AND l.book = e.book
        AND l.opened_by = e.seq
    LEFT JOIN (
        SELECT merchant_id, member_id, book, seq, SUM(points) AS points
        FROM points_use GROUP BY merchant_id, member_id, book, seq
    ) u ON u.merchant_id = e.merchant_id AND u.member_id = e.member_id AND u.book = e.book
        AND u.seq = e.seq
    WHERE e.points <> COALESCE(l.points, 0) - COALESCE(u.points, 0)
    ORDER BY 2, 3, 4, 5
    LIMIT 100
""")
LOTS = Sql[Broken]("""
    SELECT 'L6' AS promise, l.merchant_id, l.member_id, l.book, l.lot AS number,
        CONCAT('lot of ', l.points, ' used ', u.points, ' but has ', l.remaining, ', held ', l.held,
            ' against ', h.points) AS found
    FROM points_lot l
    LEFT JOIN (
        SELECT merchant_id, member_id, book, lot, SUM(points) AS points
        FROM points_use GROUP BY merchant_id, member_id, book, lot
    ) u ON u.merchant_id = l.merchant_id AND u.member_id = l.member_id AND u.book = l.book
        AND u.lot = l.lot
    LEFT JOIN (
        SELECT merchant_id, member_id, book, one.lot, SUM(one.points) AS points
        FROM points_hold CROSS JOIN UNNEST(lots, parts) AS one (lot, points)
        WHERE state = 'open' GROUP BY 1, 2, 3, 4
    ) h ON h.merchant_id = l.merchant_id AND h.member_id = l.member_id AND h.book = l.book
        AND h.lot = l.lot
    WHERE l.remaining <> l.points - COALESCE(u.points, 0) OR l.held <> COALESCE(h.points, 0)
    ORDER BY 2, 3, 4, 5
    LIMIT 100
""")
# A lot waits until it is usable, and not afterwards; journal.Lot.free says the hash in Python.
# Of the many that wait for nothing no entry is read.
DATES = Sql[Broken]("""
    SELECT 'L10' AS promise, l.merchant_id, l.member_id, l.book, l.lot AS number,
        CONCAT('lot ', CASE WHEN l.pending THEN 'waiting' ELSE 'usable' END, ' from ',
            l.available_at, ' until ', l.expires_on, ': edited, it was not dated so') AS found
    FROM points_lot l
    JOIN points_entry e ON e.merchant_id = l.merchant_id AND e.member_id = l.member_id
        AND e.book = l.book AND e.seq = l.opened_by
    WHERE (l.freed <> '' OR l.pending OR l.available_at IS NULL
            OR l.available_at > (SELECT lk_now()))
        AND ((l.freed <> '' AND l.freed <> sha256(uuid_send(l.member_id) || convert_to(CONCAT(
                char_length(l.book), '|', l.book, '|', l.lot, '|',
                (EXTRACT(EPOCH FROM l.available_at) * 1000000)::bigint, '|',
                l.expires_on - DATE '1970-01-01'
            ), 'UTF8')))
            OR (l.pending AND (l.freed <> '' OR l.available_at <= e.happened_at))
            OR (NOT l.pending AND l.points > 0 AND (
                l.available_at IS NULL
                OR l.available_at > GREATEST((SELECT lk_now()), e.happened_at)
            )))
    ORDER BY 2, 3, 4, 5
    LIMIT 100
""")
STATE = Sql[Broken]("""
    SELECT 'L1' AS promise, a.merchant_id, a.member_id, a.book, a.seq AS number,
        CONCAT('account and lots differ: spendable ', a.spendable, ' against ', l.spendable,
            ', pending ', a.pending, ' against ', l.pending, ', held ', a.held, ' against ',
            l.held, ' and ', h.points, ', debt ', a.debt, ' against ', l.debt) AS found
    FROM points_account a
    LEFT JOIN (
        SELECT merchant_id, member_id, book, MAX(lot) AS lots, SUM(held) AS held,
            SUM(remaining - held) FILTER (WHERE remaining > 0 AND NOT pending) AS spendable,
            SUM(remaining) FILTER (WHERE pending) AS pending,
            -SUM(remaining) FILTER (WHERE remaining < 0) AS debt
        FROM points_lot GROUP BY merchant_id, member_id, book
    ) l ON l.merchant_id = a.merchant_id AND l.member_id = a.member_id AND l.book = a.book
    LEFT JOIN (
        SELECT merchant_id, member_id, book, SUM(points) AS points
        FROM points_hold WHERE state = 'open' GROUP BY merchant_id, member_id, book
    ) h ON h.merchant_id = a.merchant_id AND h.member_id = a.member_id AND h.book = a.book
    WHERE a.spendable < 0
        OR a.spendable <> COALESCE(l.spendable, 0) OR a.pending <> COALESCE(l.pending, 0)
        OR a.held <> COALESCE(l.held, 0) OR a.held <> COALESCE(h.points, 0)
        OR a.debt <> COALESCE(l.debt, 0) OR a.lots <> COALESCE(l.lots, 0)
    ORDER BY 2, 3, 4
    LIMIT 100
""")


# What accounts and entries add up to, less what is kept of it.
SUMS = Sql[Broken]("""
    SELECT 'L1' AS promise, merchant_id, NULL::uuid AS member_id, book, 0 AS number,
        CONCAT('kept sums differ from accounts and entries by ', SUM(members), ' members, ',
            SUM(spendable), ' spendable, ', SUM(pending), ' pending, ', SUM(held), ' held, ',
            SUM(debt), ' debt, ', SUM(awarded), ' awarded, ', SUM(redeemed), ' redeemed, ',
            SUM(expired), ' expired, ', SUM(clawed_back), ' clawed back') AS found
    FROM (
        SELECT merchant_id, book, COUNT(*) AS members, SUM(spendable) AS spendable,
            SUM(pending) AS pending, SUM(held) AS held, SUM(debt) AS debt, 0 AS awarded,
            0 AS redeemed, 0 AS expired, 0 AS clawed_back
        FROM points_account GROUP BY merchant_id, book
        UNION ALL
        SELECT merchant_id, book, 0, 0, 0, 0, 0,
            COALESCE(SUM(points) FILTER (WHERE kind = 'award'), 0),
            COALESCE(-SUM(points) FILTER (WHERE kind IN ('redeem', 'restore')), 0),
            COALESCE(-SUM(points) FILTER (WHERE kind = 'expire'), 0),
            COALESCE(-SUM(points) FILTER (WHERE kind = 'claw_back'), 0)
        FROM points_entry GROUP BY merchant_id, book
        UNION ALL
        SELECT merchant_id, book, -SUM(members), -SUM(spendable), -SUM(pending), -SUM(held),
            -SUM(debt), -SUM(awarded), -SUM(redeemed), -SUM(expired), -SUM(clawed_back)
        FROM points_step GROUP BY merchant_id, book
    ) one
    GROUP BY merchant_id, book
    HAVING (SUM(members), SUM(spendable), SUM(pending), SUM(held), SUM(debt), SUM(awarded),
        SUM(redeemed), SUM(expired), SUM(clawed_back)) <> (0, 0, 0, 0, 0, 0, 0, 0, 0)
    ORDER BY merchant_id, book
    LIMIT 100
""")


class Count(Value, frozen=True):
    """How many rows the books have."""

    entries: int
    lots: int
    uses: int
    accounts: int


COUNT = Sql[Count]("""
    SELECT (SELECT COUNT(*) FROM points_entry) AS entries,
        (SELECT COUNT(*) FROM points_lot) AS lots,
        (SELECT COUNT(*) FROM points_use) AS uses,
        (SELECT COUNT(*) FROM points_account) AS accounts
""")


async def verify(reader: Reads) -> Proven:
    """Prove L1, L6 and L10 for all that `reader` may see; at most 100 faults of each kind.

    Sums over all members are proven against accounts and entries.
    """
    broken = [
        *await reader.rows(ENTRIES),
        *await reader.rows(ACCOUNTS),
        *await reader.rows(PARTS),
        *await reader.rows(LOTS),
        *await reader.rows(DATES),
        *await reader.rows(STATE),
        *await reader.rows(SUMS),
    ]
    (count,) = await reader.rows(COUNT)
    return Proven(count.entries, count.lots, count.uses, count.accounts, broken)
