"""Refusals name a field as the caller wrote it: checkout itself knows only places in a batch."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from liuke.domains.checkout.errors import SalesRefused
from liuke.kernel.problems import Problem

ALONE = "[0]."


@contextmanager
def alone(at: str = "") -> Iterator[None]:
    """Name fields of a request that is one sale, found in it under `at`; refuse it for itself.

    Raises:
        Problem: whatever refuses it.
    """
    try:
        yield
    except SalesRefused as refused:
        if len(refused.problems) > 1:
            raise
        (problem,) = refused.problems.values()
        respell(problem, ALONE, at)
        raise problem from refused
    except Problem as problem:
        respell(problem, ALONE, at)
        raise


@contextmanager
def sold_alone(at: str = "") -> Iterator[None]:
    """Do so where the basket is rung up: what every route that prices one may refuse.

    Raises:
        UnknownMembers: there is no such member.
        UnknownCoupon: there is no such coupon, or it is not the member's.
        UnknownSpend: a book cannot be paid with.
        RetiredItems: goods had been taken off sale.
        WeightMissing: goods sold by weight came without one.
        NotWeighed: grams were given of goods that are not weighed.
        InvalidField: a line comes to more than can be counted.
    """
    with alone(at):
        yield


@contextmanager
def listed(at: str) -> Iterator[None]:
    """Name fields of a request that holds sales in a list under `at`.

    Raises:
        RetiredItems: goods had been taken off sale.
        WeightMissing: goods sold by weight came without one.
        NotWeighed: grams were given of goods that are not weighed.
        InvalidField: a line comes to more than can be counted.
        Problem: whatever else refuses it.
    """
    try:
        yield
    except SalesRefused as refused:
        for place, problem in refused.problems.items():
            respell(problem, "", f"{at}[{place}].")
        raise
    except Problem as problem:
        respell(problem, "", at)
        raise


def respell(problem: Problem, before: str, after: str) -> None:
    """Put `after` before the field a problem names, if any, and take `before` off it."""
    field = getattr(problem, "field", None)
    if isinstance(field, str):
        problem.__dict__["field"] = after + field.removeprefix(before)
