"""The application as a client meets it: over HTTP, with people and keys of every kind."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path

import httpx
import pytest
import pytest_asyncio

from liuke.domains import access
from liuke.domains.access import Invitation, KeyWish, Role, StaffId
from liuke.domains.members import session
from liuke.kernel import log
from liuke.kernel.db import Database
from liuke.kernel.settings import Settings
from liuke.providers.postgres import Server
from liuke.surfaces.app import create_app
from liuke.surfaces.doorman import COOKIE, MEMBER_COOKIE
from liuke.surfaces.edge import Edge
from tests.conftest import Shop
from tests.surfaces.operator import Operator
from tests.torture.figures import figure

__all__ = ["figure"]

ORIGIN = "http://shop.test"
HIGH = {"anonymous": 10**9, "staff": 10**9, "key": 10**9, "sign_in": 10**9}


@dataclass
class Town:
    """One shop with its application, and clients for whoever is asked for."""

    shop: Shop
    app: Edge

    def client(self, **headers: str) -> httpx.AsyncClient:
        """Return a client that sends these headers."""
        transport = httpx.ASGITransport(self.app, raise_app_exceptions=False)
        return httpx.AsyncClient(transport=transport, base_url=ORIGIN, headers=headers)

    async def person(self, role: Role, name: str = "") -> StaffId:
        """Let somebody in."""
        async with self.shop.begin() as tx:
            sign_in = name or f"{role.value}.{len(await access.staff(tx))}"
            return (await access.invite(tx, [Invitation(sign_in, "测试", role)]))[0].staff_id

    async def signed_in(self, role: Role, staff_id: StaffId | None = None) -> httpx.AsyncClient:
        """Return the browser of somebody who signed in."""
        staff_id = staff_id or await self.person(role)
        async with self.shop.begin() as tx:
            opened = await access.open_session(tx, staff_id)
        return self.client(
            **{"cookie": f"{COOKIE}={opened.token}", "origin": ORIGIN, "x-liuke": "1"}
        )

    async def member(self, phone: str = "13800138000") -> httpx.AsyncClient:
        """Return the browser of a member who came in, joining if they are new."""
        async with self.shop.begin() as tx:
            entered = await session.enter(tx, phone, "", session.Join())
        cookie = f"{MEMBER_COOKIE}={entered.token}"
        return self.client(cookie=cookie, origin=ORIGIN, **{"x-liuke": "1"})

    async def keyed(self, *scopes: str, name: str = "till") -> httpx.AsyncClient:
        """Return a program with a key of these scopes."""
        async with self.shop.begin() as tx:
            made = await access.make_keys(tx, [KeyWish(name, scopes)])
        return self.client(authorization=f"Bearer {made[0].key}")


@pytest.fixture(autouse=True)
def quiet() -> None:
    """Keep the log of every request out of what pytest captures."""
    log.configure("error")


@pytest.fixture(scope="session")
def app(database: Database) -> Edge:
    """Assemble the application once: it serves every merchant."""
    return create_app(database, limits=HIGH)


@pytest.fixture
def town(shop: Shop, app: Edge) -> Town:
    """Open the application to one shop."""
    return Town(shop, app)


@pytest_asyncio.fixture(loop_scope="session")
async def client(town: Town) -> AsyncIterator[httpx.AsyncClient]:
    """Open the browser of the owner; paths begin below `/v1`."""
    async with await town.signed_in(Role.OWNER) as owner:
        owner.base_url = httpx.URL(f"{ORIGIN}/v1")
        yield owner


@pytest.fixture
def operator(server: Server, shop: Shop, tmp_path: Path) -> Operator:
    """Sit an operator down at the machine of one shop."""
    return Operator(server, shop, Settings(home=tmp_path))
