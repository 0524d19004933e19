"""What points offer to everyone: a section, facts, an action, a liability."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime

import pytest

from liuke.domains import members, points, programme
from liuke.domains.analytics import Worth
from liuke.domains.members import Issue
from liuke.domains.points import BookSpec, Movement
from liuke.domains.points.card_dates import set_card_dates
from liuke.domains.points.liability import worths
from liuke.domains.points.values import CardYearEnd, Rolling
from liuke.domains.points.vocabulary import Award, award
from liuke.domains.programme import FaultyProgramme, Live
from liuke.kernel import facts
from liuke.kernel.db import Tx
from tests import make

BOOK = {
    "code": "stars",
    "value_minor_per_1000": 1000,
    "expiry": {"kind": "rolling", "months": 12, "round_to": "year"},
}


def document(*books: dict[str, object]) -> bytes:
    head = {"code": "p", "name": "P", "name_zh": "方案"}
    return json.dumps({**head, "books": list(books)}).encode()


def test_a_book_is_read_from_a_document() -> None:
    draft = programme.check(document(BOOK))
    (book,) = draft.of(BookSpec)
    assert isinstance(book.expiry, Rolling)
    assert book.expiry.months == 12


@pytest.mark.parametrize(
    ("wrong", "path"),
    [
        ({"qualifying": True, "payable": True}, "$.books[0].payable"),
        ({"payable": True, "value_minor_per_1000": 0}, "$.books[0].value_minor_per_1000"),
        ({"qualifying": True, "transfer": "anyone"}, "$.books[0].transfer"),
        ({"expiry": {"kind": "inactivity"}}, "$.books[0].expiry"),
        (
            {"expiry": {"kind": "dates", "dates": ["02-29", "12-31", "02-30"]}},
            "$.books[0].expiry.dates[2]",
        ),
        ({"expiry": {"kind": "dates", "dates": ["04-31"]}}, "$.books[0].expiry.dates[0]"),
        ({"decimals": 3}, "$.books[0].decimals"),
        ({"colour": "red"}, "$.books[0]"),
    ],
)
def test_a_faulty_book_is_named(wrong: dict[str, object], path: str) -> None:
    with pytest.raises(FaultyProgramme) as refused:
        programme.check(document(BOOK | wrong))
    assert [fault.path for fault in refused.value.faults] == [path]


async def test_facts_answer_for_one_book(tx: Tx) -> None:
    tx.now = datetime(2026, 12, 10, 4, tzinfo=UTC)
    one, two = await make.members(tx, 2)
    live = Live.of(BookSpec(code="stars", expiry=Rolling(days=20)))
    await points.post(
        tx, [Movement(one, "stars", "a", 100), Movement(one, "stars", "b", -30)], live=live
    )
    asked = {
        "points.balance(stars)": (70, 0),
        "points.pending(stars)": (0, 0),
        "points.debt(stars)": (0, 0),
        "points.earned(stars)": (100, 0),
        "points.earned_this_month(stars)": (100, 0),
        "points.earned_this_year(stars)": (100, 0),
        "points.expiring(stars)": (70, 0),
        "points.active_on(stars)": (date(2026, 12, 10), None),
    }
    found = await facts.read(tx, asked, [one, two])
    assert {name: (found[one][name], found[two][name]) for name in asked} == asked


async def test_the_action_gives_once_per_cause(tx: Tx) -> None:
    await make.programme(tx, BookSpec(code="stars", value_minor_per_1000=1000))
    crowd = await make.members(tx, 3)
    for _ in range(2):
        await award(tx, crowd, Award("stars", 500, "生日礼"), "journey:7/node:2")
    assert [b.spendable for b in await points.balances(tx, crowd)] == [500] * 3
    (owed,) = await points.liability(tx)
    assert (owed.outstanding, owed.worth_minor, owed.sums.awarded) == (1500, 1500, 1500)


async def test_a_new_card_starts_the_card_year_of_its_books(tx: Tx) -> None:
    tx.now = datetime(2026, 12, 10, 4, tzinfo=UTC)
    (one,) = await make.members(tx)
    live = Live.of(BookSpec(code="year", expiry=CardYearEnd()), BookSpec(code="other"))
    await set_card_dates(tx, {one: date(2026, 6, 1)}, live=live)
    await points.post(tx, [Movement(one, "year", "a", 10)], live=live)
    (balance,) = await points.balances(tx, [one])
    assert balance.expires_next_on == date(2027, 5, 31)
    assert (await points.verify(tx)).broken == []
    await members.issue(tx, [Issue(one, "card:1")])
    await tx.settle()


async def test_reports_are_told_what_the_points_of_every_live_book_are_worth(tx: Tx) -> None:
    await make.programme(
        tx,
        BookSpec(code="stars", value_minor_per_1000=1_000),
        BookSpec(code="hundredths", decimals=2, value_minor_per_1000=500),
    )
    told = sorted(await worths(tx), key=lambda one: one.book)
    assert told == [Worth("hundredths", 500, 100_000), Worth("stars", 1_000, 1_000)]
