"""Ready-made programmes speak of money in the currency of the shop that reads them."""

from __future__ import annotations

import json

import pytest

from liuke.domains import programme, stores
from liuke.domains.access import Role
from tests.surfaces.conftest import Town, app, quiet, town

__all__ = ["app", "quiet", "town"]

OURS = [one.code for one in programme.templates() if not one.code.endswith("-grocer")]


@pytest.mark.parametrize("code", OURS)
def test_no_text_names_another_currency_than_the_shops(code: str) -> None:
    texts = json.dumps(programme.template(code, "USD"), ensure_ascii=False)
    assert "¥" not in texts
    assert "元" not in texts.replace("美元", "")
    assert "{{" not in texts


def test_a_name_reads_in_both_languages() -> None:
    dollars, *_ = programme.template("monthly-ladder", "USD")["coupons"]
    assert dollars["name"] == "$50 voucher for clothing"
    assert dollars["name_zh"] == "50 美元服装现金券"
    yuan, *_ = programme.template("monthly-ladder")["coupons"]
    assert (yuan["name"], yuan["name_zh"]) == ("¥50 voucher for clothing", "50 元服装现金券")


@pytest.mark.parametrize(
    ("currency", "name"),
    [("JPY", "¥5,000 voucher"), ("KWD", "KWD 5 voucher"), ("CNY", "¥50 voucher")],
)
def test_a_voucher_is_called_by_what_it_takes_off(currency: str, name: str) -> None:
    fifty, *_ = programme.template("monthly-ladder", currency)["coupons"]
    assert fifty["effect"]["amount_minor"] == 5_000
    assert fifty["name"] == f"{name} for clothing"


async def test_the_gallery_of_a_dollar_shop_speaks_of_dollars(town: Town) -> None:
    async with town.shop.begin() as tx:
        await stores.settle(tx, "Tea", time_zone="America/New_York", currency="USD")
    async with await town.signed_in(Role.OWNER) as owner:
        listed = (await owner.get("/v1/programmes/templates")).json()
        shown = (await owner.get("/v1/programmes/templates/monthly-ladder")).json()
    told = {one["code"]: one["description_zh"] for one in listed}
    assert told["coffee-stars"].startswith("98 美元购卡即为银星级")
    assert shown["coupons"][0]["name_zh"] == "50 美元服装现金券"
