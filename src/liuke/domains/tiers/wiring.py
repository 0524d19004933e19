"""Wiring: whether what a tier set names is there: books, actions, coupons."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import msgspec

from liuke.domains.coupons import CouponTemplate
from liuke.domains.members import CardPlan
from liuke.domains.points import BookSpec
from liuke.domains.programme import Draft, Fault, Others
from liuke.domains.tiers.values import Deed, TierSet
from liuke.kernel import actions
from liuke.kernel.unfit import in_chinese, in_english

KINDS: Mapping[str, type[BookSpec | CardPlan | CouponTemplate]] = {
    "books": BookSpec,
    "cards": CardPlan,
    "coupons": CouponTemplate,
}


class Known:
    """What there is to be named: of a document, or of all that rule with it.

    A document without a section leans on other programmes, as long as nobody says which.
    """

    def __init__(self, draft: Draft, others: Others | None = None) -> None:
        """Gather the codes of each section; none is known of one that is left to others."""
        self.codes = {section: draft.codes(kind) for section, kind in KINDS.items()}
        if others is None:
            self.codes = {section: codes for section, codes in self.codes.items() if codes}
            return
        for section, kind in KINDS.items():
            self.codes[section] |= {item.code for item in others.items(kind)}

    def has(self, section: str, code: str) -> bool:
        """Tell whether a code stands for something, as far as that is known."""
        return not code or code in self.codes.get(section, (code,))


def strangers(draft: Draft, spec: TierSet, others: Others | None = None) -> Iterator[Fault]:
    """Yield a fault for everything a set names that the document or the product has not.

    With the other live programmes given, nor any of these.
    """
    at, known = f"$.tiers[{draft.of(TierSet).index(spec)}]", Known(draft, others)
    if not known.has("books", spec.basis.book):
        reason = f"there is no book {spec.basis.book}"
        yield Fault(f"{at}.basis.book", reason, f"没有积分账户 {spec.basis.book}")
    if spec.card_kind and not known.has("cards", spec.card_kind):
        reason = f"there is no card plan {spec.card_kind}"
        yield Fault(f"{at}.card_kind", reason, f"没有会员卡 {spec.card_kind}")
    for path, deed in _deeds(spec):
        for reason, reason_zh in _deed(known, deed):
            yield Fault(f"{at}.{path}", reason, reason_zh)


def _deeds(spec: TierSet) -> Iterator[tuple[str, Deed]]:
    for rank, level in enumerate(spec.levels):
        for place, grant in enumerate(level.grants):
            for number, deed in enumerate(grant.deeds):
                yield f"levels[{rank}].grants[{place}].deeds[{number}]", deed
    for place, rung in enumerate(spec.ladder.rungs if spec.ladder else ()):
        for number, deed in enumerate(rung.deeds):
            yield f"ladder.rungs[{place}].deeds[{number}]", deed


def _deed(known: Known, deed: Deed) -> Iterator[tuple[str, str]]:
    if deed.action not in actions.ACTIONS:
        yield f"there is no action {deed.action}", f"没有动作 {deed.action}"
        return
    try:
        actions.parse(actions.Deed(deed.action, deed.params))
    except msgspec.ValidationError as fault:
        yield in_english(str(fault)), f"参数不符：{in_chinese(str(fault))}"
        return
    template, book = deed.params.get("template", ""), deed.params.get("book", "")
    if deed.action == "coupons.issue" and not known.has("coupons", template):
        yield f"there is no coupon {template}", f"没有券模板 {template}"
    if deed.action == "points.award" and not known.has("books", book):
        yield f"there is no book {book}", f"没有积分账户 {book}"
