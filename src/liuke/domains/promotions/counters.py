"""Counters: what limited rules have given, as a batch of baskets sees it one after another."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import TypeAlias

from liuke.domains.promotions.basket import Used
from liuke.domains.promotions.index import Compiled
from liuke.domains.promotions.terms import Limits
from liuke.domains.promotions.values import Use
from liuke.kernel.db import Tx
from liuke.kernel.ids import MemberId
from liuke.kernel.rows import Sql
from liuke.kernel.values import Value

TOTAL, BUDGET, POINTS, EVER = "total", "budget", "points", ""


class Place(Value, frozen=True):
    """Where uses are counted: for whom (nobody, when a guest), in which store, on which day."""

    member_id: MemberId | None
    store: str
    on: date

    @property
    def day_scope(self) -> str:
        """Return the counter of the business day."""
        return f"day:{self.on.isoformat()}"

    @property
    def store_scope(self) -> str:
        """Return the counter of the store."""
        return f"store:{self.store}"


class Spent(Value, frozen=True):
    """What a shared counter has given."""

    rule: str
    scope: str
    spent: int


class MemberUses(Value, frozen=True):
    """How often one member has used a rule, for ever or on a day."""

    member_id: MemberId
    rule: str
    period: str
    uses: int


class Ask(Value, frozen=True):
    """What one order takes from one shared counter; `cause` names the order."""

    cause: str
    rule: str
    scope: str
    maximum: int
    amount: int


SharedKey: TypeAlias = tuple[str, str]
OwnKey: TypeAlias = tuple[MemberId, str, str]

SPENT = Sql[Spent]("""
    SELECT rule, scope, spent FROM promotions_counter
    WHERE rule = ANY ($1::text[]) AND scope = ANY ($2::text[])
""")
SPENT_BY_RULE = Sql[Spent]("""
    SELECT rule, scope, spent FROM promotions_counter
    WHERE rule = ANY ($1::text[])
    ORDER BY rule, scope
    LIMIT 10000
""")
USES = Sql[MemberUses]("""
    SELECT member_id, rule, period, uses FROM promotions_member_use
    WHERE member_id = ANY ($1::uuid[]) AND rule = ANY ($2::text[]) AND period = ANY ($3::text[])
""")


class Counters:
    """The counters of a batch: read once, then moved by one basket after another."""

    def __init__(
        self, limits: Mapping[str, Limits], spent: Iterable[Spent], uses: Iterable[MemberUses]
    ) -> None:
        """Take over what was read under the members' locks."""
        self.limits = limits
        self.spent = Counter[SharedKey]({(row.rule, row.scope): row.spent for row in spent})
        self.uses = Counter[OwnKey]({(r.member_id, r.rule, r.period): r.uses for r in uses})
        self.asks: list[Ask] = []
        self.taken = Counter[OwnKey]()

    def used(self, place: Place) -> Mapping[str, Used]:
        """Return what limited rules have given as a basket at this place sees it, when asked."""
        return Seen(self, place)

    def used_of(self, rule: str, place: Place) -> Used:
        """Return what one rule has given."""
        spent, uses, member = self.spent, self.uses, place.member_id
        return Used(
            total=spent[rule, TOTAL],
            day=spent[rule, place.day_scope],
            store=spent[rule, place.store_scope],
            member=uses[member, rule, EVER] if member else 0,
            member_day=uses[member, rule, place.on.isoformat()] if member else 0,
            budget_minor=spent[rule, BUDGET],
            points=spent[rule, POINTS],
        )

    def take(self, cause: str, place: Place, uses: Sequence[Use]) -> None:
        """Count what an order takes, so that the next basket sees it."""
        for use in uses:
            limits = self.limits.get(use.rule)
            if limits is None:
                continue
            for scope, maximum, amount in shared(limits, use, place):
                self.asks.append(Ask(cause, use.rule, scope, maximum, amount))
                self.spent[use.rule, scope] += amount
            if place.member_id is not None:
                for period in own(limits, place):
                    self.uses[place.member_id, use.rule, period] += use.uses
                    self.taken[place.member_id, use.rule, period] += use.uses


class Seen(Mapping[str, Used]):
    """What limited rules have given, counted only for those a basket has to look at."""

    __slots__ = ("counters", "place")

    def __init__(self, counters: Counters, place: Place) -> None:
        """Look at counters from a place."""
        self.counters = counters
        self.place = place

    def __getitem__(self, rule: str) -> Used:
        if rule not in self.counters.limits:
            raise KeyError(rule)
        return self.counters.used_of(rule, self.place)

    def __iter__(self) -> Iterator[str]:
        return iter(self.counters.limits)

    def __len__(self) -> int:
        return len(self.counters.limits)


def shared(limits: Limits, use: Use, place: Place) -> list[tuple[str, int, int]]:
    """Return `(scope, maximum, amount)` for each shared limit that is declared and touched."""
    declared = (
        (TOTAL, limits.total, use.uses),
        (place.day_scope, limits.per_day, use.uses),
        (place.store_scope, limits.per_store, use.uses),
        (BUDGET, limits.budget_minor, use.budget_minor),
        (POINTS, limits.points_max, use.points),
    )
    return [(scope, most, n) for scope, most, n in declared if most is not None and n > 0]


def own(limits: Limits, place: Place) -> list[str]:
    """Return the periods a member's uses are counted in."""
    declared = ((EVER, limits.per_member), (place.on.isoformat(), limits.per_member_day))
    return [period for period, most in declared if most is not None]


async def open_counters(tx: Tx, compiled: Iterable[Compiled], places: Sequence[Place]) -> Counters:
    """Read the counters of limited rules for a batch; no statement when no rule has a limit.

    Lock the members first, so that their own uses cannot change; shared counters may, and `grant`
    has the last word on them.
    """
    limits = {code: one for rules in compiled for code, one in rules.limits.items()}
    if not limits or not places:
        return Counters(limits, (), ())
    codes = sorted(limits)
    scopes = {
        TOTAL,
        BUDGET,
        POINTS,
        *[p.day_scope for p in places],
        *[p.store_scope for p in places],
    }
    members = sorted({place.member_id for place in places if place.member_id})
    spent = await tx.rows(SPENT, codes, sorted(scopes))
    uses: list[MemberUses] = []
    if members and any(one.per_member or one.per_member_day for one in limits.values()):
        periods = sorted({EVER, *[place.on.isoformat() for place in places]})
        uses = await tx.rows(USES, members, codes, periods)
    return Counters(limits, spent, uses)


async def shared_counters(tx: Tx, rules: Sequence[str]) -> list[Spent]:
    """Return what limited rules have given, by every shared counter they have."""
    return await tx.rows(SPENT_BY_RULE, list(rules)) if rules else []
