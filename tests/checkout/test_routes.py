"""What a till is answered over HTTP."""

from __future__ import annotations

from typing import Any

import httpx
import pytest

from liuke.domains import members
from liuke.domains.members import MemberState
from liuke.kernel.ids import MemberId
from tests.checkout.test_take_back import open_shop
from tests.surfaces.conftest import Town, app, quiet, town

__all__ = ["app", "quiet", "town"]

PATHS = ("/till/quotes", "/till/explanations", "/till/reservations", "/till/orders")


async def ask(till: httpx.AsyncClient, path: str, body: object) -> dict[str, Any]:
    sent = {"sale": body} if path == "/till/reservations" else body
    answer = await till.post(path, json=sent, headers={"Idempotency-Key": path})
    told: dict[str, Any] = answer.json()
    return told


async def opened(town: Town) -> tuple[MemberId, httpx.AsyncClient]:
    async with town.shop.begin() as tx:
        member = await open_shop(tx)
    return member, await town.keyed("checkout.*")


@pytest.mark.slow
@pytest.mark.parametrize(("path", "field"), [
    ("/till/quotes", "items[1].sku"), ("/till/explanations", "items[1].sku"),
    ("/till/reservations", "sale.items[1].sku"), ("/till/orders", "items[1].sku"),
])  # fmt: skip
async def test_a_refusal_of_one_sale_names_the_field_as_it_was_sent(
    town: Town, path: str, field: str
) -> None:
    _, till = await opened(town)
    async with till:
        told = await ask(till, path, {"items": [{"sku": "tee"}, {"sku": "ghost"}]})
    assert (told["code"], told["field"]) == ("unknown_items", field)


async def test_a_refusal_of_a_backlog_names_place_and_field(town: Town) -> None:
    _, till = await opened(town)
    paid = {"items": [{"sku": "tee"}], "tenders": [{"kind": "cash", "amount_minor": 9900}]}
    short = {"items": [{"sku": "tee"}], "tenders": [{"kind": "cash", "amount_minor": 1}]}
    ghost = {"items": [{"sku": "ghost"}]}
    async with till:
        told = await ask(till, "/till/backlogs", {"sales": [paid, short]})
        named = await ask(till, "/till/backlogs?", {"sales": [paid, ghost]})
        one = await ask(till, "/till/orders", short)
    assert told["code"] == "sales_refused"
    (problem,) = told["problems"].values()
    assert (list(told["problems"]), problem["field"]) == (["1"], "sales[1].tenders")
    assert named["field"] == "sales[1].items[0].sku"
    assert (one["code"], one["field"]) == ("payment_mismatch", "tenders")


async def test_quote_and_sale_refuse_an_unknown_and_a_blocked_member_alike(town: Town) -> None:
    blocked, till = await opened(town)
    async with town.shop.begin() as tx:
        await members.set_states(tx, [blocked], MemberState.BLOCKED, reason="fraud")
    for member, code in ((MemberId.new(), "unknown_members"), (blocked, "member_not_active")):
        sale = {"member_id": str(member), "items": [{"sku": "tee"}]}
        async with till if code == "member_not_active" else await town.keyed("checkout.*") as key:
            told = [await ask(key, path, sale) for path in PATHS]
        assert [one["code"] for one in told] == [code] * len(PATHS)
        assert all(str(member) in str(one) for one in told)


async def test_a_return_is_foreseen_to_the_last_point_and_changes_nothing(town: Town) -> None:
    member, till = await opened(town)
    sale = {
        "member_id": str(member),
        "items": [{"sku": "tee", "units": 2}],
        "tenders": [{"kind": "cash", "amount_minor": 19_800}],
    }
    back = {"external_id": "r-1", "units": [{"line": 0, "start": 0, "count": 1}]}
    async with till:
        order = (await ask(till, "/till/orders", sale))["id"]
        foreseen = await ask(till, f"/till/orders/{order}/returns/previews", back)
        untouched = (await till.get(f"/till/orders/{order}")).json()
        made = await ask(till, f"/till/orders/{order}/returns", back)
        again = await ask(
            till, f"/till/orders/{order}/returns/previews", back | {"external_id": "r-2"}
        )
    assert untouched["returns"] == []
    assert foreseen["refund_minor"] == made["refund_minor"] == 9_900
    assert foreseen["undone"] == made["undone"] != []
    assert again["code"] == "units_not_returnable"


async def test_calling_an_order_off_is_foreseen_to_the_last_point_and_changes_nothing(
    town: Town,
) -> None:
    member, till = await opened(town)
    sale = {
        "member_id": str(member),
        "items": [{"sku": "tee", "units": 2}],
        "shipping_minor": 1_000,
        "tenders": [{"kind": "cash", "amount_minor": 20_800}],
    }
    async with till:
        order = (await ask(till, "/till/orders", sale))["id"]
        path = f"/till/orders/{order}/cancellation"
        foreseen = await ask(till, f"{path}/previews", None)
        untouched = (await till.get(f"/till/orders/{order}")).json()
        made = await ask(till, path, None)
        again = await ask(till, f"{path}/previews", None)
    assert (untouched["order"]["state"], untouched["returns"]) == ("paid", [])
    assert foreseen["refund_minor"] == made["refund_minor"] == 20_800
    told = {name: made[name] for name in ("units", "refunds", "undone", "tiers")}
    assert {name: foreseen[name] for name in told} == told
    assert made["undone"] != []
    assert again["code"] == "wrong_state"


async def test_a_receipt_printed_again_has_its_claim_code_until_it_is_claimed(town: Town) -> None:
    member, till = await opened(town)
    one = {"items": [{"sku": "tee"}], "tenders": [{"kind": "cash", "amount_minor": 9900}]}
    async with till:

        async def code_of(sold: dict[str, Any]) -> str | None:
            found = await till.get(f"/till/orders/{sold['id']}/reprint")
            said: dict[str, str | None] = found.json()
            return said["claim_code"]

        mine, back = [
            (await till.post("/till/orders", json=one, headers={"Idempotency-Key": key})).json()
            for key in ("mine", "back")
        ]
        codes = [await code_of(mine), await code_of(back)]
        assert codes == [mine["claim_code"], back["claim_code"]]
        whole = {"external_id": "r1", "units": [{"line": 0, "start": 0}]}
        await till.post(f"/till/orders/{back['id']}/returns", json=whole,
                        headers={"Idempotency-Key": "r1"})  # fmt: skip
        await till.post("/till/claims", json={"member_id": str(member), "code": mine["claim_code"]},
                        headers={"Idempotency-Key": "c1"})  # fmt: skip
        assert [await code_of(mine), await code_of(back)] == [None, None]
