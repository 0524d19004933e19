from __future__ import annotations

import pytest

from liuke.domains import catalog
from liuke.domains.catalog import Product, ProductState, Relation, RelationKind
from liuke.domains.catalog.relate import RELATIONS_MOST
from liuke.kernel.db import Tx
from liuke.kernel.problems import TooMany


async def test_milk_goes_with_cereal_until_it_no_longer_does(tx: Tx) -> None:
    names = ("milk", "cereal", "organic", "gone")
    await catalog.stock(tx, [Product(name, name) for name in names])
    pairs = [
        Relation("cereal", RelationKind.GOES_WITH, "milk"),
        Relation("cereal", RelationKind.GOES_WITH, "gone"),
        Relation("organic", RelationKind.UPGRADE_OF, "milk"),
    ]
    await catalog.relate(tx, pairs)
    await catalog.relate(tx, pairs)
    await catalog.stock(tx, [Product("gone", "gone", state=ProductState.RETIRED)])
    related = await catalog.related(tx, ["cereal", "organic"], RelationKind.GOES_WITH)
    assert related == {"cereal": ["milk"], "organic": []}
    await catalog.unrelate(tx, pairs[:1])
    assert await catalog.related(tx, ["cereal"], RelationKind.GOES_WITH) == {"cereal": []}


async def test_a_product_points_at_a_hundred_others_in_one_way_at_most(tx: Tx) -> None:
    names = ["tea", "pot", *[f"cup{n}" for n in range(RELATIONS_MOST + 1)]]
    await catalog.stock(tx, [Product(name, name) for name in names])
    goes, better = RelationKind.GOES_WITH, RelationKind.UPGRADE_OF
    pairs = [Relation("tea", goes, cup) for cup in names[2:]]
    await catalog.relate(tx, pairs[:-1])
    await catalog.relate(tx, [pairs[0], Relation("tea", better, "pot")])
    with pytest.raises(TooMany) as refusal:
        await catalog.relate(tx, [Relation("pot", goes, "tea"), pairs[-1]])
    assert (refusal.value.what, refusal.value.of) == ("relations", ("tea",))


async def test_unknown_products_cannot_be_related(tx: Tx) -> None:
    with pytest.raises(catalog.UnknownCatalogCodes) as refusal:
        await catalog.relate(tx, [Relation("a", RelationKind.GOES_WITH, "b")])
    assert refusal.value.codes == ("a", "b")
