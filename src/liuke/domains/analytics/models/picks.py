"""Recommendations: what members buy again, what goes with it, and the better one of its kind.

*Buy again* weighs each purchase of one's own by how long ago it was and by how often anybody comes
back for that product (Bhagat et al., "Buy It Again", KDD 2018, whose repeat probability this is).
*Goes with* follows products bought in one basket: cosine of their baskets (Linden, Smith and York,
"Amazon.com Recommendations", 2003), drawn to nothing where few baskets speak. *Upgrade* keeps to
what most buy of the same category that costs noticeably more.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.sparse import csr_array

from liuke.domains.analytics.models.arrays import Floats, Ints

SHRINK = 10.0
DEARER, DEAREST = 1.15, 2.5
NEIGHBOURS = 40
LIFT = 0.25


@dataclass(frozen=True)
class Bought:
    """What members bought, one row for each member and product, as places in two lists.

    `faded` sums the days it was bought on, each weighed by its age; `days` counts them.
    """

    member: Ints
    product: Ints
    faded: Floats
    days: Floats


@dataclass(frozen=True)
class Shelf:
    """Products side by side: category, mean price, who bought it, who came back for it."""

    category: Ints
    price_minor: Floats
    buyers: Floats
    returners: Floats


@dataclass(frozen=True)
class Pairs:
    """How many baskets held both of two products, each pair once; and how many held each."""

    one: Ints
    other: Ints
    baskets: Floats
    alone: Floats


def matrix(values: Floats, bought: Bought, members: int, products: int) -> csr_array:
    """Lay one figure of what was bought out as members by products."""
    return csr_array((values, (bought.member, bought.product)), shape=(members, products))


def buy_again(bought: Bought, shelf: Shelf, members: int) -> csr_array:
    """Score what members bought before: their own fading count times the chance to come back."""
    share = shelf.returners.sum() / max(shelf.buyers.sum(), 1.0)
    chance = (shelf.returners + SHRINK * share) / (shelf.buyers + SHRINK)
    values = bought.faded * chance[bought.product]
    return matrix(values, bought, members, len(shelf.buyers))


def likeness(pairs: Pairs, shelf: Shelf) -> csr_array:
    """Return how alike the baskets of two products are, the nearest of each, products by products.

    What many buy is a little likelier: the fourth root of its buyers (measured on real receipts).
    """
    both = np.sqrt(pairs.alone[pairs.one] * pairs.alone[pairs.other])
    cosine = pairs.baskets / (both + SHRINK)
    size = len(pairs.alone)
    half = csr_array((cosine, (pairs.one, pairs.other)), shape=(size, size))
    return _nearest((half + half.T) * shelf.buyers[None, :] ** LIFT)


def upgrades(shelf: Shelf) -> csr_array:
    """Return what is dearer of each product's category, the nearest by who buys it."""
    order = np.lexsort((-shelf.buyers, shelf.category))
    starts = np.flatnonzero(np.diff(shelf.category[order], prepend=-2))
    rows, columns = [], []
    for kin in np.split(order, starts[1:]):
        ratio = shelf.price_minor[kin] / np.maximum(shelf.price_minor[kin][:, None], 1.0)
        fits = (ratio >= DEARER) & (ratio <= DEAREST) & (shelf.category[kin[0]] >= 0)
        fits &= np.cumsum(fits, axis=1) <= NEIGHBOURS
        one, other = np.nonzero(fits)
        rows.append(kin[one])
        columns.append(kin[other])
    row, column = np.concatenate(rows), np.concatenate(columns)
    size = len(shelf.buyers)
    return csr_array((shelf.buyers[column], (row, column)), shape=(size, size))


def _nearest(like: csr_array) -> csr_array:
    """Keep the strongest neighbours of each product, so that the work a member costs is bounded."""
    chosen = best(like.tocsr(), NEIGHBOURS)
    rows, places = np.nonzero(chosen >= 0)
    columns = chosen[rows, places]
    values = np.asarray(like.tocsr()[rows, columns]).ravel()
    return csr_array((values, (rows, columns)), shape=like.shape)


def follow(bought: Bought, like: csr_array, members: int) -> csr_array:
    """Score what members never bought by its likeness to what they bought, fading."""
    size = like.shape[0]
    found = (matrix(np.sqrt(bought.faded), bought, members, size) @ like).tocsr()
    known = matrix(np.ones(len(bought.member)), bought, members, size)
    fresh = (found - found.multiply(known)).tocsr()
    fresh.eliminate_zeros()
    return fresh


def best(scored: csr_array, most: int) -> Ints:
    """Return the best products of each member, one row a member; -1 where there is none.

    Of two of equal score the one that stands first in the list of products goes first.
    """
    table = scored.tocsr()
    chosen: Ints = np.full((table.shape[0], most), -1, dtype=np.int64)
    for row in range(table.shape[0]):
        here = slice(table.indptr[row], table.indptr[row + 1])
        found = _largest(table.data[here], table.indices[here], most)
        chosen[row, : len(found)] = found
    return chosen


def _largest(values: Floats, places: Ints, most: int) -> Ints:
    if len(values) > most:
        kept = values >= np.partition(values, len(values) - most)[-most]
        values, places = values[kept], places[kept]
    found: Ints = places[np.lexsort((places, -values))][:most]
    return found


@dataclass(frozen=True)
class Hits:
    """How a list of picks did against what was bought later: means over members with purchases."""

    members: int
    precision: float
    recall: float
    ndcg: float


def judge(picked: Ints, later: csr_array) -> Hits:
    """Compare picks with what members bought afterwards; who bought nothing is left out.

    NDCG as Järvelin and Kekäläinen (2002), gains of one.
    """
    truth = (later > 0).astype(np.float64).tocsr()
    wanted = np.asarray(truth.sum(axis=1)).ravel()
    buyers = np.flatnonzero(wanted > 0)
    if not len(buyers):
        return Hits(0, 0.0, 0.0, 0.0)
    rows = np.repeat(buyers[:, None], picked.shape[1], axis=1)
    held = picked[buyers]
    hit = np.asarray(truth[rows.ravel(), np.maximum(held, 0).ravel()]).reshape(held.shape)
    hit = hit * (held >= 0)
    gains = 1 / np.log2(np.arange(2, picked.shape[1] + 2))
    ideal = np.cumsum(gains)[np.minimum(wanted[buyers].astype(int), len(gains)) - 1]
    return Hits(
        len(buyers),
        float(hit.mean(axis=1).mean()),
        float((hit.sum(axis=1) / wanted[buyers]).mean()),
        float(((hit * gains).sum(axis=1) / ideal).mean()),
    )
