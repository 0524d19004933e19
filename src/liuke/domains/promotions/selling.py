"""Selling: goods that only some may buy, or only so many of."""

from __future__ import annotations

from collections.abc import Sequence

from liuke.domains.promotions.checks import bounds, refusal
from liuke.domains.promotions.effects import OnlyFor
from liuke.domains.promotions.offers import Offer
from liuke.domains.promotions.reasons import missed
from liuke.domains.promotions.terms import Counting
from liuke.domains.promotions.units import Slice, units_of
from liuke.domains.promotions.values import Blocked, Missed, Share, Why
from liuke.domains.promotions.work import Work


def block(offers: Sequence[Offer], work: Work) -> dict[Offer, tuple[int, tuple[Share, ...]]]:
    """Name the lines that this member may not buy here and now, or not so many of.

    Of those they may, return what counts as used (a unit each, where the limit counts units), and
    which units.
    """
    sold: dict[Offer, tuple[int, tuple[Share, ...]]] = {}
    for offer in offers:
        if offer.only_for is None:
            continue
        pool = work.pool(offer)
        no = refusal(offer, work) or too_many(offer, offer.only_for, pool, work)
        if pool and no is not None:
            lines = dict.fromkeys([piece.goods.index for piece in pool])
            work.found.blocked += [Blocked(n, offer.code, offer.only_for, no) for n in lines]
        elif pool:
            units = tuple([Share(s.goods.index, s.start, s.count) for s in pool])
            sold[offer] = (units_of(pool) if by_units(offer) else 1), units
    return sold


def too_many(offer: Offer, effect: OnlyFor, pool: Sequence[Slice], work: Work) -> Missed | None:
    """Say whether a basket holds more units than may be sold, to one or by what is left."""
    left = bounds(offer, work).units
    most = [bound for bound in (effect.units_max, left) if bound is not None]
    if not most or units_of(pool) <= min(most):
        return None
    return missed(offer.code, Why.LIMIT, missing=units_of(pool) - min(most))


def by_units(offer: Offer) -> bool:
    """Say whether a limit counts each unit that is sold; else the order is one use."""
    return offer.limits is not None and offer.limits.counting is Counting.UNITS
