"""门店 Stores: where a merchant sells.

Merchant 商户 (the tenant) → brands 品牌 → regions 区域 → stores 门店. A legal entity 主体 signs the
receipts. A region is named by its code; its path holds every region below it.
"""

# A front door is read at a glance.
# fmt: off
# isort: off
from liuke.domains.stores.arrange import Plan, arrange
from liuke.domains.stores.days import open_now, set_days, special_days
from liuke.domains.stores.directory import (
    brands, entities, find_store_ids, get_stores, regions, search_stores, store_ids,
)
from liuke.domains.stores.errors import (
    CircularRegions, NotOnEarth, UnknownCodes, UnknownStores, UnknownTimeZone,
)
from liuke.domains.stores.found import find_merchant, found, merchants, settle
from liuke.domains.stores.open import open_stores
from liuke.domains.stores.rules import region_paths
from liuke.domains.stores.values import (
    Brand, Day, Entity, Hours, Merchant, Opening, Region, Span, Spans, Store, StoreState, Week,
)

__all__ = [
    "Brand", "CircularRegions", "Day", "Entity", "Hours", "Merchant", "NotOnEarth", "Opening",
    "Plan", "Region", "Span", "Spans", "Store", "StoreState", "UnknownCodes", "UnknownStores",
    "UnknownTimeZone", "Week", "arrange", "brands", "entities", "find_merchant",
    "find_store_ids", "found", "get_stores", "merchants", "open_now", "open_stores", "region_paths",
    "regions", "search_stores", "set_days", "settle", "special_days", "store_ids",
]
