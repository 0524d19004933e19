"""Settings: the only place that reads the environment; nothing is required."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Literal

import msgspec

from liuke.kernel.values import Value


def _home() -> Path:
    if os.geteuid() == 0:
        return Path("/var/lib/liuke")
    return Path.home() / ".local" / "share" / "liuke"


class Settings(Value, frozen=True):
    """Every setting with its one default; `LIUKE_<NAME>` in the environment overrides it."""

    home: Annotated[
        Path, msgspec.Meta(description="Folder of the embedded database, keys and backups.")
    ] = msgspec.field(default_factory=_home)
    database_url: Annotated[
        str, msgspec.Meta(description="PostgreSQL 18+ as liuke_app; empty: embedded.")
    ] = ""
    worker_url: Annotated[
        str, msgspec.Meta(description="The same server as liuke_worker; empty: database_url.")
    ] = ""
    admin_url: Annotated[
        str, msgspec.Meta(description="The same server as an administrator, for migrations.")
    ] = ""
    verify_url: Annotated[
        str, msgspec.Meta(description="The same server as liuke_verify; empty: admin_url.")
    ] = ""
    host: Annotated[str, msgspec.Meta(description="Address to listen on.")] = "127.0.0.1"
    port: Annotated[int, msgspec.Meta(description="Port of every surface.", ge=0)] = 8420
    pool_size: Annotated[int, msgspec.Meta(description="Connections per process.", ge=1)] = 16
    key_file: Annotated[
        str, msgspec.Meta(description="File with the key that wraps member keys.")
    ] = ""
    trusted_proxies: Annotated[
        str, msgspec.Meta(description="Comma-separated addresses whose X-Forwarded-For counts.")
    ] = ""
    allowed_hosts: Annotated[
        str, msgspec.Meta(description="Comma-separated Host names answered; empty: any.")
    ] = ""
    outbox: Annotated[
        Literal["local", "off", "http"],
        msgspec.Meta(
            description="local: codes are read in the console; http: sms_url sends; off: none."
        ),
    ] = "local"
    sms_url: Annotated[
        str, msgspec.Meta(description="Where codes are posted as JSON: id, to, text.")
    ] = ""
    sms_secret: Annotated[str, msgspec.Meta(description="Bearer token of sms_url.")] = ""
    code_phone_max: Annotated[int, msgspec.Meta(description="Codes an hour to a phone.")] = 5
    code_device_max: Annotated[int, msgspec.Meta(description="Codes an hour from a device.")] = 10
    code_address_max: Annotated[
        int, msgspec.Meta(description="Codes an hour from an address; a shop's guests share one.")
    ] = 60
    code_block_max: Annotated[
        int, msgspec.Meta(description="Codes an hour to ten thousand neighbouring numbers.")
    ] = 20
    code_price_minor: Annotated[
        int, msgspec.Meta(description="What a code costs, in minor units.", ge=0)
    ] = 5
    code_spend_minor: Annotated[
        int, msgspec.Meta(description="What the codes of a shop may cost in an hour.", ge=0)
    ] = 5_000
    lake: Annotated[
        Path | None, msgspec.Meta(description="Folder of the lake; empty: `lake` below home.")
    ] = None
    lake_memory_mb: Annotated[
        int, msgspec.Meta(description="Memory for one question to the lake.", ge=64)
    ] = 1_024
    lake_seconds: Annotated[
        int, msgspec.Meta(description="Time for one question to the lake.", ge=1)
    ] = 60
    engine: Annotated[
        Literal["duckdb", "spark"],
        msgspec.Meta(description="What answers over the lake: this process, or a Spark cluster."),
    ] = "duckdb"
    spark_master: Annotated[
        str, msgspec.Meta(description="local[*], or spark://host:7077 of a standalone cluster.")
    ] = "local[*]"
    spark_options: Annotated[
        str, msgspec.Meta(description="Spark's own, comma-separated: spark.executor.memory=4g.")
    ] = ""
    log_level: Annotated[str, msgspec.Meta(description="debug, info, warning or error.")] = "info"


def load(environ: Mapping[str, str] | None = None) -> tuple[Settings, dict[str, str]]:
    """Read the settings, and the source of each (`LIUKE_PORT` or `default`).

    Raises:
        msgspec.ValidationError: a value does not fit; the message names the setting.
    """
    environ = os.environ if environ is None else environ
    names = {f"LIUKE_{name.upper()}": name for name in Settings.__struct_fields__}
    given = {names[key]: value for key, value in environ.items() if key in names}
    settings = msgspec.convert(given, Settings, strict=False, dec_hook=_from_text)
    source = {name: key if name in given else "default" for key, name in names.items()}
    return settings, source


def _from_text(kind: type, value: object) -> object:
    if kind is Path:
        return Path(str(value)).expanduser()
    raise NotImplementedError(kind.__name__)
