"""Pure decisions of the catalog: where a category lies, which price was lowest."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from liuke.domains.catalog.errors import CircularCategories, UnknownCatalogCodes
from liuke.domains.catalog.values import PricePoint


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
    return {code: f"/{'/'.join(_line(code, parents))}/" for code in parents}


def _line(code: str, parents: Mapping[str, str | None]) -> list[str]:
    line = [code]
    while (above := parents[line[-1]]) is not None:
        if above in line:
            raise CircularCategories(tuple(line))
        line.append(above)
    return line[::-1]


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
