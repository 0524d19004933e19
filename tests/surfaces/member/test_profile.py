"""Whatever a member's browser sends, the answer is a value or a refusal."""

from __future__ import annotations

import json
import re
from typing import Any
from urllib.parse import quote

import pytest

from liuke.surfaces.described import description
from liuke.surfaces.member import ROUTES
from liuke.surfaces.routes import public_path
from tests.surfaces.conftest import Town
from tests.surfaces.samples import BROKEN, HOSTILE, spoiled

BODIES: dict[str, Any] = {
    "/v1/m/profile": {"name": "陈晨", "birthday": "1990-01-31", "language": "en"},
    "/v1/m/household": {"size": 3},
    "/v1/m/children": {
        "id": f"chd_{'1' * 32}", "birth_on": "2020-02-29", "gender": "female", "name": "小雨",
        "guardian_consent": True,
    },
    "/v1/m/consents": [
        {"purpose": "marketing", "channel": "sms", "partner": "x", "given": True, "version": 0}
    ],
    "/v1/m/offers/claims": {"template": "offer"},
    "/v1/m/receipts/claims": {"code": "ABCDEFGH23456789"},
    "/v1/m/rungs/claims": {"set_code": "ladder", "rung": "first", "period_on": "2026-11-01"},
    "/v1/m/codes": {"phone": "13800138000", "challenge": "e30="},
    "/v1/m/challenges": {"merchant_id": None},
    "/v1/m/erasures": {"phone": "13800138000", "code": "000000"},
    "/v1/m/sessions": {
        "phone": "13800138000", "code": "000000",
        "join": {
            "charter": 1, "name": "陈", "profile": {"language": "en"},
            "agreements": [{"purpose": "marketing", "channel": "sms"}],
        },
    },
}  # fmt: skip
PATHS = json.loads(description())["paths"]
WITH_BODY = [
    (method.upper(), path)
    for path, methods in PATHS.items()
    for method, operation in methods.items()
    if path.startswith("/v1/m/") and "requestBody" in operation
]


@pytest.mark.inv("C7")
@pytest.mark.parametrize(("method", "path"), WITH_BODY, ids=[f"{m} {p}" for m, p in WITH_BODY])
async def test_a_hostile_body_of_a_member_breaks_nothing(
    town: Town, method: str, path: str
) -> None:
    wrong = []
    merchant = str(town.shop.actor.merchant_id)
    fit = BODIES[path]
    if path in {"/v1/m/codes", "/v1/m/sessions", "/v1/m/challenges"}:
        fit = {**fit, "merchant_id": merchant}
    async with await town.member() as browser:
        for body in [*BROKEN, *spoiled(fit)]:
            answer = await browser.request(method, path, content=body)
            if answer.status_code >= 500:
                wrong.append((answer.status_code, body[:300], answer.text[:200]))
    assert wrong == []


@pytest.mark.slow
@pytest.mark.inv("C7")
async def test_hostile_parameters_of_a_member_break_nothing(town: Town) -> None:
    wrong, reached = [], 0
    async with await town.member() as browser:
        for route in [route for route in ROUTES if route.method == "GET"]:
            named = set(re.findall(r"{(\w+)}", route.path))
            asked = set(route.params.__struct_fields__) - named
            for value in [text.strip('"') for text in HOSTILE if len(text) < 100]:
                path = re.sub(r"{\w+}", quote(value, safe="") or "x", public_path(route))
                for params in [{name: value} for name in asked] or [{}]:
                    answer = await browser.get(path, params=params)
                    reached += answer.status_code == 200
                    if answer.status_code >= 500:
                        wrong.append((path, params, answer.text[:200]))
    assert wrong == []
    assert reached
