"""How the coupons of every template stand, kept by steps: what each saving moved, added up.

A saving adds one row for each template and end it moves, so that no till waits for another at a
sum; the sum of the few rows there are is how all coupons stand at that very instant.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from liuke.domains.coupons.values import Coupon, State
from liuke.kernel.db import Tx
from liuke.kernel.recounts import recounted
from liuke.kernel.rows import Sql
from liuke.kernel.values import Value

FOLDED_MAX = 50_000
STATES = (State.OPEN, State.USED, State.EXPIRED, State.VOID, State.TRANSFERRED)


class Tally(Value, frozen=True):
    """How many coupons of a template stand where, and what they saved."""

    template: str
    given: int
    open: int
    claimed: int
    used: int
    expired: int
    void: int
    transferred: int
    saved_minor: int


class Step(Value, frozen=True):
    """By how much the coupons of a template that end at an instant stand otherwise."""

    template: str
    valid_until: datetime | None
    given: int
    open: int
    claimed: int
    used: int
    expired: int
    void: int
    transferred: int
    saved_minor: int


TALLIES = Sql[Tally]("""
    SELECT template, SUM(given)::integer AS given, SUM(open)::integer AS open,
        SUM(claimed)::integer AS claimed, SUM(used)::integer AS used,
        SUM(expired)::integer AS expired, SUM(void)::integer AS void,
        SUM(transferred)::integer AS transferred, SUM(saved_minor)::bigint AS saved_minor
    FROM coupons_step
    WHERE merchant_id = $1::uuid AND template = ANY ($2::text[])
    GROUP BY template
    ORDER BY template
""")
ENDING = Sql[int]("""
    SELECT COALESCE(SUM(open), 0)::bigint
    FROM coupons_step
    WHERE merchant_id = $1::uuid AND valid_until > $2::timestamptz
        AND valid_until <= $3::timestamptz
""")
# Rows are only exchanged for their sum, so that a template stands the same in every snapshot.
FOLD = Sql[None]("""
    WITH many AS (
        SELECT id FROM (
            SELECT id, COUNT(*) OVER (
                PARTITION BY template, CASE WHEN valid_until > $2::timestamptz THEN valid_until END
            ) AS steps
            FROM coupons_step WHERE merchant_id = $1::uuid
        ) one
        WHERE steps > 1
        ORDER BY id
        LIMIT $3
    ), old AS MATERIALIZED (
        SELECT id FROM coupons_step
        WHERE merchant_id = $1::uuid AND id IN (SELECT id FROM many)
        ORDER BY id
        FOR UPDATE SKIP LOCKED
    ), gone AS (
        DELETE FROM coupons_step s USING old
        WHERE s.merchant_id = $1::uuid AND s.id = old.id
        RETURNING s.template, s.valid_until, s.given, s.open, s.claimed, s.used, s.expired,
            s.void, s.transferred, s.saved_minor
    )
    INSERT INTO coupons_step (template, valid_until, given, open, claimed, used, expired, void,
        transferred, saved_minor)
    SELECT template, CASE WHEN valid_until > $2::timestamptz THEN valid_until END, SUM(given),
        SUM(open), SUM(claimed), SUM(used), SUM(expired), SUM(void), SUM(transferred),
        SUM(saved_minor)
    FROM gone
    GROUP BY 1, 2
    HAVING (SUM(given), SUM(open), SUM(claimed), SUM(used), SUM(expired), SUM(void),
        SUM(transferred), SUM(saved_minor)) <> (0, 0, 0, 0, 0, 0, 0, 0)
""")
# One snapshot sees coupons and steps; what is given meanwhile brings a step of its own.
RESUM = Sql[Step]("""
    INSERT INTO coupons_step (template, valid_until, given, open, claimed, used, expired, void,
        transferred, saved_minor)
    SELECT template, CASE WHEN valid_until > $2::timestamptz THEN valid_until END, SUM(given),
        SUM(open), SUM(claimed), SUM(used), SUM(expired), SUM(void), SUM(transferred),
        SUM(saved_minor)
    FROM (
        SELECT template, valid_until, COUNT(*) FILTER (WHERE state <> 'transferred') AS given,
            COUNT(*) FILTER (WHERE state = 'open') AS open,
            COUNT(claimed_at) FILTER (WHERE state <> 'transferred') AS claimed,
            COUNT(*) FILTER (WHERE state = 'used') AS used,
            COUNT(*) FILTER (WHERE state = 'expired') AS expired,
            COUNT(*) FILTER (WHERE state = 'void') AS void,
            COUNT(*) FILTER (WHERE state = 'transferred') AS transferred,
            SUM(saved_minor) AS saved_minor
        FROM coupons_coupon WHERE merchant_id = $1::uuid GROUP BY template, valid_until
        UNION ALL
        SELECT template, valid_until, -given, -open, -claimed, -used, -expired, -void,
            -transferred, -saved_minor
        FROM coupons_step WHERE merchant_id = $1::uuid
    ) one
    GROUP BY 1, 2
    HAVING (SUM(given), SUM(open), SUM(claimed), SUM(used), SUM(expired), SUM(void),
        SUM(transferred), SUM(saved_minor)) <> (0, 0, 0, 0, 0, 0, 0, 0)
    ORDER BY 1, 2
    RETURNING template, valid_until, given, open, claimed, used, expired, void, transferred,
        saved_minor
""")


async def tallies(tx: Tx, templates: list[str]) -> list[Tally]:
    """Return how templates stand; one nobody holds is left out."""
    return await tx.rows(TALLIES, tx.merchant_id, templates)


async def ending(tx: Tx, until: datetime) -> int:
    """Return how many open coupons end up to an instant."""
    (found,) = await tx.rows(ENDING, tx.merchant_id, tx.now, until)
    return found


async def fold_sums(tx: Tx) -> None:
    """Make the many steps of a template one; any number of folds and tills may go on meanwhile."""
    await tx.run(FOLD, tx.merchant_id, tx.now, FOLDED_MAX)


async def resum(tx: Tx) -> list[Step]:
    """Count every template anew, and return what the sums were wrong by, now put right.

    What is given or used meanwhile is counted once, by its own step.
    """
    return await recounted(tx, "coupons.sums", RESUM, tx.merchant_id, tx.now)


def steps_of(born: Iterable[Coupon], changed: Iterable[tuple[Coupon, Coupon]]) -> list[Step]:
    """Return by how much new coupons, and those that were so and are so, move the sums."""
    found: dict[tuple[str, datetime | None], list[int]] = {}
    for coupon in born:
        _add(found, coupon, 1)
    for was, now in changed:
        _add(found, was, -1)
        _add(found, now, 1)
    return [Step(*key, *step) for key, step in found.items() if any(step)]


def _add(found: dict[tuple[str, datetime | None], list[int]], coupon: Coupon, sign: int) -> None:
    step = found.setdefault((coupon.template, coupon.valid_until), [0] * 8)
    open_, used, expired, void, transferred = (coupon.state is state for state in STATES)
    numbers = (
        not transferred, open_, not transferred and coupon.claimed_at is not None, used, expired,
        void, transferred, coupon.saved_minor,
    )  # fmt: skip
    for place, number in enumerate(numbers):
        step[place] += sign * number
