"""What promotions offer to programmes: the sections `rules` and `groups`."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping

from liuke.domains import programme, segments
from liuke.domains.coupons import CouponTemplate
from liuke.domains.members import contribute
from liuke.domains.points import BookSpec
from liuke.domains.programme import Draft, Fault, Others, Section
from liuke.domains.promotions.effects import Earn, Effect, IssueCoupon, Multiply, PayWithPoints
from liuke.domains.promotions.faults import faults
from liuke.domains.promotions.held import HELD
from liuke.domains.promotions.terms import Group, Rule
from liuke.domains.tiers import TierSet
from liuke.kernel.conditions import InSegment, walk
from liuke.kernel.db import Tx

contribute("limits", HELD)

KINDS: Mapping[str, type[BookSpec | CouponTemplate]] = {
    "books": BookSpec,
    "coupons": CouponTemplate,
}


def check(draft: Draft) -> list[Fault]:
    """Return what is wrong with the rules of a draft."""
    groups = {group.code: group for group in draft.of(Group)}
    return [
        Fault(f"$.rules[{position}].{path}", reason, reason_zh)
        for position, rule in enumerate(draft.of(Rule))
        for path, reason, reason_zh in [
            *faults(rule, groups=groups),
            *strangers(rule, draft),
            *lost_tiers(rule, draft),
            *unpaying(rule, draft.of(BookSpec)),
        ]
    ]


def across(draft: Draft, others: Others) -> list[Fault]:
    """Return what rules name that neither their document nor any other that rules has.

    Of other documents' rules as well, where they name a book: no till could sell without it.
    """
    known = {
        section: {*draft.codes(kind), *[item.code for item in others.items(kind)]}
        for section, kind in KINDS.items()
    }
    levels = {*levels_of(draft.of(TierSet)), *levels_of(others.items(TierSet))}
    return (
        [
            Fault(f"$.rules[{position}].{path}", reason, reason_zh)
            for position, rule in enumerate(draft.of(Rule))
            for path, reason, reason_zh in [
                *unknown(rule, known),
                *lost_levels(rule, levels),
                *unpaying(rule, others.items(BookSpec)),
            ]
        ]
        + [
            Fault(
                "$.books",
                f"the live rule {rule.code} needs the book {code}",
                f"生效中的规则 {rule.code} 用到 books 里的 {code}",
            )
            for rule in others.items(Rule)
            for effect in rule.effects
            for section, _, code in named(effect)
            if section == "books" and code not in known[section]
        ]
        + list(no_longer_paying(draft, others))
    )


def strangers(rule: Rule, draft: Draft) -> Iterator[tuple[str, str, str]]:
    """Yield books and coupons that a rule names and its document, having some, does not."""
    known = {section: draft.codes(kind) for section, kind in KINDS.items()}
    yield from unknown(rule, {section: codes for section, codes in known.items() if codes})


def unknown(rule: Rule, known: Mapping[str, Collection[str]]) -> Iterator[tuple[str, str, str]]:
    """Yield what a rule names of a section and is not among the codes known of it."""
    for place, effect in enumerate(rule.effects):
        for section, field, code in named(effect):
            if code not in known.get(section, (code,)):
                path, word = f"effects[{place}].{field}", section.rstrip("s")
                yield path, f"there is no {word} {code}", f"{section} 中没有 {code}"


def unpaying(rule: Rule, books: Iterable[BookSpec]) -> Iterator[tuple[str, str, str]]:
    """Yield books that a rule would let pay and that never do, or not in its steps."""
    known = {book.code: book for book in books}
    for place, effect in enumerate(rule.effects):
        if isinstance(effect, PayWithPoints) and (book := known.get(effect.book)):
            for _, field, reason, reason_zh in at_odds(effect, book):
                yield f"effects[{place}].{field}", reason, reason_zh


def no_longer_paying(draft: Draft, others: Others) -> Iterator[Fault]:
    """Yield books by which a rule of another live document could pay no more as it says."""
    for position, book in enumerate(draft.of(BookSpec)):
        for rule in others.items(Rule):
            for effect in rule.effects:
                if not isinstance(effect, PayWithPoints) or effect.book != book.code:
                    continue
                for field, _, reason, reason_zh in at_odds(effect, book):
                    yield Fault(
                        f"$.books[{position}].{field}",
                        f"the live rule {rule.code} pays with it: {reason}",
                        f"生效中的规则 {rule.code} 用它抵现：{reason_zh}",
                    )


def at_odds(effect: PayWithPoints, book: BookSpec) -> Iterator[tuple[str, str, str, str]]:
    """Yield `(field of the book, field of the effect, reason, reason in Chinese)` that differ."""
    code, step = book.code, book.pay_step
    if book.qualifying:
        yield "qualifying", "book", f"{code} is never spent", f"{code} 是成长值，不能抵现"
    elif not book.payable:
        yield "payable", "book", f"{code} is not payable", f"{code} 没有设为可以抵现"
    elif effect.step_points > 1 and effect.step_points % step:
        yield (
            *("pay_step", "step_points"),
            f"{code} pays in steps of {step}",
            f"{code} 按 {step} 的倍数抵现",
        )


def lost_tiers(rule: Rule, draft: Draft) -> Iterator[tuple[str, str, str]]:
    """Yield levels that a rule names and its document, having tier sets, does not."""
    if known := levels_of(draft.of(TierSet)):
        yield from lost_levels(rule, known)


def lost_levels(rule: Rule, known: Collection[str]) -> Iterator[tuple[str, str, str]]:
    """Yield levels that a rule names and that are not known."""
    for code in rule.where.tiers:
        if code not in known:
            yield "where.tiers", f"there is no level {code}", f"没有等级 {code}"


def levels_of(sets: Iterable[TierSet]) -> set[str]:
    """Return the codes of every level."""
    return {level.code for tier_set in sets for level in tier_set.levels}


def named(effect: Effect) -> Iterator[tuple[str, str, str]]:
    """Yield `(section, field, code)` for what an effect names."""
    if isinstance(effect, Earn | Multiply | PayWithPoints):
        yield "books", "book", effect.book
    if isinstance(effect, IssueCoupon):
        yield "coupons", "template", effect.template


async def lost_segments(tx: Tx, draft: Draft) -> list[Fault]:
    """Return the segments that rules ask and this shop does not have."""
    rules = enumerate(draft.of(Rule))
    nodes = [
        (f"$.rules[{position}].when#{name}", node.code)
        for position, rule in rules
        if rule.when is not None
        for name, _, node in walk(rule.when)
        if isinstance(node, InSegment)
    ]
    if not nodes:
        return []
    known = await segments.definitions(tx)
    return [
        Fault(path, f"there is no segment {code}", f"没有人群 {code}")
        for path, code in nodes
        if code not in known or known[code].archived
    ]


async def lost(tx: Tx, draft: Draft) -> list[Fault]:
    """Return the segments and stores that rules name and this shop does not have."""
    named = [
        (f"$.rules[{position}].where.{field}", codes)
        for position, rule in enumerate(draft.of(Rule))
        for field, codes in (("stores", rule.where.stores), ("not_stores", rule.where.not_stores))
    ]
    return [*await lost_segments(tx, draft), *await programme.lost_stores(tx, named)]


programme.declare(Section("rules", Rule, "Rules", "规则", check, across, lost=lost, by_store=True))
programme.declare(Section("groups", Group, "Rule groups", "规则组", by_store=True))


async def rules_asking(tx: Tx, code: str) -> list[segments.Use]:
    """Return the live rules whose condition asks a segment."""
    rules = (await programme.live(tx)).items(Rule)
    return [
        segments.Use("promotion", rule.code, rule.name, rule.name_zh)
        for rule in rules
        if rule.when is not None and code in segments.asked(rule.when)
    ]


segments.declare_users("promotion", rules_asking)
