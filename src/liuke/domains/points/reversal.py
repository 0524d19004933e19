"""Undoing: spent points go back to their lots, awarded ones are clawed back, each once at most."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from liuke.domains.points.account import Account, order_of_use
from liuke.domains.points.errors import ClawBackBlocked, OverReversed
from liuke.domains.points.events import PointsClawedBack, PointsRestored
from liuke.domains.points.journal import Entry, Life, Lot, Terms, Why
from liuke.domains.points.values import ClawBack, Kind
from liuke.kernel.ids import MemberId
from liuke.kernel.values import Value


class Traced(Value, frozen=True):
    """A lot that a target opened or took from: what is `out` of it, what it lost to its end."""

    member_id: MemberId
    book: str
    lot: int
    opened_by: int
    points: int
    remaining: int
    held: int
    earned_on: date
    pending: bool
    available_at: datetime | None
    expires_on: date | None
    freed: bytes
    seq: int
    out: int
    expired: int

    def closed(self) -> Lot:
        """Return the lot alone."""
        return Lot(
            self.member_id,
            self.book,
            self.lot,
            self.opened_by,
            self.points,
            self.remaining,
            self.held,
            self.earned_on,
            self.pending,
            self.available_at,
            self.expires_on,
            self.freed,
        )


@dataclass(slots=True, eq=False)
class Target:
    """An entry being undone, and what earlier reversals have done about it.

    `reversed`, `lapsed` and `short` are running sums over its reversals; `expired` is what its
    lots lost to their end. `lots` are those an award opened, or those a spend took from with what
    is still `out` of each.
    """

    seq: int
    kind: Kind
    points: int
    cause: str
    counts_on: date | None
    reversed: int
    lapsed: int
    short: int
    expired: int
    lots: list[Lot]
    out: list[int]

    def trace(self, account: Account, traced: Traced) -> None:
        """Take in one lot, as the account holds it, or as it was left when it was used up."""
        lot = next((lot for lot in account.lots if lot.lot == traced.lot), None)
        if lot is None:
            lot = traced.closed()
            account.lots.append(lot)
        self.lots.append(lot)
        self.out.append(traced.out)
        if lot.opened_by == self.seq:
            self.expired += traced.expired

    def claim(self, points: int) -> None:
        """Refuse to reverse more than is left.

        Raises:
            OverReversed: it would.
        """
        assert points > 0, "a reversal undoes points"
        left = abs(self.points) - self.reversed
        if points > left:
            raise OverReversed(self.cause, left, points)


def folded(account: Account, seq: int) -> Target:
    """Return the target of an entry that was folded in this very batch."""
    entry = next(entry for entry in _mine(account) if entry.seq == seq)
    out = _taken(account, {seq})
    lots = [lot for lot in account.lots if lot.opened_by == seq or lot.lot in out]
    ended = _taken(account, {e.seq for e in _mine(account) if e.kind is Kind.EXPIRE})
    return Target(
        seq,
        entry.kind,
        entry.points,
        entry.cause,
        entry.counts_on,
        reversed=0,
        lapsed=0,
        short=0,
        expired=sum(ended[lot.lot] for lot in lots if lot.opened_by == seq),
        lots=lots,
        out=[out[lot.lot] for lot in lots],
    )


def _mine(account: Account) -> Iterator[Entry]:
    member_id, book = account.figures.member_id, account.figures.book
    return (e for e in account.journal.entries if (e.member_id, e.book) == (member_id, book))


def _taken(account: Account, seqs: Collection[int]) -> Counter[int]:
    """Return what entries of this batch have taken, by lot."""
    member_id, book = account.figures.member_id, account.figures.book
    taken: Counter[int] = Counter()
    for use in account.journal.uses:
        if (use.member_id, use.book) == (member_id, book) and use.seq in seqs:
            taken[use.lot] += use.points
    return taken


def restore(account: Account, target: Target, points: int, cause: str, why: Why) -> Entry:
    """Give spent points back to their lots with their original end, the last used first.

    Had less been spent, the lots that end soonest would still have gone first. Points whose end
    has passed meanwhile live on for the book's `restore_days`, or end with the next expiry run.

    Raises:
        OverReversed: more than the spend has left.
    """
    target.claim(points)
    figures = account.figures
    back, ended = _give_back(account, target, points, why)
    last = why.on + timedelta(days=account.spec.restore_days)
    opening = ((ended, Life(why.on, last, available_at=why.at)),) if ended else ()
    entry = account.enter(points, cause, why, Terms(Kind.RESTORE, of_seq=target.seq), opening)
    for lot, part in back:
        account.use(entry.seq, lot, -part)
    target.reversed += points
    account.settle_debt(why.on)
    account.journal.events.append(
        PointsRestored(
            figures.member_id, figures.book, entry.seq, points, figures.balance, cause, why.at
        )
    )
    return entry


def _give_back(
    account: Account, target: Target, points: int, why: Why
) -> tuple[list[tuple[Lot, int]], int]:
    """Return which lots are refilled with what, and the points that need a new life instead."""
    prolongs, ended = account.spec.restore_days > 0, 0
    back: list[tuple[Lot, int]] = []
    by_use = sorted(range(len(target.lots)), key=lambda i: order_of_use(target.lots[i]))
    for index in reversed(by_use):
        lot, part = target.lots[index], min(points, target.out[index])
        if part == 0:
            continue
        target.out[index] -= part
        points -= part
        if prolongs and lot.expires_on is not None and lot.expires_on < why.on:
            ended += part
        else:
            back.append((lot, part))
    assert points == 0, "the lots of a spend do not add up to it"
    return back, ended


class Split(Value, frozen=True):
    """Where the points of a claw-back come from."""

    own: int
    others: int
    debt: int
    short: int
    lapsed: int


def claw_back(
    account: Account,
    target: Target,
    points: int,
    cause: str,
    why: Why,
    *,
    bearable: int | None = None,
) -> Entry:
    """Undo part of an award: what is left of it, then other points, then by the book's policy.

    What had expired unused has no one to be taken from, and comes last. Of spent points `bearable`
    is what a refund can be lowered for (all of them, unless told); the rest is owed.

    Raises:
        ClawBackBlocked: the points are spent and the book blocks that.
        OverReversed: more than the award has left.
    """
    target.claim(points)
    split = _split(account, target, points, why, bearable)
    if split.short and account.spec.claw_back is ClawBack.BLOCK:
        raise ClawBackBlocked({account.figures.member_id: split.short})
    taken = split.own + split.others + split.debt
    entry = account.enter(
        -taken,
        cause,
        why,
        Terms(
            Kind.CLAW_BACK,
            asked=-points,
            short=split.short,
            counts_on=target.counts_on,
            of_seq=target.seq,
        ),
        ((-split.debt, Life(why.on, None)),) if split.debt else (),
    )
    account.take(entry.seq, split.own, target.lots)
    account.take(entry.seq, split.others, account.usable(why.on))
    target.reversed += points
    target.lapsed += split.lapsed
    target.short += split.short
    account.figures.earned -= points
    _announce(account, entry, split, of_cause=target.cause)
    return entry


def _split(account: Account, target: Target, points: int, why: Why, bearable: int | None) -> Split:
    free = sum(lot.remaining - lot.held for lot in target.lots)
    own = min(points, free)
    expired = target.expired - target.lapsed
    spent = target.points - target.reversed - free - expired
    gone = min(points - own, max(spent, 0))
    mine = {lot.lot for lot in target.lots}
    others = min(
        gone,
        sum(lot.remaining - lot.held for lot in account.usable(why.on) if lot.lot not in mine),
    )
    owed = gone - others
    debt = _debt(account.spec.claw_back, owed, bearable)
    return Split(own, others, debt, owed - debt, points - own - gone)


def _debt(policy: ClawBack, owed: int, bearable: int | None) -> int:
    """Return what stays owed of spent points, by the book's policy.

    >>> _debt(ClawBack.DEDUCT, 100, 30), _debt(ClawBack.DEDUCT, 100, None)
    (70, 0)
    """
    if policy is ClawBack.DEDUCT and bearable is not None:
        return max(0, owed - bearable)
    return owed if policy is ClawBack.DEBT else 0


def _announce(account: Account, entry: Entry, split: Split, *, of_cause: str) -> None:
    figures = account.figures
    assert entry.counts_on is not None, "an award counts somewhere"
    account.journal.events.append(
        PointsClawedBack(
            figures.member_id,
            figures.book,
            entry.seq,
            -entry.asked,
            -entry.points,
            split.debt,
            entry.short,
            entry.balance_after,
            entry.cause,
            entry.happened_at,
            entry.counts_on,
            of_cause,
        )
    )
