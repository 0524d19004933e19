"""Pass on what was given under the id of a member who was merged: it is another's by now."""

from __future__ import annotations

from collections.abc import Mapping

from liuke.domains.coupons.opening import open_coupons
from liuke.domains.coupons.save import save
from liuke.domains.coupons.values import CouponId
from liuke.domains.members import heirs
from liuke.domains.programme import Live
from liuke.kernel.db import Tx
from liuke.kernel.ids import MemberId

FORWARDED = "forward:"  # how what came under an id of the past is marked


async def forward(tx: Tx, given: Mapping[CouponId, MemberId], rules: Live) -> None:
    """Let whom merged members stand for have the new coupons that these were given.

    The coupon itself stays where it was sent, so that sending it again gives no second one.
    """
    gone = await heirs(tx, list(set(given.values()))) if given else {}
    if not gone:
        return
    late = {id_: member for id_, member in given.items() if member in gone}
    await tx.lock(list(gone.values()))
    book = await open_coupons(tx, list(gone), (), rules, coupon_ids=list(late))
    for coupon_id, member in late.items():
        book.move(coupon_id, gone[member], cause=f"{FORWARDED}{member}", at=tx.now)
    await save(tx, book)
