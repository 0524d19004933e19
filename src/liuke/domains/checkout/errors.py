"""What checkout can refuse."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from liuke.domains.checkout.values import OrderId, ReturnId, State, Units
from liuke.kernel.problems import Invalid, NotFound, Problem, Refused


@dataclass(eq=False)
class UnknownItems(Invalid):
    """Some SKUs are not in the catalogue, or have no price today."""

    title = "Some items are not in the catalogue or have no price."
    title_zh = "有商品不在商品库里，或没有价格。"
    field: str
    skus: tuple[str, ...]


@dataclass(eq=False)
class RetiredItems(Invalid):
    """Some products had been taken off sale when the basket was rung up."""

    title = "Some items were taken off sale."
    title_zh = "有商品已停售。"
    field: str
    skus: tuple[str, ...]
    retired_at: datetime


@dataclass(eq=False)
class PriceFromClient(Invalid):
    """The caller sent a price and may not."""

    title = "Prices come from the catalogue; this caller may not send them."
    title_zh = "价格以商品库为准，当前调用方不能传入价格。"
    field: str


@dataclass(eq=False)
class WeightMissing(Invalid):
    """A weighed line came without its weight, or as several units."""

    title = "A weighed item is one unit with its weight in grams."
    title_zh = "称重商品每行为一件，并须填写克重。"
    field: str


@dataclass(eq=False)
class NotWeighed(Invalid):
    """A line names a weight and its item is sold by the piece."""

    title = "This item is not sold by weight; leave the grams out."
    title_zh = "这个商品不按重量销售，请去掉克重。"
    field: str


@dataclass(eq=False)
class PlacedAtWrong(Invalid):
    """A sale is of a time to come, or too long ago for a till."""

    title = "This is in the future, or more than 31 days ago."
    title_zh = "销售时间在未来，或已超过 31 天。"
    field: str
    placed_at: datetime


@dataclass(eq=False)
class ReturnedAtWrong(Invalid):
    """A return is of a time to come, of one before its sale, or too long ago for a till."""

    title = "This return is in the future, before its sale, or more than 31 days ago."
    title_zh = "退货时间在未来、早于销售，或已超过 31 天。"
    field: str
    returned_at: datetime


@dataclass(eq=False)
class UnknownSpend(Invalid):
    """Points of a book that pays nothing here were named to pay with."""

    title = "There are no such points to pay with."
    title_zh = "没有这种可抵现的积分。"
    field: str
    books: tuple[str, ...]  # those there are


@dataclass(eq=False)
class PaymentMismatch(Invalid):
    """The tenders do not add up to what is due."""

    title = "The payments do not add up to the amount due."
    title_zh = "付款合计与应付金额不符。"
    field: str
    due_minor: int
    paid_minor: int


@dataclass(eq=False)
class NotForSale(Refused):
    """Some lines may not be sold to this member."""

    title = "Some goods may not be sold to this member."
    title_zh = "有商品不能卖给这位会员。"
    lines: tuple[int, ...]
    reasons: tuple[str, ...]
    reasons_zh: tuple[str, ...]


@dataclass(eq=False)
class SaleChanged(Invalid):
    """The key of this sale belongs to a different one."""

    title = "A different sale was made under this source and external id."
    title_zh = "这个来源和外部编号下已有另一笔销售。"
    field: str
    order_id: OrderId | None


@dataclass(eq=False)
class ReturnChanged(Invalid):
    """The key of this return belongs to one of other units."""

    title = "Other units of this order came back under this external id."
    title_zh = "这个外部编号下已退过别的商品。"
    field: str
    return_id: ReturnId


@dataclass(eq=False)
class UnknownOrder(NotFound):
    """There is no such order for this actor."""

    title = "There is no such order."
    title_zh = "没有这个订单。"
    order: str


@dataclass(eq=False)
class UnitsNotReturnable(Refused):
    """Some units were never sold, or came back before."""

    title = "Some units were not sold or have come back already."
    title_zh = "有商品没有售出，或已经退过。"
    units: tuple[Units, ...]


@dataclass(eq=False)
class WrongState(Refused):
    """The order is in a state that does not allow this."""

    title = "The order's state does not allow this."
    title_zh = "订单当前状态不允许这样做。"
    order_id: OrderId
    state: State


@dataclass(eq=False)
class NotClaimable(Refused):
    """The receipt cannot be claimed: wrong code, claimed already, or too late."""

    title = "This receipt cannot be claimed."
    title_zh = "这张小票不能认领。"


@dataclass(eq=False)
class SalesRefused(Refused):
    """Some sales of a batch were refused, so none was made; drop them and go on."""

    title = "Some sales were refused, so none was made."
    title_zh = "有销售被拒绝，整批都没有入账。"
    problems: Mapping[int, Problem]  # by place in the batch

    def facts(self) -> dict[str, Any]:
        """Return each refused place with its own body."""
        return {
            "problems": {str(place): problem.body() for place, problem in self.problems.items()}
        }


@dataclass(eq=False)
class TooManyOrders(Invalid):
    """A simulation would go through more orders than it may at once."""

    title = "The period has too many orders; choose a shorter one."
    title_zh = "这段时间订单太多，请缩短时间。"
    orders: int
    most: int


@dataclass(eq=False)
class UnknownReservation(NotFound):
    """There is no such reservation; it may have been sold, released, or have lapsed."""

    title = "There is no such reservation."
    title_zh = "没有这笔预占。"
    reservation: str
