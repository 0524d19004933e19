"""The accounts of a batch: opened under the members' locks, folded in memory, saved at once."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from zoneinfo import ZoneInfo

from msgspec import structs

from liuke.domains.points import holds, movements, reversal
from liuke.domains.points.account import Account
from liuke.domains.points.errors import CauseReused, UnknownBook, UnknownEntry
from liuke.domains.points.journal import NOWHERE, Entry, Figures, Hold, Journal, Why, why
from liuke.domains.points.reversal import Target
from liuke.domains.points.rules import genesis
from liuke.domains.points.values import Because, BookSpec, Key, Kind, Posted
from liuke.domains.programme import Live
from liuke.kernel.clock import business_date
from liuke.kernel.ids import MemberId, MerchantId


class Accounts:
    """Every book of some members, ready to be folded; nothing is written before `save`."""

    def __init__(
        self, merchant_id: MerchantId, live: Live, *, now: datetime, zone: ZoneInfo
    ) -> None:
        """Start empty; `open_accounts` fills it from the database."""
        self.merchant_id = merchant_id
        self.live = live
        self.now = now
        self.zone = zone
        self.today = business_date(now, zone)
        self.journal = Journal()
        self.by_key: dict[tuple[MemberId, str], Account] = {}
        self.known: dict[Key, Posted] = {}
        self.targets: dict[Key, Target] = {}
        self._because: Because | None = None
        self._book = ""
        self._why: Why | None = None

    def account(self, member_id: MemberId, book: str) -> Account:
        """Return a member's account, a fresh one on first touch.

        Raises:
            UnknownBook: no live programme declares the book.
        """
        account = self.by_key.get((member_id, book))
        if account is None:
            if self.live.get(BookSpec, book) is None:
                raise UnknownBook(book)
            account = self.fresh(member_id, book)
        return account

    def fresh(self, member_id: MemberId, book: str) -> Account:
        """Begin an account that was never touched."""
        link = genesis(self.merchant_id.bytes, member_id.bytes, book)
        account = self.add(
            Figures(member_id, book, 0, 0, 0, 0, 0, 0, 0, 0, 0, None, None, None, link)
        )
        account.was = NOWHERE
        return account

    def add(self, figures: Figures) -> Account:
        """Take in one account as it stands; a book that was retired keeps its points."""
        spec = self.live.get(BookSpec, figures.book) or BookSpec(code=figures.book)
        account = Account(figures, spec, self.journal, self.zone)
        self.by_key[figures.member_id, figures.book] = account
        return account

    def why(self, because: Because, book: str) -> Why:
        """Fill in the blanks of a reason; the entries of one basket share one."""
        if because is not self._because or book != self._book or self._why is None:
            at = because.at or self.now
            version_id = because.version_id or self.live.version(BookSpec, book)
            self._because, self._book = because, book
            self._why = why(at, business_date(at, self.zone), self.now, because, version_id)
        return self._why

    def award(self, key: Key, points: int, because: Because) -> Posted:
        """Give points; see `movements.award`."""
        return self._once(
            key,
            Kind.AWARD,
            lambda: movements.award(
                self.account(key.member_id, key.book),
                points,
                key.cause,
                self.why(because, key.book),
                today=self.today,
            ),
        )

    def spend(self, key: Key, points: int, because: Because, *, hold: str | None = None) -> Posted:
        """Take points, with `hold` first those reserved under that cause."""
        return self._once(
            key,
            Kind.REDEEM,
            lambda: movements.spend(
                self.account(key.member_id, key.book),
                points,
                key.cause,
                self.why(because, key.book),
                hold=hold,
            ),
        )

    def adjust(self, key: Key, points: int, because: Because, *, counts: bool = False) -> Posted:
        """Correct a book by hand; see `movements.adjust`."""
        return self._once(
            key,
            Kind.ADJUST,
            lambda: movements.adjust(
                self.account(key.member_id, key.book),
                points,
                key.cause,
                self.why(because, key.book),
                counts=counts,
                today=self.today,
            ),
        )

    def restore(self, key: Key, points: int, because: Because, *, of_cause: str) -> Posted:
        """Give back points of the spend `of_cause`; see `reversal.restore`."""
        return self._once(
            key,
            Kind.RESTORE,
            lambda: reversal.restore(
                self.account(key.member_id, key.book),
                self.target(key._replace(cause=of_cause), Kind.RESTORE),
                points,
                key.cause,
                self.why(because, key.book),
            ),
        )

    def claw_back(
        self,
        key: Key,
        points: int,
        because: Because,
        *,
        of_cause: str,
        bearable: int | None = None,
    ) -> Posted:
        """Undo points of the award `of_cause`; see `reversal.claw_back`."""
        return self._once(
            key,
            Kind.CLAW_BACK,
            lambda: reversal.claw_back(
                self.account(key.member_id, key.book),
                self.target(key._replace(cause=of_cause), Kind.CLAW_BACK),
                points,
                key.cause,
                self.why(because, key.book),
                bearable=bearable,
            ),
        )

    def reserve(self, key: Key, points: int, because: Because, *, expires_at: datetime) -> Hold:
        """Set points aside under `key.cause`; asked again, return the same reservation."""
        account = self.account(key.member_id, key.book)
        if key.cause in account.holds:
            return account.holds[key.cause]
        return holds.reserve(
            account, points, key.cause, self.why(because, key.book), expires_at=expires_at
        )

    def release(self, key: Key) -> bool:
        """End a reservation unused; False when there is none or it has ended."""
        account = self.account(key.member_id, key.book)
        hold = account.holds.get(key.cause)
        if hold is None or hold.state != "open":
            return False
        holds.release(account, hold, self.today)
        return True

    def transfer(self, key: Key, to: MemberId, points: int, because: Because) -> Posted:
        """Pass points to another member, under one cause of both; see `movements.transfer`.

        Raises:
            CauseReused: one of them had the cause before, and not from giving.
        """
        theirs = key._replace(member_id=to)
        first = self.known.get(key)
        had = first or self.known.get(theirs)
        if had is not None and (first is None or first.points > 0):
            raise CauseReused(key.cause, had.kind.value)

        def fold() -> Entry:
            given, taken = movements.transfer(
                self.account(key.member_id, key.book),
                self.account(to, key.book),
                points,
                key.cause,
                self.why(because, key.book),
            )
            self._note(theirs, taken)
            return given

        return self._once(key, Kind.TRANSFER, fold)

    def target(self, key: Key, undo: Kind) -> Target:
        """Return an entry to be undone, read with the accounts or folded since.

        Raises:
            CauseReused: the entry cannot be undone this way.
            UnknownEntry: it was neither read nor folded.
        """
        found = self.targets.get(key)
        if found is None:
            found = self._folded(key)
            self.targets[key] = found
        if (found.kind is Kind.AWARD) != (undo is Kind.CLAW_BACK):
            raise CauseReused(key.cause, found.kind.value)
        return found

    def _folded(self, key: Key) -> Target:
        posted = self.known.get(key)
        account = self.by_key.get((key.member_id, key.book))
        if posted is None or account is None:
            raise UnknownEntry(key.cause)
        return reversal.folded(account, posted.seq)

    def _once(self, key: Key, kind: Kind, fold: Callable[[], Entry]) -> Posted:
        """Fold a cause the first time; afterwards return what it did then."""
        known = self.known.get(key)
        if known is not None:
            if known.kind is not kind:
                raise CauseReused(key.cause, known.kind.value)
            return structs.replace(known, fresh=False)
        return self._note(key, fold())

    def _note(self, key: Key, entry: Entry) -> Posted:
        """Remember what an entry did, so that its cause is folded no second time."""
        posted = self.known[key] = Posted(
            entry.member_id,
            entry.book,
            entry.seq,
            entry.kind,
            entry.points,
            entry.asked,
            entry.short,
            entry.balance_after,
            entry.cause,
        )
        return posted
