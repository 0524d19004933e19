"""The register 收银机: the working set of a batch of baskets, folded one after another, purely.

Each basket sees what the ones before it left: points, levels, coupons and sums.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from liuke.domains.checkout.baskets import Placed, Rung
from liuke.domains.checkout.due import known_spend, pay, require_sellable, tendered
from liuke.domains.checkout.offers import lay
from liuke.domains.checkout.stock import Goods
from liuke.domains.checkout.sums import Sums
from liuke.domains.checkout.values import Standing
from liuke.domains.coupons import Coupon, CouponId, Coupons, UnknownCoupon
from liuke.domains.points import Account, Accounts, Because, BookSpec, Key, OrderKey
from liuke.domains.programme import Live
from liuke.domains.promotions import (
    Basket,
    Compiled,
    Counters,
    CouponOffer,
    Decision,
    Line,
    Rule,
    View,
    compile_live,
    decide,
    earns,
)
from liuke.domains.tiers import Amounts, Standings
from liuke.kernel.clock import business_date
from liuke.kernel.ids import MemberId


def earning(live: Live) -> Compiled:
    """Compile the rules that earn, whatever step they name; use through `live.derive`."""
    rules = [rule for rule in live.items(Rule) if earns(rule)]
    return compile_live(live, rules)


class Register:
    """The opened books of a batch; `quote` decides, `ring` also moves them."""

    def __init__(
        self,
        *,
        place: tuple[ZoneInfo, str],
        goods: Goods,
        books: tuple[Accounts, Standings, Coupons, Sums],
        facts: Mapping[MemberId, Mapping[str, Any]],
        counters: Counters,
        may_owe: bool = False,
    ) -> None:
        """Take over what was read under the members' locks."""
        self.zone, self.currency = place
        self.goods = goods
        self.accounts, self.standings, self.coupons, self.sums = books
        self.facts = facts
        self.counters = counters
        self.may_owe = may_owe

    @property
    def is_limited(self) -> bool:
        """Tell whether a limit may still take back what was decided."""
        return bool(self.counters.asks or self.coupons.asks)

    def quote(self, placed: Placed) -> tuple[tuple[Line, ...], Decision]:
        """Decide a basket as things stand, moving nothing."""
        basket = self.basket(placed)
        return basket.lines, self._decide(placed, basket, compile_live)

    def basket(self, placed: Placed) -> Basket:
        """Return what is bought and what lies on the table, as the price rules take it."""
        return Basket(
            lines=self.goods.lines(placed),
            store=placed.sale.store,
            channel=placed.sale.channel,
            shipping_minor=placed.sale.shipping_minor,
            coupons=self.table(placed),
            codes=placed.sale.codes,
            spend=known_spend(placed.sale, self.accounts.live),
            tenders=tendered(placed.sale, may_owe=self.may_owe),
            currency=self.currency,
        )

    def ring(self, placed: Placed) -> Rung:
        """Decide a basket and move every book by what was decided.

        Everything that can refuse comes before anything moves, so a refused basket leaves no trace.

        Raises:
            NotForSale: some goods may not be sold to this member.
            UnknownSpend: a book of points named to pay with does not exist.
            PaymentMismatch: the tenders do not add up.
            CouponUnusable: a coupon presented is theirs and cannot be used.
            UnknownCoupon: a code presented is no coupon of theirs.
        """
        sold, decided = self.quote(placed)
        require_sellable(decided)
        placed = pay(placed, decided, may_owe=self.may_owe)
        self.counters.take(placed.cause, placed.place(self.zone), decided.uses)
        first = not self.sums.of(placed.member_id).orders
        if not placed.guest:
            self._spend(placed, decided)
            self._use(placed, decided)
            self.let_go(placed)
            self.credit(
                placed,
                decided,
                {award.book: award.points for award in decided.awards},
                net_minor=sum([line.due_minor for line in decided.lines]),
                saved_minor=decided.discount_minor,
                units=sum([line.units for line in sold]),
            )
        return Rung(placed, sold, decided, first)

    def earnings(self, placed: Placed) -> Decision:
        """Decide what a basket paid for before would have earned; its price stands."""
        return self._decide(placed, self.basket(placed), earning)

    def _decide(
        self, placed: Placed, basket: Basket, ruling: Callable[[Live], Compiled]
    ) -> Decision:
        rules, at = placed.live.derive(ruling), placed.at.astimezone(self.zone)
        return decide(rules, self.view(placed), basket, at, without=placed.without)

    def credit(
        self,
        placed: Placed,
        decided: Decision,
        kept: Mapping[str, int],
        *,
        net_minor: int,
        saved_minor: int,
        units: int,
    ) -> None:
        """Count a basket: `kept` is what it still earns, by book.

        `net_minor` is what its goods cost in money, after discounts and points, without shipping.
        """
        self._earn(placed, decided, kept)
        amounts = Amounts(points=dict(kept), spend_minor=net_minor, orders=1)
        self.standings.progress(placed.member_id, amounts, at=placed.at, cause=placed.cause)
        when = business_date(placed.at, self.zone), placed.at
        self.sums.sold(placed.member_id, net_minor, saved_minor, units, when)

    def view(self, placed: Placed) -> View:
        """Return the member as rules see them now; a guest is nobody."""
        if placed.guest:
            return View(used=self.counters.used(placed.place(self.zone)))
        return View(
            member_id=placed.member_id,
            tiers=self.levels(placed.member_id, placed.at),
            balances=self.balances(placed.member_id, placed.at, held_for=placed.hold),
            facts=self.answers(placed.member_id, placed.at),
            used=self.counters.used(placed.place(self.zone)),
            may_spend=placed.may_spend,
        )

    def standing(self, placed: Placed) -> Standing | None:
        """Return how the member of a basket stands; a guest stands nowhere."""
        if placed.guest:
            return None
        return Standing(
            tiers=self.levels(placed.member_id, placed.at),
            points=self.balances(placed.member_id, placed.at),
        )

    def levels(self, member_id: MemberId, at: datetime) -> dict[str, str]:
        """Return the level held at an instant in every set: a sale sent late earns as it was."""
        return {
            spec.code: self.standings.level_at(member_id, spec.code, at)
            for spec, _ in self.standings.sets
        }

    def balances(self, member_id: MemberId, at: datetime, *, held_for: str = "") -> dict[str, int]:
        """Return the points that may be spent, by book, those held for this very sale included."""
        by_key, on = self.accounts.by_key, business_date(at, self.zone)
        return {
            spec.code: account.free(on) + _held(account, held_for)
            for spec in self.accounts.live.items(BookSpec)
            if (account := by_key.get((member_id, spec.code))) and not spec.qualifying
        }

    def answers(self, member_id: MemberId, at: datetime) -> dict[str, Any]:
        """Return the facts rules ask, those that this batch moves as they stand now."""
        found = dict(self.facts.get(member_id, {}))
        sums = self.sums.of(member_id)
        moving = {
            "orders.count": sums.orders,
            "orders.net": sums.net_minor,
            "orders.first": sums.orders == 0,
        }
        found |= {name: value for name, value in moving.items() if name in found}
        for book, points in self.balances(member_id, at).items():
            if (name := f"points.balance({book})") in found:
                found[name] = points
        return found

    def table(self, placed: Placed) -> tuple[CouponOffer, ...]:
        """Lay the coupons on the table that the member presents and may use, each once."""
        laid = {}  # by identity: a code and an id may spell the same coupon
        for text in placed.sale.coupons:
            coupon = self.presented(placed, text)
            template = self.coupons.template(coupon)
            if template is not None:
                laid[coupon.id] = (coupon, template)
        return lay(list(laid.values()))

    def presented(self, placed: Placed, text: str) -> Coupon:
        """Return the coupon a member presents by its code, or picks from their own by its id.

        Raises:
            CouponUnusable: it is theirs and cannot be used, and why.
            UnknownCoupon: a wrong code, or somebody else's: the two look the same.
        """
        if placed.guest:  # nobody's use would be counted: a public code would have no limits
            raise UnknownCoupon
        return self.coupons.presented(placed.member_id, text, cause=placed.cause, at=placed.at)

    def _spend(self, placed: Placed, decided: Decision) -> None:
        for spend in decided.spends:
            key = Key(placed.member_id, spend.book, placed.hold)
            held = _held(self.accounts.account(placed.member_id, spend.book), placed.hold)
            self.accounts.spend(
                key,
                spend.points,
                self._because(placed, spend.rule),
                hold=placed.hold if held else None,
            )

    def set_aside(self, placed: Placed, decided: Decision, until: datetime) -> None:
        """Hold the points and coupons that a basket would use, until an instant."""
        for spend in decided.spends:
            key = Key(placed.member_id, spend.book, placed.hold)
            because = self._because(placed, spend.rule)
            self.accounts.reserve(key, spend.points, because, expires_at=until)
        for use in decided.coupons:
            coupon_id = CouponId.parse(use.coupon)
            self.coupons.reserve(coupon_id, placed.cause, at=placed.at, until=until)

    def let_go(self, placed: Placed) -> None:
        """Free what is still held for a basket: what it reserved and does not use."""
        if placed.sale.reservation is None:
            return
        for spec in self.accounts.live.items(BookSpec):
            self.accounts.release(Key(placed.member_id, spec.code, placed.hold))
        for coupon in list(self.coupons.held.values()):
            if coupon.reserved_for == placed.cause:
                self.coupons.release(coupon.id, placed.cause, at=placed.at)

    def _earn(self, placed: Placed, decided: Decision, kept: Mapping[str, int]) -> None:
        for award in decided.awards:
            if kept[award.book]:
                key = Key(placed.member_id, award.book, placed.cause)
                words = tuple(part.text_zh for part in award.parts)
                because = self._because(placed, award.parts[0].rule, words)
                self.accounts.award(key, kept[award.book], because)

    def _use(self, placed: Placed, decided: Decision) -> None:
        for use in decided.coupons:
            self.coupons.use(
                CouponId.parse(use.coupon), placed.cause,
                at=placed.at, saved_minor=use.off_minor, uses=use.uses,
            )  # fmt: skip

    def _because(self, placed: Placed, rule: str, words: tuple[str, ...] = ()) -> Because:
        return Because(
            at=placed.at,
            order_id=OrderKey(placed.id.bytes),
            store_id=placed.store_id,
            rule=rule,
            version_id=placed.live.version(Rule, rule),
            reason=words,
        )


def _held(account: Account, cause: str) -> int:
    hold = account.holds.get(cause)
    return hold.points if hold is not None and hold.state == "open" else 0
