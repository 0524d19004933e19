from __future__ import annotations

from liuke.domains import catalog
from liuke.domains.catalog import CodeOf, NamedGoods, Product, ProductState, Sku, Sought
from liuke.kernel.db import Tx

TEA = Product(
    "tea", "白茶", tags=("new", "gift"), skus=(Sku("tea-50", "50 克", "6901"), Sku("tea-100"))
)
OLD = Product("old", "红茶", state=ProductState.RETIRED, skus=(Sku("tea"),))


async def test_codes_of_every_kind_are_named_at_once_and_unknown_ones_are_missing(tx: Tx) -> None:
    await catalog.stock(tx, [TEA, OLD])
    sought = Sought(
        products=("tea", "old", "nothing", "a/b", "tea"),
        skus=("tea-50", "tea-100", "tea", "6901"),
        tags=("new", "none", "new"),
    )
    assert await catalog.look_up(tx, sought) == [
        NamedGoods(CodeOf.PRODUCT, "old", "红茶", "old", "红茶", ProductState.RETIRED),
        NamedGoods(CodeOf.PRODUCT, "tea", "白茶", "tea", "白茶", ProductState.ACTIVE),
        NamedGoods(CodeOf.SKU, "tea", "红茶", "old", "红茶", ProductState.RETIRED),
        NamedGoods(CodeOf.SKU, "tea-100", "白茶", "tea", "白茶", ProductState.ACTIVE),
        NamedGoods(CodeOf.SKU, "tea-50", "50 克", "tea", "白茶", ProductState.ACTIVE),
        NamedGoods(CodeOf.TAG, "new", "new", None, "", ProductState.ACTIVE),
    ]


async def test_a_tag_that_no_product_bears_any_more_is_missing(tx: Tx) -> None:
    await catalog.stock(tx, [TEA])
    await catalog.stock(tx, [Product("tea", "白茶", tags=("gift",))])
    found = await catalog.look_up(tx, Sought(tags=("new", "gift")))
    assert [one.code for one in found] == ["gift"]


async def test_nothing_asked_finds_nothing(tx: Tx) -> None:
    await catalog.stock(tx, [TEA])
    assert await catalog.look_up(tx, Sought()) == []
