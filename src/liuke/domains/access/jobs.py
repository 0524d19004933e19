"""What access sweeps up every night."""

from __future__ import annotations

from datetime import timedelta

from liuke.domains.access.reseal import reseal_factors
from liuke.domains.access.sessions import ATTEMPT_WINDOW
from liuke.kernel.answers import forget_answers
from liuke.kernel.db import Tx
from liuke.kernel.jobs import daily
from liuke.kernel.rows import Sql

# Kept for a while after their end: whoever asks why they were signed out finds them in the list.
SESSIONS_KEPT = timedelta(days=1)
TICKETS_KEPT = timedelta(days=30)
# A till off-line for a week repeats its requests and still gets its first answers.
ANSWERS_KEPT = timedelta(days=14)

SESSIONS = Sql[None]("DELETE FROM access_session WHERE ends_at < $1")
TICKETS = Sql[None]("DELETE FROM access_ticket WHERE expires_at < $1")
ATTEMPTS = Sql[None]("DELETE FROM access_attempt WHERE tried_at < $1")


@daily("access.sweep", after="03:30")
async def sweep(tx: Tx) -> None:
    """Remove sessions, tickets, attempts and first answers that nothing asks for any more."""
    await tx.run(SESSIONS, tx.now - SESSIONS_KEPT)
    await tx.run(TICKETS, tx.now - TICKETS_KEPT)
    await tx.run(ATTEMPTS, tx.now - ATTEMPT_WINDOW)
    await forget_answers(tx, tx.now - ANSWERS_KEPT)


@daily("access.reseal_factors", after="03:05")
async def seal_anew(tx: Tx) -> None:
    """Bring the secrets of second factors under the newest key."""
    await reseal_factors(tx)
