"""Migrations: plain SQL files, run forward in number order, each once, all under one lock."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from liuke.kernel.db import administer
from liuke.kernel.problems import Refused
from liuke.kernel.values import Value

PACKAGED = Path(__file__).parent.parent / "migrations"
CHECKOUT = Path(__file__).parents[3] / "migrations"

LEDGER = """
    CREATE TABLE IF NOT EXISTS kernel_migration (
        number integer PRIMARY KEY,
        name text NOT NULL,
        checksum text NOT NULL,
        ran_at timestamptz NOT NULL DEFAULT clock_timestamp()
    )
"""
LOCK = "SELECT pg_advisory_xact_lock(hashtext('liuke.migrate'))"
IS_BEGUN = "SELECT to_regclass('kernel_migration') IS NOT NULL"
DONE = "SELECT number, checksum FROM kernel_migration"
RECORD = "INSERT INTO kernel_migration (number, name, checksum) VALUES ($1, $2, $3)"


class Migration(Value, frozen=True):
    """One SQL file, `0042_points_add_expiry.sql`."""

    number: int
    name: str
    sql: str

    @property
    def checksum(self) -> str:
        """Return the SHA-256 of the file, by which an edit after the fact is noticed."""
        return hashlib.sha256(self.sql.encode()).hexdigest()


@dataclass(eq=False)
class MigrationChanged(Refused):
    """A migration that has run here was edited afterwards."""

    title = (
        "This database was made by another version of Liuke: a migration that ran here was edited."
        " Nothing was changed. Start that version again; or, where what is in it may go, move the"
        " data folder (LIUKE_HOME) away or name an empty database, and start anew."
    )
    title_zh = (
        "数据库由另一个版本的留客建立：已执行的迁移脚本被改动过，没有做任何改变。请换回原来的版本；"
        "如果其中的数据可以不要，就移走数据目录（LIUKE_HOME）或改用一个空数据库，再重新启动。"
    )
    names: tuple[str, ...]


def migrations(folder: Path | None = None) -> list[Migration]:
    """Read the migration files in number order, from the wheel or from the checkout."""
    folder = folder or (PACKAGED if PACKAGED.is_dir() else CHECKOUT)
    return [
        Migration(int(path.name[:4]), path.stem, path.read_text(encoding="utf-8"))
        for path in sorted(folder.glob("[0-9][0-9][0-9][0-9]_*.sql"))
    ]


async def migrate(
    url: str, *, files: list[Migration] | None = None, say: Callable[[str], object] = str
) -> int:
    """Bring the database at an administrator's `url` to today; return how many files ran.

    All pending files run in one transaction, so a crash leaves the old schema whole.

    Raises:
        MigrationChanged: a file that already ran here has other contents now.
        Contended: a table stayed locked by others; nothing was changed.
    """
    async with administer(url) as connection, connection.transaction():
        await connection.execute("SET LOCAL ROLE liuke_owner")
        # Whoever starts beside us waits until we are done; what tills hold is not waited for.
        await connection.execute(LOCK)
        await connection.execute("SET LOCAL lock_timeout = '5s'")
        pending = await _pending(connection, files if files is not None else migrations())
        for migration in pending:
            say(migration.name)
            await connection.execute(migration.sql)
            await connection.execute(RECORD, migration.number, migration.name, migration.checksum)
    return len(pending)


class Compared(Value, frozen=True):
    """A database beside the files of this program: what has run, and what differs, by name."""

    done: int
    pending: tuple[str, ...]
    changed: tuple[str, ...]
    newer: tuple[int, ...]


async def compare(url: str) -> Compared:
    """Ask, as a role that may read it, which files have run at `url`; change nothing.

    Raises:
        DatabaseAway: nothing answers at `url`.
    """
    async with administer(url) as reader:
        done = dict(await reader.fetch(DONE) if await reader.fetchval(IS_BEGUN) else [])
    files = migrations()
    return Compared(
        len(done),
        tuple([one.name for one in files if one.number not in done]),
        tuple([one.name for one in files if done.get(one.number, one.checksum) != one.checksum]),
        tuple(sorted(set(done) - {one.number for one in files})),
    )


async def _pending(connection: Any, files: list[Migration]) -> list[Migration]:
    await connection.execute(LEDGER)
    done = dict(await connection.fetch(DONE))
    if changed := [m.name for m in files if done.get(m.number, m.checksum) != m.checksum]:
        raise MigrationChanged(tuple(changed))
    return [m for m in files if m.number not in done]
