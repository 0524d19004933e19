"""商品 Catalog: what a merchant sells.

A product 商品 has SKUs 规格 with codes and barcodes, lies in a category 分类 (a tree), has a brand
品牌 and tags 标签. A price 价格 holds per store from an instant on; its history is never edited.
"""

# A front door is read at a glance.
# fmt: off
# isort: off
from liuke.domains.catalog.classify import brands, categories, classify, name_brands
from liuke.domains.catalog.errors import (
    BarcodeTaken, CircularCategories, SkuOfAnotherProduct, UnknownCatalogCodes, UnknownProducts,
)
from liuke.domains.catalog.find import find_products, prices_at
from liuke.domains.catalog.groups import GoodsGroup, Grouping, list_groups, search_groups
from liuke.domains.catalog.listing import get_products, search_products
from liuke.domains.catalog.look_up import CodeOf, NamedGoods, Sought, look_up
from liuke.domains.catalog.price import lowest_prices, price_history, set_prices
from liuke.domains.catalog.relate import relate, related, unrelate
from liuke.domains.catalog.search import search_items
from liuke.domains.catalog.shelf import OnShelf, shelf
from liuke.domains.catalog.stock import stock
from liuke.domains.catalog.values import (
    Brand, Category, Item, PriceChange, PricePoint, Product, ProductKind, ProductState, Relation,
    RelationKind, Sku, SkuId,
)

__all__ = [
    "BarcodeTaken", "Brand", "Category", "CircularCategories", "CodeOf", "GoodsGroup", "Grouping",
    "Item", "NamedGoods", "OnShelf", "PriceChange", "PricePoint", "Product", "ProductKind",
    "ProductState", "Relation", "RelationKind", "Sku", "SkuId", "SkuOfAnotherProduct", "Sought",
    "UnknownCatalogCodes", "UnknownProducts", "brands", "categories", "classify", "find_products",
    "get_products", "list_groups", "look_up", "lowest_prices", "name_brands", "price_history",
    "prices_at", "relate", "related", "search_groups", "search_items", "search_products",
    "set_prices", "shelf", "stock", "unrelate",
]
