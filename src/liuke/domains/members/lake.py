"""What the lake reads of members: who they are to the shop, and nothing that names them."""

from __future__ import annotations

from liuke.kernel.lake import LakeTable, declare

declare(
    LakeTable(
        "members_member",
        {
            "id": "uuid",
            "home_id": "uuid",
            "seed": "integer",
            "state": "text",
            "merged_into": "uuid",
            "anonymous": "boolean",
            "source": "text",
            "store_id": "uuid",
            "joined_at": "timestamptz",
            "joined_on": "date",
        },
        key=("id",),
        whose="id",
    ),
    # Values in clear only: what is sensitive is sealed, and the lake never sees it.
    LakeTable(
        "members_profile",
        {
            "member_id": "uuid",
            "field": "text",
            "value": "text",
            "value_on": "date",
            "month_day": "smallint",
            "lunar_day": "smallint",
            "set_at": "timestamptz",
        },
        key=("member_id", "field"),
        whose="member_id",
        vanish=True,
    ),
    LakeTable(
        "members_tag",
        {
            "member_id": "uuid",
            "tag": "text",
            "source": "text",
            "tagged_at": "timestamptz",
            "expires_at": "timestamptz",
        },
        key=("member_id", "tag"),
        whose="member_id",
        vanish=True,
    ),
    LakeTable(
        "members_consent",
        {
            "member_id": "uuid",
            "id": "bigint",
            "purpose": "text",
            "channel": "text",
            "partner": "text",
            "given": "boolean",
            "at": "timestamptz",
        },
        key=("member_id", "id"),
        kept="final",
        whose="member_id",
    ),
    LakeTable(
        "members_card",
        {
            "member_id": "uuid",
            "id": "uuid",
            "kind": "text",
            "state": "text",
            "plan": "text",
            "card_on": "date",
            "expires_on": "date",
            "fee_minor": "bigint",
            "renewals": "integer",
            "issued_at": "timestamptz",
            "activated_at": "timestamptz",
            "ended_at": "timestamptz",
            "store_id": "uuid",
        },
        key=("id",),
        whose="member_id",
    ),
    LakeTable(
        "members_household",
        {"id": "uuid", "size": "smallint", "made_at": "timestamptz"},
        key=("id",),
    ),
    LakeTable(
        "members_kin",
        {
            "member_id": "uuid",
            "household_id": "uuid",
            "role": "text",
            "since": "timestamptz",
        },
        key=("member_id",),
        whose="member_id",
        vanish=True,
    ),
    LakeTable(
        "members_child",
        {"member_id": "uuid", "id": "uuid", "birth_on": "date", "gender": "text"},
        key=("id",),
        whose="member_id",
        vanish=True,
    ),
)
