"""Find categories, brands and tags of goods by the beginning of a code, a word or its sound."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping, Sequence
from enum import StrEnum

from liuke.domains.catalog.rules import found_by
from liuke.kernel.db import Tx
from liuke.kernel.rows import Sql
from liuke.kernel.values import Value

WORDS_MAX = 6
# A common beginning leads to very many; more than these nobody reads.
CANDIDATES_MAX = 500


class Grouping(StrEnum):
    """By what goods are grouped."""

    CATEGORY = "category"
    BRAND = "brand"
    TAG = "tag"


class GoodsGroup(Value, frozen=True):
    """One category, brand or tag; a tag is its own code."""

    code: str
    name: str


CATEGORIES = Sql[GoodsGroup]("""
    SELECT code, name FROM catalog_category WHERE code > $1 ORDER BY code LIMIT $2
""")
BRANDS = Sql[GoodsGroup]("""
    SELECT code, name FROM catalog_brand WHERE code > $1 ORDER BY code LIMIT $2
""")
# From one tag to the next by the index: however many goods bear it, a tag costs one step.
TAGS = Sql[GoodsGroup]("""
    WITH RECURSIVE each AS (
        (SELECT t.tag FROM catalog_tag t WHERE t.tag > $1 ORDER BY t.tag LIMIT 1)
        UNION ALL
        SELECT (
            SELECT t.tag FROM catalog_tag t WHERE t.tag > each.tag ORDER BY t.tag LIMIT 1
        )
        FROM each
        WHERE each.tag IS NOT NULL
    )
    SELECT tag AS code, tag AS name FROM each WHERE tag IS NOT NULL LIMIT $2
""")
LISTED: Mapping[Grouping, Sql[GoodsGroup]] = {
    Grouping.CATEGORY: CATEGORIES,
    Grouping.BRAND: BRANDS,
    Grouping.TAG: TAGS,
}
FORGET = Sql[None]("""
    DELETE FROM catalog_group_token WHERE grouping = $1 AND code = ANY ($2::text[])
""")
LEARN = Sql[None]("""
    INSERT INTO catalog_group_token (grouping, token, code)
    SELECT $1, token, code FROM UNNEST($2::text[], $3::text[]) AS t (token, code)
    ORDER BY token, code
    ON CONFLICT (merchant_id, grouping, token, code) DO NOTHING
""")
# A shorter text that begins so fits better; the rest by code. A tag no product bears any more
# keeps its texts and is not found by them.
FOUND = Sql[GoodsGroup]("""
    SELECT f.code, named.name
    FROM (
        SELECT l.code, MIN(char_length(l.token)) AS letters
        FROM (
            SELECT code, token FROM catalog_group_token
            WHERE grouping = $1 AND token ^@ $2
            ORDER BY token
            LIMIT $5
        ) l
        WHERE NOT EXISTS (
            SELECT FROM UNNEST($3::text[]) AS other (word)
            WHERE NOT EXISTS (
                SELECT FROM catalog_group_token o
                WHERE o.grouping = $1 AND o.code = l.code AND o.token ^@ other.word
            )
        )
        GROUP BY l.code
    ) f
    CROSS JOIN LATERAL (
        SELECT c.name FROM catalog_category c WHERE $1 = 'category' AND c.code = f.code
        UNION ALL
        SELECT b.name FROM catalog_brand b WHERE $1 = 'brand' AND b.code = f.code
        UNION ALL
        SELECT f.code
        WHERE $1 = 'tag' AND EXISTS (SELECT FROM catalog_tag t WHERE t.tag = f.code)
    ) named
    ORDER BY f.letters, f.code
    LIMIT $4
""")


async def list_groups(
    tx: Tx, grouping: Grouping, *, after: str = "", limit: int = 200
) -> list[GoodsGroup]:
    """Page through what goods are grouped by, in code order."""
    return await tx.rows(LISTED[grouping], after, limit)


async def search_groups(
    tx: Tx, grouping: Grouping, text: str, *, limit: int = 20
) -> list[GoodsGroup]:
    """Return the categories, brands or tags that fit a text, the best first."""
    asked = unicodedata.normalize("NFKC", text).casefold().split()[:WORDS_MAX]
    if not asked:
        return []
    first, *rest = sorted(asked, key=len, reverse=True)
    return await tx.rows(FOUND, grouping.value, first, rest, limit, CANDIDATES_MAX)


async def learn_groups(tx: Tx, grouping: Grouping, groups: Sequence[GoodsGroup]) -> None:
    """Make groups findable by what they are called now."""
    tokens = [
        (token, group.code)
        for group in groups
        for token in {group.code.casefold()} | found_by(group.name)
    ]
    # What is its own code was never called anything else.
    if grouping is not Grouping.TAG:
        await tx.run(FORGET, grouping.value, [group.code for group in groups])
    codes = [code for _, code in tokens]
    await tx.run(LEARN, grouping.value, [token for token, _ in tokens], codes)
