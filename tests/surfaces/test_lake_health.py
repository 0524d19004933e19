"""Settings give a process its lake on S3; wrong ones are told, and keep nobody from starting."""

from __future__ import annotations

import asyncio
import io
import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from liuke.bootstrap import depot_of, furnish, place_of, shedding
from liuke.domains import analytics
from liuke.domains.analytics import HERE
from liuke.kernel import log
from liuke.kernel.settings import Settings, load
from liuke.kernel.spool import FolderUnwritable
from liuke.providers.s3 import Account, S3Depot
from liuke.surfaces.effective import effective
from liuke.surfaces.health import State
from liuke.surfaces.lake_health import of_lake
from tests.conftest import Shop
from tests.s3_storage import Storage, storage

__all__ = ["storage"]


@pytest.fixture(autouse=True)
def unfurnished() -> Iterator[None]:
    """Leave no lake behind."""
    yield
    analytics.furnish(None)


def settings_for(storage: Storage, home: Path, *, secret: str = "") -> Settings:
    settings, _ = load(
        {
            "LIUKE_HOME": str(home),
            "LIUKE_LAKE": storage.bucket().url,
            "LIUKE_S3_ENDPOINT": storage.account.endpoint,
            "LIUKE_S3_KEY": storage.account.key,
            "LIUKE_S3_SECRET": secret or storage.account.secret,
        }
    )
    return settings


def test_a_folder_is_the_lake_itself(tmp_path: Path) -> None:
    at_home, _ = load({"LIUKE_HOME": str(tmp_path)})
    assert (place_of(at_home), depot_of(at_home)) == (tmp_path / "lake", HERE)
    elsewhere, _ = load({"LIUKE_LAKE": "~/lake"})
    assert place_of(elsewhere) == Path.home() / "lake"


def test_settings_name_bucket_account_and_room_for_copies() -> None:
    settings, sources = load(
        {
            "LIUKE_HOME": "/srv/liuke",
            "LIUKE_LAKE": "s3://shops/liuke/",
            "LIUKE_LAKE_CACHE_MB": "2048",
            "LIUKE_LAKE_SECONDS": "7",
            "LIUKE_S3_REGION": "cn-north-1",
            "LIUKE_S3_KEY": "AKIA1",
            "LIUKE_S3_SECRET": "hunter2",
        }
    )
    depot = depot_of(settings)
    assert isinstance(depot, S3Depot)
    assert (depot.bucket.name, depot.bucket.prefix, depot.seconds) == ("shops", "liuke/", 7)
    assert depot.bucket.account == Account("", "cn-north-1", "AKIA1", "hunter2")
    assert (depot.folder, depot.copies.most) == (Path("/srv/liuke/lake-cache"), 2 << 30)
    assert "hunter2" not in str([one.value for one in effective(settings, sources)])


@pytest.mark.slow
async def test_the_doctor_says_where_the_lake_is(
    shop: Shop, storage: Storage, tmp_path: Path
) -> None:
    assert await of_lake() == []
    settings = settings_for(storage, tmp_path)
    furnish(settings, shop.database)
    (part,) = await of_lake()
    assert (part.name, part.state) == ("lake", State.FINE)
    assert settings.lake in part.found
    assert settings.lake in part.found_zh


async def test_the_doctor_says_that_a_key_is_wrong_in_both_languages(
    shop: Shop, storage: Storage, tmp_path: Path
) -> None:
    furnish(settings_for(storage, tmp_path, secret="hunter2"), shop.database)
    (part,) = await of_lake()
    assert (part.name, part.state) == ("lake", State.FAILING)
    assert (part.found, part.found_zh) == (
        analytics.StorageClosed.title,
        analytics.StorageClosed.title_zh,
    )
    assert "SignatureDoesNotMatch" in part.advice
    assert "hunter2" not in repr(part)


async def test_a_process_deletes_copies_of_what_counts_no_longer(
    shop: Shop, storage: Storage, tmp_path: Path
) -> None:
    settings = settings_for(storage, tmp_path)
    furnish(settings, shop.database)
    copy = tmp_path / "lake-cache" / str(shop.actor.merchant_id) / "t" / "all-1-abc-1.parquet"
    copy.parent.mkdir(parents=True)
    copy.write_bytes(b"x")
    os.utime(copy, (1, 1))
    async with shedding(settings, shop.database):
        while copy.exists():  # noqa: ASYNC110 - it has no event for it
            await asyncio.sleep(0.01)


async def test_copies_that_could_not_be_looked_at_are_told_and_nothing_ends(
    shop: Shop, storage: Storage, tmp_path: Path
) -> None:
    told = io.StringIO()
    log.configure("info", told)
    analytics.furnish(None)
    try:
        async with shedding(settings_for(storage, tmp_path), shop.database):
            while not told.getvalue():  # noqa: ASYNC110 - as above
                await asyncio.sleep(0.01)
    finally:
        log.configure("error")
    assert '"event":"copies_kept"' in told.getvalue()


async def test_a_folder_sheds_nothing(shop: Shop, tmp_path: Path) -> None:
    settings, _ = load({"LIUKE_HOME": str(tmp_path)})
    furnish(settings, shop.database)
    async with shedding(settings, shop.database):
        assert await analytics.shed(shop.database) == 0
    (part,) = await of_lake()
    assert str(tmp_path / "lake") in part.found
    (tmp_path / "lake").mkdir()
    assert (await of_lake())[0].state is State.FINE
    assert list((tmp_path / "lake").iterdir()) == []
    (tmp_path / "lake").rmdir()
    (tmp_path / "lake").touch()
    (part,) = await of_lake()
    assert (part.state, part.found_zh) == (State.FAILING, FolderUnwritable.title_zh)
