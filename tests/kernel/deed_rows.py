"""What made-up people did, as plain rows with every field that a condition may ask."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime
from uuid import UUID

from liuke.kernel.witness import Row
from tests.kernel.people import PATHS, PRODUCTS, REGIONS, ROWS, STORES, World

BRANDS = {code: brand for code, _, brand in PRODUCTS}
# What a server's event must be for somebody to have come.
CAME = (
    "page_viewed", "screen_viewed", "product_viewed", "product_list_viewed", "products_searched",
    "product_added", "product_removed", "cart_viewed", "checkout_started",
)  # fmt: skip
UNTOLD = {"product": "", "category": "", "query": "", "url": "", "referrer": ""}
NOTHING = {"value_minor": 0, "quantity": 0}


def rows_of(world: World, home: UUID) -> dict[str, list[Row]]:
    """Return what a member did, theirs and of those who became a part of them, by kind of deed."""
    mine = {member for member, owner in world.homes.items() if owner == home}

    def own(table: str) -> list[ROWS]:
        return [row for row in world.rows(table) if row["member_id"] in mine]

    called_off = {row["id"] for row in own("checkout_order") if row["state"] == "cancelled"}
    told: list[Row] = [visit(row) for row in own("analytics_behaviour")]
    named: dict[str, list[Row]] = {
        name: [row for row in told if row["name"] == name] for name in CAME
    }
    return {
        "order": [
            sold(world, row) | {"net_minor": row["payable_minor"]}
            for row in own("checkout_order")
            if row["state"] != "cancelled"
        ],
        "line": [bought(world, row) for row in own("checkout_line") if row["state"] != "cancelled"],
        "return": [
            row | {"at": row["returned_at"], "on_": row["business_on"]} | region(row)
            for row in own("checkout_return")
            if row["order_id"] not in called_off
        ],
        "points": [
            row | {"at": row["happened_at"], "on_": row["business_on"], "entry": row["kind"]}
            for row in own("points_entry")
        ],
        "tier": [
            row | {"on_": row["day"], "set": row["set_code"], "movement": row["kind"]}
            for row in own("tiers_movement")
        ],
        "coupon": list(coupons(own, world.day)),
        "behaviour": told,
        "visit": [row for row in told if not row["trusted"] or row["name"] in CAME],
        **named,
    }


def sold(world: World, row: ROWS) -> ROWS:
    """Return an order, or a line of one, with its day, its hour and all that was taken off."""
    return row | {
        "at": row["placed_at"], "on_": row["business_on"], "day": row["business_on"],
        "hour": world.here(row["placed_at"]).hour,
        "reduction_minor": row["cut_minor"] + row["discount_minor"],
    } | region(row)  # fmt: skip


def region(row: ROWS) -> ROWS:
    """Return where the store of a sale lies; many a store lies in no region."""
    code = STORES.get(row["store"], "")
    return {"region": code, "region_path": REGIONS.get(code, "")}


def bought(world: World, row: ROWS) -> ROWS:
    return sold(world, row) | {
        "order": str(row["order_id"]), "brand": BRANDS[row["product"]],
        "category_path": PATHS.get(row["category"], ""),
    }  # fmt: skip


def visit(row: ROWS) -> ROWS:
    """Return what a page told; of texts that are not given the empty one, of numbers 0."""
    given = {name: value for name, value in row.items() if value is not None}
    return {**UNTOLD, **NOTHING, **given}


def coupons(own: Callable[[str], list[ROWS]], day: Callable[[datetime], object]) -> Iterator[Row]:
    """Give what happened to coupons; one that came from another member was not issued anew."""
    templates = {row["id"]: row["template"] for row in own("coupons_coupon")}
    issued = [
        {"id": row["id"], "kind": "issued", "at": row["issued_at"], "saved_minor": 0}
        for row in own("coupons_coupon")
        if row["first_id"] is None
    ]
    for row in [*issued, *(row | {"id": row["coupon_id"]} for row in own("coupons_entry"))]:
        yield {
            "at": row["at"], "on_": day(row["at"]), "what": row["kind"],
            "saved_minor": row["saved_minor"], "template": templates[row["id"]],
        }  # fmt: skip
