"""Wiring: whether what a tier set names is there: books, actions, coupons."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from liuke.domains.programme import Draft, Fault
from liuke.domains.tiers.values import Deed, TierSet
from liuke.kernel import actions
from liuke.kernel.unfit import in_chinese


def strangers(draft: Draft, spec: TierSet) -> Iterator[Fault]:
    """Yield a fault for everything a set names that the document or the product has not."""
    at = f"$.tiers[{draft.of(TierSet).index(spec)}]"
    if not _has(draft, "books", spec.basis.book):
        reason = f"there is no book {spec.basis.book}"
        yield Fault(f"{at}.basis.book", reason, f"没有积分账户 {spec.basis.book}")
    if spec.card_kind and not _has(draft, "cards", spec.card_kind):
        reason = f"there is no card plan {spec.card_kind}"
        yield Fault(f"{at}.card_kind", reason, f"没有会员卡 {spec.card_kind}")
    for path, deed in _deeds(spec):
        for reason, reason_zh in _deed(draft, deed):
            yield Fault(f"{at}.{path}", reason, reason_zh)


def _has(draft: Draft, section: str, code: str) -> bool:
    """Tell whether a code is known; a document without the section leans on other programmes."""
    codes = [item.code for item in draft.items.get(section, ())]
    return not code or not codes or code in codes


def _deeds(spec: TierSet) -> Iterator[tuple[str, Deed]]:
    for rank, level in enumerate(spec.levels):
        for place, grant in enumerate(level.grants):
            for number, deed in enumerate(grant.deeds):
                yield f"levels[{rank}].grants[{place}].deeds[{number}]", deed
    for place, rung in enumerate(spec.ladder.rungs if spec.ladder else ()):
        for number, deed in enumerate(rung.deeds):
            yield f"ladder.rungs[{place}].deeds[{number}]", deed


def _deed(draft: Draft, deed: Deed) -> Iterator[tuple[str, str]]:
    if deed.action not in actions.ACTIONS:
        yield f"there is no action {deed.action}", f"没有动作 {deed.action}"
        return
    try:
        actions.parse(actions.Deed(deed.action, deed.params))
    except msgspec.ValidationError as fault:
        yield str(fault), f"参数不符：{in_chinese(str(fault))}"
        return
    template, book = deed.params.get("template", ""), deed.params.get("book", "")
    if deed.action == "coupons.issue" and not _has(draft, "coupons", template):
        yield f"there is no coupon {template}", f"没有券模板 {template}"
    if deed.action == "points.award" and not _has(draft, "books", book):
        yield f"there is no book {book}", f"没有积分账户 {book}"
