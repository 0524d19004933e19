"""Bring coupons along from another system: each once, with what it lived through there."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import NamedTuple

from liuke.domains import members
from liuke.domains.connect import RowFault
from liuke.domains.coupons.anchors import anchored
from liuke.domains.coupons.birth import born
from liuke.domains.coupons.codes import OLD_BYTES
from liuke.domains.coupons.events import CouponIssued
from liuke.domains.coupons.forward import forward
from liuke.domains.coupons.issue import HAD
from liuke.domains.coupons.limits import BUDGET, STOCK, Ask, spend
from liuke.domains.coupons.opening import taken
from liuke.domains.coupons.past import CouponRow, Wrong, life, lived, why_impossible
from liuke.domains.coupons.public import public_template
from liuke.domains.coupons.rules import why_out_of_member_limit
from liuke.domains.coupons.save import add
from liuke.domains.coupons.steps import Step
from liuke.domains.coupons.template import CouponTemplate
from liuke.domains.coupons.values import Coupon, CouponId, Grant, Loser, Reason, State, Taken
from liuke.domains.coupons.words import WHY
from liuke.domains.programme import Live, live
from liuke.kernel.db import Tx
from liuke.kernel.ids import MemberId
from liuke.kernel.rows import Sql
from liuke.kernel.values import Value

NOBODY: Wrong = ("member", "no such member", "没有这位会员")
NAMELESS: Wrong = ("number", "give its number or its code", "请给出券编号或券码")
ANOTHER: Wrong = (
    "number", "this number or code is another coupon's", "编号或券码已属于另一张券",
)  # fmt: skip
PUBLIC: Wrong = ("code", "this is everybody's code of a template", "与一张券模板的公共券码相同")


class Known(Value, frozen=True):
    """The coupon that a number or a code leads to already."""

    key: bytes
    member_id: MemberId
    template: str


KNOWN = Sql[Known]("""
    SELECT k.code AS key, k.member_id, c.template
    FROM coupons_code k
    JOIN coupons_coupon c ON c.merchant_id = k.merchant_id AND c.member_id = k.member_id
        AND c.id = k.coupon_id
    WHERE k.code = ANY ($1::bytea[])
""")
NAME = Sql[None]("""
    INSERT INTO coupons_code (code, member_id, coupon_id)
    SELECT code, member_id, coupon_id
    FROM UNNEST($1::bytea[], $2::uuid[], $3::uuid[]) AS c (code, member_id, coupon_id)
    ORDER BY code
""")


class Brought(NamedTuple):
    """One new coupon: the place of its row, the row, the coupon, and the steps of its life."""

    place: int
    row: CouponRow
    coupon: Coupon
    steps: list[Step]


async def bring(tx: Tx, rows: Sequence[CouponRow]) -> list[RowFault]:
    """Give members the coupons that rows tell of, each once for ever, and say what is wrong.

    One that its number or code leads to already stays as it is. Stocks, budgets and what a member
    may get in all hold as for any other coupon; limits of a day do not: that day was elsewhere.
    """
    whose = await members.find_named(tx, rows)
    found = sorted({member_id for member_id in whose if member_id is not None})
    await tx.lock(found)
    rules = await live(tx)
    bringing = Bringing(tx, rules, await _known(tx, rows))
    bringing.had = await _had(tx, rows, whose)
    templates = [t for t in rules.items(CouponTemplate) if t.code in {r.template for r in rows}]
    bringing.taken = dict(await taken(tx, found, templates))
    bringing.anchors = await _anchors(tx, rows, whose, templates)
    for place, (row, member_id) in enumerate(zip(rows, whose, strict=True)):
        wrong = bringing.decide(place, row, member_id)
        if wrong is not None:
            bringing.faults[place] = wrong
    bringing.drop(await spend(tx, bringing.asks, written=False))
    await _write(tx, bringing)
    await forward(tx, {c.id: c.member_id for c in bringing.coupons() if _lives(c)}, rules)
    return [RowFault(place, *wrong) for place, wrong in sorted(bringing.faults.items())]


class Bringing:
    """Decides rows one after another, each knowing those before it."""

    def __init__(self, tx: Tx, rules: Live, known: Mapping[bytes, tuple[MemberId, str]]) -> None:
        """Begin with what numbers and codes lead to already."""
        self.at, self.zone, self.by, self.rules = tx.now, tx.zone, tx.actor.name, rules
        self.known = dict(known)
        self.had: set[CouponId] = set()
        self.taken: dict[tuple[MemberId, str], Taken] = {}
        self.anchors: Mapping[tuple[MemberId, str], date | None] = {}
        self.faults: dict[int, Wrong] = {}
        self.brought: dict[CouponId, Brought] = {}
        self.asks: list[Ask] = []

    def decide(self, place: int, row: CouponRow, member_id: MemberId | None) -> Wrong | None:
        """Make the coupon of a row unless it is here already; return what is wrong with it."""
        if member_id is None:
            return NOBODY
        if not row.keys or public_template(self.rules, row.code):
            return PUBLIC if row.keys else NAMELESS
        if leads := {self.known[key] for key in row.keys if key in self.known}:
            return None if leads == {(member_id, row.template)} else ANOTHER
        if self.had & set(_ids(row, member_id)):
            return None
        template = self.rules.get(CouponTemplate, row.template)
        if template is None:
            return ("template", *WHY[Reason.UNKNOWN_TEMPLATE])
        return self._make(place, row, member_id, template)

    def _make(
        self, place: int, row: CouponRow, member_id: MemberId, template: CouponTemplate
    ) -> Wrong | None:
        if wrong := why_impossible(row, template, self.at):
            return wrong
        had = self.taken.get((member_id, template.code), Taken())
        if why := why_out_of_member_limit(template, Taken(had.ever)):
            return ("template", *WHY[why])
        anchor = self.anchors.get((member_id, template.code))
        window = life(row, template, self.at, zone=self.zone, anchor=anchor)
        if isinstance(window, tuple):
            return window
        grant = Grant(member_id, template.code, row.because)
        coupon = born(grant, self.rules, window, at=row.issued(self.at), by=self.by)
        coupon, steps = lived(row, coupon, template, at=self.at)
        self.taken[member_id, template.code] = Taken(had.ever + 1)
        self.known |= dict.fromkeys(row.keys, (member_id, template.code))
        self.brought[coupon.id] = Brought(place, row, coupon, steps)
        self._ask(coupon, template)
        return None

    def _ask(self, coupon: Coupon, template: CouponTemplate) -> None:
        limits = ((STOCK, template.stock, 1), (BUDGET, template.budget_minor, coupon.saved_minor))
        self.asks += [
            Ask(coupon.id, template.code, scope, maximum, amount)
            for scope, maximum, amount in limits
            if maximum is not None and amount
        ]

    def drop(self, losers: Sequence[Loser]) -> None:
        """Leave out what a stock or a budget did not grant."""
        for loser in losers:
            place = self.brought.pop(loser.coupon_id).place
            self.faults[place] = ("template", *WHY[loser.reason])

    def coupons(self) -> list[Coupon]:
        """Return the new coupons, in the order in which coupons are written."""
        made = [one.coupon for one in self.brought.values()]
        return sorted(made, key=lambda c: (c.member_id.bytes, c.id.bytes))


async def _known(tx: Tx, rows: Sequence[CouponRow]) -> dict[bytes, tuple[MemberId, str]]:
    """Return whose coupon of which template the numbers and codes of rows lead to."""
    found = await tx.rows(KNOWN, sorted({key for row in rows for key in row.keys}))
    now = await members.resolve(tx, [one.member_id for one in found])
    return {one.key: (now.get(one.member_id, one.member_id), one.template) for one in found}


async def _had(
    tx: Tx, rows: Sequence[CouponRow], whose: Sequence[MemberId | None]
) -> set[CouponId]:
    """Return which of the ids that rows would have, or name, their members have."""
    pairs = [(m, id_) for row, m in zip(rows, whose, strict=True) if m for id_ in _ids(row, m)]
    return set(await tx.rows(HAD, [m for m, _ in pairs], [id_ for _, id_ in pairs]))


def _ids(row: CouponRow, member_id: MemberId) -> list[CouponId]:
    made, named = CouponId.made_of(member_id, row.template, row.because), CouponId.find(row.number)
    return [made, named] if named else [made]


async def _anchors(
    tx: Tx,
    rows: Sequence[CouponRow],
    whose: Sequence[MemberId | None],
    templates: Sequence[CouponTemplate],
) -> dict[tuple[MemberId, str], date | None]:
    """Return the birthdays and card dates that ends hang on where a row gives none."""
    open_ended = [
        Grant(member_id, row.template, row.because)
        for row, member_id in zip(rows, whose, strict=True)
        if member_id is not None and row.valid_until is None
    ]
    found = await anchored(tx, open_ended, templates)
    return {(grant.member_id, grant.template): grant.anchor_on for grant in found}


async def _write(tx: Tx, bringing: Bringing) -> None:
    given, made = bringing.coupons(), list(bringing.brought.values())
    steps = [step for one in made for step in one.steps]
    await add(tx, given, [step.entry for step in steps])
    names = [
        (key, one.coupon.member_id, one.coupon.id)
        for one in made
        for key in one.row.keys
        if len(key) == OLD_BYTES
    ]
    if names:
        await tx.run(NAME, *map(list, zip(*names, strict=True)))
    issued = [CouponIssued(c.member_id, c.id, c.template, c.cause, c.issued_at) for c in given]
    tx.emit(*issued, *(step.event for step in steps if step.is_news))


def _lives(coupon: Coupon) -> bool:
    return coupon.state is State.OPEN
