"""积分 Points: what members have earned and may spend, in books.

A *book* 账本 is a kind of points with a life of its own, growth value 成长值 among them. An
*entry* 流水 is one movement, chained for ever; a *lot* 批次 came in together and ends together; a
*use* says which lot an entry took from; a *hold* 预留 sets aside. A *cause* is counted once.
"""

from liuke.domains.points import errors, events
from liuke.domains.points.account import Account
from liuke.domains.points.accounts import Accounts
from liuke.domains.points.activate import activate, declare_freeing
from liuke.domains.points.adjust import Adjustment, adjust
from liuke.domains.points.balances import balances
from liuke.domains.points.card_dates import set_card_dates
from liuke.domains.points.earned import Window, earned
from liuke.domains.points.errors import InsufficientPoints
from liuke.domains.points.events import PointsAdjusted, PointsAwarded, PointsClawedBack
from liuke.domains.points.expire import due, expire
from liuke.domains.points.heads import anchors, spans
from liuke.domains.points.ledger import Line, OpenLot, ledger, lots
from liuke.domains.points.liability import liability
from liuke.domains.points.measure import measure_in, measure_of, places_in
from liuke.domains.points.open_accounts import open_accounts, read_accounts
from liuke.domains.points.outstanding import Owed, outstanding
from liuke.domains.points.paying import pay_steps_in
from liuke.domains.points.post import post
from liuke.domains.points.reserve import Reservation, release, reserve
from liuke.domains.points.reverse import Reversal, reverse
from liuke.domains.points.rules import borne_by, liability_minor, worth_minor
from liuke.domains.points.save import save
from liuke.domains.points.settlement import settlement
from liuke.domains.points.sums import resum
from liuke.domains.points.take_back import take_back_in
from liuke.domains.points.transfer import Transfer, transfer
from liuke.domains.points.values import (
    Balance,
    Because,
    BookSpec,
    Key,
    Kind,
    Movement,
    OrderKey,
    Posted,
)
from liuke.domains.points.verify import Broken, Proven, verify

__all__ = [
    "Account", "Accounts", "Adjustment", "Balance", "Because", "BookSpec", "Broken",
    "InsufficientPoints", "Key", "Kind", "Line", "Movement", "OpenLot", "OrderKey", "Owed",
    "PointsAdjusted", "PointsAwarded", "PointsClawedBack", "Posted", "Proven", "Reservation",
    "Reversal", "Transfer", "Window", "activate", "adjust", "anchors", "balances", "borne_by",
    "declare_freeing", "due", "earned", "errors", "events", "expire", "ledger", "liability",
    "liability_minor", "lots", "measure_in", "measure_of", "open_accounts", "outstanding",
    "pay_steps_in", "places_in", "post", "read_accounts", "release", "reserve", "resum", "reverse",
    "save", "set_card_dates", "settlement", "spans", "take_back_in", "transfer", "verify",
    "worth_minor",
]  # fmt: skip
