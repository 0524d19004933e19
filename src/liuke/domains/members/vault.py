"""The vault: each member's data key, and what is sealed and found again with it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from liuke.domains.members.rules import found_by, last_four
from liuke.domains.members.values import IdentityKind
from liuke.kernel.crypto import Binding, Key, Keys, Unreadable, key_id, row
from liuke.kernel.db import Tx
from liuke.kernel.ids import Id, MemberId, MerchantId
from liuke.kernel.rows import Sql
from liuke.kernel.values import Value

TOKEN_SIZE = 16


class Wrapped(Value, frozen=True):
    """A member's data key as the database keeps it."""

    member_id: MemberId
    wrapped: bytes


KEYS = Sql[Wrapped]("""
    SELECT member_id, wrapped FROM members_key WHERE member_id = ANY ($1::uuid[])
""")
KEEP = Sql[None]("""
    INSERT INTO members_key (member_id, kek_id, wrapped)
    SELECT member_id, kek_id, wrapped
    FROM UNNEST($1::uuid[], $2::bytea[], $3::bytea[]) AS k (member_id, kek_id, wrapped)
    ORDER BY member_id
""")


class Vault:
    """The open data keys of some members."""

    def __init__(self, merchant_id: MerchantId, keys: Mapping[MemberId, Key]) -> None:
        """Hold keys for as long as the transaction lasts."""
        self._merchant_id = merchant_id
        self._keys = keys

    def seal(self, member_id: MemberId, table: str, row_key: Id | str, text: str) -> bytes:
        """Seal one member's text for one row of a table."""
        binding = self._binding(member_id, table, row_key)
        return self._keys[member_id].seal(text.encode(), binding)

    def open(self, member_id: MemberId, table: str, row_key: Id | str, sealed: bytes) -> str:
        """Open what was sealed for this row.

        Raises:
            Unreadable: it was sealed for another row, altered, or its key is gone.
        """
        binding = self._binding(member_id, table, row_key)
        if member_id not in self._keys:
            raise Unreadable(str(binding))
        return self._keys[member_id].open(sealed, binding).decode()

    def _binding(self, member_id: MemberId, table: str, row_key: Id | str) -> Binding:
        return Binding(self._merchant_id, table, "sealed", row(member_id, row_key))


def key_binding(merchant_id: MerchantId, member_id: MemberId) -> Binding:
    """Return where a wrapped data key belongs."""
    return Binding(merchant_id, "members_key", "wrapped", row(member_id))


async def open_vault(tx: Tx, member_ids: Iterable[MemberId]) -> Vault:
    """Open the data keys of members who have one.

    Raises:
        Unreadable: a key was moved or altered, or its KEK is not here.
    """
    found = await tx.rows(KEYS, list(member_ids))
    return Vault(tx.merchant_id, {key.member_id: _unwrap(tx, key) for key in found})


async def ensure_vault(tx: Tx, member_ids: Sequence[MemberId]) -> Vault:
    """Open the data keys of members, making those that are missing; lock the members first."""
    wanted = sorted(set(member_ids))
    keys = {key.member_id: _unwrap(tx, key) for key in await tx.rows(KEYS, wanted)}
    made = {member_id: Key.new() for member_id in wanted if member_id not in keys}
    if made:
        wrapped = [
            tx.keys.wrap(key, key_binding(tx.merchant_id, member_id))
            for member_id, key in made.items()
        ]
        await tx.run(KEEP, list(made), [key_id(one) for one in wrapped], wrapped)
    return Vault(tx.merchant_id, keys | made)


def _unwrap(tx: Tx, key: Wrapped) -> Key:
    return tx.keys.unwrap(key.wrapped, key_binding(tx.merchant_id, key.member_id))


def digest(keys: Keys, merchant_id: MerchantId, kind: IdentityKind, value: str) -> bytes:
    """Return the keyed hash that finds an identity; card numbers are found as they are."""
    if kind is IdentityKind.CARD:
        return value.encode()
    return keys.blind(merchant_id, f"members_identity.{kind.value}", value)


def phone_token(keys: Keys, merchant_id: MerchantId, number: str) -> bytes:
    """Return the search token of a phone's last four digits."""
    return keys.blind(merchant_id, "members_token.phone", last_four(number))[:TOKEN_SIZE]


def name_marks(keys: Keys, merchant_id: MerchantId, tokens: Iterable[str]) -> list[bytes]:
    """Return the search tokens of parts of a name."""
    return [keys.blind(merchant_id, "members_token.name", t)[:TOKEN_SIZE] for t in tokens]


def tokens_of_name(keys: Keys, merchant_id: MerchantId, name: str) -> list[bytes]:
    """Return every search token of a name."""
    return name_marks(keys, merchant_id, sorted(found_by(name)))
