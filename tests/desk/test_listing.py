"""Lists of members over HTTP: any condition, any fact, page by page, in one's own stores."""

from __future__ import annotations

from typing import Any

from liuke.domains import catalog, checkout, programme, stores
from liuke.domains.access import Role
from liuke.domains.checkout.values import State
from liuke.domains.stores import Opening, Plan, Region
from tests.checkout.test_counter_routes import guide, open_counter, sale
from tests.surfaces.conftest import Town, app, quiet, town

__all__ = ["app", "quiet", "town"]

BOUGHT = {"kind": "fact", "name": "orders.count", "op": ">=", "value": 1}
EAST = Plan(regions=(Region("sh", "上海", "east"), Region("east", "华东")))
SILVER = {"kind": "fact", "name": "tier", "args": ["card"], "op": "=", "value": "silver"}


async def test_members_are_listed_by_a_condition_with_facts_as_columns(town: Town) -> None:
    first, second = await open_counter(town)
    async with town.shop.begin() as tx:
        await checkout.commit(tx, [sale(first, "1", 8800, "S1", tee=1)])
    async with await town.signed_in(Role.OWNER) as owner:

        async def rows(**asked: Any) -> list[dict[str, Any]]:
            told = await owner.post("/v1/members/lists", json=asked)
            return list(told.json()["items"])

        (found,) = await rows(
            asked={"where": {"kind": "all", "of": [BOUGHT, SILVER]}},
            columns=["orders.net", "points.balance(stars)"],
        )
        everybody = [row["id"] for row in await rows()]
        page = (await owner.post("/v1/members/lists", json={"limit": 2})).json()
        rest = await owner.post("/v1/members/lists", json={"limit": 9, "after": page["after"]})
        size = (await owner.post("/v1/members/counts", json={"where": BOUGHT})).json()
        bad = await owner.post("/v1/members/counts", json={"where": BOUGHT | {"op": "between"}})
        strange = await owner.post("/v1/members/counts", json={"where": BOUGHT | {"name": "x"}})
    assert found["id"] == str(first)
    assert (found["name"], found["phone"]) == ("王**", "138****8000")
    assert found["facts"] == {"orders.net": 8800, "points.balance(stars)": 88}
    assert {str(first), str(second)} < set(everybody)
    assert [r["id"] for r in page["items"] + rest.json()["items"]] == everybody
    assert size == {"members": 1, "exact": True}
    assert bad.json()["code"] == "faulty_condition"
    assert bad.json()["faults"][0]["reason_zh"]
    assert strange.json()["code"] == "unknown_fact"


async def test_a_guide_lists_the_members_of_their_own_store(town: Town) -> None:
    first, _ = await open_counter(town)
    async with await guide(town) as person:
        listed = (await person.post("/v1/members/lists", json={})).json()["items"]
        size = (await person.post("/v1/members/counts", json={})).json()
    assert [row["id"] for row in listed] == [str(first)]
    assert size == {"members": 1, "exact": True}


async def test_who_bought_in_a_region_is_found_in_the_regions_below_it_too(town: Town) -> None:
    first, second = await open_counter(town)
    async with town.shop.begin() as tx:
        await stores.arrange(tx, EAST)
        await stores.open_stores(tx, [Opening("S1", "一店", region="sh"), Opening("S2", "二店")])
        await checkout.commit(tx, [sale(first, "1", 8800, "S1", tee=1)])
        await checkout.commit(tx, [sale(second, "2", 9900, "S2", tee=1)])
    async with await town.signed_in(Role.OWNER) as owner:

        async def bought(**where: str) -> list[str]:
            asked = {"where": {"kind": "did", "event": "order", "where": [where]}}
            told = await owner.post("/v1/members/lists", json={"asked": asked})
            return [row["id"] for row in told.json()["items"]]

        assert await bought(field="region_path", op="starts", value="/east/") == [str(first)]
        assert await bought(field="region", value="sh") == [str(first)]
        assert await bought(field="region", value="east") == []
        assert await bought(field="region", value="") == [str(second)]


async def test_the_words_of_conditions_and_actions_come_with_this_shops_choices(
    town: Town,
) -> None:
    await open_counter(town)
    async with town.shop.begin() as tx:
        await stores.arrange(tx, EAST)
    async with await guide(town) as person:
        told = await person.get("/v1/facts")
        facts = {one["name"]: one for one in told.json()}
        actions = {one["name"]: one for one in (await person.get("/v1/actions")).json()}
        deeds = {one["name"]: one for one in (await person.get("/v1/deeds")).json()}
    assert told.headers["content-encoding"] == "gzip", "a shop's nine hundred coupons are in it"
    assert [one["value"] for one in facts["tier"]["arguments"][0]["options"]] == ["card"]
    assert [one["value"] for one in facts["tier"]["options_by"]["card"]] == ["silver", "gold"]
    assert [one["value"] for one in facts["member.store"]["options_by"][""]] == ["S1", "S2"]
    assert {one["op"]: one["takes"] for one in facts["tag"]["operators"]}["has"] == "one"
    assert all(one["label"] and one["label_zh"] for one in facts.values())
    assert actions["coupons.issue"]["undoable"] is True
    fields = {one["name"]: one for one in deeds["order"]["fields"]}
    assert [one["value"] for one in fields["store"]["options"]] == ["S1", "S2"]
    regions = {name: fields[name]["options"] for name in ("region", "region_path")}
    assert [one["value"] for one in regions["region"]] == ["east", "sh"]
    assert [one["value"] for one in regions["region_path"]] == ["/east/", "/east/sh/"]
    assert regions["region_path"][1]["label_zh"] == "上海"
    # An order is paid as it is made: what waits for that is a basket held.
    states = [one["value"] for one in fields["state"]["options"]]
    assert states == [one.value for one in State if one is not State.CANCELLED]
    assert fields["state"]["options"][0]["label_zh"] == "已付款"
    assert {one["op"] for one in fields["net_minor"]["operators"]} >= {">=", "between"}
    assert all(one["label"] and one["label_zh"] for one in deeds.values())
    assert "template" in str(actions["coupons.issue"]["params"])


async def test_a_rule_may_ask_every_fact_of_the_basket_in_every_way_that_is_offered(
    town: Town,
) -> None:
    await open_counter(town)
    async with town.shop.begin() as tx:
        await catalog.classify(tx, [catalog.Category("tea", "茶", None)])
        await catalog.name_brands(tx, [catalog.Brand("leaf", "叶")])
    async with await guide(town) as person:
        offered = (await person.get("/v1/facts/basket")).json()
    facts = {one["name"]: one for one in offered}
    goods = [one["value"] for one in facts["basket.quantity"]["arguments"][0]["options"]]
    assert goods == ["category:tea", "brand:leaf"]
    assert facts["now.weekday"]["options_by"][""][1]["label_zh"] == "周二"
    assert [one["value"] for one in facts["store"]["options_by"][""]] == ["S1", "S2"]
    assert all(one["label"] and one["label_zh"] for one in offered)
    rules = [
        {"code": f"r{at}", "effects": [{"kind": "percent_off", "off_bp": 1}], "when": asked}
        for at, asked in enumerate(_asked(one, way) for one in offered for way in one["operators"])
    ]
    programme.check({"code": "p", "name": "P", "name_zh": "方案", "rules": rules})


VALUES = {
    "int": 2, "money": 800, "bool": True,
    "date": "2026-11-21", "time": "14:00", "month_day": "11-11",
}  # fmt: skip


def _asked(fact: dict[str, Any], way: dict[str, str]) -> dict[str, Any]:
    value = VALUES.get(fact["kind"], "x")
    args = [one["options"][0]["value"] for one in fact["arguments"]]
    return {
        "kind": "fact", "name": fact["name"], "args": args, "op": way["op"],
        "value": [value, value] if way["takes"] == "list" else value,
    }  # fmt: skip
