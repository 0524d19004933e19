"""Passkeys: staff sign in with their device, which proves itself and who holds it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from liuke.domains.access.challenge import NOBODY, new_challenge, spend_challenge
from liuke.domains.access.errors import PasskeyInvalid, PasskeyRefused, UnknownPasskey
from liuke.domains.access.my_sessions import check_fresh
from liuke.domains.access.staff import find_all
from liuke.domains.access.values import PasskeyId, Site, Staff, StaffId
from liuke.kernel import audit
from liuke.kernel.actor import system
from liuke.kernel.db import Database, Tx, begin
from liuke.kernel.doors import ask
from liuke.kernel.ids import MerchantId
from liuke.kernel.problems import TooMany
from liuke.kernel.rows import Sql
from liuke.kernel.values import Value

SIGN_IN = "sign-in"


class Passkey(Value, frozen=True):
    """A passkey as its owner sees it."""

    id: PasskeyId
    name: str
    made_at: datetime
    used_at: datetime | None


class Kept(Value, frozen=True):
    """A passkey as it is checked."""

    id: PasskeyId
    staff_id: StaffId
    public_key: bytes
    uses: int


FIND = Sql[MerchantId]("SELECT access_find_passkey($1)")
PASSKEYS = Sql[Passkey]("""
    SELECT id, name, made_at, used_at FROM access_passkey WHERE staff_id = $1::uuid ORDER BY id
""")
# Nobody carries more devices.
PASSKEYS_MOST = 20
# Two that are made at once wait for one another, so that neither counts past the other.
HOLD = Sql[None]("SELECT id FROM access_staff WHERE id = $1::uuid FOR NO KEY UPDATE")
COUNT = Sql[int]("SELECT COUNT(*) FROM access_passkey WHERE staff_id = $1::uuid")
CREDENTIALS = Sql[bytes]("SELECT credential FROM access_passkey WHERE staff_id = $1::uuid")
KEEP = Sql[Passkey]("""
    INSERT INTO access_passkey (id, staff_id, name, credential, public_key, uses, made_at)
    VALUES ($1::uuid, $2::uuid, $3, $4, $5, $6, $7)
    ON CONFLICT DO NOTHING
    RETURNING id, name, made_at, used_at
""")
LOCK = Sql[Kept]("""
    SELECT k.id, k.staff_id, k.public_key, k.uses
    FROM access_passkey k
    JOIN access_staff s ON s.merchant_id = k.merchant_id AND s.id = k.staff_id
    WHERE k.credential = $1 AND s.disabled_at IS NULL
    FOR UPDATE OF k
""")
USED = Sql[None]("UPDATE access_passkey SET uses = $2, used_at = $3 WHERE id = $1::uuid")
REMOVE = Sql[PasskeyId]("""
    DELETE FROM access_passkey WHERE staff_id = $1::uuid AND id = $2::uuid RETURNING id
""")
FORGET = Sql[PasskeyId]("DELETE FROM access_passkey WHERE staff_id = $1::uuid RETURNING id")


async def passkey_options(tx: Tx, staff_id: StaffId, site: Site) -> dict[str, Any]:
    """Return what a browser needs to make a passkey of somebody."""
    from liuke.domains.access import ceremony  # noqa: PLC0415 - no start waits for the library

    (person,) = await find_all(tx, [staff_id])
    known = await tx.rows(CREDENTIALS, staff_id)
    challenge = new_challenge(tx.keys, str(staff_id), tx.now)
    return ceremony.asked_to_make(site, person, challenge, known)


async def add_passkey(
    tx: Tx, staff_id: StaffId, site: Site, name: str, credential: Mapping[str, Any]
) -> Passkey:
    """Keep a passkey that a browser made for somebody here, now.

    Raises:
        SignedInLongAgo: they have to sign in again before they may.
        PasskeyInvalid: it was made elsewhere, for another challenge, or is known already.
        TooMany: they have twenty.
    """
    from liuke.domains.access import ceremony  # noqa: PLC0415 - as above

    await check_fresh(tx, staff_id)
    challenge = ceremony.challenge_of(credential)
    if challenge is None or not await spend_challenge(tx, str(staff_id), challenge):
        raise PasskeyInvalid
    made = ceremony.proof_of_making(site, credential, challenge)
    if made is None:
        raise PasskeyInvalid
    await tx.run(HOLD, staff_id)
    if (await tx.row(COUNT, staff_id) or 0) >= PASSKEYS_MOST:
        raise TooMany("passkeys", PASSKEYS_MOST)
    kept = await tx.row(
        KEEP, PasskeyId.new(), staff_id, name, made.credential_id, made.credential_public_key,
        made.sign_count, tx.now,
    )  # fmt: skip
    if kept is None:
        raise PasskeyInvalid
    await audit.record(tx, [audit.Act("staff.passkey_added", str(staff_id))])
    return kept


async def sign_in_options(database: Database, site: Site) -> dict[str, Any]:
    """Return what a browser needs to ask its owner for any passkey they have here."""
    from liuke.domains.access import ceremony  # noqa: PLC0415 - as above

    async with begin(database, system(NOBODY, "sign-in")) as tx:
        challenge = new_challenge(tx.keys, SIGN_IN, tx.now)
    return ceremony.asked_to_use(site, challenge)


async def find_passkey(database: Database, credential: Mapping[str, Any]) -> MerchantId | None:
    """Return the merchant whose passkey this says it is."""
    from liuke.domains.access import ceremony  # noqa: PLC0415 - as above

    raw = ceremony.bytes_of(credential.get("id"))
    if raw is None:
        return None
    return await ask(database, FIND, raw)


async def use_passkey(tx: Tx, site: Site, credential: Mapping[str, Any]) -> Staff:
    """Return who holds a passkey, if it answered a challenge of ours, here and now.

    Raises:
        PasskeyRefused: it did not, or it says to have been used less often than we know.
    """
    from liuke.domains.access import ceremony  # noqa: PLC0415 - as above

    raw, challenge = ceremony.bytes_of(credential.get("id")), ceremony.challenge_of(credential)
    if raw is None or challenge is None or not await spend_challenge(tx, SIGN_IN, challenge):
        raise PasskeyRefused
    kept = await tx.row(LOCK, raw)
    if kept is None:
        raise PasskeyRefused
    used = ceremony.proof_of_use(site, credential, challenge, kept.public_key, kept.uses)
    if used is None:
        raise PasskeyRefused
    await tx.run(USED, kept.id, used.new_sign_count, tx.now)
    (person,) = await find_all(tx, [kept.staff_id])
    return person


async def passkeys(tx: Tx, staff_id: StaffId) -> list[Passkey]:
    """Return somebody's passkeys, oldest first."""
    return await tx.rows(PASSKEYS, staff_id)


async def forget_passkeys(tx: Tx, staff_id: StaffId) -> None:
    """Forget every passkey of somebody, who begins anew."""
    removed = await tx.rows(FORGET, staff_id)
    acts = [audit.Act("staff.passkey_removed", str(staff_id)) for _ in removed]
    await audit.record(tx, acts)


async def remove_passkey(tx: Tx, staff_id: StaffId, passkey_id: PasskeyId) -> None:
    """Forget a passkey of somebody; it opens nothing any more.

    Raises:
        UnknownPasskey: they have no such passkey.
    """
    if await tx.row(REMOVE, staff_id, passkey_id) is None:
        raise UnknownPasskey(passkey_id)
    await audit.record(tx, [audit.Act("staff.passkey_removed", str(staff_id))])
