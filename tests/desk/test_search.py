from __future__ import annotations

from liuke.domains import checkout, coupons, members
from liuke.domains.access import Role
from liuke.domains.coupons.values import Grant
from liuke.domains.members import Merging
from tests.checkout.test_counter_routes import guide, open_counter, sale
from tests.surfaces.conftest import Town, app, quiet, town

__all__ = ["app", "quiet", "town"]


async def test_a_coupon_that_a_merge_moved_is_found_where_it_is_now(town: Town) -> None:
    first, second = await open_counter(town)
    async with town.shop.begin() as tx:
        (given,) = await coupons.issue(tx, [Grant(second, "ten", "more")])
        assert given.coupon_id is not None
        code = (await coupons.get_coupon(tx, second, given.coupon_id)).code
    async with town.shop.begin() as tx:
        (merge,) = await members.merge(tx, [Merging(first, second, "same phone")])
    async with await town.signed_in(Role.OWNER) as owner:

        async def found() -> tuple[str, str, bool]:
            told = (await owner.post("/v1/searches", json={"text": str(code)})).json()
            (one,) = told["coupons"]
            return one["member_id"], one["state"], one["first_id"] == str(given.coupon_id)

        assert await found() == (str(first), "open", True)
        async with town.shop.begin() as tx:
            await members.undo_merges(tx, [merge], reason="two people")
        assert await found() == (str(second), "open", True)


async def test_one_box_finds_members_orders_and_coupons(town: Town) -> None:
    first, second = await open_counter(town)
    async with town.shop.begin() as tx:
        (order,) = await checkout.commit(tx, [sale(first, "POS-7", 9900, "S2", tee=1)])
        (given,) = await coupons.issue(tx, [Grant(second, "ten", "more")])
        assert given.coupon_id is not None
        code = (await coupons.get_coupon(tx, second, given.coupon_id)).code
    async with await town.signed_in(Role.OWNER) as owner:

        async def found(text: str) -> tuple[list[str], list[str], list[str]]:
            told = (await owner.post("/v1/searches", json={"text": text})).json()
            return (
                sorted(f"{one['by']}:{one['name']}:{one['phone']}" for one in told["members"]),
                [one["external_id"] for one in told["orders"]],
                [one["template"] for one in told["coupons"]],
            )

        small, big = "王**:138****8000", "王**:139****8000"
        assert await found("13800138000") == ([f"phone:{small}"], [], [])
        assert await found("8000") == ([f"last_four:{small}", f"last_four:{big}"], [], [])
        assert await found("wangda") == ([f"name:{big}"], [], [])
        assert await found("POS-7") == ([], ["POS-7"], [])
        assert await found(str(order.id)) == ([], ["POS-7"], [])
        assert await found(str(code).lower().replace("-", " ")) == ([], [], ["ten"])
        assert await found("no such thing") == ([], [], [])


async def test_a_guide_finds_nothing_of_another_store(town: Town) -> None:
    first, second = await open_counter(town)
    async with town.shop.begin() as tx:
        (order,) = await checkout.commit(tx, [sale(first, "POS-7", 9900, "S2", tee=1)])
        (given,) = await coupons.issue(tx, [Grant(second, "ten", "more")])
        assert given.coupon_id is not None
        code = (await coupons.get_coupon(tx, second, given.coupon_id)).code
    async with await guide(town) as person:
        for text in ("13900138000", "大明", str(order.id), "POS-7", str(code), str(second)):
            told = (await person.post("/v1/searches", json={"text": text})).json()
            assert told == {"members": [], "orders": [], "coupons": []}
        (own,) = (await person.post("/v1/searches", json={"text": "wxm"})).json()["members"]
    assert own["id"] == str(first)
