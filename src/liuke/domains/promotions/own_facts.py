"""Own facts: what a rule may ask of the moment and the basket, beside what it asks of members."""

from __future__ import annotations

from liuke.kernel.values import Value


class OwnFact(Value, frozen=True):
    """A fact of the moment or the basket; `goods` are `category:tea`, or none for all.

    `kind` is that of a member's fact, or a `time` of day or `month_day` of the year, as text.
    """

    name: str
    kind: str
    label: str
    label_zh: str
    args: tuple[str, ...] = ()


GOODS = ("goods",)
OWN_FACTS = (
    OwnFact("now.weekday", "int", "Weekday", "星期几"),
    OwnFact("now.time", "time", "Time of day", "几点几分"),
    OwnFact("now.date", "date", "Today's date", "今天的日期"),
    OwnFact("now.day", "int", "Day of the month", "几号"),
    OwnFact("now.last_day", "bool", "Is the last day of the month", "是当月最后一天"),
    OwnFact("now.month", "int", "Month", "几月"),
    OwnFact("now.month_day", "month_day", "Day of the year", "几月几日"),
    OwnFact("basket.amount", "money", "Basket: worth, discounts off", "购物篮：优惠后金额", GOODS),
    OwnFact("basket.gross", "money", "Basket: worth at list prices", "购物篮：原价金额", GOODS),
    OwnFact("basket.quantity", "int", "Basket: units", "购物篮：件数", GOODS),
    OwnFact("basket.lines", "int", "Basket: lines", "购物篮：行数", GOODS),
    OwnFact("basket.products_count", "int", "Basket: kinds of products", "购物篮：商品种数", GOODS),
    OwnFact("basket.grams", "int", "Basket: weight in grams", "购物篮：重量（克）", GOODS),
    OwnFact("basket.categories", "texts", "Basket: categories", "购物篮：品类"),
    OwnFact("basket.products", "texts", "Basket: product codes", "购物篮：商品编码"),
    OwnFact("basket.brands", "texts", "Basket: brands", "购物篮：品牌"),
    OwnFact("basket.tags", "texts", "Basket: tags of goods", "购物篮：商品标签"),
    OwnFact("basket.codes", "texts", "Basket: promotion codes", "购物篮：优惠码"),
    OwnFact("basket.coupons", "texts", "Basket: coupons shown", "购物篮：出示的券"),
    OwnFact("basket.shipping", "money", "Basket: shipping fee", "购物篮：运费"),
    OwnFact("store", "text", "Store", "门店"),
    OwnFact("channel", "text", "Channel", "渠道"),
    OwnFact("member", "bool", "Is a member", "是会员"),
)
