"""Ready-made programmes: the documents that ship with Liuke.

Their texts name money as `{{50}}`, which reads in the merchant's own currency: `50 元`, `$50`.
"""

from __future__ import annotations

import re
from importlib.resources import files
from typing import Any

import msgspec

from liuke.domains.programme.errors import UnknownProgrammeTemplate
from liuke.domains.stores import find_merchant
from liuke.kernel.db import Tx
from liuke.kernel.money import NAMES_ZH, SYMBOLS, decimals, figure
from liuke.kernel.values import Value

FOLDER = files("liuke.domains.programme") / "templates"

AMOUNT = re.compile(r"\{\{(\d+)\}\}")


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
    return _told(msgspec.json.decode((FOLDER / name).read_bytes()), currency)


def _told(value: Any, currency: str, *, zh: bool = False) -> Any:
    """Write every amount in the texts of a document, as the field's language does."""
    if isinstance(value, dict):
        return {
            name: _told(part, currency, zh=name.endswith("_zh")) for name, part in value.items()
        }
    if isinstance(value, list):
        return [_told(part, currency, zh=zh) for part in value]
    if isinstance(value, str):
        return AMOUNT.sub(lambda found: amount(int(found[1]), currency, zh=zh), value)
    return value


def amount(whole: int, currency: str, *, zh: bool) -> str:
    """Write an amount of a hundred minor units each as people do in a sentence.

    The numbers beside the texts are minor units in every currency: 100 are 1 元, and 100 日元.

    >>> amount(1250, "CNY", zh=True), amount(50, "USD", zh=True), amount(50, "CHF", zh=True)
    ('1,250 元', '50 美元', '50 CHF ')
    >>> amount(50, "JPY", zh=False), amount(1, "KWD", zh=False)
    ('¥5,000', 'KWD 0.100')
    >>> amount(1250, "CNY", zh=False), amount(50, "CHF", zh=False)
    ('¥1,250', 'CHF 50')
    """
    places = decimals(currency)
    told = figure(whole * 100, places)
    if places:
        told = told.removesuffix("." + "0" * places)
    if not zh:
        return f"{SYMBOLS.get(currency, f'{currency} ')}{told}"
    return f"{told} {NAMES_ZH.get(currency, f'{currency} ')}"
