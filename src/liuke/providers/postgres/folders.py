"""Which file of the embedded server lies where below Liuke's home."""

from __future__ import annotations

import hashlib
import os
import stat
import tempfile
from dataclasses import dataclass
from pathlib import Path

from liuke.providers.postgres.account import Account, own
from liuke.providers.postgres.errors import SocketFolderTaken

# A socket's whole path is at most 107 bytes on Linux, 103 on macOS; the name takes 15.
SOCKET_FOLDER_BYTES_MAX = 88


@dataclass(frozen=True)
class Folders:
    """The places of one home; `socket` is elsewhere when the home's path is too long."""

    home: Path

    @property
    def root(self) -> Path:
        """Everything of the server."""
        return self.home / "postgres"

    @property
    def data(self) -> Path:
        """The cluster, owned by the server's user."""
        return self.root / "data"

    @property
    def configuration(self) -> Path:
        """`postgresql.conf`, ours and not the server's to change."""
        return self.root / "postgresql.conf"

    @property
    def access(self) -> Path:
        """`pg_hba.conf`, ours and not the server's to change."""
        return self.root / "pg_hba.conf"

    @property
    def start_lock(self) -> Path:
        """Held alone by the process that starts or stops the server."""
        return self.root / "start.lock"

    @property
    def users_lock(self) -> Path:
        """Shared by every process that needs the server."""
        return self.root / "users.lock"

    @property
    def keeper_lock(self) -> Path:
        """Held alone by the keeper."""
        return self.root / "keeper.lock"

    @property
    def log(self) -> Path:
        """What the server writes while it runs."""
        return self.root / "server.log"

    @property
    def passwords(self) -> Path:
        """The secrets of the roles, readable to Liuke's own user only."""
        return self.root / "passwords.json"

    @property
    def binaries(self) -> Path:
        """Our copy of the programs, when the server runs as another user."""
        return self.root / "programs"

    @property
    def socket(self) -> Path:
        """The folder of the Unix socket."""
        inside = self.root / "run"
        if len(os.fsencode(inside)) <= SOCKET_FOLDER_BYTES_MAX:
            return inside
        name = hashlib.sha256(os.fsencode(self.home)).hexdigest()[:16]
        return Path(tempfile.gettempdir()) / f"liuke-{os.geteuid()}-{name}"

    def prepare(self, account: Account) -> None:
        """Make the folders, each with its owner.

        Raises:
            SocketFolderTaken: somebody else made the socket's folder first.
        """
        # Ours, not the server's: it may pass through, and can plant no link for us to follow.
        self.root.mkdir(mode=0o700, exist_ok=True)
        self.root.chmod(0o711 if account.dropped else 0o700)
        if self.root in self.socket.parents:
            own(self.socket, account)
        else:
            claim(self.socket, account)


def claim(folder: Path, account: Account) -> None:
    """Take a folder in a place open to all, where a rival could have planted it.

    Raises:
        SocketFolderTaken: it is a link, another user's, or open to others.
    """
    try:
        folder.mkdir(mode=0o700)
        if account.dropped:
            os.chown(folder, account.uid, account.gid)
    except FileExistsError:
        status = folder.lstat()
        ours = stat.S_ISDIR(status.st_mode) and status.st_uid == account.uid
        if not ours or status.st_mode & 0o077:
            raise SocketFolderTaken(str(folder)) from None
