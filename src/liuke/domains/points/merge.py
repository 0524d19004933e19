"""Make the books of two members one, and part them again."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from liuke.domains import programme
from liuke.domains.members import followers
from liuke.domains.points.account import Account
from liuke.domains.points.accounts import Accounts
from liuke.domains.points.holds import release
from liuke.domains.points.journal import Life, Lot, Terms, Why
from liuke.domains.points.movements import announce_transfer
from liuke.domains.points.open_accounts import open_accounts
from liuke.domains.points.reversal import Target
from liuke.domains.points.save import save
from liuke.domains.points.values import Because, Key, Kind
from liuke.kernel.db import Tx
from liuke.kernel.ids import MemberId
from liuke.kernel.rows import Sql
from liuke.kernel.values import Value


class Union(Value, frozen=True):
    """All that the loser has goes to the winner, under a cause of its own."""

    winner_id: MemberId
    loser_id: MemberId
    cause: str


BOOKS = Sql[str]("""
    SELECT DISTINCT book FROM points_account
    WHERE merchant_id = $1::uuid AND member_id = ANY ($2::uuid[])
""")


class Forwarded(Value, frozen=True):
    """What came to a loser, or to a part of them, meanwhile, and was passed on to their winner."""

    winner_id: MemberId
    loser_id: MemberId
    cause: str


# What was parted before left an entry of its own; with whom it came to by that, it waits for the
# next parting.
FORWARDED = Sql[Forwarded]("""
    SELECT w.winner_id, w.loser_id, e.cause
    FROM UNNEST($1::uuid[], $2::uuid[], $3::text[]) AS w (winner_id, loser_id, prefix)
    JOIN points_entry e ON e.member_id = w.winner_id AND starts_with(e.cause, w.prefix)
    WHERE e.kind = 'transfer' AND NOT EXISTS (
        SELECT FROM points_entry d
        WHERE d.member_id = e.member_id AND d.book = e.book
            AND d.cause IN (
                e.cause || '/undone', e.cause || '/owed', e.cause || '/paid',
                regexp_replace(e.cause, '/[^/]*$', '')
            ) AND d.cause <> e.cause)
    ORDER BY e.book, e.seq DESC
""")


async def unite(tx: Tx, unions: Sequence[Union], *, live: programme.Live | None = None) -> None:
    """Move every lot and debt of the losers to their winners, each with the end it has.

    Reservations of a loser end; points that waited for an event are usable at once, since the
    event will come under a name that has gone.

    Raises:
        UnknownMembers: some members do not exist.
    """
    members = [member for u in unions for member in (u.winner_id, u.loser_id)]
    accounts = await open_accounts(tx, members, live or await programme.live(tx))
    for u in unions:
        for loser in [a for (member, _), a in accounts.by_key.items() if member == u.loser_id]:
            _unite(accounts, loser, u)
    await save(tx, accounts)


def _unite(accounts: Accounts, loser: Account, u: Union) -> None:
    for hold in [h for h in loser.holds.values() if h.state == "open"]:
        release(loser, hold, accounts.today)
    for lot in loser.lots:
        if lot.pending and lot.available_at is None:
            loser.activate(lot, accounts.now)
    parts = [(lot, lot.remaining) for lot in loser.lots if lot.remaining]
    if parts:
        book = loser.figures.book
        winner = accounts.by_key.get((u.winner_id, book)) or accounts.fresh(u.winner_id, book)
        _hand_over(loser, winner, parts, u.cause, accounts.why(Because(), book))
        winner.settle_debt(accounts.today)


def _hand_over(
    giver: Account, taker: Account, parts: Sequence[tuple[Lot, int]], cause: str, why: Why
) -> None:
    """Move parts of lots, debts below zero, from one account to another."""
    points = sum(part for _, part in parts)
    given = giver.enter(-points, cause, why, Terms(Kind.TRANSFER))
    passed = [
        (part, Life(lot.earned_on, lot.expires_on, lot.pending, lot.available_at))
        for lot, part in parts
    ]
    taken = taker.enter(points, cause, why, Terms(Kind.TRANSFER), passed)
    for lot, part in parts:
        giver.use(given.seq, lot, part)
    announce_transfer(giver, taker, given)
    announce_transfer(taker, giver, taken)


async def part(tx: Tx, unions: Sequence[Union], *, live: programme.Live | None = None) -> None:
    """Give back what unions moved, and what came to the losers meanwhile.

    What the winner has spent of it, they owe; what they paid of the loser's debts, the loser owes.

    Raises:
        UnknownMembers: some members do not exist.
    """
    parting = await followers(tx, [u.loser_id for u in unions])
    came = [(u, f"forward:{one}:") for u in unions for one in parting[u.loser_id]]
    pairs = [u.winner_id for u, _ in came], [u.loser_id for u, _ in came]
    since = await tx.rows(FORWARDED, *pairs, [prefix for _, prefix in came])
    unions = [*(Union(one.winner_id, one.loser_id, one.cause) for one in since), *unions]
    losers = sorted({u.loser_id for u in unions})
    books = await tx.rows(BOOKS, tx.merchant_id, losers)
    accounts = await open_accounts(
        tx,
        losers,
        live or await programme.live(tx),
        undoing=[Key(u.winner_id, book, u.cause) for u in unions for book in books],
    )
    for u in unions:
        for book in books:
            target = accounts.targets.get(Key(u.winner_id, book, u.cause))
            if target is not None:
                _part(accounts, target, u, book)
    await save(tx, accounts)


def _part(accounts: Accounts, target: Target, u: Union, book: str) -> None:
    winner = accounts.by_key[u.winner_id, book]
    loser = accounts.by_key[u.loser_id, book]
    for hold in [h for h in winner.holds.values() if h.state == "open"]:
        release(winner, hold, accounts.today)
    moved = [lot for lot in target.lots if lot.opened_by == target.seq]
    owed = sum(lot.points - lot.remaining for lot in moved if lot.points > 0) - target.expired
    paid = sum(lot.remaining - lot.points for lot in moved if lot.points < 0)
    parts = [(lot, lot.remaining) for lot in moved if lot.remaining]
    mine = {lot.lot for lot in moved}
    for lot in winner.usable(accounts.today):
        share = 0 if lot.lot in mine else min(owed, lot.remaining)
        if share:
            parts.append((lot, share))
            owed -= share
    why = accounts.why(Because(), book)
    if owed:
        _owe(winner, loser, owed, f"{u.cause}/owed", why, _last_end(moved))
    if parts:
        _hand_over(winner, loser, parts, f"{u.cause}/undone", why)
    if paid:
        _owe(loser, winner, paid, f"{u.cause}/paid", why, _last_end(winner.lots))
    loser.settle_debt(accounts.today)


def _owe(
    debtor: Account, creditor: Account, points: int, cause: str, why: Why, end: date | None
) -> None:
    """Make one account owe what the other gets, usable at once until `end`."""
    debt, credit = Life(why.on, None), Life(why.on, end, available_at=why.at)
    debtor.enter(-points, cause, why, Terms(Kind.TRANSFER), ((-points, debt),))
    creditor.enter(points, cause, why, Terms(Kind.TRANSFER), ((points, credit),))


def _last_end(lots: Sequence[Lot]) -> date | None:
    ends = [lot.expires_on for lot in lots if lot.points > 0]
    known = [end for end in ends if end is not None]
    return max(known) if len(known) == len(ends) and known else None
