"""Passkeys: staff sign in with their device, which proves itself and who holds it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any, TypeVar

import webauthn
from webauthn.helpers import (
    base64url_to_bytes,
    options_to_json_dict,
    parse_client_data_json,
)
from webauthn.helpers.exceptions import WebAuthnException
from webauthn.helpers.structs import (
    AuthenticatorSelectionCriteria,
    PublicKeyCredentialDescriptor,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)

from liuke.domains.access.challenge import NOBODY, new_challenge, spend_challenge
from liuke.domains.access.errors import PasskeyInvalid, PasskeyRefused, UnknownPasskey
from liuke.domains.access.staff import find_all
from liuke.domains.access.values import PasskeyId, StaffId
from liuke.kernel import audit
from liuke.kernel.actor import system
from liuke.kernel.db import Database, Tx, begin
from liuke.kernel.doors import ask
from liuke.kernel.ids import MerchantId
from liuke.kernel.rows import Sql
from liuke.kernel.values import Value

T = TypeVar("T")
RP_NAME = "Liuke 留客"
SIGN_IN = "sign-in"
VERIFIED = UserVerificationRequirement.REQUIRED
# What the library lets through of answers that make no sense.
ODD = (WebAuthnException, ValueError, TypeError, KeyError, AttributeError)


class Site(Value, frozen=True):
    """Where a passkey counts: the host it was asked on, and the origins a browser may name."""

    host: str

    @property
    def id(self) -> str:
        """Return the host without its port."""
        return self.host.rpartition(":")[0] if ":" in self.host else self.host

    @property
    def origins(self) -> list[str]:
        """Return the origins of our own pages; browsers allow http only to this machine."""
        return [f"https://{self.host}", f"http://{self.host}"]


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


async def passkey_options(tx: Tx, staff_id: StaffId, site: Site) -> dict[str, Any]:
    """Return what a browser needs to make a passkey of somebody."""
    (person,) = await find_all(tx, [staff_id])
    known = await tx.rows(CREDENTIALS, staff_id)
    options = webauthn.generate_registration_options(
        rp_id=site.id,
        rp_name=RP_NAME,
        user_id=staff_id.bytes,
        user_name=person.sign_in,
        user_display_name=person.name,
        challenge=new_challenge(tx.keys, str(staff_id), tx.now),
        authenticator_selection=AuthenticatorSelectionCriteria(
            resident_key=ResidentKeyRequirement.REQUIRED, user_verification=VERIFIED
        ),
        exclude_credentials=[PublicKeyCredentialDescriptor(id=one) for one in known],
    )
    return options_to_json_dict(options)


async def add_passkey(
    tx: Tx, staff_id: StaffId, site: Site, name: str, credential: Mapping[str, Any]
) -> Passkey:
    """Keep a passkey that a browser made for somebody here, now.

    Raises:
        PasskeyInvalid: it was made elsewhere, for another challenge, or is known already.
    """
    challenge = _challenge_of(credential)
    if challenge is None or not await spend_challenge(tx, str(staff_id), challenge):
        raise PasskeyInvalid
    made = _judged(
        webauthn.verify_registration_response,
        credential=dict(credential),
        expected_challenge=challenge,
        expected_rp_id=site.id,
        expected_origin=site.origins,
        require_user_verification=True,
    )
    if made is None:
        raise PasskeyInvalid
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
    async with begin(database, system(NOBODY, "sign-in")) as tx:
        challenge = new_challenge(tx.keys, SIGN_IN, tx.now)
    options = webauthn.generate_authentication_options(
        rp_id=site.id, challenge=challenge, user_verification=VERIFIED
    )
    return options_to_json_dict(options)


async def find_passkey(database: Database, credential: Mapping[str, Any]) -> MerchantId | None:
    """Return the merchant whose passkey this says it is."""
    raw = _bytes_of(credential.get("id"))
    if raw is None:
        return None
    return await ask(database, FIND, raw)


async def use_passkey(tx: Tx, site: Site, credential: Mapping[str, Any]) -> StaffId:
    """Return who holds a passkey, if it answered a challenge of ours, here and now.

    Raises:
        PasskeyRefused: it did not, or it says to have been used less often than we know.
    """
    raw, challenge = _bytes_of(credential.get("id")), _challenge_of(credential)
    if raw is None or challenge is None or not await spend_challenge(tx, SIGN_IN, challenge):
        raise PasskeyRefused
    kept = await tx.row(LOCK, raw)
    if kept is None:
        raise PasskeyRefused
    used = _judged(
        webauthn.verify_authentication_response,
        credential=dict(credential),
        expected_challenge=challenge,
        expected_rp_id=site.id,
        expected_origin=site.origins,
        credential_public_key=kept.public_key,
        credential_current_sign_count=kept.uses,
        require_user_verification=True,
    )
    if used is None:
        raise PasskeyRefused
    await tx.run(USED, kept.id, used.new_sign_count, tx.now)
    return kept.staff_id


async def passkeys(tx: Tx, staff_id: StaffId) -> list[Passkey]:
    """Return somebody's passkeys, oldest first."""
    return await tx.rows(PASSKEYS, staff_id)


async def remove_passkey(tx: Tx, staff_id: StaffId, passkey_id: PasskeyId) -> None:
    """Forget a passkey of somebody; it opens nothing any more.

    Raises:
        UnknownPasskey: they have no such passkey.
    """
    if await tx.row(REMOVE, staff_id, passkey_id) is None:
        raise UnknownPasskey(passkey_id)
    await audit.record(tx, [audit.Act("staff.passkey_removed", str(staff_id))])


def _judged(judge: Callable[..., T], **given: Any) -> T | None:
    try:
        return judge(**given)
    except ODD:
        return None


def _bytes_of(text: object) -> bytes | None:
    return _judged(base64url_to_bytes, val=text) if isinstance(text, str) else None


def _challenge_of(credential: Mapping[str, Any]) -> bytes | None:
    response = credential.get("response")
    raw = _bytes_of(response.get("clientDataJSON")) if isinstance(response, dict) else None
    if raw is None:
        return None
    data = _judged(parse_client_data_json, val=raw)
    return None if data is None else data.challenge
