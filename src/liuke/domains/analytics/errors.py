"""What the lake can refuse."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from liuke.kernel.problems import NotFound, Problem, Refused, Stale


@dataclass(eq=False)
class LakeUnavailable(Problem):
    """This process was started without a lake."""

    status = 503
    title = "The lake is not available here."
    title_zh = "此处没有可用的数据湖。"


@dataclass(eq=False)
class StorageAway(LakeUnavailable):
    """The storage that the lake is kept on does not answer, or too slowly."""

    title = "The lake's storage does not answer, or too slowly; try again in a moment."
    title_zh = "数据湖的存储没有响应或响应太慢，请稍后再试。"
    retry_after_seconds: ClassVar[int] = 5
    reason: str


@dataclass(eq=False)
class StorageClosed(LakeUnavailable):
    """The storage that the lake is kept on knows neither us nor the bucket."""

    title = "The lake's storage refuses us: check LIUKE_LAKE and the settings LIUKE_S3_…"
    title_zh = "数据湖的存储拒绝了访问，请检查 LIUKE_LAKE 与 LIUKE_S3_… 等设置。"
    reason: str


@dataclass(eq=False)
class StorageRemembers(LakeUnavailable):
    """The bucket keeps old versions: whoever is erased would stay in them."""

    title = "The lake's bucket keeps what is deleted; turn its versioning off."
    title_zh = "数据湖的存储桶会保留已删除的内容，请关闭版本控制。"


@dataclass(eq=False)
class EngineNeedsFolder(LakeUnavailable):
    """Spark was not proved on S3, and its library does not bring what reads it."""

    title = "Spark reads the lake from a folder, not from S3: set LIUKE_ENGINE or LIUKE_LAKE."
    title_zh = "Spark 只能读取文件夹中的数据湖，不能读取 S3；请更改 LIUKE_ENGINE 或 LIUKE_LAKE。"


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
class ModelSettingsEditedMeanwhile(Stale):
    """Somebody saved settings of the models after this editor read them."""

    title = "Not saved: somebody changed these settings meanwhile. See what, then save again."
    title_zh = "没有保存：这些设定刚被别人改过。先看对方改了什么，再保存。"
    revision: str
    changed_by: str
    changed_at: datetime | None


@dataclass(eq=False)
class NotScored(NotFound):
    """No model has looked at this member yet."""

    title = "This member has not been scored yet."
    title_zh = "该会员尚未评分。"
