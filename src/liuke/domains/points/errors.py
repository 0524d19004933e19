"""What a book of points refuses."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from liuke.kernel.ids import MemberId
from liuke.kernel.problems import Invalid, NotFound, Refused


@dataclass(eq=False)
class InsufficientPoints(Refused):
    """Some members would fall below zero, so nothing was posted; `short` is what they lack."""

    title = "Not enough points."
    title_zh = "积分不足。"
    short: Mapping[MemberId, int]


@dataclass(eq=False)
class PointsNotSpendable(Refused):
    """The book only counts; growth value is never spent."""

    title = "The points of this book cannot be spent."
    title_zh = "这种积分只用于计算等级，不能使用。"
    book: str


@dataclass(eq=False)
class MonthClosed(Refused):
    """The month an earning belongs to no longer takes late entries."""

    title = "That month is closed."
    title_zh = "该月份已关账。"
    book: str
    on: date
    closed_on: date


@dataclass(eq=False)
class ClawBackBlocked(Refused):
    """The points of this award are spent, and the book blocks such a return."""

    title = "The points of this purchase are already spent, so it cannot be returned."
    title_zh = "这笔消费的积分已使用，不能退货。"
    short: Mapping[MemberId, int]


@dataclass(eq=False)
class OverReversed(Refused):
    """A reversal asks for more than its entry has left."""

    title = "More would be reversed than was given."
    title_zh = "冲回超过了原有积分。"
    cause: str
    left: int
    asked: int


@dataclass(eq=False)
class TransferRefused(Refused):
    """The book does not pass points between these two members."""

    title = "Points cannot be passed to this member."
    title_zh = "积分不能转给该会员。"
    book: str
    member_id: MemberId
    other_id: MemberId


@dataclass(eq=False)
class CauseReused(Refused):
    """A cause was counted before for something else."""

    title = "This cause has already been used for something else."
    title_zh = "该业务单号已用于另一笔记录。"
    cause: str
    was: str


@dataclass(eq=False)
class UnknownBook(NotFound):
    """No live programme declares such a book."""

    title = "There is no such book of points."
    title_zh = "没有这个积分账户。"
    book: str


@dataclass(eq=False)
class UnknownEntry(NotFound):
    """There is no entry with this cause."""

    title = "There is no such entry."
    title_zh = "没有这笔积分记录。"
    cause: str


@dataclass(eq=False)
class UnknownHold(NotFound):
    """There is no such reservation, or it has ended."""

    title = "There is no such reservation, or it has ended."
    title_zh = "积分预占不存在或已结束。"
    cause: str


@dataclass(eq=False)
class ZeroPoints(Invalid):
    """A movement has to move something."""

    title = "A movement needs points above or below zero."
    title_zh = "积分变动不能为零。"
    cause: str
