"""Random trees over facts and deeds, edges first; the same for every engine."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from hypothesis import strategies as st

from liuke.kernel.conditions import AllOf, AnyOf, Bucket, Condition, Did, FactIs, Not, Op, Sequence
from liuke.kernel.did import Agg, Deeds, Span, Where
from liuke.kernel.windows import Calendar, Dates, DaysAgo, LastDays, LastHours, Unit, Window
from tests.kernel.people import BIRTHS, MONEY, WHEN

TODAY = WHEN.today
DATES = [*BIRTHS, TODAY, TODAY - timedelta(days=1), TODAY - timedelta(days=30)]
VALUES: dict[str, st.SearchStrategy[Any]] = {
    "int": st.sampled_from([-250, -1, 0, 1, 2, 3, 7, 12, 28, 30, 100, 366, 2**63 - 1, -(2**63)]),
    "money": st.sampled_from([*MONEY, -1, 2**63 - 1]),
    "text": st.sampled_from(
        ["", "gold", "male", "Male", "ž", "S1", "s", "drinks", "/drinks/", "latte", "ten", "til",
         "issued", "award", "it's", "\\", "老客", "shop", "paid"]
    ),
    "date": st.sampled_from([*(on.isoformat() for on in DATES), "", "2026", "9999-12-31", "soon"]),
    "bool": st.booleans(),
}  # fmt: skip
FACT_KINDS = {
    "member.source": "text", "member.store": "text", "joined.days": "int", "joined.on": "date",
    "orders.count": "int",
    "orders.net": "money", "orders.first": "bool", "orders.last_on": "date",
    "orders.average": "money", "points.balance(stars)": "int", "tier(grade)": "text",
    "tier.missing(grade)": "int", "coupons.held": "int", "coupons.got(ten)": "int",
    "coupons.next_end": "date", "tag": "texts", "consent(marketing,sms)": "bool",
    "children.count": "int", "children.aged(0,12)": "int", "children.age_months(12)": "int",
    "picks.again": "text", "picks.buy_again": "texts", "picks.upgrades": "texts",
    "gender": "text", "birthday": "date", "birthday.month": "int", "birthday.this_month": "bool",
    "age": "int", "birthday.in_days": "int", "birthday.lunar_in_days": "int",
}  # fmt: skip
FIELDS = {
    "order": {
        "net_minor": "money", "units": "int", "store": "text", "channel": "text", "state": "text",
        "weekday": "int", "hour": "int",
    },
    "line": {
        "product": "text", "category": "text", "units": "int", "due_minor": "money",
        "brand": "text", "category_path": "text", "order": "text", "store": "text",
    },
    "return": {"refund_minor": "money", "store": "text"},
    "points": {"book": "text", "entry": "text", "points": "int"},
    "coupon": {"template": "text", "what": "text", "saved_minor": "money"},
    "visit": {"product": "text", "value_minor": "money", "trusted": "bool", "hour": "int"},
}  # fmt: skip
ORDERS = [Op.LT, Op.LE, Op.GT, Op.GE]
COUNTED = st.sampled_from([0, 1, 2, 3, 100, 5_000])


@st.composite
def compared(draw: st.DrawFn, kind: str) -> tuple[Op, Any]:
    """An operator and what it asks, now and then of another kind than what is found."""
    asked = VALUES[draw(st.sampled_from([kind, kind, kind, kind, "int", "text", "bool"]))]
    op = draw(st.sampled_from(
        [*ORDERS, Op.EQ, Op.NE, Op.IN, Op.NOT_IN, Op.STARTS, Op.BETWEEN, Op.KNOWN, Op.UNKNOWN]
    ))  # fmt: skip
    if op in (Op.KNOWN, Op.UNKNOWN):
        return op, None
    if op in (Op.IN, Op.NOT_IN):
        return op, tuple(draw(st.lists(asked, max_size=4)))
    if op is Op.BETWEEN:
        solid = VALUES[kind] if kind in ("int", "money", "text", "date") else VALUES["int"]
        return op, tuple(sorted([draw(solid), draw(solid)]))
    if op in ORDERS and kind == "bool":
        return Op.EQ, draw(asked)
    return op, draw(asked)


@st.composite
def facts(draw: st.DrawFn) -> FactIs:
    key = draw(st.sampled_from(sorted(FACT_KINDS)))
    name, _, rest = key.partition("(")
    args = tuple(rest.removesuffix(")").split(",")) if rest else ()
    if FACT_KINDS[key] == "texts":
        known = ["vip", "new", "老客", "it's", "no"] if key == "tag" else ["latte", "mug", "no"]
        named = st.sampled_from(known)
        some: st.SearchStrategy[list[int | str]] = st.lists(named | st.just(3), max_size=3)
        op = draw(st.sampled_from(
            [Op.HAS, Op.HAS_ANY, Op.HAS_ALL, Op.KNOWN, Op.UNKNOWN, Op.NE, Op.EQ]
        ))  # fmt: skip
        if op in (Op.KNOWN, Op.UNKNOWN):
            return FactIs(name, op)
        wanted: list[int | str] = draw(some)
        return FactIs(name, op, tuple(wanted) if op in (Op.HAS_ANY, Op.HAS_ALL) else known[0])
    op, asked = draw(compared(FACT_KINDS[key]))
    return FactIs(name, op, asked, args)


WINDOWS: st.SearchStrategy[Window | None] = st.one_of(
    st.none(),
    st.builds(LastDays, st.sampled_from([1, 2, 7, 30, 31, 366])),
    st.builds(LastHours, st.sampled_from([1, 4, 24, 168])),
    st.builds(DaysAgo, st.integers(0, 8), st.sampled_from([None, 8, 30, 90, 400])),
    st.builds(Calendar, st.sampled_from(Unit), st.integers(0, 13), st.integers(1, 4)),
    st.builds(Dates, st.sampled_from([None, date(2026, 2, 8)]), st.sampled_from([None, TODAY])),
)


@st.composite
def deeds(draw: st.DrawFn, event: str | None = None) -> Deeds:
    event = event or draw(st.sampled_from(sorted(FIELDS)))
    where = []
    for name in draw(st.lists(st.sampled_from(sorted(FIELDS[event])), max_size=2)):
        op, asked = draw(compared(FIELDS[event][name]))
        where.append(Where(name, op, asked))
    return Deeds(event, tuple(where), draw(WINDOWS))


@st.composite
def figures(draw: st.DrawFn) -> Did:
    chosen = draw(deeds())
    fields = FIELDS[chosen.event]
    agg = draw(st.sampled_from(Agg))
    name, kind = "", "int"
    if agg in (Agg.SUM, Agg.AVG, Agg.MIN, Agg.MAX):
        name = draw(
            st.sampled_from([n for n, k in sorted(fields.items()) if k in ("int", "money")])
        )
        kind = fields[name]
    elif agg is Agg.DISTINCT:
        name = draw(st.sampled_from(sorted(fields)))
    elif agg is Agg.LAST:
        name = draw(st.sampled_from(["", *sorted(fields)]))
        kind = fields[name] if name else "date"
    op, asked = draw(st.tuples(st.sampled_from(ORDERS), COUNTED) | compared(kind))
    return Did(chosen.event, chosen.where, agg, name, op, asked, chosen.window)


SPANS = st.none() | st.builds(
    Span, st.sampled_from([0, 1, 7]), st.sampled_from([0, 1]), st.sampled_from([1, 30])
)
LEAVES: st.SearchStrategy[Condition] = st.one_of(
    facts(),
    figures(),
    figures(),
    st.builds(Sequence, deeds(), deeds(), SPANS, st.booleans()),
    st.builds(Bucket, st.sampled_from(["a", "pilot"]), st.just(0), st.sampled_from([0, 5_000])),
)
TREES: st.SearchStrategy[Condition] = st.recursive(
    LEAVES,
    lambda below: st.one_of(
        st.lists(below, max_size=3).map(lambda of: AllOf(tuple(of))),
        st.lists(below, max_size=3).map(lambda of: AnyOf(tuple(of))),
        below.map(Not),
    ),
    max_leaves=6,
)
