"""Claim coupons in the claim centre: members take what a template offers, while it lasts."""

from __future__ import annotations

from collections.abc import Sequence

from liuke.domains.coupons.issue import give
from liuke.domains.coupons.values import Grant, Verdict
from liuke.kernel.db import Tx


async def claim(tx: Tx, claims: Sequence[Grant]) -> list[Verdict]:
    """Take coupons for members, and say for each, in order, which it is or why there is none.

    Raises:
        UnknownMembers: names those that do not exist.
    """
    return await give(tx, claims, claimed=True)
