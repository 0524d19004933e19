"""How we are: health for everybody, figures for those who may read them."""

from __future__ import annotations

import io

import asyncpg
import httpx
import pytest

from liuke.domains.access import Role
from liuke.kernel.actor import Actor
from liuke.kernel.crypto import Keys
from liuke.kernel.db import Database
from liuke.surfaces.app import create_app
from liuke.surfaces.edge import Edge
from tests.surfaces.conftest import ORIGIN, Town


def from_outside(app: Edge, **headers: str) -> httpx.AsyncClient:
    transport = httpx.ASGITransport(app, client=("203.0.113.9", 1))
    return httpx.AsyncClient(transport=transport, base_url=ORIGIN, headers=headers)


async def test_health_tells_no_secret(town: Town) -> None:
    async with from_outside(town.app) as client:
        answer = await client.get("/health")
    assert answer.status_code == 200
    assert set(answer.json()) == {"status", "database", "event_log_lag_ms", "version"}


async def test_figures_are_for_this_machine_and_those_who_may(town: Town) -> None:
    async with town.client() as local, from_outside(town.app) as stranger:
        assert (await local.get("/metrics")).status_code == 200
        proxied = await local.get("/metrics", headers={"x-forwarded-for": "1.1.1.1"})
        assert proxied.status_code == 401
        assert (await stranger.get("/metrics")).status_code == 401
    async with await town.signed_in(Role.GUIDE) as guide:
        assert (await guide.get("/metrics", headers={"x-forwarded-for": "x"})).status_code == 403
    async with await town.signed_in(Role.OWNER) as owner:
        await owner.get("/v1/me")
        answer = await owner.get("/metrics", headers={"x-forwarded-for": "x"})
    text = answer.text
    assert 'route="/v1/me"' in text
    for figure in (
        "request_seconds",
        "commits_total",
        "pool_connections",
        "event_log_lag_seconds",
        "lake_age_seconds",
        "lake_bytes",
        'refusals_total{code="unauthenticated"}',
    ):
        assert f"liuke_{figure}" in text


@pytest.mark.inv("S3")
async def test_with_the_database_away_every_answer_is_a_503_with_a_time(town: Town) -> None:
    pool = asyncpg.create_pool("postgresql://nobody@127.0.0.1:1/none", min_size=0, max_size=1)
    await pool
    app = create_app(Database(pool, Keys.for_tests()))
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url=ORIGIN) as client:
        bearer = {"authorization": f"Bearer lk_{'0' * 32}.x"}
        for path in ("/v1/me", "/health"):
            answer = await client.get(path, headers=bearer)
            assert answer.status_code == 503, path
            assert int(answer.headers["retry-after"]) > 0
    await pool.close()
    assert town.shop.actor.kind == "system"


@pytest.mark.inv("A13")
async def test_no_canary_reaches_the_log_by_any_way_in(
    town: Town, lines: io.StringIO, monkeypatch: pytest.MonkeyPatch
) -> None:
    canaries = ("13912345678", "canary.wang@example.com", "金丝雀")
    async with await town.signed_in(Role.OWNER) as owner:
        for canary in canaries:
            body = [{"sign_in": canary, "name": canary, "role": canary, canary: canary}]
            await owner.post("/v1/staff/invitations", json=body)
            await owner.get("/v1/audit", params={"subject": canary, canary: canary})
            await owner.get(f"/v1/{canary}")
            await owner.post("/v1/sessions", json={"sign_in": canary, "password": canary})
            await owner.get("/v1/me", headers={"user-agent": canary.encode().hex(), "referer": "x"})

        async def explode(*_given: object) -> Actor:
            raise LookupError(canaries[0])

        monkeypatch.setattr("liuke.domains.access.by_session", explode)
        assert (await owner.get("/v1/me")).status_code == 500
    written = lines.getvalue()
    assert written.count("\n") > 15
    assert '"fault":"LookupError"' in written
    assert [canary for canary in canaries if canary in written] == []
    assert owner.headers["cookie"].partition("=")[2] not in written
