"""What the lake reads of the catalogue."""

from __future__ import annotations

from liuke.kernel.lake import LakeTable, declare

declare(
    LakeTable(
        "catalog_category",
        {"id": "uuid", "code": "text", "name": "text", "parent_id": "uuid", "path": "text"},
        key=("id",),
    ),
    LakeTable("catalog_brand", {"id": "uuid", "code": "text", "name": "text"}, key=("id",)),
    LakeTable(
        "catalog_product",
        {
            "id": "uuid",
            "code": "text",
            "name": "text",
            "kind": "text",
            "state": "text",
            "category_id": "uuid",
            "brand_id": "uuid",
        },
        key=("id",),
    ),
    LakeTable(
        "catalog_sku",
        {
            "id": "uuid",
            "product_id": "uuid",
            "code": "text",
            "name": "text",
            "weighed": "boolean",
        },
        key=("id",),
    ),
    LakeTable(
        "catalog_relation",
        {"product_id": "uuid", "kind": "text", "other_id": "uuid"},
        key=("product_id", "kind", "other_id"),
    ),
)
