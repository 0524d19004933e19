"""Tallies: figures of everybody's deeds, those of one kind of deed counted in one reading.

Rows are first counted by who did them, and what is left of them is brought to the member they
became: joining a hundred million lines costs more than joining what is left of them.
"""

from __future__ import annotations

from collections.abc import Sequence

from liuke.kernel.did import Agg
from liuke.kernel.values import Value

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
    """One figure: of which rows, which of them fit, and what of them is counted."""

    rows: str
    fit: str
    agg: Agg
    value: str


def together(tallies: Sequence[Tally]) -> str:
    """Return figures of the same rows as one relation: `member_id`, and `value` 0, 1, … each.

    >>> print(together([Tally("visit d", "", Agg.COUNT, "")]))  # doctest: +NORMALIZE_WHITESPACE
    SELECT k.home_id AS member_id, CAST(SUM(g.a0) AS bigint) AS value0
    FROM (SELECT d.member_id AS member_id, COUNT(*) AS a0 FROM visit d GROUP BY d.member_id) g
    JOIN members_member k ON k.id = g.member_id GROUP BY k.home_id
    """
    fits = list(dict.fromkeys(tally.fit for tally in tallies))
    gathered, brought = [], []
    for n, tally in enumerate(tallies):
        gather, bring = GATHERED[tally.agg]
        only = f" FILTER (WHERE {tally.fit})" if tally.fit and len(fits) > 1 else ""
        gathered.append(gather.format(n=n, value=tally.value, only=only))
        brought.append(f"{bring.format(n=n)} AS value{n}")
    where = f" WHERE {' OR '.join(f'({fit})' for fit in fits)}" if all(fits) else ""
    inner = (
        f"SELECT d.member_id AS member_id, {', '.join(gathered)}"  # noqa: S608 - declared literals only
        f" FROM {tallies[0].rows}{where} GROUP BY d.member_id"
    )
    return (
        f"SELECT k.home_id AS member_id, {', '.join(brought)} FROM ({inner}) g"  # noqa: S608 - declared literals only
        " JOIN members_member k ON k.id = g.member_id GROUP BY k.home_id"
    )
