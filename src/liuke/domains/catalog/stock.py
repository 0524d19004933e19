"""Stock products with their SKUs, tags and prices: a batch of any size, by code."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from functools import partial

from liuke.domains.catalog.errors import BarcodeTaken, SkuOfAnotherProduct, UnknownCatalogCodes
from liuke.domains.catalog.groups import GoodsGroup, Grouping, learn_groups
from liuke.domains.catalog.listing import get_products
from liuke.domains.catalog.price import set_prices
from liuke.domains.catalog.search import index
from liuke.domains.catalog.values import PriceChange, Product, ProductId, Sku, SkuId
from liuke.kernel.db import Tx
from liuke.kernel.edits import hold_as_seen, only
from liuke.kernel.rows import Sql
from liuke.kernel.values import Value

UNKNOWN = Sql[str]("""
    SELECT DISTINCT asked.code
    FROM UNNEST($1::text[]) AS asked (code)
    LEFT JOIN catalog_category c ON c.code = asked.code
    WHERE asked.code IS NOT NULL AND c.id IS NULL
    ORDER BY asked.code
""")
UNKNOWN_BRANDS = Sql[str]("""
    SELECT DISTINCT asked.code
    FROM UNNEST($1::text[]) AS asked (code)
    LEFT JOIN catalog_brand b ON b.code = asked.code
    WHERE asked.code IS NOT NULL AND b.id IS NULL
    ORDER BY asked.code
""")
PRODUCTS = Sql[None]("""
    INSERT INTO catalog_product AS old
        (id, code, name, kind, state, retired_at, category_id, brand_id)
    SELECT p.id, p.code, p.name, p.kind, p.state,
        CASE p.state WHEN 'retired' THEN $8::timestamptz END, c.id, b.id
    FROM UNNEST(
        $1::uuid[], $2::text[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[]
    ) AS p (id, code, name, category, brand, kind, state)
    LEFT JOIN catalog_category c ON c.code = p.category
    LEFT JOIN catalog_brand b ON b.code = p.brand
    ORDER BY p.code
    ON CONFLICT (merchant_id, code) DO UPDATE SET
        name = EXCLUDED.name, kind = EXCLUDED.kind, state = EXCLUDED.state,
        retired_at = CASE EXCLUDED.state
            WHEN 'retired' THEN COALESCE(old.retired_at, EXCLUDED.retired_at)
        END,
        category_id = EXCLUDED.category_id, brand_id = EXCLUDED.brand_id
    WHERE (old.name, old.kind, old.state, old.category_id, old.brand_id) IS DISTINCT FROM
        (EXCLUDED.name, EXCLUDED.kind, EXCLUDED.state, EXCLUDED.category_id, EXCLUDED.brand_id)
""")
# A SKU never changes its product: orders and returns hang on it. Rows it would steal are missing
# from what comes back; the row lock of DO UPDATE keeps a rival from changing the answer.
SKUS = Sql[str]("""
    INSERT INTO catalog_sku AS old (id, product_id, code, name, barcode, weighed)
    SELECT s.id, p.id, s.code, s.name, s.barcode, s.weighed
    FROM UNNEST($1::uuid[], $2::text[], $3::text[], $4::text[], $5::text[], $6::boolean[])
        AS s (id, product, code, name, barcode, weighed)
    JOIN catalog_product p ON p.code = s.product
    ORDER BY s.code
    ON CONFLICT (merchant_id, code) DO UPDATE SET
        name = EXCLUDED.name, barcode = EXCLUDED.barcode, weighed = EXCLUDED.weighed
    WHERE old.product_id = EXCLUDED.product_id
    RETURNING code
""")
# What a till scans names one SKU: no barcode is another's barcode, nor another's code.
BARCODES = Sql[str]("""
    SELECT s.barcode
    FROM UNNEST($1::text[], $2::text[]) AS s (code, barcode)
    JOIN catalog_sku taken ON taken.barcode = s.barcode AND taken.code <> s.code
    UNION
    SELECT s.barcode
    FROM UNNEST($1::text[], $2::text[]) AS s (code, barcode)
    JOIN catalog_sku taken ON taken.code = s.barcode AND taken.code <> s.code
    UNION
    SELECT s.code
    FROM UNNEST($1::text[], $2::text[]) AS s (code, barcode)
    JOIN catalog_sku taken ON taken.barcode = s.code AND taken.code <> s.code
    ORDER BY 1
""")
UNTAG = Sql[None]("""
    DELETE FROM catalog_tag t
    USING catalog_product p
    WHERE p.merchant_id = t.merchant_id AND p.id = t.product_id AND p.code = ANY ($1::text[])
        AND NOT EXISTS (
            SELECT FROM UNNEST($2::text[], $3::text[]) AS kept (code, tag)
            WHERE kept.code = p.code AND kept.tag = t.tag
        )
""")
TAG = Sql[None]("""
    INSERT INTO catalog_tag (product_id, tag)
    SELECT p.id, t.tag
    FROM UNNEST($1::text[], $2::text[]) AS t (code, tag)
    JOIN catalog_product p ON p.code = t.code
    ORDER BY p.id, t.tag
    ON CONFLICT (merchant_id, product_id, tag) DO NOTHING
""")


class Shelf(Value, frozen=True):
    """A SKU together with the code of its product."""

    product: str
    sku: Sku


async def stock(tx: Tx, products: Sequence[Product], *, revision: str = "") -> None:
    """Make or change products; a SKU left out stays, tags left out go.

    Raises:
        InvalidField: a `revision` is named with several products.
        ChangedMeanwhile: the product is not of the `revision` that was edited.
        UnknownCatalogCodes: a category or a brand does not exist.
        SkuOfAnotherProduct: names the SKUs that belong elsewhere.
        BarcodeTaken: names the barcodes that belong elsewhere.
    """
    last = list({product.code: product for product in products}.values())
    if not last:
        return
    await hold_as_seen(tx, "products", revision, partial(_alone, tx, last))
    await _know_codes(tx, last)
    ids = [ProductId.new() for _ in last]
    await tx.run(
        PRODUCTS,
        ids,
        [p.code for p in last],
        [p.name for p in last],
        [p.category for p in last],
        [p.brand for p in last],
        [p.kind.value for p in last],
        [p.state.value for p in last],
        tx.now,
    )
    await _shelve(tx, [Shelf(product.code, sku) for product in last for sku in product.skus])
    await _tag(tx, last)
    await index(tx, [product.code for product in last])
    prices = [PriceChange(s.code, s.price_minor) for p in last for s in p.skus]
    await set_prices(tx, [price for price in prices if price.price_minor is not None])


async def _alone(tx: Tx, products: Sequence[Product]) -> Product:
    (shown,) = await get_products(tx, [only(products).code])
    return shown


async def _know_codes(tx: Tx, products: Sequence[Product]) -> None:
    if missing := await tx.rows(UNKNOWN, list({product.category for product in products})):
        raise UnknownCatalogCodes("category", tuple(missing))
    if missing := await tx.rows(UNKNOWN_BRANDS, list({product.brand for product in products})):
        raise UnknownCatalogCodes("brand", tuple(missing))


async def _shelve(tx: Tx, shelves: Sequence[Shelf]) -> None:
    codes = [shelf.sku.code for shelf in shelves]
    if repeated := _repeated(codes):
        raise SkuOfAnotherProduct(repeated)
    barcodes = [shelf.sku.barcode for shelf in shelves]
    taken = _repeated([barcode for barcode in barcodes if barcode is not None])
    taken = taken or _codes_of_others([shelf.sku for shelf in shelves])
    if taken := taken or tuple(await tx.rows(BARCODES, codes, barcodes)):
        raise BarcodeTaken(taken)
    written = await tx.rows(
        SKUS,
        [SkuId.new() for _ in shelves],
        [shelf.product for shelf in shelves],
        codes,
        [shelf.sku.name for shelf in shelves],
        barcodes,
        [shelf.sku.weighed for shelf in shelves],
    )
    if foreign := set(codes) - set(written):
        raise SkuOfAnotherProduct(tuple(sorted(foreign)))


def _codes_of_others(skus: Sequence[Sku]) -> tuple[str, ...]:
    codes = {sku.code for sku in skus}
    return tuple([s.barcode for s in skus if s.barcode in codes and s.barcode != s.code])


def _repeated(codes: Sequence[str]) -> tuple[str, ...]:
    return tuple(sorted(code for code, times in Counter(codes).items() if times > 1))


async def _tag(tx: Tx, products: Sequence[Product]) -> None:
    tagged = [(product.code, tag) for product in products for tag in product.tags]
    codes, tags = [code for code, _ in tagged], [tag for _, tag in tagged]
    await tx.run(UNTAG, [product.code for product in products], codes, tags)
    await tx.run(TAG, codes, tags)
    await learn_groups(tx, Grouping.TAG, [GoodsGroup(tag, tag) for tag in sorted(set(tags))])
