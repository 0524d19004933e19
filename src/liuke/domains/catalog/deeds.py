"""What deeds about products carry of the catalogue: the brand, the category's place."""

from __future__ import annotations

from liuke.kernel.deeds import Facet, Field, declare

declare(
    Facet(
        "product",
        join="""LEFT JOIN catalog_product dp ON dp.code = d.product
            LEFT JOIN catalog_brand db ON db.id = dp.brand_id""",
        fields={"brand": Field("text", "Brand", "品牌", "COALESCE(db.code, '')")},
    ),
    Facet(
        "category",
        join="LEFT JOIN catalog_category dc ON dc.code = d.category",
        fields={
            "category_path": Field(
                "text", "Path of the category, /food/dairy/", "类目路径", "COALESCE(dc.path, '')"
            )
        },
    ),
)
