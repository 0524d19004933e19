"""Every list of the interface is read page by page, or stands here with what keeps it short."""

from __future__ import annotations

import json
from collections.abc import Mapping

from liuke.surfaces.app import BODY_BYTES_MAX
from liuke.surfaces.described import description

# Answers that are bare lists, by what keeps each of them short.
BOUNDED: Mapping[str, frozenset[str]] = {
    "one for each item of the request, whose body is 1 MB at most": frozenset({
        "post /till/backlogs", "post /till/explanations", "post /till/members/lookups",
        "post /v1/coupons", "post /v1/coupons/acceptances", "post /v1/coupons/claims",
        "post /v1/coupons/redemptions", "post /v1/coupons/releases",
        "post /v1/coupons/reservations", "post /v1/coupons/restorations",
        "post /v1/coupons/transfers", "post /v1/coupons/voidings", "post /v1/imports/worksheets",
        "post /v1/keys", "delete /v1/keys/{key_id}", "post /v1/m/children",
        "put /v1/m/consents", "post /v1/m/rungs/claims", "post /v1/members",
        "post /v1/members/cards", "post /v1/members/cards/renewals",
        "post /v1/members/cards/replacements", "post /v1/members/exports",
        "put /v1/members/fields", "post /v1/members/merges", "post /v1/members/notes",
        "post /v1/members/welcomes", "put /v1/members/{member_id}/erasure",
        "put /v1/approvals/limits", "post /v1/points/adjustments", "post /v1/points/entries",
        "post /v1/points/releases", "post /v1/points/reversals", "post /v1/points/transfers",
        "post /v1/products/lookups", "post /v1/programmes/drafts",
        "post /v1/programmes/publications", "post /v1/programmes/withdrawals",
        "post /v1/staff/invitations", "delete /v1/staff/{staff_id}", "put /v1/stores",
        "post /v1/tiers/claims", "post /v1/tiers/levels",
    }),
    "declared by the program itself": frozenset({
        "get /v1/actions", "get /v1/approvals/limits", "get /v1/deeds", "get /v1/health/parts",
        "get /v1/policy", "get /v1/programmes/templates", "get /v1/segments/templates",
        "get /v1/settings", "get /v1/sheets",
    }),
    "declared by the documents that rule, each a body of 1 MB at most": frozenset({
        "get /v1/coupons/tallies", "get /v1/coupons/templates", "get /v1/m/offers",
        "get /v1/m/points", "get /v1/m/rungs", "get /v1/m/tiers",
        "get /v1/m/tiers/{set_code}/levels", "get /v1/members/{member_id}/coupon-offers",
        "get /v1/members/{member_id}/points", "get /v1/members/{member_id}/rungs",
        "get /v1/members/{member_id}/tiers", "get /v1/points/anchors",
        "get /v1/points/books",
        "post /v1/programmes/checks", "get /v1/programmes/versions/{version_id}/changes",
        "get /v1/promotions/rules",
    }),
    "of a window of days, weeks or months": frozenset({
        "get /v1/coupons/templates/{template}/days", "get /v1/forecasts", "get /v1/movements",
        "get /v1/points/liability", "get /v1/points/settlement", "get /v1/stores/{store_id}/days",
    }),
    "cut where it is asked: by `limit`, by the statement, or refused above so many": frozenset({
        "post /v1/batches/{batch_id}/codes", "get /v1/items", "get /v1/me/sessions",
        "post /v1/members/lists/exports", "post /v1/segments/samples",
        "get /v1/segments/{code}/uses", "get /v1/views",
    }),
    "refused above so many where one more is made: `too_many`": frozenset({
        "get /v1/brands", "get /v1/categories", "get /v1/m/children", "get /v1/m/profile/fields",
        "get /v1/members/fields", "get /v1/members/{member_id}/children",
        "post /v1/members/{member_id}/children/openings", "get /v1/members/{member_id}/tags",
        "get /v1/m/consents", "get /v1/members/{member_id}/consents",
        "get /v1/products/{code}/related", "get /v1/stores/brands", "get /v1/stores/entities",
        "get /v1/stores/regions", "get /v1/m/household", "put /v1/m/household",
        "get /v1/members/{member_id}/household", "get /v1/members/notices", "get /v1/me/passkeys",
    }),
}  # fmt: skip
# Short by their nature, and read whole by pickers and pages; nothing refuses one more.
SHORT: Mapping[str, frozenset[str]] = {
    "how the shop is built: what people name by hand": frozenset({
        "get /v1/facts", "get /v1/facts/basket",
    }),
}  # fmt: skip
SPEC = json.loads(description())


def answers() -> dict[str, dict[str, object]]:
    """Return the schema of what each route answers when it is done."""
    found = {}
    for path, methods in SPEC["paths"].items():
        for method, operation in methods.items():
            (done,) = [one for code, one in operation["responses"].items() if code < "300"]
            found[f"{method} {path}"] = done["content"]["application/json"]["schema"]
    return found


def test_every_list_is_paged_or_stands_here_with_what_keeps_it_short() -> None:
    listed = [route for routes in (*BOUNDED.values(), *SHORT.values()) for route in routes]
    assert len(listed) == len(set(listed))
    bare = {route for route, schema in answers().items() if schema.get("type") == "array"}
    assert bare == set(listed)


def test_every_page_is_of_so_many_and_says_where_the_next_one_begins() -> None:
    for route, schema in answers().items():
        kind = str(schema.get("$ref", "")).rpartition("/")[2]
        fields = SPEC["components"]["schemas"].get(kind, {}).get("properties", {})
        if route.startswith("get ") and set(fields) == {"items", "after"}:
            method, path = route.split(" ", 1)
            names = {one["name"]: one for one in SPEC["paths"][path][method]["parameters"]}
            assert names.keys() >= {"limit", "after"}, route
            assert names["limit"]["schema"]["maximum"] <= 1_000, route


def test_a_body_is_as_small_as_the_bounds_say() -> None:
    assert BODY_BYTES_MAX == 1_000_000
