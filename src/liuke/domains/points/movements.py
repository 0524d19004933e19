"""Earning, spending, correcting and passing on, folded over one account."""

from __future__ import annotations

from datetime import date

from liuke.domains.points import holds
from liuke.domains.points.account import Account
from liuke.domains.points.errors import MonthClosed
from liuke.domains.points.events import (
    PointsAdjusted,
    PointsAwarded,
    PointsRedeemed,
    PointsTransferred,
)
from liuke.domains.points.journal import Entry, Life, Terms, Why
from liuke.domains.points.rules import closed_on, expires_on
from liuke.domains.points.values import Kind


def award(account: Account, points: int, cause: str, why: Why, *, today: date) -> Entry:
    """Give points; a debt is paid from them first.

    Raises:
        MonthClosed: the month of `why.on` takes no more entries.
    """
    assert points > 0, "an award gives points"
    require_open(account, why.on, today)
    account.be_active(why)
    life = account.new_life(why)
    terms = Terms(Kind.AWARD, counts_on=why.on)
    entry = account.enter(points, cause, why, terms, ((points, life),))
    figures = account.figures
    figures.earned += points
    account.journal.events.append(
        PointsAwarded(
            figures.member_id,
            figures.book,
            entry.seq,
            points,
            figures.balance,
            cause,
            why.at,
            why.on,
        )
    )
    if figures.debt and not life.pending:
        account.settle_debt(max(why.on, today))
    return entry


def require_open(account: Account, on: date, today: date) -> None:
    """Refuse a day whose month is closed.

    Raises:
        MonthClosed: the month of `on` takes no more entries.
    """
    closed = closed_on(account.spec, on)
    if closed is not None and closed < today:
        raise MonthClosed(account.spec.code, on, closed)


def spend(account: Account, points: int, cause: str, why: Why, *, hold: str | None = None) -> Entry:
    """Take points, soonest to end first; with `hold`, first what was set aside for it.

    Raises:
        InsufficientPoints: the member has fewer usable points.
        PointsNotSpendable: the book only counts.
        UnknownHold: there is no such reservation, or it has ended.
    """
    assert points > 0, "a spend takes points"
    holds.require_spendable(account)
    kept = None if hold is None else holds.open_hold(account, hold)
    lots = account.demand(points - (kept.points if kept else 0), why.on)
    figures = account.figures
    account.be_active(why)
    entry = account.enter(-points, cause, why, Terms(Kind.REDEEM))
    left = points
    for lot, part in holds.end_hold(account, kept, "settled") if kept else ():
        left -= min(left, part) - account.take(entry.seq, min(left, part), (lot,))
    left = account.take(entry.seq, left, account.usable(why.on) if kept else lots)
    assert left == 0, "demanded points could not be taken"
    account.settle_debt(why.on)
    account.journal.events.append(
        PointsRedeemed(
            figures.member_id, figures.book, entry.seq, points, figures.balance, cause, why.at
        )
    )
    return entry


def adjust(
    account: Account, points: int, cause: str, why: Why, *, counts: bool, today: date
) -> Entry:
    """Correct a book by hand, up or down; with `counts` it is as if earned or never earned.

    Raises:
        InsufficientPoints: taking more than is usable.
        MonthClosed: it would count in a month that takes no more entries.
    """
    assert points != 0, "an adjustment moves points"
    if counts:
        require_open(account, why.on, today)
    lots = account.demand(-points, why.on) if points < 0 else []
    figures = account.figures
    if figures.card_on is None:
        figures.card_on = why.because.card_on or why.on
    counts_on = why.on if counts else None
    opening = ((points, given_life(account, why)),) if points > 0 else ()
    terms = Terms(Kind.ADJUST, counts_on=counts_on)
    entry = account.enter(points, cause, why, terms, opening)
    if counts:
        figures.earned += points
    if points > 0:
        account.settle_debt(why.on)
    else:
        account.take(entry.seq, -points, lots)
    account.journal.events.append(
        PointsAdjusted(
            figures.member_id,
            figures.book,
            entry.seq,
            points,
            figures.balance,
            cause,
            why.at,
            counts_on,
        )
    )
    return entry


def given_life(account: Account, why: Why) -> Life:
    """Return the life of points given by hand: the book's expiry, usable at once."""
    card_on = account.figures.card_on or why.on
    return Life(why.on, expires_on(account.spec.expiry, why.on, card_on), available_at=why.at)


def transfer(
    giver: Account, taker: Account, points: int, cause: str, why: Why
) -> tuple[Entry, Entry]:
    """Pass points on; each part keeps the end it had, so passing never prolongs it.

    Raises:
        InsufficientPoints: the giver has fewer usable points.
        PointsNotSpendable: the book only counts.
    """
    holds.require_spendable(giver)
    lots = giver.demand(points, why.on)
    giver.be_active(why)
    taker.be_active(why)
    parts = [(lot, lot.remaining) for lot in lots]
    given = giver.enter(-points, cause, why, Terms(Kind.TRANSFER))
    giver.take(given.seq, points, lots)
    passed = [
        (part, Life(lot.earned_on, lot.expires_on, available_at=lot.available_at))
        for lot, before in parts
        if (part := before - lot.remaining)
    ]
    taken = taker.enter(points, cause, why, Terms(Kind.TRANSFER), passed)
    taker.settle_debt(why.on)
    announce_transfer(giver, taker, given)
    announce_transfer(taker, giver, taken)
    return given, taken


def announce_transfer(account: Account, other: Account, entry: Entry) -> None:
    """Say what a transfer did to one of its two accounts."""
    figures = account.figures
    account.journal.events.append(
        PointsTransferred(
            figures.member_id,
            other.figures.member_id,
            figures.book,
            entry.seq,
            entry.points,
            entry.balance_after,
            entry.cause,
            entry.happened_at,
        )
    )
