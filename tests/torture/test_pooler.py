"""Behind a pooler in transaction mode: nothing of a request is left to whoever comes next.

Each is run through our own pooler, and through PgBouncer where there is one.
"""

from __future__ import annotations

import asyncio
import random
import shutil
import tempfile
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import partial
from pathlib import Path

import asyncpg
import pytest

from liuke.bootstrap import running
from liuke.domains import analytics, points
from liuke.domains.access import Role
from liuke.kernel.actor import system
from liuke.kernel.crypto import Keys
from liuke.kernel.db import Database, DatabaseAway, TookTooLong, begin, connect
from liuke.kernel.doors import ask
from liuke.kernel.ids import MerchantId
from liuke.kernel.rows import Sql
from liuke.kernel.settings import Settings
from liuke.providers.postgres import Server, UnsafeDatabase, guard
from liuke.surfaces import health
from liuke.surfaces.app import create_app
from tests import make
from tests.checkout.test_commit import open_shop
from tests.conftest import Shop
from tests.surfaces.conftest import HIGH, Town
from tests.torture.pgbouncer import NEEDS_PGBOUNCER, pgbouncer
from tests.torture.pooler import SOCKET, Pooler

pytestmark = [
    pytest.mark.inv("A3"),
    pytest.mark.parametrize("kind", ["ours", pytest.param("pgbouncer", marks=NEEDS_PGBOUNCER)]),
]

BACKEND = Sql[int]("SELECT pg_backend_pid()")
SETTING = Sql[str]("SELECT 'is ' || COALESCE(current_setting('liuke.merchant_id', true), '')")
SEEN = Sql[int]("SELECT COUNT(*) FROM stores_merchant")
OURS = Sql[MerchantId]("SELECT merchant_id FROM stores_merchant")
STORES = Sql[str]("SELECT code FROM stores_store ORDER BY code")
SLEEP = Sql[None]("SELECT pg_sleep(30)")
FAIL = Sql[int]("SELECT 1 / 0")
HURRY = Sql[None]("SET LOCAL statement_timeout = '50ms'")
PATIENCE = Sql[str]("""
    SELECT STRING_AGG(current_setting(name), ' ' ORDER BY place)
    FROM UNNEST(ARRAY[
        'statement_timeout', 'lock_timeout', 'idle_in_transaction_session_timeout',
        'transaction_timeout', 'search_path'
    ]) WITH ORDINALITY AS s (name, place)
""")


@asynccontextmanager
async def pooled(server: Server, kind: str, connections: int) -> AsyncIterator[str]:
    """Put a pooler with few connections before the till's address; yield where it listens."""
    folder, url = Path(tempfile.mkdtemp(prefix="lk-pool-")), server.app_url
    opened = {
        "ours": partial(Pooler(url, folder / SOCKET).open, connections),
        "pgbouncer": partial(pgbouncer, server, url, folder, connections),
    }
    try:
        async with opened[kind]():
            yield url.replace(str(server.folders.socket), str(folder))
    finally:
        shutil.rmtree(folder)


@asynccontextmanager
async def client(url: str, size: int = 1) -> AsyncIterator[Database]:
    """Open a process's own pool, whose connections are the pooler's clients."""
    database = await connect(url, Keys.for_tests(), size=size, pooled=True)
    try:
        yield database
    finally:
        await database.close()


async def leave(database: Database, shop: Shop, how: str) -> None:
    """Work for a shop, and leave in one way or another."""
    async with begin(database, shop.actor) as tx:
        assert how == "unseen" or await tx.rows(OURS) == [shop.actor.merchant_id]
        if how == "stopped":
            await tx.run(HURRY)
        if how in {"cancelled", "late", "stopped"}:
            await tx.run(SLEEP)
        if how == "failed":
            await tx.rows(FAIL)
        if how == "raised":
            raise LookupError


LEFT = {
    "committed": None,
    "raised": LookupError,
    "failed": asyncpg.DivisionByZeroError,
    "stopped": TookTooLong,
    "cancelled": asyncio.CancelledError,
    "late": TimeoutError,
}


@pytest.mark.parametrize("how", LEFT)
async def test_whoever_comes_next_finds_no_merchant(
    server: Server, shop: Shop, kind: str, how: str
) -> None:
    async with pooled(server, kind, 1) as url, client(url) as one, client(url) as other:
        backend = await ask(one, BACKEND)
        for first, then in ((one, other), (other, one), (one, other)):
            work = asyncio.create_task(leave(first, shop, how))
            if how == "cancelled":
                await asyncio.sleep(0.1)
                work.cancel()
            limited = asyncio.wait_for(work, 0.1 if how == "late" else 60)
            (outcome,) = await asyncio.gather(limited, return_exceptions=True)
            assert type(outcome) is (LEFT[how] or type(None))
            assert await ask(then, SETTING) == "is "
            assert await ask(then, SEEN) == 0
            async with begin(then, system(MerchantId.new(), "stranger")) as tx:
                assert await tx.row(SEEN) == 0
            assert await ask(then, BACKEND) == backend


async def test_whoever_is_cut_off_in_the_middle_leaves_nothing(
    server: Server, shop: Shop, kind: str
) -> None:
    async with pooled(server, kind, 1) as url, client(url) as other:
        one = await connect(url, Keys.for_tests(), size=1, pooled=True)
        work = asyncio.create_task(leave(one, shop, "late"))
        await asyncio.sleep(0.1)
        one.pool.terminate()
        with pytest.raises(DatabaseAway):
            await work
        assert await ask(other, SEEN) == 0
        assert await ask(other, SETTING) == "is "


async def test_what_is_set_for_a_session_does_leak_here(
    server: Server, shop: Shop, kind: str
) -> None:
    """What the others prove is worth something only where this is so."""
    merchant = str(shop.actor.merchant_id.bytes.hex())
    async with pooled(server, kind, 1) as url, client(url) as one, client(url) as other:
        assert await ask(other, SEEN) == 0
        async with one.pool.acquire() as connection:
            await connection.execute(f"SET liuke.merchant_id = '{merchant}'")
        assert await ask(other, SETTING) == f"is {merchant}"
        assert await ask(other, OURS) == shop.actor.merchant_id


async def met(database: Database) -> set[int | None]:
    """Return which two connections of the server two transactions at once have."""
    actors = system(MerchantId.new(), "one"), system(MerchantId.new(), "two")
    async with begin(database, actors[0]) as one, begin(database, actors[1]) as two:
        return {await one.row(BACKEND), await two.row(BACKEND)}


async def test_what_is_asked_before_the_merchant_is_known_goes_to_any_connection(
    server: Server, kind: str
) -> None:
    async with pooled(server, kind, 2) as url, client(url, size=2) as database:
        both = await met(database)
        assert len(both) == 2
        for _ in range(8):
            assert await ask(database, BACKEND) in both


async def test_statements_with_names_would_be_looked_for_where_they_are_not(
    server: Server, kind: str
) -> None:
    async with pooled(server, kind, 2) as url, client(url, size=2) as database:
        await met(database)
        named = await connect(url, Keys.for_tests(), size=1)
        stranger = Shop(named, system(MerchantId.new(), "test"))
        await leave(named, stranger, "unseen")
        with pytest.raises(asyncpg.InvalidSQLStatementNameError):
            await leave(named, stranger, "unseen")
        await named.close()


async def test_what_a_role_may_take_holds_behind_a_pooler(server: Server, kind: str) -> None:
    async with pooled(server, kind, 1) as url, client(url) as database:
        assert await ask(database, PATIENCE) == "15s 5s 15s 30s public, pg_temp"


async def test_rows_are_streamed_through_a_pooler(server: Server, shop: Shop, kind: str) -> None:
    pieces: list[bytes] = []

    async def keep(piece: bytes) -> None:
        pieces.append(piece)

    async with pooled(server, kind, 1) as url, client(url) as database:
        for _ in range(2):
            async with begin(database, shop.actor) as tx:
                numbers = "SELECT n FROM generate_series(1, $1::int) AS n"
                await tx.copy(numbers, 20_000, into=keep, seconds=30)
                assert await tx.rows(OURS) == [shop.actor.merchant_id]
    assert b"".join(pieces).split() == [str(n).encode() for n in range(1, 20_001)] * 2


@pytest.mark.slow
async def test_many_merchants_share_few_connections_and_each_sees_its_own(
    server: Server, kind: str
) -> None:
    chance, backends, ends = random.Random(3), set[int](), Counter[str]()  # noqa: S311 -- load

    async def trade(database: Database) -> None:
        shop, kept = Shop(database, system(MerchantId.new(), "test")), list[str]()
        async with shop.begin() as tx:
            await make.merchant(tx)
        for turn in range(12):
            how = chance.choice(list(LEFT))
            work = asyncio.create_task(leave(database, shop, how))
            if how == "cancelled":
                asyncio.get_running_loop().call_later(chance.uniform(0, 0.05), work.cancel)
            limit = chance.uniform(0, 0.05) if how == "late" else 60
            await asyncio.gather(asyncio.wait_for(work, limit), return_exceptions=True)
            async with shop.begin() as tx:
                await make.store(tx, f"{turn:02}")
                kept.append(f"{turn:02}")
                assert await tx.rows(STORES) == kept
                assert await tx.rows(OURS) == [shop.actor.merchant_id]
                backends.add(await tx.row(BACKEND) or 0)
            assert await ask(database, SEEN) == 0
            ends[how] += 1

    async with pooled(server, kind, 3) as url, client(url, size=16) as database:
        async with asyncio.TaskGroup() as group:
            for _ in range(16):
                group.create_task(trade(database))
        assert database.pool.get_size() == 16
    assert ends.total() == 16 * 12
    assert min(ends[how] for how in LEFT) > 0
    # A connection that was cut off is opened anew; cancelled ones are kept.
    assert len(backends) == 3


async def buy(town: Town, name: str) -> None:
    """Sell three shirts one by one, each sent twice, and take one back."""
    async with town.shop.begin() as tx:
        await make.merchant(tx)
        member, _ = await open_shop(tx)
    sale = {
        "items": [{"sku": "tee"}],
        "member_id": str(member),
        "tenders": [{"kind": "cash", "amount_minor": 9900}],
    }
    orders: list[str] = []
    async with await town.keyed("checkout.*") as till, await town.signed_in(Role.OWNER) as owner:
        for key in (f"{name}-{number}" for number in range(3)):
            body, headers = sale | {"external_id": key}, {"Idempotency-Key": key}
            first = await till.post("/till/orders", json=body, headers=headers)
            again = await till.post("/till/orders", json=body, headers=headers)
            assert first.status_code == again.status_code == 201, first.text
            assert first.content == again.content
            assert again.headers["Idempotent-Replayed"] == "true"
            orders.append(first.json()["id"])
            assert first.json()["standing"]["points"] == {"stars": 99 * len(orders)}
        back = {"external_id": "back", "units": [{"line": 0, "start": 0, "count": 1}]}
        path = f"/till/orders/{orders[0]}/returns"
        made = await till.post(path, json=back, headers={"Idempotency-Key": "back"})
        assert made.json()["refund_minor"] == 9900
        found = (await owner.get(f"/v1/members/{member}")).json()
        assert found["standing"]["id"] == str(member)
    async with town.shop.begin() as tx:
        (kept,) = await points.balances(tx, [member])
        assert kept.spendable == 99 * 2


@pytest.mark.slow
async def test_shops_trade_over_http_through_the_pooler_that_is_set(
    server: Server, tmp_path: Path, kind: str
) -> None:
    async with pooled(server, kind, 3) as url:
        settings = Settings(
            home=tmp_path, database_url=server.app_url, worker_url=server.worker_url,
            verify_url=server.verify_url, pool_url=url, outbox="off",
        )  # fmt: skip
        try:
            async with running(settings) as system_running:
                database = system_running.database
                assert system_running.urls.worker == server.worker_url
                app = create_app(database, limits=HIGH)
                towns = [
                    Town(Shop(database, system(MerchantId.new(), "test")), app) for _ in range(6)
                ]
                async with asyncio.TaskGroup() as group:
                    for number, town in enumerate(towns):
                        group.create_task(buy(town, str(number)))
                parts = {one.name: one for one in await health.of_database(system_running.urls)}
        finally:
            analytics.furnish(None)
    assert parts["roles"].state is health.State.FINE
    assert "pool is liuke_app" in parts["roles"].found


async def test_an_address_that_is_a_pooler_s_is_refused_where_the_server_s_belongs(
    server: Server, kind: str
) -> None:
    async with pooled(server, kind, 1) as url:
        assert await guard(url, external=False, pooled=True) == []
        with pytest.raises(UnsafeDatabase) as refused:
            await guard(url, external=False)
        (fault,) = refused.value.faults
    assert "LIUKE_POOL_URL" in fault
