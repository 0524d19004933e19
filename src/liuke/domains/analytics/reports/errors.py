"""What reports can refuse."""

from __future__ import annotations

from dataclasses import dataclass

from liuke.kernel.problems import Forbidden, NotFound


@dataclass(eq=False)
class UnknownReport(NotFound):
    """There is no report of this code."""

    title = "There is no such report."
    title_zh = "没有这张报表。"
    report: str


@dataclass(eq=False)
class WholeShopOnly(Forbidden):
    """The report cannot be cut down to some stores, and the actor has only some."""

    title = "This report is about the whole shop; your role sees some stores only."
    title_zh = "这张报表只能按全店看，你的权限只到部分门店。"
    report: str
