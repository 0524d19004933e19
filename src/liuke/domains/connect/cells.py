"""Cells of a workbook: their places; numbers and dates as the text a CSV file would hold."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from decimal import Context, Decimal, InvalidOperation

# The formats of dates and times that need no code in the file (ECMA-376 18.8.30, and China's).
DATES = frozenset([*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59)])
QUOTED = re.compile(r'"[^"]*"|\\.|\[[^\]]*\]|_.|\*.')
DATE_LETTERS = re.compile(r"[ymdhs年月日时分秒]", re.IGNORECASE)
DIGITS = Context(prec=15)
EPOCH, EPOCH_1904 = datetime(1899, 12, 30), datetime(1904, 1, 1)  # noqa: DTZ001 - days of a calendar
DAYS_MAX = 2_958_466
SECONDS = 86_400


def place_of_cell(name: str) -> int:
    """Return the number of a cell's column.

    >>> place_of_cell("A1"), place_of_cell("AB12")
    (1, 28)

    Raises:
        ValueError: it is no place.
    """
    letters = name.rstrip("0123456789")
    if not letters.isascii() or not letters.isalpha() or len(letters) > 3:
        raise ValueError(name[:20])
    number = 0
    for letter in letters.upper():
        number = number * 26 + ord(letter) - ord("A") + 1
    return number


def letters_of(number: int) -> str:
    """Return the letters of a column.

    >>> letters_of(1), letters_of(28)
    ('A', 'AB')
    """
    letters = ""
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


def number_text(text: str) -> str:
    """Write a number as a spreadsheet shows it: fifteen digits, no exponent.

    Of a longer one the last digits are lost: it keeps its exponent, so that nobody takes it for
    a number that is whole.

    >>> number_text("13800138000"), number_text("0.30000000000000004"), number_text("1E+3")
    ('13800138000', '0.3', '1000')
    >>> number_text("123456789012345678")
    '1.23456789012346E+17'

    Raises:
        ValueError: it is no number, or beyond all measure.
    """
    if text.isdecimal() and text.isascii() and len(text) <= DIGITS.prec:
        return text
    try:
        value = DIGITS.create_decimal(text)
    except InvalidOperation as odd:
        raise ValueError(text[:20]) from odd
    if not value.is_finite() or abs(value.adjusted()) > 300:
        raise ValueError(text[:20])
    if value.adjusted() >= DIGITS.prec:
        return format(value.normalize(), "E")
    shown = format(value.normalize(), "f")
    return "0" if Decimal(shown) == 0 else shown


@dataclass
class Formats:
    """Which of a workbook's styles show dates."""

    codes: dict[int, str] = field(default_factory=dict)
    styles: list[int] = field(default_factory=list)
    from_1904: bool = False

    def is_date(self, style: int) -> bool:
        """Tell whether a style shows a date or a time."""
        number = self.styles[style] if style < len(self.styles) else 0
        code = self.codes.get(number)
        if code is None:
            return number in DATES
        return bool(DATE_LETTERS.search(QUOTED.sub("", code.partition(";")[0])))

    def date_text(self, text: str, style: int) -> str:
        """Return a date as ISO, with its time if it has one; empty where it is a plain number.

        Raises:
            ValueError: no calendar has that day.
        """
        if not self.is_date(style):
            return ""
        try:
            days = Decimal(text)
        except InvalidOperation as odd:
            raise ValueError(text[:20]) from odd
        if not days.is_finite() or not 0 <= days < DAYS_MAX:
            raise ValueError(text[:20])
        seconds = int((days * SECONDS).to_integral_value())
        at = (EPOCH_1904 if self.from_1904 else EPOCH) + timedelta(seconds=seconds)
        if days < 1:
            return at.time().isoformat()
        return at.date().isoformat() if seconds % SECONDS == 0 else at.isoformat(sep=" ")
