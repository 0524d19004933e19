"""The standings of some members, folded in memory until they are saved."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import NamedTuple
from zoneinfo import ZoneInfo

from msgspec.structs import replace

from liuke.domains.programme import Live, VersionId
from liuke.domains.tiers.errors import UnknownTierSet
from liuke.domains.tiers.netting import stamp, worth
from liuke.domains.tiers.periods import is_closed, next_boundary
from liuke.domains.tiers.rules import follows, opening_level, replay, roll, take
from liuke.domains.tiers.undone import Claimed, Given, PointsGone, Refolded
from liuke.domains.tiers.values import Amounts, Entry, Ladder, Standing, Step, TierSet
from liuke.domains.tiers.words import unit_of
from liuke.kernel.clock import business_date
from liuke.kernel.ids import MemberId
from liuke.kernel.measures import Measure, money

Editions = dict[VersionId, TierSet]


class Key(NamedTuple):
    """One member in one set."""

    member_id: MemberId
    set_code: str


class Noted(NamedTuple):
    """A step of one member, and the version that decided it."""

    key: Key
    step: Step
    version: VersionId


class Head(NamedTuple):
    """The last entry of a member in a set: how many came to be, and what links the next to it."""

    seq: int
    link: bytes


def sets_of(live: Live) -> tuple[tuple[TierSet, VersionId], ...]:
    """Return every live set with its version; use through `live.derive`."""
    return tuple((spec, live.version(TierSet, spec.code)) for spec in live.items(TierSet))


class Standings:
    """Standings that take one happening at a time; `save` writes what came of it."""

    def __init__(self, live: Live, zone: ZoneInfo, standings: Mapping[Key, Standing]) -> None:
        """Start from what is stored, under the live sets."""
        self.live = live
        self.sets = live.derive(sets_of)
        self.zone = zone
        self.editions: dict[str, Editions] = {
            spec.code: {version: spec} for spec, version in self.sets
        }
        self.standings = dict(standings)
        self.levels = {key: standing.level for key, standing in standings.items()}
        self.heads: dict[Key, Head] = {}
        self.entries: list[Entry] = []
        self.noted: list[Noted] = []
        self.touched: set[Key] = set()
        self.late: defaultdict[Key, list[Entry]] = defaultdict(list)
        self.closed: list[str] = []
        self.past: dict[Key, list[Entry]] = {}
        self.refolded: dict[Key, Refolded] = {}
        self.told: list[Entry] = []
        self.settled: set[Given | Claimed] = set()
        self.points_gone: list[PointsGone] = []
        self.roots: dict[tuple[MemberId, str], str] = {}

    def progress(
        self, member_id: MemberId, amounts: Amounts, *, at: datetime, cause: str, undoes: str = ""
    ) -> list[Step]:
        """Count what one happening is worth in every set; return what it moved.

        The caller answers for `cause` being new to this member. A late happening moves its
        member only in `save`; one whose period is closed is left out and named in `closed`.
        """
        on, steps = business_date(at, self.zone), list[Step]()
        for spec, version in self.sets:
            entry = Entry(
                member_id, spec.code, cause, at, on,
                amount=worth(spec.basis, amounts), purchases=amounts.orders,
                purchase_minor=amounts.spend_minor, undoes=undoes, version=version,
            )  # fmt: skip
            if entry.amount or entry.purchases or entry.purchase_minor:
                steps += self.take(entry)
        return steps

    def reverse(
        self, member_id: MemberId, amounts: Amounts, *, at: datetime, cause: str, undoes: str
    ) -> None:
        """Take `amounts` (above zero) back off the happening `undoes`, as if never counted.

        `orders` is 1 only when nothing is left of the purchase. What it moves, `refold` says.
        """
        less = Amounts(
            points={book: -points for book, points in amounts.points.items()},
            spend_minor=-amounts.spend_minor,
            orders=-amounts.orders,
            referrals=-amounts.referrals,
        )
        self.progress(member_id, less, at=at, cause=cause, undoes=undoes)

    def counts(self, key: Key) -> bool:
        """Tell whether purchases count for a member: some sets ask for a first level before."""
        if self._spec(key.set_code).counts_from != "first_level":
            return True
        standing = self.standings.get(key)
        return standing is not None and bool(standing.level)

    def unit(self, set_code: str, currency: str) -> Measure:
        """Return how a set's progress is written for people: money, points or a number."""
        return unit_of(self.live, self._spec(set_code), money(currency))

    def called(self, set_code: str) -> tuple[str, str]:
        """Return what people call a set, in English and in Chinese."""
        spec = self._spec(set_code)
        return spec.name, spec.name_zh or spec.name

    def take(self, entry: Entry) -> list[Step]:
        """Fold one entry of one set."""
        key = Key(entry.member_id, entry.set_code)
        standing = self.standings.get(key) or Standing()
        spec = self._spec(key.set_code)
        # A card is held since its date, however late we are told; it is amounts that close.
        counts = not entry.undoes and entry.card_on is None
        if counts and is_closed(spec, standing, entry.day):
            self.closed.append(entry.cause)
            return []
        self.touched.add(key)
        if (self.late and key in self.late) or not follows(standing, entry):
            self.late[key].append(entry)
            return []
        self.entries.append(entry)
        after, steps = take(self.editions[key.set_code], standing, entry)
        self.keep(key, after, steps)
        return steps

    def add(self, key: Key, entries: Iterable[Entry]) -> None:
        """Add entries of any time, closed periods included; `save` folds the member anew."""
        self.touched.add(key)
        self.late[key] += entries

    def root(self, entry: Entry) -> Entry:
        """Return an entry under the return that led to it, where points of a gift went with one."""
        root = self.roots.get((entry.member_id, entry.cause))
        return entry if root is None else replace(entry, cause=root)

    def roll(self, keys: Iterable[Key], on: date) -> None:
        """Let time pass for some standings."""
        for key in keys:
            standing = self.standings[key]
            if standing.as_of_on is not None and standing.as_of_on < on:
                after, steps = roll(self.edition(key, standing), standing, on)
                self.touched.add(key)
                self.keep(key, after, steps)

    def hold(self, key: Key, standing: Standing) -> None:
        """Take in a standing as it is stored."""
        self.standings[key] = standing
        self.levels[key] = standing.level

    def clear(self) -> None:
        """Let go of what has been written; standings stay as they came to be."""
        self.entries, self.noted, self.told = [], [], []
        self.touched.clear()
        self.refolded.clear()
        self.settled.clear()
        self.roots.clear()
        self.points_gone = []

    def keep(self, key: Key, standing: Standing, steps: Iterable[Step]) -> None:
        """Take over a folded standing and note how it moved."""
        self.standings[key] = standing
        self.noted += [Noted(key, step, standing.version) for step in steps]

    def level(self, member_id: MemberId, set_code: str, on: date | None = None) -> str:
        """Return the level held, `""` for none; on a later day if asked, without keeping it."""
        standing = self.standing(member_id, set_code, on)
        if standing is None or standing.as_of_on is None:
            return opening_level(self._spec(set_code))
        return standing.level

    def is_past(self, key: Key, at: datetime) -> bool:
        """Tell whether more has happened to a standing since an instant."""
        standing = self.standings.get(key)
        if standing is None or standing.as_of_on is None:
            return False
        late = standing.last_at is not None and at < standing.last_at
        return late or business_date(at, self.zone) < standing.as_of_on

    def level_at(self, member_id: MemberId, set_code: str, at: datetime) -> str:
        """Return the level held at an instant; of one gone by, what counted until then says so.

        `look_back` has read what that takes.
        """
        key, on = Key(member_id, set_code), business_date(at, self.zone)
        if key not in self.past:
            return self.level(member_id, set_code, on)
        known = self.past[key] + [e for e in self.entries if (e.member_id, e.set_code) == key]
        until = [e for e in known + stamp(known, self.late.get(key, ())) if e.at <= at]
        then, _ = replay(self.editions[set_code], until, until=on)
        return opening_level(self._spec(set_code)) if then.as_of_on is None else then.level

    def standing(
        self, member_id: MemberId, set_code: str, on: date | None = None
    ) -> Standing | None:
        """Return where a member stands, on a later day if asked; None before the first entry."""
        standing = self.standings.get(Key(member_id, set_code))
        if standing is None or on is None or standing.as_of_on is None or on <= standing.as_of_on:
            return standing
        spec = self.edition(Key(member_id, set_code), standing)
        due = next_boundary(spec, standing)
        return standing if due is None or due > on else roll(spec, standing, on)[0]

    def edition(self, key: Key, standing: Standing) -> TierSet:
        """Return the set as the version a standing is under has it."""
        return self.editions[key.set_code].get(standing.version) or self._spec(key.set_code)

    def ladder(self, key: Key) -> Ladder | None:
        """Return the ladder of a live set."""
        return self._spec(key.set_code).ladder

    def _spec(self, set_code: str) -> TierSet:
        for spec, _ in self.sets:
            if spec.code == set_code:
                return spec
        raise UnknownTierSet(set_code)
