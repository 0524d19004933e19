"""What checkout offers to be asked about a member: orders, as running sums."""

from __future__ import annotations

from liuke.domains import points
from liuke.domains.checkout.events import OrderReceived, OrderShipped
from liuke.domains.checkout.held import orders_held
from liuke.domains.checkout.sums import STATS
from liuke.domains.members import contribute
from liuke.domains.members.phrases import Phrase, say
from liuke.kernel.facts import Fact, declare

declare(
    Fact(
        "orders.count", "int", "Orders", "订单数",
        sql="SELECT s.member_id, s.orders AS value FROM checkout_stats s",
        default=0,
    ),
    Fact(
        "orders.net", "money", "Spent in all", "累计消费",
        sql="SELECT s.member_id, s.net_minor AS value FROM checkout_stats s",
        default=0,
    ),
    Fact(
        "orders.saved", "money", "Saved in all", "累计优惠",
        sql="SELECT s.member_id, s.saved_minor AS value FROM checkout_stats s",
        default=0,
    ),
    Fact(
        "orders.returned", "money", "Returned in all", "累计退货",
        sql="SELECT s.member_id, s.returned_minor AS value FROM checkout_stats s",
        default=0,
    ),
    Fact(
        "orders.first", "bool", "Has not bought yet", "尚未消费",
        sql="SELECT s.member_id, s.orders = 0 AS value FROM checkout_stats s",
        default=True,
    ),
    Fact(
        "orders.first_on", "date", "First bought on", "首次消费日",
        sql="SELECT s.member_id, s.first_on AS value FROM checkout_stats s",
    ),
    Fact(
        "orders.last_on", "date", "Last bought on", "最近消费日",
        sql="SELECT s.member_id, s.last_on AS value FROM checkout_stats s",
    ),
    Fact(
        "orders.last_days", "int", "Days since last bought", "距上次消费天数",
        sql="SELECT s.member_id, lk_days($today, s.last_on) AS value FROM checkout_stats s",
    ),
    Fact(
        "orders.average", "money", "Average order, less returns", "单均消费（已减退货）",
        sql="""SELECT s.member_id, lk_div(s.net_minor, NULLIF(s.orders, 0)) AS value
        FROM checkout_stats s""",
    ),
)  # fmt: skip

contribute("orders", orders_held)
contribute("totals", STATS)
points.declare_freeing(OrderShipped.kind(), OrderReceived.kind())

say(
    Phrase(
        "order.paid",
        "Bought {units:item|items} for {payable_minor}.",
        "购买 {units} 件，实付 {payable_minor}。",
    ),
    Phrase(
        "order.returned",
        "Returned {units:item|items}, {refund_minor} back.",
        "退回 {units} 件，退款 {refund_minor}。",
    ),
    Phrase("order.claimed", "Claimed a receipt.", "认领了一张小票。"),
    Phrase("order.shipped", "The order was shipped.", "订单已发货。"),
    Phrase("order.received", "The order was received.", "订单已收货。"),
    Phrase("order.cancelled", "The order was called off.", "订单已取消。"),
)
