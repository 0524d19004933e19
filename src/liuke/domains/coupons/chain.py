"""Link the steps of each coupon, so that an edited or removed one is named."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from liuke.domains.coupons.values import CouponId, Entry
from liuke.kernel.ids import MerchantId
from liuke.kernel.links import link, measured, micros


def chain(
    entries: Sequence[Entry], merchant_id: MerchantId, actor: str, heads: Mapping[CouponId, bytes]
) -> list[bytes]:
    """Return the link of each of some steps by one actor, those of a coupon in their order.

    `heads` are the last links of coupons that had steps before; a first step is linked to the
    coupon itself. `verify.ENTRIES` says the same in SQL.
    """
    last, links, by = dict(heads), list[bytes](), measured(actor)
    for entry in entries:
        before = last.get(entry.coupon_id)
        if before is None:
            before = merchant_id.bytes + entry.member_id.bytes + entry.coupon_id.bytes
        text = (
            f"{entry.seq}|{entry.kind.value}|{micros(entry.at)}|{measured(entry.cause)}"
            f"|{entry.uses}|{entry.saved_minor}|{by}|{micros(entry.until) if entry.until else ''}"
        )
        last[entry.coupon_id] = after = link(before, text)
        links.append(after)
    return links
