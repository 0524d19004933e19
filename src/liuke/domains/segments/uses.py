"""Who asks a segment: other segments, and whatever the domains above declare."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from liuke.domains.segments.find import definitions, get_segment, get_segments
from liuke.domains.segments.rules import asked
from liuke.domains.segments.values import Use
from liuke.kernel.db import Tx

Find = Callable[[Tx, str], Awaitable[list[Use]]]
USERS: dict[str, Find] = {}


def declare_users(kind: str, find: Find) -> None:
    """Offer `find(tx, code)`: who of this kind asks a segment."""
    USERS[kind] = find


async def uses(tx: Tx, code: str) -> list[Use]:
    """Return who asks a segment.

    Raises:
        UnknownSegment: there is none of this code.
    """
    await get_segment(tx, code)
    codes = [
        other
        for other, one in (await definitions(tx)).items()
        if one.tree is not None and not one.archived and code in asked(one.tree)
    ]
    asking = await get_segments(tx, codes)
    found = [Use("segment", one.code, one.name, one.name_zh) for one in asking]
    return found + await _above(tx, code, list(USERS))


async def _above(tx: Tx, code: str, kinds: list[str]) -> list[Use]:
    if not kinds:
        return []
    return [*await USERS[kinds[0]](tx, code), *await _above(tx, code, kinds[1:])]
