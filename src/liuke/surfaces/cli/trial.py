"""What the first page's calls are tried with: two goods, and a member who holds a coupon."""

from __future__ import annotations

from liuke.domains import catalog, coupons, members
from liuke.kernel.db import Tx
from liuke.kernel.ids import MemberId
from liuke.kernel.values import Value

GOODS = (
    catalog.Product("tea", "Puer tea 250 g", skus=(catalog.Sku("tea-250", price_minor=2_400),)),
    catalog.Product("cup", "Cup", skus=(catalog.Sku("cup-1", price_minor=900),)),
)
SOMEBODY = members.Enrolment(phone="+1 206 555 0142", name="Mei Chen", source="till")
TEMPLATE = "two_off_twenty"


class Trial(Value, frozen=True):
    """Who buys, and the coupon they show."""

    member_id: MemberId
    coupon: str

    def typed(self, link: str, key: str) -> str:
        """Return a line for a shell: where the shop is, the till's key, the member, the coupon."""
        return f"B={link} A='Authorization: Bearer {key}' M={self.member_id} C={self.coupon}"


async def lay_out(tx: Tx) -> Trial:
    """Stock the goods, enrol the member and give them the coupon, by the rules that are live."""
    await catalog.stock(tx, GOODS)
    (enrolled,) = await members.enrol(tx, [SOMEBODY])
    await coupons.issue(tx, [coupons.Grant(enrolled.member_id, TEMPLATE, "trial")])
    (held,) = await coupons.holdings(tx, enrolled.member_id)
    return Trial(enrolled.member_id, str(held.code))
