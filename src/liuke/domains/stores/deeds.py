"""What deeds done in a store carry of it: the region it lies in."""

from __future__ import annotations

from liuke.kernel.deeds import Facet, Field, declare

declare(
    Facet(
        "store",
        join="""LEFT JOIN stores_store ds ON ds.code = d.store
            LEFT JOIN stores_region dr ON dr.id = ds.region_id""",
        fields={
            "region": Field("text", "Region of the store", "门店区域", "COALESCE(dr.code, '')"),
            "region_path": Field(
                "text", "Path of the region, /east/shanghai/", "区域路径", "COALESCE(dr.path, '')"
            ),
        },
    ),
)
