"""What the lake reads of segments: who is in, so that questions over everybody may ask lists."""

from __future__ import annotations

from liuke.kernel.lake import LakeTable, declare

declare(
    LakeTable(
        "segments_member",
        {"code": "text", "member_id": "uuid", "since": "timestamptz", "dormant": "boolean"},
        key=("code", "member_id"),
        whose="member_id",
        vanish=True,
    )
)
