"""Burden: everything that hangs on some units of an order, found before it is undone.

Each amount is the difference of two cumulative ones (with these units back, and without), so that
returns add up to the unit in whatever order and pieces they come.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from liuke.domains.checkout.units import taken, touched, upto
from liuke.domains.checkout.values import Units
from liuke.domains.promotions import Decision, Grant, PointsSpend, Share, Use


@dataclass(frozen=True)
class OfCoupon:
    """What a coupon took off the units, and the uses that are free again."""

    off_minor: int
    uses: int


@dataclass(frozen=True)
class Burden:
    """What some units bear: money paid, discounts, points earned and spent, coupons, limits.

    `grants` are what rules gave for the next visit; `whole` is with the last units of the order.
    """

    refund_minor: int
    discount_minor: int
    awards: Mapping[str, int]
    spends: Mapping[str, int]
    coupons: Mapping[str, OfCoupon]
    uses: tuple[Use, ...]
    grants: tuple[Grant, ...]
    units: int
    whole: bool


def burden(
    decision: Decision, sold: Mapping[int, int], before: Sequence[Units], now: Sequence[Units]
) -> Burden:
    """Return what the units `now` bear, those of `before` having come back already.

    `sold` is the number of units by line.
    """
    after = [*before, *now]
    due = _due(decision, sold, after) - _due(decision, sold, before)
    back = sum([span.count for span in after])
    giving = _free(decision, [grant.rule for grant in decision.grants], sold, (before, after))
    return Burden(
        refund_minor=due,
        discount_minor=taken(decision.discounts, now),
        awards={award.book: taken(award.shares, now) for award in decision.awards},
        spends={spend.book: _spent(spend, before, after) for spend in decision.spends},
        coupons=_coupons(decision, sold, before, after),
        uses=_uses(decision, sold, before, after),
        grants=tuple(grant for grant in decision.grants if grant.rule in giving),
        units=sum([span.count for span in now]),
        whole=bool(now) and back == sum(sold.values()),
    )


def _due(decision: Decision, sold: Mapping[int, int], units: Sequence[Units]) -> int:
    """Return the money paid for units: their list price less all that hangs on them."""
    spent = [share for spend in decision.spends for share in spend.shares]
    lists = [  # from the cut up, as the effects are: so no unit ever bears more than it cost
        Share(place, 0, sold[place], line.cut_minor, line.gross_minor)
        for place, line in enumerate(decision.lines)
    ]
    return taken(lists, units) - taken(decision.discounts, units) - taken(spent, units)


def _spent(spend: PointsSpend, before: Sequence[Units], after: Sequence[Units]) -> int:
    return upto(spend.points, taken(spend.shares, after), spend.worth_minor) - upto(
        spend.points, taken(spend.shares, before), spend.worth_minor
    )


def _coupons(
    decision: Decision, sold: Mapping[int, int], before: Sequence[Units], after: Sequence[Units]
) -> dict[str, OfCoupon]:
    """Return what each coupon gave the units, and the uses on which nothing hangs any more.

    Several uses are free one after another as the units they gave come back; what a coupon gave
    to no unit (the shipping) hangs on all of them.
    """
    found = {}
    for use in decision.coupons:
        shares = [s for e in decision.effects if e.coupon == use.coupon for s in e.shares]
        off = taken(shares, after) - taken(shares, before)
        on = shares or [Share(line, 0, count) for line, count in sold.items()]
        whole = sum([share.count for share in on])
        uses = upto(use.uses, touched(on, after), whole) - upto(
            use.uses, touched(on, before), whole
        )
        if not shares and uses:
            off = use.off_minor
        if off or uses:
            found[use.coupon] = OfCoupon(off, uses)
    return found


def _uses(
    decision: Decision, sold: Mapping[int, int], before: Sequence[Units], after: Sequence[Units]
) -> tuple[Use, ...]:
    """Return what each limited rule has free again, as the units it gave come back."""
    free = []
    for use in decision.uses:
        was, now = (_freed(decision, use, sold, units) for units in (before, after))
        if now != was:
            free.append(
                Use(
                    use.rule,
                    now.uses - was.uses,
                    now.budget_minor - was.budget_minor,
                    now.points - was.points,
                )
            )
    return tuple(free)


def _freed(decision: Decision, use: Use, sold: Mapping[int, int], units: Sequence[Units]) -> Use:
    """Return what of a use is free once these units are back.

    Its uses come one after another, its money to the cent; its points, and what hangs on no unit
    (the shipping), with the last unit that bears anything of it.
    """
    everything = [Units(line, 0, count) for line, count in sold.items()]
    shares = _shares(decision, use.rule)
    if use.sold and not shares:
        part, whole = touched(use.sold, units), sum([share.count for share in use.sold])
        return use if part == whole else Use(use.rule, upto(use.uses, part, whole))
    if _hanging(decision, use.rule, units) == _hanging(decision, use.rule, everything):
        return use
    whole = sum([share.count for share in shares])
    uses = upto(use.uses, touched(shares, units), whole) if shares else 0
    return Use(use.rule, uses, taken(shares, units))


def _free(
    decision: Decision,
    rules: Iterable[str],
    sold: Mapping[int, int],
    back: tuple[Sequence[Units], Sequence[Units]],
) -> set[str]:
    """Return the rules on which nothing hangs any more, and something did before."""
    before, after = back
    everything = [Units(line, 0, count) for line, count in sold.items()]
    return {
        rule
        for rule in rules
        if _hanging(decision, rule, everything) == _hanging(decision, rule, after)
        and _hanging(decision, rule, everything) != _hanging(decision, rule, before)
    }


def _hanging(decision: Decision, rule: str, units: Sequence[Units]) -> int:
    """Return what units bear of a rule; a rule without effects on the price hangs on all units."""
    shares = _shares(decision, rule)
    return taken(shares, units) if shares else sum([span.count for span in units])


def _shares(decision: Decision, rule: str) -> list[Share]:
    """Return what a rule took off units, and let points pay of them."""
    off = [share for one in decision.effects if one.rule == rule for share in one.shares]
    return off + [share for one in decision.spends if one.rule == rule for share in one.shares]
