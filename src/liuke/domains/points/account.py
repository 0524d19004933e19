"""One member's book being folded: entries go to the journal, lots and figures change in place.

`balance = spendable + pending + held - debt = sum of entries = sum of what lots have left` holds
after every method; a method that refuses has changed nothing.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from liuke.domains.points.errors import InsufficientPoints
from liuke.domains.points.events import PointsExpired, PointsPendingActivated, PointsPendingAdded
from liuke.domains.points.journal import (
    Entry,
    Figures,
    Hold,
    Journal,
    Life,
    Lot,
    Opening,
    Terms,
    Use,
    Why,
    chain,
)
from liuke.domains.points.rules import expires_on, lapses_on
from liuke.domains.points.values import BookSpec, Kind
from liuke.kernel.clock import business_date, day_start
from liuke.kernel.links import days

UNREAD = "the lots of this account were not read: name its member as drawing"


def order_of_use(lot: Lot) -> tuple[date, date, int]:
    """Order lots by use: soonest to end first, ties by age."""
    return (lot.expires_on or date.max, lot.earned_on, lot.lot)


class Account:
    """A member's book, its open lots and holds; `complete` once those have been read."""

    __slots__ = (
        "changed",
        "complete",
        "figures",
        "first_lot",
        "holds",
        "journal",
        "lots",
        "spec",
        "was",
        "zone",
    )

    def __init__(self, figures: Figures, spec: BookSpec, journal: Journal, zone: ZoneInfo) -> None:
        self.figures = figures
        self.spec = spec
        self.journal = journal
        self.zone = zone
        self.lots: list[Lot] = []
        self.holds: dict[str, Hold] = {}
        self.first_lot = figures.lots
        self.changed = False
        self.complete = figures.seq == 0
        self.was = figures.stands()

    def enter(
        self, points: int, cause: str, why: Why, terms: Terms, opening: Opening = ()
    ) -> Entry:
        """Append one entry to the chain, with the lots it opens.

        What it moves beyond these the caller takes from lots there are.
        """
        figures, because = self.figures, why.because
        self.changed = True
        figures.seq += 1
        figures.balance += points
        asked = points if terms.asked is None else terms.asked
        counts_on, of_seq = terms.counts_on, terms.of_seq
        numbers = (
            f"{figures.seq}|{terms.kind.value}|{points}|{asked}|{terms.short}|{figures.balance}"
            f"|{days(counts_on)}|{'' if of_seq is None else of_seq}|{days(figures.lapses_on)}"
        )
        opened = "".join([self._open(part, life).text() for part, life in opening])
        figures.link = chain(figures.link, numbers, why, cause, opened)
        entry = Entry(
            figures.member_id,
            figures.book,
            figures.seq,
            terms.kind,
            points,
            asked,
            terms.short,
            figures.balance,
            cause,
            why.at,
            why.on,
            counts_on,
            of_seq,
            because.order_id,
            because.store_id,
            because.rule,
            why.version_id,
            why.reason,
            figures.link,
            figures.lapses_on,
        )
        self.journal.entries.append(entry)
        return entry

    def _open(self, points: int, life: Life) -> Lot:
        """Open a lot for the entry being made; below zero it is a debt."""
        figures = self.figures
        figures.lots += 1
        lot = Lot(
            figures.member_id,
            figures.book,
            figures.lots,
            figures.seq,
            points,
            points,
            0,
            life.earned_on,
            life.pending,
            life.available_at,
            life.expires_on,
            b"",
        )
        if points < 0:
            figures.debt -= points
        elif life.pending:
            figures.pending += points
            self.journal.events.append(
                PointsPendingAdded(
                    figures.member_id, figures.book, figures.seq, points, life.available_at
                )
            )
        else:
            figures.spendable += points
        self.lots.append(lot)
        self.journal.lots.append(lot)
        return lot

    def new_life(self, why: Why) -> Life:
        """Return the life of points earned now, by the book's pending and expiry."""
        spec, on = self.spec, why.on
        card_on = self.figures.card_on or on
        if spec.pending.until:
            return Life(on, None, pending=True)
        if spec.pending.days:
            on = on + timedelta(days=spec.pending.days)
            available_at = day_start(on, self.zone)
            return Life(
                why.on,
                expires_on(spec.expiry, on, card_on),
                pending=True,
                available_at=available_at,
            )
        return Life(on, expires_on(spec.expiry, on, card_on), available_at=why.at)

    def use(self, seq: int, lot: Lot, points: int) -> None:
        """Move points out of a lot, or back into it below zero, and trace it to an entry."""
        figures = self.figures
        figures.uses += 1
        lot.remaining -= points
        if lot.points < 0:
            figures.debt += points
        elif lot.pending:
            figures.pending -= points
        else:
            figures.spendable -= points
        self.journal.uses.append(
            Use(figures.member_id, figures.book, seq, figures.uses, lot.lot, points)
        )
        self.touch(lot)

    def touch(self, lot: Lot) -> None:
        """Note that a lot has changed; one read from the database is updated there."""
        self.changed = True
        if lot.lot <= self.first_lot:
            self.journal.touched[id(lot)] = lot

    def usable(self, on: date) -> list[Lot]:
        """Return the lots that may be spent on a business day, in order of use."""
        assert self.complete, UNREAD
        if self.lapsed(on):
            return []
        lots = [
            lot
            for lot in self.lots
            if lot.remaining > lot.held
            and not lot.pending
            and (lot.expires_on is None or lot.expires_on >= on)
        ]
        lots.sort(key=order_of_use)
        return lots

    def free(self, on: date) -> int:
        """Return what may be spent on a business day; as last posted, where lots were not read."""
        if not self.complete:
            return self.figures.spendable
        return sum([lot.remaining - lot.held for lot in self.usable(on)])

    def lapsed(self, on: date) -> bool:
        """Tell whether the member has been idle for so long that the book ended before `on`."""
        return self.figures.lapses_on is not None and self.figures.lapses_on < on

    def take(self, seq: int, points: int, lots: Iterable[Lot]) -> int:
        """Take up to `points` from lots in the order given; return what could not be taken."""
        for lot in lots:
            if points == 0:
                break
            part = min(points, lot.remaining - lot.held)
            if part > 0:
                self.use(seq, lot, part)
                points -= part
        return points

    def demand(self, points: int, on: date) -> list[Lot]:
        """Return the usable lots, if they hold `points`.

        Raises:
            InsufficientPoints: they do not.
        """
        lots = self.usable(on)
        short = points - sum(lot.remaining - lot.held for lot in lots)
        if short > 0:
            raise InsufficientPoints({self.figures.member_id: short})
        return lots

    def settle_debt(self, on: date) -> None:
        """Pay debts, the oldest first, from what has just become usable."""
        if self.figures.debt == 0:
            return
        lots = self.usable(on)
        for debt in sorted((lot for lot in self.lots if lot.remaining < 0), key=order_of_use):
            due = -debt.remaining
            paid = due - self.take(debt.opened_by, due, lots)
            if paid:
                self.use(debt.opened_by, debt, -paid)

    def be_active(self, why: Why) -> None:
        """Note that the member earned or spent; an idle book ends before it starts anew."""
        figures = self.figures
        if self.lapsed(why.on):
            self.expire(why)
        if why.because.card_on is not None:
            figures.card_on = why.because.card_on
        elif figures.card_on is None:
            figures.card_on = why.on
        if figures.active_on is None or figures.active_on < why.on:
            figures.active_on = why.on
            figures.lapses_on = lapses_on(self.spec.expiry, why.on)

    def expire(self, why: Why) -> Entry | None:
        """End every usable-no-more lot as of `why.on`; points held for a checkout wait."""
        assert self.complete, UNREAD
        on, lapsed = why.on, self.lapsed(why.on)
        lots = [
            lot
            for lot in self.lots
            if lot.remaining > lot.held
            and not lot.pending
            and (lapsed or (lot.expires_on is not None and lot.expires_on < on))
        ]
        points = sum(lot.remaining - lot.held for lot in lots)
        if points == 0:
            return None
        figures = self.figures
        cause = f"expire:{on}:{figures.seq + 1}"
        entry = self.enter(-points, cause, why, Terms(Kind.EXPIRE))
        self.take(entry.seq, points, sorted(lots, key=order_of_use))
        self.journal.events.append(
            PointsExpired(
                figures.member_id, figures.book, entry.seq, points, figures.balance, why.at
            )
        )
        return entry

    def activate(self, lot: Lot, at: datetime) -> None:
        """Make a waiting lot usable; its expiry runs from the day it becomes so."""
        figures, on = self.figures, business_date(at, self.zone)
        if lot.available_at is None:
            lot.free(at, expires_on(self.spec.expiry, on, figures.card_on or on))
        lot.pending = False
        figures.pending -= lot.remaining
        figures.spendable += lot.remaining
        self.touch(lot)
        self.journal.events.append(
            PointsPendingActivated(figures.member_id, figures.book, lot.opened_by, lot.remaining)
        )
        self.settle_debt(on)

    def activate_due(self, now: datetime) -> None:
        """Make every lot usable whose waiting time is over."""
        for lot in self.lots:
            if lot.pending and lot.available_at is not None and lot.available_at <= now:
                self.activate(lot, now)
