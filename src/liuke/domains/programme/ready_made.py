"""Ready-made programmes: the documents that ship with Liuke.

Their texts name money as `{{50}}`, which reads in the merchant's own currency: `50 元`, `$50`.
"""

from __future__ import annotations

from importlib.resources import files
from typing import Any

import msgspec

from liuke.domains.programme.errors import UnknownProgrammeTemplate
from liuke.domains.stores import find_merchant
from liuke.kernel.db import Tx
from liuke.kernel.priced import priced
from liuke.kernel.values import Value

FOLDER = files("liuke.domains.programme") / "templates"


class Template(Value, frozen=True):
    """A ready-made programme as the gallery shows it."""

    code: str
    name: str
    name_zh: str
    description: str
    description_zh: str


def template(code: str, currency: str = "CNY") -> dict[str, Any]:
    """Return a ready-made document, its texts in a currency.

    Raises:
        UnknownProgrammeTemplate: there is none of this name.
    """
    if code not in {found.code for found in templates()}:
        raise UnknownProgrammeTemplate(code)
    document: dict[str, Any] = _read(f"{code}.json", currency)
    return document


def templates(currency: str = "CNY") -> list[Template]:
    """Return the gallery, by code, its texts in a currency."""
    names = sorted(path.name for path in FOLDER.iterdir() if path.name.endswith(".json"))
    return [
        msgspec.convert({name: document.get(name, "") for name in Template.__struct_fields__},
                        Template)
        for document in (_read(name, currency) for name in names)
    ]  # fmt: skip


async def currency_of(tx: Tx) -> str:
    """Return the currency in which a merchant's templates read."""
    found = await find_merchant(tx)
    return found.currency if found else "CNY"


def _read(name: str, currency: str) -> Any:
    return priced(msgspec.json.decode((FOLDER / name).read_bytes()), currency)
