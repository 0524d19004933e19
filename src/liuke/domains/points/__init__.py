"""积分 Points: what members have earned and may spend, in books.

*Book* 账本 *entry* 流水 *lot* 批次 *use* 消耗 *hold* 预留; growth value 成长值 is never spent.
"""

from liuke.domains.points import errors, events
from liuke.domains.points.accounts import Accounts
from liuke.domains.points.activate import activate
from liuke.domains.points.adjust import Adjustment, adjust
from liuke.domains.points.balances import balances
from liuke.domains.points.earned import Window, earned
from liuke.domains.points.errors import InsufficientPoints
from liuke.domains.points.events import PointsAdjusted, PointsAwarded, PointsClawedBack
from liuke.domains.points.expire import due, expire
from liuke.domains.points.liability import liability
from liuke.domains.points.open_accounts import open_accounts, read_accounts
from liuke.domains.points.post import post
from liuke.domains.points.reserve import release, reserve
from liuke.domains.points.reverse import reverse
from liuke.domains.points.rules import worth_minor
from liuke.domains.points.save import save
from liuke.domains.points.transfer import transfer
from liuke.domains.points.values import Because, BookSpec, Key, Movement, OrderKey, Posted
from liuke.domains.points.verify import anchors, verify

__all__ = [
    "Accounts",
    "Adjustment",
    "Because",
    "BookSpec",
    "InsufficientPoints",
    "Key",
    "Movement",
    "OrderKey",
    "PointsAdjusted",
    "PointsAwarded",
    "PointsClawedBack",
    "Posted",
    "Window",
    "activate",
    "adjust",
    "anchors",
    "balances",
    "due",
    "earned",
    "errors",
    "events",
    "expire",
    "liability",
    "open_accounts",
    "post",
    "read_accounts",
    "release",
    "reserve",
    "reverse",
    "save",
    "transfer",
    "verify",
    "worth_minor",
]
