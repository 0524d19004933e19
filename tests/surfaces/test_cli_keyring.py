"""Keys are changed while tills go on, and nobody is left on an old one."""

from __future__ import annotations

import asyncio
import shutil
import stat
import tempfile
from collections.abc import AsyncIterator
from pathlib import Path

import pyotp
import pytest
import pytest_asyncio

from liuke.domains import access, members
from liuke.domains.access import Invitation, Role, StaffId
from liuke.domains.members import Enrolment
from liuke.kernel import keyring
from liuke.kernel.actor import system
from liuke.kernel.crypto import Keys, Unreadable
from liuke.kernel.db import Database, connect
from liuke.kernel.ids import MerchantId
from liuke.kernel.keyring import KeyRing
from liuke.kernel.migrate import migrate
from liuke.kernel.rows import Sql
from liuke.kernel.settings import Settings
from liuke.providers.postgres import Server
from liuke.surfaces.cli import keyring as command
from tests import make
from tests.conftest import Shop
from tests.surfaces.operator import Operator

pytestmark = pytest.mark.slow

WRAPPED_BY = Sql[bytes]("SELECT DISTINCT kek_id FROM members_key")
MEMBERS = Sql[int]("SELECT COUNT(*) FROM members_key")


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def own() -> AsyncIterator[tuple[Server, Path]]:
    """Start a database of its own, with a key file: a rotation goes over everybody there is."""
    home = Path(tempfile.mkdtemp(prefix="lk-ring-"))
    server = Server(home, fast=True)
    await server.start()
    await migrate(server.admin_url)
    yield server, home
    await server.stop()
    shutil.rmtree(home, ignore_errors=True)


@pytest_asyncio.fixture(loop_scope="session")
async def shop(own: tuple[Server, Path]) -> AsyncIterator[Shop]:
    """Open a merchant of its own there."""
    server, _ = own
    database = await connect(server.app_url, Keys.for_tests(), size=8)
    shop = Shop(database, system(MerchantId.new(), "test"))
    async with shop.begin() as tx:
        await make.merchant(tx)
    yield shop
    await database.close()


@pytest.fixture
def operator(own: tuple[Server, Path], shop: Shop) -> Operator:
    """Sit an operator down at that machine."""
    server, home = own
    return Operator(server, shop, Settings(home=home))


@pytest.fixture
def place(operator: Operator) -> Path:
    """Return the key file."""
    return keyring.open_keys(operator.settings).place


def at(shop: Shop, keys: Keys) -> Shop:
    """Return the shop as another process with these keys sees it."""
    return Shop(Database(shop.database.pool, keys), shop.actor)


async def enrol(shop: Shop, first: int, count: int) -> None:
    for n in range(first, first + count):
        async with shop.begin() as tx:
            await members.enrol(tx, [Enrolment(f"1380013{n:04d}", "安娜")])


@pytest.mark.inv("A17")
async def test_keys_change_under_load_and_no_row_is_left_on_the_old_one(
    operator: Operator, shop: Shop, place: Path
) -> None:
    old = KeyRing(place).current.id
    await enrol(at(shop, KeyRing(place)), 0, 30)
    # Two tills, each a process of its own with the same file, sell on while the key changes.
    tills = [at(shop, KeyRing(place)), at(shop, KeyRing(place))]
    async with operator.start(operator.settings) as running:
        rotated, *_ = await asyncio.gather(
            command.turn(running), enrol(tills[0], 100, 40), enrol(tills[1], 200, 40)
        )
        again = await command.turn(running) if rotated.on_old_keys else rotated
        assert again.on_old_keys == 0
    async with shop.begin() as tx:
        assert old not in await tx.rows(WRAPPED_BY)
        assert await tx.row(MEMBERS) == 110
    async with tills[1].begin() as tx:
        found = await members.search_members(tx, "安娜", limit=200)
        assert {seen.name for seen in await members.get_members(tx, found)} != set()
        assert len(found) == 110


@pytest.mark.inv("A17")
async def test_a_rotation_that_broke_off_goes_on_without_another_key(
    operator: Operator, shop: Shop, place: Path
) -> None:
    before = at(shop, Keys.parse(KeyRing(place).text()))
    await enrol(before, 0, 3)
    keyring.rotate(place)
    async with operator.start(operator.settings) as running:
        rotated = await command.turn(running)
        assert rotated.keys == len(KeyRing(place).keks)
        assert rotated.rewrapped >= 3
        with pytest.raises(Unreadable):
            await _read(before)
        assert (await command.forget(running)).keys == 1
    assert len(await _read(at(shop, KeyRing(place)))) == 3


async def _read(shop: Shop) -> list[members.Member]:
    async with shop.begin() as tx:
        return await members.get_members(tx, await members.search_members(tx, "安娜", limit=9))


@pytest.mark.inv("A17")
async def test_old_keys_that_still_protect_somebody_are_not_thrown_away(
    operator: Operator, shop: Shop, place: Path
) -> None:
    await enrol(at(shop, KeyRing(place)), 0, 2)
    keyring.rotate(place)
    async with operator.start(operator.settings) as running:
        with pytest.raises(command.OldKeysInUse) as refusal:
            await command.forget(running)
    assert refusal.value.left >= 2
    assert len(KeyRing(place).keks) > 1


async def ask_for_codes(shop: Shop, secret: str) -> StaffId:
    """Let an owner in whose sign-in asks for a code."""
    async with shop.begin() as tx:
        (owner,) = await access.invite(tx, [Invitation("chen", "陈", Role.OWNER)])
        code = pyotp.TOTP(secret).at(tx.now)
        await access.set_second_factor(tx, owner.staff_id, secret, code)
    return owner.staff_id


async def use_code(shop: Shop, owner: StaffId, secret: str) -> None:
    async with shop.begin() as tx:
        sealed = (await access.attempt(tx, owner)).totp_sealed
        assert sealed is not None
        code = pyotp.TOTP(secret).at(tx.now, counter_offset=1)
        await access.spend_code(tx, owner, sealed, code)


@pytest.mark.inv("A17")
async def test_a_second_factor_outlives_the_key_that_sealed_it(
    operator: Operator, shop: Shop, place: Path
) -> None:
    secret = pyotp.random_base32()
    owner = await ask_for_codes(at(shop, KeyRing(place)), secret)
    keyring.rotate(place)
    async with operator.start(operator.settings) as running:
        with pytest.raises(command.OldKeysInUse):
            await command.forget(running)
        assert (await command.turn(running)).on_old_keys == 0
        assert (await command.forget(running)).keys == 1
    await use_code(at(shop, KeyRing(place)), owner, secret)


@pytest.mark.inv("A17")
async def test_a_second_factor_sealed_elsewhere_with_a_new_key_opens_here(
    shop: Shop, place: Path
) -> None:
    here, secret = at(shop, KeyRing(place)), pyotp.random_base32()
    keyring.rotate(place)
    owner = await ask_for_codes(at(shop, KeyRing(place)), secret)
    await use_code(here, owner, secret)


def test_the_file_is_for_its_owner_alone_and_made_once(tmp_path: Path) -> None:
    settings = Settings(home=tmp_path / "home")
    made = keyring.open_keys(settings)
    assert keyring.open_keys(settings).text() == made.text()
    keyring.rotate(made.place)
    assert stat.S_IMODE(made.place.stat().st_mode) == 0o600
    assert made.kek(KeyRing(made.place).current.id) is not None
    keyring.retire(made.place)
    assert len(KeyRing(made.place).keks) == 1


def test_an_operator_types_it(operator: Operator, place: Path) -> None:
    assert place.exists()
    assert operator.asks("keyring", "rotate")["on_old_keys"] == 0
