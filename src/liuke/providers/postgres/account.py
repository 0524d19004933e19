"""The system user that runs the server when Liuke itself is started as root."""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

from liuke.providers.postgres.errors import FolderUnreachable, NoServerAccount

NAME = "liuke"
MAKE = ("--system", "--user-group", "--no-create-home", "--home-dir", "/nonexistent")
NO_SHELL = "/usr/sbin/nologin"


@dataclass(frozen=True)
class Account:
    """The user and group the server runs as; `dropped` when that is not ourselves."""

    uid: int
    gid: int
    dropped: bool


def server_account() -> Account:
    """Return ourselves, or, when we are root, the dedicated user, made if it is missing.

    Raises:
        NoServerAccount: we are root and the user cannot be made.
    """
    if os.geteuid() != 0:
        return Account(os.geteuid(), os.getegid(), dropped=False)
    found = find_user() or make_user()
    if found.pw_uid == 0:
        raise NoServerAccount(NAME, "it has the user id of root")
    return Account(found.pw_uid, found.pw_gid, dropped=True)


def find_user() -> pwd.struct_passwd | None:
    """Return the system's record of the dedicated user, if there is one."""
    try:
        return pwd.getpwnam(NAME)
    except KeyError:
        return None


def make_user() -> pwd.struct_passwd:
    """Make the dedicated user, without a home, a shell or a password.

    Raises:
        NoServerAccount: the system has no `useradd`, or it failed.
    """
    tool = shutil.which("useradd", path="/usr/sbin:/sbin:/usr/bin:/bin")
    if tool is None:
        raise NoServerAccount(NAME, "there is no useradd here")
    command = [tool, *MAKE, "--shell", NO_SHELL, NAME]
    made = subprocess.run(  # noqa: S603 -- a fixed command
        command, capture_output=True, text=True, check=False
    )
    # A rival process may have made it between the look and the try.
    user = find_user()
    if user is None:
        raise NoServerAccount(NAME, made.stderr.strip() or f"useradd ended with {made.returncode}")
    return user


def own(folder: Path, account: Account) -> None:
    """Make `folder` if need be, and give it to the account alone (0700)."""
    folder.mkdir(mode=0o700, exist_ok=True)
    if account.dropped:
        os.chown(folder, account.uid, account.gid)
    folder.chmod(0o700)


def open_home(home: Path, account: Account) -> None:
    """Make Liuke's own folder and let the server's user pass through it, but not list it.

    Raises:
        FolderUnreachable: a folder above is closed to that user; we never open those.
    """
    home.mkdir(mode=0o700, parents=True, exist_ok=True)
    if not account.dropped:
        return
    if not may_enter(home, account):
        os.chown(home, -1, account.gid)
        home.chmod((home.stat().st_mode & 0o777) | 0o010)
    for folder in (home, *home.parents):
        if not may_enter(folder, account):
            raise FolderUnreachable(str(home), str(folder), NAME)


def may_enter(folder: Path, account: Account) -> bool:
    """Tell whether the account may pass through one folder, by its mode bits."""
    status = folder.stat()
    if status.st_uid == account.uid:
        return bool(status.st_mode & 0o100)
    if status.st_gid == account.gid:
        return bool(status.st_mode & 0o010)
    return bool(status.st_mode & 0o001)
