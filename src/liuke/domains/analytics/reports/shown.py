"""The catalogue of reports as it travels: words, parameters, charts and definitions."""

from __future__ import annotations

from liuke.domains.analytics.reports.catalogue import reports
from liuke.domains.analytics.reports.dimensions import CHOICES, DIMENSIONS, PARAMETERS, Word
from liuke.domains.analytics.reports.header import Chart, Group, Kind, Parameter, Report
from liuke.domains.analytics.reports.metrics import METRICS
from liuke.domains.analytics.reports.plan import columns
from liuke.domains.analytics.reports.run import Column, column
from liuke.kernel.actor import Actor
from liuke.kernel.values import Value


class ParameterShown(Value, frozen=True):
    """One thing that may be chosen; a date counts `back` days from the last day that sold."""

    name: str
    kind: Kind
    label: str
    label_zh: str
    default: int | str | None
    back: int
    least: int | None
    most: int | None
    choices: list[Word]


class ReportShown(Value, frozen=True):
    """One report: what it asks, with what, what it answers, and how that is drawn."""

    code: str
    group: Group
    title: str
    title_zh: str
    about: str
    about_zh: str
    by_store: bool
    parameters: list[ParameterShown]
    columns: list[Column]
    drill: list[str]
    charts: list[Chart]


class MetricShown(Value, frozen=True):
    """One metric: what it means, and how it is computed."""

    code: str
    unit: str
    label: str
    label_zh: str
    definition: str
    definition_zh: str
    formula: str


class Words(Value, frozen=True):
    """What a column may hold, in words."""

    column: str
    words: list[Word]


class Catalogue(Value, frozen=True):
    """Every report an actor may ask, every metric, and the words of coded columns."""

    reports: list[ReportShown]
    metrics: list[MetricShown]
    words: list[Words]


def catalogue(actor: Actor) -> Catalogue:
    """Return the reports that can be cut down to what the actor may see."""
    whole = actor.stores is None
    return Catalogue(
        [report_shown(one) for one in reports().values() if whole or one.by_store],
        [metric_shown(code) for code in METRICS],
        [Words(one.code, list(one.words)) for one in DIMENSIONS.values() if one.words],
    )


def report_shown(report: Report) -> ReportShown:
    """Describe a report."""
    shown = [name for name in columns(report.code) if name not in report.hidden]
    ratios = [name for name in report.ratios if name not in report.hidden]
    return ReportShown(
        code=report.code,
        group=report.group,
        title=report.title,
        title_zh=report.title_zh,
        about=report.about,
        about_zh=report.about_zh,
        by_store=report.by_store,
        parameters=[_parameter(name, one) for name, one in report.parameters.items()],
        columns=[column(name) for name in (*shown, *ratios)],
        drill=list(report.drill),
        charts=list(report.charts),
    )


def metric_shown(code: str) -> MetricShown:
    """Describe a metric; a ratio's formula names what it divides."""
    one = METRICS[code]
    formula = " / ".join(one.over) if one.over else one.formula
    return MetricShown(
        code, one.unit, one.label, one.label_zh, one.definition, one.definition_zh, formula
    )


def _parameter(name: str, one: Parameter) -> ParameterShown:
    label, label_zh = PARAMETERS.get(name, (one.label, one.label_zh))
    return ParameterShown(
        name, one.kind, label, label_zh, one.default, one.back, one.least, one.most,
        [CHOICES[choice] for choice in one.choices],
    )  # fmt: skip
