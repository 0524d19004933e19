"""What the lake reads of behaviour; what is written in free words stays in the database."""

from __future__ import annotations

from liuke.kernel.lake import LakeTable, declare

declare(
    LakeTable(
        "analytics_behaviour",
        {
            "id": "uuid",
            "member_id": "uuid",
            "anonymous_id": "text",
            "session_id": "text",
            "kind": "text",
            "name": "text",
            "product": "text",
            "category": "text",
            "value_minor": "bigint",
            "quantity": "bigint",
            "query": "text",
            "url": "text",
            "referrer": "text",
            "trusted": "boolean",
            "at": "timestamptz",
            "on_": "date",
            "hour": "smallint",
            "weekday": "smallint",
        },
        key=("id",),
        kept="seldom",
        on="on_",
        whose="member_id",
        vanish=True,
    ),
    LakeTable(
        "analytics_thread",
        {"anonymous_id": "text", "member_id": "uuid", "trusted": "boolean"},
        key=("anonymous_id",),
        whose="member_id",
        vanish=True,
    ),
)
