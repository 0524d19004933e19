"""What a report is asked with: parameters read by their kind, with defaults and ranges."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta

from liuke.domains.analytics.reports.dimensions import DIMENSIONS, Holds
from liuke.domains.analytics.reports.header import Parameter, Report
from liuke.kernel.problems import InvalidField

Said = str | int
Known = date | str | int
DAYS_MOST = 3_660
STORES = "stores"
DAYS = ("since_on", "until_on")
LEAST, MOST = 0, 10**12
FIRST, LAST = date(1900, 1, 1), date(2999, 12, 31)


def resolve(report: Report, said: Mapping[str, Said], last_on: date) -> dict[str, Known]:
    """Return a value for every parameter; dates count back from the last day there is.

    Raises:
        InvalidField: names the parameter that is unknown, of another kind, or out of its range.
    """
    for name in said:
        if name not in report.parameters or name == STORES:
            raise InvalidField(name, "this report has no such parameter", "这张报表没有这个参数")
    found: dict[str, Known] = {}
    for name in sorted(report.parameters, key=lambda name: name != "until_on"):
        parameter = report.parameters[name]
        if parameter.kind == "date":
            last = found.get("until_on", last_on)
            assert isinstance(last, date)
            found[name] = _day(name, parameter, said.get(name), last)
        elif parameter.kind != STORES:
            found[name] = _value(name, parameter, said.get(name))
    _check_days(found)
    return found


def _day(name: str, parameter: Parameter, said: Said | None, last_on: date) -> date:
    if said is None:
        return last_on - timedelta(days=parameter.back)
    return day_of(name, said)


def day_of(name: str, said: Said) -> date:
    """Read a day.

    Raises:
        InvalidField: it is none.
    """
    try:
        day = date.fromisoformat(str(said))
    except ValueError as fault:
        raise InvalidField(
            name, "not a date like 2026-11-21", "不是 2026-11-21 这样的日期"
        ) from fault
    return kept_within(name, day)


def kept_within(name: str, day: date) -> date:
    """Return a day that has weeks before and after it, in whatever zone.

    Raises:
        InvalidField: it lies where days end.
    """
    if not FIRST <= day <= LAST:
        raise InvalidField(name, f"between {FIRST} and {LAST}", f"要在 {FIRST} 到 {LAST} 之间")
    return day


def _value(name: str, parameter: Parameter, said: Said | None) -> Known:
    if said is None:
        assert parameter.default is not None, f"{name} has no default"
        return parameter.default
    if parameter.kind == "choice":
        if said not in parameter.choices:
            listed = ", ".join(parameter.choices)
            raise InvalidField(name, f"one of {listed}", f"只能是 {listed}")
        return said
    return _number(name, parameter, said)


def _number(name: str, parameter: Parameter, said: Said) -> int:
    least = LEAST if parameter.least is None else parameter.least
    most = MOST if parameter.most is None else parameter.most
    if not isinstance(said, int) or not least <= said <= most:
        raise InvalidField(
            name, f"a whole number from {least} to {most}", f"要 {least} 到 {most} 的整数"
        )
    return said


def _check_days(found: Mapping[str, Known]) -> None:
    since, until = (found.get(name) for name in DAYS)
    if not isinstance(since, date) or not isinstance(until, date):
        return
    if since > until:
        raise InvalidField("since_on", "after the last day", "晚于结束日期")
    if (until - since).days > DAYS_MOST:
        raise InvalidField("since_on", f"more than {DAYS_MOST} days", f"超过 {DAYS_MOST} 天")


def point_of(report: Report, said: Mapping[str, Said | None]) -> dict[str, Known]:
    """Read a point of a report: values of columns it is drilled by.

    What a point leaves out may be anything: on a curve over all cohorts it names no cohort.

    Raises:
        InvalidField: it names no column, one that is none of those, or a value of another kind.
    """
    if not said:
        raise InvalidField("point", "names no column", "没有指定任何一项")
    for name in said:
        if name not in report.drill:
            raise InvalidField(name, "this report is not drilled by it", "这张报表不能按它下钻")
    return {name: _at(name, said[name]) for name in report.drill if name in said}


def _at(name: str, said: Said | None) -> Known:
    holds = DIMENSIONS[name].holds
    if said is None and name not in ENDLESS:
        raise InvalidField(name, "missing from the point", "数据点缺这一项")
    if holds == "month":
        return month_number(name, said)
    assert said is not None, "only a month may be none"
    if holds == "date":
        return day_of(name, said)
    wanted: type[int | str] = int if holds in NUMBERS else str
    if not isinstance(said, wanted):
        raise InvalidField(name, f"not {wanted.__name__}", "类型不对")
    if isinstance(said, int) and not 0 <= said <= MOST:
        raise InvalidField(name, f"between 0 and {MOST}", f"要在 0 到 {MOST} 之间")
    return said


# Nothing stands for never: points without an end.
ENDLESS = frozenset({"expires_no"})
NUMBERS: frozenset[Holds] = frozenset({"number", "money"})


def month_number(name: str, said: Said | None) -> int:
    """Return year * 12 + month - 1; nothing is 0, which stands for never.

    >>> month_number("month_no", "2017-01")
    24204

    Raises:
        InvalidField: it is no month.
    """
    if said is None:
        return 0
    day = day_of(name, f"{said}-01")
    return day.year * 12 + day.month - 1


def month_name(number: int) -> str | None:
    """Return how a month is written.

    >>> month_name(24204), month_name(0)
    ('2017-01', None)
    """
    return f"{number // 12:04}-{number % 12 + 1:02}" if number else None
