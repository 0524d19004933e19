"""Ask a report of the lake and shape what comes: ratios, sums, the members behind a point."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any, Literal
from zoneinfo import ZoneInfo

from liuke.domains.analytics.reports.catalogue import find, relations
from liuke.domains.analytics.reports.dimensions import DIMENSIONS
from liuke.domains.analytics.reports.given import Known, Said, month_name, point_of, resolve
from liuke.domains.analytics.reports.header import Report
from liuke.domains.analytics.reports.metric import divided
from liuke.domains.analytics.reports.metrics import METRICS
from liuke.domains.analytics.reports.plan import Plan, columns, plan, plan_behind
from liuke.domains.analytics.reports.worth import Worth
from liuke.kernel.clock import day_start
from liuke.kernel.ids import MemberId
from liuke.kernel.values import Value

Rows = Sequence[Sequence[Any]]
Ask = Callable[[str, Mapping[str, Any]], Awaitable[Rows]]
Cell = str | int | None


class Column(Value, frozen=True):
    """One column: a metric with its unit, or what tells rows apart."""

    code: str
    role: Literal["dimension", "metric"]
    holds: str
    label: str
    label_zh: str


class Sum(Value, frozen=True):
    """A metric over all rows; null without a base."""

    metric: str
    value: int | None


class Table(Value, frozen=True):
    """The answer of a report."""

    columns: list[Column]
    rows: list[list[Cell]]
    headline: list[Sum]


class Asked(Value, frozen=True):
    """A question as it is put to the lake: parameters, stores by code (None: all), the day.

    `worths` says what points are worth, where a report asks that.
    """

    parameters: dict[str, Known]
    stores: tuple[str, ...] | None
    today: date
    zone: str
    worths: tuple[Worth, ...] = ()


async def last_day(ask: Ask, today: date) -> date:
    """Return the last day on which something was sold, or today."""
    rows = await ask(relations()["last_day"], {})
    found = rows[0][0] if rows else None
    return min(found, today) if isinstance(found, date) else today


async def answer(ask: Ask, code: str, asked: Asked) -> Table:
    """Ask a report.

    Raises:
        UnknownReport: there is none of this code.
    """
    report = find(code)
    rows = await _asked(ask, plan(code, bound(asked), asked.stores))
    return shape(report, rows)


async def behind(
    ask: Ask, code: str, asked: Asked, point: Mapping[str, Said | None]
) -> list[MemberId]:
    """Return the members behind a point of a report, in order.

    Raises:
        UnknownReport: there is none of this code.
        InvalidField: the report has no such point.
    """
    at = point_of(find(code), point)
    rows = await _asked(ask, plan_behind(code, bound(asked), asked.stores, at))
    return [MemberId(row[0]) for row in rows]


async def _asked(ask: Ask, planned: Plan) -> Rows:
    return await ask(planned.sql, planned.given)


def bound(asked: Asked) -> dict[str, Any]:
    """Return the values of parameters, and the instants between which a period's days lie."""
    given: dict[str, Any] = {**asked.parameters, "today": asked.today, "worths": asked.worths}
    zone = ZoneInfo(asked.zone)
    since, until = given.get("since_on"), given.get("until_on")
    if since is not None and until is not None:
        given["since_at"] = day_start(since, zone)
        given["before_at"] = day_start(until + timedelta(days=1), zone)
    return given


def shape(report: Report, rows: Rows) -> Table:
    """Compute ratios and sums, and write every cell as it travels."""
    names = columns(report.code)
    shown = [name for name in names if name not in report.hidden]
    ratios = [name for name in report.ratios if name not in report.hidden]
    places = {name: place for place, name in enumerate(names)}
    return Table(
        columns=[column(name) for name in (*shown, *ratios)],
        rows=[
            [
                *(cell(name, row[places[name]]) for name in shown),
                *(_ratio(name, dict(zip(names, row, strict=True))) for name in ratios),
            ]
            for row in rows
        ],
        headline=[Sum(name, _summed(name, places, rows)) for name in report.headline],
    )


def _ratio(name: str, values: Mapping[str, Any]) -> int | None:
    metric = METRICS[name]
    assert metric.over, f"{name} is no ratio"
    part, whole = metric.over
    return divided(metric, int(values[part]), int(values[whole]))


def _summed(name: str, places: Mapping[str, int], rows: Rows) -> int | None:
    over = METRICS[name].over or (name,)
    sums = {part: sum(int(row[places[part]]) for row in rows) for part in over}
    return _ratio(name, sums) if METRICS[name].over else sums[name]


def column(name: str) -> Column:
    """Describe a column by its metric or dimension."""
    if (metric := METRICS.get(name)) is not None:
        return Column(name, "metric", metric.unit, metric.label, metric.label_zh)
    one = DIMENSIONS[name]
    return Column(name, "dimension", one.holds, one.label, one.label_zh)


def cell(name: str, value: Any) -> Cell:
    """Write a cell: days and instants as ISO 8601, months as 2017-01, numbers whole."""
    if name not in METRICS and DIMENSIONS[name].holds == "month":
        return month_name(int(value))
    if value is None or isinstance(value, str):
        return value
    return value.isoformat() if isinstance(value, date | datetime) else int(value)


__all__ = ["Asked", "Cell", "Column", "Table", "answer", "behind", "last_day", "resolve"]
