"""The reference of reports: every question, its parameters and every figure (docs/reference)."""

from __future__ import annotations

from collections.abc import Iterator

from liuke.domains.analytics.reports.catalogue import reports
from liuke.domains.analytics.reports.metrics import METRICS
from liuke.domains.analytics.reports.shown import (
    ParameterShown,
    ReportShown,
    metric_shown,
    report_shown,
)

INTRO = (
    "One `.sql` file each; without dates they end on the last day that sold. How to use them:"
    " [guide](../guide/reports.md)."
)


def page() -> str:
    """Return docs/reference/reports.md."""
    lines = ["# Reports", "", INTRO, ""]
    for report in reports().values():
        lines += [*_report(report_shown(report)), ""]
    return "\n".join([*lines, *_metrics(), ""])


def _report(one: ReportShown) -> Iterator[str]:
    yield f"## `{one.code}`: {one.title} · {one.title_zh}"
    yield ""
    yield one.about
    yield one.about_zh
    yield ""
    if one.parameters:
        yield f"- asked with {', '.join(map(_parameter, one.parameters))}"
    yield f"- answers {', '.join(f'`{column.code}`' for column in one.columns)}"
    yield f"- drilled by {', '.join(f'`{name}`' for name in one.drill)}"


def _parameter(one: ParameterShown) -> str:
    if one.kind == "date":
        return (
            f"`{one.name}` ({one.back} days back)" if one.back else f"`{one.name}` (the last day)"
        )
    if one.choices:
        words = ", ".join(choice.code for choice in one.choices)
        return f"`{one.name}` ({words}; {one.default})"
    if one.default is None:
        return f"`{one.name}`"
    return f"`{one.name}` ({one.least} to {one.most}; {one.default})"


def _metrics() -> Iterator[str]:
    yield "## Figures"
    yield ""
    yield "| figure | in | label | 中文 | means | 定义 | computed |"
    yield "|---|---|---|---|---|---|---|"
    for one in (metric_shown(code) for code in sorted(METRICS)):
        computed = f"`{one.formula}`" if one.formula else "see the report"
        cells = (
            f"`{one.code}`", one.unit, one.label, one.label_zh, one.definition,
            one.definition_zh, computed,
        )  # fmt: skip
        yield f"| {' | '.join(cells)} |"
