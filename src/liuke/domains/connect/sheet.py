"""Sheets: the kinds of data that come in and go out, declared by the domains that own them."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import Any

from liuke.domains.connect.errors import UnknownSheet
from liuke.domains.connect.values import Column, Leaf, RowFault, Weight, Wish
from liuke.kernel.db import Tx
from liuke.kernel.values import Value

SHEETS: dict[str, Sheet] = {}


@dataclass(frozen=True)
class Sheet:
    """A table of `kind`, one field per column; `more` adds a merchant's own columns.

    `take` writes rows, each once however often it comes, and returns what it has against some;
    rows alike in `group` stand together and are taken or refused together. `page` reads them.
    `may` is the permission without which nobody could write such rows one by one either, and
    `weigh` what they give by hand: above the limit of one person a second one decides.
    """

    name: str
    label: str
    label_zh: str
    kind: type[Value]
    columns: tuple[Column, ...]
    page: Callable[[Tx, Wish], Awaitable[Leaf]]
    take: Callable[[Tx, Sequence[Any]], Awaitable[Sequence[RowFault]]] | None = None
    more: Callable[[Tx], Awaitable[tuple[Column, ...]]] | None = None
    may: str = ""
    weigh: Callable[[Sequence[Any]], Weight] | None = None
    group: str = ""
    personal: bool = False


def declare(sheet: Sheet) -> None:
    """Offer a sheet to import and export."""
    SHEETS[sheet.name] = sheet


def find_sheet(name: str, *, taking: bool = False) -> Sheet:
    """Return the sheet of a name.

    Raises:
        UnknownSheet: nobody declares it, or its rows cannot be imported.
    """
    known = {s.name: s for s in SHEETS.values() if s.take is not None or not taking}
    if name not in known:
        raise UnknownSheet(name, tuple(sorted(known)))
    return known[name]


async def all_columns(tx: Tx, sheet: Sheet) -> tuple[Column, ...]:
    """Return a sheet's columns, those of the merchant at the end."""
    return sheet.columns + (await sheet.more(tx) if sheet.more else ())
