"""Relate products: what goes with what, and what is the better one."""

from __future__ import annotations

from collections.abc import Sequence

from liuke.domains.catalog.errors import UnknownCatalogCodes
from liuke.domains.catalog.values import Relation, RelationKind
from liuke.kernel.db import Tx
from liuke.kernel.problems import TooMany
from liuke.kernel.rows import Sql
from liuke.kernel.values import columns

RELATE = Sql[str]("""
    WITH wanted AS (
        SELECT r.product, r.kind, r.other, p.id AS product_id, o.id AS other_id
        FROM UNNEST($1::text[], $2::text[], $3::text[]) AS r (product, kind, other)
        LEFT JOIN catalog_product p ON p.code = r.product
        LEFT JOIN catalog_product o ON o.code = r.other
    ), written AS (
        INSERT INTO catalog_relation (product_id, kind, other_id)
        SELECT DISTINCT product_id, kind, other_id
        FROM wanted
        WHERE product_id IS NOT NULL AND other_id IS NOT NULL AND product_id <> other_id
        ORDER BY product_id, kind, other_id
        ON CONFLICT (merchant_id, product_id, kind, other_id) DO NOTHING
    )
    SELECT product FROM wanted WHERE product_id IS NULL
    UNION
    SELECT other FROM wanted WHERE other_id IS NULL
    ORDER BY 1
""")
UNRELATE = Sql[None]("""
    DELETE FROM catalog_relation r
    USING UNNEST($1::text[], $2::text[], $3::text[]) AS gone (product, kind, other),
        catalog_product p, catalog_product o
    WHERE p.code = gone.product AND o.code = gone.other
        AND r.product_id = p.id AND r.kind = gone.kind AND r.other_id = o.id
""")
RELATED = Sql[Relation]("""
    SELECT p.code AS product, r.kind, o.code AS other
    FROM catalog_product p
    JOIN catalog_relation r ON r.merchant_id = p.merchant_id AND r.product_id = p.id
    JOIN catalog_product o ON o.merchant_id = r.merchant_id AND o.id = r.other_id
    WHERE p.code = ANY ($1::text[]) AND r.kind = $2 AND o.state = 'active'
    ORDER BY p.code, o.code
""")
RELATIONS_MOST = 100
FULL = Sql[str]("""
    SELECT p.code
    FROM catalog_product p
    JOIN catalog_relation r ON r.merchant_id = p.merchant_id AND r.product_id = p.id
    WHERE p.code = ANY ($1::text[])
    GROUP BY p.code, r.kind
    HAVING COUNT(*) > $2
    ORDER BY p.code
""")


async def relate(tx: Tx, relations: Sequence[Relation]) -> None:
    """Make relations; one that stands already stays.

    Raises:
        UnknownCatalogCodes: names the products that do not exist.
        TooMany: names products that would point at more than a hundred others in one way.
    """
    unknown = await tx.rows(
        RELATE,
        [r.product for r in relations],
        [r.kind.value for r in relations],
        [r.other for r in relations],
    )
    if unknown:
        raise UnknownCatalogCodes("product", tuple(unknown))
    if full := await tx.rows(FULL, [r.product for r in relations], RELATIONS_MOST):
        raise TooMany("relations", RELATIONS_MOST, tuple(dict.fromkeys(full)))


async def unrelate(tx: Tx, relations: Sequence[Relation]) -> None:
    """Take relations back."""
    await tx.run(UNRELATE, *columns(Relation, relations))


async def related(tx: Tx, products: Sequence[str], kind: RelationKind) -> dict[str, list[str]]:
    """Return what each product points at, among products still sold."""
    found = await tx.rows(RELATED, list(products), kind.value)
    return {code: [r.other for r in found if r.product == code] for code in products}
