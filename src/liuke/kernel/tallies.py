"""Tallies: figures of everybody's deeds, those of one kind of deed counted in one reading.

Rows are counted by who did them, and what is left of them is brought to the member they became:
few were merged, so that only those are looked up.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from liuke.kernel.did import Agg
from liuke.kernel.values import Value

# Whom somebody's rows belong to now, where `{of}` are the rows and few of the people were merged.
MERGED = "LEFT JOIN (SELECT id, home_id FROM members_member WHERE home_id <> id) k ON k.id = {of}"
HOME = "COALESCE(k.home_id, {of})"
# Whose deeds are looked at: everybody's, or those of the few whom the rest of a tree leaves; it is
# for the statement's writer to say (`census`).
FEW = "lk_few(d.member_id)"
# What is gathered of each who did, and how that is brought together: {n} tells figures apart, and
# {only} which of the rows a figure counts.
GATHERED = {
    Agg.COUNT: ("COUNT(*){only} AS a{n}", "CAST(SUM(g.a{n}) AS bigint)"),
    Agg.SUM: ("SUM({value}){only} AS a{n}", "CAST(SUM(g.a{n}) AS bigint)"),
    Agg.AVG: (
        "SUM({value}){only} AS a{n}, COUNT(*){only} AS b{n}",
        "lk_div(CAST(SUM(g.a{n}) AS bigint), CAST(SUM(g.b{n}) AS bigint))",
    ),
    Agg.MIN: ("MIN({value}){only} AS a{n}", "MIN(g.a{n})"),
    Agg.MAX: ("MAX({value}){only} AS a{n}", "MAX(g.a{n})"),
}  # fmt: skip


class Tally(Value, frozen=True):
    """One figure: of which rows, which of them fit (all of `fits`), and what of them is counted."""

    rows: str
    fits: tuple[str, ...]
    agg: Agg
    value: str


def together(tallies: Sequence[Tally]) -> str:
    """Return figures of the same rows as one relation: `member_id`, and `value` 0, 1, … each.

    >>> print(together([Tally("visit d", (), Agg.COUNT, "")]))  # doctest: +NORMALIZE_WHITESPACE
    SELECT COALESCE(k.home_id, g.member_id) AS member_id, CAST(SUM(g.a0) AS bigint) AS value0
    FROM (SELECT d.member_id AS member_id, COUNT(*) AS a0 FROM visit d GROUP BY d.member_id) g
    LEFT JOIN (SELECT id, home_id FROM members_member WHERE home_id <> id) k ON k.id = g.member_id
    GROUP BY COALESCE(k.home_id, g.member_id)
    """
    where, apart = told_apart([tally.fits for tally in tallies])
    gathered, brought = [], []
    for n, (tally, own) in enumerate(zip(tallies, apart, strict=True)):
        gather, bring = GATHERED[tally.agg]
        only = f" FILTER (WHERE {own})" if own else ""
        gathered.append(gather.format(n=n, value=tally.value, only=only))
        brought.append(f"{bring.format(n=n)} AS value{n}")
    inner = (
        f"SELECT d.member_id AS member_id, {', '.join(gathered)}"  # noqa: S608 - declared literals only
        f" FROM {tallies[0].rows}{where} GROUP BY d.member_id"
    )
    home, merged = (text.format(of="g.member_id") for text in (HOME, MERGED))
    return (
        f"SELECT {home} AS member_id, {', '.join(brought)}"  # noqa: S608 - declared literals only
        f" FROM ({inner}) g {merged} GROUP BY {home}"
    )


def told_apart(several: Sequence[tuple[str, ...]]) -> tuple[str, list[str]]:
    """Return the WHERE clause of rows that fit one of several, and of each what it asks beside it.

    What all of them ask stands for itself, so that an engine can skip files by it.

    >>> told_apart([("a", "b"), ("a", "c")])
    (' WHERE a AND ((b) OR (c))', ['b', 'c'])
    >>> told_apart([("a", "b"), ("a",)])
    (' WHERE a', ['b', ''])
    """
    where = either(several)
    own = [
        " AND ".join(test for test in fits if any(test not in others for others in several))
        for fits in several
    ]
    return (f" WHERE {where}" if where else ""), own


def either(several: Sequence[tuple[str, ...]]) -> str:
    """Return the test that rows fit one of several; empty if one of them takes any row.

    What some of them share stands once, so that an engine tests it once.

    >>> either([("day", "cheese"), ("dear",), ("day", "wine")])
    '(day AND ((cheese) OR (wine))) OR (dear)'
    """
    if not all(several):
        return ""
    shared = [test for test in several[0] if all(test in fits for fits in several)]
    alike: dict[str, list[tuple[str, ...]]] = defaultdict(list)
    if shared:
        below = either([tuple(test for test in fits if test not in shared) for fits in several])
        return " AND ".join([*shared, f"({below})"] if below else shared)
    for fits in several:
        alike[fits[0]].append(fits)
    return " OR ".join(f"({either(group)})" for group in alike.values())
