"""Edits: what somebody saves from a screen is saved only if it still is as they saw it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from liuke.kernel.db import Tx
from liuke.kernel.problems import InvalidField, Stale
from liuke.kernel.rows import Sql
from liuke.kernel.values import revision_of

T = TypeVar("T")

ONE_THING = ("it names one thing: send that alone", "它只对应一项内容，请只提交这一项")
# Who saw a revision is alone from looking to saving; who names none waits only for these.
HOLD = Sql[None]("""
    SELECT
        CASE WHEN $2::text <> '' THEN pg_advisory_xact_lock(key)
            ELSE pg_advisory_xact_lock_shared(key)
        END
    FROM hashtextextended('edit ' || lk_merchant()::text || ' ' || $1::text, 0) AS key
""")


@dataclass(eq=False)
class ChangedMeanwhile(Stale):
    """`what` is not as this editor saw it; `revision` is that of today."""

    what: str
    revision: str


async def hold(tx: Tx, what: str) -> None:
    """Keep editors who compare from changing `what` until the transaction ends."""
    await tx.run(HOLD, what, "")


async def hold_as_seen(tx: Tx, what: str, seen: str, now: Callable[[], Awaitable[Any]]) -> None:
    """Keep everybody from changing `what` until the transaction ends, if it is as it was `seen`.

    `now` returns what a `GET` shows, `seen` is the revision of that: `If-Match`. Without one
    nothing is compared.

    Raises:
        ChangedMeanwhile: somebody saved since; names the revision of today.
    """
    await tx.run(HOLD, what, seen)
    if seen and seen != (today := revision_of(await now())):
        raise ChangedMeanwhile(what, today)


def only(items: Sequence[T]) -> T:
    """Return the one thing that `If-Match` is about.

    Raises:
        InvalidField: several are sent, or none.
    """
    if len(items) != 1:
        raise InvalidField("If-Match", *ONE_THING)
    return items[0]
