"""What the lake reads of sales; a line, a payment and a return know their order's day and place."""

from __future__ import annotations

from liuke.kernel.lake import Kind, LakeTable, declare

OF_ORDER = """
    checkout_{part} t JOIN checkout_order o
        ON o.merchant_id = t.merchant_id AND o.member_id = t.member_id AND o.id = t.order_id
"""
WHERE_SOLD: dict[str, Kind] = {
    "placed_at": "timestamptz",
    "business_on": "date",
    "weekday": "smallint",
    "store_id": "uuid",
    "store": "text",
    "channel": "text",
    "staff": "text",
    "state": "text",
    "guest": "boolean",
}
ORDER: dict[str, Kind] = {
    "member_id": "uuid",
    "id": "uuid",
    "source": "text",
    **WHERE_SOLD,
    "gross_minor": "bigint",
    "cut_minor": "bigint",
    "discount_minor": "bigint",
    "points_minor": "bigint",
    "shipping_minor": "bigint",
    "payable_minor": "bigint",
    "units": "bigint",
}
LINE: dict[str, Kind] = {
    "member_id": "uuid",
    "order_id": "uuid",
    "line": "integer",
    **WHERE_SOLD,
    "product": "text",
    "sku": "text",
    "name": "text",
    "category": "text",
    "units": "bigint",
    "grams": "bigint",
    "gross_minor": "bigint",
    "cut_minor": "bigint",
    "discount_minor": "bigint",
    "points_minor": "bigint",
    "due_minor": "bigint",
}

declare(
    LakeTable(
        "checkout_order",
        ORDER,
        key=("id",),
        kept="seldom",
        on="business_on",
        whose="member_id",
    ),
    LakeTable(
        "checkout_line",
        LINE,
        key=("order_id", "line"),
        kept="seldom",
        on="business_on",
        source=OF_ORDER.format(part="line"),
        taken={name: f"o.{name}" for name in WHERE_SOLD},
        whose="member_id",
    ),
    LakeTable(
        "checkout_payment",
        {
            "member_id": "uuid",
            "order_id": "uuid",
            "place": "integer",
            "placed_at": "timestamptz",
            "business_on": "date",
            "store": "text",
            "kind": "text",
            "amount_minor": "bigint",
            "refunded_minor": "bigint",
        },
        key=("order_id", "place"),
        kept="seldom",
        on="business_on",
        source=OF_ORDER.format(part="payment"),
        taken={name: f"o.{name}" for name in ("placed_at", "business_on", "store")},
        whose="member_id",
    ),
    LakeTable(
        "checkout_return",
        {
            "member_id": "uuid",
            "order_id": "uuid",
            "id": "uuid",
            "returned_at": "timestamptz",
            "business_on": "date",
            "refund_minor": "bigint",
            "units": "json",
            "reason": "text",
            "ordered_on": "date",
            "store_id": "uuid",
            "store": "text",
            "channel": "text",
        },
        key=("id",),
        kept="seldom",
        on="business_on",
        source=OF_ORDER.format(part="return"),
        taken={
            "ordered_on": "o.business_on",
            "store_id": "o.store_id",
            "store": "o.store",
            "channel": "o.channel",
        },
        whose="member_id",
        forget=("reason",),
    ),
    LakeTable(
        "checkout_stats",
        {
            "member_id": "uuid",
            "orders": "bigint",
            "units": "bigint",
            "net_minor": "bigint",
            "saved_minor": "bigint",
            "returned_minor": "bigint",
            "first_on": "date",
            "last_on": "date",
            "last_at": "timestamptz",
        },
        key=("member_id",),
        whose="member_id",
    ),
)
