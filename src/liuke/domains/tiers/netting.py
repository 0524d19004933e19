"""Netting: what happenings are worth, in which order they count, and what returns leave of them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from msgspec.structs import replace

from liuke.domains.tiers.values import Amounts, Basis, Entry


def net(entries: Iterable[Entry]) -> list[Entry]:
    """Order entries by time and take reversals off the entries they name.

    What was taken back whole is left out, as if it had never happened.
    """
    by_cause = {entry.cause: entry for entry in entries}
    kept = dict(by_cause)
    touched = set()
    for entry in by_cause.values():
        root = entry
        while root.undoes in by_cause:
            root = by_cause[root.undoes]
        if root is not entry:
            kept[root.cause] = _less(kept[root.cause], entry)
            del kept[entry.cause]
            touched.add(root.cause)
    left = [entry for entry in kept.values() if entry.cause not in touched or _counts(entry)]
    return sorted(left, key=order)


def order(entry: Entry) -> tuple[datetime, str]:
    """Return what entries are folded by: when it happened, then the cause."""
    return entry.at, entry.cause


def _less(entry: Entry, reversal: Entry) -> Entry:
    return replace(
        entry,
        amount=entry.amount + reversal.amount,
        purchases=entry.purchases + reversal.purchases,
        purchase_minor=entry.purchase_minor + reversal.purchase_minor,
    )


def _counts(entry: Entry) -> bool:
    return bool(entry.amount or entry.purchases or entry.purchase_minor)


def stamp(history: Iterable[Entry], late: Iterable[Entry]) -> list[Entry]:
    """Put late entries under the version that counted just before them, never a newer one."""
    known = sorted(history, key=order)
    stamped = []
    for entry in late:
        earlier = [one.version for one in known if order(one) <= order(entry)]
        version = earlier[-1] if earlier else known[0].version if known else entry.version
        stamped.append(replace(entry, version=version))
    return stamped


def worth(basis: Basis, amounts: Amounts) -> int:
    """Return what a happening adds to a basis.

    >>> worth(Basis(kind="orders"), Amounts(spend_minor=900, orders=1))
    1
    """
    match basis.kind:
        case "points":
            return amounts.points.get(basis.book, 0)
        case "spend":
            return amounts.spend_minor
        case "orders":
            return amounts.orders
        case "referrals":
            return amounts.referrals
        case _:
            return 0
