"""The sums of every book over all members, kept by steps: what each posting moved, added up.

A posting adds one row for each book it moves, so that no till waits for another at a sum; whoever
reads adds up the few rows there are, and has what accounts and entries say at that very instant.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from liuke.domains.points.account import Account
from liuke.domains.points.journal import Entry
from liuke.domains.points.values import Kind
from liuke.kernel.db import Tx
from liuke.kernel.recounts import recounted
from liuke.kernel.rows import Sql
from liuke.kernel.values import Value

FOLDED_MAX = 50_000
# Where an entry of a kind is counted, and with which sign.
COUNTED = {
    Kind.AWARD: (5, 1),
    Kind.REDEEM: (6, -1),
    Kind.RESTORE: (6, -1),
    Kind.EXPIRE: (7, -1),
    Kind.CLAW_BACK: (8, -1),
}


class Outstanding(Value, frozen=True):
    """The sums of one book over all members; `redeemed` is net of what was given back."""

    book: str
    members: int
    spendable: int
    pending: int
    held: int
    debt: int
    awarded: int
    redeemed: int
    expired: int
    clawed_back: int


SUMS = Sql[Outstanding]("""
    SELECT book, SUM(members)::bigint AS members, SUM(spendable)::bigint AS spendable,
        SUM(pending)::bigint AS pending, SUM(held)::bigint AS held, SUM(debt)::bigint AS debt,
        SUM(awarded)::bigint AS awarded, SUM(redeemed)::bigint AS redeemed,
        SUM(expired)::bigint AS expired, SUM(clawed_back)::bigint AS clawed_back
    FROM points_step
    WHERE merchant_id = $1::uuid
    GROUP BY book
    ORDER BY book
""")
# Rows are only exchanged for their sum, so that the sum of a book is the same in every snapshot.
FOLD = Sql[None]("""
    WITH many AS (
        SELECT book FROM points_step WHERE merchant_id = $1::uuid
        GROUP BY book HAVING COUNT(*) > 1
    ), old AS MATERIALIZED (
        SELECT id FROM points_step
        WHERE merchant_id = $1::uuid AND book IN (SELECT book FROM many)
        ORDER BY id
        LIMIT $2
        FOR UPDATE SKIP LOCKED
    ), gone AS (
        DELETE FROM points_step s USING old
        WHERE s.merchant_id = $1::uuid AND s.id = old.id
        RETURNING s.book, s.members, s.spendable, s.pending, s.held, s.debt, s.awarded,
            s.redeemed, s.expired, s.clawed_back
    )
    INSERT INTO points_step (book, members, spendable, pending, held, debt, awarded, redeemed,
        expired, clawed_back)
    SELECT book, SUM(members), SUM(spendable), SUM(pending), SUM(held), SUM(debt), SUM(awarded),
        SUM(redeemed), SUM(expired), SUM(clawed_back)
    FROM gone GROUP BY book
""")
# One snapshot sees accounts, entries and steps; what is posted meanwhile brings its own step.
RESUM = Sql[Outstanding]("""
    INSERT INTO points_step (book, members, spendable, pending, held, debt, awarded, redeemed,
        expired, clawed_back)
    SELECT book, SUM(members), SUM(spendable), SUM(pending), SUM(held), SUM(debt), SUM(awarded),
        SUM(redeemed), SUM(expired), SUM(clawed_back)
    FROM (
        SELECT book, COUNT(*) AS members, SUM(spendable) AS spendable, SUM(pending) AS pending,
            SUM(held) AS held, SUM(debt) AS debt, 0 AS awarded, 0 AS redeemed, 0 AS expired,
            0 AS clawed_back
        FROM points_account WHERE merchant_id = $1::uuid GROUP BY book
        UNION ALL
        SELECT book, 0, 0, 0, 0, 0, COALESCE(SUM(points) FILTER (WHERE kind = 'award'), 0),
            COALESCE(-SUM(points) FILTER (WHERE kind IN ('redeem', 'restore')), 0),
            COALESCE(-SUM(points) FILTER (WHERE kind = 'expire'), 0),
            COALESCE(-SUM(points) FILTER (WHERE kind = 'claw_back'), 0)
        FROM points_entry WHERE merchant_id = $1::uuid GROUP BY book
        UNION ALL
        SELECT book, -SUM(members), -SUM(spendable), -SUM(pending), -SUM(held), -SUM(debt),
            -SUM(awarded), -SUM(redeemed), -SUM(expired), -SUM(clawed_back)
        FROM points_step WHERE merchant_id = $1::uuid GROUP BY book
    ) one
    GROUP BY book
    HAVING (SUM(members), SUM(spendable), SUM(pending), SUM(held), SUM(debt), SUM(awarded),
        SUM(redeemed), SUM(expired), SUM(clawed_back)) <> (0, 0, 0, 0, 0, 0, 0, 0, 0)
    RETURNING book, members, spendable, pending, held, debt, awarded, redeemed, expired,
        clawed_back
""")


async def sums(tx: Tx) -> list[Outstanding]:
    """Return the sums of every book as of now."""
    return await tx.rows(SUMS, tx.merchant_id)


async def fold_sums(tx: Tx) -> None:
    """Make the many steps of a book one; any number of folds and postings may go on meanwhile."""
    await tx.run(FOLD, tx.merchant_id, FOLDED_MAX)


async def resum(tx: Tx) -> list[Outstanding]:
    """Count every book anew, and return what the kept sums were wrong by, now put right.

    What is posted meanwhile is counted once, by its own step.
    """
    return await recounted(tx, "points.sums", RESUM, tx.merchant_id)


def steps_of(accounts: Iterable[Account], entries: Iterable[Entry]) -> Sequence[Outstanding]:
    """Return by how much a fold moves the sums of each book."""
    found: dict[str, list[int]] = {}
    for account in accounts:
        figures = account.figures
        step = found.setdefault(figures.book, [0] * 9)
        for place, (was, stands) in enumerate(zip(account.was, figures.stands(), strict=True)):
            step[place] += stands - was
    for entry in entries:
        if counted := COUNTED.get(entry.kind):
            place, sign = counted
            found[entry.book][place] += sign * entry.points
    return [Outstanding(book, *step) for book, step in sorted(found.items()) if any(step)]
