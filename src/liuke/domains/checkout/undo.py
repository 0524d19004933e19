"""Undo: move every book back by the burden of units, in memory."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from liuke.domains.checkout.baskets import cause_of
from liuke.domains.checkout.burden import Burden
from liuke.domains.checkout.read import OrderPage
from liuke.domains.checkout.sums import Sums
from liuke.domains.checkout.values import ReturnId, Undone
from liuke.domains.coupons import Back, CouponId, Coupons, Spent, hand_back
from liuke.domains.points import Accounts, Because, BookSpec, Key, OrderKey, worth_minor
from liuke.domains.tiers import Amounts, Standings
from liuke.kernel.ids import MemberId

DEDUCT = "deduct"


@dataclass(frozen=True)
class Books:
    """The opened books of the members whose goods come back."""

    accounts: Accounts
    standings: Standings
    coupons: Coupons
    sums: Sums
    heirs: Mapping[MemberId, MemberId]


@dataclass(frozen=True)
class Coming:
    """One return being folded."""

    id: ReturnId
    page: OrderPage
    burden: Burden
    at: datetime

    @property
    def cause(self) -> str:
        """Return what the movements of this return are for."""
        return f"return:{self.id.bytes.hex()}"

    @property
    def of(self) -> str:
        """Return what the movements of the order were for."""
        return cause_of(self.page.order.id)


def undo(books: Books, coming: Coming) -> tuple[list[Undone], int]:
    """Move every book back; return what was undone and the money kept for points already spent."""
    undone, kept = _take_points(books, coming)
    undone += _give_points(books, coming)
    undone += _free_coupons(books, coming)
    order, weight = coming.page.order, coming.burden
    books.standings.reverse(
        order.member_id,
        Amounts(
            points=dict(weight.awards),
            spend_minor=weight.refund_minor,
            orders=int(weight.whole),
        ),
        at=coming.at,
        cause=coming.cause,
        undoes=coming.of,
    )
    _count_back(books, order.member_id, weight)
    if weight.discount_minor:
        undone.append(_discount(coming))
    return undone, kept


def _count_back(books: Books, member_id: MemberId, weight: Burden) -> None:
    """Take units out of the sums of whose they were, and of whom that member stands for."""
    for counted in sorted({member_id, books.heirs.get(member_id, member_id)}):
        books.sums.returned(
            counted, weight.refund_minor, weight.discount_minor, weight.units, whole=weight.whole
        )


def _discount(coming: Coming) -> Undone:
    amount = coming.burden.discount_minor
    yuan = f"{amount // 100}.{amount % 100:02}"
    return Undone(
        "discount",
        str(coming.page.order.id),
        amount,
        f"the discount of {yuan} leaves with these units",
        f"随这些商品退掉优惠 {yuan} 元",
    )


def _because(coming: Coming) -> Because:
    return Because(at=coming.at, order_id=OrderKey(coming.page.order.id.bytes), reason=("退货",))


def _take_points(books: Books, coming: Coming) -> tuple[list[Undone], int]:
    undone, kept = [], 0
    member_id = coming.page.order.member_id
    for book, amount in coming.burden.awards.items():
        if not amount:
            continue
        posted = books.accounts.claw_back(
            Key(member_id, book, coming.cause), amount, _because(coming), of_cause=coming.of
        )
        kept += _worth(books, book, posted.short)
        undone.append(
            Undone(
                "points.clawed_back",
                book,
                -amount,
                f"{amount} points earned by these units are taken back",
                f"扣回这些商品带来的 {amount} 积分",
            )
        )
    return undone, kept


def _worth(books: Books, book: str, short: int) -> int:
    spec = books.accounts.live.get(BookSpec, book)
    if spec is None or spec.claw_back.value != DEDUCT or not short:
        return 0
    return worth_minor(spec, short)


def _give_points(books: Books, coming: Coming) -> list[Undone]:
    undone = []
    for book, amount in coming.burden.spends.items():
        if amount:
            books.accounts.restore(
                Key(coming.page.order.member_id, book, f"{coming.cause}/spend"),
                amount,
                _because(coming),
                of_cause=f"{coming.of}/spend",
            )
            undone.append(
                Undone(
                    "points.restored",
                    book,
                    amount,
                    f"{amount} points paid for these units go back to their lots",
                    f"退回抵扣这些商品的 {amount} 积分",
                )
            )
    return undone


def _free_coupons(books: Books, coming: Coming) -> list[Undone]:
    undone = []
    for coupon, part in coming.burden.coupons.items():
        heir = books.heirs.get(coming.page.order.member_id, coming.page.order.member_id)
        spent = Spent(part.uses, part.off_minor)
        back = Back(CouponId.parse(coupon), coming.of, heir, coming.id.bytes.hex(), spent)
        hand_back(books.coupons, back, at=coming.at)
        if part.uses:
            undone.append(
                Undone(
                    "coupon.restored",
                    coupon,
                    part.uses,
                    "nothing hangs on the coupon any more: it is given back",
                    "券上已无商品，退回这张券",
                )
            )
    return undone
