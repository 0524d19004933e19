"""Simulate: run a draft of the rules over past baskets, beside the rules that live now."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime

import msgspec

from liuke.domains.promotions.basket import Basket, View
from liuke.domains.promotions.counters import Counters, Place
from liuke.domains.promotions.index import Compiled
from liuke.domains.promotions.rules import decide
from liuke.domains.promotions.values import Decision
from liuke.kernel.values import Value

EXAMPLES = 10


class PastBasket(Value, frozen=True):
    """A basket as it was, the member as they were, and when, in the shop's zone."""

    order: str
    basket: Basket
    view: View
    at: datetime


class RuleOutcome(Value, frozen=True):
    """What one rule would have done: orders, uses, money off, points given, members reached."""

    rule: str
    orders: int
    uses: int
    off_minor: int
    points: int
    members: int


class Side(Value, frozen=True):
    """What one set of rules would have cost over all the baskets, points by book."""

    payable_minor: int
    discount_minor: int
    shipping_off_minor: int
    points: dict[str, int]
    rules: tuple[RuleOutcome, ...]


class Difference(Value, frozen=True):
    """One order that would cost the buyer more (above zero) or less."""

    order: str
    payable_minor: int
    points: int


class DayOutcome(Value, frozen=True):
    """One day of orders: what the buyers pay by either set of rules, and who gains or loses."""

    on: date
    orders: int
    live_minor: int
    draft_minor: int
    winners: int
    losers: int


class Simulation(Value, frozen=True):
    """A draft beside the live rules: what each costs, who gains, who loses, and by how much.

    Buyers are members (guests order by order); they win when they pay less, or pay the same and
    earn more. `cost_minor` is what the shop takes less with the draft. By day, orders are counted.
    """

    orders: int
    live: Side
    draft: Side
    cost_minor: int
    winners: int
    losers: int
    won_minor: int
    lost_minor: int
    best: tuple[Difference, ...]
    worst: tuple[Difference, ...]
    days: tuple[DayOutcome, ...]


@dataclass(slots=True)
class Tally:
    """What one rule has done so far."""

    orders: int = 0
    uses: int = 0
    off_minor: int = 0
    points: int = 0
    members: set[str] = field(default_factory=set)


class Run:
    """One set of rules running over the baskets in time order, with its own counters."""

    def __init__(self, rules: Compiled) -> None:
        """Start with nothing given."""
        self.rules = rules
        self.counters = Counters(rules.limits, (), ())
        self.totals = Counter[str]()
        self.points = Counter[str]()
        self.tallies: dict[str, Tally] = {}

    def add(self, past: PastBasket) -> Decision:
        """Decide one basket and count it."""
        view, basket = past.view, past.basket
        place = Place(view.member_id, basket.store, past.at.date())
        if self.rules.limits:
            view = msgspec.structs.replace(view, used=self.counters.used(place))
        made = decide(self.rules, view, basket, past.at)
        self.counters.take(past.order, place, made.uses)
        self.count(made, buyer(past))
        return made

    def count(self, made: Decision, who: str) -> None:
        """Add a decision to the totals and to its rules."""
        self.totals["payable"] += made.payable_minor
        self.totals["discount"] += made.discount_minor
        self.totals["shipping"] += made.shipping_off_minor
        for effect in made.effects:
            tally = self.tally(effect.rule)
            tally.uses += effect.times
            tally.off_minor += effect.applied_minor
        for award in made.awards:
            self.points[award.book] += award.points
            for part in award.parts:
                self.tally(part.rule).points += part.points
        for rule in applied(made):
            tally = self.tally(rule)
            tally.orders += 1
            tally.members.add(who)

    def tally(self, rule: str) -> Tally:
        """Return what a rule has done so far."""
        return self.tallies.setdefault(rule, Tally())

    def side(self) -> Side:
        """Return the result."""
        rules = [
            RuleOutcome(rule, one.orders, one.uses, one.off_minor, one.points, len(one.members))
            for rule, one in sorted(self.tallies.items(), key=lambda item: -item[1].off_minor)
        ]
        totals = self.totals
        return Side(
            payable_minor=totals["payable"],
            discount_minor=totals["discount"],
            shipping_off_minor=totals["shipping"],
            points=dict(self.points),
            rules=tuple(rules),
        )


def applied(made: Decision) -> set[str]:
    """Return the rules that did something to an order, multipliers included."""
    parts = [part for award in made.awards for part in award.parts]
    factors = {code for part in parts for code in part.factors}
    granted = {grant.rule for grant in made.grants}
    return {e.rule for e in made.effects} | {part.rule for part in parts} | factors | granted


def buyer(past: PastBasket) -> str:
    """Return who gains or loses: the member, or a guest's order by itself."""
    return str(past.view.member_id or past.order)


def simulate(live: Compiled, draft: Compiled, past: Iterable[PastBasket]) -> Simulation:
    """Run both sets of rules over past baskets, given in time order, and compare them."""
    before, after = Run(live), Run(draft)
    by_order: list[Difference] = []
    by_buyer: dict[str, tuple[int, int]] = {}
    by_day: dict[date, Counter[str]] = {}
    for one in past:
        old, new = before.add(one), after.add(one)
        dearer = new.payable_minor - old.payable_minor
        more = sum([a.points for a in new.awards]) - sum([a.points for a in old.awards])
        paid, points = by_buyer.get(buyer(one), (0, 0))
        by_buyer[buyer(one)] = (paid + dearer, points + more)
        by_order.append(Difference(one.order, dearer, more))
        by_day.setdefault(one.at.date(), Counter()).update(
            orders=1,
            live=old.payable_minor,
            draft=new.payable_minor,
            winners=(dearer, -more) < (0, 0),
            losers=(dearer, -more) > (0, 0),
        )
    return compared(before, after, by_order, list(by_buyer.values()), _days(by_day))


def _days(by_day: dict[date, Counter[str]]) -> tuple[DayOutcome, ...]:
    return tuple(
        [
            DayOutcome(on, day["orders"], day["live"], day["draft"], day["winners"], day["losers"])
            for on, day in sorted(by_day.items())
        ]
    )


def compared(
    before: Run,
    after: Run,
    by_order: list[Difference],
    by_buyer: list[tuple[int, int]],
    days: tuple[DayOutcome, ...],
) -> Simulation:
    """Put both sides beside each other, with the orders that change most."""
    ranked = sorted(by_order, key=lambda one: (one.payable_minor, -one.points, one.order))
    live, draft = before.side(), after.side()
    return Simulation(
        orders=len(by_order),
        live=live,
        draft=draft,
        cost_minor=live.payable_minor - draft.payable_minor,
        winners=sum([(paid, -points) < (0, 0) for paid, points in by_buyer]),
        losers=sum([(paid, -points) > (0, 0) for paid, points in by_buyer]),
        won_minor=sum([-paid for paid, _ in by_buyer if paid < 0]),
        lost_minor=sum([paid for paid, _ in by_buyer if paid > 0]),
        best=tuple([one for one in ranked[:EXAMPLES] if (one.payable_minor, -one.points) < (0, 0)]),
        worst=tuple(
            [one for one in ranked[::-1][:EXAMPLES] if (one.payable_minor, -one.points) > (0, 0)]
        ),
        days=days,
    )
