"""Undo: move every book back by the burden of units, in memory."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime

from msgspec.structs import astuple, replace

from liuke.domains.checkout.baskets import cause_of
from liuke.domains.checkout.burden import Burden
from liuke.domains.checkout.grants import vouchers
from liuke.domains.checkout.read import OrderPage
from liuke.domains.checkout.sums import Leaving, Sums
from liuke.domains.checkout.values import Returned, ReturnId, Undone
from liuke.domains.coupons import Back, Coupon, CouponId, Coupons, Spent, hand_back, recall
from liuke.domains.points import (
    Accounts,
    Because,
    BookSpec,
    Key,
    Kind,
    OrderKey,
    borne_by,
    measure_in,
    worth_minor,
)
from liuke.domains.tiers import Amounts, Standings, losses
from liuke.kernel.ids import MemberId
from liuke.kernel.measures import Measure, money

DEDUCT = "deduct"


@dataclass(frozen=True)
class Books:
    """The opened books of the members whose goods come back."""

    accounts: Accounts
    standings: Standings
    coupons: Coupons
    sums: Sums
    heirs: Mapping[MemberId, MemberId]
    bearers: Mapping[MemberId, Collection[MemberId]]
    currency: str


@dataclass(frozen=True)
class Coming:
    """One return being folded; or an order that is called off, all that is left of it."""

    id: ReturnId
    page: OrderPage
    burden: Burden
    at: datetime
    shipping_minor: int = 0
    called_off: bool = False

    @property
    def cause(self) -> str:
        """Return what the movements of this return are for."""
        return cause_of_return(self.id)

    @property
    def of(self) -> str:
        """Return what the movements of the order were for."""
        return cause_of(self.page.order.id)


def cause_of_return(return_id: ReturnId) -> str:
    """Return what the movements of a return are for."""
    return f"return:{return_id.bytes.hex()}"


def undo(books: Books, coming: Coming) -> tuple[list[Undone], int]:
    """Move every book back; return what was undone and the money kept for points already spent."""
    undone, kept = _take_points(books, coming)
    undone += _give_points(books, coming)
    undone += _free_coupons(books, coming)
    undone += _recall_coupons(books, coming)
    _lower_tiers(books, coming)
    _count_back(books, coming)
    if coming.burden.discount_minor:
        undone.append(_discount(coming, money(books.currency)))
    return undone, kept


def _lower_tiers(books: Books, coming: Coming) -> None:
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


def with_levels(books: Books, made: Returned) -> Returned:
    """Add what a return does to levels, gifts and progress, once the standings are refolded.

    Of a merged member's order it is told of whom they stand for now.
    """
    heir = books.heirs.get(made.member_id, made.member_id)
    lost, shifts = losses(books.standings, heir, cause_of_return(made.id), books.currency)
    told = tuple([Undone(*astuple(one)) for one in lost])
    return replace(made, undone=made.undone + told, tiers=made.tiers + tuple(shifts))


def _count_back(books: Books, coming: Coming) -> None:
    """Take units out of the sums of whose they were, and of all that member is a part of."""
    member_id, weight = coming.page.order.member_id, coming.burden
    left = Leaving(
        weight.refund_minor, weight.discount_minor, weight.units, weight.whole, _returned(coming)
    )
    for counted in sorted({member_id, *books.bearers.get(member_id, ())}):
        books.sums.returned(counted, left)


def _returned(coming: Coming) -> int:
    """Return what more has come back; of an order called off nothing has, nor had before."""
    if not coming.called_off:
        return coming.burden.refund_minor
    return coming.burden.refund_minor - sum(line.due_minor for line in coming.page.lines)


def _discount(coming: Coming, coin: Measure) -> Undone:
    amount = coming.burden.discount_minor
    told, told_zh = coin.told(amount)
    return Undone(
        "discount",
        str(coming.page.order.id),
        amount,
        f"Discount that goes with these units: {told}",
        f"随这些商品退掉的优惠 {told_zh}",
    )


def _because(coming: Coming) -> Because:
    return Because(at=coming.at, order_id=OrderKey(coming.page.order.id.bytes), reason=("退货",))


def _take_points(books: Books, coming: Coming) -> tuple[list[Undone], int]:
    undone, kept = list[Undone](), 0
    member_id = coming.page.order.member_id
    left = coming.burden.refund_minor + coming.shipping_minor
    for book, amount in coming.burden.awards.items():
        if not amount:
            continue
        owed = books.accounts.account(member_id, book).figures.debt
        posted = books.accounts.claw_back(
            Key(member_id, book, coming.cause),
            amount,
            _because(coming),
            of_cause=coming.of,
            bearable=_bearable(books, book, left - kept),
        )
        deducted = min(_worth(books, book, posted.short, coming), left - kept)
        kept += deducted
        owed = books.accounts.account(member_id, book).figures.debt - owed
        undone += _of_points(books, book, (amount, deducted, owed))
    return undone, kept


def _of_points(books: Books, book: str, of: tuple[int, int, int]) -> list[Undone]:
    """Say what became of points earned: taken back, taken off the refund, owed from now on."""
    taken, deducted, owed = of
    measure, coin = measure_in(books.accounts.live, book), money(books.currency)
    (left, left_zh), (less, less_zh) = measure.told(taken), coin.told(deducted)
    debt, debt_zh = measure.told(owed)
    said = (
        (
            "points.clawed_back",
            -taken,
            f"Taken back: {left} earned by these units",
            f"扣回这些商品带来的 {left_zh}",
        ),
        (
            "points.deducted",
            -deducted,
            f"Refund reduced by {less}: {measure.name} of these units were spent",
            f"退款扣除 {less_zh}：这些商品带来的{measure.name_zh}已使用",
        ),
        (
            "points.owed",
            -owed,
            f"Owed: {debt} already spent; what is earned next pays it",
            f"欠 {debt_zh}：已使用，之后所得先补上",
        ),
    )
    return [Undone(what, book, n, text, text_zh) for what, n, text, text_zh in said if n]


def _bearable(books: Books, book: str, refund_minor: int) -> int | None:
    """Return how many points a refund can be lowered for; None where the book never does."""
    spec = books.accounts.live.get(BookSpec, book)
    if spec is None or spec.claw_back.value != DEDUCT:
        return None
    return borne_by(spec, refund_minor)


def _worth(books: Books, book: str, short: int, coming: Coming) -> int:
    """Return what spent points take off a refund: with those of earlier returns, to the cent."""
    spec = books.accounts.live.get(BookSpec, book)
    if spec is None or spec.claw_back.value != DEDUCT or not short:
        return 0
    key = Key(coming.page.order.member_id, book, coming.of)
    in_all = books.accounts.target(key, Kind.CLAW_BACK).short
    return worth_minor(spec, in_all) - worth_minor(spec, in_all - short)


def _give_points(books: Books, coming: Coming) -> list[Undone]:
    undone = []
    for book, amount in coming.burden.spends.items():
        if amount:
            told, told_zh = measure_in(books.accounts.live, book).told(amount)
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
                    f"Given back: {told} spent on these units",
                    f"退回抵扣这些商品的 {told_zh}",
                )
            )
    return undone


def _free_coupons(books: Books, coming: Coming) -> list[Undone]:
    undone = []
    for coupon, part in coming.burden.coupons.items():
        heir = books.heirs.get(coming.page.order.member_id, coming.page.order.member_id)
        spent = Spent(part.uses, part.off_minor)
        back = Back(CouponId.parse(coupon), coming.of, heir, coming.id.bytes.hex(), spent)
        name, name_zh = _called(books, hand_back(books.coupons, back, at=coming.at))
        if part.uses:
            undone.append(
                Undone(
                    "coupon.restored",
                    coupon,
                    part.uses,
                    f"Given back: the coupon {name}",
                    f"退回券“{name_zh}”",
                )
            )
    return undone


def _recall_coupons(books: Books, coming: Coming) -> list[Undone]:
    """Take back what rules gave for the next visit, as far as nobody has used it."""
    given = vouchers(coming.page.order.member_id, coming.of, coming.burden.grants)
    undone = []
    for coupon in recall(books.coupons, given, coming.cause, at=coming.at):
        name, name_zh = _called(books, coupon)
        text, text_zh = f"Taken back: the coupon {name}", f"收回因这些商品发放的券“{name_zh}”"
        undone.append(Undone("coupon.recalled", str(coupon.id), -1, text, text_zh))
    return undone


def _called(books: Books, coupon: Coupon) -> tuple[str, str]:
    """Return what a coupon is called; one without a template any more keeps its code."""
    found = books.coupons.template(coupon)
    return (found.name, found.name_zh) if found else (coupon.template, coupon.template)
