"""The roles, the database and their rights: the same on the embedded and on an external server.

`liuke_owner` owns everything and cannot sign in; `liuke_app` and `liuke_worker` own nothing and
bypass nothing; `liuke_verify` reads everything, past row-level security, and writes nothing.
"""

from __future__ import annotations

import json
import os
import secrets
from pathlib import Path
from urllib.parse import quote, urlsplit, urlunsplit

import asyncpg
from msgspec import Struct

DATABASE = "liuke"


class Passwords(Struct, frozen=True, forbid_unknown_fields=True):
    """One secret per role that signs in."""

    admin: str
    app: str
    worker: str
    verify: str

    @classmethod
    def keep(cls, path: Path) -> Passwords:
        """Read the secrets from `path`, made and stored (0600) the first time."""
        if not path.exists():
            made = {name: secrets.token_urlsafe(24) for name in cls.__struct_fields__}
            partial = path.with_suffix(".new")
            partial.unlink(missing_ok=True)
            opened = os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
            with os.fdopen(opened, "w") as file:
                file.write(json.dumps(made))
                file.flush()
                os.fsync(file.fileno())
            partial.rename(path)
        return cls(**json.loads(path.read_text()))


# Roles are made once; their settings are restated, so that an upgrade reaches old installations.
# Passwords come in through a setting, since CREATE ROLE takes no parameters.
ROLES = """
    DO $provision$
    BEGIN
        IF to_regrole('liuke_owner') IS NULL THEN
            CREATE ROLE liuke_owner NOLOGIN;
        END IF;
        IF to_regrole('liuke_app') IS NULL THEN
            EXECUTE format('CREATE ROLE liuke_app LOGIN NOSUPERUSER NOBYPASSRLS PASSWORD %L',
                current_setting('liuke.password_app'));
        END IF;
        IF to_regrole('liuke_worker') IS NULL THEN
            EXECUTE format('CREATE ROLE liuke_worker LOGIN NOSUPERUSER NOBYPASSRLS PASSWORD %L',
                current_setting('liuke.password_worker'));
        END IF;
        IF to_regrole('liuke_verify') IS NULL THEN
            EXECUTE format('CREATE ROLE liuke_verify LOGIN NOSUPERUSER BYPASSRLS PASSWORD %L',
                current_setting('liuke.password_verify'));
        END IF;
        EXECUTE format('GRANT liuke_owner TO %I WITH SET TRUE, INHERIT TRUE', current_user);
    END
    $provision$;

    ALTER ROLE liuke_app SET statement_timeout = '15s';
    ALTER ROLE liuke_app SET lock_timeout = '5s';
    ALTER ROLE liuke_app SET idle_in_transaction_session_timeout = '15s';
    ALTER ROLE liuke_app SET transaction_timeout = '30s';

    ALTER ROLE liuke_worker SET statement_timeout = '60s';
    ALTER ROLE liuke_worker SET lock_timeout = '10s';
    ALTER ROLE liuke_worker SET idle_in_transaction_session_timeout = '60s';
    ALTER ROLE liuke_worker SET transaction_timeout = '120s';

    ALTER ROLE liuke_verify SET statement_timeout = '1h';
    ALTER ROLE liuke_verify SET lock_timeout = '10s';
    ALTER ROLE liuke_verify SET idle_in_transaction_session_timeout = '5min';
    ALTER ROLE liuke_verify SET transaction_timeout = '2h';
    ALTER ROLE liuke_verify SET default_transaction_read_only = on;

    -- An error quotes what it could not read; whoever asked is told, and logs it without values.
    -- Only a superuser may say so; elsewhere the guard warns.
    DO $quiet$
    BEGIN
        ALTER ROLE liuke_app SET log_min_messages = 'log';
        ALTER ROLE liuke_worker SET log_min_messages = 'log';
        ALTER ROLE liuke_verify SET log_min_messages = 'log';
    EXCEPTION WHEN insufficient_privilege THEN
        NULL;
    END
    $quiet$;

    ALTER ROLE liuke_app SET jit = off;
    ALTER ROLE liuke_worker SET jit = off;
    ALTER ROLE liuke_app SET search_path = public, pg_temp;
    ALTER ROLE liuke_worker SET search_path = public, pg_temp;
    ALTER ROLE liuke_verify SET search_path = public, pg_temp;
"""

SECRETS = """
    SELECT set_config('liuke.password_app', $1, false),
           set_config('liuke.password_worker', $2, false),
           set_config('liuke.password_verify', $3, false)
"""

HAS_DATABASE = "SELECT EXISTS (SELECT FROM pg_database WHERE datname = 'liuke')"
MAKE_DATABASE = "CREATE DATABASE liuke OWNER liuke_owner"

RIGHTS = """
    REVOKE ALL ON DATABASE liuke FROM PUBLIC;
    GRANT CONNECT ON DATABASE liuke TO liuke_app, liuke_worker, liuke_verify;
    REVOKE ALL ON SCHEMA public FROM PUBLIC;
    GRANT USAGE ON SCHEMA public TO liuke_app, liuke_worker, liuke_verify;
    ALTER DEFAULT PRIVILEGES FOR ROLE liuke_owner REVOKE EXECUTE ON FUNCTIONS FROM PUBLIC;
    ALTER DEFAULT PRIVILEGES FOR ROLE liuke_owner
        GRANT EXECUTE ON FUNCTIONS TO liuke_app, liuke_worker, liuke_verify;
    ALTER DEFAULT PRIVILEGES FOR ROLE liuke_owner GRANT USAGE ON SCHEMAS TO liuke_verify;
    ALTER DEFAULT PRIVILEGES FOR ROLE liuke_owner GRANT SELECT ON TABLES TO liuke_verify;
    ALTER DEFAULT PRIVILEGES FOR ROLE liuke_owner GRANT SELECT ON SEQUENCES TO liuke_verify;
"""


async def provision(admin_url: str, passwords: Passwords) -> None:
    """Make roles, database and rights as an administrator; safe to repeat.

    `admin_url` may name any database of the server. A role that exists keeps its password.

    Raises:
        asyncpg.InsufficientPrivilegeError: the administrator may not make roles or databases.
    """
    admin = await asyncpg.connect(admin_url)
    try:
        await admin.execute(SECRETS, passwords.app, passwords.worker, passwords.verify)
        await admin.execute(ROLES)
        if not await admin.fetchval(HAS_DATABASE):
            await admin.execute(MAKE_DATABASE)
    finally:
        await admin.close()
    owner = await asyncpg.connect(with_database(admin_url, DATABASE))
    try:
        await owner.execute(RIGHTS)
    finally:
        await owner.close()


def with_database(url: str, database: str) -> str:
    """Return the same address with another database.

    >>> with_database("postgresql://a@h:1/postgres?host=/run", "liuke")
    'postgresql://a@h:1/liuke?host=/run'
    """
    # An empty host vanishes from `urlunsplit`, so the path is cut in by hand.
    parts = urlsplit(url)
    return urlunsplit(parts._replace(path="/" + quote(database)))
