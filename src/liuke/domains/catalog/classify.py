"""Classify what is sold: categories in a tree, and brands, all by code."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from liuke.domains.catalog.groups import GoodsGroup, Grouping, learn_groups
from liuke.domains.catalog.rules import category_paths
from liuke.domains.catalog.values import Brand, BrandId, Category, CategoryId
from liuke.kernel.db import Tx
from liuke.kernel.edits import hold_as_seen
from liuke.kernel.problems import TooMany
from liuke.kernel.rows import Sql
from liuke.kernel.values import columns

LOCK = Sql[Category]("""
    SELECT c.code, c.name, p.code AS parent
    FROM catalog_category c
    LEFT JOIN catalog_category p ON p.merchant_id = c.merchant_id AND p.id = c.parent_id
    ORDER BY c.code
    FOR UPDATE OF c
""")
PLACE = Sql[None]("""
    INSERT INTO catalog_category AS c (id, code, name, path)
    SELECT id, code, name, path
    FROM UNNEST($1::uuid[], $2::text[], $3::text[], $4::text[]) AS r (id, code, name, path)
    ORDER BY code
    ON CONFLICT (merchant_id, code) DO UPDATE SET name = EXCLUDED.name, path = EXCLUDED.path
    WHERE (c.name, c.path) IS DISTINCT FROM (EXCLUDED.name, EXCLUDED.path)
""")
JOIN = Sql[None]("""
    UPDATE catalog_category c SET parent_id = p.id
    FROM UNNEST($1::text[], $2::text[]) AS wanted (code, parent)
    LEFT JOIN catalog_category p ON p.code = wanted.parent
    WHERE c.code = wanted.code AND c.parent_id IS DISTINCT FROM p.id
""")
BRANDS = Sql[None]("""
    INSERT INTO catalog_brand (id, code, name)
    SELECT id, code, name FROM UNNEST($1::uuid[], $2::text[], $3::text[]) AS b (id, code, name)
    ORDER BY code
    ON CONFLICT (merchant_id, code) DO UPDATE SET name = EXCLUDED.name
""")
CATEGORIES = Sql[Category]("""
    SELECT c.code, c.name, p.code AS parent
    FROM catalog_category c
    LEFT JOIN catalog_category p ON p.merchant_id = c.merchant_id AND p.id = c.parent_id
    ORDER BY c.path
""")
NAMES = Sql[Brand]("SELECT code, name FROM catalog_brand ORDER BY code")
COUNT = Sql[int]("SELECT COUNT(*) FROM catalog_brand")
# They are listed whole, as many as a request may name at once.
GROUPS_MOST = 10_000


async def classify(tx: Tx, wanted: Sequence[Category], *, revision: str = "") -> None:
    """Make or change categories; moving one moves everything inside it.

    Raises:
        ChangedMeanwhile: the categories are not of the `revision` that was edited.
        UnknownCatalogCodes: a category's parent does not exist.
        CircularCategories: a category would lie inside itself.
        TooMany: there would be more than ten thousand.
    """
    await hold_as_seen(tx, "categories", revision, partial(categories, tx))
    standing = {category.code: category for category in await tx.rows(LOCK)}
    standing.update({category.code: category for category in wanted})
    if len(standing) > GROUPS_MOST:
        raise TooMany("categories", GROUPS_MOST)
    paths = category_paths({code: category.parent for code, category in standing.items()})
    codes, names, parents = columns(Category, list(standing.values()))
    ids = [CategoryId.new() for _ in codes]
    await tx.run(PLACE, ids, codes, names, [paths[code] for code in codes])
    await tx.run(JOIN, codes, parents)
    named = [GoodsGroup(category.code, category.name) for category in wanted]
    await learn_groups(tx, Grouping.CATEGORY, named)


async def name_brands(tx: Tx, wanted: Sequence[Brand], *, revision: str = "") -> None:
    """Make or rename brands.

    Raises:
        ChangedMeanwhile: the brands are not of the `revision` that was edited.
        TooMany: there would be more than ten thousand.
    """
    await hold_as_seen(tx, "brands", revision, partial(brands, tx))
    last = list({brand.code: brand for brand in wanted}.values())
    await tx.run(BRANDS, [BrandId.new() for _ in last], *columns(Brand, last))
    if (await tx.row(COUNT) or 0) > GROUPS_MOST:
        raise TooMany("brands", GROUPS_MOST)
    await learn_groups(tx, Grouping.BRAND, [GoodsGroup(brand.code, brand.name) for brand in last])


async def categories(tx: Tx) -> list[Category]:
    """Return every category, each after the one it lies in."""
    return await tx.rows(CATEGORIES)


async def brands(tx: Tx) -> list[Brand]:
    """Return every brand in code order."""
    return await tx.rows(NAMES)
