"""What the lake reads of tiers."""

from __future__ import annotations

from liuke.kernel.lake import LakeTable, declare

declare(
    LakeTable(
        "tiers_standing",
        {
            "member_id": "uuid",
            "set_code": "text",
            "level": "text",
            "since_on": "date",
            "period_start_on": "date",
            "period_end_on": "date",
            "progress": "bigint",
            "purchases": "integer",
            "grace_until_on": "date",
            "hold_until_on": "date",
            "pinned": "boolean",
            "card_until_on": "date",
            "rank": "smallint",
            "missing": "bigint",
        },
        key=("member_id", "set_code"),
        whose="member_id",
    ),
    LakeTable(
        "tiers_movement",
        {
            "member_id": "uuid",
            "set_code": "text",
            "id": "uuid",
            "kind": "text",
            "day": "date",
            "before": "text",
            "after": "text",
            "cause": "text",
            "at": "timestamptz",
        },
        key=("id",),
        kept="final",
        on="day",
        whose="member_id",
    ),
    LakeTable(
        "tiers_entry",
        {
            "member_id": "uuid",
            "set_code": "text",
            "cause": "text",
            "at": "timestamptz",
            "day": "date",
            "amount": "bigint",
            "purchases": "integer",
            "purchase_minor": "bigint",
            "level": "text",
            "undoes": "text",
        },
        key=("member_id", "set_code", "cause"),
        kept="final",
        on="day",
        whose="member_id",
    ),
)
