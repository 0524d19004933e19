"""Freshen: an export just before a question, shared by everybody who asks at the same time."""

from __future__ import annotations

from liuke.domains.analytics.errors import LakeUnavailable
from liuke.domains.analytics.export import export
from liuke.domains.analytics.seat import Flight, seat
from liuke.kernel.ids import MerchantId


async def freshen(merchant_id: MerchantId) -> None:
    """Bring the lake to now; what was committed before the call is in it.

    Whoever waits here is served by the first run that begins after they asked.

    Raises:
        Contended: somebody else has been writing this lake for too long.
        FolderUnwritable: its folder takes no more.
        LakeUnavailable: this process has no lake.
    """
    place = seat()
    if place.database is None:
        raise LakeUnavailable
    flight = place.flights.setdefault(merchant_id, Flight())
    asked = flight.begun
    async with flight.one:
        if flight.begun > asked:  # one that began after the question is over by now
            return
        flight.begun += 1
        await export(place.database, merchant_id)


async def freshen_within(merchant_id: MerchantId, seconds: float) -> bool:
    """Bring the lake to now, and say whether it is: nobody waits longer than so many seconds.

    What takes longer goes on: a copy that is broken off takes the driver half a minute to leave.

    Raises:
        Contended: somebody else has been writing this lake for too long.
        FolderUnwritable: its folder takes no more.
        LakeUnavailable: this process has no lake.
    """
    flight = seat().flights.setdefault(merchant_id, Flight())
    return await flight.going.within(freshen(merchant_id), seconds)
