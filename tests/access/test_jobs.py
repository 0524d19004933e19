"""What is over is swept up at night, and nothing that is not."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from liuke.domains import access
from liuke.domains.access import Invitation, Role
from liuke.domains.access.jobs import sweep
from liuke.kernel.answers import first_answers, question, remember
from liuke.kernel.db import Tx
from liuke.kernel.rows import Sql

SESSIONS = Sql[int]("SELECT COUNT(*) FROM access_session")
TICKETS = Sql[int]("SELECT COUNT(*) FROM access_ticket")
ATTEMPTS = Sql[int]("SELECT COUNT(*) FROM access_attempt")
TRY = Sql[None]("INSERT INTO access_attempt (staff_id, tried_at) VALUES ($1::uuid, $2)")


async def counted(tx: Tx, at: datetime) -> list[int | None]:
    """Sweep at an instant and count sessions, tickets, attempts and first answers."""
    tx.now = at
    await sweep(tx)
    answers = await first_answers(tx, [question("key:a", "POST /x", "1", b"")])
    rows = [await tx.row(SESSIONS), await tx.row(TICKETS), await tx.row(ATTEMPTS)]
    return [*rows, sum(answer is not None for answer in answers)]


@pytest.mark.inv("I1")
async def test_what_is_over_goes_and_the_rest_stays(tx: Tx) -> None:
    (invited,) = await access.invite(tx, [Invitation("anna", "安娜", Role.OWNER)])
    opened = await access.open_session(tx, invited.staff_id)
    await tx.run(TRY, invited.staff_id, tx.now)
    await remember(tx, [question("key:a", "POST /x", "1", b"")], 201, [b"{}"])
    began = tx.now
    assert await counted(tx, began) == [1, 1, 1, 1]
    assert await counted(tx, began + timedelta(minutes=16)) == [1, 1, 0, 1]
    assert await counted(tx, opened.ends_at + timedelta(hours=25)) == [0, 1, 0, 1]
    assert await counted(tx, began + timedelta(days=90)) == [0, 0, 0, 0]
