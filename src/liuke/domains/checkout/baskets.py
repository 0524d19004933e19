"""Baskets on their way through the register: placed, then rung."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cached_property
from typing import NamedTuple
from zoneinfo import ZoneInfo

from liuke.domains.checkout.values import OrderId, Sale
from liuke.domains.programme import Live
from liuke.domains.promotions import Decision, Line, Place
from liuke.kernel.clock import business_date
from liuke.kernel.ids import MemberId, StoreId


def cause_of(order_id: OrderId) -> str:
    """Return what every movement of an order is for; reversals name it again."""
    return f"order:{order_id.bytes.hex()}"


class Buyer(NamedTuple):
    """Whose a sale is, and whether they may pay with points yet."""

    id: MemberId
    may_spend: bool = True


@dataclass(frozen=True)
class Placed:
    """A sale with its identity and everything that was looked up for it."""

    id: OrderId
    member_id: MemberId
    guest: bool
    sale: Sale
    at: datetime
    live: Live  # what ruled when it was sold: its price
    current: Live  # what rules now: the books it moves
    store_id: StoreId | None
    fingerprint: bytes
    may_spend: bool = True
    without: Collection[str] = ()

    @cached_property
    def cause(self) -> str:
        """Return what the movements of this order are for."""
        return cause_of(self.id)

    @cached_property
    def hold(self) -> str:
        """Return what its points are spent for, and held for before that."""
        return f"{self.cause}/spend"

    def place(self, zone: ZoneInfo) -> Place:
        """Return where and for whom uses of limited rules are counted."""
        member_id = None if self.guest else self.member_id
        return Place(member_id, self.sale.store, business_date(self.at, zone))

    def without_rules(self, rules: Collection[str]) -> Placed:
        """Return the same, to be decided without these rules as well."""
        return replace(self, without=frozenset({*self.without, *rules}))

    def as_order(self, order_id: OrderId) -> Placed:
        """Return the same under the identity of an order made before."""
        return replace(self, id=order_id)


@dataclass(frozen=True)
class Rung:
    """A basket that was decided."""

    placed: Placed
    lines: tuple[Line, ...]
    decision: Decision
    first: bool

    @property
    def units(self) -> int:
        """Return how many units were sold."""
        return sum([line.units for line in self.lines])
