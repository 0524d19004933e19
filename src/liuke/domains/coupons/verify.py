"""Prove every coupon from its history, over the whole database, and name what does not add up.

Nothing here depends on a merchant: the role `liuke_verify` sees them all; any other sees its own.
"""

from __future__ import annotations

from typing import Protocol, TypeVar

from liuke.domains.coupons.values import CouponId
from liuke.kernel.ids import MemberId, MerchantId
from liuke.kernel.rows import Sql
from liuke.kernel.values import Value

R = TypeVar("R")


class Reader(Protocol):
    """Whatever runs statements: a transaction, or the connection of `liuke verify`."""

    async def rows(self, sql: Sql[R], /) -> list[R]:
        """Run a statement and return its rows as values."""
        ...


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
            ' against ', e.steps, ', the last ', e.last) AS found
    FROM coupons_coupon c
    LEFT JOIN (
        SELECT merchant_id, member_id, coupon_id, SUM(uses) AS uses,
            SUM(saved_minor) AS saved_minor, COUNT(*) AS steps, MAX(seq) AS last
        FROM coupons_entry GROUP BY merchant_id, member_id, coupon_id
    ) e ON e.merchant_id = c.merchant_id AND e.member_id = c.member_id AND e.coupon_id = c.id
    WHERE c.uses_left <> c.uses - COALESCE(e.uses, 0)
        OR c.saved_minor <> COALESCE(e.saved_minor, 0)
        OR c.seq <> COALESCE(e.steps, 0) OR c.seq <> COALESCE(e.last, 0)
    ORDER BY 2, 3, 4
    LIMIT 100
""")
CODES = Sql[Broken]("""
    SELECT 'A9' AS promise, k.merchant_id, k.member_id, k.coupon_id,
        'a code leads to a coupon that does not have it' AS found
    FROM coupons_code k
    LEFT JOIN coupons_coupon c ON c.merchant_id = k.merchant_id AND c.member_id = k.member_id
        AND c.id = k.coupon_id
    WHERE c.id IS NULL OR (OCTET_LENGTH(k.code) = 8 AND c.code <> k.code)
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


async def verify(reader: Reader) -> Proven:
    """Prove uses, savings, steps, codes and sums of all that `reader` may see; 100 faults each."""
    broken = [
        *await reader.rows(STEPS),
        *await reader.rows(CODES),
        *await reader.rows(SUMS),
    ]
    (count,) = await reader.rows(COUNT)
    return Proven(count.coupons, count.entries, broken)
