"""Claim coupons in the claim centre: members take what a template offers, while it lasts."""

from __future__ import annotations

from collections.abc import Sequence

from liuke.domains.coupons.issue import give
from liuke.domains.coupons.values import Grant, Verdict
from liuke.domains.members import require_rights
from liuke.kernel.db import Tx


async def claim(tx: Tx, claims: Sequence[Grant]) -> list[Verdict]:
    """Take coupons for members, and say for each, in order, which it is or why there is none.

    Raises:
        MemberNotActive: a member may not earn.
        UnknownMembers: names those that do not exist.
    """
    asking = [claim.member_id for claim in claims]
    await tx.lock(asking)
    await require_rights(tx, earning=asking)
    return await give(tx, claims, claimed=True)
