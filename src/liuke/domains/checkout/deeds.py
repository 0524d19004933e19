"""What members did at the till: orders, the lines of them, and what came back."""

from __future__ import annotations

from liuke.kernel.deeds import Deed, Field, declare

STORE = Field("text", "Store", "门店", "d.store")
CHANNEL = Field("text", "Channel", "渠道", "d.channel")
WEEKDAY = Field("int", "Weekday, 1 is Monday", "星期（1 为周一）", "CAST(d.weekday AS integer)")
HOUR = Field("int", "Hour of the day", "几点", "lk_hour(d.placed_at, $zone)")
UNITS = Field("int", "Units", "件数", "d.units")
STATE = Field("text", "State", "订单状态", "d.state")
DAY = Field("date", "Day", "日期", "d.business_on")
REDUCTION = Field(
    "money", "Taken off, before the basket and on it", "让利合计（改价与优惠）",
    "d.cut_minor + d.discount_minor",
)  # fmt: skip

declare(
    Deed(
        "order", "Bought", "下单购买",
        rows="checkout_order d",
        at="d.placed_at", on_="d.business_on", where="d.state <> 'cancelled'",
        facets=("store",),
        fields={
            "net_minor": Field("money", "Paid", "实付金额", "d.payable_minor"),
            "gross_minor": Field("money", "Before discounts", "原价金额", "d.gross_minor"),
            "discount_minor": Field("money", "Discount", "优惠金额", "d.discount_minor"),
            "reduction_minor": REDUCTION,
            "points_minor": Field("money", "Paid with points", "积分抵扣", "d.points_minor"),
            "units": UNITS,
            "store": STORE,
            "channel": CHANNEL,
            "staff": Field("text", "Guide", "导购", "d.staff"),
            "source": Field("text", "Source", "来源", "d.source"),
            "state": STATE,
            "day": DAY,
            "weekday": WEEKDAY,
            "hour": HOUR,
        },
    ),
    Deed(
        "line", "Bought a product", "购买商品",
        rows="""(
            SELECT l.member_id, l.order_id, l.product, l.sku, l.category, l.units, l.gross_minor,
                l.cut_minor, l.discount_minor, l.due_minor, o.placed_at, o.business_on, o.weekday,
                o.store, o.channel, o.state
            FROM checkout_line l
            JOIN checkout_order o ON o.member_id = l.member_id AND o.id = l.order_id
        ) d""",
        lake="checkout_line d",
        at="d.placed_at", on_="d.business_on", where="d.state <> 'cancelled'",
        facets=("product", "category", "store"),
        fields={
            "product": Field("text", "Product", "商品", "d.product"),
            "sku": Field("text", "SKU", "规格", "d.sku"),
            "category": Field("text", "Category", "类目", "d.category"),
            "units": UNITS,
            "due_minor": Field("money", "Paid", "实付金额", "d.due_minor"),
            "gross_minor": Field("money", "Before discounts", "原价金额", "d.gross_minor"),
            "discount_minor": Field("money", "Discount", "优惠金额", "d.discount_minor"),
            "reduction_minor": REDUCTION,
            "order": Field("text", "Order", "订单", "CAST(d.order_id AS text)"),
            "store": STORE,
            "channel": CHANNEL,
            "state": STATE,
            "day": DAY,
            "weekday": WEEKDAY,
            "hour": HOUR,
        },
    ),
    Deed(
        "return", "Brought back", "退货",
        rows="""(
            SELECT r.member_id, r.returned_at, r.business_on, r.refund_minor, o.store, o.channel
            FROM checkout_return r
            JOIN checkout_order o ON o.member_id = r.member_id AND o.id = r.order_id
            WHERE o.state <> 'cancelled'
        ) d""",
        lake="""(
            SELECT r.member_id, r.returned_at, r.business_on, r.refund_minor, r.store, r.channel
            FROM checkout_return r
            JOIN checkout_order o ON o.id = r.order_id
            WHERE o.state <> 'cancelled'
        ) d""",
        at="d.returned_at", on_="d.business_on",
        facets=("store",),
        fields={
            "refund_minor": Field("money", "Refund", "退款金额", "d.refund_minor"),
            "store": STORE,
            "channel": CHANNEL,
        },
    ),
)  # fmt: skip
