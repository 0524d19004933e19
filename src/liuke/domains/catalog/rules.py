"""Pure decisions of the catalog: where a category lies, which price was lowest."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping, Sequence
from datetime import datetime
from itertools import groupby, islice, product

from liuke.domains.catalog.errors import CircularCategories, UnknownCatalogCodes
from liuke.domains.catalog.values import PricePoint
from liuke.kernel.branches import paths
from liuke.kernel.spelling import readings

WORDS_MAX = 12
LETTERS_MAX = 20
SOUNDS_MAX = 4


def category_paths(parents: Mapping[str, str | None]) -> dict[str, str]:
    """Return the path of every category from the top, given each one's parent.

    >>> category_paths({"milk": "dairy", "dairy": None})
    {'milk': '/dairy/milk/', 'dairy': '/dairy/'}

    Raises:
        UnknownCatalogCodes: a parent is not among the categories.
        CircularCategories: a category lies inside itself.
    """
    missing = {p for p in parents.values() if p is not None and p not in parents}
    if missing:
        raise UnknownCatalogCodes("parent", tuple(sorted(missing)))
    return paths(parents, CircularCategories)


def lowest_price(history: Sequence[PricePoint], *, since: datetime, until: datetime) -> int | None:
    """Return the lowest price asked in `[since, until)` in one store, or None.

    `history` is one SKU's, oldest first, of the store and of every store. The store's own price
    goes before the general one; a NULL ends it. Source: 明码标价和禁止价格欺诈规定, articles 16–17.
    """
    own: int | None = None
    general: int | None = None
    asked: list[int | None] = []
    for point in history:
        if point.starts_at >= until:
            break
        if point.starts_at > since:
            asked.append(general if own is None else own)
        if point.store_id is None:
            general = point.price_minor
        else:
            own = point.price_minor
    asked.append(general if own is None else own)
    return min((price for price in asked if price is not None), default=None)


def found_by(name: str) -> set[str]:
    """Return the texts whose beginnings a name is found by: its words, and how they sound.

    A Chinese word is found from each of its characters on.

    >>> sorted(found_by("豆沙5 XL"))
    ['5', 'dousha', 'dousuo', 'ds', 's', 'sha', 'suo', 'xl', '沙5', '豆沙5']
    """
    words = unicodedata.normalize("NFKC", name).casefold().split()[:WORDS_MAX]
    return {text for word in words for text in _heard(word[:LETTERS_MAX])}


def _heard(word: str) -> set[str]:
    found = {word}
    runs = [(bool(key), "".join(run)) for key, run in groupby(word, lambda c: bool(readings(c)))]
    for chinese, run in runs:
        found |= _sounds(run) if chinese else {run}
    return found | {word[at:] for at, character in enumerate(word) if readings(character)}


def _sounds(run: str) -> set[str]:
    found: set[str] = set()
    for start in range(len(run)):
        for drawn in islice(product(*map(readings, run[start:])), SOUNDS_MAX):
            found |= {"".join(drawn), "".join(sound[0] for sound in drawn)}
    return found
