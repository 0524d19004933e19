"""The counter over HTTP: recognise, count the day, list sales, keep goods for off-line."""

from __future__ import annotations

import httpx
from msgspec.structs import replace

from liuke.domains import access, catalog, checkout, coupons, members
from liuke.domains.access import Invitation, Role
from liuke.domains.catalog import PriceChange
from liuke.domains.checkout import Comeback, Sale, Units
from liuke.domains.coupons.template import CashOff, CouponTemplate, DaysAfter
from liuke.domains.members import Enrolment
from liuke.kernel.ids import MemberId
from tests import make
from tests.checkout.test_commit import open_shop
from tests.checkout.test_commit import sale as sold
from tests.surfaces.conftest import Town, app, quiet, town

__all__ = ["app", "quiet", "town"]

TEN = CouponTemplate(
    code="ten", name="Ten off", name_zh="减十元", effect=CashOff(amount_minor=1000),
    validity=DaysAfter(days=10), threshold_minor=5000,
)  # fmt: skip


def sale(member_id: MemberId | None, key: str, paid: int, store: str, **units: int) -> Sale:
    """Sell in a store."""
    return replace(sold(member_id, key, paid, **units), store=store)


async def open_counter(town: Town) -> tuple[MemberId, MemberId]:
    """Open two stores, and enrol a member in each."""
    async with town.shop.begin() as tx:
        await open_shop(tx, TEN)
        stores = [await make.store(tx, code) for code in ("S1", "S2")]
        await catalog.set_prices(tx, [PriceChange("tee", 8800, stores[0])])
        wishes = [
            Enrolment("13800138000", "王小明", store_id=stores[0]),
            Enrolment("13900138000", "王大明", store_id=stores[1]),
        ]
        first, second = [row.member_id for row in await members.enrol(tx, wishes)]
        await coupons.issue(tx, [coupons.Grant(first, "ten", "gift")])
        await access.invite(
            tx, [Invitation("guide.one", "导购", Role.GUIDE, store_ids=(stores[0],))]
        )
    return first, second


async def guide(town: Town) -> httpx.AsyncClient:
    """Sign the guide of the first store in."""
    async with town.shop.begin() as tx:
        (person,) = [one for one in await access.staff(tx) if one.sign_in == "guide.one"]
    return await town.signed_in(Role.GUIDE, person.id)


async def test_a_till_sees_who_it_is_and_what_they_may_use_in_one_request(town: Town) -> None:
    first, _ = await open_counter(town)
    async with town.shop.begin() as tx:
        await checkout.commit(tx, [sale(first, "1", 9900, "S2", tee=1)])
    async with await town.keyed("checkout.*") as till:
        (shown,) = (await till.post("/till/members/lookups", json={"text": "13800138000"})).json()
        nobody = (await till.post("/till/members/lookups", json={"text": "13800000000"})).json()
    assert shown["id"] == str(first)
    assert (shown["by"], shown["name"], shown["phone"]) == ("phone", "王**", "138****8000")
    assert shown["may_earn"] is shown["may_spend"] is True
    assert [(b["book"], b["spendable"]) for b in shown["points"]] == [("stars", 99)]
    assert [(one["set_code"], one["level"]) for one in shown["levels"]] == [("card", "silver")]
    assert [(c["template"], c["threshold_minor"]) for c in shown["coupons"]] == [("ten", 5000)]
    assert nobody == []


async def test_a_guide_is_told_strangers_apart_only_by_what_they_show(town: Town) -> None:
    first, second = await open_counter(town)
    async with await guide(town) as till:
        found = {
            text: [
                one["id"]
                for one in (await till.post("/till/members/lookups", json={"text": text})).json()
            ]
            for text in ("王", "8000", "wdm", "8000 大明", "13900138000")
        }
    assert found == {
        "王": [str(first)], "8000": [str(first)], "wdm": [],
        "8000 大明": [str(second)], "13900138000": [str(second)],
    }  # fmt: skip


async def test_a_day_adds_up_what_was_sold_paid_and_brought_back(town: Town) -> None:
    first, _ = await open_counter(town)
    async with town.shop.begin() as tx:
        on = tx.today
        one, two, other = await checkout.commit(
            tx,
            [
                sale(first, "1", 17600, "S1", tee=2),
                sale(None, "2", 4500, "S1", cap=1),
                sale(first, "3", 4500, "S2", cap=1),
            ],
        )
        await checkout.take_back(tx, [Comeback(one.id, "r", (Units(0, 0),), "", tx.now)])
        await checkout.cancel(tx, [two.id])
    async with await guide(town) as till:
        day = (await till.get(f"/till/days/{on}?store=S1")).json()
        elsewhere = await till.get(f"/till/days/{on}?store=S2")
        listed = (await till.post("/till/sales/searches", json={})).json()["items"]
        hidden = await till.post("/till/sales/searches", json={"asked": {"number": str(other.id)}})
    assert (day["sold"]["orders"], day["sold"]["cancelled"]) == (1, 1)
    assert (day["sold"]["payable_minor"], day["sold"]["member_minor"]) == (17600, 17600)
    assert (day["returned"]["returns"], day["returned"]["refund_minor"]) == (1, 8800)
    assert [(t["kind"], t["refunded_minor"]) for t in day["tenders"]] == [("cash", 13300)]
    assert day["points"] == [{"book": "stars", "awarded": 176, "redeemed": 0}]
    assert elsewhere.json()["code"] == "outside_stores"
    assert {row["external_id"] for row in listed} == {"1", "2"}
    assert hidden.json()["items"] == []


async def test_sales_are_found_by_number_state_and_day_and_paged(town: Town) -> None:
    first, _ = await open_counter(town)
    async with town.shop.begin() as tx:
        on = tx.today
        made = await checkout.commit(tx, [sale(first, str(n), 4500, "S1", cap=1) for n in range(3)])
    async with await town.keyed("checkout.*") as till:

        async def numbers(**asked: object) -> list[str]:
            body = {"asked": asked}
            found = (await till.post("/till/sales/searches", json=body)).json()["items"]
            return sorted(row["external_id"] for row in found)

        assert await numbers(number="1") == ["1"]
        assert await numbers(number=str(made[2].id)) == ["2"]
        assert await numbers(state="cancelled") == []
        assert await numbers(since_on=str(on), until_on=str(on)) == ["0", "1", "2"]
        assert await numbers(until_on="2020-01-01") == []
        assert await numbers(member_id=str(first), store="S2") == []
        page = (await till.post("/till/sales/searches", json={"limit": 2})).json()
        more = {"limit": 2, "after": page["after"]}
        rest = (await till.post("/till/sales/searches", json=more)).json()
    rows = page["items"] + rest["items"]
    assert sorted(row["external_id"] for row in rows) == ["0", "1", "2"]
    assert {row["name"] for row in rows} == {"王**"}
    assert rest["after"] is None


async def test_a_till_keeps_goods_rules_and_its_store_and_is_told_of_changes_only(
    town: Town,
) -> None:
    await open_counter(town)
    async with await town.keyed("checkout.*") as till:
        kept = (await till.get("/till/snapshots?store=S1")).json()
        again = (await till.get(f"/till/snapshots?store=S1&known={kept['revision']}")).json()
        tagged = await till.get(
            "/till/snapshots?store=S1", headers={"if-none-match": f'"{kept["revision"]}"'}
        )
        page = (await till.get("/till/snapshots?store=S1&limit=1")).json()
        rest = (await till.get(f"/till/snapshots?store=S1&after={page['after']}")).json()
        async with town.shop.begin() as tx:
            await catalog.set_prices(tx, [PriceChange("cap", 4000)])
        newer = (await till.get(f"/till/snapshots?store=S1&known={kept['revision']}")).json()
    assert {item["sku"]: item["price_minor"] for item in kept["goods"]} == {
        "cap": 4500, "tee": 8800,
    }  # fmt: skip
    assert kept["rules"][0]["document"]["code"] == "test"
    assert (kept["store"]["code"], kept["currency"], kept["after"]) == ("S1", "CNY", None)
    assert (again["unchanged"], again["goods"], again["rules"]) == (True, [], [])
    assert [item["sku"] for item in page["goods"] + rest["goods"]] == ["cap", "tee"]
    assert (rest["rules"], rest["store"]) == ([], None)
    assert newer["unchanged"] is False
    assert (tagged.status_code, tagged.content) == (304, b"")
    assert tagged.headers["etag"] == f'"{kept["revision"]}"'


async def test_what_a_till_keeps_travels_packed_and_what_is_personal_does_not(town: Town) -> None:
    first, _ = await open_counter(town)
    async with await town.keyed("checkout.*", "members.*", "catalog.*") as till:
        async with town.shop.begin() as tx:
            await make.products(tx, **{f"sku-{number}": 100 + number for number in range(30)})
        kept = await till.get("/till/snapshots?store=S1")
        plain = await till.get("/till/snapshots?store=S1", headers={"accept-encoding": "identity"})
        person = await till.get(f"/v1/members/{first}")
    assert kept.headers["content-encoding"] == "gzip"
    assert int(kept.headers["content-length"]) < len(plain.content) / 3
    assert kept.json()["goods"] == plain.json()["goods"]
    assert "content-encoding" not in {**plain.headers, **person.headers}
