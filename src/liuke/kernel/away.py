"""Away: what is said of a database that cannot do what was asked, and of one too busy for it."""

from __future__ import annotations

from dataclasses import dataclass

from liuke.kernel.problems import Problem


@dataclass(eq=False)
class DatabaseAway(Problem):
    """The database cannot be reached; nothing was changed that was not acknowledged."""

    status = 503
    title = "The database is away; try again shortly. Nothing was saved."
    title_zh = "数据库暂时连不上，没有保存，请稍后重试。"
    retry_after_seconds: int = 2


@dataclass(eq=False)
class DatabaseDenied(DatabaseAway):
    """The database answers, but does not let us in: its address, a name or a password is wrong."""

    title = "The database does not let us in: check its address, name and password."
    title_zh = "数据库拒绝连接：请检查地址、用户名和密码。"
    reason: str = ""


@dataclass(eq=False)
class DatabaseBusy(DatabaseAway):
    """The database answers, but all the connections it gives are taken."""

    title = "The database is busy: it has no connection left. Try again shortly. Nothing was saved."
    title_zh = "数据库正忙，连接已用完，没有保存，请稍后重试。"


@dataclass(eq=False)
class OutcomeUnknown(DatabaseAway):
    """The connection broke while the transaction was saved: nobody here knows whether it was."""

    title = (
        "The database went away while this was saved, and whether it was is not known. Send the "
        "same request again: under the same key it counts once."
    )
    title_zh = "保存时数据库断开，无法确定是否已保存。请原样重发这个请求，同一个键只算一次。"


@dataclass(eq=False)
class TookTooLong(DatabaseAway):
    """A statement ran into the time it may take, and was stopped."""

    title = "This took longer than it may and was stopped; try again, or less at once."
    title_zh = "处理超时，已停止，没有保存；请重试，或减少一次的数量。"


@dataclass(eq=False)
class Contended(Problem):
    """The transaction lost a race with others and may be run again."""

    status = 503
    title = "Too many changes at once; try again. Nothing was saved."
    title_zh = "同时修改的人太多，没有保存，请重试。"
    retry_after_seconds: int = 1


@dataclass(eq=False)
class TableLocked(Contended):
    """A table was needed for oneself, and others did not let go of it in time."""

    title = (
        "Others are at work on a table that this has to change, and did not let go of it in time;"
        " nothing was changed. Let a long transaction or a backup end, then try again."
    )
    title_zh = "要改动的表正被占用，等待超时，没有做任何改变。请等长事务或备份结束后再试。"
