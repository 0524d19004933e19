"""Settings: the only place that reads the environment; nothing is required."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path
from typing import Annotated, Literal

import msgspec

from liuke.kernel.problems import Invalid
from liuke.kernel.unfit import in_chinese, in_english
from liuke.kernel.values import Value

PORT_MAX = 65_535
ALONE = (
    "needs LIUKE_DATABASE_URL: the same server, without the pooler",
    "还要设置 LIUKE_DATABASE_URL：同一数据库，不经连接池",
)


@dataclass(eq=False)
class UnfitSetting(Invalid):
    """A setting is not one that could be in force."""

    title = "A setting does not fit."
    title_zh = "有一项设置填得不对。"
    setting: str
    reason: str
    reason_zh: str


def _home() -> Path:
    if os.geteuid() == 0:
        return Path("/var/lib/liuke")
    return Path.home() / ".local" / "share" / "liuke"


def told(text: str, text_zh: str, *, ge: int | None = None, le: int | None = None) -> msgspec.Meta:
    """Return what a setting means, in both languages, and the least and most it may be."""
    more = {"description_zh": text_zh}
    return msgspec.Meta(description=text, extra_json_schema=more, ge=ge, le=le)


class Settings(Value, frozen=True):
    """Every setting with its one default; `LIUKE_<NAME>` in the environment overrides it."""

    home: Annotated[
        Path,
        told(
            "Folder of the embedded database, keys and backups.",
            "内置数据库、密钥和备份所在的文件夹。",
        ),
    ] = msgspec.field(default_factory=_home)
    database_url: Annotated[
        str,
        told(
            "PostgreSQL 18+ as liuke_app; empty: embedded.",
            "数据库地址（liuke_app 角色，PostgreSQL 18 以上）；不设就用内置数据库。",
        ),
    ] = ""
    pool_url: Annotated[
        str,
        told(
            "The same server as liuke_app behind a pooler in transaction mode; empty: none.",
            "同一数据库，经事务模式的连接池，供页面和接口使用（liuke_app 角色）；不设就直连。",
        ),
    ] = ""
    worker_url: Annotated[
        str,
        told(
            "The same server as liuke_worker; empty: database_url.",
            "同一数据库的后台任务角色；不设就同上。",
        ),
    ] = ""
    admin_url: Annotated[
        str,
        told(
            "The same server as an administrator, for migrations.",
            "同一数据库的管理员，升级数据结构时用。",
        ),
    ] = ""
    verify_url: Annotated[
        str,
        told(
            "The same server as liuke_verify; empty: admin_url.",
            "同一数据库的核对角色，只读；不设就用管理员。",
        ),
    ] = ""
    host: Annotated[str, told("Address to listen on.", "监听的地址。")] = "127.0.0.1"
    port: Annotated[
        int, told("Port of every surface.", "所有页面和接口共用的端口。", ge=0, le=PORT_MAX)
    ] = 8420
    pool_size: Annotated[
        int, told("Connections per process.", "每个进程的数据库连接数。", ge=1)
    ] = 16
    key_file: Annotated[
        str, told("File with the key that wraps member keys.", "加密会员密钥的主密钥文件。")
    ] = ""
    trusted_proxies: Annotated[
        str,
        told(
            "Comma-separated addresses whose X-Forwarded-For counts.",
            "哪些代理转发的访客地址可信，用逗号分开。",
        ),
    ] = ""
    allowed_hosts: Annotated[
        str,
        told(
            "Comma-separated Host names answered; empty: any.",
            "应答哪些域名，用逗号分开；不设就都应答。",
        ),
    ] = ""
    outbox: Annotated[
        Literal["local", "off", "http"],
        told(
            "local: codes are read in the console; http: sms_url sends; off: none.",
            "local：验证码在后台看；http：由 sms_url 发送；off：不发送。",
        ),
    ] = "local"
    sms_url: Annotated[
        str,
        told(
            "Where codes are posted as JSON: id, to, text.",
            "把验证码以 JSON 发到哪里：编号、号码、正文。",
        ),
    ] = ""
    sms_secret: Annotated[str, told("Bearer token of sms_url.", "访问 sms_url 的令牌。")] = ""
    code_phone_max: Annotated[
        int, told("Codes an hour to a phone.", "每个手机号每小时最多几个验证码。")
    ] = 5
    code_device_max: Annotated[
        int, told("Codes an hour from a device.", "每台设备每小时最多几个验证码。")
    ] = 10
    code_address_max: Annotated[
        int,
        told(
            "Codes an hour from an address; a shop's guests share one.",
            "每个网络地址每小时最多几个验证码；同店的客人共用一个。",
        ),
    ] = 60
    code_block_max: Annotated[
        int,
        told(
            "Codes an hour to ten thousand neighbouring numbers.",
            "每一万个相邻号码每小时最多几个验证码。",
        ),
    ] = 20
    code_price_minor: Annotated[
        int, told("What a code costs, in minor units.", "一条验证码的费用，单位为分。", ge=0)
    ] = 5
    code_spend_minor: Annotated[
        int,
        told(
            "What the codes of a shop may cost in an hour.",
            "一家店每小时验证码费用上限，单位为分。",
            ge=0,
        ),
    ] = 5_000
    lake: Annotated[
        str,
        told(
            "Folder of the lake, or s3://bucket/prefix; empty: `lake` below home.",
            "数据湖的文件夹，或 s3://存储桶/前缀；不设就是 home 下的 `lake`。",
        ),
    ] = ""
    lake_cache_mb: Annotated[
        int,
        told(
            "Disk below home for copies of a lake that is on S3.",
            "数据湖在 S3 上时，home 下最多存多少副本（MB）。",
            ge=1_024,
        ),
    ] = 10_240
    lake_memory_mb: Annotated[
        int,
        told("Memory for one question to the lake.", "一次数据湖查询最多用多少内存（MB）。", ge=64),
    ] = 1_024
    lake_seconds: Annotated[
        int, told("Time for one question to the lake.", "一次数据湖查询最多用几秒。", ge=1)
    ] = 60
    trail_days: Annotated[
        int,
        told(
            "Days to keep what people did online who are nobody known.",
            "不知是谁的线上行为保留多少天。",
            ge=1,
        ),
    ] = 400
    s3_endpoint: Annotated[
        str,
        told(
            "Where S3 is; empty: Amazon. The bucket may lead the host.",
            "S3 的地址；不设就是亚马逊。主机名可以以存储桶开头。",
        ),
    ] = ""
    s3_region: Annotated[str, told("Region of the bucket.", "存储桶所在的地域。")] = "us-east-1"
    s3_key: Annotated[
        str,
        told(
            "Id of the access key; empty: the machine's own role.",
            "访问密钥的编号；不设就用本机的角色。",
        ),
    ] = ""
    s3_secret: Annotated[str, told("Secret of the access key.", "访问密钥。")] = ""
    engine: Annotated[
        Literal["duckdb", "spark"],
        told(
            "What answers over the lake: this process, or a Spark cluster.",
            "数据湖由谁计算：本进程（duckdb）或 Spark 集群。",
        ),
    ] = "duckdb"
    spark_master: Annotated[
        str,
        told(
            "local[*], or spark://host:7077 of a standalone cluster.",
            "local[*]，或独立集群的 spark://host:7077。",
        ),
    ] = "local[*]"
    spark_options: Annotated[
        str,
        told(
            "Spark's own, comma-separated: spark.executor.memory=4g.",
            "Spark 自己的设置，用逗号分开：spark.executor.memory=4g。",
        ),
    ] = ""
    log_level: Annotated[
        Literal["debug", "info", "warning", "error"],
        told("debug, info, warning or error.", "日志级别：debug、info、warning 或 error。"),
    ] = "info"


def load(environ: Mapping[str, str] | None = None) -> tuple[Settings, dict[str, str]]:
    """Read the settings, and the source of each (`LIUKE_PORT` or `default`).

    Raises:
        UnfitSetting: names the setting and says why.
    """
    environ = os.environ if environ is None else environ
    names = _names()
    given = {names[key]: value for key, value in environ.items() if key in names}
    try:
        settings = msgspec.convert(given, Settings, strict=False, dec_hook=_from_text)
    except msgspec.ValidationError as fault:
        reason, _, path = str(fault).partition(" - at `$.")
        name = f"LIUKE_{path.strip('`').upper()}"
        raise UnfitSetting(name, in_english(reason), in_chinese(reason)) from None
    if settings.pool_url and not settings.database_url:
        raise UnfitSetting("LIUKE_POOL_URL", *ALONE)
    source = {name: key if name in given else "default" for key, name in names.items()}
    return settings, source


def strangers(environ: Mapping[str, str] | None = None) -> dict[str, str]:
    """Return what looks like a setting and is none, with the one that was probably meant, or ''.

    >>> strangers({"LIUKE_PROT": "1", "LIUKE_HOME": "x", "HOME": "y", "LIUKE_X_Y_Z": ""})
    {'LIUKE_PROT': 'LIUKE_PORT', 'LIUKE_X_Y_Z': ''}
    """
    known = list(_names())
    given = os.environ if environ is None else environ
    unknown = [name for name in given if name.startswith("LIUKE_") and name not in known]
    return {name: "".join(get_close_matches(name, known, n=1, cutoff=0.8)) for name in unknown}


def _names() -> dict[str, str]:
    return {f"LIUKE_{name.upper()}": name for name in Settings.__struct_fields__}


def _from_text(kind: type, value: object) -> object:
    if kind is Path:
        return Path(str(value)).expanduser()
    raise NotImplementedError(kind.__name__)
