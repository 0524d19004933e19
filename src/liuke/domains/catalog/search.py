"""Search what is sold as a till asks: the beginning of a code, a barcode, a name or its sound."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence

from liuke.domains.catalog.find import find_products
from liuke.domains.catalog.rules import found_by
from liuke.domains.catalog.values import Item, ProductState, SkuId
from liuke.kernel.db import Tx
from liuke.kernel.ids import StoreId
from liuke.kernel.rows import Sql
from liuke.kernel.values import Value

WORDS_MAX = 6
# A common beginning leads to very many; more than these nobody reads.
CANDIDATES_MAX = 500


class Named(Value, frozen=True):
    """A SKU and what it is called."""

    sku_id: SkuId
    code: str
    barcode: str | None
    sku_name: str
    product_name: str


NAMED = Sql[Named]("""
    SELECT s.id AS sku_id, s.code, s.barcode, s.name AS sku_name, p.name AS product_name
    FROM catalog_product p
    JOIN catalog_sku s ON s.merchant_id = p.merchant_id AND s.product_id = p.id
    WHERE p.code = ANY ($1::text[])
""")
FORGET = Sql[None]("""
    DELETE FROM catalog_token WHERE sku_id = ANY ($1::uuid[])
""")
LEARN = Sql[None]("""
    INSERT INTO catalog_token (token, sku_id)
    SELECT token, sku_id FROM UNNEST($1::text[], $2::uuid[]) AS t (token, sku_id)
    ORDER BY token, sku_id
    ON CONFLICT (merchant_id, token, sku_id) DO NOTHING
""")
# A shorter text that begins so fits better; the rest by code.
FOUND = Sql[str]("""
    SELECT s.code
    FROM (
        SELECT l.sku_id, MIN(char_length(l.token)) AS letters
        FROM (
            SELECT sku_id, token FROM catalog_token WHERE token ^@ $1 ORDER BY token LIMIT $4
        ) l
        WHERE NOT EXISTS (
            SELECT FROM UNNEST($2::text[]) AS other (word)
            WHERE NOT EXISTS (
                SELECT FROM catalog_token o WHERE o.sku_id = l.sku_id AND o.token ^@ other.word
            )
        )
        GROUP BY l.sku_id
    ) f
    JOIN catalog_sku s ON s.id = f.sku_id
    ORDER BY f.letters, s.code
    LIMIT $3
""")


async def index(tx: Tx, products: Sequence[str]) -> None:
    """Make every SKU of products findable by what it is called now."""
    named = await tx.rows(NAMED, list(products))
    tokens = [(token, row.sku_id) for row in named for token in _tokens(row)]
    await tx.run(FORGET, [row.sku_id for row in named])
    await tx.run(LEARN, [token for token, _ in tokens], [sku_id for _, sku_id in tokens])


def _tokens(row: Named) -> set[str]:
    codes = {text.casefold() for text in (row.code, row.barcode) if text}
    return codes | found_by(f"{row.product_name} {row.sku_name}")


async def search_items(
    tx: Tx, text: str, *, store_id: StoreId | None = None, limit: int = 20
) -> list[Item]:
    """Return what is still sold and fits a text, the best first, priced now for a store.

    A code or barcode typed whole stands alone.
    """
    asked = unicodedata.normalize("NFKC", text).casefold().split()[:WORDS_MAX]
    if not asked:
        return []
    whole = text.strip()
    if exact := await find_products(tx, [whole], store_id=store_id):
        return list(exact.values())
    first, *rest = sorted(asked, key=len, reverse=True)
    codes = await tx.rows(FOUND, first, rest, limit, CANDIDATES_MAX)
    found = await find_products(tx, codes, store_id=store_id)
    return [found[code] for code in codes if found[code].state is ProductState.ACTIVE]
