"""What the lake reads of stores."""

from __future__ import annotations

from liuke.kernel.lake import LakeTable, declare

declare(
    LakeTable(
        "stores_store",
        {
            "id": "uuid",
            "code": "text",
            "name": "text",
            "brand_id": "uuid",
            "region_id": "uuid",
            "entity_id": "uuid",
            "state": "text",
            "latitude": "numeric(9,6)",
            "longitude": "numeric(9,6)",
            "opened_at": "timestamptz",
        },
        key=("id",),
    ),
    LakeTable(
        "stores_region",
        {"id": "uuid", "code": "text", "name": "text", "parent_id": "uuid", "path": "text"},
        key=("id",),
    ),
)
