"""How each part is: what `liuke doctor` and `/v1/health/parts` look at, and what to do about it."""

from __future__ import annotations

import shutil
import stat
from enum import StrEnum
from typing import Protocol

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
    advice: str = ""


class Urls(Protocol):
    """Where the database is, for each role, and whether it is our own."""

    @property
    def app(self) -> str:
        """Return the address for whoever serves."""
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
    """Return the part that a refusal speaks of."""
    facts = " ".join(str(value) for value in problem.facts().values())
    return Part(name, State.FAILING, problem.title, f"{problem.title_zh} {facts}".strip())


def key_file(settings: Settings) -> Part:
    """Look at the file without which nobody's name can be read again."""
    place = place_of(settings)
    if not place.exists():
        return Part("keys", State.WARNING, f"{place}: not made yet", "the first start makes it")
    mode = stat.S_IMODE(place.stat().st_mode)
    if mode & 0o077:
        advice = f"chmod 600 {place}"
        return Part("keys", State.FAILING, f"{place}: others may read it ({mode:04o})", advice)
    try:
        keys = Keys.parse(place.read_text(encoding="utf-8"))
    except (BadKeys, OSError, UnicodeDecodeError) as bad:
        return Part("keys", State.FAILING, f"{place}: {bad}", "restore it from a backup")
    found = f"{place}: {len(keys.keks)} keys, mode {mode:04o}"
    return Part("keys", State.FINE, found, "keep a copy apart from the database's backups")


def disk(settings: Settings) -> Part:
    """Look at the room left where the database and the backups live."""
    place = next(p for p in (settings.home, *settings.home.parents) if p.exists())
    room = shutil.disk_usage(place)
    found = f"{room.free / GIGABYTE:,.1f} GiB free of {room.total / GIGABYTE:,.1f} at {place}"
    if room.free < GIGABYTE:
        return Part("disk", State.FAILING, found, "make room: a full disk stops every sale")
    if room.free < room.total // 10:
        return Part("disk", State.WARNING, found, "less than a tenth is left")
    return Part("disk", State.FINE, found)


async def database(urls: Urls) -> Part:
    """Look at the server: which one, how old, how large."""
    async with reading(urls.verify) as reader:
        (server,) = await reader.rows(SERVER)
    where = "embedded" if urls.embedded else "external"
    found = f"{where} PostgreSQL {server.version}, {server.size / GIGABYTE:,.2f} GiB"
    if server.checksums != "on":
        return Part("database", State.WARNING, found, "data_checksums is off: rot goes unnoticed")
    return Part("database", State.FINE, found)


async def roles(urls: Urls) -> Part:
    """Look at who we are at the server: nobody who serves may pass a fence."""
    places = {"app": urls.app, "worker": urls.worker, "verify": urls.verify}
    names, wrong = [], []
    for part, url in places.items():
        async with reading(url) as reader:
            (role,) = await reader.rows(ROLE)
        names.append(f"{part} is {role.name}")
        passes = role.superuser or role.past_fences
        if part == "verify" and not passes:
            wrong.append(f"{role.name} cannot see every merchant")
        if part != "verify" and passes:
            wrong.append(f"{role.name} passes the fences between merchants")
    if wrong:
        return Part("roles", State.FAILING, "; ".join(names), "; ".join(wrong))
    return Part("roles", State.FINE, "; ".join(names))


async def schema(urls: Urls) -> Part:
    """Look at which migrations have run here."""
    found = await compare(urls.verify)
    if found.changed:
        told = f"edited after they ran: {', '.join(found.changed)}"
        return Part("migrations", State.FAILING, told, "restore the files of this release")
    if found.pending:
        told = f"{len(found.pending)} pending: {', '.join(found.pending)}"
        return Part("migrations", State.FAILING, told, "run `liuke migrate`")
    if found.newer:
        told = f"the database is newer than this program, by {', '.join(map(str, found.newer))}"
        return Part("migrations", State.FAILING, told, "install the newer release again")
    return Part("migrations", State.FINE, f"all {found.done} have run")


async def queue(urls: Urls) -> Part:
    """Look at how far the work is behind."""
    behind = await lag(urls.verify)
    more = "or more " if behind.unread_events == COUNTED_MAX else ""
    found = (
        f"{behind.unread_events:,} {more}events unread, {behind.waiting_jobs:,} jobs waiting "
        f"(oldest {behind.oldest_seconds:,} s), {behind.held_jobs:,} held"
    )
    if behind.oldest_seconds > OLD_SECONDS:
        return Part("jobs", State.FAILING, found, "no worker keeps up: start `liuke worker`")
    if more:
        return Part("jobs", State.WARNING, found, "a worker has to catch up: `liuke worker`")
    if behind.held_jobs:
        return Part("jobs", State.WARNING, found, "look: `liuke job list`; mend; `liuke job retry`")
    return Part("jobs", State.FINE, found)


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
