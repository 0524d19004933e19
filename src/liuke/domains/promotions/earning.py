"""Earning: what the goods that are paid for earn in each book, with a reason for every part."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from msgspec.structs import replace

from liuke.domains.promotions.checks import refusal, short
from liuke.domains.promotions.curves import figure, raw_points, whole
from liuke.domains.promotions.effects import Earn, EarnOn, Multiply
from liuke.domains.promotions.offers import Offer
from liuke.domains.promotions.reasons import missed
from liuke.domains.promotions.tenders import called
from liuke.domains.promotions.terms import Mode
from liuke.domains.promotions.units import Slice, spread
from liuke.domains.promotions.values import Award, AwardPart, Grant, Share, Why
from liuke.domains.promotions.work import Work
from liuke.kernel.measures import Measure, money
from liuke.kernel.money import allocate


@dataclass(slots=True)
class Factor:
    """A multiplier that runs in this order, on some ranges."""

    offer: Offer
    effect: Multiply
    pool: frozenset[Slice]

    def on(self, earning: Mapping[Slice, int]) -> int:
        """Return how much of what earns it multiplies."""
        return sum([amount for piece, amount in earning.items() if piece in self.pool])

    def told(self, earning: Mapping[Slice, int], coin: Measure) -> tuple[str, str]:
        """Say `1.5 gold`, and of what part of the goods unless it is all of them."""
        whole_part, rest = divmod(self.effect.factor_bp, 10_000)
        times = f"{whole_part}.{f'{rest:04}'.rstrip('0') or '0'}"
        text, text_zh = f"{times} {self.offer.name}", f"{times} {self.offer.name_zh}"
        total, mine = sum(earning.values()), self.on(earning)
        if mine == total:
            return text, text_zh
        (part, part_zh), (all_of, all_zh) = coin.told(mine), coin.told(total)
        return f"{text} ({part} of {all_of})", f"{text_zh}（{all_zh}中的 {part_zh}）"


@dataclass(slots=True)
class Part:
    """One reason of an award, on its ranges."""

    book: str
    part: AwardPart
    amounts: list[tuple[Slice, int]]


def earn(offers: Sequence[Offer], work: Work) -> list[Award]:
    """Return what the basket earns, one award a book; give what rules only grant."""
    running = [offer for offer in offers if runs(offer, work)]
    bases = Bases(work)
    factors = multipliers(running, work)
    parts = [
        part
        for offer in running
        for effect in offer.earns
        if (part := part_of(offer, effect, bases=bases, factors=factors, work=work))
    ]
    used = {code for part in parts for code in part.part.factors}
    idle = [factor.offer.code for factor in factors if factor.offer.code not in used]
    work.found.missed += [missed(code, Why.NOTHING_EARNED) for code in dict.fromkeys(idle)]
    parts.sort(key=lambda part: part.book)
    return [award(book, list(same)) for book, same in groupby(parts, key=lambda part: part.book)]


def runs(offer: Offer, work: Work) -> bool:
    """Say whether an offer earns, multiplies or grants here: it applied before, or may now."""
    if offer.prices or offer.shippings:
        return work.spent(offer).uses > 0
    no = refusal(offer, work) or short(offer, work.pool(offer), work)
    if no is not None:
        work.found.missed.append(no)
        return False
    work.found.grants += [Grant(offer.code, effect) for effect in offer.grants]
    if offer.grants:
        work.spent(offer).uses = 1
    return True


class Bases:
    """The amount of each range that earns, less what was paid for it in ways that do not."""

    __slots__ = ("spreads", "work")

    def __init__(self, work: Work) -> None:
        """Spread no payment yet: most rules earn however one pays."""
        self.work = work
        self.spreads: dict[frozenset[str], dict[Slice, int]] = {}

    def amounts(self, pool: Sequence[Slice], effect: Earn) -> list[int]:
        """Return what of each range earns."""
        amounts = worth(pool, effect.base)
        if not self.used(effect):
            return amounts
        barred = self.barred(pool, effect)
        return [amount - less for amount, less in zip(amounts, barred, strict=True)]

    def used(self, effect: Earn) -> list[str]:
        """Return the kinds of payment in this order that an effect does not earn on."""
        return [kind for kind, minor in self.work.basket.tenders.items()
                if minor and kind in effect.not_tenders]  # fmt: skip

    def barred(self, pool: Sequence[Slice], effect: Earn) -> list[int]:
        """Return what of each range is paid in ways that do not earn.

        Such a payment is shared over all goods by what is left to pay of each.
        """
        kinds = frozenset(self.used(effect))
        if kinds not in self.spreads:
            total = sum([self.work.basket.tenders[kind] for kind in kinds])
            self.spreads[kinds] = dict(spread(total, self.work.slices))
        paid = self.spreads[kinds]
        return [paid.get(piece, 0) for piece in pool]


def worth(pool: Sequence[Slice], base: EarnOn) -> list[int]:
    """Return the amount of each range: gross, net of discounts, or paid in money."""
    if base is EarnOn.GROSS:
        return [piece.gross for piece in pool]
    if base is EarnOn.NET:
        return [piece.gross - piece.discounted for piece in pool]
    return [piece.gross - piece.taken for piece in pool]


def multipliers(running: Sequence[Offer], work: Work) -> list[Factor]:
    """Return the multipliers in order; of a `best` or `first` group only one a book counts."""
    factors = [
        Factor(offer, effect, frozenset(work.pool(offer)))
        for offer in running
        for effect in offer.multiplies
    ]
    kept: list[Factor] = []
    for _, same in groupby(factors, key=lambda factor: factor.offer.order[:3]):
        group = list(same)
        mode = group[0].offer.group.mode
        kept += group if mode is Mode.ALL else chosen(group, mode, work)
    return kept


def chosen(group: list[Factor], mode: Mode, work: Work) -> list[Factor]:
    """Keep one multiplier a book: the first, the largest or the smallest."""
    kept: dict[str, Factor] = {}
    sign = {Mode.FIRST: 0, Mode.BEST: -1, Mode.LEAST: 1}[mode]
    for factor in sorted(group, key=lambda factor: sign * factor.effect.factor_bp):
        winner = kept.setdefault(factor.effect.book, factor)
        if winner is not factor:
            no = missed(factor.offer.code, Why.BEATEN, other=winner.offer.code)
            work.found.missed.append(no)
    return [factor for factor in group if factor in kept.values()]


def part_of(
    offer: Offer, effect: Earn, *, bases: Bases, factors: Sequence[Factor], work: Work
) -> Part | None:
    """Return what one rule earns, multiplied and rounded once, or record why nothing."""
    pool = work.pool(offer)
    amounts = bases.amounts(pool, effect)
    kinds = bases.used(effect)
    barred = sum(bases.barred(pool, effect)) if kinds else 0
    total = sum(amounts)
    mine = [f for f in factors if f.effect.book == effect.book] if effect.multiplied else []
    weights = multiplied(amounts, pool, mine)
    raw = raw_points(effect, total, measured(effect, total, work))
    # The mean factor of the goods, weighted by what they earn on: nothing earns nothing.
    exact = (raw[0] * sum(weights), raw[1] * max(total, 1) * 10_000 ** len(mine))
    earned = whole(exact, effect.rounding)
    points = limited(offer, earned, work)
    if points <= 0:
        why = Why.LIMIT if earned > 0 else Why.TENDER if barred and not total else Why.TOO_LITTLE
        work.found.missed.append(missed(offer.code, why))
        return None
    earning = dict(zip(pool, amounts, strict=True))
    used = [factor for factor in mine if factor.on(earning)]
    for one in (offer, *[factor.offer for factor in used]):
        work.spent(one).uses = max(work.spent(one).uses, 1)
    work.spent(offer).points += points
    places = work.compiled.places.get(effect.book, 0)
    start, coin = figure(raw, places), money(work.basket.currency)
    told = [(start, start), *[factor.told(earning, coin) for factor in used]]
    text = reason(offer, told, points=points, factors=used)
    if points < earned:
        text = curbed(text, figure((points, 1), places))
    if barred:
        text = uncounted(text, coin.told(barred), kinds)
    return Part(effect.book, text, list(zip(pool, allocate(points, weights), strict=True)))


def multiplied(amounts: list[int], pool: Sequence[Slice], factors: Sequence[Factor]) -> list[int]:
    """Return what each range earns on, in basis points of every factor."""
    if not factors:
        return amounts
    return [a * scale(piece, factors) for piece, a in zip(pool, amounts, strict=True)]


def scale(piece: Slice, factors: Sequence[Factor]) -> int:
    """Return the product of the factors on a range, each in basis points."""
    product = 1
    for factor in factors:
        product *= factor.effect.factor_bp if piece in factor.pool else 10_000
    return product


def measured(effect: Earn, total: int, work: Work) -> int:
    """Return what the stages go by: the amount, or a fact (0 when it is unknown)."""
    if effect.measure == "amount":
        return total
    found = work.facts[effect.measure]
    return found if isinstance(found, int) else 0


def limited(offer: Offer, points: int, work: Work) -> int:
    """Lower points to what the rule's points limit leaves."""
    if offer.limits is None or offer.limits.points_max is None:
        return points
    given = work.used(offer).points + work.spent(offer).points
    return min(points, max(offer.limits.points_max - given, 0))


def reason(
    offer: Offer, told: Sequence[tuple[str, str]], *, points: int, factors: Sequence[Factor]
) -> AwardPart:
    """Say how a part came about: `140 × 1.5 gold × 2.0 member day`."""
    text = f"{offer.name}: {' × '.join([one for one, _ in told])}"
    text_zh = f"{offer.name_zh}：{' × '.join([one for _, one in told])}"
    codes = tuple([factor.offer.code for factor in factors])
    return AwardPart(offer.code, points, text, text_zh, codes)


def curbed(part: AwardPart, left: str) -> AwardPart:
    """Say that no more was left of the rule's points than this."""
    text, text_zh = f"{part.text}, of which {left} were left", f"{part.text_zh}，上限只剩 {left}"
    return replace(part, text=text, text_zh=text_zh)


def uncounted(part: AwardPart, told: tuple[str, str], kinds: Sequence[str]) -> AwardPart:
    """Say how much was left out because of how it was paid."""
    words = [called(kind) for kind in kinds]
    by, by_zh = ", ".join([one for one, _ in words]), "、".join([one for _, one in words])
    text = f"{part.text} ({told[0]} paid by {by} not counted)"
    return replace(part, text=text, text_zh=f"{part.text_zh}（{told[1]}不计，付款方式：{by_zh}）")


def award(book: str, parts: list[Part]) -> Award:
    """Add the parts of a book up and share them over the units that earned them."""
    totals = dict(parts[0].amounts)
    for part in parts[1:]:
        for piece, points in part.amounts:
            totals[piece] = totals.get(piece, 0) + points
    shares = [
        Share(piece.goods.index, piece.start, piece.count, 0, points)
        for piece, points in totals.items()
        if points
    ]
    reasons = tuple([part.part for part in parts])
    return Award(book, sum([part.part.points for part in parts]), reasons, tuple(shares))
