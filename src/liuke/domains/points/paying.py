"""Paying: which books are money at a till, and in what steps."""

from __future__ import annotations

from liuke.domains.points.values import BookSpec
from liuke.domains.programme import Live


def pay_steps_in(live: Live) -> dict[str, int]:
    """Return the step in which each live book pays, in smallest units; 0 where it never does."""
    return {book.code: book.pay_step if book.payable else 0 for book in live.items(BookSpec)}
