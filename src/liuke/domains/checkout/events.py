"""What happens at the till."""

from __future__ import annotations

from datetime import datetime

from liuke.domains.checkout.values import OrderId, ReturnId
from liuke.kernel.events import Event
from liuke.kernel.ids import MemberId


class OrderPaid(Event, frozen=True):
    """A basket was sold and paid for."""

    member_id: MemberId
    order_id: OrderId
    at: datetime
    payable_minor: int
    discount_minor: int
    units: int
    store: str
    channel: str
    first: bool


class OrderReturned(Event, frozen=True):
    """Units of an order came back."""

    member_id: MemberId
    order_id: OrderId
    return_id: ReturnId
    at: datetime
    refund_minor: int
    units: int


class OrderClaimed(Event, frozen=True):
    """A guest's order was claimed by a member."""

    member_id: MemberId
    order_id: OrderId
    at: datetime


class OrderShipped(Event, frozen=True):
    """An order left the shop."""

    member_id: MemberId
    order_id: OrderId


class OrderReceived(Event, frozen=True):
    """An order arrived."""

    member_id: MemberId
    order_id: OrderId


class OrderCancelled(Event, frozen=True):
    """An order was called off before it left, and everything it moved was undone."""

    member_id: MemberId
    order_id: OrderId
