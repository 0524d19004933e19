"""What promotions hold of members: how often they have used rules that are limited."""

from __future__ import annotations

from liuke.domains.promotions.counters import MemberUses
from liuke.kernel.rows import Sql

HELD = Sql[MemberUses]("""
    SELECT member_id, rule, period, uses
    FROM promotions_member_use
    WHERE member_id = ANY ($1::uuid[])
    ORDER BY member_id, rule, period
""")
