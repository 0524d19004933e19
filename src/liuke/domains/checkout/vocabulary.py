"""What checkout offers to be asked about a member: orders, as running sums."""

from __future__ import annotations

from liuke.domains.checkout.held import orders_held
from liuke.domains.members import Phrase, contribute, say
from liuke.kernel.facts import Fact, declare

COUNT = """
    COALESCE((SELECT s.orders FROM checkout_stats s
              WHERE s.merchant_id = m.merchant_id AND s.member_id = m.id), 0)
"""
NET = """
    COALESCE((SELECT s.net_minor FROM checkout_stats s
              WHERE s.merchant_id = m.merchant_id AND s.member_id = m.id), 0)
"""
SAVED = """
    COALESCE((SELECT s.saved_minor FROM checkout_stats s
              WHERE s.merchant_id = m.merchant_id AND s.member_id = m.id), 0)
"""
RETURNED = """
    COALESCE((SELECT s.returned_minor FROM checkout_stats s
              WHERE s.merchant_id = m.merchant_id AND s.member_id = m.id), 0)
"""
FIRST = """
    COALESCE((SELECT s.orders FROM checkout_stats s
              WHERE s.merchant_id = m.merchant_id AND s.member_id = m.id), 0) = 0
"""
FIRST_ON = """
    (SELECT s.first_on FROM checkout_stats s
     WHERE s.merchant_id = m.merchant_id AND s.member_id = m.id)
"""
LAST_ON = """
    (SELECT s.last_on FROM checkout_stats s
     WHERE s.merchant_id = m.merchant_id AND s.member_id = m.id)
"""
AVERAGE = """
    (SELECT s.net_minor / NULLIF(s.orders, 0) FROM checkout_stats s
     WHERE s.merchant_id = m.merchant_id AND s.member_id = m.id)
"""

declare(
    Fact("orders.count", "int", "Orders", "订单数", COUNT),
    Fact("orders.net", "money", "Spent in all", "累计消费", NET),
    Fact("orders.saved", "money", "Saved in all", "累计优惠", SAVED),
    Fact("orders.returned", "money", "Returned in all", "累计退货", RETURNED),
    Fact("orders.first", "bool", "Has not bought yet", "尚未消费", FIRST),
    Fact("orders.first_on", "date", "First bought on", "首次消费日", FIRST_ON),
    Fact("orders.last_on", "date", "Last bought on", "最近消费日", LAST_ON),
    Fact("orders.average", "money", "Average basket", "客单价", AVERAGE),
)

BOUGHT = "购买 {units} 件，实付 {payable_minor}"
RETURNED_WORDS = "退回 {units} 件，退款 {refund_minor}"

contribute("orders", orders_held)

say(
    Phrase("order.paid", "Bought {units} items for {payable_minor}", BOUGHT),
    Phrase("order.returned", "Returned {units} items, {refund_minor} back", RETURNED_WORDS),
    Phrase("order.claimed", "Claimed a receipt", "领取了一张小票"),
    Phrase("order.shipped", "The order left the shop", "订单已发货"),
    Phrase("order.received", "The order arrived", "订单已收货"),
    Phrase("order.cancelled", "The order was called off", "订单已取消"),
)
