"""Every POST is safe to send again: by its key, by what it names, or since it changes nothing."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping

import pytest

from liuke.surfaces.described import description

# Those that take no Idempotency-Key, by why that is right.
FREE: Mapping[str, frozenset[str]] = {
    "reads: a question too long for an address": frozenset({
        "/till/explanations", "/till/members/lookups",
        "/till/orders/{order_id}/cancellation/previews", "/till/orders/{order_id}/returns/previews",
        "/till/quotes", "/till/sales/searches", "/v1/coupons/lookups", "/v1/imports/rehearsals",
        "/v1/imports/worksheets", "/v1/members/counts", "/v1/members/lists",
        "/v1/members/searches", "/v1/products/lookups", "/v1/programmes/checks",
        "/v1/programmes/simulations", "/v1/promotions/decisions", "/v1/reports/weekly/files",
        "/v1/reports/{code}", "/v1/reports/{code}/conditions", "/v1/reports/{code}/files",
        "/v1/reports/{code}/member-ids", "/v1/reports/{code}/members", "/v1/searches",
        "/v1/segments/explanations", "/v1/segments/overlaps", "/v1/segments/samples",
        "/v1/segments/sizes",
    }),
    "opens what is sealed: the answer must not be kept, and each opening is one on the record":
    frozenset({
        "/v1/batches/{batch_id}/codes", "/v1/m/exports", "/v1/members/exports",
        "/v1/members/lists/exports", "/v1/members/{member_id}/children/openings",
        "/v1/members/{member_id}/openings",
    }),
    "signs in: a token, challenge or code that works once, in an answer that must not be kept":
    frozenset({
        "/v1/acceptances", "/v1/m/challenges", "/v1/m/codes", "/v1/m/erasures", "/v1/m/sessions",
        "/v1/me/passkeys", "/v1/me/passkeys/options", "/v1/me/second-factor", "/v1/sessions",
        "/v1/sessions/passkey", "/v1/sessions/passkey/options", "/v1/setups",
    }),
    "each message has a messageId of its own, that counts once for ever": frozenset({
        "/v1/batch", "/v1/identify", "/v1/page", "/v1/screen", "/v1/track",
    }),
    "brings to now what is there, however often it is asked": frozenset({"/v1/lake/exports"}),
    "the child's id is made by who asks, and their name must not be kept": frozenset({
        "/v1/m/children",
    }),
    "answers with a card's number, which could not be erased: a cause or phone gives the same card":
    frozenset({
        "/v1/members/cards", "/v1/members/cards/replacements", "/v1/members/welcomes",
    }),
    "a view of the same name takes the place of the one before": frozenset({"/v1/views"}),
}  # fmt: skip
# What is shown once only: the same request again is refused, and nothing is made twice.
ONCE = {"/v1/keys", "/v1/staff/invitations", "/v1/staff/{staff_id}/tickets"}
SPEC = json.loads(description())
POSTS = {path: methods["post"] for path, methods in SPEC["paths"].items() if "post" in methods}
# Schemas that tell who somebody is: kept for a retry, they would outlive an erasure.
TELLING = {"Card", "Child", "ChildName", "OwnChild", "Person"}


def key_of(path: str) -> dict[str, object]:
    """Return what a route says of its Idempotency-Key, nothing where it takes none."""
    named = {parameter["name"]: parameter for parameter in POSTS[path]["parameters"]}
    found: dict[str, object] = named.get("Idempotency-Key", {})
    return found


@pytest.mark.inv("I1")
def test_every_post_takes_a_key_or_stands_here_with_the_reason() -> None:
    free = [path for paths in FREE.values() for path in paths]
    assert len(free) == len(set(free))
    assert {path for path in POSTS if not key_of(path)} == set(free)


def test_what_is_shown_once_says_so_and_demands_a_key() -> None:
    told = {path for path in POSTS if "shown once" in str(key_of(path).get("description"))}
    assert told == ONCE
    for path in ONCE:
        assert key_of(path)["required"]
        assert "`shown_once`" in POSTS[path]["responses"]["409"]["description"]


def named_in(node: object, seen: set[str]) -> set[str]:
    """Return the last names of the schemas that an answer is made of, however deep."""
    for name in set(re.findall(r"#/components/schemas/([^\"]+)", json.dumps(node))) - seen:
        seen.add(name)
        named_in(SPEC["components"]["schemas"][name], seen)
    return {name.rpartition(".")[2] for name in seen}


@pytest.mark.inv("P4")
def test_no_answer_is_kept_that_tells_who_somebody_is() -> None:
    kept = [path for path in POSTS if key_of(path) and path not in ONCE]
    done = {
        path: next(one for code, one in POSTS[path]["responses"].items() if code < "300")
        for path in kept
    }
    assert [path for path in kept if named_in(done[path], set()) & TELLING] == []
