"""结算 Checkout: quote, sell, take back; every ledger moves in one transaction.

A *sale* 销售 is a basket as the till rings it up. A *receipt* 小票 is a sale that was made, its
price explained. A *comeback* 退货 names units of an order and undoes exactly what hung on them.
"""

from liuke.domains.checkout.commit import commit
from liuke.domains.checkout.errors import SaleChanged, SalesRefused, UnknownItems
from liuke.domains.checkout.values import Item, OrderId, Receipt, Sale, Tender

__all__ = [
    "Item",
    "OrderId",
    "Receipt",
    "Sale",
    "SaleChanged",
    "SalesRefused",
    "Tender",
    "UnknownItems",
    "commit",
]
