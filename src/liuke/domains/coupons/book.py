"""The working set of coupons in one transaction: folds one step after another, purely.

Opened by `open_coupons`, written by `save`. A refusal leaves the set as it was.
"""

from __future__ import annotations

from collections import Counter
from datetime import datetime
from zoneinfo import ZoneInfo

from msgspec.structs import replace

from liuke.domains.coupons import steps
from liuke.domains.coupons.birth import GIFT, born, reborn
from liuke.domains.coupons.codes import spelled
from liuke.domains.coupons.errors import CouponUnusable, NotHeld, UnknownCoupon, UnknownCoupons
from liuke.domains.coupons.limits import BUDGET, STOCK, Ask, Key, asks_of_one
from liuke.domains.coupons.public import public_template
from liuke.domains.coupons.rules import (
    is_gone,
    is_held,
    is_over,
    of_line,
    why_out_of_member_limit,
    why_unclaimable,
    why_unclaimed,
    why_untransferable,
    why_unusable,
    window,
)
from liuke.domains.coupons.template import CouponTemplate, Got
from liuke.domains.coupons.values import Coupon, CouponId, Entry, Grant, Reason, Spent, State, Taken
from liuke.domains.programme import Live, VersionId
from liuke.kernel.clock import business_date
from liuke.kernel.events import Event
from liuke.kernel.ids import MemberId


class Coupons:
    """Some members' coupons: what they hold, what was presented, and what becomes of it."""

    def __init__(self, live: Live, *, zone: ZoneInfo, actor: str) -> None:
        """Start with nothing held; `open_coupons` fills it."""
        self.live, self.zone, self.actor = live, zone, actor
        self.editions: dict[VersionId, Live] = {}
        self.held: dict[CouponId, Coupon] = {}
        self.codes: dict[bytes, CouponId] = {}
        self.read: dict[CouponId, Coupon] = {}
        self.links: dict[CouponId, bytes] = {}
        self.fresh: set[CouponId] = set()
        self.spent: dict[tuple[CouponId, str], Spent] = {}
        self.taken: dict[tuple[MemberId, str], Taken] = {}
        self.entries: list[Entry] = []
        self.events: list[Event] = []
        self.asks: list[Ask] = []
        self.back: Counter[Key] = Counter()

    def load(self, coupon: Coupon) -> None:
        """Take in a coupon as it is stored."""
        self.held[coupon.id] = coupon
        self.codes[coupon.code.bytes] = coupon.id
        if coupon.old_code is not None:
            self.codes[spelled(coupon.old_code)] = coupon.id
        self.read[coupon.id] = coupon

    def get(self, coupon_id: CouponId) -> Coupon:
        """Return a coupon as it stands in the set.

        Raises:
            UnknownCoupons: it is not in the set.
        """
        if coupon_id not in self.held:
            raise UnknownCoupons((coupon_id,))
        return self.held[coupon_id]

    def template(self, coupon: Coupon) -> CouponTemplate | None:
        """Return a coupon's template as the version it came from says; None if that is gone."""
        edition = self.editions.get(coupon.version, self.live)
        return edition.get(CouponTemplate, coupon.template)

    def usable(self, member_id: MemberId, at: datetime, *, held_for: str = "") -> list[Coupon]:
        """Return a member's coupons that may be used at an instant, soonest to end first."""
        found = [
            coupon
            for coupon in self.held.values()
            if coupon.member_id == member_id and not why_unusable(coupon, at, held_for=held_for)
        ]
        return sorted(found, key=lambda c: (c.valid_until is None, c.valid_until or at, c.id))

    def presented(self, member_id: MemberId, text: str, *, cause: str, at: datetime) -> Coupon:
        """Return the coupon a member presents for `cause`, by its code or by its id.

        Raises:
            UnknownCoupon: a wrong code or id, or somebody else's: they all look the same.
            CouponUnusable: it is theirs and cannot be used, and why.
        """
        if template := public_template(self.live, text):
            return self._of_public_code(template, member_id, cause=cause, at=at)
        coupon_id = CouponId.find(text) or self.codes.get(spelled(text))
        coupon = None if coupon_id is None else of_line(self.held, coupon_id, member_id)
        if coupon is None:
            raise UnknownCoupon
        return self._free_of(coupon, at, held_for=cause)

    def _of_public_code(
        self, template: CouponTemplate, member_id: MemberId, *, cause: str, at: datetime
    ) -> Coupon:
        grant = Grant(member_id, template.code, f"{template.public_code}:{cause}")
        coupon_id = CouponId.made_of(member_id, grant.template, grant.cause)
        if coupon_id in self.held:
            return self._free_of(self.held[coupon_id], at, held_for=cause)
        taken = self.taken.get((member_id, template.code), Taken())
        life = window(template, at, zone=self.zone)
        why = why_unclaimable(template, business_date(at, self.zone))
        why = why or why_out_of_member_limit(template, taken)
        if why is not None or isinstance(life, Reason):
            raise CouponUnusable(coupon_id, why or Reason.EXPIRED)
        self.taken[member_id, template.code] = Taken(taken.ever + 1, taken.today + 1)
        coupon = born(grant, self.live, life, at=at, by=self.actor)
        self.held[coupon_id] = coupon
        return coupon

    def use(
        self, coupon_id: CouponId, cause: str, *, at: datetime, saved_minor: int, uses: int = 1
    ) -> Coupon:
        """Use a coupon, or uses of a times card, for `cause`; the same cause again is a replay.

        Raises:
            UnknownCoupons: it is not in the set.
            CouponUnusable: it cannot be used then, and why.
        """
        assert uses > 0, "a use is at least one"
        assert saved_minor >= 0, "a coupon never costs money"
        coupon = self.get(coupon_id)
        if self.spent.get((coupon_id, cause), steps.NOTHING).uses:
            return coupon
        coupon = self._free_of(coupon, at, held_for=cause)
        if coupon.uses_left < uses:
            raise CouponUnusable(coupon_id, Reason.USED)
        if coupon.reserved_for not in (None, cause):
            coupon = self._take(steps.released(coupon, at=at))
        self._ask(coupon, saved_minor, at)
        spent = self.spent[coupon_id, cause] = Spent(uses, saved_minor)
        return self._take(steps.redeemed(coupon, cause, spent, at=at))

    def _ask(self, coupon: Coupon, saved_minor: int, at: datetime) -> None:
        template = self.template(coupon)
        if template is None:
            return
        if template.got is Got.PUBLIC_CODE:
            self.asks += asks_of_one(template, coupon.id, business_date(at, self.zone))
        if template.budget_minor is not None and saved_minor:
            budget = template.budget_minor
            self.asks.append(Ask(coupon.id, template.code, BUDGET, budget, saved_minor))

    def restore(
        self, coupon_id: CouponId, cause: str, *, at: datetime, part: Spent | None = None
    ) -> Coupon:
        """Give back what `cause` used, or a part of it, with the coupon's original validity.

        Never more than was used, so a second time gives nothing. Where the template says so, and
        for a public code, the coupon is void instead; a public code's stock gets its use back.

        Raises:
            UnknownCoupons: it is not in the set.
        """
        coupon = self.get(coupon_id)
        spent = self.spent.get((coupon_id, cause), steps.NOTHING)
        wanted = part or spent
        back = Spent(min(wanted.uses, spent.uses), min(wanted.saved_minor, spent.saved_minor))
        if back == steps.NOTHING:
            return coupon
        self.spent[coupon_id, cause] = Spent(
            spent.uses - back.uses, spent.saved_minor - back.saved_minor
        )
        template = self.template(coupon)
        public = template is not None and template.got is Got.PUBLIC_CODE
        self.back[coupon.template, BUDGET] += back.saved_minor
        self.back[coupon.template, STOCK] += back.uses if public else 0
        coupon = self._take(steps.restored(coupon, cause, back, at=at))
        gone = is_gone(template) or (coupon_id, steps.RECALLED) in self.spent
        if gone and back.uses and coupon.state is State.OPEN:
            return self._take(steps.voided(coupon, cause, at=at, uses=back.uses))
        return self.expire(coupon_id, at=at)

    def reserve(
        self, coupon_id: CouponId, held_for: str, *, at: datetime, until: datetime
    ) -> Coupon:
        """Hold a coupon for one thing until an instant; the same thing again moves the end.

        Raises:
            UnknownCoupons: it is not in the set.
            CouponUnusable: it cannot be used then, and why.
        """
        coupon = self._free_of(self.get(coupon_id), at, held_for=held_for)
        if coupon.reserved_for not in (None, held_for):
            coupon = self._take(steps.released(coupon, at=at))
        return self._take(steps.reserved(coupon, held_for, at=at, until=until))

    def release(self, coupon_id: CouponId, held_for: str, *, at: datetime) -> Coupon:
        """Let go of a coupon that is held for one thing.

        Raises:
            UnknownCoupons: it is not in the set.
            NotHeld: it is not held for this, or no longer.
        """
        coupon = self.get(coupon_id)
        if coupon.reserved_for != held_for:
            raise NotHeld(coupon_id, held_for)
        return self._take(steps.released(coupon, at=at))

    def claim(self, coupon_id: CouponId, *, at: datetime) -> Coupon:
        """Take a coupon that waits for its member; one that does not wait stays as it is.

        Raises:
            UnknownCoupons: it is not in the set.
            CouponUnusable: it ended, or waited too long.
        """
        coupon = self.get(coupon_id)
        why = why_unusable(coupon, at)
        if why not in (None, Reason.NOT_CLAIMED, Reason.NOT_YET_VALID, Reason.RESERVED):
            raise CouponUnusable(coupon_id, why)
        waits = why_unclaimed(coupon, at) is Reason.NOT_CLAIMED
        return self._take(steps.claimed(coupon, at=at)) if waits else coupon

    def expire(self, coupon_id: CouponId, *, at: datetime) -> Coupon:
        """End a coupon whose time has passed, and first a reservation that ran out."""
        coupon = self.get(coupon_id)
        if coupon.reserved_until is not None and not is_held(coupon, at):
            coupon = self._take(steps.released(coupon, at=at))
        return self._take(steps.expired(coupon, at=at)) if is_over(coupon, at) else coupon

    def void(self, coupon_id: CouponId, cause: str, *, at: datetime) -> Coupon:
        """Take back a coupon that is not used up; one already void stays as it is.

        Raises:
            UnknownCoupons: it is not in the set.
            CouponUnusable: it is used, ended, passed on, or held for an order.
        """
        coupon = self.get(coupon_id)
        why = why_unusable(coupon, at)
        if coupon.state is State.VOID:
            return coupon
        if coupon.state is not State.OPEN or why is Reason.RESERVED:
            raise CouponUnusable(coupon_id, why or Reason.USED)
        if coupon.reserved_for is not None:
            coupon = self._take(steps.released(coupon, at=at))
        return self._take(steps.voided(coupon, cause, at=at, uses=coupon.uses_left))

    def recall(self, coupon_id: CouponId, *, at: datetime) -> None:
        """Note of a used coupon that what brought it has gone: what comes back of it is void."""
        self._take(steps.recalled(self.get(coupon_id), at=at))
        self.spent[coupon_id, steps.RECALLED] = steps.NOTHING

    def transfer(self, coupon_id: CouponId, to: MemberId, *, at: datetime) -> Coupon:
        """Pass a coupon on; the receiver's has a new id and code and the same validity.

        Raises:
            UnknownCoupons: it is not in the set.
            CouponUnusable: its kind stays with its member, or it is used, held or over.
        """
        coupon = self.get(coupon_id)
        if why := why_untransferable(coupon, self.template(coupon), at):
            raise CouponUnusable(coupon_id, why)
        return self.move(coupon_id, to, cause=GIFT, at=at)

    def move(
        self, coupon_id: CouponId, to: MemberId, *, cause: str, at: datetime, uses: int = 0
    ) -> Coupon:
        """Give a coupon, or `uses` of it, to another member whatever its kind; nothing holds it."""
        coupon = self.get(coupon_id)
        if coupon.reserved_for is not None:
            coupon = self._take(steps.released(coupon, at=at))
        received = reborn(coupon, to, cause=cause, at=at, by=self.actor)
        received = replace(received, uses=uses, uses_left=uses) if uses else received
        self._take(steps.transferred(coupon, received, at=at))
        self.held[received.id] = received
        self.fresh.add(received.id)
        return received

    def _free_of(self, coupon: Coupon, at: datetime, *, held_for: str) -> Coupon:
        """Return a coupon that nothing keeps from being used at an instant."""
        if why := why_unusable(coupon, at, held_for=held_for):
            raise CouponUnusable(coupon.id, why)
        return coupon

    def _take(self, step: steps.Step) -> Coupon:
        self.held[step.after.id] = step.after
        if step.after.id not in self.read:
            self.fresh.add(step.after.id)
        self.entries.append(step.entry)
        if step.is_news:
            self.events.append(step.event)
        return step.after
