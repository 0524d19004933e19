"""What the desk can refuse."""

from __future__ import annotations

from dataclasses import dataclass

from liuke.domains.desk.values import BatchId
from liuke.kernel.problems import Forbidden, Invalid, NotFound, Refused


@dataclass(eq=False)
class UnknownBatch(NotFound):
    """There is no such batch of this merchant, or it is not one's own to see."""

    title = "There is no such batch."
    title_zh = "没有这个批量任务。"
    batch_id: BatchId


@dataclass(eq=False)
class UnknownDeed(Invalid):
    """No action of this name is offered for batches, or its parameters do not fit."""

    title = "This cannot be done to members."
    title_zh = "没有这个批量操作，或参数不对。"
    field: str
    reason: str
    reason_zh: str


@dataclass(eq=False)
class DeedNotPermitted(Forbidden):
    """The actor may not do this to one member, so not to many either."""

    title = "Your role does not include this action."
    title_zh = "你的角色没有这项操作的权限。"
    permission: str


@dataclass(eq=False)
class BatchNotReady(Refused):
    """The batch is in another state than this step needs."""

    title = "The batch is not in the state for this."
    title_zh = "批量任务当前状态不能这样操作。"
    batch_id: BatchId
    state: str


@dataclass(eq=False)
class BatchNotUndoable(Refused):
    """What this action did cannot be taken back exactly."""

    title = "This action cannot be undone as a whole."
    title_zh = "这种批量操作不能整体撤销。"
    batch_id: BatchId


@dataclass(eq=False)
class NoCodesHere(Refused):
    """The batch gave no coupons, has not given them yet, or they were taken back."""

    title = "This batch has no coupon codes to take along."
    title_zh = "这个批次没有可取出的券码。"
    batch_id: BatchId
    state: str


@dataclass(eq=False)
class TooManyCoupons(Refused):
    """The batch gave more coupons than one file takes."""

    title = "The batch gave more coupons than one file takes."
    title_zh = "这个批次的券码太多，一个文件装不下。"
    batch_id: BatchId
    amount: int
    most: int
