"""结算 Checkout: quote, sell, take back; every ledger moves in one transaction.

A *sale* 销售 is a basket as the till rings it up. A *receipt* 小票 is a sale that was made, its
price explained. A *comeback* 退货 names units of an order and undoes exactly what hung on them.
"""

from liuke.domains.checkout.commit import commit
from liuke.domains.checkout.errors import (
    SaleChanged,
    SalesRefused,
    UnitsNotReturnable,
    UnknownItems,
    UnknownOrder,
    WrongState,
)
from liuke.domains.checkout.read import get_orders
from liuke.domains.checkout.take_back import take_back
from liuke.domains.checkout.values import (
    Comeback,
    Item,
    OrderId,
    Receipt,
    Returned,
    Sale,
    Tender,
    Units,
)

__all__ = [
    "Comeback",
    "Item",
    "OrderId",
    "Receipt",
    "Returned",
    "Sale",
    "SaleChanged",
    "SalesRefused",
    "Tender",
    "Units",
    "UnitsNotReturnable",
    "UnknownItems",
    "UnknownOrder",
    "WrongState",
    "commit",
    "get_orders",
    "take_back",
]
