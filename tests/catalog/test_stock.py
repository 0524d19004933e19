from __future__ import annotations

import pytest

from liuke.domains import catalog
from liuke.domains.catalog import Brand, Category, Product, ProductKind, ProductState, Sku
from liuke.kernel.db import Tx

SHELVES = [Category("dairy", "乳品", "food"), Category("food", "食品"), Category("foods", "别的")]
MILK = Product(
    "milk",
    "鲜牛奶",
    "dairy",
    "farm",
    tags=("fresh", "member"),
    skus=(Sku("milk-1l", "1 L", "690001", 1290), Sku("milk-2l", "2 L", "690002", 2290)),
)
PEAR = Product("pear", "梨", skus=(Sku("pear", weighed=True, price_minor=880),))


async def open_shop(tx: Tx) -> None:
    await catalog.classify(tx, SHELVES)
    await catalog.name_brands(tx, [Brand("farm", "农场")])
    await catalog.stock(tx, [MILK, PEAR])


async def test_a_product_is_read_as_it_was_stocked(tx: Tx) -> None:
    await open_shop(tx)
    assert await catalog.get_products(tx, ["milk", "pear"]) == [MILK, PEAR]
    assert [c.code for c in await catalog.categories(tx)] == ["food", "dairy", "foods"]
    assert await catalog.brands(tx) == [Brand("farm", "农场")]


async def test_a_basket_line_finds_its_item_by_code_and_by_barcode(tx: Tx) -> None:
    await open_shop(tx)
    found = await catalog.find_products(tx, ["milk-2l", "690001", "pear", "nothing"])
    assert set(found) == {"milk-2l", "690001", "pear"}
    item = found["690001"]
    assert (item.sku, item.product, item.name) == ("milk-1l", "milk", "1 L")
    assert (item.category, item.category_path) == ("dairy", "/food/dairy/")
    assert (item.brand, item.tags, item.price_minor) == ("farm", ("fresh", "member"), 1290)
    assert found["pear"].weighed
    assert (found["pear"].name, found["pear"].category_path) == ("梨", "/")
    assert await catalog.find_products(tx, []) == {}


async def test_stocking_again_changes_what_is_named_and_keeps_the_rest(tx: Tx) -> None:
    await open_shop(tx)
    one_sku = (Sku("milk-1l", "1 升", "690001", 1190),)
    changed = Product(
        "milk",
        "牛奶",
        "food",
        kind=ProductKind.GIFT,
        state=ProductState.RETIRED,
        tags=("new",),
        skus=one_sku,
    )
    await catalog.stock(tx, [MILK, changed])
    [milk] = await catalog.get_products(tx, ["milk"])
    assert (milk.name, milk.category, milk.brand, milk.tags) == ("牛奶", "food", None, ("new",))
    assert (milk.kind, milk.state) == (ProductKind.GIFT, ProductState.RETIRED)
    assert [(sku.code, sku.price_minor) for sku in milk.skus] == [
        ("milk-1l", 1190),
        ("milk-2l", 2290),
    ]


async def test_search_keeps_to_a_branch_of_the_tree_and_to_a_tag(tx: Tx) -> None:
    await open_shop(tx)
    await catalog.stock(tx, [Product("soap", "皂", "foods"), Product("tofu", "豆腐", "food")])
    assert [p.code for p in await catalog.search_products(tx, category="food")] == ["milk", "tofu"]
    assert [p.code for p in await catalog.search_products(tx, tag="fresh")] == ["milk"]
    assert [p.code for p in await catalog.search_products(tx, after="milk", limit=2)] == [
        "pear",
        "soap",
    ]
    assert await catalog.search_products(tx, category="nowhere") == []


async def test_a_sku_never_moves_to_another_product(tx: Tx) -> None:
    await open_shop(tx)
    with pytest.raises(catalog.SkuOfAnotherProduct) as refusal:
        await catalog.stock(tx, [Product("fake", "假", skus=(Sku("milk-1l"),))])
    assert refusal.value.skus == ("milk-1l",)
    twice = [Product("a", "甲", skus=(Sku("x"),)), Product("b", "乙", skus=(Sku("x"),))]
    with pytest.raises(catalog.SkuOfAnotherProduct):
        await catalog.stock(tx, twice)


async def test_a_barcode_names_one_sku(tx: Tx) -> None:
    await open_shop(tx)
    with pytest.raises(catalog.BarcodeTaken) as refusal:
        await catalog.stock(tx, [Product("fake", "假", skus=(Sku("f", barcode="690001"),))])
    assert refusal.value.barcodes == ("690001",)


@pytest.mark.parametrize(
    "skus",
    [
        (Sku("f", barcode="pear"),),
        (Sku("690001"),),
        (Sku("f", barcode="g"), Sku("g")),
    ],
)
async def test_a_till_never_scans_one_sku_and_sells_another(tx: Tx, skus: tuple[Sku, ...]) -> None:
    await open_shop(tx)
    with pytest.raises(catalog.BarcodeTaken):
        await catalog.stock(tx, [Product("fake", "假", skus=skus)])
    await catalog.stock(tx, [Product("same", "同", skus=(Sku("690009", barcode="690009"),))])


async def test_unknown_categories_brands_and_products_are_named(tx: Tx) -> None:
    with pytest.raises(catalog.UnknownCatalogCodes) as refusal:
        await catalog.stock(tx, [Product("a", "甲", "nowhere"), Product("b", "乙")])
    assert (refusal.value.field, refusal.value.codes) == ("category", ("nowhere",))
    with pytest.raises(catalog.UnknownCatalogCodes) as refusal:
        await catalog.stock(tx, [Product("a", "甲", brand="nobody")])
    assert refusal.value.field == "brand"
    with pytest.raises(catalog.UnknownProducts):
        await catalog.get_products(tx, ["nothing"])
    await catalog.stock(tx, [])
