"""Look up what goods are called: many codes, of products, SKUs and tags, in one statement."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

from msgspec import Meta

from liuke.domains.catalog.values import ProductState
from liuke.kernel.db import Tx
from liuke.kernel.rows import Sql
from liuke.kernel.values import Value

# What a rule names may be no code at all: it is looked for, not found, and missing.
Codes = Annotated[
    tuple[Annotated[str, Meta(max_length=200, pattern=r"^[^\x00]*$")], ...],
    Meta(max_length=200, description="Codes, in any order."),
]


class CodeOf(StrEnum):
    """What a code is the code of."""

    PRODUCT = "product"
    SKU = "sku"
    TAG = "tag"


class Sought(Value, frozen=True):
    """Codes whose names are wanted; a code may be asked as several kinds."""

    products: Codes = ()
    skus: Codes = ()
    tags: Codes = ()


class NamedGoods(Value, frozen=True):
    """What a code stands for: a SKU without a name of its own is called as its product.

    A tag is called as it is written, and is there as long as some product bears it.
    """

    kind: CodeOf
    code: str
    name: str
    product: str | None
    product_name: str
    state: ProductState


CALLED = Sql[NamedGoods]("""
    SELECT 'product' AS kind, p.code, p.name, p.code AS product, p.name AS product_name, p.state
    FROM catalog_product p
    WHERE p.code = ANY ($1::text[])
    UNION ALL
    SELECT 'sku', s.code, CASE WHEN s.name = '' THEN p.name ELSE s.name END, p.code, p.name, p.state
    FROM catalog_sku s
    JOIN catalog_product p ON p.merchant_id = s.merchant_id AND p.id = s.product_id
    WHERE s.code = ANY ($2::text[])
    UNION ALL
    SELECT 'tag', asked.tag, asked.tag, NULL, '', 'active'
    FROM (SELECT DISTINCT UNNEST($3::text[]) AS tag) asked
    WHERE EXISTS (SELECT FROM catalog_tag t WHERE t.tag = asked.tag)
    ORDER BY 1, 2
""")


async def look_up(tx: Tx, sought: Sought) -> list[NamedGoods]:
    """Return what codes stand for, by kind and code; what the catalog lacks is missing."""
    return await tx.rows(CALLED, list(sought.products), list(sought.skus), list(sought.tags))
