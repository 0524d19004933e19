"""The edge knows who really called, and marks every answer."""

from __future__ import annotations

import httpx
import pytest

from liuke.kernel.settings import Settings
from liuke.surfaces.app import create_app
from liuke.surfaces.edge import Edge
from tests.conftest import Shop
from tests.surfaces.conftest import ORIGIN, Town


def behind(app: Edge, peer: str) -> httpx.AsyncClient:
    transport = httpx.ASGITransport(app, client=(peer, 1))
    return httpx.AsyncClient(transport=transport, base_url=ORIGIN)


@pytest.mark.inv("A14")
async def test_only_a_trusted_proxy_speaks_for_others(shop: Shop) -> None:
    app = create_app(shop.database, Settings(trusted_proxies="10.0.0.1, 10.0.0.2"))
    async with behind(app, "10.0.0.1") as proxy:
        forwarded = {"x-forwarded-for": "6.6.6.6, 7.7.7.7, 10.0.0.2"}
        first = await proxy.get("/v1/me", headers=forwarded)
        forged = {"x-forwarded-for": "5.5.5.5, 7.7.7.7"}
        second = await proxy.get("/v1/me", headers=forged)
        other = await proxy.get("/v1/me", headers={"x-forwarded-for": "8.8.8.8"})
    left = [int(a.headers["x-rate-limit-remaining"]) for a in (first, second, other)]
    assert left == [299, 298, 299]


@pytest.mark.inv("A7")
async def test_every_answer_carries_the_security_headers(town: Town) -> None:
    async with town.client() as client:
        for path in ("/health", "/v1/me", "/no/such/path", "/docs"):
            headers = (await client.get(path)).headers
            assert "frame-ancestors 'none'" in headers["content-security-policy"], path
            assert headers["x-content-type-options"] == "nosniff"
            assert headers["x-frame-options"] == "DENY"
            assert headers["referrer-policy"] == "no-referrer"
            assert len(headers["x-request-id"]) == 16


async def test_answers_are_not_kept_by_caches(town: Town) -> None:
    async with town.client() as client:
        assert (await client.get("/health")).headers["cache-control"] == "no-store"


async def test_a_host_that_is_malformed_is_refused_everywhere(town: Town) -> None:
    async with town.client(host="a b") as client:
        answer = await client.get("/health")
    assert answer.status_code == 400
    assert answer.json()["code"] == "unknown_host"


@pytest.mark.inv("A8")
@pytest.mark.inv("A14")
async def test_whoever_has_a_whole_network_has_one_bucket(shop: Shop) -> None:
    app = create_app(shop.database)
    peers = ["2001:db8:0:1::1", "2001:db8:0:1:ffff::2", "2001:db8:0:2::1", "::ffff:192.0.2.1"]
    left = []
    for peer in [*peers, "192.0.2.1"]:
        async with behind(app, peer) as client:
            answer = await client.get("/v1/me")
        left.append(int(answer.headers["x-rate-limit-remaining"]))
    assert left == [299, 298, 299, 299, 298]


@pytest.mark.slow
@pytest.mark.inv("A14")
async def test_a_proxy_is_known_whichever_way_its_address_is_written(shop: Shop) -> None:
    app = create_app(shop.database, Settings(trusted_proxies="10.0.0.1"))
    async with behind(app, "::ffff:10.0.0.1") as proxy:
        for guest, left in (("8.8.8.8", "299"), ("9.9.9.9", "299"), ("::ffff:9.9.9.9", "298")):
            answer = await proxy.get("/v1/me", headers={"x-forwarded-for": guest})
            assert answer.headers["x-rate-limit-remaining"] == left
