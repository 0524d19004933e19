"""How each part is: what `liuke doctor` and `/v1/health/parts` look at, and what to do about it."""

from __future__ import annotations

import shutil
import stat
from collections.abc import Sequence
from enum import StrEnum
from typing import Protocol, TypeAlias

from liuke.kernel.crypto import BadKeys, Keys
from liuke.kernel.jobs.lag import COUNTED_MAX, lag
from liuke.kernel.keyring import place_of
from liuke.kernel.migrate import compare
from liuke.kernel.problems import Problem
from liuke.kernel.reader import reading
from liuke.kernel.rows import Sql
from liuke.kernel.settings import Settings
from liuke.kernel.values import Value

GIGABYTE = 1 << 30
OLD_SECONDS = 15 * 60

# The same in English and in Chinese.
Said: TypeAlias = tuple[str, str]
NOTHING: Said = ("", "")
APART: Said = (
    "keep a copy apart from the database's backups",
    "请另存一份，不要和数据库备份放在一起",
)
FULL: Said = ("make room: a full disk stops every sale", "请腾出空间：磁盘写满后不能收银")
UNCHECKED: Said = (
    "data_checksums is off: rot goes unnoticed",
    "data_checksums 没有打开：磁盘损坏不会被发现",
)
RESTORE: Said = ("restore the files of this release", "请恢复本版本的文件")
MIGRATE: Said = ("run `liuke migrate`", "运行 `liuke migrate`")
NEWER: Said = ("install the newer release again", "请重新安装较新的版本")
NO_WORKER: Said = (
    "no worker keeps up: start `liuke worker`",
    "没有跟得上的任务进程：运行 `liuke worker`",
)
CATCH_UP: Said = (
    "a worker has to catch up: `liuke worker`",
    "任务进程正在补上：`liuke worker`",
)
ELSEWHERE: Said = (
    "does the server run where LIUKE_DATABASE_URL says, and a pooler where LIUKE_POOL_URL does?",
    "请检查 LIUKE_DATABASE_URL 指向的数据库、LIUKE_POOL_URL 指向的连接池是否在运行",
)
HELD: Said = (
    "look: `liuke job list`; mend; `liuke job retry`",
    "先看 `liuke job list`，解决后 `liuke job retry`",
)


class State(StrEnum):
    """How a part is."""

    FINE = "fine"
    WARNING = "warning"
    FAILING = "failing"


class Part(Value, frozen=True):
    """One part as it was found, and what to do about it."""

    name: str
    state: State
    found: str
    found_zh: str
    advice: str = ""
    advice_zh: str = ""


class Urls(Protocol):
    """Where the database is, for each role, and whether it is our own."""

    @property
    def app(self) -> str:
        """Return the address for whoever serves."""
        ...

    @property
    def pool(self) -> str:
        """Return the address behind a pooler, if there is one."""
        ...

    @property
    def worker(self) -> str:
        """Return the address for whoever does the jobs."""
        ...

    @property
    def verify(self) -> str:
        """Return the address for whoever reads everything."""
        ...

    @property
    def embedded(self) -> bool:
        """Tell whether the server is our own."""
        ...


class ServerFound(Value, frozen=True):
    """The server as it answered."""

    version: str
    checksums: str
    size: int


class RoleFound(Value, frozen=True):
    """Who we are at the server."""

    name: str
    superuser: bool
    past_fences: bool


SERVER = Sql[ServerFound]("""
    SELECT current_setting('server_version') AS version,
        current_setting('data_checksums') AS checksums,
        pg_database_size(current_database()) AS size
""")
ROLE = Sql[RoleFound]("""
    SELECT rolname::text AS name, rolsuper AS superuser, rolbypassrls AS past_fences
    FROM pg_roles WHERE rolname = current_user
""")


def of_problem(name: str, problem: Problem) -> Part:
    """Return the part that a refusal speaks of, with its facts, or else where to look."""
    told = [value for key, value in problem.facts().items() if key != "retry_after_seconds"]
    facts = " ".join(
        "; ".join(map(str, value)) if isinstance(value, tuple | list) else str(value)
        for value in told
    )
    advice = ELSEWHERE if name == "database" and not facts else (facts, facts)
    return part(name, State.FAILING, (problem.title, problem.title_zh), advice)


def part(name: str, state: State, found: Said, advice: Said = NOTHING) -> Part:
    """Return a part as it was found, in both languages."""
    return Part(name, state, *found, *advice)


def key_file(settings: Settings) -> Part:
    """Look at the file without which nobody's name can be read again."""
    place = place_of(settings)
    if not place.exists():
        missing = (f"{place}: not made yet", f"{place}：还没有生成")
        return part("keys", State.WARNING, missing, ("the first start makes it", "首次启动时生成"))
    mode = stat.S_IMODE(place.stat().st_mode)
    if mode & 0o077:
        open_to = (
            f"{place}: others may read it ({mode:04o})",
            f"{place}：别的用户也能读（{mode:04o}）",
        )
        chmod = f"chmod 600 {place}"
        return part("keys", State.FAILING, open_to, (chmod, chmod))
    try:
        keys = Keys.parse(place.read_text(encoding="utf-8"))
    except (BadKeys, OSError, UnicodeDecodeError) as bad:
        unread = (f"{place}: {bad}", f"{place}：读不出来（{bad}）")
        return part("keys", State.FAILING, unread, ("restore it from a backup", "请从备份恢复"))
    found = (
        f"{place}: {len(keys.keks)} {'key' if len(keys.keks) == 1 else 'keys'}, mode {mode:04o}",
        f"{place}：{len(keys.keks)} 把密钥，权限 {mode:04o}",
    )
    return part("keys", State.FINE, found, APART)


def disk(settings: Settings) -> Part:
    """Look at the room left where the database and the backups live."""
    place = next(p for p in (settings.home, *settings.home.parents) if p.exists())
    room = shutil.disk_usage(place)
    free, total = f"{room.free / GIGABYTE:,.1f}", f"{room.total / GIGABYTE:,.1f}"
    found = (
        f"{free} GiB free of {total} at {place}",
        f"{place}：共 {total} GiB，剩余 {free} GiB",
    )
    if room.free < GIGABYTE:
        return part("disk", State.FAILING, found, FULL)
    if room.free < room.total // 10:
        return part("disk", State.WARNING, found, ("less than a tenth is left", "剩余不到十分之一"))
    return part("disk", State.FINE, found)


async def database(urls: Urls) -> Part:
    """Look at the server: which one, how old, how large."""
    async with reading(urls.verify) as reader:
        (server,) = await reader.rows(SERVER)
    where = ("embedded", "内置") if urls.embedded else ("external", "外部")
    size = f"{server.size / GIGABYTE:,.2f} GiB"
    found = (
        f"{where[0]} PostgreSQL {server.version}, {size}",
        f"{where[1]} PostgreSQL {server.version}，{size}",
    )
    if server.checksums != "on":
        return part("database", State.WARNING, found, UNCHECKED)
    return part("database", State.FINE, found)


async def roles(urls: Urls) -> Part:
    """Look at who we are at the server: nobody who serves may pass a fence."""
    places = {"app": urls.app, "worker": urls.worker, "verify": urls.verify}
    if urls.pool:
        places["pool"] = urls.pool
    names: list[Said] = []
    wrong: list[Said] = []
    for place, url in places.items():
        async with reading(url) as reader:
            (role,) = await reader.rows(ROLE)
        names.append((f"{place} is {role.name}", f"{place} 是 {role.name}"))
        passes = role.superuser or role.past_fences
        if place == "verify" and not passes:
            wrong.append((f"{role.name} cannot see every merchant", f"{role.name} 看不到全部商户"))
        if place != "verify" and passes:
            wrong.append(
                (
                    f"{role.name} passes the fences between merchants",
                    f"{role.name} 能越过商户之间的隔离",
                )
            )
    if wrong:
        return part("roles", State.FAILING, listed(names), listed(wrong))
    return part("roles", State.FINE, listed(names))


def listed(said: Sequence[Said]) -> Said:
    """Return several things said as one sentence in each language.

    >>> listed([("a", "甲"), ("b", "乙")])
    ('a; b', '甲；乙')
    """
    return "; ".join(one for one, _ in said), "；".join(one for _, one in said)


async def schema(urls: Urls) -> Part:
    """Look at which migrations have run here."""
    found = await compare(urls.verify)
    if found.changed:
        names = ", ".join(found.changed)
        told = (f"edited after they ran: {names}", f"执行后又被改过：{names}")
        return part("migrations", State.FAILING, told, RESTORE)
    if found.pending:
        count, names = len(found.pending), ", ".join(found.pending)
        told = (f"{count} pending: {names}", f"{count} 个尚未执行：{names}")
        return part("migrations", State.FAILING, told, MIGRATE)
    if found.newer:
        names = ", ".join(map(str, found.newer))
        told = (
            f"the database is newer than this program, by {names}",
            f"数据库比程序新，多出 {names}",
        )
        return part("migrations", State.FAILING, told, NEWER)
    return part(
        "migrations", State.FINE, (f"all {found.done} have run", f"{found.done} 个已全部执行")
    )


async def queue(urls: Urls) -> Part:
    """Look at how far the work is behind."""
    behind = await lag(urls.verify)
    more = behind.unread_events == COUNTED_MAX
    told = (
        f"unread events {behind.unread_events:,}{' or more' if more else ''}, "
        f"waiting jobs {behind.waiting_jobs:,} (the oldest {behind.oldest_seconds:,} s), "
        f"held {behind.held_jobs:,}"
    )
    told_zh = (
        f"未读事件 {behind.unread_events:,} 条{'以上' if more else ''}，"
        f"等待的任务 {behind.waiting_jobs:,} 个（最久 {behind.oldest_seconds:,} 秒），"
        f"被留住的 {behind.held_jobs:,} 个"
    )
    found = (told, told_zh)
    if behind.oldest_seconds > OLD_SECONDS:
        return part("jobs", State.FAILING, found, NO_WORKER)
    if more:
        return part("jobs", State.WARNING, found, CATCH_UP)
    if behind.held_jobs:
        return part("jobs", State.WARNING, found, HELD)
    return part("jobs", State.FINE, found)


def of_machine(settings: Settings) -> list[Part]:
    """Look at what needs no database."""
    return [key_file(settings), disk(settings)]


async def of_database(urls: Urls) -> list[Part]:
    """Look at a running database; if it is away, that is the finding."""
    try:
        parts = [await database(urls), await roles(urls), schema_found := await schema(urls)]
        # Before the first migration there is nothing else to look at.
        return [*parts, await queue(urls)] if schema_found.state is State.FINE else parts
    except Problem as problem:
        return [of_problem("database", problem)]
