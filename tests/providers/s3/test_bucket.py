"""A bucket is asked as S3 is asked everywhere, and every way it fails has a name."""

from __future__ import annotations

import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from liuke.domains.analytics import StorageAway, StorageClosed
from liuke.providers.s3 import Account, Bucket
from liuke.providers.s3.bucket import Missing
from tests.s3_storage import Storage, storage

pytestmark = pytest.mark.slow

__all__ = ["storage"]


def filled(bucket: Bucket, folder: Path, name: str, body: bytes = b"rows") -> None:
    place = folder / "body"
    place.write_bytes(body)
    bucket.put(name, place)


def whole(bucket: Bucket, name: str) -> bytes:
    return b"".join(bucket.pieces(name))


def test_a_file_is_put_fetched_listed_and_deleted(storage: Storage, tmp_path: Path) -> None:
    bucket, body = storage.bucket(), b"0123456789" * 100_000
    filled(bucket, tmp_path, "mch_1/t/one.parquet", body)
    filled(bucket, tmp_path, "mch_2/t/other.parquet")
    assert whole(bucket, "mch_1/t/one.parquet") == body
    (one,) = bucket.listed("mch_1/")
    assert one.name == "mch_1/t/one.parquet"
    assert abs(one.written_at - datetime.now(UTC)) < timedelta(minutes=5)
    assert sorted(storage.held(bucket)) == [
        "shops/mch_1/t/one.parquet",
        "shops/mch_2/t/other.parquet",
    ]
    assert not bucket.delete(one.name)
    assert not bucket.delete(one.name)
    with pytest.raises(Missing):
        whole(bucket, one.name)


def test_a_wrong_key_is_told_as_such_and_not_shown(storage: Storage, tmp_path: Path) -> None:
    wrong = [
        (Account(storage.account.endpoint, key=storage.account.key, secret="hunter2"), "Signature"),
        (
            Account(storage.account.endpoint, key="AKIANOBODY", secret="hunter2"),
            "InvalidAccessKeyId",
        ),
        (Account(storage.account.endpoint, key="AKIANOBODY"), "PartialCredentialsError"),
    ]
    for account, reason in wrong:
        bucket = storage.bucket(account)
        for ask in (bucket.listed, bucket.delete, lambda name, b=bucket: whole(b, name)):
            with pytest.raises(StorageClosed, match=reason) as refusal:
                ask("x")
            assert "hunter2" not in str(refusal.value)
        with pytest.raises(StorageClosed, match=reason):
            filled(bucket, tmp_path, "x")
    assert "hunter2" not in repr(wrong)


@pytest.mark.parametrize(
    ("url", "endpoint", "reason"),
    [
        ("s3://no-such-bucket/x", None, "NoSuchBucket"),
        ("s3://", None, "no bucket"),
        ("s3://Ümläut", None, "ParamValidationError"),
        ("s3://lake", "minio:9000", "LIUKE_S3_ENDPOINT: Invalid"),
    ],
)
def test_a_place_that_is_none_is_told_as_such(
    storage: Storage, url: str, endpoint: str | None, reason: str
) -> None:
    known = storage.account
    account = Account(endpoint or known.endpoint, known.region, known.key, known.secret)
    with pytest.raises(StorageClosed, match=reason):
        Bucket(url, account).listed("")


def test_without_its_library_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "boto3.session", None)
    with pytest.raises(StorageClosed, match=r"pip install liuke\[s3\]"):
        Bucket("s3://lake", Account()).listed("")


def test_nobody_waits_for_a_server_that_was_away_a_moment_ago(storage: Storage) -> None:
    gone = Bucket("s3://lake", Account("http://127.0.0.1:9", key="k", secret="s"))
    with pytest.raises(StorageAway, match="EndpointConnectionError"):
        gone.listed("")
    # It would be found at once; it is not looked for.
    gone.account = storage.account
    with pytest.raises(StorageAway, match="EndpointConnectionError"):
        gone.listed("")


def test_a_server_that_does_not_answer_is_left_after_its_time(storage: Storage) -> None:
    bucket = storage.bucket(seconds=0.3)
    with storage.silent(), pytest.raises(StorageAway, match="ReadTimeoutError"):
        bucket.listed("")


def test_a_server_in_trouble_is_away_not_closed(storage: Storage, tmp_path: Path) -> None:
    bucket = storage.bucket()
    refusal = {"ResponseMetadata": {"HTTPStatusCode": 503}, "Error": {"Code": "SlowDown"}}
    assert isinstance(bucket._refusal(refusal, "x"), StorageAway)  # noqa: SLF001 - no server here says so
    with pytest.raises(StorageAway, match="SlowDown"):
        filled(bucket, tmp_path, "x")
