"""Terms of a coupon in words: what it is worth, from what sum on, where and when."""

from __future__ import annotations

from collections.abc import Sequence

from liuke.domains.coupons import CouponTemplate, template
from liuke.kernel.measures import money, some
from liuke.kernel.values import Value

DAYS = (
    ("Mon", "周一"), ("Tue", "周二"), ("Wed", "周三"), ("Thu", "周四"), ("Fri", "周五"),
    ("Sat", "周六"), ("Sun", "周日"),
)  # fmt: skip


# Ways to buy as shops name them; a way of the shop's own keeps its word.
CHANNELS = {
    "till": ("in store", "门店"),
    "web": ("online", "网店"),
    "app": ("in the app", "应用内"),
}


class Terms(Value, frozen=True):
    """What a coupon is worth, and each condition as a short sentence, in both languages."""

    worth: str
    worth_zh: str
    conditions: tuple[str, ...]
    conditions_zh: tuple[str, ...]


def terms_of(kind: CouponTemplate, currency: str) -> Terms:
    """Put a template into words."""
    said = [*_threshold(kind, currency), *_where(kind.scope), *_when(kind.scope)]
    if kind.per_order > 1:
        said.append((f"up to {kind.per_order} in one order", f"每单最多 {kind.per_order} 张"))
    if not kind.stackable:
        said.append(("not with other coupons", "不与其他券同用"))
    worth, worth_zh = _worth(kind.effect, currency)
    return Terms(worth, worth_zh, tuple(en for en, _ in said), tuple(zh for _, zh in said))


def _worth(effect: template.Effect, currency: str) -> tuple[str, str]:
    if isinstance(effect, template.CashOff):
        off, off_zh = money(currency).rounded(effect.amount_minor)
        return f"{off} off", f"减 {off_zh}"
    if isinstance(effect, template.PercentOff):
        return _percent(effect, currency)
    if isinstance(effect, template.FreeItem):
        free = some(effect.quantity, "item", "items")
        return f"{free} free", f"免费兑换 {effect.quantity} 件"
    if isinstance(effect, template.TimesCard):
        return some(effect.uses, "use", "uses"), f"可用 {effect.uses} 次"
    return _rarer(effect, currency)


def _percent(effect: template.PercentOff, currency: str) -> tuple[str, str]:
    whole, rest = divmod(effect.off_bp, 100)
    en, zh = f"{whole}{f'.{rest:02d}' if rest else ''}% off", _tenths(10_000 - effect.off_bp)
    if effect.cap_minor is None:
        return en, zh
    most, most_zh = money(currency).rounded(effect.cap_minor)
    return f"{en}, at most {most}", f"{zh}，最多减 {most_zh}"


def _tenths(left_bp: int) -> str:
    text = f"{left_bp // 1_000}.{left_bp % 1_000:03d}".rstrip("0").rstrip(".")
    return f"{text} 折" if left_bp else "免费"


def _rarer(
    effect: template.BuyXGetY | template.Upgrade | template.FreeShipping, currency: str
) -> tuple[str, str]:
    if isinstance(effect, template.BuyXGetY):
        free = effect.off_bp == 10_000
        cut, cut_zh = ("free", "送") if free else ("for less", "优惠购")
        en = f"buy {effect.buy}, get {effect.get} {cut}"
        return en, f"买 {effect.buy} {cut_zh} {effect.get}"
    if isinstance(effect, template.Upgrade):
        more, more_zh = money(currency).rounded(effect.surcharge_minor)
        paid = effect.surcharge_minor > 0
        return (f"upgrade for {more}", f"加 {more_zh}升级") if paid else ("upgrade", "免费升级")
    if effect.cap_minor is None:
        return "free shipping", "包邮"
    most, most_zh = money(currency).rounded(effect.cap_minor)
    return f"shipping free up to {most}", f"运费最多减 {most_zh}"


def _threshold(kind: CouponTemplate, currency: str) -> list[tuple[str, str]]:
    if not kind.threshold_minor:
        return []
    least, least_zh = money(currency).rounded(kind.threshold_minor)
    return [(f"from {least}", f"满 {least_zh}可用")]


def _where(scope: template.Scope) -> list[tuple[str, str]]:
    empty = template.Goods()
    said = []
    if scope.include != empty or scope.exclude != empty:
        said.append(("on chosen goods", "限指定商品"))
    if scope.stores or scope.stores_excluded:
        said.append(("in chosen stores", "限指定门店"))
    if scope.channels:
        ways = [CHANNELS.get(one, (one, one)) for one in scope.channels]
        said.append((f"only {_both(ways)[0]}", f"限{_both(ways)[1]}"))
    return said


def _when(scope: template.Scope) -> list[tuple[str, str]]:
    said = []
    if scope.weekdays:
        said.append(_both([DAYS[day - 1] for day in scope.weekdays]))
    if scope.hours:
        said.append(_both([(f"{part.start}–{part.end}",) * 2 for part in scope.hours]))
    return said


def _both(words: Sequence[tuple[str, str]]) -> tuple[str, str]:
    return ", ".join(en for en, _ in words), "、".join(zh for _, zh in words)
