"""The ceremonies of WebAuthn: what a browser is asked, and whether its answer proves anything.

The only module that loads the library, which takes a while; passkeys import it when one is used.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, TypeVar

import webauthn
from webauthn.authentication.verify_authentication_response import VerifiedAuthentication
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
from webauthn.registration.verify_registration_response import VerifiedRegistration

from liuke.domains.access.values import Site, Staff

T = TypeVar("T")
RP_NAME = "Liuke 留客"
VERIFIED = UserVerificationRequirement.REQUIRED
# What the library lets through of answers that make no sense.
ODD = (WebAuthnException, ValueError, TypeError, KeyError, AttributeError)


def asked_to_make(
    site: Site, person: Staff, challenge: bytes, known: Sequence[bytes]
) -> dict[str, Any]:
    """Return what a browser needs to make a passkey of somebody; not on a device `known`."""
    options = webauthn.generate_registration_options(
        rp_id=site.id,
        rp_name=RP_NAME,
        user_id=person.id.bytes,
        user_name=person.sign_in,
        user_display_name=person.name,
        challenge=challenge,
        authenticator_selection=AuthenticatorSelectionCriteria(
            resident_key=ResidentKeyRequirement.REQUIRED, user_verification=VERIFIED
        ),
        exclude_credentials=[PublicKeyCredentialDescriptor(id=one) for one in known],
    )
    return options_to_json_dict(options)


def asked_to_use(site: Site, challenge: bytes) -> dict[str, Any]:
    """Return what a browser needs to ask its owner for any passkey they have here."""
    options = webauthn.generate_authentication_options(
        rp_id=site.id, challenge=challenge, user_verification=VERIFIED
    )
    return options_to_json_dict(options)


def proof_of_making(
    site: Site, credential: Mapping[str, Any], challenge: bytes
) -> VerifiedRegistration | None:
    """Return what a new passkey is, if it was made here for this challenge."""
    return _judged(
        webauthn.verify_registration_response,
        credential=dict(credential),
        expected_challenge=challenge,
        expected_rp_id=site.id,
        expected_origin=site.origins,
        require_user_verification=True,
    )


def proof_of_use(
    site: Site, credential: Mapping[str, Any], challenge: bytes, public_key: bytes, uses: int
) -> VerifiedAuthentication | None:
    """Return how often a passkey was used, if it answered this challenge here."""
    return _judged(
        webauthn.verify_authentication_response,
        credential=dict(credential),
        expected_challenge=challenge,
        expected_rp_id=site.id,
        expected_origin=site.origins,
        credential_public_key=public_key,
        credential_current_sign_count=uses,
        require_user_verification=True,
    )


def bytes_of(text: object) -> bytes | None:
    """Return what a text of a browser stands for, if it stands for anything."""
    return _judged(base64url_to_bytes, val=text) if isinstance(text, str) else None


def challenge_of(credential: Mapping[str, Any]) -> bytes | None:
    """Return the challenge that a passkey says to answer."""
    response = credential.get("response")
    raw = bytes_of(response.get("clientDataJSON")) if isinstance(response, dict) else None
    if raw is None:
        return None
    data = _judged(parse_client_data_json, val=raw)
    return None if data is None else data.challenge


def _judged(judge: Callable[..., T], **given: Any) -> T | None:
    try:
        return judge(**given)
    except ODD:
        return None
