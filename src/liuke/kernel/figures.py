"""Figures: what members did, counted or put in order, as relations of `member_id` and `value`.

Deeds of merged members are those of the member they became. For one member the rows are grouped
by that home at once, so the planner can take the member down to an index; for everybody they are
first counted by who did them (`tallies`).
"""

from __future__ import annotations

from collections.abc import Iterable

from msgspec.structs import replace

from liuke.kernel import deeds
from liuke.kernel.comparisons import constant, surely
from liuke.kernel.deeds import Deed, field_of, joined
from liuke.kernel.did import Agg, Deeds, Did, Sequence
from liuke.kernel.portable import Engine, Later, placed
from liuke.kernel.tallies import FEW, HOME, MERGED, Tally, told_apart
from liuke.kernel.values import Value
from liuke.kernel.windows import Window, bounds, open_ended

# One member's rows are found from the member they belong to now, not the other way round.
BELONGING = "JOIN members_member k ON k.id = d.member_id"


class Relation(Value, frozen=True):
    """What a leaf asks: `sql` is a relation, or an expression over `m` where it is `own`.

    A `tally` stands for the relation where it can be counted beside others.
    """

    kind: str
    sql: str
    own: bool = False
    default: bool | int | None = None
    tally: Tally | None = None


class Chosen(Value, frozen=True):
    """Deeds that fit: the FROM clause after its word, and the tests that all hold of its rows.

    `whose` is the member they belong to now, once `joined` to the rows.
    """

    rows: str
    fits: tuple[str, ...]
    whose: str
    joined: str

    @property
    def theirs(self) -> str:
        """Return what follows FROM for the rows that fit, with whose they are."""
        return f"{self.rows} {self.joined}{told_apart([self.fits])[0]}"


def figure(leaf: Did, engine: Engine) -> Relation:
    """Return the figure of a member's deeds.

    Raises:
        NoSuchDeed: no domain declares the deed.
        NoSuchDeedField: the deed has no such field.
    """
    deed = deeds.find(leaf.event)
    field = field_of(deed, leaf.field) if leaf.field else None
    kind, value = (field.kind, field.sql) if field else ("date", deed.on_)
    value = "" if leaf.agg is Agg.COUNT else placed(value, engine, {})
    chosen = taken(deed, leaf.deeds, engine, [leaf.field] if field else [])
    if leaf.agg is Agg.LAST and field:
        latest = f"{placed(deed.at, engine, {})} DESC, {engine.ordered(value, kind)} DESC"
        return Relation(kind, last(chosen, value, latest))
    counted = leaf.agg in (Agg.COUNT, Agg.DISTINCT)
    # The last business date is the greatest one.
    agg = Agg.MAX if leaf.agg is Agg.LAST else leaf.agg
    found = Relation("int" if counted else kind, "", default=default_of(leaf))
    if not engine.whole:
        return replace(found, sql=at_once(agg, value, chosen))
    if agg is Agg.DISTINCT:
        return replace(found, sql=distinct(value, chosen))
    return replace(found, tally=Tally(chosen.rows, chosen.fits, agg, value))


def default_of(leaf: Did) -> int | None:
    """Return the figure of who did nothing of the kind."""
    return 0 if leaf.agg in (Agg.COUNT, Agg.SUM, Agg.DISTINCT) else None


def kind_of(leaf: Did) -> str:
    """Return the kind of a figure: a number of deeds, what the field holds, or the last day.

    Raises:
        NoSuchDeed: no domain declares the deed.
        NoSuchDeedField: the deed has no such field.
    """
    if leaf.agg in (Agg.COUNT, Agg.DISTINCT):
        return "int"
    return field_of(deeds.find(leaf.event), leaf.field).kind if leaf.field else "date"


def taken(deed: Deed, chosen: Deeds, engine: Engine, fields: Iterable[str] = ()) -> Chosen:
    """Return the deeds chosen, with the joins that `fields` need as well."""
    named = [*fields, *(one.field for one in chosen.where)]
    rows = deed.lake if engine.whole and deed.lake else deed.rows
    tests = [FEW] if engine.whole else []
    tests += [f"({placed(deed.where, engine, {})})"] if deed.where else []
    tests += windowed(deed, chosen.window, engine)
    for one in chosen.where:
        field = field_of(deed, one.field)
        test = constant(field.kind, one.op, one.value)
        if test is None:
            value = placed(field.sql, engine, {})
            test = surely(value, field.kind, one.op, one.value, engine)
        tests.append(test)
    brought = (
        (HOME.format(of="d.member_id"), MERGED.format(of="d.member_id"))
        if engine.whole else ("k.home_id", BELONGING)
    )  # fmt: skip
    return Chosen(f"{rows} {joined(deed, named)}".rstrip(), tuple(tests), *brought)


def windowed(deed: Deed, window: Window | None, engine: Engine) -> list[str]:
    """Return the tests that a deed lies in a window."""
    starts, ends, hours = open_ended(window)
    edges = [
        (starts, deed.on_, ">=", "on_from", "date"),
        (ends, deed.on_, "<", "on_until", "date"),
        (hours, deed.at, ">", "at_after", "instant"),
        (hours, deed.at, "<=", "at_until", "instant"),
    ]
    return [
        f"{placed(value, engine, {})} {sign} {engine.bind(edge(window, side), kind)}"
        for wanted, value, sign, side, kind in edges
        if wanted
    ]


def edge(window: Window | None, side: str) -> Later:
    """Return one bound of a window, known when the question is asked."""
    return Later(f"{side} {window!r}", lambda when: getattr(bounds(window, when), side))


AT_ONCE = {
    Agg.COUNT: "COUNT(*)",
    Agg.SUM: "CAST(SUM({value}) AS bigint)",
    Agg.AVG: "lk_div(CAST(SUM({value}) AS bigint), COUNT(*))",
    Agg.MIN: "MIN({value})",
    Agg.MAX: "MAX({value})",
    Agg.DISTINCT: "COUNT(DISTINCT {value})",
}  # fmt: skip


def at_once(agg: Agg, value: str, chosen: Chosen) -> str:
    """Return a figure grouped by whom the deeds belong to now."""
    text = AT_ONCE[agg].format(value=value)
    return (
        f"SELECT {chosen.whose} AS member_id, {text} AS value"  # noqa: S608 - declared literals only
        f" FROM {chosen.theirs} GROUP BY {chosen.whose}"
    )


def distinct(value: str, chosen: Chosen) -> str:
    """Return how many values everybody's deeds have."""
    inner = f"SELECT DISTINCT {chosen.whose} AS member_id, {value} AS a FROM {chosen.theirs}"  # noqa: S608 - declared literals only
    return (
        f"SELECT g.member_id, COUNT(g.a) AS value FROM ({inner}) g"  # noqa: S608 - declared literals only
        " GROUP BY g.member_id"
    )


def last(chosen: Chosen, value: str, latest: str) -> str:
    """Return the value of each member's latest deed; of several at one instant the greatest."""
    return (
        f"SELECT l.member_id, l.value FROM (SELECT {chosen.whose} AS member_id,"  # noqa: S608 - declared literals only
        f" {value} AS value, ROW_NUMBER() OVER (PARTITION BY {chosen.whose}"
        f" ORDER BY {latest}) AS place FROM {chosen.theirs}) l"
        " WHERE l.place = 1"
    )


def in_order(leaf: Sequence, engine: Engine) -> Relation:
    """Return who did one thing and, strictly later and in time, another; or did not.

    Deeds of one instant are one row, so the next row of a member is later.

    Raises:
        NoSuchDeed: no domain declares a deed.
        NoSuchDeedField: a deed has no such field.
    """
    followed = (
        "SELECT s.member_id, s.at, s.one, MIN(CASE WHEN s.two = 1 THEN s.at END) OVER"  # noqa: S608 - declared literals only
        " (PARTITION BY s.member_id ORDER BY s.at ROWS BETWEEN 1 FOLLOWING AND UNBOUNDED FOLLOWING)"
        f" AS following FROM ({instants(leaf, engine)}) s"
    )
    sql = (
        f"SELECT DISTINCT w.member_id, true AS value FROM ({followed}) w"  # noqa: S608 - declared literals only
        f" WHERE w.one = 1 AND {followed_test(leaf, engine)}"
    )
    return Relation("bool", sql, default=False)


def instants(leaf: Sequence, engine: Engine) -> str:
    """Return when members did something, with marks of which of the two it was.

    Two kinds of one deed are read once.
    """
    deed = deeds.find(leaf.first.event)
    one, two = (taken(deeds.find(d.event), d, engine) for d in (leaf.first, leaf.then))
    if one.rows == two.rows:
        where, apart = told_apart([one.fits, two.fits])
        first, then = (f"CASE WHEN {own or 'true'} THEN 1 ELSE 0 END" for own in apart)
        rows = f"{marked(deed, one, first, then, engine)} FROM {one.rows} {one.joined}{where}"
    else:
        later = deeds.find(leaf.then.event)
        rows = (
            f"{marked(deed, one, '1', '0', engine)} FROM {one.theirs} UNION ALL "
            f"{marked(later, two, '0', '1', engine)} FROM {two.theirs}"
        )
    return (
        "SELECT u.member_id, u.at, MAX(u.one) AS one, MAX(u.two) AS two"  # noqa: S608 - declared literals only
        f" FROM ({rows}) u GROUP BY u.member_id, u.at"
    )


def marked(deed: Deed, chosen: Chosen, one: str, two: str, engine: Engine) -> str:
    """Return the columns of deeds at their instants: whose, when, and which of two they were."""
    at = placed(deed.at, engine, {})
    return f"SELECT {chosen.whose} AS member_id, {at} AS at, {one} AS one, {two} AS two"


def followed_test(leaf: Sequence, engine: Engine) -> str:
    """Return the test that what came first was followed in time; negated, that it was not."""
    if leaf.within is None:
        return "w.following IS NULL" if leaf.negate else "w.following IS NOT NULL"
    length = leaf.within.length
    minutes = f"INTERVAL '{length.days * 1440 + length.seconds // 60}' MINUTE"
    if not leaf.negate:
        return f"COALESCE(w.following <= w.at + {minutes}, false)"
    over = Later(f"over {length!r}", lambda when: when.now - length)
    over_at = engine.bind(over, "instant")
    return f"w.at <= {over_at} AND NOT COALESCE(w.following <= w.at + {minutes}, false)"
