"""Read the accounts of a batch under the members' locks, in as few statements as it needs."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date, timedelta

from liuke.domains.points.accounts import Accounts
from liuke.domains.points.holds import catch_up
from liuke.domains.points.journal import Figures, Hold, Lot
from liuke.domains.points.reversal import Target, Traced
from liuke.domains.points.values import Key, Kind, Posted
from liuke.domains.programme import Live
from liuke.kernel.db import Tx
from liuke.kernel.ids import MemberId
from liuke.kernel.rows import Sql
from liuke.kernel.values import Value

REPLAYED_DAYS = 31
FIGURES = Sql[Figures]("""
    SELECT member_id, book, balance, spendable, pending, held, debt, earned, seq, lots, uses,
        active_on, lapses_on, card_on, link
    FROM points_account
    WHERE merchant_id = $1::uuid AND member_id = ANY ($2::uuid[])
""")
LOTS = Sql[Lot]("""
    SELECT member_id, book, lot, opened_by, points, remaining, held, earned_on, pending,
        available_at, expires_on, freed
    FROM points_lot
    WHERE merchant_id = $1::uuid AND member_id = ANY ($2::uuid[]) AND remaining <> 0
""")
HOLDS = Sql[Hold]("""
    SELECT member_id, book, cause, points, lots, parts, state, made_at, expires_at
    FROM points_hold
    WHERE merchant_id = $1::uuid AND member_id = ANY ($2::uuid[]) AND state = 'open'
""")
# A LIMIT inside LATERAL keeps a plan made on a small table from scanning a large one.
KNOWN = Sql[Posted]("""
    SELECT e.member_id, e.book, e.seq, e.kind, e.points, e.asked, e.short, e.balance_after,
        e.cause, false AS fresh
    FROM UNNEST($2::uuid[], $3::text[], $4::text[]) AS k (member_id, book, cause)
    CROSS JOIN LATERAL (
        SELECT member_id, book, seq, kind, points, asked, short, balance_after, cause
        FROM points_entry
        WHERE merchant_id = $1::uuid AND member_id = k.member_id AND book = k.book
            AND cause = k.cause
        LIMIT 1
    ) e
""")


class Undone(Value, frozen=True):
    """An entry to be undone, with what its earlier reversals add up to."""

    member_id: MemberId
    book: str
    seq: int
    kind: Kind
    points: int
    cause: str
    counts_on: date | None
    reversed: int
    lapsed: int
    short: int


UNDONE = Sql[Undone]("""
    SELECT e.member_id, e.book, e.seq, e.kind, e.points, e.cause, e.counts_on,
        r.reversed, r.lapsed, r.short
    FROM UNNEST($2::uuid[], $3::text[], $4::text[]) AS k (member_id, book, cause)
    CROSS JOIN LATERAL (
        SELECT member_id, book, seq, kind, points, cause, counts_on
        FROM points_entry
        WHERE merchant_id = $1::uuid AND member_id = k.member_id AND book = k.book
            AND cause = k.cause
        LIMIT 1
    ) e
    CROSS JOIN LATERAL (
        SELECT COALESCE(SUM(ABS(asked)), 0)::bigint AS reversed,
            COALESCE(SUM(ABS(asked) - ABS(points) - short), 0)::bigint AS lapsed,
            COALESCE(SUM(short), 0)::bigint AS short
        FROM points_entry
        WHERE merchant_id = $1::uuid AND member_id = e.member_id AND book = e.book
            AND of_seq = e.seq
    ) r
""")
TRACED = Sql[Traced]("""
    SELECT l.member_id, l.book, l.lot, l.opened_by, l.points, l.remaining, l.held, l.earned_on,
        l.pending, l.available_at, l.expires_on, l.freed, k.seq, u.out, u.expired
    FROM UNNEST($2::uuid[], $3::text[], $4::bigint[]) AS k (member_id, book, seq)
    CROSS JOIN LATERAL (
        SELECT member_id, book, lot, opened_by, points, remaining, held, earned_on, pending,
            available_at, expires_on, freed
        FROM points_lot o
        WHERE merchant_id = $1::uuid AND member_id = k.member_id AND book = k.book
            AND (opened_by = k.seq OR EXISTS (
                SELECT FROM points_use
                WHERE merchant_id = $1::uuid AND member_id = k.member_id AND book = k.book
                    AND seq = k.seq AND lot = o.lot))
        LIMIT 100000
    ) l
    CROSS JOIN LATERAL (
        SELECT
            COALESCE(SUM(t.points) FILTER (WHERE t.seq = k.seq OR e.of_seq = k.seq), 0)::bigint
                AS out,
            COALESCE(SUM(t.points) FILTER (WHERE e.kind = 'expire'), 0)::bigint AS expired
        FROM points_use t
        JOIN points_entry e ON e.merchant_id = $1::uuid AND e.member_id = t.member_id
            AND e.book = t.book AND e.seq = t.seq
        WHERE t.merchant_id = $1::uuid AND t.member_id = l.member_id AND t.book = l.book
            AND t.lot = l.lot
    ) u
""")


async def open_accounts(
    tx: Tx,
    member_ids: Sequence[MemberId],
    live: Live,
    *,
    drawing: Collection[MemberId] | None = None,
    keys: Collection[Key] = (),
    undoing: Collection[Key] = (),
) -> Accounts:
    """Lock members and read their books, ready to be folded; takes what `read_accounts` takes.

    Raises:
        UnknownMembers: some members do not exist.
    """
    await tx.lock([*member_ids, *(key.member_id for key in undoing)])
    return await read_accounts(tx, member_ids, live, drawing=drawing, keys=keys, undoing=undoing)


async def read_accounts(
    tx: Tx,
    member_ids: Sequence[MemberId],
    live: Live,
    *,
    drawing: Collection[MemberId] | None = None,
    keys: Collection[Key] = (),
    undoing: Collection[Key] = (),
) -> Accounts:
    """Read members' books without locking them: what a quote needs, never what a write needs.

    `drawing` names those whose lots may be taken from (None: all of them); awarding needs none.
    `keys` are the effects about to be folded, so that those counted before are skipped;
    `undoing` are the earlier ones that restore or claw_back will name.
    """
    accounts = Accounts(tx.merchant_id, live, now=tx.now, zone=tx.zone)
    await widen(tx, accounts, member_ids, drawing=drawing, keys=keys, undoing=undoing)
    return accounts


async def widen(
    tx: Tx,
    accounts: Accounts,
    member_ids: Sequence[MemberId],
    *,
    drawing: Collection[MemberId] | None = None,
    keys: Collection[Key] = (),
    undoing: Collection[Key] = (),
) -> None:
    """Read more into accounts; a book they hold stays as it was folded."""
    members = sorted({*member_ids, *(key.member_id for key in undoing)})
    for figures in await tx.rows(FIGURES, tx.merchant_id, members):
        if (figures.member_id, figures.book) not in accounts.by_key:
            accounts.add(figures)
    drawn = set(members if drawing is None else drawing) | {key.member_id for key in undoing}
    await _read_lots(tx, accounts, drawn | _burdened(accounts))
    if keys:
        known = await tx.rows(KNOWN, tx.merchant_id, *_columns(keys))
        accounts.known |= {Key(p.member_id, p.book, p.cause): p for p in known}
    if undoing:
        await _read_targets(tx, accounts, undoing)


def _columns(keys: Collection[tuple[object, ...]]) -> list[list[object]]:
    return [list(column) for column in zip(*keys, strict=True)]


def _burdened(accounts: Accounts) -> set[MemberId]:
    """Return the members whose next earning already touches lots: debts, or an idle book.

    A batch that replays history may hold movements of days to come.
    """
    soon = accounts.today + timedelta(days=REPLAYED_DAYS)
    return {
        member_id
        for (member_id, _book), account in accounts.by_key.items()
        if account.figures.debt or account.lapsed(soon)
    }


async def _read_lots(tx: Tx, accounts: Accounts, drawn: set[MemberId]) -> None:
    there = {
        key: account
        for key, account in accounts.by_key.items()
        if key[0] in drawn and not account.complete
    }
    if not there:
        return
    members = sorted({member_id for member_id, _ in there})
    for lot in await tx.rows(LOTS, tx.merchant_id, members):
        if (key := (lot.member_id, lot.book)) in there:
            there[key].lots.append(lot)
    if any(account.figures.held for account in there.values()):
        for hold in await tx.rows(HOLDS, tx.merchant_id, members):
            if (key := (hold.member_id, hold.book)) in there:
                there[key].holds[hold.cause] = hold
    for account in there.values():
        account.complete = True
        catch_up(account, accounts.now, accounts.today)


async def _read_targets(tx: Tx, accounts: Accounts, undoing: Collection[Key]) -> None:
    undone = await tx.rows(UNDONE, tx.merchant_id, *_columns(undoing))
    by_seq = {}
    for u in undone:
        target = Target(
            u.seq, u.kind, u.points, u.cause, u.counts_on,
            u.reversed, u.lapsed, u.short, 0, [], [],
        )  # fmt: skip
        by_seq[u.member_id, u.book, u.seq] = target
        accounts.targets[Key(u.member_id, u.book, u.cause)] = target
    if by_seq:
        for traced in await tx.rows(TRACED, tx.merchant_id, *_columns(by_seq)):
            account = accounts.by_key[traced.member_id, traced.book]
            by_seq[traced.member_id, traced.book, traced.seq].trace(account, traced)
