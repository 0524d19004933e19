"""Whoever runs the shop sees what is in force and how each part is, without a shell."""

from __future__ import annotations

import httpx
import pytest

from liuke.domains.access import Role
from liuke.kernel.settings import load
from liuke.surfaces.app import create_app
from liuke.surfaces.upkeep import Upkeep
from tests.surfaces.conftest import HIGH, Town
from tests.surfaces.operator import Operator


@pytest.fixture
async def client_of_owner(town: Town, operator: Operator) -> httpx.AsyncClient:
    """Serve a process that knows its addresses, and sign its owner in."""
    environ = {
        "LIUKE_HOME": str(operator.settings.home),
        "LIUKE_ADMIN_URL": "postgresql://admin:hunter2@db/liuke",
    }
    settings, sources = load(environ)
    async with operator.start(settings) as running:
        known = Upkeep(settings, sources, running.urls)
    town.app = create_app(town.shop.database, settings, limits=HIGH, known=known)
    return await town.signed_in(Role.OWNER)


async def test_settings_tell_their_source_and_no_secret(client_of_owner: httpx.AsyncClient) -> None:
    async with client_of_owner as owner:
        answer = await owner.get("/v1/settings")
    told = {one["name"]: one for one in answer.json()}
    assert told["port"]["source"] == "default"
    assert told["lake"]["value"] == ""
    assert told["admin_url"]["source"] == "LIUKE_ADMIN_URL"
    assert told["admin_url"]["value"] == "postgresql://admin:…@db/liuke"
    assert all(one["description"] != one["description_zh"] for one in told.values())
    assert "hunter2" not in answer.text


async def test_parts_are_those_of_the_doctor(client_of_owner: httpx.AsyncClient) -> None:
    async with client_of_owner as owner:
        parts = {part["name"]: part for part in (await owner.get("/v1/health/parts")).json()}
    assert set(parts) == {"keys", "disk", "database", "roles", "migrations", "jobs"}
    assert parts["roles"]["state"] == "fine"
    assert "embedded PostgreSQL 18" in parts["database"]["found"]
    assert "内置 PostgreSQL 18" in parts["database"]["found_zh"]
    for part in parts.values():
        assert part["found_zh"] != part["found"]
        assert bool(part["advice"]) == bool(part["advice_zh"])


async def test_a_process_without_addresses_looks_at_its_machine_alone(town: Town) -> None:
    async with await town.signed_in(Role.AUDITOR) as auditor:
        parts = (await auditor.get("/v1/health/parts")).json()
    assert {part["name"] for part in parts} == {"keys", "disk"}
