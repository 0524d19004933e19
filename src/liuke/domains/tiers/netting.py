"""Netting: what happenings are worth, in which order they count, and what returns leave of them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

from msgspec.structs import replace

from liuke.domains.tiers.values import Amounts, Basis, Entry


def net(entries: Iterable[Entry]) -> list[Entry]:
    """Order entries by time and take reversals off the entries they name.

    What was taken back whole is left out, as if it had never happened; so is what takes back
    something that was never counted here.
    """
    left = [
        summed(group)
        for group in grouped(entries).values()
        if not group[0].undoes and stands(group)
    ]
    return sorted(left, key=order)


def grouped(entries: Iterable[Entry]) -> dict[str, list[Entry]]:
    """Gather entries by the first cause they go back to; its own entry leads the group."""
    by_cause = {entry.cause: entry for entry in entries}
    groups: dict[str, list[Entry]] = {}
    for entry in by_cause.values():
        root = entry
        while root.undoes in by_cause:
            root = by_cause[root.undoes]
        groups.setdefault(root.cause, [root])
        if root is not entry:
            groups[root.cause].append(entry)
    return groups


def summed(group: Sequence[Entry]) -> Entry:
    """Return what is left of the first entry of a group after all that goes back to it."""
    if len(group) == 1:
        return group[0]
    return replace(
        group[0],
        amount=sum([one.amount for one in group]),
        purchases=sum([one.purchases for one in group]),
        purchase_minor=sum([one.purchase_minor for one in group]),
    )


def stands(group: Sequence[Entry]) -> bool:
    """Tell whether anything is left of a group: what moves no amount stands until taken back."""
    left = summed(group)
    return len(group) == 1 or bool(left.amount or left.purchases or left.purchase_minor)


def order(entry: Entry) -> tuple[datetime, str]:
    """Return what entries are folded by: when it happened, then the cause."""
    return entry.at, entry.cause


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
