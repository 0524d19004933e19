"""Say a point of a report as a question about members, where that means the same people.

A question that is kept is asked again every day; so it is only offered where it is exactly what the
point shows, and else it is said why not. The members themselves can be kept as a list in any case.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, timedelta
from typing import TypeAlias

from msgspec.structs import replace

from liuke.domains.analytics.reports.given import Known
from liuke.domains.analytics.reports.header import Report
from liuke.domains.analytics.reports.run import Asked as Question
from liuke.kernel.clock import add_months
from liuke.kernel.conditions import AllOf, AnyOf, Condition, FactIs, Not, Op
from liuke.kernel.did import Agg, Did, Where
from liuke.kernel.values import Value
from liuke.kernel.windows import Dates

SOLD = Where("state", Op.IN, ("paid", "shipped", "received"))
NOBODY = AnyOf(())
SEVERAL = (
    "It stands for several points of the report together.",
    "它是报表里几个数据点合在一起。",
)
MONTHS_MOST = 1_200
BOUGHT = Did("order")


class PointSaid(Value, frozen=True):
    """A point as a question about members; none where it cannot be one, and why."""

    tree: Condition | None
    why: str = ""
    why_zh: str = ""


class Point:
    """One point of a report that was asked."""

    def __init__(self, asked: Question, at: Mapping[str, Known]) -> None:
        """Read the period, the stores and the place."""
        self.given, self.stores, self.at = asked.parameters, asked.stores, at

    def day(self, name: str) -> date:
        """Return a parameter or a place that is a day."""
        found = self.given[name] if name in self.given else self.at[name]
        assert isinstance(found, date), f"{name} is a day"
        return found

    def number(self, name: str) -> int:
        """Return a parameter or a place that is a number."""
        found = self.given[name] if name in self.given else self.at[name]
        assert isinstance(found, int), f"{name} is a number"
        return found

    @property
    def period(self) -> Dates:
        """Return the days that the report was asked for."""
        return Dates(self.day("since_on"), self.day("until_on"))

    def within(self, first: date, last: date) -> Dates | None:
        """Return some days as far as they were asked for; None of none."""
        since, until = max(first, self.day("since_on")), min(last, self.day("until_on"))
        return Dates(since, until) if since <= until else None

    def month(self) -> Dates | None:
        """Return the days of the point's month, as far as they were asked for."""
        first = first_of(self.number("month_no"))
        return self.within(first, add_months(first, 1) - timedelta(days=1))

    def grain(self) -> Dates | None:
        """Return the days, week or month that the point begins."""
        first = self.day("period_on")
        last = {
            "day": first,
            "week": first + timedelta(days=6),
            "month": add_months(first, 1) - timedelta(days=1),
        }[str(self.given["grain"])]
        return self.within(first, last)

    def bought(self, *where: Where, window: Dates | None, like: Did = BOUGHT) -> Condition:
        """Ask who bought so in some days, in the stores that were asked for."""
        if window is None:
            return NOBODY
        places = () if self.stores is None else (Where("store", Op.IN, self.stores),)
        return replace(like, where=(SOLD, *places, *where), window=window)


def say(report: Report, asked: Question, at: Mapping[str, Known]) -> PointSaid:
    """Say a point of a report as a question, or why it is none."""
    if len(at) < len(report.drill):
        return PointSaid(None, *SEVERAL)
    point = Point(asked, at)
    saying = SAYINGS.get(report.code)
    tree = saying(point) if saying else None
    return PointSaid(None, *WHY_NOT[report.code]) if tree is None else PointSaid(tree)


def first_of(month_no: int) -> date:
    """Return the first day of a month by its number.

    >>> first_of(24204)
    datetime.date(2017, 1, 1)
    """
    return date(month_no // 12, month_no % 12 + 1, 1)


def sales(point: Point) -> Condition:
    """Ask who bought in the period."""
    return point.bought(window=point.grain())


def newcomers(point: Point) -> Condition:
    """Ask who bought in the period, and never before it, or before it too."""
    first = point.day("period_on")
    before = point.bought(window=Dates(to=first - timedelta(days=1)))
    earlier = Not(before) if point.at["whose"] == "new" else before
    return AllOf((point.bought(window=point.grain()), earlier))


def repurchase(point: Point) -> Condition:
    """Ask who bought on so many days."""
    visits, most = point.number("visits"), point.number("most")
    op = Op.GE if visits >= most else Op.EQ
    days = Did("order", agg=Agg.DISTINCT, field="day", op=op, value=visits)
    return point.bought(window=point.period, like=days)


def cohorts(point: Point) -> Condition:
    """Ask who bought first in one month, and again in a later one."""
    born, later = point.number("cohort_no"), point.number("months_later")
    if later > MONTHS_MOST:
        return NOBODY
    first, again = first_of(born), first_of(born + later)
    whole = (point.day("until_on") + timedelta(days=1)).replace(day=1)
    if again >= whole or first < point.day("since_on").replace(day=1):
        return NOBODY
    asked: list[Condition] = [Not(point.bought(window=Dates(to=first - timedelta(days=1))))]
    for month in dict.fromkeys((first, again)):
        last = add_months(month, 1) - timedelta(days=1)
        asked.append(point.bought(window=Dates(month, last)))
    return AllOf(tuple(asked))


def baskets(point: Point) -> Condition:
    """Ask who paid so much once, or on an average."""
    least, top = point.number("basket_from_minor"), point.number("top_minor")
    below = min(least + point.number("step_minor"), top)
    if point.given["per"] == "member":
        mean = Did("order", agg=Agg.AVG, field="net_minor", op=Op.GE, value=least)
        if least < top:
            mean = replace(mean, op=Op.BETWEEN, value=(least, below - 1))
        return point.bought(window=point.period, like=mean)
    over = () if least >= top else (Where("net_minor", Op.LT, below),)
    return point.bought(Where("net_minor", Op.GE, least), *over, window=point.period)


def of_order(field: str, column: str) -> Callable[[Point], Condition]:
    """Ask who bought where a field of the order is the point's."""
    return lambda point: point.bought(
        Where(field, Op.EQ, str(point.at[column])), window=point.period
    )


def categories(point: Point) -> Condition:
    """Ask who bought of a category."""
    return of_category(point, "category")


def of_category(point: Point, column: str, *more: Where) -> Condition:
    """Ask who bought of the category that a column of the point names."""
    where = Where("category", Op.EQ, str(point.at[column]))
    return point.bought(where, *more, window=point.period, like=Did("line"))


def cross_shop(point: Point) -> Condition:
    """Ask who bought of both."""
    return AllOf((of_category(point, "this"), of_category(point, "that")))


def cannibalisation(point: Point) -> Condition:
    """Ask who bought of the category with something taken off."""
    return of_category(point, "category", Where("reduction_minor", Op.GT, 0))


def promotions(point: Point) -> Condition:
    """Ask who bought with something taken off in the month."""
    return point.bought(Where("reduction_minor", Op.GT, 0), window=point.month())


def points_flow(point: Point) -> Condition:
    """Ask who had points of the book moved in the month."""
    if (window := point.month()) is None:
        return NOBODY
    return Did("points", (Where("book", Op.EQ, str(point.at["book"])),), window=window)


def funnel(point: Point) -> Condition | None:
    """Ask who joined; what they did since is counted from a day of each member's own."""
    if point.number("step") > 0:
        return None
    days = point.day("since_on").isoformat(), point.day("until_on").isoformat()
    return FactIs("joined.on", Op.BETWEEN, days)


def visits(point: Point) -> Condition | None:
    """Ask who came, or looked at a product; what followed is asked of one day."""
    deeds = {0: "visit", 1: "product_viewed"}
    deed = deeds.get(point.number("visit_step"))
    return Did(deed, window=point.period) if deed else None


Saying: TypeAlias = Callable[[Point], Condition | None]
SAYINGS: Mapping[str, Saying] = {
    "baskets": baskets,
    "cannibalisation": cannibalisation,
    "categories": categories,
    "channels": of_order("channel", "channel"),
    "cohorts": cohorts,
    "cross_shop": cross_shop,
    "funnel": funnel,
    "guides": of_order("staff", "staff"),
    "newcomers": newcomers,
    "points_flow": points_flow,
    "promotions": promotions,
    "repurchase": repurchase,
    "sales": sales,
    "stores": of_order("store", "store"),
    "visits": visits,
}
AMONG_OTHERS = (
    "It is a place among everybody who bought in the period, not something about one member.",
    "这是在期内全部买家里的名次，不是关于某一位会员自己的条件。",
)
WHY_NOT: Mapping[str, tuple[str, str]] = {
    "campaigns": (
        "No condition asks which campaign a coupon came from.", "没有条件能问一张券来自哪个活动。",
    ),
    "concentration": AMONG_OTHERS,
    "coupons": (
        "No condition asks which coupons were usable on days gone by.",
        "没有条件能问过去某段时间里可用的券。",
    ),
    "dependence": (
        "No condition compares one sum of a member with another.",
        "没有条件能把一位会员的两个金额相比。",
    ),
    "funnel": (
        "It counts from the day each of them joined; a condition has one period for everybody.",
        "它从每位会员自己的入会日起算；条件的时间对每个人都一样。",
    ),
    "intervals": (
        "No condition asks how long it was from one purchase to the next.",
        "没有条件能问两次购买之间隔了多久。",
    ),
    "points_ageing": (
        "No condition asks how old points are.", "没有条件能问积分的账龄。",
    ),
    "points_expiry": (
        "No condition asks in which month points lapse.", "没有条件能问积分在哪个月到期。",
    ),
    "rfm": AMONG_OTHERS,
    "tier_flow": (
        "No condition asks which level a member had on a day gone by.",
        "没有条件能问会员在过去某一天的等级。",
    ),
    "visits": (
        "It asks for one thing after another on one day; conditions count a day as 24 hours.",
        "它问的是同一天里先后发生的事；条件里的一天是 24 小时。",
    ),
}  # fmt: skip
