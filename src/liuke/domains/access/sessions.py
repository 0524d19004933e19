"""Sessions: a try at a password, a session opened, ended; the second factor; a new password."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from liuke.domains.access.errors import CodeWrong, TicketSpent, TooManyAttempts, WrongCredentials
from liuke.domains.access.my_sessions import check_fresh
from liuke.domains.access.passkeys import forget_passkeys
from liuke.domains.access.staff import end_sessions
from liuke.domains.access.tokens import hashed, new_token
from liuke.domains.access.totp import seal, step_of, unseal
from liuke.domains.access.values import Device, Role, SessionId, StaffId
from liuke.kernel import audit
from liuke.kernel.db import Database, Tx
from liuke.kernel.doors import ask
from liuke.kernel.ids import MerchantId
from liuke.kernel.rows import Sql
from liuke.kernel.values import Value

SESSION_HOURS = 12
ATTEMPTS_MOST = 10
UNKNOWN = Device()
ATTEMPT_WINDOW = timedelta(minutes=15)


class Found(Value, frozen=True):
    """Whose sign-in name it is."""

    merchant_id: MerchantId
    staff_id: StaffId
    others: int


class Secrets(Value, frozen=True):
    """What a try at signing in is checked against."""

    sign_in: str
    name: str
    role: Role
    password_hash: str | None
    totp_sealed: bytes | None


class Opened(Value, frozen=True):
    """A session as its owner gets it: the token goes into a cookie and nowhere else."""

    token: str
    ends_at: datetime


class Spent(Value, frozen=True):
    """Whose one-time token it was, and who made it or counts as its maker."""

    staff_id: StaffId
    made_by: StaffId | None


FIND = Sql[Found]("""
    SELECT merchant_id, staff_id, COUNT(*) OVER () - 1 AS others FROM access_find_staff($1, $2)
""")
TICKET = Sql[MerchantId]("SELECT access_find_ticket($1)")
IS_SET_UP = Sql[bool]("SELECT access_is_set_up()")
SECRETS = Sql[Secrets]("""
    SELECT sign_in, name, role, password_hash, totp_sealed FROM access_staff
    WHERE id = $1::uuid AND disabled_at IS NULL
    FOR UPDATE
""")
KEPT = Sql[StaffId]("""
    SELECT id FROM access_staff
    WHERE id = $1::uuid AND password_hash = $2 AND disabled_at IS NULL
    FOR UPDATE
""")
TRIED = Sql[datetime]("""
    SELECT tried_at FROM access_attempt WHERE staff_id = $1::uuid AND tried_at > $2
    ORDER BY tried_at
""")
TRY = Sql[None]("INSERT INTO access_attempt (staff_id, tried_at) VALUES ($1::uuid, $2)")
FORGIVE = Sql[None]("DELETE FROM access_attempt WHERE staff_id = $1::uuid")
OPEN = Sql[None]("""
    INSERT INTO access_session (
        token_hash, id, staff_id, device, address, started_at, seen_at, ends_at
    )
    VALUES ($1, $2::uuid, $3::uuid, $4, $5, $6, $6, $7)
""")
END = Sql[None]("DELETE FROM access_session WHERE token_hash = $1")
SPEND_STEP = Sql[StaffId]("""
    UPDATE access_staff SET totp_step = $2 WHERE id = $1::uuid AND totp_step < $2 RETURNING id
""")
SET_PASSWORD = Sql[None]("UPDATE access_staff SET password_hash = $2 WHERE id = $1::uuid")
SET_FACTOR = Sql[None]("""
    UPDATE access_staff SET totp_sealed = $2, totp_step = $3 WHERE id = $1::uuid
""")
SPEND_TICKET = Sql[Spent]("""
    UPDATE access_ticket SET used_at = $2
    WHERE token_hash = $1 AND used_at IS NULL AND expires_at > $2
    RETURNING staff_id, made_by
""")
RENAME = Sql[StaffId]("""
    UPDATE access_staff SET sign_in = COALESCE($2, sign_in), name = COALESCE($3, name),
        let_in_by = $4::uuid, let_in_at = CASE WHEN $4 IS NOT NULL THEN $5::timestamptz END
    WHERE id = $1::uuid AND disabled_at IS NULL
        AND NOT EXISTS (
            SELECT FROM access_staff AS other WHERE other.sign_in = $2 AND other.id <> $1::uuid
        )
    RETURNING id
""")


async def find_person(
    database: Database, sign_in: str, merchant_id: MerchantId | None = None
) -> Found | None:
    """Return whose sign-in name this is; None also when two merchants know the name."""
    found = await ask(database, FIND, sign_in, merchant_id)
    return None if found is None or found.others else found


async def find_ticket(database: Database, token: str) -> MerchantId | None:
    """Return the merchant a live one-time token belongs to."""
    return await ask(database, TICKET, hashed(token))


async def is_set_up(database: Database) -> bool:
    """Tell whether anybody at all can sign in here."""
    answer = await ask(database, IS_SET_UP)
    return answer is True


async def attempt(tx: Tx, staff_id: StaffId) -> Secrets:
    """Count a try before it is judged, and return what to judge it by.

    Raises:
        TooManyAttempts: ten tries in a quarter of an hour were too many.
        WrongCredentials: the person is no longer here.
    """
    secrets = await tx.row(SECRETS, staff_id)
    if secrets is None:
        raise WrongCredentials
    refuse_many(await tx.rows(TRIED, staff_id, tx.now - ATTEMPT_WINDOW), tx.now)
    await tx.run(TRY, staff_id, tx.now)
    return secrets


def refuse_many(tried: Sequence[datetime], now: datetime) -> None:
    """Refuse one more try after these.

    Raises:
        TooManyAttempts: they were too many.
    """
    if len(tried) >= ATTEMPTS_MOST:
        again = tried[-ATTEMPTS_MOST] + ATTEMPT_WINDOW - now
        raise TooManyAttempts(max(1, int(again.total_seconds())))


async def confirm(tx: Tx, staff_id: StaffId, judged: str) -> None:
    """Hold fast to the password that was judged: judging takes a while, and it may be another now.

    Raises:
        WrongCredentials: it is, or the person is no longer here.
    """
    if await tx.row(KEPT, staff_id, judged) is None:
        raise WrongCredentials


async def spend_code(tx: Tx, staff_id: StaffId, sealed: bytes, code: str) -> None:
    """Accept a code of the second factor, once.

    Raises:
        WrongCredentials: it does not fit, or was used before.
    """
    secret = unseal(tx.keys, tx.merchant_id, staff_id, sealed)
    step = step_of(secret, code, tx.now)
    if step is None or await tx.row(SPEND_STEP, staff_id, step) is None:
        raise WrongCredentials


async def open_session(
    tx: Tx, staff_id: StaffId, *, device: Device = UNKNOWN, instead_of: str = ""
) -> Opened:
    """Open a session with a fresh token; the tries so far are forgiven, the old session ends."""
    token, ends_at = new_token(), tx.now + timedelta(hours=SESSION_HOURS)
    await tx.run(FORGIVE, staff_id)
    await tx.run(END, hashed(instead_of))
    await tx.run(
        OPEN, hashed(token), SessionId.new(), staff_id, device.name, device.address, tx.now, ends_at
    )
    await audit.record(tx, [audit.Act("staff.signed_in", str(staff_id))])
    return Opened(token, ends_at)


async def end_session(tx: Tx, token: str) -> None:
    """End one session."""
    await tx.run(END, hashed(token))


async def set_password(
    tx: Tx, staff_id: StaffId, password_hash: str, *, keep_sessions: bool = False
) -> None:
    """Keep a new password; every session ends, unless only its hash was made anew."""
    await tx.run(SET_PASSWORD, staff_id, password_hash)
    if not keep_sessions:
        await end_sessions(tx, [staff_id])
        await audit.record(tx, [audit.Act("staff.password_set", str(staff_id))])


async def spend_ticket(
    tx: Tx, token: str, *, sign_in: str | None = None, name: str | None = None
) -> StaffId:
    """Spend a one-time token, once, optionally with the names its person prefers.

    It begins anew: passkeys of before open nothing any more.

    Raises:
        TicketSpent: it was used or has expired, or the sign-in name is somebody else's.
    """
    spent = await tx.row(SPEND_TICKET, hashed(token), tx.now)
    if spent is None:
        raise TicketSpent
    wanted = spent.staff_id, sign_in, name, spent.made_by, tx.now
    if await tx.row(RENAME, *wanted) is None:
        raise TicketSpent
    await forget_passkeys(tx, spent.staff_id)
    return spent.staff_id


async def set_second_factor(tx: Tx, staff_id: StaffId, secret: str, code: str) -> None:
    """Ask this person for a code from now on; the first code proves that they have the secret.

    Raises:
        SignedInLongAgo: they have to sign in again before they may.
        CodeWrong: the code does not fit the secret.
    """
    await check_fresh(tx, staff_id)
    step = step_of(secret, code, tx.now)
    if step is None:
        raise CodeWrong
    await tx.run(SET_FACTOR, staff_id, seal(tx.keys, tx.merchant_id, staff_id, secret), step)
    await audit.record(tx, [audit.Act("staff.second_factor_set", str(staff_id))])
