"""What the lake can refuse."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from liuke.kernel.problems import NotFound, Problem, Refused


@dataclass(eq=False)
class LakeUnavailable(Problem):
    """This process was started without a lake."""

    status = 503
    title = "The lake is not available here."
    title_zh = "此处没有可用的数据湖。"


@dataclass(eq=False)
class LakeMovedOn(Refused):
    """Files that the answer needs are no more: it is older than what is kept."""

    title = "The lake is no longer kept as of then."
    title_zh = "该时点的数据已不再保留。"
    earliest: datetime | None = None


@dataclass(eq=False)
class QuestionTooLarge(Refused):
    """The question took more time or memory than one may."""

    title = "The question takes too much time or memory; ask about less."
    title_zh = "查询耗时或占用内存过多，请缩小范围。"
    limit: str


@dataclass(eq=False)
class QuestionRefused(Refused):
    """The engine cannot answer this: it is not one SELECT over the lake's tables."""

    title = "The lake cannot answer this."
    title_zh = "数据湖无法回答这个查询。"
    reason: str


@dataclass(eq=False)
class UnknownModel(NotFound):
    """This model was not fitted yet."""

    title = "This model has not been fitted yet."
    title_zh = "该模型尚未训练。"
    kind: str


@dataclass(eq=False)
class NotScored(NotFound):
    """No model has looked at this member yet."""

    title = "This member has not been scored yet."
    title_zh = "该会员尚未评分。"
