"""A member's own pages: all that is theirs in words, and nothing of anybody else."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from typing import Any

import httpx
import pytest

from liuke.domains import checkout, coupons, points
from liuke.domains.checkout import Item, Receipt, Sale, Tender
from liuke.domains.coupons import CouponTemplate, Grant, template
from liuke.domains.points import BookSpec, Movement
from liuke.kernel.ids import MemberId
from tests import make
from tests.checkout.test_take_back import CARD, EARN, STARS
from tests.surfaces.conftest import Town
from tests.tiers.shapes import ladder

FIVE_OFF = CouponTemplate(
    code="five-off", name="5 off", name_zh="减五元", effect=template.CashOff(amount_minor=500),
    validity=template.DaysAfter(days=3), threshold_minor=3000, stackable=False,
    scope=template.Scope(weekdays=(6, 7), stores=("S1",)),
)  # fmt: skip
GIFT = CouponTemplate(
    code="gift", name="A drink", name_zh="饮品一杯", claim_days=7,
    effect=template.FreeItem(template.Goods(products=("tee",))), validity=template.Dates(),
)  # fmt: skip
OFFER = CouponTemplate(
    code="offer", name="Half price", name_zh="五折", effect=template.PercentOff(off_bp=5000),
    validity=template.Dates(), got=template.Got.CLAIMED, per_member=1,
)  # fmt: skip


@dataclass
class Pair:
    """Two members, each with a browser; the first has something of everything."""

    first: httpx.AsyncClient
    second: httpx.AsyncClient
    order: Receipt
    guest: Receipt
    gift: str


async def me(browser: httpx.AsyncClient) -> MemberId:
    return MemberId.parse((await browser.get("/v1/m/profile")).json()["member_id"])


async def pair(town: Town) -> Pair:
    async with town.shop.begin() as tx:
        book = BookSpec(code="points", name="Points", name_zh="积分")
        await make.store(tx)
        await make.programme(tx, STARS, book, EARN, CARD, FIVE_OFF, GIFT, OFFER, ladder())
        await make.products(tx, tee=9900, cap=4500)
    first, second = await town.member("13800138000"), await town.member("13800138001")
    async with await town.member("13800138000") as again:
        member_id = await me(again)
    async with town.shop.begin() as tx:
        cash = (Tender("cash", 9900),)
        bought = Sale((Item("tee", 1),), member_id, external_id="1", tenders=cash)
        left = Sale((Item("tee", 1),), None, external_id="2", tenders=cash)
        order, guest = await checkout.commit(tx, [bought, left])
        grants = [Grant(member_id, "five-off", "test"), Grant(member_id, "gift", "test")]
        _, gift = await coupons.issue(tx, grants)
        await points.post(tx, [Movement(member_id, "points", "test", 1_500)])
    return Pair(first, second, order, guest, str(gift.coupon_id))


async def test_home_shows_what_is_there_and_what_can_be_taken(town: Town) -> None:
    shop = await pair(town)
    async with shop.first as browser:
        home = (await browser.get("/v1/m/home")).json()
        cards = (await browser.get("/v1/m/card")).json()
    assert home["me"]["phone"] == "+8613800138000"
    assert home["card"] == cards
    assert cards["number"].isdigit()
    (card, _) = home["tiers"]
    assert (card["set_code"], card["next"]["missing"]) == ("card", 10_100)
    balances = {book["book"]: book["balance"]["spendable"] for book in home["points"]}
    assert balances == {"stars": 99, "points": 1_500}
    assert (home["coupons"]["usable"], home["coupons"]["soon"]) == (1, 1)
    (five,) = home["coupons"]["first"]
    assert five["terms"]["worth_zh"] == "减 5 元"
    assert five["terms"]["conditions_zh"] == [
        "满 30 元可用", "限指定门店", "周六、周日", "不与其他券同用",
    ]  # fmt: skip
    assert [gift["name_zh"] for gift in home["gifts"]] == ["饮品一杯"]
    assert [rung["rung"] for rung in home["rungs"]] == ["first"]


async def test_what_waits_is_taken_once(town: Town) -> None:
    shop = await pair(town)
    async with shop.first as browser:
        path = f"/v1/m/coupons/{shop.gift}/acceptance"
        taken = [(await browser.post(path)).json() for _ in range(2)]
        offers = (await browser.get("/v1/m/offers")).json()
        claims = [
            (await browser.post("/v1/m/offers/claims", json={"template": "offer"})).json()
            for _ in range(2)
        ]
        held = (await browser.get("/v1/m/coupons?state=open")).json()["items"]
    assert [(one["usable"], one["waits"]) for one in taken] == [(True, False)] * 2
    assert [offer["template"] for offer in offers] == ["offer"]
    assert claims[0]["coupon_id"] == claims[1]["coupon_id"] is not None
    assert sorted(one["coupon"]["template"] for one in held) == ["five-off", "gift", "offer"]


async def test_a_rung_is_taken_once(town: Town) -> None:
    shop = await pair(town)
    wish = {"set_code": "ladder", "rung": "first"}
    async with shop.first as browser, shop.second as other:
        tries = [browser.post("/v1/m/rungs/claims", json=wish) for _ in range(4)]
        answers = sorted(answer.status_code for answer in await asyncio.gather(*tries))
        early = await other.post("/v1/m/rungs/claims", json=wish)
        rungs = (await browser.get("/v1/m/rungs")).json()
    assert answers == [201, 409, 409, 409]
    assert early.status_code == 409
    assert [rung["rung"] for rung in rungs if rung["claimed"]] == ["first"]


async def test_a_receipt_is_claimed_once_and_wrong_codes_look_alike(town: Town) -> None:
    shop = await pair(town)
    assert shop.guest.claim_code is not None
    body = {"code": shop.guest.claim_code}
    async with shop.first as browser, shop.second as other:
        claimed = await other.post("/v1/m/receipts/claims", json=body)
        late = await browser.post("/v1/m/receipts/claims", json=body)
        wrong = await browser.post("/v1/m/receipts/claims", json={"code": "A" * 16})
        mine = (await other.get("/v1/m/orders")).json()["items"]
    assert claimed.status_code == 201
    assert late.content == wrong.content
    assert late.json()["code"] == "not_claimable"
    assert [bought["page"]["order"]["id"] for bought in mine] == [claimed.json()]


async def test_an_order_names_its_goods_and_the_levels_of_a_set_are_listed(town: Town) -> None:
    shop = await pair(town)
    async with shop.first as browser:
        bought = (await browser.get(f"/v1/m/orders/{shop.order.id}")).json()
        levels = (await browser.get("/v1/m/tiers/card/levels")).json()
        none = (await browser.get("/v1/m/tiers/other/levels")).json()
    assert [named["code"] for named in bought["goods"]] == ["tee"]
    assert bought["page"]["lines"][0]["sku"] == "tee"
    assert [(step["name"], step["name_zh"]) for step in levels] == [("Gold", "Gold")]
    assert none == []


async def test_the_ledger_says_in_words_what_happened(town: Town) -> None:
    shop = await pair(town)
    async with shop.first as browser:
        page = (await browser.get("/v1/m/points/stars/entries")).json()
        lots = (await browser.get("/v1/m/points/stars/lots")).json()
    (told,) = page["items"]
    assert (told["text_zh"], told["line"]["entry"]["points"]) == ("获得", 99)
    assert lots["items"][0]["remaining"] == 99


@pytest.mark.inv("A1")
async def test_a_member_sees_nothing_of_another(town: Town) -> None:
    shop = await pair(town)
    async with shop.first as browser, shop.second as other:
        order, coupon = f"/v1/m/orders/{shop.order.id}", f"/v1/m/coupons/{shop.gift}"
        assert (await browser.get(order)).status_code == 200
        assert (await browser.get(coupon)).status_code == 200
        refused = [await other.get(order), await other.get(coupon)]
        refused.append(await other.post(f"{coupon}/acceptance"))
        none = [await other.get(f"/v1/m/orders/ord_{'0' * 32}")]
        listed = [
            (await other.get(f"/v1/m/{path}")).text
            for path in ("home", "orders", "coupons", "points/stars/entries", "tiers", "rungs")
        ]
        theirs = str(await me(browser))
    assert {answer.status_code for answer in (*refused, *none)} == {404}
    assert refused[0].json()["code"] == none[0].json()["code"]
    assert not any(theirs in text or shop.gift in text for text in listed)


async def test_a_profile_a_home_and_children_are_kept_by_their_member(town: Town) -> None:
    child: dict[str, Any] = {"id": f"chd_{'1' * 32}", "birth_on": "2020-02-29", "name": "小雨"}
    async with await town.member() as browser:
        profile = {"name": "陈晨", "language": "en", "birthday": "1990-01-31"}
        own = (await browser.put("/v1/m/profile", json=profile)).json()
        odd = await browser.put("/v1/m/profile", json={"language": "xx"})
        sizes = [(await browser.put("/v1/m/household", json={"size": n})).json() for n in (2, 3)]
        alone = await browser.post("/v1/m/children", json=child)
        agreed = {**child, "guardian_consent": True}
        added = await browser.post("/v1/m/children", json=agreed)
        listed = (await browser.get("/v1/m/children")).json()
        await browser.delete(f"/v1/m/children/{child['id']}")
        left = (await browser.get("/v1/m/children")).json()
        assert (await browser.get("/v1/m/household/size")).json() == {"size": 3}
        await browser.delete("/v1/m/household")
        assert (await browser.get("/v1/m/household/size")).json() is None
        assert (await browser.get("/v1/m/household")).json() == []
    assert (own["name"], own["profile"]["language"]) == ("陈晨", "en")
    assert (odd.status_code, alone.status_code, added.status_code) == (422, 409, 201)
    assert [kin["role"] for kin in sizes[1]] == ["head"]
    assert sizes[0] == sizes[1]
    assert ([one["name"] for one in listed], left) == (["小雨"], [])


async def test_what_is_allowed_is_taken_back_as_easily(town: Town) -> None:
    word = {"purpose": "marketing", "channel": "sms"}
    async with await town.member() as browser:
        for given in (True, False):
            answer = await browser.put("/v1/m/consents", json=[{**word, "given": given}])
            (kept,) = [one for one in answer.json() if one["purpose"] == "marketing"]
            assert (kept["given"], kept["method"]) == (given, "h5")


async def test_a_member_takes_along_all_we_hold_of_them(town: Town) -> None:
    shop = await pair(town)
    async with shop.first as browser:
        data = (await browser.post("/v1/m/exports")).json()
    assert {"identities", "profile", "consents", "children"} <= set(data["sections"])
    assert "+8613800138000" in str(data)
    assert "+8613800138001" not in str(data)


@pytest.mark.inv("A9")
async def test_the_changing_code_finds_the_member_at_the_till(town: Town) -> None:
    async with await town.member() as browser, await town.keyed("members.read") as till:
        code = (await browser.get("/v1/m/card/code")).json()["code"]
        theirs = str(await me(browser))
        found = (await till.post("/v1/members/searches", json={"text": code})).json()
        forged = await till.post("/v1/members/searches", json={"text": "LKM" + "A" * 48})
    assert theirs in str(found)
    assert (forged.status_code, forged.json()["code"]) == (409, "card_code_refused")
