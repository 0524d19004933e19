"""Prove every coupon from its history, over the whole database, and name what does not add up.

Nothing here depends on a merchant: the role `liuke_verify` sees them all; any other sees its own.
"""

from __future__ import annotations

from collections.abc import Sequence

from liuke.domains.coupons.values import CouponId
from liuke.kernel.ids import MemberId, MerchantId
from liuke.kernel.reader import Reads
from liuke.kernel.rows import Sql
from liuke.kernel.spans import Span
from liuke.kernel.values import Value


class Broken(Value, frozen=True):
    """What does not add up: which promise, which coupon, and how; without one, a kept sum."""

    promise: str
    merchant_id: MerchantId
    member_id: MemberId | None
    coupon_id: CouponId | None
    found: str


class Proven(Value, frozen=True):
    """What was looked at, and what is wrong with it."""

    coupons: int
    entries: int
    broken: list[Broken]


class Count(Value, frozen=True):
    """How many rows there are."""

    coupons: int
    entries: int


STEPS = Sql[Broken]("""
    SELECT 'L1' AS promise, c.merchant_id, c.member_id, c.id AS coupon_id,
        CONCAT('coupon and history differ: uses left ', c.uses_left, ' of ', c.uses, ', used ',
            e.uses, '; saved ', c.saved_minor, ' against ', e.saved_minor, '; steps ', c.seq,
            ' against ', e.steps, ', the last ', e.last, '; ', c.state, ' held for ',
            c.reserved_for, ' against ', e.reserved_for, ' until ', c.reserved_until, ' against ',
            e.reserved_until) AS found
    FROM coupons_coupon c
    LEFT JOIN (
        SELECT merchant_id, member_id, coupon_id, SUM(uses) AS uses,
            SUM(saved_minor) AS saved_minor, COUNT(*) AS steps, MAX(seq) AS last,
            BOOL_OR(kind = 'expired') AS expired, BOOL_OR(kind = 'transferred') AS transferred,
            BOOL_OR(kind = 'voided') AS voided,
            (ARRAY_AGG(CASE kind WHEN 'reserved' THEN cause END ORDER BY seq DESC)
                FILTER (WHERE kind IN ('reserved', 'released', 'redeemed')))[1] AS reserved_for,
            (ARRAY_AGG(until ORDER BY seq DESC)
                FILTER (WHERE kind IN ('reserved', 'released', 'redeemed')))[1] AS reserved_until
        FROM coupons_entry GROUP BY merchant_id, member_id, coupon_id
    ) e ON e.merchant_id = c.merchant_id AND e.member_id = c.member_id AND e.coupon_id = c.id
    WHERE c.uses_left <> c.uses - COALESCE(e.uses, 0)
        OR c.saved_minor <> COALESCE(e.saved_minor, 0)
        OR c.seq <> COALESCE(e.steps, 0) OR c.seq <> COALESCE(e.last, 0)
        OR (c.state = 'expired') <> COALESCE(e.expired, false)
        OR (c.state = 'transferred') <> COALESCE(e.transferred, false)
        OR (c.state = 'void' AND e.voided IS NOT TRUE) OR (c.state = 'open' AND c.uses_left = 0)
        OR c.reserved_for IS DISTINCT FROM e.reserved_for
        OR c.reserved_until IS DISTINCT FROM e.reserved_until
    ORDER BY 2, 3, 4
    LIMIT 100
""")
# What a coupon is born with stays as it was; but for those that come from another member, it is
# claimed by a step.
BIRTHS = Sql[Broken]("""
    SELECT 'L10' AS promise, merchant_id, member_id, id AS coupon_id,
        CASE WHEN is_born THEN 'edited: it was not claimed then'
            ELSE 'edited: it is not what was given' END AS found
    FROM (
        SELECT c.merchant_id, c.member_id, c.id,
            c.birth = coupons_birth(
                c.template, c.version, c.uses, c.valid_from, c.valid_until, c.claim_until,
                c.issued_at, c.issued_by, c.cause, c.first_id, c.given_for, c.old_code
            ) AS is_born,
            c.claimed_at IS NOT DISTINCT FROM e.at
                OR (e.at IS NULL AND c.given_for IS NOT NULL) AS is_claimed
        FROM coupons_coupon c
        LEFT JOIN (
            SELECT merchant_id, member_id, coupon_id, MAX(at) AS at
            FROM coupons_entry WHERE kind = 'claimed' GROUP BY merchant_id, member_id, coupon_id
        ) e ON e.merchant_id = c.merchant_id AND e.member_id = c.member_id AND e.coupon_id = c.id
    ) one
    WHERE NOT is_born OR NOT is_claimed
    ORDER BY 2, 3, 4
    LIMIT 100
""")
# chain.chain says the same in Python. A removed step leaves a gap before its follower; a removed
# last one shows in STEPS, and in the coupon's link.
ENTRIES = Sql[Broken]("""
    SELECT 'L10' AS promise, merchant_id, member_id, coupon_id,
        CASE
            WHEN seq <> before_seq + 1 THEN 'step ' || (seq - 1)::text || ' is missing'
            WHEN is_edited THEN 'step ' || seq::text || ' was edited: its link does not match'
            ELSE 'step ' || seq::text || ' is not the last its coupon knows'
        END AS found
    FROM (
        SELECT merchant_id, member_id, coupon_id, seq, before_seq,
            is_last AND link IS DISTINCT FROM head AS is_cut,
            link <> sha256(before_link || convert_to(CONCAT(
                seq, '|', kind, '|', (EXTRACT(EPOCH FROM at) * 1000000)::bigint, '|',
                char_length(cause), '|', cause, '|', uses, '|', saved_minor, '|',
                char_length(actor), '|', actor, '|', (EXTRACT(EPOCH FROM until) * 1000000)::bigint
            ), 'UTF8')) AS is_edited
        FROM (
            SELECT e.merchant_id, e.member_id, e.coupon_id, e.seq, e.kind, e.at, e.cause, e.uses,
                e.saved_minor, e.actor, e.until, e.link, c.link AS head,
                LAG(e.seq, 1, 0) OVER w AS before_seq, LEAD(e.seq) OVER w IS NULL AS is_last,
                COALESCE(
                    LAG(e.link) OVER w,
                    uuid_send(e.merchant_id) || uuid_send(e.member_id) || uuid_send(e.coupon_id)
                ) AS before_link
            FROM coupons_entry e
            LEFT JOIN coupons_coupon c ON c.merchant_id = e.merchant_id
                AND c.member_id = e.member_id AND c.id = e.coupon_id
            WINDOW w AS (PARTITION BY e.merchant_id, e.member_id, e.coupon_id ORDER BY e.seq)
        ) one
    ) linked
    WHERE seq <> before_seq + 1 OR is_edited OR is_cut
    ORDER BY merchant_id, member_id, coupon_id, seq
    LIMIT 100
""")
CODES = Sql[Broken]("""
    SELECT 'A9' AS promise, k.merchant_id, k.member_id, k.coupon_id,
        'a code leads to a coupon that does not have it' AS found
    FROM coupons_code k
    LEFT JOIN coupons_coupon c ON c.merchant_id = k.merchant_id AND c.member_id = k.member_id
        AND c.id = k.coupon_id
    WHERE c.id IS NULL OR (OCTET_LENGTH(k.code) = 8 AND c.code <> k.code)
    UNION ALL
    SELECT 'A9', c.merchant_id, c.member_id, c.id, 'no code leads to a coupon that has one'
    FROM coupons_coupon c
    LEFT JOIN coupons_code k ON k.merchant_id = c.merchant_id AND k.code = c.code
    WHERE k.code IS NULL
    ORDER BY 2, 3, 4
    LIMIT 100
""")
# What coupons add up to, less what is kept of it; ends gone by stand together.
SUMS = Sql[Broken]("""
    SELECT 'L1' AS promise, merchant_id, NULL::uuid AS member_id, NULL::uuid AS coupon_id,
        CONCAT('kept sums of ', template, ' ending ', COALESCE(ending::text, 'once or never'),
            ' differ from its coupons by ', SUM(given), ' given, ', SUM(open), ' open, ',
            SUM(claimed), ' claimed, ', SUM(used), ' used, ', SUM(expired), ' expired, ',
            SUM(void), ' void, ', SUM(transferred), ' passed on, ', SUM(saved_minor), ' saved')
            AS found
    FROM (
        SELECT merchant_id, template,
            CASE WHEN valid_until > (SELECT lk_now()) THEN valid_until END AS ending,
            (state <> 'transferred')::integer AS given, (state = 'open')::integer AS open,
            (claimed_at IS NOT NULL AND state <> 'transferred')::integer AS claimed,
            (state = 'used')::integer AS used,
            (state = 'expired')::integer AS expired, (state = 'void')::integer AS void,
            (state = 'transferred')::integer AS transferred, saved_minor
        FROM coupons_coupon
        UNION ALL
        SELECT merchant_id, template,
            CASE WHEN valid_until > (SELECT lk_now()) THEN valid_until END, -given, -open, -claimed,
            -used, -expired, -void, -transferred, -saved_minor
        FROM coupons_step
    ) one
    GROUP BY merchant_id, template, ending
    HAVING (SUM(given), SUM(open), SUM(claimed), SUM(used), SUM(expired), SUM(void),
        SUM(transferred), SUM(saved_minor)) <> (0, 0, 0, 0, 0, 0, 0, 0)
    ORDER BY merchant_id, template, ending
    LIMIT 100
""")
COUNT = Sql[Count]("""
    SELECT (SELECT COUNT(*) FROM coupons_coupon) AS coupons,
        (SELECT COUNT(*) FROM coupons_entry) AS entries
""")


async def verify(reader: Reads) -> Proven:
    """Prove what coupons were born with, their steps, codes and sums; at most 100 faults each."""
    broken = [
        *await reader.rows(BIRTHS),
        *await reader.rows(ENTRIES),
        *await reader.rows(STEPS),
        *await reader.rows(CODES),
        *await reader.rows(SUMS),
    ]
    (count,) = await reader.rows(COUNT)
    return Proven(count.coupons, count.entries, broken)


SPANS = Sql[Span]("""
    SELECT 'coupons' AS ledger, place, merchant_id, COUNT(*) AS chains,
        SUM(entries)::bigint AS entries,
        sha256(STRING_AGG(link, ''::bytea ORDER BY member_id, coupon_id)) AS digest
    FROM (
        SELECT width_bucket(xid, $1::bigint[]) AS place, merchant_id, member_id, coupon_id,
            COUNT(*) AS entries, (ARRAY_AGG(link ORDER BY seq DESC))[1] AS link
        FROM coupons_entry
        WHERE xid >= $2::bigint
        GROUP BY 1, 2, 3, 4
    ) head
    GROUP BY place, merchant_id
    ORDER BY place, merchant_id
""")


async def spans(reader: Reads, moments: Sequence[int], *, since: int = 0) -> list[Span]:
    """Return which chains grew before the first of ascending moments, between two, and after."""
    return await reader.rows(SPANS, list(moments), since)
