"""What the domains declare: subscribers of the event log, and daily work."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from datetime import time
from typing import Any, TypeVar

from liuke.kernel.db import Database, Tx
from liuke.kernel.events import Event
from liuke.kernel.ids import MemberId, MerchantId

Handler = Callable[..., Awaitable[Any]]
H = TypeVar("H", bound=Handler)
DueMembers = Callable[[Tx, MemberId | None, int], Awaitable[Sequence[MemberId]]]


@dataclass(frozen=True)
class Subscription:
    """One handler and the kinds of event it is called with, in batches of one merchant."""

    name: str
    kinds: tuple[type[Event], ...]
    handler: Handler


@dataclass(frozen=True)
class Daily:
    """One handler, its time of day in the merchant's zone, and who is due.

    With `members` the handler is called as `(tx, member_ids)`, a thousand members a transaction;
    without, once as `(tx)`. `tx.now` is the instant the run was due, also for a day made up for.
    """

    name: str
    clock: time
    handler: Handler
    members: DueMembers | None


@dataclass(frozen=True)
class Regular:
    """What every worker does for each merchant again and again, in transactions of its own.

    It is called as `(database, merchant_id)`, must not mind another worker at the same, and
    whatever fails is tried again the next time.
    """

    name: str
    seconds: float
    handler: Callable[[Database, MerchantId], Awaitable[Any]]


@dataclass
class Declared:
    """All jobs of one product."""

    subscriptions: dict[str, Subscription] = field(default_factory=dict)
    dailies: dict[str, Daily] = field(default_factory=dict)
    regulars: dict[str, Regular] = field(default_factory=dict)

    @property
    def names(self) -> list[str]:
        """Return every name that a job can carry."""
        return [*self.subscriptions, *self.dailies]

    def add(self, job: Subscription | Daily) -> None:
        """Take up one job; a name stands for one handler."""
        assert job.name not in self.names, f"two jobs are called {job.name}"
        if isinstance(job, Subscription):
            self.subscriptions[job.name] = job
        else:
            self.dailies[job.name] = job


DECLARED = Declared()


def after(*kinds: type[Event], name: str = "", declared: Declared = DECLARED) -> Callable[[H], H]:
    """Declare `react(tx, events)` to run after the commit, once for each event of these kinds.

    The name defaults to `<domain>.<function>`, and open jobs carry it: keep it when you rename.
    """

    def declare(handler: H) -> H:
        domain = handler.__module__.split(".")[-2:][0]
        declared.add(Subscription(name or f"{domain}.{handler.__name__}", kinds, handler))
        return handler

    return declare


def daily(
    name: str,
    *,
    after: str,
    members: DueMembers | None = None,
    declared: Declared = DECLARED,
) -> Callable[[H], H]:
    """Declare work for every business day, from `after` ("02:00") in the merchant's zone on.

    `members(tx, last, limit)` gives the next members due in id order, above `last`. A crash
    resumes after the last thousand; a day missed is made up for, oldest first.
    """

    def declare(handler: H) -> H:
        declared.add(Daily(name, time.fromisoformat(after), handler, members))
        return handler

    return declare


def regular(name: str, *, seconds: float, declared: Declared = DECLARED) -> Callable[[H], H]:
    """Declare what is done for each merchant every so many seconds, outside the queue."""

    def declare(handler: H) -> H:
        declared.regulars[name] = Regular(name, seconds, handler)
        return handler

    return declare
