"""Parameters of a report: defaults, ranges and what is refused."""

from __future__ import annotations

from datetime import date

import pytest

from liuke.domains.analytics.reports.catalogue import find
from liuke.domains.analytics.reports.given import Said, month_name, month_number, point_of, resolve
from liuke.kernel.problems import InvalidField

LAST_ON = date(2017, 12, 31)


def test_days_count_back_from_the_last_day_that_sold() -> None:
    assert resolve(find("sales"), {}, LAST_ON) == {
        "until_on": LAST_ON,
        "since_on": date(2017, 1, 1),
        "grain": "month",
    }


def test_the_first_day_counts_back_from_the_last_one_chosen() -> None:
    found = resolve(find("repurchase"), {"until_on": "2017-06-30"}, LAST_ON)

    assert found["since_on"] == date(2017, 4, 2)


@pytest.mark.parametrize(
    ("report", "said", "field"),
    [
        ("sales", {"grain": "year"}, "grain"),
        ("sales", {"since_on": "31.12.2017"}, "since_on"),
        ("sales", {"since_on": "2018-01-01"}, "since_on"),
        ("sales", {"since_on": "2000-01-01"}, "since_on"),
        ("sales", {"since_on": "0001-01-01", "until_on": "0001-02-01"}, "until_on"),
        ("sales", {"since_on": "9999-01-01", "until_on": "9999-12-31"}, "until_on"),
        ("sales", {"colour": "red"}, "colour"),
        ("sales", {"stores": "367"}, "stores"),
        ("baskets", {"step_minor": 1}, "step_minor"),
        ("baskets", {"step_minor": "ten"}, "step_minor"),
        ("repurchase", {"most": 367}, "most"),
    ],
)
def test_what_does_not_fit_is_refused_by_name_in_both_languages(
    report: str, said: dict[str, Said], field: str
) -> None:
    with pytest.raises(InvalidField) as refused:
        resolve(find(report), said, LAST_ON)

    assert refused.value.field == field
    assert refused.value.reason
    assert refused.value.reason_zh


@pytest.mark.parametrize(
    ("said", "field"),
    [
        ({}, "point"),
        ({"period_on": "January", "whose": "new"}, "period_on"),
        ({"period_on": "2017-01-01", "whose": 1}, "whose"),
        ({"period_on": "2017-01-01", "whose": None}, "whose"),
        ({"period_on": "2017-01-01", "whose": "new", "store": "1"}, "store"),
    ],
)
def test_a_point_names_columns_that_a_report_is_drilled_by(
    said: dict[str, Said | None], field: str
) -> None:
    with pytest.raises(InvalidField) as refused:
        point_of(find("newcomers"), said)

    assert refused.value.field == field


@pytest.mark.parametrize(
    ("report", "said", "field"),
    [
        ("points_flow", {"book": "stars", "month_no": None}, "month_no"),
        ("points_flow", {"book": "stars", "month_no": "9999-12"}, "month_no"),
        ("cohorts", {"cohort_no": "2017-01", "months_later": -1}, "months_later"),
        ("cohorts", {"cohort_no": "2017-01", "months_later": 10**40}, "months_later"),
        ("baskets", {"basket_from_minor": 10**40}, "basket_from_minor"),
    ],
)
def test_a_point_lies_where_a_report_has_points(
    report: str, said: dict[str, Said | None], field: str
) -> None:
    with pytest.raises(InvalidField) as refused:
        point_of(find(report), said)

    assert refused.value.field == field


def test_a_month_is_written_as_it_is_read() -> None:
    assert [month_name(month_number("m", text)) for text in ("2016-12", "2017-01", None)] == [
        "2016-12", "2017-01", None,
    ]  # fmt: skip
