"""The start-up guard: what a database must be before Liuke will serve from it."""

from __future__ import annotations

from msgspec import Struct

from liuke.kernel.db import administer
from liuke.providers.postgres.errors import UnsafeDatabase

VERSION_MIN = 180000
# `local` and `remote_write` answer before the change is where it was promised to be.
SYNCHRONOUS = frozenset({"on", "remote_apply"})
# Where no error of a statement reaches the server's log: its words quote what it could not read.
QUIET = frozenset({"log", "fatal", "panic"})


class Standing(Struct, frozen=True, forbid_unknown_fields=True):
    """What a database says of itself and of the role that asked."""

    version: int
    fsync: bool
    full_page_writes: bool
    row_security: bool
    data_checksums: bool
    synchronous_commit: str
    role: str
    superuser: bool
    bypasses_fences: bool
    owns: bool
    unlogged_queue: bool
    log_min_messages: str
    shared: bool


STANDING = """
    SELECT current_setting('server_version_num')::int,
           current_setting('fsync')::bool,
           current_setting('full_page_writes')::bool,
           current_setting('row_security')::bool,
           current_setting('data_checksums')::bool,
           current_setting('synchronous_commit'),
           r.rolname::text,
           r.rolsuper,
           r.rolbypassrls,
           pg_has_role(r.oid, d.datdba, 'MEMBER') OR EXISTS (
               SELECT FROM pg_class AS c
               WHERE c.relowner = r.oid AND c.relkind IN ('r', 'p') AND c.relpersistence <> 't'
           ),
           EXISTS (
               SELECT FROM pg_class AS c
               JOIN pg_namespace AS n ON n.oid = c.relnamespace
               WHERE n.nspname = 'queue' AND c.relkind = 'r' AND c.relpersistence <> 'p'
           ),
           current_setting('log_min_messages')
    FROM pg_roles AS r, pg_database AS d
    WHERE r.rolname = current_user AND d.datname = current_database()
"""
# Two connections that stand at once are two of the server's, unless somebody in between shares.
BACKEND = "SELECT pg_backend_pid()"


async def guard(url: str, *, external: bool, pooled: bool = False) -> list[tuple[str, str]]:
    """Refuse a database on which a promise would be false; return what is worth a warning (en, zh).

    Ask once for every role that will serve, and with `pooled` for an address behind a pooler.

    Raises:
        DatabaseAway: nothing answers at `url`.
        DatabaseDenied: it does not let us in.
        UnsafeDatabase: names every fault at once.
    """
    async with administer(url) as connection, administer(url) as other:
        found = await connection.fetchrow(STANDING)
        same = await connection.fetchval(BACKEND) == await other.fetchval(BACKEND)
    assert found is not None, "whoever signed in has a role"
    standing = Standing(*(*found, same and not pooled))
    if found := faults(standing, external=external):
        raise UnsafeDatabase(tuple(found))
    return warnings(standing)


def warnings(standing: Standing) -> list[tuple[str, str]]:
    """List, in words of English and Chinese, what a database may be, and had better not."""
    quiet = f"ALTER ROLE {standing.role} SET log_min_messages = log"
    unchecked = (
        "data_checksums is off: a flipped bit on disk will go unnoticed",
        "data_checksums 没有开启：磁盘上的错位发现不了",
    )
    quoting = (
        f"the server's log may quote values: {quiet}",
        f"数据库服务器的日志可能写出数据内容，请执行：{quiet}",
    )
    checks = {
        unchecked: not standing.data_checksums,
        quoting: standing.log_min_messages not in QUIET,
    }
    return [warning for warning, due in checks.items() if due]


def faults(standing: Standing, *, external: bool) -> list[str]:
    """List, in words, what makes a database unsafe to run on."""
    checks = {
        "PostgreSQL is older than 18": standing.version < VERSION_MIN,
        "fsync is off": not standing.fsync,
        "full_page_writes is off": not standing.full_page_writes,
        "row_security is off": not standing.row_security,
        "data_checksums is off": not (standing.data_checksums or external),
        f"synchronous_commit is {standing.synchronous_commit}, weaker than on": (
            standing.synchronous_commit not in SYNCHRONOUS
        ),
        f"the role {standing.role} is a superuser": standing.superuser,
        f"the role {standing.role} bypasses row-level security": standing.bypasses_fences,
        f"the role {standing.role} owns tables or the database": standing.owns,
        "the job queue's tables are not logged": standing.unlogged_queue,
        f"a pooler shares connections before {standing.role}: its address is LIUKE_POOL_URL": (
            standing.shared
        ),
    }
    return [fault for fault, wrong in checks.items() if wrong]
