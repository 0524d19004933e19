"""Pass on what moved under the id of a member who was merged: it is another's by now."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TypeAlias

from liuke.domains import programme
from liuke.domains.members import heirs
from liuke.domains.points.merge import Union, unite
from liuke.kernel.db import Tx
from liuke.kernel.ids import MemberId

Entered: TypeAlias = tuple[MemberId, str, int]  # whose, in which book, which entry of it


async def forward(
    tx: Tx, entered: Iterable[Entered], *, live: programme.Live | None = None
) -> None:
    """Let whom merged members stand for have what came to these, and owe what they owe.

    The entry itself stays where it was sent, so that sending it again counts once.
    """
    last = {member_id: (book, seq) for member_id, book, seq in entered}
    if not last:
        return
    gone = await heirs(tx, list(last))
    unions = [
        Union(gone[member_id], member_id, f"forward:{member_id}:{book}:{seq}")
        for member_id, (book, seq) in last.items()
        if member_id in gone
    ]
    if unions:
        await unite(tx, unions, live=live)
