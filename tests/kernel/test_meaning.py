"""Every refusal of a tree names its node and says why, in both languages."""

from __future__ import annotations

import pytest

from liuke.kernel.conditions import AllOf, Condition, Did, FactIs, InSegment, Not, Op, Sequence
from liuke.kernel.did import Agg, Deeds, Span, Where
from liuke.kernel.meaning import misread
from liuke.kernel.windows import Dates, DaysAgo
from tests.kernel.people import WHEN

WRONG: list[tuple[Condition, str]] = [
    (FactIs("no.such", value=1), "there is no fact no.such"),
    (FactIs("tier", value="gold"), "there is no fact tier"),
    (FactIs("age", Op.GE, "old"), "age is compared with another kind"),
    (FactIs("age", Op.STARTS, 1), "age is no text"),
    (FactIs("birthday", Op.LT, "soon"), "birthday is compared with another kind"),
    (FactIs("tag", Op.EQ, "vip"), "tag is a list: ask whether it has"),
    (FactIs("gender", Op.HAS, "male"), "gender holds one value"),
    (FactIs("age", Op.BETWEEN, (3, 1)), "`between` needs two values, lower first"),
    (Did("flight"), "there is no deed flight"),
    (Did("order", (Where("colour", value="red"),)), "order has no field colour"),
    (Did("order", (Where("units", value="red"),)), "units is compared with another kind"),
    (Did("order", (Where("units", Op.IN, 3),)), "units: `in` needs a list"),
    (Did("order", agg=Agg.SUM), "`sum` needs a field"),
    (Did("order", agg=Agg.SUM, field="store"), "`sum` needs a number"),
    (Did("order", agg=Agg.MAX, field="store", value="S"), "`max` needs a number or a date"),
    (Did("order", agg=Agg.SUM, field="colour"), "order has no field colour"),
    (Did("order", field="units"), "`count` counts deeds, not a field"),
    (Did("order", value="many"), "count is compared with another kind"),
    (Did("order", op=Op.HAS), "`has` is of lists"),
    (
        Did("order", window=Dates(WHEN.today, WHEN.today.replace(day=1))),
        "the window ends before it begins",
    ),
    (Did("order", window=DaysAgo(to=8, start=1)), "the window begins after it ends"),
    (Sequence(Deeds("order"), Deeds("flight")), "there is no deed flight"),
    (Sequence(Deeds("order"), Deeds("order"), Span()), "`within` lasts no time"),
    (InSegment("nobody"), "there is no segment nobody"),
]


@pytest.mark.parametrize(("leaf", "reason"), WRONG)
def test_a_leaf_that_means_nothing_is_refused_by_its_node(leaf: Condition, reason: str) -> None:
    tree = AllOf((FactIs("age", Op.GE, 18), Not(leaf)))
    (fault,) = misread(tree, known=lambda code: code == "vip")
    assert (fault.node, fault.reason) == ("0.1.0", reason)
    assert fault.reason_zh != fault.reason


def test_what_is_declared_and_fits_is_not_refused() -> None:
    fine = AllOf(
        (
            FactIs("tier", value="gold", args=("grade",)),
            FactIs("tag", Op.HAS_ANY, ("vip", "new")),
            Did("line", (Where("brand", value="bear"),), Agg.SUM, "due_minor", Op.GE, 5_000),
            Did("order", agg=Agg.LAST, op=Op.LT, value="2026-01-01"),
            Sequence(Deeds("order"), Deeds("return"), Span(days=7), negate=True),
            InSegment("vip"),
        )
    )
    assert misread(fine, known=lambda code: code == "vip") == []
