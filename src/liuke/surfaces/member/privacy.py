"""Privacy: a member takes along all we hold of them; being erased takes a code (`member_door`)."""

from __future__ import annotations

from liuke.domains import members
from liuke.domains.members.own import member_of
from liuke.kernel.db import Tx
from liuke.kernel.web import post


@post("/m/exports", may="members.self", status=200)
async def export_my_data(tx: Tx) -> members.Export:
    """Return all the shop holds of me, by section."""
    (found,) = await members.export_members(tx, [member_of(tx)], reason="asked by the member")
    return found


ROUTES = [export_my_data]
