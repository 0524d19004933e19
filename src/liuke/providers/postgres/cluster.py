"""A new cluster, made whole or not at all."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

from liuke.providers.postgres.account import Account, own
from liuke.providers.postgres.errors import ServerNotStarted
from liuke.providers.postgres.folders import Folders
from liuke.providers.postgres.keeper import ENVIRONMENT

SUPERUSER = "liuke_admin"
INITDB = (
    "--username", SUPERUSER, "--auth", "scram-sha-256", "--data-checksums",
    "--encoding", "UTF8", "--locale", "C",
    "--locale-provider", "builtin", "--builtin-locale", "C.UTF-8",
)  # fmt: skip


def make_cluster(folders: Folders, account: Account, programs: Path, password: str) -> None:
    """Run `initdb` beside the final place, so that a crash leaves no half cluster.

    Raises:
        ServerNotStarted: `initdb` failed.
    """
    partial = folders.root / "data.new"
    shutil.rmtree(partial, ignore_errors=True)
    own(partial, account)
    secret = folders.root / "password.new"
    secret.unlink(missing_ok=True)
    secret.touch(mode=0o600)
    secret.write_text(password)
    if account.dropped:
        os.chown(secret, account.uid, account.gid)
    places = ["--pgdata", str(partial), "--pwfile", str(secret)]
    try:
        run_as(account, [str(programs / "initdb"), *INITDB, *places], folders.log)
    finally:
        secret.unlink()
    partial.rename(folders.data)
    # Were the rename lost in a power cut, the next start would take the data for a half cluster
    # and remove it.
    sync_folder(folders.root)


def run_as(account: Account, command: list[str], log: Path) -> None:
    """Run one of the server's programs as the server's user.

    Raises:
        ServerNotStarted: it failed, with the end of what it said.
    """
    done = subprocess.run(  # noqa: S603 -- our own copy of the program
        command,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
        cwd="/",
        env=ENVIRONMENT,
        user=account.uid if account.dropped else None,
        group=account.gid if account.dropped else None,
        extra_groups=[] if account.dropped else None,
    )
    if done.returncode != 0:
        raise ServerNotStarted(str(log), done.stderr)


def sync_folder(folder: Path) -> None:
    """Make a rename inside the folder durable."""
    opened = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(opened)
    finally:
        os.close(opened)
