"""Selling: goods that only some may buy, or only so many of."""

from __future__ import annotations

from collections.abc import Sequence

from liuke.domains.promotions.checks import refusal
from liuke.domains.promotions.effects import OnlyFor
from liuke.domains.promotions.offers import Offer
from liuke.domains.promotions.reasons import missed
from liuke.domains.promotions.units import Slice, units_of
from liuke.domains.promotions.values import Blocked, Missed, Why
from liuke.domains.promotions.work import Work


def block(offers: Sequence[Offer], work: Work) -> None:
    """Name the lines that this member may not buy here and now, or not so many of."""
    for offer in offers:
        if offer.only_for is None:
            continue
        pool = work.pool(offer)
        no = refusal(offer, work) or too_many(offer, offer.only_for, pool)
        if pool and no is not None:
            lines = dict.fromkeys([piece.goods.index for piece in pool])
            work.found.blocked += [Blocked(n, offer.code, offer.only_for, no) for n in lines]
        elif pool:
            work.spent(offer).uses = units_of(pool)


def too_many(offer: Offer, effect: OnlyFor, pool: Sequence[Slice]) -> Missed | None:
    """Say whether a basket holds more units than may be sold."""
    if effect.units_max is None or units_of(pool) <= effect.units_max:
        return None
    return missed(offer.code, Why.LIMIT, missing=units_of(pool) - effect.units_max)
