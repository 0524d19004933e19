"""The application answers every request with a value or a problem."""

from __future__ import annotations

from liuke.domains.access import Role
from tests.surfaces.conftest import Town


async def test_a_person_who_signed_in_is_told_who_they_are(town: Town) -> None:
    async with await town.signed_in(Role.OWNER) as owner:
        answer = await owner.get("/v1/me")
    assert answer.status_code == 200, answer.text
    assert answer.json()["role"] == "owner"
    assert "programme.publish" in answer.json()["permissions"]


async def test_nobody_gets_a_problem_and_no_more(town: Town) -> None:
    async with town.client() as nobody:
        answer = await nobody.get("/v1/me")
    assert answer.status_code == 401
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json()["code"] == "unauthenticated"
    assert answer.json()["title_zh"] == "请先登录。"


async def test_a_key_may_what_its_scopes_say(town: Town) -> None:
    async with await town.keyed("programme.read") as till:
        assert (await till.get("/v1/programmes/versions")).status_code == 200
        refused = await till.post("/v1/programmes/drafts", json=[])
    assert refused.status_code == 403
    assert refused.json()["permission"] == "programme.edit"
