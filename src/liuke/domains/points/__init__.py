"""积分 Points: what members have earned and may spend, in books.

A *book* 账本 is a kind of points with its own life: spendable points 积分, growth value 成长值
(counts for tiers, never spent), partner points. An *entry* 流水 is one movement, appended for
ever and chained. A *lot* 批次 is points that came in together and end together; a debt is a lot
below zero. A *use* says which lot an entry took from. A *hold* 预留 sets points aside.
A *cause* says what an effect is for, and is counted once per member and book.
"""

from liuke.domains.points.accounts import Accounts
from liuke.domains.points.errors import (
    CauseReused,
    ClawBackBlocked,
    InsufficientPoints,
    OverReversed,
    PeriodClosed,
    PointsNotSpendable,
    TransferRefused,
    UnknownBook,
    UnknownEntry,
    UnknownHold,
    ZeroPoints,
)
from liuke.domains.points.events import (
    PointsAdjusted,
    PointsAwarded,
    PointsClawedBack,
    PointsExpired,
    PointsPendingActivated,
    PointsPendingAdded,
    PointsRedeemed,
    PointsReleased,
    PointsReserved,
    PointsRestored,
    PointsTransferred,
)
from liuke.domains.points.open_accounts import open_accounts
from liuke.domains.points.post import post
from liuke.domains.points.rules import liability_minor, points_for, worth_minor
from liuke.domains.points.save import save
from liuke.domains.points.values import (
    Balance,
    Because,
    BookSpec,
    ClawBack,
    Key,
    Kind,
    Movement,
    OrderKey,
    Posted,
)

__all__ = [
    "Accounts",
    "Balance",
    "Because",
    "BookSpec",
    "CauseReused",
    "ClawBack",
    "ClawBackBlocked",
    "InsufficientPoints",
    "Key",
    "Kind",
    "Movement",
    "OrderKey",
    "OverReversed",
    "PeriodClosed",
    "PointsAdjusted",
    "PointsAwarded",
    "PointsClawedBack",
    "PointsExpired",
    "PointsNotSpendable",
    "PointsPendingActivated",
    "PointsPendingAdded",
    "PointsRedeemed",
    "PointsReleased",
    "PointsReserved",
    "PointsRestored",
    "PointsTransferred",
    "Posted",
    "TransferRefused",
    "UnknownBook",
    "UnknownEntry",
    "UnknownHold",
    "ZeroPoints",
    "liability_minor",
    "open_accounts",
    "points_for",
    "post",
    "save",
    "worth_minor",
]
