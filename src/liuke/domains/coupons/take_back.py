"""Take back what a cause gave, as far as nobody has used it."""

from __future__ import annotations

from collections.abc import Sequence

from liuke.domains.coupons.opening import open_coupons
from liuke.domains.coupons.recall import recall
from liuke.domains.coupons.save import save
from liuke.domains.coupons.values import CouponId, Grant
from liuke.domains.members import resolve
from liuke.domains.programme import live
from liuke.kernel import audit
from liuke.kernel.db import Tx

UNDONE = "undone"


async def take_back(tx: Tx, grants: Sequence[Grant]) -> int:
    """Void the coupons that answered `grants` and were never used; return how many.

    What was used stays used; should its use come back, it is void. What a merge moved is taken
    from whom the member stands for.

    Raises:
        UnknownMembers: names those that do not exist.
    """
    members = [grant.member_id for grant in grants]
    await tx.lock(members)
    heirs = await resolve(tx, members)
    await tx.lock(list(heirs.values()))
    everyone = sorted({*members, *heirs.values()})
    ids = [CouponId.made_of(g.member_id, g.template, g.cause) for g in grants]
    book = await open_coupons(tx, everyone, (), await live(tx), coupon_ids=ids)
    gone = recall(book, grants, f"void:{UNDONE}", at=tx.now)
    await save(tx, book)
    await audit.record(tx, [audit.Act("coupons.voided", str(c.id), reason=UNDONE) for c in gone])
    return len(gone)
