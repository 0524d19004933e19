"""What rules right now: the live versions of all programmes, merged and compiled once."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any, TypeAlias, TypeVar

from liuke.domains.programme.document import SECTIONS, Draft, parse
from liuke.domains.programme.values import Fault, VersionId
from liuke.kernel.db import Tx
from liuke.kernel.rows import Sql
from liuke.kernel.values import Value

T = TypeVar("T")
LiveKey: TypeAlias = tuple[VersionId, ...]
KEPT = 64
NOBODY = VersionId(bytes(16))


class Published(Value, frozen=True):
    """A published version, the instant it took effect, and where if not everywhere."""

    id: VersionId
    programme: str
    effective_from: datetime
    pilot: tuple[str, ...]
    pilot_until: datetime | None

    def rules(self, at: datetime, store: str) -> bool:
        """Tell whether it may rule at an instant in a store, whatever came after it."""
        if at < self.effective_from:
            return False
        ended = self.pilot_until is not None and self.pilot_until <= at
        return not self.pilot or (store in self.pilot and not ended)


class DocumentRow(Value, frozen=True):
    """A version's document."""

    id: VersionId
    document: dict[str, Any]


PUBLISHED = Sql[Published]("""
    SELECT id, programme, effective_from, pilot, pilot_until
    FROM programme_version
    WHERE state = 'published' AND effective_from <= $1
    ORDER BY effective_from, number
""")
DOCUMENTS = Sql[DocumentRow]("""
    SELECT id, document FROM programme_version WHERE id = ANY ($1::uuid[])
""")


class Live:
    """The items of all live versions by kind and code; immutable, shared between transactions."""

    def __init__(self, drafts: Mapping[VersionId, Draft]) -> None:
        """Merge drafts; where two programmes hold one code, the later version's item stands."""
        self.versions = tuple(drafts)
        self._drafts = drafts
        self._items: dict[type, dict[str, Any]] = {}
        self._owner: dict[tuple[type, str], VersionId] = {}
        self._derived: dict[Callable[[Live], Any], Any] = {}
        for version_id, draft in drafts.items():
            for name, items in draft.items.items():
                self._add(SECTIONS[name].kind, version_id, items)

    @classmethod
    def of(cls, *items: Any) -> Live:
        """Make a live set of items, for tests and dry runs."""
        live = cls({})
        for item in items:
            live._add(type(item), NOBODY, [item])
        return live

    @property
    def drafts(self) -> tuple[Draft, ...]:
        """The documents that rule."""
        return tuple(self._drafts.values())

    def draft(self, programme: str) -> Draft | None:
        """Return the document of one programme, if it rules."""
        return next((d for d in self._drafts.values() if d.code == programme), None)

    def without(self, programme: str) -> Live:
        """Return the same without one programme's items."""
        return Live({id_: d for id_, d in self._drafts.items() if d.code != programme})

    def beside(self, drafts: Sequence[Draft]) -> Live:
        """Return the same once drafts stand in place of the programmes of their codes."""
        codes = {draft.code for draft in drafts}
        kept = {id_: d for id_, d in self._drafts.items() if d.code not in codes}
        return Live(kept | {VersionId.new(): draft for draft in drafts})

    def _add(self, kind: type, version_id: VersionId, items: Iterable[Any]) -> None:
        for item in items:
            self._items.setdefault(kind, {})[item.code] = item
            self._owner[kind, item.code] = version_id

    def items(self, kind: type[T]) -> tuple[T, ...]:
        """Return every live item of a kind."""
        return tuple(self._items.get(kind, {}).values())

    def section(self, name: str) -> tuple[Any, ...]:
        """Return every live item of a section by its name; none where nobody declares it."""
        return self.items(SECTIONS[name].kind) if name in SECTIONS else ()

    def get(self, kind: type[T], code: str) -> T | None:
        """Return the live item of a kind with this code."""
        return self._items.get(kind, {}).get(code)

    def version(self, kind: type[Any], code: str) -> VersionId:
        """Return the version an item comes from."""
        return self._owner.get((kind, code), NOBODY)

    def derive(self, compile_: Callable[[Live], T]) -> T:
        """Return `compile_(self)`, computed once per live set."""
        if compile_ not in self._derived:
            self._derived[compile_] = compile_(self)
        found: T = self._derived[compile_]
        return found


# Versions are immutable, so a merged set is true for ever; only memory bounds it.
_MERGED: OrderedDict[LiveKey, Live] = OrderedDict()


async def live(tx: Tx, at: datetime | None = None) -> Live:
    """Return what rules at an instant (now, unless told): one small read, the rest remembered."""
    return (await live_at(tx, [at or tx.now]))[0]


async def live_at(
    tx: Tx, instants: Sequence[datetime], stores: Sequence[str] | None = None
) -> list[Live]:
    """Return what rules at each instant in its store, whatever their number in one small read.

    Without stores, or in none, no pilot rules.
    """
    published = await _published(tx, max(instants))
    where = stores or [""] * len(instants)
    sets = [_ruling(published, at, store) for at, store in zip(instants, where, strict=True)]
    found = await _merged(tx, list(dict.fromkeys(sets)))
    return [found[ids] for ids in sets]


async def _published(tx: Tx, until: datetime) -> Sequence[Published]:
    """Return what takes effect by an instant, read once a transaction: `rules` drops the rest."""
    read: tuple[datetime, Sequence[Published]] | None = tx.kept.get(PUBLISHED)
    if read is None or read[0] < until:
        read = tx.kept[PUBLISHED] = until, await tx.rows(PUBLISHED, until)
    return read[1]


def forget(tx: Tx) -> None:
    """Read anew what is published: this transaction may have changed it, or waited for others."""
    tx.kept.pop(PUBLISHED, None)


def _ruling(published: Sequence[Published], at: datetime, store: str) -> LiveKey:
    """Return the latest version of each programme that had taken effect, oldest row first."""
    ruling = {row.programme: row.id for row in published if row.rules(at, store)}
    return tuple(sorted(ruling.values()))


async def editions(tx: Tx, version_ids: Sequence[VersionId]) -> dict[VersionId, Live]:
    """Return single versions, each as if it alone ruled: what entries of the past stand under."""
    found = await _merged(tx, [(version_id,) for version_id in version_ids])
    return {version_id: found[version_id,] for version_id in version_ids}


async def _merged(tx: Tx, sets: Sequence[LiveKey]) -> dict[LiveKey, Live]:
    """Return merged sets, reading the documents not yet remembered in one statement."""
    found = {ids: _MERGED[ids] for ids in sets if ids in _MERGED}
    missing = [ids for ids in sets if ids not in found]
    if missing:
        wanted = sorted({id_ for ids in missing for id_ in ids})
        rows = await tx.rows(DOCUMENTS, wanted) if wanted else []
        documents = {row.id: row.document for row in rows}
        drafts = {id_: parse(document) for id_, document in documents.items()}
        found |= {ids: Live({id_: drafts[id_] for id_ in ids}) for ids in missing}
    for ids, live_set in found.items():
        _MERGED[ids] = live_set
        _MERGED.move_to_end(ids)
    while len(_MERGED) > KEPT:
        _MERGED.popitem(last=False)
    return found


def torn(before: Live, after: Live) -> list[Fault]:
    """Return what live programmes lose when others go, each fault with the programme it is in."""
    had = set(_leaning(before))
    return [fault for fault in _leaning(after) if fault not in had]


def _leaning(ruling: Live) -> list[Fault]:
    return [
        Fault(f"{draft.code}: {fault.path}", fault.reason, fault.reason_zh)
        for draft in ruling.drafts
        for section in SECTIONS.values()
        if section.across
        for fault in section.across(draft, ruling.without(draft.code))
    ]


def clashes(live_now: Live, draft: Draft) -> list[Fault]:
    """Return what of a draft would mean something else beside the other live programmes."""
    found = [
        Fault(
            f"$.{name}",
            f"code {item.code!r} means something else in another live programme",
            f"代码 {item.code} 在另一个生效方案里含义不同",
        )
        for name, items in draft.items.items()
        for item in items
        if live_now.get(SECTIONS[name].kind, item.code) not in (None, item)
    ]
    for section in SECTIONS.values():
        if section.across:
            found += section.across(draft, live_now)
    return found
