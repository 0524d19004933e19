"""The depot fetches what is read, once however many read it, and leaves nobody waiting for long."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Event

import pytest

from liuke.domains.analytics import LakeMovedOn, StorageAway, StorageRemembers
from liuke.providers.s3 import Bucket, Copies, S3Depot
from liuke.providers.s3.depot import WAITING_MOST
from tests.s3_storage import MOST, Storage, storage

pytestmark = pytest.mark.slow

__all__ = ["storage"]

BODY = b"rows" * 1_000
NAME = f"mch_1/t/2026-01-00000001-abc-{len(BODY)}.parquet"


def pressed(depot: S3Depot) -> Path:
    """Keep one file, and return where it is read."""
    place = depot.folder / NAME
    place.parent.mkdir(parents=True, exist_ok=True)
    aside = place.parent / ".aside"
    aside.write_bytes(BODY)
    depot.keep([(aside, place)])
    return place


class Slow(Bucket):
    """Gives a file when it is told to, and counts who asked."""

    def __init__(self, bucket: Bucket) -> None:
        super().__init__(bucket.url, bucket.account)
        self.go = Event()
        self.asked = 0

    def pieces(self, name: str) -> Iterator[bytes]:
        self.asked += 1
        self.go.wait()
        yield from super().pieces(name)


@pytest.fixture
def depot(storage: Storage, tmp_path: Path) -> S3Depot:
    """Keep files in a bucket of their own."""
    return storage.depot(tmp_path)


def test_a_file_counts_nowhere_before_it_is_in_the_bucket(depot: S3Depot, storage: Storage) -> None:
    depot.bucket.seconds = 0.3
    with storage.silent(), pytest.raises(StorageAway):
        pressed(depot)
    assert not (depot.folder / NAME).exists()
    depot = S3Depot(Bucket(depot.bucket.url, storage.account), depot.copies)
    place = pressed(depot)
    assert (place.read_bytes(), storage.held(depot.bucket)) == (BODY, {f"shops/{NAME}": BODY})


def test_a_file_that_is_read_is_fetched_and_stays(depot: S3Depot, storage: Storage) -> None:
    place = pressed(depot)
    place.unlink()
    with depot.reading([str(place)]):
        assert place.read_bytes() == BODY
    depot.bucket.seconds = 0.3
    with storage.silent(), depot.reading([str(place)]):
        assert place.read_bytes() == BODY


def test_a_file_that_was_deleted_is_told_as_such(depot: S3Depot, storage: Storage) -> None:
    place = pressed(depot)
    depot.drop([place])
    assert (place.exists(), storage.held(depot.bucket)) == (False, {})
    with pytest.raises(LakeMovedOn), depot.reading([str(place)]):
        pass


def test_half_a_file_is_none(depot: S3Depot, storage: Storage) -> None:
    place = pressed(depot)
    place.unlink()
    storage.client().put_object(Bucket=depot.bucket.name, Key=f"shops/{NAME}", Body=BODY[:-1])
    short = f"{len(BODY) - 1} of {len(BODY)} bytes"
    with pytest.raises(StorageAway, match=short), depot.reading([str(place)]):
        pass
    assert list(place.parent.iterdir()) == []


def test_many_who_need_a_file_share_one_fetch_and_more_than_some_do_not_wait(
    depot: S3Depot,
) -> None:
    place = pressed(depot)
    place.unlink()
    slow = Slow(depot.bucket)
    shared = S3Depot(slow, depot.copies)

    def read(_number: int) -> bytes:
        with shared.reading([str(place)]):
            return place.read_bytes()

    with ThreadPoolExecutor(WAITING_MOST) as readers:
        answers = readers.map(read, range(WAITING_MOST))
        while shared._places._value:  # noqa: SLF001 - until all of them wait
            assert not slow.go.is_set()
        with pytest.raises(StorageAway, match="too many"):
            read(0)
        slow.go.set()
        assert set(answers) == {BODY}
    assert slow.asked == 1
    assert read(0) == BODY


def test_who_was_told_to_wait_finds_it_the_next_time(depot: S3Depot) -> None:
    place = pressed(depot)
    place.unlink()
    slow = Slow(depot.bucket)
    hasty = S3Depot(slow, depot.copies, seconds=0.05)
    with pytest.raises(StorageAway, match="slower than"), hasty.reading([str(place)]):
        pass
    slow.go.set()
    patient = S3Depot(slow, depot.copies)
    with patient.reading([str(place)]):
        assert place.read_bytes() == BODY


def test_a_look_tries_everything_and_leaves_nothing(depot: S3Depot, storage: Storage) -> None:
    told = depot.look(depot.folder)
    assert depot.bucket.url in told
    assert storage.account.endpoint in told
    assert storage.account.secret not in told
    assert storage.held(depot.bucket) == {}


def test_a_bucket_that_keeps_what_is_deleted_is_no_place_for_a_lake(
    depot: S3Depot, storage: Storage
) -> None:
    versions = {"Status": "Enabled"}
    storage.client().put_bucket_versioning(
        Bucket=depot.bucket.name, VersioningConfiguration=versions
    )
    with pytest.raises(StorageRemembers):
        depot.look(depot.folder)


def test_two_machines_read_one_bucket(depot: S3Depot, tmp_path: Path) -> None:
    pressed(depot)
    other = S3Depot(depot.bucket, Copies(tmp_path / "other", MOST))
    assert other.copied() == []
    with other.reading([str(other.folder / NAME)]):
        assert (other.folder / NAME).read_bytes() == BODY
    assert other.copied() == [other.folder / "mch_1"]
