from __future__ import annotations

from liuke.domains import members
from liuke.domains.members import Merging
from tests.surfaces.conftest import Town
from tests.surfaces.member.test_home import me, pair


async def test_an_order_that_a_merged_member_brought_along_is_listed_and_opens(town: Town) -> None:
    shop = await pair(town)
    async with shop.first as browser, shop.second as other:
        loser, winner = await me(browser), await me(other)
        path = f"/v1/m/orders/{shop.order.id}"
        before = await other.get(path)
        async with town.shop.begin() as tx:
            await members.merge(tx, [Merging(winner, loser, "same person")])
        listed = (await other.get("/v1/m/orders")).json()["items"]
        opened = await other.get(path)
    assert (before.status_code, opened.status_code) == (404, 200)
    assert [bought["page"]["order"]["id"] for bought in listed] == [str(shop.order.id)]
    assert opened.json() == listed[0]
