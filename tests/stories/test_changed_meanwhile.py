"""Nobody overwrites what another saved: `If-Match` names what a screen showed."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from typing import Any, NamedTuple

import httpx
import pytest

from liuke.domains.access import Role
from liuke.domains.catalog import Product, get_products, stock
from liuke.kernel.edits import hold_as_seen
from liuke.kernel.values import revision_of
from liuke.surfaces.routes import collect_routes, public_path
from tests.conftest import Shop
from tests.surfaces.conftest import Town, app, client, quiet, town

__all__ = ["app", "client", "quiet", "town"]

# PUTs that look at no `If-Match`, by why that is right.
FREE: Mapping[str, frozenset[str]] = {
    "sets one thing to what is said, whatever it was": frozenset({
        "/v1/members/{member_id}/state", "/v1/members/{member_id}/notes/{note_id}/tick",
        "/v1/members/households", "/v1/segments/{code}/archive",
        "/v1/segments/{code}/restoration", "/v1/stores/days",
    }),
    "adds to a history that is never edited": frozenset({"/v1/prices"}),
    "sets what it names of the member's own, by the member": frozenset({
        "/v1/m/consents", "/v1/m/household", "/v1/m/profile",
    }),
    "happens once": frozenset({
        "/v1/me/second-factor", "/v1/members/merges/{merge_id}/undoing",
        "/v1/members/{member_id}/erasure",
    }),
}  # fmt: skip
EDITED_ELSEWHERE = {
    "/v1/members/{member_id}/profile", "/v1/members/{member_id}/notes/{note_id}",
    "/v1/models/settings", "/v1/segments/{code}",
}  # fmt: skip


class Edit(NamedTuple):
    """What is looked at, where it is saved, and three bodies that differ."""

    look: str
    save: str
    first: Any
    second: Any
    third: Any


def named(*names: str, **rest: Any) -> list[list[dict[str, Any]]]:
    return [[{"code": "c1", "name": name} | rest] for name in names]


FIELD = {"code": "shoe", "kind": "text", "label": "Shoe", "label_zh": "鞋码"}
EDITS = [
    Edit("/stores/plan", "/stores/plan",
         *({"brands": brands} for brands in named("甲", "乙", "丙"))),
    Edit("/categories", "/categories", *named("甲", "乙", "丙")),
    Edit("/brands", "/brands", *named("甲", "乙", "丙")),
    Edit("/products/c1", "/products", *named("甲", "乙", "丙")),
    Edit("/approvals/limits", "/approvals/limits",
         *([{"act": "coupons.issue", "amount": amount}] for amount in (3, 2, 1))),
    Edit("/members/fields", "/members/fields",
         *([FIELD | {"label": label}] for label in ("Shoe", "Size", "Foot"))),
]  # fmt: skip


def test_every_put_looks_at_if_match_or_says_why_not() -> None:
    puts = {public_path(route): route for route in collect_routes() if route.method == "PUT"}
    looking = {path for path, route in puts.items()
               if "if_match" in route.params.__struct_fields__}  # fmt: skip
    free = set().union(*FREE.values())
    assert puts.keys() - looking == free
    tried = {f"/v1{edit.save}" for edit in EDITS} | {
        "/v1/stores",
        "/v1/staff/{staff_id}/assignment",
    }
    assert looking == tried | EDITED_ELSEWHERE


async def mark(client: httpx.AsyncClient, path: str) -> dict[str, str]:
    shown = await client.get(path)
    assert shown.status_code == 200, shown.text
    return {"if-match": shown.headers["etag"]}


async def check_edit(client: httpx.AsyncClient, edit: Edit) -> None:
    seen = await mark(client, edit.look)
    assert (await mark(client, edit.look)) == seen
    saved = await client.put(edit.save, json=edit.second, headers=seen)
    assert saved.is_success, saved.text
    kept = (await client.get(edit.look)).json()
    late = await client.put(edit.save, json=edit.third, headers=seen)
    assert (late.status_code, late.json()["code"]) == (412, "changed_meanwhile")
    assert (await client.get(edit.look)).json() == kept
    today = await mark(client, edit.look)
    assert today == {"if-match": f'"{late.json()["revision"]}"'}
    again = await client.put(edit.save, json=edit.third, headers=today)
    assert again.is_success, again.text
    assert (await client.get(edit.look)).json() != kept
    unmarked = await client.put(edit.save, json=edit.second)
    assert unmarked.is_success, unmarked.text


@pytest.mark.parametrize("edit", EDITS, ids=lambda edit: edit.save)
async def test_who_looked_before_another_saved_is_told(
    client: httpx.AsyncClient, edit: Edit
) -> None:
    made = await client.put(edit.save, json=edit.first)
    assert made.is_success, made.text
    await check_edit(client, edit)


async def test_who_looked_at_a_store_before_another_saved_is_told(
    client: httpx.AsyncClient,
) -> None:
    first, second, third = named("甲", "乙", "丙")
    [placed] = (await client.put("/stores", json=first)).json()
    await check_edit(client, Edit(f"/stores/{placed['id']}", "/stores", first, second, third))


async def test_who_looked_at_somebody_s_work_before_another_saved_is_told(
    client: httpx.AsyncClient, town: Town
) -> None:
    path = f"/staff/{await town.person(Role.GUIDE)}"
    bodies = ({"role": role} for role in ("service", "auditor", "manager"))
    await check_edit(client, Edit(path, f"{path}/assignment", *bodies))


@pytest.mark.parametrize("edit", EDITS, ids=lambda edit: edit.save)
async def test_of_two_who_saw_the_same_one_saves(client: httpx.AsyncClient, edit: Edit) -> None:
    await client.put(edit.save, json=edit.first)
    seen = await mark(client, edit.look)
    rivals = [client.put(edit.save, json=body, headers=seen) for body in (edit.second, edit.third)]
    answers = sorted([answer.status_code for answer in await asyncio.gather(*rivals)])
    assert answers[0] < 300
    assert answers[1] == 412


@pytest.mark.parametrize("path", ["/products", "/stores"])
async def test_if_match_is_about_one_thing(client: httpx.AsyncClient, path: str) -> None:
    two = [{"code": code, "name": code} for code in ("c1", "c2")]
    refused = await client.put(path, json=two, headers={"if-match": '"0"'})
    assert (refused.status_code, refused.json()["field"]) == (422, "If-Match")


@pytest.mark.parametrize("path", ["/products", "/stores"])
async def test_what_is_not_there_was_not_seen(client: httpx.AsyncClient, path: str) -> None:
    one = [{"code": "c1", "name": "甲"}]
    refused = await client.put(path, json=one, headers={"if-match": '"0"'})
    assert refused.status_code == 404
    assert (await client.put(path, json=one)).is_success


async def test_an_import_waits_for_who_looks_and_saves(shop: Shop) -> None:
    async with shop.begin() as tx:
        await stock(tx, [Product("c1", "甲")])
        [seen] = await get_products(tx, ["c1"])
    done: list[str] = []

    async def now() -> Product:
        return seen

    async def bring() -> None:
        async with shop.begin() as tx:
            await stock(tx, [Product("c1", "丙"), Product("c2", "丁")])
            done.append("import")

    async with shop.begin() as tx:
        await hold_as_seen(tx, "products", revision_of(seen), now)
        beside = asyncio.create_task(bring())
        await asyncio.sleep(0.1)
        await stock(tx, [Product("c1", "乙")])
        done.append("edit")
    await beside
    assert done == ["edit", "import"]
