"""Reasons: why a rule did not apply, in one sentence of English and one of Chinese."""

from __future__ import annotations

from liuke.domains.promotions.values import Missed, Why
from liuke.kernel.measures import money, some

SENTENCES: dict[Why, tuple[str, str]] = {
    Why.NOT_STARTED: ("Not started yet.", "活动尚未开始。"),
    Why.ENDED: ("It is over.", "活动已结束。"),
    Why.WEEKDAY: ("Not on {found}.", "{found}不参加。"),
    Why.DAY: ("Not on this day.", "今天不是活动日。"),
    Why.HOURS: ("Not at this hour.", "不在活动时段内。"),
    Why.STORE: ("Not in this store.", "本门店不参加。"),
    Why.CHANNEL: ("Not through this channel.", "本渠道不参加。"),
    Why.TIER: ("Not for this tier.", "会员等级不符。"),
    Why.MEMBERS_ONLY: ("For members only.", "仅限会员。"),
    Why.CODE: ("The code was not given.", "未输入优惠码。"),
    Why.CONDITION: ("A condition is not met.", "不满足条件。"),
    Why.LIMIT: ("The limit is reached.", "已达使用上限。"),
    Why.BUDGET: ("The budget is spent.", "活动预算已用完。"),
    Why.NO_GOODS: ("Nothing in the basket it is about.", "购物篮中没有适用商品。"),
    Why.SHORT_AMOUNT: ("{money} short.", "差 {money_zh}。"),
    Why.SHORT_UNITS: ("{items} short.", "差 {missing} 件。"),
    Why.EXCLUDED: ("Not together with {other}.", "不能与 {other} 同享。"),
    Why.BEATEN: ("{other} applied instead.", "已使用 {other}。"),
    Why.NOTHING_LEFT: ("Nothing left to reduce.", "没有可优惠的金额。"),
    Why.NOTHING_EARNED: ("Nothing earned here to multiply.", "没有可加倍的积分。"),
    Why.TOO_LITTLE: ("Too little for a point.", "金额太少，不得积分。"),
    Why.TENDER: ("What it was paid with earns nothing.", "所用付款方式不积分。"),
    Why.USED_UP: ("It is used up.", "已用完。"),
    Why.BALANCE: ("Not enough points.", "积分不足。"),
    Why.TOO_NEW: (
        "Points cannot be spent before membership is confirmed.",
        "入会确认后才能使用积分。",
    ),
    Why.CAP: ("Only a part may be paid so.", "超出可抵扣上限。"),
    Why.NOT_PAYABLE: ("These points pay nothing here.", "这些积分在这里不能抵现。"),
    Why.STEP: ("Points pay in whole steps only.", "积分须按规定的倍数抵扣。"),
}
WEEKDAYS = ("Mondays", "Tuesdays", "Wednesdays", "Thursdays", "Fridays", "Saturdays", "Sundays")
WEEKDAYS_ZH = ("周一", "周二", "周三", "周四", "周五", "周六", "周日")


def missed(
    rule: str,
    why: Why,
    *,
    coupon: str = "",
    missing: int = 0,
    other: str = "",
    currency: str = "CNY",
) -> Missed:
    """Say why a rule or coupon did not apply.

    >>> missed("m", Why.SHORT_AMOUNT, missing=1200).text_zh
    '差 12.00 元。'
    """
    text, text_zh = SENTENCES[why]
    if "{" in text:
        told, told_zh = money(currency).told(missing)
        words = {
            "money": told,
            "money_zh": told_zh,
            "items": some(missing, "item", "items"),
            "missing": missing,
            "other": other,
            "found": other,
        }
        text, text_zh = text.format(**words), text_zh.format(**words)
    return Missed(rule, why, text, text_zh, coupon, missing, other)


def wrong_weekday(rule: str, weekday: int, *, coupon: str = "") -> Missed:
    """Say that a rule does not run on this day of the week (1 is Monday).

    >>> wrong_weekday("m", 2).text
    'Not on Tuesdays.'
    """
    text, text_zh = SENTENCES[Why.WEEKDAY]
    day, day_zh = WEEKDAYS[weekday - 1], WEEKDAYS_ZH[weekday - 1]
    return Missed(
        rule, Why.WEEKDAY, text.format(found=day), text_zh.format(found=day_zh), coupon, found=day
    )


def unmet(rule: str, *, node: str, found: str, asked: str, coupon: str = "") -> Missed:
    """Say which node of the condition failed, what was found and what was asked."""
    text, text_zh = SENTENCES[Why.CONDITION]
    return Missed(rule, Why.CONDITION, text, text_zh, coupon, 0, node, found, asked)
