"""How points are written for people: as the merchant calls their book, in its decimals."""

from __future__ import annotations

from liuke.domains.points.values import BookSpec
from liuke.domains.programme import Live
from liuke.kernel.measures import Measure, counted
from liuke.kernel.values import Value


class Book(Value, frozen=True):
    """A live book, and how its amounts are written."""

    book: str
    unit: Measure


def measure_of(book: BookSpec | None) -> Measure:
    """Return how amounts of a book are written; one without a name, or unknown, holds points.

    >>> measure_of(BookSpec("sun", "Suns", "阳光", "Sun", decimals=1)).told(10)
    ('1.0 Sun', '1.0 阳光')
    >>> measure_of(None).told(1)
    ('1 point', '1 积分')
    """
    places = book.decimals if book else 0
    if book is None or not (book.name or book.name_zh):
        return counted("point", "points", "积分", places)
    name = book.name or book.name_zh
    return counted(book.name_one or name, name, book.name_zh or name, places)


def books_in(live: Live) -> list[Book]:
    """Return every live book with its unit, in the order of their codes."""
    books = sorted(live.items(BookSpec), key=lambda book: book.code)
    return [Book(book.code, measure_of(book)) for book in books]


def places_in(live: Live) -> dict[str, int]:
    """Return how many decimals each live book has."""
    return {book.code: book.decimals for book in live.items(BookSpec)}


def measure_in(live: Live, book: str) -> Measure:
    """Return how amounts of a book are written as the live programmes have it."""
    return measure_of(live.get(BookSpec, book))
