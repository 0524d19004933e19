"""A lake in a bucket: what is killed, silent or elsewhere leaves no gap, and forgets as well."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Sequence
from contextlib import suppress
from datetime import timedelta
from importlib import import_module
from pathlib import Path

import pytest

from liuke.domains import analytics, members
from liuke.domains.analytics import LakeMovedOn, Seat, StorageAway, StorageClosed
from liuke.kernel.crypto import Keys
from liuke.kernel.db import connect
from liuke.kernel.rows import Sql
from liuke.providers.postgres import Server
from liuke.providers.s3 import Account, Bucket, Copies, S3Depot
from liuke.providers.s3.depot import WAITING_MOST
from tests import make
from tests.analytics.lakes import assert_same, furnished, in_lake, open_lake
from tests.analytics.test_forgetting import CANARY, LATER, known
from tests.conftest import Shop
from tests.providers.s3.test_depot import Slow
from tests.s3_storage import MOST, Storage

pytestmark = pytest.mark.slow

FAR = pytest.mark.parametrize("seat", ["s3"], indirect=True)
STORES = Sql[int]("SELECT COUNT(*) FROM stores_store")
COUNTED = Sql[str]("SELECT path FROM analytics_file")


class Killed(Exception):
    """The process is no more."""


class Mortal(S3Depot):
    """Is killed when files are in the bucket and nobody was told yet."""

    dying = True

    def keep(self, written: Sequence[tuple[Path, Path]]) -> None:
        super().keep(written)
        if self.dying:
            raise Killed


def bucket_of(seat: Seat) -> Bucket:
    assert isinstance(seat.depot, S3Depot)
    return seat.depot.bucket


def lose_copies(folder: Path) -> None:
    for copy in folder.rglob("*.parquet"):
        copy.unlink()


async def export(shop: Shop) -> int:
    return (await analytics.export(shop.database, shop.actor.merchant_id)).rows


async def test_files_of_who_was_killed_before_the_commit_never_count_and_are_swept(
    shop: Shop, storage: Storage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with shop.begin() as tx:
        await make.store(tx)
    depot = Mortal(storage.bucket(), Copies(tmp_path, MOST))
    with furnished(tmp_path, shop.database, depot):
        with pytest.raises(Killed):
            await export(shop)
        (orphan,) = storage.held(depot.bucket)
        depot.dying = False
        assert await export(shop) > 0
        await assert_same(shop)
        assert await analytics.sweep(shop.database, shop.actor.merchant_id) == 0
        # Nobody tells a run that was killed from one that goes on, until it is hours old.
        assert orphan in storage.held(depot.bucket)
        sweeping = import_module("liuke.domains.analytics.sweep")
        monkeypatch.setattr(sweeping, "ORPHAN_AFTER", timedelta(minutes=-1))
        assert await analytics.sweep(shop.database, shop.actor.merchant_id) == 1
        assert await analytics.sweep(shop.database, shop.actor.merchant_id) == 0
        async with shop.begin() as tx:
            counted = await tx.rows(COUNTED)
        merchant = f"shops/{shop.actor.merchant_id}"
        assert sorted(storage.held(depot.bucket)) == sorted(f"{merchant}/{p}" for p in counted)
        await assert_same(shop)


async def test_a_server_that_falls_silent_in_an_export_leaves_no_gap_and_nothing_twice(
    shop: Shop, storage: Storage, tmp_path: Path
) -> None:
    async with shop.begin() as tx:
        await make.store(tx)
        await make.members(tx, 3)
    depot = storage.depot(tmp_path, seconds=1.0)
    with furnished(tmp_path, shop.database, depot):
        try:
            with pytest.raises(StorageAway):
                await analytics.export(
                    shop.database, shop.actor.merchant_id, say=lambda *_: storage.hush()
                )
        finally:
            storage.speak()
        async with shop.begin() as tx:
            assert (await analytics.state(tx)).as_of is None
    again = S3Depot(Bucket(depot.bucket.url, storage.account), depot.copies)
    with furnished(tmp_path, shop.database, again):
        assert await export(shop) > 0
        counts = await assert_same(shop)
    assert (counts["stores_store"], counts["members_member"]) == (1, 3)


@FAR
async def test_a_reader_without_the_server_reads_its_copies_or_is_refused(
    shop: Shop, seat: Seat, storage: Storage
) -> None:
    async with shop.begin() as tx:
        await make.store(tx)
    await export(shop)
    lake = await open_lake(shop)
    bucket = bucket_of(seat)
    right, bucket.account = bucket.account, Account("http://127.0.0.1:9", key="k", secret="s")
    bucket._made = None  # noqa: SLF001 - a server that is gone
    assert len(await in_lake(lake, "stores_store")) == 1
    lose_copies(seat.folder)
    with pytest.raises(StorageAway):
        await in_lake(lake, "stores_store")
    bucket.account, bucket._made, bucket._away_until = right, None, 0.0  # noqa: SLF001 - as above
    assert len(await in_lake(lake, "stores_store")) == 1
    for name in storage.held(bucket):
        storage.client().delete_object(Bucket=bucket.name, Key=name)
    lose_copies(seat.folder)
    with pytest.raises(LakeMovedOn):
        await in_lake(lake, "stores_store")


async def test_a_wrong_key_stops_the_export_and_is_told_as_such(
    shop: Shop, storage: Storage, tmp_path: Path
) -> None:
    async with shop.begin() as tx:
        await make.store(tx)
    wrong = Account(storage.account.endpoint, key=storage.account.key, secret="hunter2")
    depot = S3Depot(storage.bucket(wrong), Copies(tmp_path, MOST))
    with furnished(tmp_path, shop.database, depot):
        with pytest.raises(StorageClosed, match="SignatureDoesNotMatch"):
            await export(shop)
        with pytest.raises(StorageClosed, match="SignatureDoesNotMatch"):
            await analytics.storage()


@FAR
@pytest.mark.inv("P4")
async def test_copies_on_another_machine_forget_whoever_is_erased(
    shop: Shop, seat: Seat, tmp_path: Path
) -> None:
    erased = await known(shop, CANARY)
    await export(shop)
    there = tmp_path / "there"
    other = S3Depot(bucket_of(seat), Copies(there, MOST))
    with furnished(there, shop.database, other):
        await in_lake(await open_lake(shop), "members_tag")
        assert await analytics.shed(shop.database) == 0
    (copy,) = there.rglob("*.parquet")
    async with shop.begin() as tx:
        await members.erase(tx, [erased], reason="asked for it")
    with furnished(seat.folder, shop.database, seat.depot):
        await analytics.keep(shop.database, shop.actor.merchant_id)
        async with shop.begin() as tx:
            await tx.run(LATER)
        await analytics.keep(shop.database, shop.actor.merchant_id)
    with furnished(there, shop.database, other):
        assert await analytics.shed(shop.database) == 0, "somebody may still be reading it"
        os.utime(copy, (1, 1))
        assert await analytics.shed(shop.database) == 1
    assert list(there.rglob("*.parquet")) == []


async def test_a_folder_copied_to_a_bucket_is_the_same_lake(
    shop: Shop, storage: Storage, tmp_path: Path
) -> None:
    async with shop.begin() as tx:
        await make.store(tx)
        await make.members(tx, 3)
    before = tmp_path / "before"
    with furnished(before, shop.database):
        await export(shop)
    depot = storage.depot(tmp_path / "copies")
    for path in before.rglob("*.parquet"):
        depot.bucket.put(path.relative_to(before).as_posix(), path)
    with furnished(depot.folder, shop.database, depot):
        assert await export(shop) == 0
        await assert_same(shop)
        assert {path.suffix for path in depot.folder.rglob("*.*")} >= {".parquet"}


async def test_a_till_finds_a_connection_while_everybody_waits_for_the_storage(
    shop: Shop, storage: Storage, tmp_path: Path, server: Server
) -> None:
    async with shop.begin() as tx:
        await make.store(tx)
    depot = storage.depot(tmp_path)
    slow = Slow(depot.bucket)
    database = await connect(server.app_url, Keys.for_tests(), size=WAITING_MOST + 1)
    busy = Shop(database, shop.actor)

    async def ask() -> bool:
        async with busy.begin() as tx:
            lake = await analytics.opened(tx)
            with suppress(StorageAway):
                return bool((await lake.ask("SELECT code FROM stores_store")).rows)
        return False

    with furnished(tmp_path, shop.database, depot):
        await export(shop)
        lose_copies(tmp_path)
    with furnished(tmp_path, database, S3Depot(slow, depot.copies)):
        asking = [asyncio.create_task(ask()) for _ in range(3 * WAITING_MOST)]
        refused = 0
        while refused < 2 * WAITING_MOST:
            refused = sum(one.done() for one in asking)
            async with busy.begin() as tx:
                assert await tx.row(STORES) == 1
        slow.go.set()
        assert sum(await asyncio.gather(*asking)) == WAITING_MOST
    await database.close()
