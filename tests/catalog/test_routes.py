from __future__ import annotations

import httpx
import pytest

from tests.surfaces.conftest import app, client, quiet, town

__all__ = ["app", "client", "quiet", "town"]


@pytest.mark.slow
async def test_goods_are_stocked_priced_and_read_over_http(client: httpx.AsyncClient) -> None:
    await client.put("/categories", json=[{"code": "food", "name": "食品"}])
    await client.put("/brands", json=[{"code": "farm", "name": "农场"}])
    milk = {
        "code": "milk", "name": "牛奶", "category": "food", "brand": "farm", "tags": ["fresh"],
        "skus": [{"code": "milk", "barcode": "690", "price_minor": 1290}],
    }  # fmt: skip
    assert (await client.put("/products", json=[milk])).status_code == 200
    assert (
        await client.put("/products", json=[{"code": "oat", "name": "燕麦"}])
    ).status_code == 200
    listed = (await client.get("/products?category=food&tag=fresh&limit=1")).json()
    assert listed["items"][0]["code"] == "milk"
    assert (await client.get(f"/products?limit=1&after={listed['after']}")).json()["items"]
    assert (await client.get("/products/milk")).json()["skus"][0]["price_minor"] == 1290
    assert (await client.get("/items/690")).json()["category_path"] == "/food/"
    await client.put("/prices", json=[{"sku": "milk", "price_minor": 990}])
    prices = (await client.get("/items/milk/prices")).json()["items"]
    assert [point["price_minor"] for point in prices] == [1290, 990]
    store = (await client.put("/stores", json=[{"code": "1", "name": "一"}])).json()[0]["id"]
    assert (await client.get(f"/items/milk/prices/lowest?store_id={store}")).json() == 990
    pair = [{"product": "oat", "kind": "goes_with", "other": "milk"}]
    assert (await client.post("/products/relations", json=pair)).status_code == 201
    assert (await client.get("/products/oat/related?kind=goes_with")).json() == ["milk"]
    await client.post("/products/partings", json=pair)
    assert (await client.get("/products/oat/related?kind=goes_with")).json() == []
    assert [c["code"] for c in (await client.get("/categories")).json()] == ["food"]
    assert [b["code"] for b in (await client.get("/brands")).json()] == ["farm"]
    assert (await client.get("/products/nothing")).json()["code"] == "unknown_products"


async def test_many_codes_are_named_in_one_request(client: httpx.AsyncClient) -> None:
    tea = {
        "code": "tea",
        "name": "白茶",
        "tags": ["new"],
        "skus": [{"code": "t50", "name": "50 克"}],
    }
    await client.put("/products", json=[tea])
    asked = {"products": ["tea", "nothing"], "skus": ["t50"], "tags": ["new", "none"]}
    answer = await client.post("/products/lookups", json=asked)
    assert answer.status_code == 200
    assert [(one["kind"], one["code"], one["name"]) for one in answer.json()] == [
        ("product", "tea", "白茶"),
        ("sku", "t50", "50 克"),
        ("tag", "new", "new"),
    ]
    refused = await client.post("/products/lookups", json={"skus": [str(at) for at in range(201)]})
    assert (refused.status_code, refused.json()["field"]) == (422, "skus")


async def test_groups_of_goods_are_listed_and_found_over_http(client: httpx.AsyncClient) -> None:
    await client.put("/categories", json=[{"code": "leaf", "name": "茶叶"}])
    goods = [{"code": f"g{at}", "name": "茶", "tags": [f"t{at}"]} for at in range(3)]
    await client.put("/products", json=goods)
    found = (await client.get("/groupings?by=category&text=cy")).json()
    assert found == {"items": [{"code": "leaf", "name": "茶叶"}], "after": None}
    first = (await client.get("/groupings?by=tag&limit=2")).json()
    rest = (await client.get(f"/groupings?by=tag&limit=2&after={first['after']}")).json()
    assert [one["code"] for one in [*first["items"], *rest["items"]]] == ["t0", "t1", "t2"]
    assert rest["after"] is None
    assert (await client.get("/groupings?by=colour")).status_code == 422
