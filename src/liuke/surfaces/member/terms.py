"""Terms of a coupon in words: what it is worth, from what sum on, where and when."""

from __future__ import annotations

from liuke.domains.coupons import CouponTemplate, template
from liuke.kernel.money import written
from liuke.kernel.values import Value

DAYS = (
    ("Mon", "周一"), ("Tue", "周二"), ("Wed", "周三"), ("Thu", "周四"), ("Fri", "周五"),
    ("Sat", "周六"), ("Sun", "周日"),
)  # fmt: skip


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
        off = written(effect.amount_minor, currency)
        return f"{off} off", f"减 {off}"
    if isinstance(effect, template.PercentOff):
        return _percent(effect, currency)
    if isinstance(effect, template.FreeItem):
        return f"{effect.quantity} free", f"免费兑换 {effect.quantity} 件"
    if isinstance(effect, template.TimesCard):
        return f"{effect.uses} times", f"可用 {effect.uses} 次"
    return _rarer(effect, currency)


def _percent(effect: template.PercentOff, currency: str) -> tuple[str, str]:
    whole, rest = divmod(effect.off_bp, 100)
    en, zh = f"{whole}{f'.{rest:02d}' if rest else ''}% off", _tenths(10_000 - effect.off_bp)
    if effect.cap_minor is None:
        return en, zh
    most = written(effect.cap_minor, currency)
    return f"{en}, at most {most}", f"{zh}，最多减 {most}"


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
        more = written(effect.surcharge_minor, currency)
        paid = effect.surcharge_minor > 0
        return ("upgrade", "升级") if not paid else (f"upgrade for {more}", f"加 {more} 升级")
    if effect.cap_minor is None:
        return "free shipping", "包邮"
    most = written(effect.cap_minor, currency)
    return f"shipping free up to {most}", f"运费最多减 {most}"


def _threshold(kind: CouponTemplate, currency: str) -> list[tuple[str, str]]:
    if not kind.threshold_minor:
        return []
    least = written(kind.threshold_minor, currency)
    return [(f"from {least}", f"满 {least} 可用")]


def _where(scope: template.Scope) -> list[tuple[str, str]]:
    empty = template.Goods()
    said = []
    if scope.include != empty or scope.exclude != empty:
        said.append(("on chosen goods", "限指定商品"))
    if scope.stores or scope.stores_excluded:
        said.append(("in chosen stores", "限指定门店"))
    if scope.channels:
        ways = ", ".join(scope.channels)
        said.append((f"only: {ways}", f"限渠道：{ways}"))
    return said


def _when(scope: template.Scope) -> list[tuple[str, str]]:
    said = []
    if scope.weekdays:
        days = [DAYS[day - 1] for day in scope.weekdays]
        said.append((", ".join(en for en, _ in days), "、".join(zh for _, zh in days)))
    if scope.hours:
        parts = ", ".join(f"{part.start}-{part.end}" for part in scope.hours)
        said.append((parts, parts))
    return said
