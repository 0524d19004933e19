"""The columns that rows are told apart by, in words, and the words of what they hold."""

from __future__ import annotations

from typing import Literal

from liuke.kernel.values import Value

Holds = Literal["date", "month", "instant", "text", "number", "money", "store", "word"]


class Word(Value, frozen=True):
    """A code, and what people call it."""

    code: str
    label: str
    label_zh: str


class Dimension(Value, frozen=True):
    """A column that says what a row is about; `words` names what it may hold."""

    code: str
    holds: Holds
    label: str
    label_zh: str
    words: tuple[Word, ...] = ()


STEPS = (
    Word("0", "Joined", "入会"),
    Word("1", "Bought", "买过一次"),
    Word("2", "Bought twice", "买过两次"),
    Word("3", "Bought three times", "买过三次"),
    Word("5", "Bought five times", "买过五次"),
    Word("10", "Bought ten times", "买过十次"),
)
VISIT_STEPS = (
    Word("0", "Came", "到访"),
    Word("1", "Looked at a product", "看了商品"),
    Word("2", "Put into the basket", "加入购物车"),
    Word("3", "Bought", "购买"),
)
DIMENSIONS = {
    one.code: one
    for one in (
        Dimension("period_on", "date", "From", "起始日"),
        Dimension("month_no", "month", "Month", "月份"),
        Dimension("cohort_no", "month", "First purchase", "首购月"),
        Dimension("months_later", "number", "Months later", "之后第几月"),
        Dimension("expires_no", "month", "Last usable month", "到期月"),
        Dimension("starts_at", "instant", "From", "开始"),
        Dimension("ends_at", "instant", "Until", "结束"),
        Dimension(
            "whose", "word", "Buyers", "买家",
            (Word("new", "New", "新客"), Word("returning", "Returning", "回头客")),
        ),
        Dimension("visits", "number", "Days bought on", "购买天数"),
        Dimension("gap_days", "number", "Days between, from", "间隔天数（起）"),
        Dimension("step", "number", "Came to", "走到", STEPS),
        Dimension("visit_step", "number", "Came to", "走到", VISIT_STEPS),
        Dimension("basket_from_minor", "money", "From", "金额（起）"),
        Dimension("part", "number", "Twentieth", "第几份"),
        Dimension("recency", "number", "Recency", "近度 R"),
        Dimension("frequency", "number", "Frequency", "频度 F"),
        Dimension("set_code", "text", "Tier set", "等级体系"),
        Dimension("level_before", "text", "Before", "期初等级"),
        Dimension("level_after", "text", "After", "期末等级"),
        Dimension("book", "text", "Book", "账本"),
        Dimension("age_days", "number", "Days since earned, from", "获得至今天数（起）"),
        Dimension("template", "text", "Coupon", "券模板"),
        Dimension("campaign", "text", "Campaign", "活动"),
        Dimension("category", "text", "Category", "品类"),
        Dimension("this", "text", "Bought this", "买了这类"),
        Dimension("that", "text", "also that", "也买那类"),
        Dimension("store", "store", "Store", "门店"),
        Dimension("staff", "text", "Guide", "导购"),
        Dimension("channel", "text", "Channel", "渠道"),
        Dimension("reduced_part", "number", "Bought reduced, from %", "让利占比（起，%）"),
    )
}  # fmt: skip
PARAMETERS = {
    "since_on": ("From", "从"),
    "until_on": ("Until", "到"),
    "stores": ("Stores", "门店"),
    "grain": ("By", "按"),
    "per": ("Per", "按"),
}
CHOICES = {
    one.code: one
    for one in (
        Word("day", "Day", "日"),
        Word("week", "Week", "周"),
        Word("month", "Month", "月"),
        Word("order", "Order", "每笔订单"),
        Word("member", "Member's average", "会员平均"),
    )
}
