"""One kind of transaction: whole or not at all, of one merchant, never left behind in the pool."""

from __future__ import annotations

import asyncio
import shutil
import tempfile
import traceback
from collections.abc import AsyncIterator, Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path

import asyncpg
import pytest
import pytest_asyncio

from liuke.kernel.actor import system
from liuke.kernel.crypto import Keys
from liuke.kernel.db import (
    Contended,
    Database,
    DatabaseAway,
    DatabaseDenied,
    OutcomeUnknown,
    TookTooLong,
    Tx,
    UnknownMembers,
    administer,
    begin,
    connect,
)
from liuke.kernel.events import WITHIN, Event, within
from liuke.kernel.ids import MemberId, MerchantId, StoreId
from liuke.kernel.problems import Unstorable
from liuke.kernel.rows import Sql
from liuke.providers.postgres import Server
from tests import make
from tests.conftest import Shop
from tests.torture.faulty import Fault, Proxy

CANARY = "wang-13912349999"
CAST = Sql[None]("SELECT $1::text::integer")
BUILT = Sql[None]("SELECT jsonb_build_object('phone', $1::text)::text::date")
ROW = Sql[None]("""
    INSERT INTO access_staff (id, sign_in, name, role, created_at)
    VALUES (uuidv7(), $1::text, $1::text, 'nobody', lk_now())
""")
MERCHANTS = Sql[int]("SELECT COUNT(*) FROM stores_merchant")
HOW_MANY = Sql[int]("SELECT COUNT(*) FROM UNNEST($1::bigint[]) AS n")
EVENTS = Sql[str]("SELECT kind FROM kernel_event ORDER BY id")
STORES = Sql[str]("SELECT code FROM stores_store ORDER BY code")
SETTING = "SELECT NULLIF(current_setting('liuke.merchant_id', true), '')"


class BellRung(Event, frozen=True):
    """Somebody rang."""

    times: int


class BellEchoed(Event, frozen=True):
    """It came back."""

    times: int


@pytest_asyncio.fixture(loop_scope="session")
async def narrow(server: Server) -> AsyncIterator[Database]:
    """Open a pool of one connection, so that the next borrower gets the same one."""
    database = await connect(server.app_url, Keys.for_tests(), size=1)
    yield database
    await database.close()


async def left_behind(database: Database) -> tuple[str | None, int]:
    """Return the merchant that the next borrower finds set, and how many it can see."""
    async with database.pool.acquire() as connection:
        return await connection.fetchval(SETTING), await connection.fetchval(MERCHANTS.text)


@pytest.mark.inv("A3")
async def test_a_commit_leaves_no_merchant_in_the_pool(narrow: Database, shop: Shop) -> None:
    async with begin(narrow, shop.actor) as tx:
        assert await tx.row(MERCHANTS) == 1
    assert await left_behind(narrow) == (None, 0)


@pytest.mark.inv("A3")
async def test_a_failure_leaves_no_merchant_in_the_pool(narrow: Database, shop: Shop) -> None:
    with pytest.raises(LookupError):
        async with begin(narrow, shop.actor):
            raise LookupError
    assert await left_behind(narrow) == (None, 0)


@pytest.mark.inv("A3")
async def test_a_cancelled_request_leaves_no_merchant_in_the_pool(
    narrow: Database, shop: Shop
) -> None:
    async def slow() -> None:
        async with begin(narrow, shop.actor) as tx:
            await tx.run(Sql[None]("SELECT pg_sleep(30)"))

    request = asyncio.create_task(slow())
    await asyncio.sleep(0.2)
    request.cancel()
    with pytest.raises(asyncio.CancelledError):
        await request
    assert await left_behind(narrow) == (None, 0)


@pytest.mark.inv("A3")
async def test_a_request_that_takes_too_long_leaves_no_merchant_in_the_pool(
    narrow: Database, shop: Shop
) -> None:
    async def late() -> None:
        async with begin(narrow, shop.actor) as tx:
            await tx.run(Sql[None]("SET LOCAL statement_timeout = '50ms'"))
            await tx.run(Sql[None]("SELECT pg_sleep(30)"))

    with pytest.raises(TookTooLong):
        await late()
    assert await left_behind(narrow) == (None, 0)


@pytest.mark.inv("A3")
async def test_without_a_merchant_there_is_nothing_to_see(database: Database) -> None:
    stranger = system(MerchantId.new(), "test")
    async with begin(database, stranger) as tx:
        assert await tx.row(MERCHANTS) == 0
    assert await left_behind(database) == (None, 0)


@pytest.mark.inv("A13")
@pytest.mark.parametrize("statement", [CAST, BUILT, ROW])
async def test_no_value_of_a_fault_reaches_a_traceback_or_the_servers_log(
    shop: Shop, server: Server, statement: Sql[None]
) -> None:
    before = server.folders.log.stat().st_size
    with pytest.raises(Exception) as fault:  # noqa: PT011 -- which one depends on the statement
        async with shop.begin() as tx:
            await tx.run(statement, CANARY)
    told = "".join(traceback.format_exception(fault.value))
    assert CANARY not in told + repr(vars(fault.value))
    assert CANARY not in server.folders.log.read_bytes()[before:].decode()


@pytest.mark.inv("A13")
async def test_a_race_lost_tells_of_no_key(shop: Shop, server: Server) -> None:
    before = server.folders.log.stat().st_size

    async def open_store() -> None:
        async with shop.begin() as tx:
            await tx.run(make.STORE, StoreId.new(), CANARY)

    await open_store()
    with pytest.raises(Contended) as lost:
        await open_store()
    assert CANARY not in "".join(traceback.format_exception(lost.value))
    assert CANARY not in server.folders.log.read_bytes()[before:].decode()


@pytest.mark.inv("A13")
async def test_an_argument_that_cannot_be_sent_is_not_told(shop: Shop) -> None:
    with pytest.raises(asyncpg.DataError) as fault:
        async with shop.begin() as tx:
            await tx.run(Sql[None]("SELECT $1::uuid"), CANARY)
    assert CANARY not in "".join(traceback.format_exception(fault.value))


@pytest.mark.inv("A13")
async def test_a_fault_keeps_its_kind_and_the_names_of_our_own(shop: Shop) -> None:
    with pytest.raises(asyncpg.InvalidTextRepresentationError) as cast:
        async with shop.begin() as tx:
            await tx.run(CAST, CANARY)
    assert str(cast.value) == "invalid_text_representation_error 22P02"
    with pytest.raises(asyncpg.CheckViolationError) as row:
        async with shop.begin() as tx:
            await tx.run(ROW, CANARY)
    assert "access_staff" in str(row.value)
    with pytest.raises(asyncpg.UndefinedColumnError, match="nowhere"):
        async with shop.begin() as tx:
            await tx.run(Sql[None]("SELECT nowhere FROM stores_store"))


@pytest.mark.inv("A13")
async def test_an_administrator_s_faults_are_told_without_values_too(server: Server) -> None:
    with pytest.raises(asyncpg.InvalidTextRepresentationError) as fault:
        async with administer(server.admin_url) as connection:
            await connection.execute(f"SELECT '{CANARY}'::uuid")
    assert CANARY not in "".join(traceback.format_exception(fault.value))


async def test_returning_commits_and_raising_rolls_back(shop: Shop) -> None:
    async def fail() -> None:
        async with shop.begin() as tx:
            await make.store(tx, "LOST")
            raise LookupError

    with pytest.raises(LookupError):
        await fail()
    async with shop.begin() as tx:
        await make.store(tx, "KEPT")
    async with shop.begin() as tx:
        assert await tx.rows(STORES) == ["KEPT"]


async def test_members_who_do_not_exist_are_named(tx: Tx) -> None:
    known = await make.members(tx, 2)
    stranger = MemberId.new()
    with pytest.raises(UnknownMembers) as refusal:
        await tx.lock([*known, stranger])
    assert refusal.value.member_ids == (stranger,)
    await tx.lock(known)
    await tx.lock(known)


@pytest.mark.slow
@pytest.mark.inv("S5")
async def test_a_deadlock_is_a_lost_race_and_not_a_bug(shop: Shop) -> None:
    async with shop.begin() as tx:
        one, two = await make.members(tx, 2)
    met = asyncio.Barrier(2)

    async def lock(order: Sequence[MemberId]) -> str:
        try:
            async with shop.begin() as tx:
                await tx.lock(order[:1])
                await met.wait()
                await tx.lock(order[1:])
        except Contended as lost:
            return lost.code()
        return "won"

    ended = await asyncio.gather(lock([one, two]), lock([two, one]))
    assert sorted(ended) == ["contended", "won"]


@pytest.mark.inv("S5")
async def test_locks_in_id_order_never_deadlock(shop: Shop) -> None:
    async with shop.begin() as tx:
        members = await make.members(tx, 6)

    async def lock(turn: int) -> None:
        async with shop.begin() as tx:
            await tx.lock(members[turn % 3 :][:: -1 if turn % 2 else 1])

    await asyncio.gather(*(lock(turn) for turn in range(12)))


async def test_events_are_written_as_the_transaction_leaves(shop: Shop) -> None:
    async with shop.begin() as tx:
        tx.emit(BellRung(1), BellRung(2))
        assert await tx.rows(EVENTS) == []
    async with shop.begin() as tx:
        assert await tx.rows(EVENTS) == ["bell.rung", "bell.rung"]


async def test_a_reaction_runs_once_for_the_batch_until_nothing_is_new(shop: Shop) -> None:
    heard: list[int] = []

    @within(BellRung)
    async def echo(tx: Tx, events: Sequence[BellRung]) -> None:
        heard.append(len(events))
        tx.emit(BellEchoed(len(events)))

    try:
        async with shop.begin() as tx:
            tx.emit(BellRung(1), BellRung(2))
        async with shop.begin() as tx:
            assert await tx.rows(EVENTS) == ["bell.rung", "bell.rung", "bell.echoed"]
    finally:
        del WITHIN[BellRung]
    assert heard == [2]


async def test_a_savepoint_takes_its_events_back(tx: Tx) -> None:
    async def fail() -> None:
        async with tx.savepoint():
            await make.store(tx, "GONE")
            tx.emit(BellRung(2))
            raise LookupError

    tx.emit(BellRung(1))
    with pytest.raises(LookupError):
        await fail()
    assert tx.events == [BellRung(1)]
    assert await tx.rows(STORES) == []


async def test_the_clock_can_be_set_and_gives_the_business_date(shop: Shop) -> None:
    late = datetime(2026, 12, 31, 17, tzinfo=UTC)
    async with shop.begin(now=late) as tx:
        assert tx.now == late
        assert tx.today.isoformat() == "2027-01-01"
    async with shop.begin() as tx:
        assert abs((tx.now - datetime.now(UTC)).total_seconds()) < 60


async def test_a_database_that_is_away_says_so(server: Server) -> None:
    with pytest.raises(DatabaseAway) as away:
        await connect(server.app_url.replace("port=5432", "port=5433"), Keys.for_tests(), size=1)
    assert away.value.body()["retry_after_seconds"] > 0


async def doze(tx: Tx) -> None:
    """Run into the time that a statement may take."""
    await tx.run(Sql("SELECT set_config('statement_timeout', '20ms', true)"))
    await tx.run(Sql("SELECT pg_sleep(5)"))


@pytest.mark.parametrize("number", [2**63, -(2**63) - 1])
async def test_a_number_no_column_holds_is_refused_and_no_bug(shop: Shop, number: int) -> None:
    with pytest.raises(Unstorable):
        async with shop.begin() as tx:
            await tx.row(HOW_MANY, [number])


async def test_what_takes_too_long_is_not_a_database_that_is_away(shop: Shop) -> None:
    with pytest.raises(TookTooLong) as stopped:
        async with shop.begin() as tx:
            await doze(tx)
    assert stopped.value.body()["code"] == "took_too_long"


@pytest.mark.inv("S4")
async def test_a_server_that_only_reads_is_away_until_another_takes_its_place(shop: Shop) -> None:
    async def write() -> None:
        async with shop.begin() as tx:
            await tx.run(Sql("SELECT set_config('transaction_read_only', 'on', true)"))
            await make.store(tx, "LATE")

    with pytest.raises(DatabaseAway):
        await write()


@pytest.fixture
def folder() -> Iterator[Path]:
    """Return a folder whose path is short enough for a socket."""
    made = Path(tempfile.mkdtemp(prefix="lk-cut-"))
    yield made
    shutil.rmtree(made)


@pytest.mark.inv("S3")
@pytest.mark.parametrize("fault", [Fault.CUT_BEFORE_COMMIT, Fault.CUT_AFTER_COMMIT])
async def test_a_commit_that_is_cut_is_unknown_and_never_told_as_failed(
    server: Server, shop: Shop, folder: Path, fault: Fault
) -> None:
    socket = str(server.folders.socket)
    proxy = Proxy(str(folder / ".s.PGSQL.5432"), f"{socket}/.s.PGSQL.5432")
    async with proxy.open():
        database = await connect(
            server.app_url.replace(socket, str(folder)), Keys.for_tests(), size=1
        )
        proxy.strike(fault)
        with pytest.raises(OutcomeUnknown) as cut:
            async with begin(database, shop.actor) as tx:
                await make.store(tx, "CUT")
        proxy.strike(Fault.NONE)
        await database.close()
    assert "Nothing was saved" not in cut.value.title
    async with shop.begin() as tx:
        kept = "CUT" in await tx.rows(STORES)
    assert kept is (fault is Fault.CUT_AFTER_COMMIT)


@pytest.mark.parametrize(
    ("old", "new", "reason"),
    [
        (":", ":wrong", "invalid_password_error"),
        ("/liuke?", "/no_such?", "invalid_catalog_name_error"),
        ("postgresql://", "no address ", "client_configuration_error"),
    ],
)
async def test_a_database_that_does_not_let_us_in_says_why(
    server: Server, old: str, new: str, reason: str
) -> None:
    name, _, rest = server.app_url.partition("://")
    url = f"{name}://{rest.replace(old, new, 1)}" if old != "postgresql://" else new
    with pytest.raises(DatabaseDenied) as denied:
        await connect(url, Keys.for_tests(), size=1)
    assert denied.value.reason == reason
    with pytest.raises(DatabaseDenied):
        async with administer(url):
            pass
