"""Stacking: which offers of a group apply, in what order, and on what they are computed."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

from liuke.domains.promotions.applying import apply
from liuke.domains.promotions.offers import Offer
from liuke.domains.promotions.reasons import missed
from liuke.domains.promotions.terms import Base, Mode
from liuke.domains.promotions.values import Why
from liuke.domains.promotions.work import Work


def run_groups(offers: Sequence[Offer], work: Work) -> None:
    """Run the offers of a stage, already in order, group by group."""
    for _, members in groupby(offers, key=lambda offer: offer.order[:3]):
        run_group(list(members), work)


def run_group(offers: list[Offer], work: Work) -> None:
    """Run one group by its mode."""
    group = offers[0].group
    work.base = group.base
    if group.base is Base.INITIAL:
        for piece in work.slices:
            piece.entry = piece.taken
    if group.mode is Mode.ALL or len(offers) == 1:
        for offer in offers:
            apply(offer, work)
    elif group.mode is Mode.FIRST:
        run_first(offers, work)
    elif group.by_line:
        run_by_line(offers, work)
    else:
        run_best(offers, work)


def run_first(offers: list[Offer], work: Work) -> None:
    """Apply the first offer that gives something; the rest learn which one it was."""
    winner: Offer | None = None
    for offer in offers:
        if winner is not None:
            beaten(offer, winner, work)
        elif apply(offer, work):
            winner = offer


def run_best(offers: list[Offer], work: Work) -> None:
    """Try each offer alone; apply the one that gives most (or least), the earlier on a tie."""
    tried = [(offer, trial(offer, work)) for offer in offers]
    giving = [(offer, sum(by_line.values())) for offer, by_line in tried if by_line]
    winner = chosen(giving, offers[0].group.mode) if giving else None
    for offer, by_line in tried:
        if winner is None or offer is winner or not by_line:
            apply(offer, work)
        else:
            beaten(offer, winner, work)


def run_by_line(offers: list[Offer], work: Work) -> None:
    """Try each offer alone; on each line apply the one that gives it most (or least)."""
    tried = [(offer, trial(offer, work)) for offer in offers]
    won: dict[Offer, set[int]] = {}
    last: Offer | None = None
    for line in sorted({line for _, by_line in tried for line in by_line}):
        giving = [(offer, by_line[line]) for offer, by_line in tried if line in by_line]
        last = chosen(giving, offers[0].group.mode)
        won.setdefault(last, set()).add(line)
    for offer, by_line in tried:
        if offer in won:
            work.only = frozenset(won[offer])
            apply(offer, work)
            work.only = None
        elif by_line and last is not None:
            beaten(offer, last, work)
        else:
            apply(offer, work)


def chosen(giving: list[tuple[Offer, int]], mode: Mode) -> Offer:
    """Return the offer that gives most, or least; the earlier on a tie."""
    sign = 1 if mode is Mode.LEAST else -1
    return min(giving, key=lambda pair: sign * pair[1])[0]


def beaten(offer: Offer, winner: Offer, work: Work) -> None:
    """Record that another offer of the group was taken instead."""
    coupon = offer.key[1]
    no = missed(offer.code, Why.BEATEN, coupon=coupon, other=winner.code)
    work.found.missed.append(no)


def trial(offer: Offer, work: Work) -> dict[int, int]:
    """Return what an offer alone would take off each line (−1: off shipping), changing nothing."""
    saved = work.save()
    start, shipping = len(work.found.effects), work.shipping_left
    apply(offer, work)
    by_line: dict[int, int] = {}
    for effect in work.found.effects[start:]:
        for share in effect.shares:
            by_line[share.line] = by_line.get(share.line, 0) + share.amount
    if shipping > work.shipping_left:
        by_line[-1] = shipping - work.shipping_left
    work.restore(saved)
    return by_line
