"""Spending: points as money, within the balance, the step and the share a rule allows."""

from __future__ import annotations

from collections.abc import Sequence
from math import lcm

from liuke.domains.promotions.checks import bounds, refusal, short
from liuke.domains.promotions.effects import PayWithPoints
from liuke.domains.promotions.offers import Offer
from liuke.domains.promotions.reasons import missed
from liuke.domains.promotions.units import Slice, spread
from liuke.domains.promotions.values import PointsSpend, Why
from liuke.domains.promotions.work import Work


def spend_points(offers: Sequence[Offer], work: Work) -> list[PointsSpend]:
    """Pay with the points the basket names, by the first rule of each book that may run."""
    spends: list[PointsSpend] = []
    done: set[str] = set()
    for offer in offers:
        for effect in offer.pays:
            if effect.book in done or work.basket.spend.get(effect.book, 0) <= 0:
                continue
            spend = pay(offer, effect, work)
            if spend is not None:
                spends.append(spend)
                done.add(effect.book)
    told = {effect.book for offer in offers for effect in offer.pays}
    for book, points in work.basket.spend.items():
        if points > 0 and book not in told:
            work.found.missed.append(missed("", Why.NOT_PAYABLE, other=book))
    return spends


def pay(offer: Offer, effect: PayWithPoints, work: Work) -> PointsSpend | None:
    """Pay with points of one book, or say why not."""
    pay_step = work.compiled.pay_steps.get(effect.book, 1)
    no = refusal(offer, work)
    if not no and not pay_step:
        no = missed(offer.code, Why.NOT_PAYABLE, other=effect.book)
    pool = [] if no else work.pool(offer)
    no = no or short(offer, pool, work)
    if not no and not work.view.may_spend:
        no = missed(offer.code, Why.TOO_NEW)
    if no is not None:
        work.found.missed.append(no)
        return None
    wanted = work.basket.spend[effect.book]
    have = work.view.balances.get(effect.book, 0)
    room, budget = room_for(effect, pool, work), bounds(offer, work).off_minor
    tight = Why.CAP if budget is None or budget >= room else Why.BUDGET
    most = points_for(room if budget is None else min(room, budget), effect)
    step = lcm(effect.step_points, pay_step)
    allowed = min(wanted, have, most) // step * step
    points = fewest(allowed, effect, step)
    worth = points * effect.worth_minor // effect.points
    reason = None if allowed == wanted else held_back(wanted, have, most, tight)
    if worth <= 0:
        work.found.missed.append(missed(offer.code, reason or Why.NOTHING_LEFT))
        return None
    shares = tuple([piece.take(amount) for piece, amount in spread(worth, pool) if amount])
    work.spent(offer).uses = 1
    work.spent(offer).off_minor += worth
    return PointsSpend(offer.code, effect.book, points, worth, shares, reason)


def held_back(wanted: int, have: int, most: int, tight: Why) -> Why:
    """Say why fewer points pay than were wanted: the balance, what they may pay, or the steps."""
    if have < min(wanted, most):
        return Why.BALANCE
    return tight if most < wanted else Why.STEP


def fewest(points: int, effect: PayWithPoints, step: int) -> int:
    """Return the fewest points, in whole steps, that pay as much as so many.

    >>> fewest(19, PayWithPoints("points", points=10, worth_minor=1), 1)
    10
    """
    worth = points * effect.worth_minor // effect.points
    needed = -(-worth * effect.points // effect.worth_minor)
    return -(-needed // step) * step


def room_for(effect: PayWithPoints, pool: Sequence[Slice], work: Work) -> int:
    """Return the most that points may pay: a share of the goods, leaving something to pay."""
    value = sum([s.value for s in pool])
    kept = sum([s.value for s in work.slices]) - effect.keep_minor
    return max(min(value * effect.share_bp_max // 10_000, kept), 0)


def points_for(minor: int, effect: PayWithPoints) -> int:
    """Return the most points that are worth no more than an amount.

    >>> points_for(99, PayWithPoints(book="points", points=10, worth_minor=3))
    330
    """
    return minor * effect.points // effect.worth_minor
