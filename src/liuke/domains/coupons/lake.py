"""What the lake reads of coupons."""

from __future__ import annotations

from liuke.kernel.lake import LakeTable, declare

declare(
    LakeTable(
        "coupons_coupon",
        {
            "member_id": "uuid",
            "id": "uuid",
            "template": "text",
            "version": "uuid",
            "state": "text",
            "uses": "integer",
            "uses_left": "integer",
            "saved_minor": "bigint",
            "valid_from": "timestamptz",
            "valid_until": "timestamptz",
            "claim_until": "timestamptz",
            "claimed_at": "timestamptz",
            "reserved_until": "timestamptz",
            "issued_at": "timestamptz",
            "issued_by": "text",
            "cause": "text",
            "first_id": "uuid",
            "given_for": "text",
        },
        key=("id",),
        whose="member_id",
    ),
    LakeTable(
        "coupons_entry",
        {
            "member_id": "uuid",
            "coupon_id": "uuid",
            "seq": "integer",
            "kind": "text",
            "at": "timestamptz",
            "cause": "text",
            "uses": "integer",
            "saved_minor": "bigint",
            "template": "text",
        },
        key=("coupon_id", "seq"),
        kept="final",
        on="at",
        source="""
            coupons_entry t JOIN coupons_coupon c
                ON c.merchant_id = t.merchant_id AND c.member_id = t.member_id
                AND c.id = t.coupon_id
        """,
        taken={"template": "c.template"},
        whose="member_id",
    ),
)
