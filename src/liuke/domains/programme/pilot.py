"""Publications, and pilots: versions that rule in some stores before they rule in all."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Annotated

from msgspec import Meta

from liuke.domains import stores
from liuke.domains.programme.document import SECTIONS, Draft
from liuke.domains.programme.errors import FaultyProgramme
from liuke.domains.programme.live import live_at
from liuke.domains.programme.values import Fault, VersionId
from liuke.kernel.db import Tx
from liuke.kernel.values import Value


class Publication(Value, frozen=True):
    """A draft to publish, ruling from `effective_from` on (now, when it is None).

    A `pilot` rules in the stores named only, until `pilot_until` if that is given; elsewhere the
    version before it goes on. Publish the document again without one to widen it.
    """

    version_id: VersionId
    effective_from: Annotated[datetime, Meta(tz=True)] | None = None
    pilot: Annotated[tuple[str, ...], Meta(max_length=500, description="Store codes.")] = ()
    pilot_until: Annotated[datetime, Meta(tz=True)] | None = None


async def require_pilots(tx: Tx, wishes: Sequence[tuple[Publication, Draft]]) -> None:
    """Refuse pilots that change more than what stores may differ in, or last no time.

    Raises:
        FaultyProgramme: names every section.
        UnknownStores: a store is not this merchant's.
    """
    pilots = [(p, draft, p.effective_from or tx.now) for p, draft in wishes if p.pilot]
    ends = [p for p, _ in wishes if p.pilot_until is not None]
    if any(
        not p.pilot or p.pilot_until <= (p.effective_from or tx.now) for p in ends if p.pilot_until
    ):
        reason = "a pilot names its stores and ends after it begins"
        raise FaultyProgramme((Fault("pilot_until", reason, "试点须指定门店，且结束晚于开始"),))
    if not pilots:
        return
    await stores.store_ids(tx, sorted({code for p, _, _ in pilots for code in p.pilot}))
    bases = await live_at(tx, [at for _, _, at in pilots])
    found = [
        fault
        for (_, draft, _), base in zip(pilots, bases, strict=True)
        for fault in _beyond(draft, base.draft(draft.code))
    ]
    if found:
        raise FaultyProgramme(tuple(found))


def _beyond(draft: Draft, base: Draft | None) -> list[Fault]:
    """Return the sections in which a pilot differs and may not."""
    if base is None:
        reason = "a pilot needs a live version that the other stores keep"
        return [Fault("$", reason, "试点需要其他门店继续执行的生效版本")]
    same = ", ".join(sorted(name for name, section in SECTIONS.items() if section.by_store))
    return [
        Fault(
            f"$.{name}",
            f"a pilot differs from the live version in {same} only",
            f"试点只能在 {same} 上与现行版本不同",
        )
        for name, section in SECTIONS.items()
        if not section.by_store and draft.items[name] != base.items[name]
    ]
