"""The embedded PostgreSQL: started when first needed, shared, stopped after its last user."""

from __future__ import annotations

import asyncio
import json
import os
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path
from urllib.parse import quote

import asyncpg

from liuke.providers.postgres import keeper
from liuke.providers.postgres.account import Account, open_home, server_account
from liuke.providers.postgres.binaries import programs, programs_beside
from liuke.providers.postgres.cluster import SUPERUSER, make_cluster
from liuke.providers.postgres.errors import ServerNotStarted
from liuke.providers.postgres.folders import Folders
from liuke.providers.postgres.locks import FileLock
from liuke.providers.postgres.roles import DATABASE, Passwords, provision, with_database
from liuke.providers.postgres.tuning import write_configuration

POLL_SECONDS = 0.05
PROGRESS_SECONDS = 2.0
WATCH_SECONDS = 1.0
LOG_TAIL_BYTES = 2000
# Everything that a server still starting, or just gone, may answer a connection with.
NOT_YET = (OSError, asyncpg.CannotConnectNowError, asyncpg.PostgresConnectionError)


def to_stderr(message: str) -> None:
    """Show progress where an operator looks."""
    sys.stderr.write(f"liuke: {message}\n")


class Server:
    """One embedded server below a home; several processes on one home share it."""

    def __init__(
        self, home: Path, *, fast: bool = False, progress: Callable[[str], None] = to_stderr
    ) -> None:
        """Describe the server; nothing happens before `start`."""
        self.folders = Folders(home.absolute())
        self.fast = fast
        self.progress = progress
        self.account: Account | None = None
        self.programs: Path | None = None
        self.users: FileLock | None = None
        self.watch: asyncio.Task[None] | None = None
        self.give_up_seconds = keeper.GIVE_UP_SECONDS

    @property
    def admin_url(self) -> str:
        """The superuser's address: for migrations, backups and provisioning."""
        return self.url(SUPERUSER, self.passwords.admin)

    @property
    def app_url(self) -> str:
        """The till's and the console's address."""
        return self.url("liuke_app", self.passwords.app)

    @property
    def worker_url(self) -> str:
        """The worker's address."""
        return self.url("liuke_worker", self.passwords.worker)

    @property
    def verify_url(self) -> str:
        """The address that reads everything and writes nothing."""
        return self.url("liuke_verify", self.passwords.verify)

    @property
    def passwords(self) -> Passwords:
        """The secrets of this home."""
        return Passwords.keep(self.folders.passwords)

    def url(self, role: str, password: str) -> str:
        """Return an address over the Unix socket."""
        socket = quote(str(self.folders.socket), safe="/")
        return f"postgresql://{role}:{password}@/{DATABASE}?host={socket}&port=5432"

    async def start(self) -> None:
        """Start the server, or join the one that runs, and wait until it answers.

        However long crash recovery takes, it is waited for, and progress is shown.

        Raises:
            ServerNotStarted: PostgreSQL gave up; its log says why.
            BinariesMissing: the wheel is not installed.
            NoServerAccount: we are root and cannot make the server's user.
            FolderUnreachable: the server's user cannot enter the home.
            SocketFolderTaken: somebody else holds the socket's folder.
        """
        self.account = server_account()
        open_home(self.folders.home, self.account)
        self.folders.prepare(self.account)
        door = FileLock(self.folders.start_lock)
        try:
            await door.take()
            self.users = FileLock(self.folders.users_lock)
            await self.users.take(shared=True)
            await self.bring_up()
        except BaseException:
            await self.leave()
            raise
        finally:
            door.close()
        self.watch = asyncio.create_task(self.keep_kept())

    async def bring_up(self) -> None:
        """Make the cluster if it is new, start it if it is down, provision it."""
        assert self.account is not None
        if self.account.dropped:
            self.programs = programs_beside(self.folders.binaries)
        else:
            self.programs = programs()
        if not self.folders.data.exists():
            self.progress("making a new database")
            await asyncio.to_thread(
                make_cluster, self.folders, self.account, self.programs, self.passwords.admin
            )
        if not self.is_kept():
            write_configuration(self.folders, fast=self.fast)
            await asyncio.to_thread(self.start_keeper)
        await self.answering()
        await provision(with_database(self.admin_url, "postgres"), self.passwords)

    async def answering(self) -> None:
        """Wait until the server takes connections.

        Raises:
            ServerNotStarted: its keeper gave up.
        """
        url = with_database(self.admin_url, "postgres")
        began = shown = time.monotonic()
        while True:
            try:
                connection = await asyncpg.connect(url)
            except NOT_YET as why:
                reason = str(why)
            else:
                await connection.close()
                return
            if not self.is_kept():
                raise ServerNotStarted(str(self.folders.log), tail_of(self.folders.log))
            now = time.monotonic()
            if now - shown >= PROGRESS_SECONDS:
                shown = now
                self.progress(f"waiting for PostgreSQL, {now - began:.0f} s: {reason}")
            await asyncio.sleep(POLL_SECONDS)

    async def stop(self) -> None:
        """Let go of the server; the last user's going shuts it down, and waits for that."""
        if self.watch is not None:
            self.watch.cancel()
            self.watch = None
        if self.users is None:
            return
        # Nobody can join while we find out whether we are the last.
        door = FileLock(self.folders.start_lock)
        try:
            await door.take()
            await self.leave()
        finally:
            door.close()

    async def leave(self) -> None:
        """Give up our share of the lock, with the door held."""
        if self.users is None:
            return
        last = self.users.try_take()
        self.users.close()
        self.users = None
        while last and self.is_kept():  # noqa: ASYNC110 -- another process ends
            await asyncio.sleep(POLL_SECONDS)

    async def keep_kept(self) -> None:
        """Start a new keeper whenever the server has none: somebody may kill that, too."""
        while True:
            await asyncio.sleep(WATCH_SECONDS)
            if not self.is_kept():
                self.progress("PostgreSQL has lost its keeper; starting another")
                await asyncio.to_thread(self.start_keeper)

    def is_kept(self) -> bool:
        """Tell whether a keeper is at work."""
        look = FileLock(self.folders.keeper_lock)
        try:
            return not look.try_take(shared=True)
        finally:
            look.close()

    def start_keeper(self) -> None:
        """Start the keeper, which starts the server; a keeper at work is left alone."""
        assert self.account is not None
        assert self.programs is not None
        order = keeper.Order(
            program=str(self.programs / "postgres"),
            data=str(self.folders.data),
            configuration=str(self.folders.configuration),
            log=str(self.folders.log),
            users_lock=str(self.folders.users_lock),
            keeper_lock=str(self.folders.keeper_lock),
            uid=self.account.uid,
            gid=self.account.gid,
            dropped=self.account.dropped,
            give_up_seconds=self.give_up_seconds,
        )
        with self.folders.log.open("ab") as log:
            subprocess.run(  # noqa: S603 -- our own file
                [sys.executable, "-I", "-S", keeper.__file__, json.dumps(asdict(order))],
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                cwd="/",
                start_new_session=True,
                check=True,
            )


def tail_of(log: Path) -> str:
    """Return the end of the log."""
    with log.open("rb") as file:
        file.seek(max(0, file.seek(0, os.SEEK_END) - LOG_TAIL_BYTES))
        return file.read().decode(errors="replace")
