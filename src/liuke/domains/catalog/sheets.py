"""The sheet of products: one row per SKU, rows of one product standing together."""

from __future__ import annotations

from collections.abc import Sequence

from liuke.domains import connect
from liuke.domains.catalog.classify import brands, categories, classify, name_brands
from liuke.domains.catalog.listing import search_products
from liuke.domains.catalog.stock import stock
from liuke.domains.catalog.values import (
    Brand,
    Category,
    Code,
    Name,
    Price,
    Product,
    ProductKind,
    ProductState,
    Sku,
    Tag,
)
from liuke.domains.connect import Column, Kind, Leaf, Wish
from liuke.kernel.db import Tx
from liuke.kernel.values import Value

PAGE_MAX = 200


class ProductRow(Value, frozen=True):
    """One SKU in a file, with what is said of its product; without a SKU it is one itself."""

    product: Code
    name: Name = ""
    category: Code | None = None
    brand: Code | None = None
    sku: Code | None = None
    sku_name: Name = ""
    barcode: Code | None = None
    price: Price | None = None
    weighed: bool = False
    tags: tuple[Tag, ...] = ()
    kind: ProductKind = ProductKind.GOODS
    state: ProductState = ProductState.ACTIVE

    @property
    def shelf(self) -> Sku:
        """Return the SKU of the row."""
        code = self.sku or self.product
        return Sku(code, self.sku_name, self.barcode, self.price, weighed=self.weighed)


KINDS = {"商品": "goods", "服务": "service", "赠品": "gift"}
STATES = {"在售": "active", "上架": "active", "停售": "retired", "下架": "retired"}
COLUMNS = (
    Column(
        "product", "Product", "商品编码", required=True, aliases=("product code", "货号", "spu")
    ),
    Column("name", "Name", "商品名称", aliases=("product name", "品名", "名称")),
    Column("category", "Category", "分类", aliases=("category code", "分类编码", "类目")),
    Column("brand", "Brand", "品牌"),
    Column("sku", "SKU", "规格编码", aliases=("sku code", "sku编码")),
    Column("sku_name", "SKU name", "规格名称", aliases=("规格",)),
    Column("barcode", "Barcode", "条码", aliases=("ean", "upc", "商品条码", "国际条码")),
    Column("price", "Price", "价格", Kind.MONEY, aliases=("售价", "零售价", "单价")),
    Column("weighed", "Weighed", "称重", Kind.YES_NO),
    Column("tags", "Tags", "标签", Kind.WORDS),
    Column("kind", "Kind", "类型", words=KINDS),
    Column("state", "State", "状态", words=STATES),
)


async def take(tx: Tx, rows: Sequence[ProductRow]) -> list[connect.RowFault]:
    """Stock products; categories and brands that are new come into being under their codes."""
    await _introduce(tx, rows)
    by_product: dict[str, list[ProductRow]] = {}
    for row in rows:
        by_product.setdefault(row.product, []).append(row)
    await stock(tx, [_product(group) for group in by_product.values()])
    return []


async def _introduce(tx: Tx, rows: Sequence[ProductRow]) -> None:
    kinds = {row.category for row in rows if row.category} - {c.code for c in await categories(tx)}
    if kinds:
        await classify(tx, [Category(code, code) for code in sorted(kinds)])
    makers = {row.brand for row in rows if row.brand} - {brand.code for brand in await brands(tx)}
    if makers:
        await name_brands(tx, [Brand(code, code) for code in sorted(makers)])


def _product(group: Sequence[ProductRow]) -> Product:
    """Return one product; what its rows leave out, any of them may say."""
    last = group[-1]
    return Product(
        code=last.product,
        name=next((row.name for row in group if row.name), last.product),
        category=next((row.category for row in group if row.category), None),
        brand=next((row.brand for row in group if row.brand), None),
        kind=last.kind,
        state=last.state,
        tags=tuple(dict.fromkeys(tag for row in group for tag in row.tags)),
        skus=tuple([row.shelf for row in group]),
    )


async def page(tx: Tx, wish: Wish) -> Leaf:
    """Return products in code order, one row per SKU."""
    most = min(wish.limit, PAGE_MAX)
    found = await search_products(tx, after=wish.after, limit=most)
    rows = tuple([row for product in found for row in _rows(product)])
    return Leaf(rows, found[-1].code if found else "", more=len(found) == most)


def _rows(product: Product) -> list[ProductRow]:
    return [
        ProductRow(
            product=product.code,
            name=product.name,
            category=product.category,
            brand=product.brand,
            sku=sku.code,
            sku_name=sku.name,
            barcode=sku.barcode,
            price=sku.price_minor,
            weighed=sku.weighed,
            tags=product.tags,
            kind=product.kind,
            state=product.state,
        )
        for sku in product.skus
    ]


connect.declare(
    connect.Sheet(
        name="products",
        label="Products",
        label_zh="商品",
        kind=ProductRow,
        columns=COLUMNS,
        take=take,
        page=page,
        may="catalog.edit",
        group="product",
    )
)
