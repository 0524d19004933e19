"""结算 Checkout: quote, sell, take back; every ledger moves in one transaction.

A *sale* 销售 is a basket as the till rings it up. A *receipt* 小票 is a sale that was made, its
price explained. A *comeback* 退货 names units of an order and undoes exactly what hung on them.
"""

from liuke.domains.checkout.advance import cancel, receive, ship
from liuke.domains.checkout.claim import ReceiptClaim, claim
from liuke.domains.checkout.commit import commit
from liuke.domains.checkout.errors import (
    NotClaimable,
    PaymentMismatch,
    PriceFromClient,
    RetiredItems,
    SaleChanged,
    SalesRefused,
    UnitsNotReturnable,
    UnknownItems,
    UnknownOrder,
    UnknownReservation,
    WrongState,
)
from liuke.domains.checkout.events import (
    OrderCancelled,
    OrderClaimed,
    OrderPaid,
    OrderReturned,
)
from liuke.domains.checkout.figures import figures, has_sold
from liuke.domains.checkout.quote import explain, quote
from liuke.domains.checkout.read import OrderPage, get_orders, orders_of
from liuke.domains.checkout.reserve import Reservation, Reserving, release, reserve
from liuke.domains.checkout.sales import SaleRow, SalesAsked, sales
from liuke.domains.checkout.simulate import Simulated, simulate
from liuke.domains.checkout.take_back import take_back
from liuke.domains.checkout.tally import Refunded, Tallied, tally, tally_guests, tally_refunds
from liuke.domains.checkout.values import Comeback, Item, OrderId, Receipt, Sale, Tender, Units
from liuke.domains.checkout.verify import verify

__all__ = [
    "Comeback", "Item", "NotClaimable", "OrderCancelled", "OrderClaimed", "OrderId", "OrderPage",
    "OrderPaid", "OrderReturned", "PaymentMismatch", "PriceFromClient", "Receipt", "ReceiptClaim",
    "Refunded", "Reservation", "Reserving", "RetiredItems", "Sale", "SaleChanged", "SaleRow",
    "SalesAsked", "SalesRefused", "Simulated", "Tallied", "Tender", "Units", "UnitsNotReturnable",
    "UnknownItems", "UnknownOrder", "UnknownReservation", "WrongState", "cancel", "claim", "commit",
    "explain", "figures", "get_orders", "has_sold", "orders_of", "quote", "receive", "release",
    "reserve", "sales", "ship", "simulate", "take_back", "tally", "tally_guests", "tally_refunds",
    "verify",
]  # fmt: skip
