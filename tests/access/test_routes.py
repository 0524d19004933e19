"""Two people publish a programme over HTTP; the record shows who did what."""

from __future__ import annotations

from typing import Any

import httpx

from liuke.domains.access import Role
from tests.surfaces.conftest import Town

KEY = {"Idempotency-Key": "once"}
DOCUMENT = {"code": "spring", "name": "Spring", "name_zh": "春"}
Answer = dict[str, Any]


async def draft(client: httpx.AsyncClient, **more: object) -> Answer:
    body = [{"document": DOCUMENT, **more}]
    answer = await client.post(
        "/v1/programmes/drafts", json=body, headers={"Idempotency-Key": str(more)}
    )
    found: Answer = answer.json()[0]
    return found


async def publish(client: httpx.AsyncClient, version: str, **headers: str) -> httpx.Response:
    return await client.post(
        "/v1/programmes/publications",
        json=[{"version_id": version}],
        headers={"Idempotency-Key": "publish", **headers},
    )


async def test_two_people_publish_a_programme(town: Town) -> None:
    async with (
        await town.signed_in(Role.OWNER) as one,
        await town.signed_in(Role.OPERATIONS) as two,
    ):
        version = (await draft(one))["id"]
        asked = await publish(one, version)
        assert (asked.status_code, asked.json()["code"]) == (409, "approval_needed")
        approval_id = asked.json()["approval_id"]
        verdict = {"approve": True, "reason": "看过了"}
        path = f"/v1/approvals/{approval_id}/decisions"
        own = await one.post(path, json=verdict)
        assert own.json()["code"] == "same_person", own.text
        waiting = (await two.get("/v1/approvals?state=pending")).json()["items"]
        assert [(w["id"], w["act"]) for w in waiting] == [(approval_id, "programme.publish")]
        assert (await two.post(path, json=verdict)).status_code == 201
        done = await publish(one, version, **{"Approval-Id": approval_id})
        assert done.status_code == 201, done.text
        again = await publish(one, version, **{"Approval-Id": approval_id})
        assert again.headers["idempotent-replayed"] == "true"
        audit = (await one.get("/v1/audit?limit=3")).json()
        chain = (await one.get("/v1/audit/chain")).json()
    assert [act["action"] for act in audit["items"]] == [
        "programme.published", "approvals.used", "approvals.approved",
    ]  # fmt: skip
    assert audit["after"] is not None
    assert (chain["faulty"], chain["blocks"]) == (None, 0)
    assert chain["unsealed"] >= 3


async def test_a_draft_edited_after_the_approval_needs_another(town: Town) -> None:
    async with (
        await town.signed_in(Role.OWNER) as one,
        await town.signed_in(Role.OPERATIONS) as two,
    ):
        kept = await draft(one)
        approval_id = (await publish(one, kept["id"])).json()["approval_id"]
        verdict = {"approve": True, "reason": "看过了"}
        await two.post(f"/v1/approvals/{approval_id}/decisions", json=verdict)
        await draft(one, version_id=kept["id"], revision=kept["revision"], note="changed")
        answer = await publish(one, kept["id"], **{"Approval-Id": approval_id})
    assert (answer.status_code, answer.json()["code"]) == (409, "approval_unusable")


async def test_limits_are_read_and_set_by_two(town: Town) -> None:
    async with await town.signed_in(Role.OWNER) as owner:
        now = {
            found["act"]: found["amount"]
            for found in (await owner.get("/v1/approvals/limits")).json()
        }
        assert now["programme.publish"] == 0
        wanted = [{"act": "programme.publish", "amount": 5}]
        alone = await owner.put("/v1/approvals/limits", json=wanted)
        assert alone.status_code == 200
        unknown = await owner.put("/v1/approvals/limits", json=[{"act": "x", "amount": 5}])
        assert unknown.json()["code"] == "unknown_acts"


async def test_a_key_is_shown_once_and_listed_without_its_secret(town: Town) -> None:
    async with await town.signed_in(Role.OWNER) as owner:
        made = await owner.post(
            "/v1/keys", json=[{"name": "pos", "scopes": ["points.read"]}], headers=KEY
        )
        key = made.json()[0]
        listed = await owner.get("/v1/keys")
        assert key["key"].partition(".")[2] not in listed.text
        async with town.client(authorization=f"Bearer {key['key']}") as till:
            assert (await till.get("/v1/keys")).status_code == 403
        assert (await owner.delete(f"/v1/keys/{key['id']}")).status_code == 200
        assert (await owner.get("/v1/keys")).json()["items"][0]["revoked_at"] is not None


async def test_pages_follow_each_other(town: Town) -> None:
    async with await town.signed_in(Role.OWNER) as owner:
        for name in ("a", "b", "c"):
            await owner.post(
                "/v1/keys",
                json=[{"name": name, "scopes": ["points.read"]}],
                headers={"Idempotency-Key": name},
            )
        query = "/v1/audit?action=keys.made&limit=2"
        first = (await owner.get(query)).json()
        rest = (await owner.get(f"{query}&after={first['after']}")).json()
        bad = await owner.get(f"{query}&after=nonsense")
    assert (len(first["items"]), len(rest["items"]), rest["after"]) == (2, 1, None)
    assert bad.status_code == 422
