"""Sealed fields: AES-256-GCM under a key per person, and blind indexes to look them up.

Each person has a data key (DEK); the database keeps it wrapped by a key of ours (KEK), which
lives in a file or the environment. Deleting the wrapped DEK erases what it sealed; retiring a
KEK after rotation makes old backups of it unreadable too.

A sealed value is `version ‖ key id ‖ nonce ‖ ciphertext and tag`, bound to its merchant, table,
column and row, so that a value moved anywhere else does not open.
"""

from __future__ import annotations

import hmac
from base64 import b64decode, b64encode
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from hashlib import sha256
from secrets import token_bytes
from typing import Self

import msgspec
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from liuke.kernel.ids import Id, MerchantId
from liuke.kernel.problems import Problem
from liuke.kernel.values import Value, decode, encode

VERSION = b"\x01"
KEY_SIZE, ID_SIZE, NONCE_SIZE = 32, 8, 12
BODY = len(VERSION) + ID_SIZE


@dataclass(eq=False)
class Unreadable(Problem):
    """A sealed value does not open: it was moved or altered, or its key is gone."""

    title = "A protected value cannot be opened."
    title_zh = "受保护的数据无法打开。"
    where: str


@dataclass(eq=False)
class BadKeys(Problem):
    """The key file is not one of ours."""

    title = "The encryption keys cannot be read."
    title_zh = "加密密钥无法读取。"
    reason: str


class Binding(Value, frozen=True):
    """Where a sealed value belongs; it opens nowhere else."""

    merchant_id: MerchantId
    table: str
    column: str
    row: bytes

    def bound(self) -> bytes:
        """Return the associated data: every part with its length before it."""
        return prefixed(self.merchant_id.bytes, self.table.encode(), self.column.encode(), self.row)

    def __str__(self) -> str:
        return f"{self.table}.{self.column}"


def row(*parts: Id | str) -> bytes:
    """Name a row by its key, unambiguously.

    >>> row("ab", "c") == row("a", "bc")
    False
    """
    return prefixed(*(part.encode() if isinstance(part, str) else part.bytes for part in parts))


def prefixed(*parts: bytes) -> bytes:
    """Join parts so that no other parts give the same bytes."""
    return b"".join(len(part).to_bytes(4) + part for part in parts)


class Key:
    """One 256-bit key with its fingerprint; seals and opens values."""

    __slots__ = ("_cipher", "id", "raw")

    def __init__(self, raw: bytes) -> None:
        """Take 32 random bytes."""
        assert len(raw) == KEY_SIZE, "a key is 32 bytes"
        self.raw = raw
        self.id = sha256(b"liuke key id" + raw).digest()[:ID_SIZE]
        self._cipher = AESGCM(raw)

    @classmethod
    def new(cls) -> Self:
        """Make a random key."""
        return cls(token_bytes(KEY_SIZE))

    def seal(self, plain: bytes, binding: Binding) -> bytes:
        """Encrypt for one place."""
        nonce = token_bytes(NONCE_SIZE)
        return VERSION + self.id + nonce + self._cipher.encrypt(nonce, plain, binding.bound())

    def open(self, sealed: bytes, binding: Binding) -> bytes:
        """Decrypt what was sealed for this place with this key.

        Raises:
            Unreadable: another key, another place, or altered bytes.
        """
        if sealed[:BODY] != VERSION + self.id:
            raise Unreadable(str(binding))
        nonce, body = sealed[BODY : BODY + NONCE_SIZE], sealed[BODY + NONCE_SIZE :]
        try:
            return self._cipher.decrypt(nonce, body, binding.bound())
        except (InvalidTag, ValueError) as broken:
            raise Unreadable(str(binding)) from broken


def key_id(sealed: bytes) -> bytes:
    """Return the fingerprint of the key that sealed a value."""
    return sealed[len(VERSION) : BODY]


class KeyFile(Value, frozen=True):
    """The keys as they are kept outside the database: base64, the newest KEK first."""

    index: str
    keks: tuple[str, ...]


class Keys:
    """The keys that never enter the database: KEKs, newest first, and the index key."""

    def __init__(self, keks: Sequence[Key], index: bytes) -> None:
        """Keep the KEKs, newest first; the index key stays for the life of the data."""
        assert keks, "at least one KEK"
        assert len(index) == KEY_SIZE, "the index key is 32 bytes"
        self.keks = {kek.id: kek for kek in keks}
        self._current = keks[0]
        self._index = index

    @property
    def index(self) -> bytes:
        """Return the key of the blind indexes."""
        return self._index

    @property
    def current(self) -> Key:
        """Return the newest KEK, which wraps from now on."""
        return self._current

    @classmethod
    def generate(cls) -> Self:
        """Make keys for a new installation."""
        return cls([Key.new()], token_bytes(KEY_SIZE))

    @classmethod
    def for_tests(cls) -> Self:
        """Return the same keys every time: they protect nothing."""
        return cls([Key(sha256(b"a KEK for tests").digest())], sha256(b"an index key").digest())

    @classmethod
    def parse(cls, text: str | bytes) -> Self:
        """Read the key file.

        Raises:
            BadKeys: it is not JSON of base64 keys; says which part.
        """
        try:
            file = decode(text, KeyFile)
            raw = [b64decode(kek, validate=True) for kek in file.keks]
            index = b64decode(file.index, validate=True)
        except (msgspec.MsgspecError, ValueError) as fault:
            raise BadKeys(f"not a key file: {type(fault).__name__}") from fault
        if not raw or any(len(key) != KEY_SIZE for key in (*raw, index)):
            raise BadKeys("every key must be 32 bytes")
        return cls([Key(kek) for kek in raw], index)

    def text(self) -> str:
        """Return the key file's content; write it nowhere but to a 0600 file."""
        keks = tuple(b64encode(kek.raw).decode() for kek in self.keks.values())
        return encode(KeyFile(b64encode(self._index).decode(), keks)).decode()

    def rotated(self) -> Keys:
        """Return the same keys behind a fresh KEK; old ones still open what they wrapped."""
        return Keys([Key.new(), *self.keks.values()], self._index)

    def retired(self) -> Keys:
        """Return only the newest KEK; run it once no row is wrapped by another."""
        return Keys([self.current], self._index)

    def kek(self, kek_id: bytes) -> Key | None:
        """Return the KEK of a fingerprint, if it is here."""
        return self.keks.get(kek_id)

    def wrap(self, key: Key, binding: Binding) -> bytes:
        """Seal a data key with the newest KEK."""
        return self.current.seal(key.raw, binding)

    def unwrap(self, wrapped: bytes, binding: Binding) -> Key:
        """Open a data key with whichever KEK wrapped it.

        Raises:
            Unreadable: the KEK is not here, or the wrapped key was moved or altered.
        """
        kek = self.kek(key_id(wrapped))
        if kek is None:
            raise Unreadable(str(binding))
        return Key(kek.open(wrapped, binding))

    def blind(self, merchant_id: MerchantId, column: str, value: str) -> bytes:
        """Return the keyed hash that finds `value` again; per merchant and column."""
        return hmac.digest(_index_key(self._index, merchant_id, column), value.encode(), "sha256")


@lru_cache(maxsize=1024)
def _index_key(index: bytes, merchant_id: MerchantId, column: str) -> bytes:
    return hmac.digest(index, prefixed(merchant_id.bytes, column.encode()), "sha256")
