"""Points set aside for a checkout that has not finished, folded over one account."""

from __future__ import annotations

from datetime import date, datetime

from liuke.domains.points.account import Account
from liuke.domains.points.errors import PointsNotSpendable, UnknownHold
from liuke.domains.points.events import PointsReleased, PointsReserved
from liuke.domains.points.journal import Hold, Lot, Why


def require_spendable(account: Account) -> None:
    """Refuse a book that only counts.

    Raises:
        PointsNotSpendable: it does.
    """
    if account.spec.qualifying:
        raise PointsNotSpendable(account.spec.code)


def reserve(account: Account, points: int, cause: str, why: Why, *, expires_at: datetime) -> Hold:
    """Set points aside; their lots wait even past their own end until the hold ends.

    Raises:
        InsufficientPoints: the member has fewer usable points.
        PointsNotSpendable: the book only counts.
    """
    require_spendable(account)
    lots = account.demand(points, why.on)
    figures = account.figures
    hold = Hold(figures.member_id, figures.book, cause, points, [], [], "open", why.at, expires_at)
    left = points
    for lot in lots:
        part = min(left, lot.remaining - lot.held)
        if part == 0:
            break
        hold.lots.append(lot.lot)
        hold.parts.append(part)
        _set_aside(account, lot, part)
        left -= part
    account.holds[cause] = hold
    account.journal.holds[id(hold)] = hold
    account.journal.events.append(
        PointsReserved(figures.member_id, figures.book, points, cause, expires_at)
    )
    return hold


def _set_aside(account: Account, lot: Lot, points: int) -> None:
    lot.held += points
    account.figures.held += points
    account.figures.spendable -= points
    account.touch(lot)


def open_hold(account: Account, cause: str) -> Hold:
    """Return a reservation that still stands.

    Raises:
        UnknownHold: there is none, or it has ended.
    """
    hold = account.holds.get(cause)
    if hold is None or hold.state != "open":
        raise UnknownHold(cause)
    return hold


def end_hold(account: Account, hold: Hold, state: str) -> list[tuple[Lot, int]]:
    """Give a reservation's points back to their lots; return what went where."""
    numbered = {lot.lot: lot for lot in account.lots}
    hold.state = state
    account.journal.holds[id(hold)] = hold
    given = [(numbered[number], part) for number, part in zip(hold.lots, hold.parts, strict=True)]
    for lot, part in given:
        _set_aside(account, lot, -part)
    return given


def release(account: Account, hold: Hold, on: date) -> None:
    """End a reservation unused; a debt is paid from it first."""
    end_hold(account, hold, "released")
    account.journal.events.append(
        PointsReleased(hold.member_id, hold.book, hold.points, hold.cause)
    )
    account.settle_debt(on)


def catch_up(account: Account, now: datetime, on: date) -> None:
    """Do what time alone has brought: end overdue reservations, make waiting points usable."""
    for hold in list(account.holds.values()):
        if hold.state == "open" and hold.expires_at <= now:
            release(account, hold, on)
    account.activate_due(now)
