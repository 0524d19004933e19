"""Refold: fold anew whoever had late entries or returns, before anything is written."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from msgspec.structs import replace

from liuke.domains.members import resolve
from liuke.domains.points import Accounts
from liuke.domains.tiers.anew import Stored, fold_anew
from liuke.domains.tiers.book import Key, Standings
from liuke.domains.tiers.falling import take_points
from liuke.domains.tiers.granting import claims_of, given_to
from liuke.domains.tiers.history import histories
from liuke.domains.tiers.open import widen
from liuke.domains.tiers.values import Entry
from liuke.kernel.db import Tx
from liuke.kernel.ids import MemberId


async def refold(tx: Tx, book: Standings, accounts: Accounts | None = None) -> None:
    """Fold members with late entries or returns anew; what that undoes is noted, not written.

    `save` writes it. Returns of merged members count for those they stand for now. With
    `accounts`, points of the gifts that go are taken back in them, and what falls with these.

    Raises:
        UnknownMembers: cannot happen; who was merged exists.
    """
    if not book.late:
        return
    await _fold(tx, book)
    if accounts is not None:
        await take_points(tx, book, accounts)
        await refold(tx, book, accounts)


async def _fold(tx: Tx, book: Standings) -> None:
    returns = fold_anew(book, await _stored(tx, book), tx.now)
    book.told += returns
    if not returns:
        return
    heirs = await resolve(tx, list({entry.member_id for entry in returns}))
    moved = [e for e in returns if heirs.get(e.member_id, e.member_id) != e.member_id]
    if moved:
        await _forward(tx, book, moved, heirs)


async def _stored(tx: Tx, book: Standings) -> Stored:
    keys = list(book.late)
    history = await histories(tx, book, keys)
    climbed = [key for key in keys if book.ladder(key) is not None]
    return Stored(
        history, await given_to(tx, keys), await claims_of(tx, climbed) if climbed else []
    )


async def _forward(
    tx: Tx, book: Standings, returns: Sequence[Entry], heirs: Mapping[MemberId, MemberId]
) -> None:
    """Take returns back off what a merge counted for somebody else as well.

    They are told of the member who bought.
    """
    members = sorted({heirs[entry.member_id] for entry in returns})
    await tx.lock(members)
    await widen(tx, book, members)
    history = await histories(tx, book, [Key(heirs[e.member_id], e.set_code) for e in returns])
    causes = {key: {entry.cause for entry in entries} for key, entries in history.items()}
    for entry in book.entries:
        if (key := Key(entry.member_id, entry.set_code)) in causes:
            causes[key].add(entry.cause)
    for entry in returns:
        key = Key(heirs[entry.member_id], entry.set_code)
        if entry.undoes in causes[key] and entry.cause not in causes[key]:
            book.add(key, [replace(entry, member_id=key.member_id)])
            book.roots[key.member_id, entry.cause] = book.root(entry).cause
    if book.late:
        fold_anew(book, await _stored(tx, book), tx.now)
