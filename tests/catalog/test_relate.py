from __future__ import annotations

import pytest

from liuke.domains import catalog
from liuke.domains.catalog import Product, ProductState, Relation, RelationKind
from liuke.kernel.db import Tx


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


async def test_unknown_products_cannot_be_related(tx: Tx) -> None:
    with pytest.raises(catalog.UnknownCatalogCodes) as refusal:
        await catalog.relate(tx, [Relation("a", RelationKind.GOES_WITH, "b")])
    assert refusal.value.codes == ("a", "b")
