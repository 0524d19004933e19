"""One folder of a bucket: files put, fetched, listed and deleted, each soon or refused."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from importlib import import_module
from pathlib import Path
from threading import Lock
from time import monotonic
from typing import Any
from urllib.parse import urlsplit

from liuke.domains.analytics import StorageAway, StorageClosed

SCHEME = "s3://"
CONNECT_SECONDS = 3
ANSWER_SECONDS = 10
# After a failure nobody waits for the next one for so long.
SPARED_SECONDS = 5.0
TRIES = 2
PIECE_BYTES = 256 << 10
CONNECTIONS = 16
# What only the operator can mend; everything else may be over in a moment.
TOLD_ONCE = frozenset({
    "NoCredentialsError", "ParamValidationError", "SSLError",
})  # fmt: skip
BUSY = 429


@dataclass(frozen=True)
class Account:
    """Where the storage is, and who we are there; without a key, the machine's own role."""

    endpoint: str = ""
    region: str = "us-east-1"
    key: str = ""
    secret: str = field(default="", repr=False)


@dataclass(eq=False)
class Missing(Exception):
    """There is no file of this name."""

    name: str


@dataclass(frozen=True)
class Found:
    """A file as it is listed."""

    name: str
    written_at: datetime


class Bucket:
    """Files by their names below `s3://bucket/prefix`; any number of threads may ask."""

    def __init__(self, url: str, account: Account, *, seconds: float = ANSWER_SECONDS) -> None:
        """Name the place; nothing is asked before the first file."""
        self.seconds = seconds
        place = url.removeprefix(SCHEME).strip("/")
        self.url = SCHEME + place
        self.account = account
        self.name, _, prefix = place.partition("/")
        self.prefix = f"{prefix}/" if prefix else ""
        self._lock = Lock()
        self._made: Any = None
        self._away_until = 0.0
        self._away = ""

    def put(self, name: str, file: Path) -> None:
        """Put a whole file, in one piece that the storage checks against its SHA-256.

        Raises:
            StorageAway: it does not answer.
            StorageClosed: it lets us do nothing.
        """
        with self._asking(name) as client, file.open("rb") as body:
            client.put_object(Bucket=self.name, Key=self.prefix + name, Body=body)

    def pieces(self, name: str) -> Iterator[bytes]:
        """Give a file piece by piece.

        Raises:
            Missing: there is none.
            StorageAway: it does not answer, or broke off.
            StorageClosed: it lets us do nothing.
        """
        with self._asking(name) as client:
            body = client.get_object(Bucket=self.name, Key=self.prefix + name)["Body"]
            with body:
                while piece := body.read(PIECE_BYTES):
                    yield piece

    def listed(self, folder: str) -> list[Found]:
        """List every file whose name begins with `folder`.

        Raises:
            StorageAway: it does not answer.
            StorageClosed: it lets us do nothing.
        """
        with self._asking(folder) as client:
            pages = client.get_paginator("list_objects_v2").paginate(
                Bucket=self.name, Prefix=self.prefix + folder
            )
            return [
                Found(one["Key"].removeprefix(self.prefix), one["LastModified"])
                for page in pages
                for one in page.get("Contents", ())
            ]

    def delete(self, name: str) -> bool:
        """Delete a file, if it is there; return whether the bucket keeps an old version of it.

        Raises:
            StorageAway: it does not answer.
            StorageClosed: it lets us do nothing.
        """
        with self._asking(name) as client:
            said = client.delete_object(Bucket=self.name, Key=self.prefix + name)
            return bool(said.get("DeleteMarker"))

    @contextmanager
    def _asking(self, name: str) -> Iterator[Any]:
        if monotonic() < self._away_until:
            raise StorageAway(self._away)
        client, faults = self._client(), import_module("botocore.exceptions")
        try:
            yield client
        except faults.ClientError as refusal:
            raise self._refusal(refusal.response, name) from refusal
        except (faults.BotoCoreError, faults.HTTPClientError) as fault:
            kind = type(fault).__name__
            raise StorageClosed(kind) if kind in TOLD_ONCE else self._gone(kind) from fault

    def _refusal(self, response: Any, name: str) -> Exception:
        status, code = response["ResponseMetadata"]["HTTPStatusCode"], response["Error"]["Code"]
        if code == "NoSuchKey":
            return Missing(name)
        if status >= 500 or status == BUSY:
            return self._gone(code)
        return StorageClosed(code)

    def _gone(self, why: str) -> StorageAway:
        self._away, self._away_until = why, monotonic() + SPARED_SECONDS
        return StorageAway(why)

    def _client(self) -> Any:
        with self._lock:
            if self._made is None:
                self._made = self._make()
            return self._made

    def _make(self) -> Any:
        """Load the library and describe the storage to it.

        Raises:
            StorageClosed: the library is not there, or the settings name no storage.
        """
        if not self.name:
            raise StorageClosed("LIUKE_LAKE: no bucket in s3://bucket/prefix")
        try:
            session = import_module("boto3.session").Session()
            config = import_module("botocore.config").Config
        except ImportError as missing:
            raise StorageClosed("pip install liuke[s3]") from missing
        account, (endpoint, style) = self.account, addressed(self.account.endpoint, self.name)
        try:
            return session.client(
                "s3",
                endpoint_url=endpoint or None,
                region_name=account.region,
                aws_access_key_id=account.key or None,
                aws_secret_access_key=account.secret or None,
                config=config(
                    signature_version="s3v4",
                    connect_timeout=CONNECT_SECONDS,
                    read_timeout=self.seconds,
                    retries={"mode": "standard", "total_max_attempts": TRIES},
                    max_pool_connections=CONNECTIONS,
                    # What every storage knows, not only Amazon's.
                    request_checksum_calculation="when_required",
                    response_checksum_validation="when_required",
                    s3={"addressing_style": style, "payload_signing_enabled": True},
                ),
            )
        except ValueError as wrong:
            raise StorageClosed(f"LIUKE_S3_ENDPOINT: {wrong}") from wrong
        except import_module("botocore.exceptions").BotoCoreError as wrong:
            raise StorageClosed(type(wrong).__name__) from wrong


def addressed(endpoint: str, bucket: str) -> tuple[str, str]:
    """Return the endpoint, and whether the bucket leads its host or its path.

    >>> addressed("https://lake.oss-cn-hangzhou.aliyuncs.com", "lake")
    ('https://oss-cn-hangzhou.aliyuncs.com', 'virtual')
    >>> addressed("http://minio:9000", "lake")
    ('http://minio:9000', 'path')
    """
    if not endpoint:
        return "", "virtual"
    if (urlsplit(endpoint).hostname or "").startswith(f"{bucket}."):
        return endpoint.replace(f"//{bucket}.", "//", 1), "virtual"
    return endpoint, "path"
