"""Values: frozen structs that are the domain object, the JSON and the schema at once."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from hashlib import sha256
from typing import Any, TypeVar

import msgspec

from liuke.kernel.ids import from_wire, to_wire

T = TypeVar("T")


class Value(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A frozen value; unknown fields are refused wherever one is decoded."""


def snake(name: str) -> str:
    """Turn a class name into words.

    >>> snake("InsufficientPoints")
    'insufficient_points'
    """
    return re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", name).lower()


ENCODER = msgspec.json.Encoder(enc_hook=to_wire)


def encode(value: Any) -> bytes:
    """Write any value as JSON, ids in their wire form."""
    return ENCODER.encode(value)


def decode(data: bytes | str, kind: type[T]) -> T:
    """Read JSON as `kind`, strictly.

    Raises:
        msgspec.ValidationError: the data does not fit; the message names the path.
    """
    return msgspec.json.decode(data, type=kind, dec_hook=from_wire)


def columns(kind: type[msgspec.Struct], items: Sequence[object]) -> list[list[Any]]:
    """Turn items of a kind into one array per field, in field order, for `UNNEST`."""
    return [[getattr(item, name) for item in items] for name in kind.__struct_fields__]


def array_texts(arrays: Iterable[Iterable[object]]) -> list[str]:
    """Write each array as text that is cast back: `UNNEST` would flatten an array of arrays.

    >>> array_texts([[1, 2], []])
    ['{1,2}', '{}']
    """
    return ["{" + ",".join(map(str, items)) + "}" for items in arrays]


def revision_of(value: Any) -> str:
    """Return a mark that changes with anything in a value, for `ETag` and `If-Match`."""
    return mark_of(encode(value))


def mark_of(body: bytes) -> str:
    """Return the revision of a value that is encoded already."""
    return sha256(body).hexdigest()[:16]
