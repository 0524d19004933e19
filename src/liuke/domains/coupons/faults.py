"""What is wrong with the coupon templates of a programme draft, each fault with its path."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, time, timedelta

from liuke.domains.coupons.template import (
    CashOff,
    CouponTemplate,
    Dates,
    FreeItem,
    Goods,
    Got,
    TimesCard,
)
from liuke.domains.programme import Draft, Fault

NOTHING = Goods()
DAY_END = "24:00"  # a rule's hours say so too


def faults(draft: Draft) -> list[Fault]:
    """Return every fault of the coupons section."""
    return check(draft.of(CouponTemplate))


def check(templates: Sequence[CouponTemplate]) -> list[Fault]:
    """Return every fault of some templates, in their order.

    >>> from liuke.domains.coupons.template import DaysAfter
    >>> card = CouponTemplate("tea", "Tea", "茶", TimesCard(3, NOTHING), DaysAfter(7))
    >>> [fault.path for fault in check([card])]
    ['$.coupons[0].effect.item']
    """
    found = [
        Fault(f"$.coupons[{place}].{path}", reason, reason_zh)
        for place, template in enumerate(templates)
        for path, reason, reason_zh in _of(template)
    ]
    return found + _shared_codes(templates)


def _of(template: CouponTemplate) -> Iterator[tuple[str, str, str]]:
    yield from _effect(template)
    yield from _validity(template)
    yield from _ways(template)
    yield from _limits(template)
    yield from _hours(template)
    yield from _nowhere(template)


def _effect(template: CouponTemplate) -> Iterator[tuple[str, str, str]]:
    effect = template.effect
    if isinstance(effect, FreeItem | TimesCard) and effect.item == NOTHING:
        yield "effect.item", "name the goods it is good for", "请指定可兑换的商品"
    if isinstance(effect, CashOff) and effect.amount_minor > (template.budget_minor or 10**12):
        yield "budget_minor", "less than one coupon gives away", "预算不够一张券"


def _validity(template: CouponTemplate) -> Iterator[tuple[str, str, str]]:
    dates = template.validity if isinstance(template.validity, Dates) else Dates()
    if _reversed(dates.starts_on, dates.ends_on):
        yield "validity.ends_on", "before the first day", "结束日期早于开始日期"
    if _reversed(template.claim_from_on, dates.ends_on):
        yield "claim_from_on", "after the last usable day", "领取开始晚于有效期结束"
    if _reversed(template.claim_from_on, template.claim_until_on):
        yield "claim_until_on", "before the first day to claim", "领取结束早于领取开始"


def _reversed(first: date | None, last: date | None) -> bool:
    return first is not None and last is not None and last < first


def _ways(template: CouponTemplate) -> Iterator[tuple[str, str, str]]:
    public = template.got is Got.PUBLIC_CODE
    if public and template.public_code is None:
        yield "public_code", "a public coupon needs its code", "公共券需要券码"
    if not public and template.public_code is not None:
        yield "public_code", "only a public coupon has one", "只有公共券才有公共券码"
    if public and isinstance(template.effect, TimesCard):
        yield "got", "a times card belongs to one member", "计次卡不能用公共券码"
    if template.got is not Got.GRANTED and template.claim_days is not None:
        yield (
            "claim_days",
            "only a granted coupon waits to be claimed",
            "只有发放的券才需要限时领取",
        )
    granted_window = template.claim_from_on or template.claim_until_on
    if template.got is Got.GRANTED and granted_window:
        yield "claim_from_on", "a granted coupon uses `claim_days`", "发放的券请用领取天数"
    if template.transferable and public:
        yield "transferable", "a public coupon cannot be passed on", "公共券不能转赠"


def _limits(template: CouponTemplate) -> Iterator[tuple[str, str, str]]:
    if template.stock and template.per_day and template.per_day > template.stock:
        yield "per_day", "above the whole stock", "每日限量大于总量"
    if template.per_member and (template.per_member_day or 0) > template.per_member:
        yield "per_member_day", "above the limit per member", "每日限领大于每人限领"


def _hours(template: CouponTemplate) -> Iterator[tuple[str, str, str]]:
    for place, part in enumerate(template.scope.hours):
        try:
            start = time.fromisoformat(part.start)
            same = part.end != DAY_END and start == time.fromisoformat(part.end)
        except ValueError:
            yield f"scope.hours[{place}]", "not a time of day", "不是有效时间"
        else:
            if same:
                yield f"scope.hours[{place}]", "an empty part of the day", "时间段为空"


def _nowhere(template: CouponTemplate) -> Iterator[tuple[str, str, str]]:
    scope, dates = template.scope, template.validity
    if scope.stores and set(scope.stores) <= set(scope.stores_excluded):
        yield "scope.stores_excluded", "leaves none of the stores named", "指定的门店全部被排除"
    if scope.weekdays and isinstance(dates, Dates) and dates.starts_on and dates.ends_on:
        days = min((dates.ends_on - dates.starts_on).days + 1, 7)
        open_on = {(dates.starts_on + timedelta(days=n)).isoweekday() for n in range(days)}
        if days > 0 and not open_on.intersection(scope.weekdays):
            yield "scope.weekdays", "none of these is while it is valid", "有效期内没有这些星期"


def _shared_codes(templates: Sequence[CouponTemplate]) -> list[Fault]:
    first: dict[str, int] = {}
    found = []
    for place, template in enumerate(templates):
        if template.public_code is None:
            continue
        if first.setdefault(template.public_code, place) != place:
            path = f"$.coupons[{place}].public_code"
            found.append(Fault(path, "another coupon has this code", "券码与另一张券重复"))
    return found
