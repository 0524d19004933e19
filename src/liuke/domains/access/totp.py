"""The second factor: six digits that change every half minute, each good for once."""

from __future__ import annotations

import hmac
from datetime import datetime

import pyotp

from liuke.kernel.crypto import Binding, Keys, Unreadable, key_id, row
from liuke.kernel.ids import Id, MerchantId

STEP_SECONDS = 30
DRIFT_STEPS = 1
ISSUER = "Liuke"


def new_secret() -> str:
    """Make a secret for an authenticator, 160 random bits."""
    return pyotp.random_base32()


def address(secret: str, sign_in: str) -> str:
    """Write the secret as the `otpauth://` address that a QR code carries."""
    return pyotp.TOTP(secret).provisioning_uri(name=sign_in, issuer_name=ISSUER)


def step_of(secret: str, code: str, at: datetime) -> int | None:
    """Return the step a code belongs to, this one or a neighbour; None when it fits none."""
    now = int(at.timestamp()) // STEP_SECONDS
    generator = pyotp.TOTP(secret)
    for step in range(now - DRIFT_STEPS, now + DRIFT_STEPS + 1):
        if hmac.compare_digest(generator.generate_otp(step).encode(), code.encode()):
            return step
    return None


def seal(keys: Keys, merchant_id: MerchantId, staff_id: Id, secret: str) -> bytes:
    """Encrypt a secret for the row of its person."""
    return keys.current.seal(secret.encode(), _binding(merchant_id, staff_id))


def unseal(keys: Keys, merchant_id: MerchantId, staff_id: Id, sealed: bytes) -> str:
    """Decrypt the secret of a person.

    Raises:
        Unreadable: its key is gone, or it belongs to another row.
    """
    kek = keys.kek(key_id(sealed))
    if kek is None:
        raise Unreadable("access_staff.totp_sealed")
    return kek.open(sealed, _binding(merchant_id, staff_id)).decode()


def _binding(merchant_id: MerchantId, staff_id: Id) -> Binding:
    return Binding(merchant_id, "access_staff", "totp_sealed", row(staff_id))
