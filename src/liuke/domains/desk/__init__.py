"""工作台 Desk: what staff look up and watch, whatever domain it lies in.

A *search* 搜索 understands a phone, a card, a name and its sound, an order, a coupon code. A
*figure* 指标 counts what happened on a business day in a store; *home* 首页 shows a period of them
beside a comparable one. A *batch* 批量任务 does one thing to many members, and tells of each.
"""

from liuke.domains.desk.batch import step
from liuke.domains.desk.events import BatchEnded, BatchStepped
from liuke.domains.desk.fold import fold
from liuke.domains.desk.home import home
from liuke.domains.desk.search import search
from liuke.domains.desk.shown import Home
from liuke.domains.desk.values import Period

__all__ = [
    "BatchEnded", "BatchStepped", "Home", "Period", "fold", "home", "search", "step",
]  # fmt: skip
