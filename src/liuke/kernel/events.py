"""Events: what happened, in the past tense, and who reacts in the same transaction."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Awaitable, Callable, Iterable, Sequence
from typing import Any, TypeVar

from liuke.kernel.values import Value, snake

Reaction = Callable[..., Awaitable[None]]
R = TypeVar("R", bound=Reaction)


class Event(Value, frozen=True):
    """One thing that happened; fields `member_id`, `at` are also kept as columns."""

    @classmethod
    def kind(cls) -> str:
        """Return the name used in the log and by whoever reads it.

        >>> class PointsPendingAdded(Event, frozen=True): ...
        >>> PointsPendingAdded.kind()
        'points.pending_added'
        """
        subject, _, verb = snake(cls.__name__).partition("_")
        return f"{subject}.{verb}"


WITHIN: dict[type[Event], list[Reaction]] = defaultdict(list)


def within(kind: type[Event]) -> Callable[[R], R]:
    """Declare `react(tx, events)` to run once per batch at the end of the same transaction."""

    def declare(reaction: R) -> R:
        WITHIN[kind].append(reaction)
        return reaction

    return declare


def reactions(events: Iterable[Event]) -> Iterable[tuple[Reaction, Sequence[Event]]]:
    """Pair each reaction with the events of one batch it is for, in order of emission."""
    by_kind: dict[type[Event], list[Event]] = defaultdict(list)
    for event in events:
        by_kind[type(event)].append(event)
    for kind, batch in by_kind.items():
        for reaction in WITHIN.get(kind, ()):
            yield reaction, batch


def member_of(event: Event) -> Any:
    """Return the member an event is about, or None."""
    return getattr(event, "member_id", None)
