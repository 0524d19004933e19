"""Export all we hold of members, for them: one JSON document each, and the same as CSV."""

from __future__ import annotations

import csv
import io
from collections.abc import Awaitable, Callable, Mapping, Sequence
from datetime import datetime
from typing import Any

import msgspec

from liuke.domains.members.card import cards
from liuke.domains.members.child import children, open_children
from liuke.domains.members.consent import consent_history
from liuke.domains.members.household import kin_of
from liuke.domains.members.note_list import note_copies
from liuke.domains.members.people import load_people
from liuke.domains.members.tag import tags
from liuke.domains.members.timeline import stories
from liuke.domains.members.view import followers, standings
from liuke.kernel import audit
from liuke.kernel.audit import Act
from liuke.kernel.db import Tx
from liuke.kernel.ids import MemberId, to_wire
from liuke.kernel.rows import Sql
from liuke.kernel.values import Value

Row = dict[str, Any]
Read = Callable[[Tx, Sequence[MemberId]], Awaitable[Mapping[MemberId, Sequence[Value]]]]
Sections = Mapping[str, Mapping[MemberId, Sequence[Any]]]
CONTRIBUTIONS: dict[str, Read] = {}


class Export(Value, frozen=True):
    """All we hold of one member: sections of rows by name."""

    member_id: MemberId
    sections: dict[str, list[Row]]


class Session(Value, frozen=True):
    """A device a member came in by."""

    member_id: MemberId
    device: str
    started_at: datetime
    ends_at: datetime


SESSIONS = Sql[Session]("""
    SELECT member_id, device, started_at, ends_at
    FROM members_session
    WHERE member_id = ANY ($1::uuid[])
    ORDER BY member_id, started_at
""")


def contribute(section: str, read: Read | Sql[Any]) -> None:
    """Offer a section to the export: what a domain above holds of members.

    A statement is given the members, and its rows say whose they are.
    """
    CONTRIBUTIONS[section] = _reading(read) if isinstance(read, Sql) else read


def _reading(sql: Sql[Any]) -> Read:
    async def read(tx: Tx, member_ids: Sequence[MemberId]) -> Mapping[MemberId, Sequence[Value]]:
        return _by_member(await tx.rows(sql, list(member_ids)))

    return read


async def export_members(tx: Tx, member_ids: Sequence[MemberId], *, reason: str) -> list[Export]:
    """Return everything held of members, in clear, and record who took it and why.

    Raises:
        UnknownMembers: names members that do not exist.
    """
    members = list(dict.fromkeys(member_ids))
    own = await _own(tx, members, reason)
    standing = (await followers(tx, members)).items()
    kept = {kept_for: member_id for member_id, everyone in standing for kept_for in everyone}
    sections = await _contributed(tx, kept, own, list(CONTRIBUTIONS))
    acts = [Act("members.exported", str(member_id), reason=reason) for member_id in members]
    await audit.record(tx, acts)
    return [
        Export(m, {name: [_row(v) for v in rows.get(m, ())] for name, rows in sections.items()})
        for m in members
    ]


def as_csv(export: Export) -> dict[str, str]:
    """Return an export as CSV texts by section; the columns are the fields."""
    return {name: _csv(rows) for name, rows in export.sections.items() if rows}


async def _contributed(
    tx: Tx, kept: Mapping[MemberId, MemberId], sections: Sections, left: Sequence[str]
) -> Sections:
    """Add what other domains hold; what is kept for a merged member is whose they are now."""
    if not left:
        return sections
    found = await CONTRIBUTIONS[left[0]](tx, sorted(kept))
    rows: dict[MemberId, list[Any]] = {}
    for kept_for, some in found.items():
        rows.setdefault(kept[kept_for], []).extend(some)
    return await _contributed(tx, kept, {**sections, left[0]: rows}, left[1:])


async def _own(tx: Tx, members: Sequence[MemberId], reason: str) -> Sections:
    people = await load_people(tx, members)
    names = {child.id: child.name for child in await open_children(tx, members, reason=reason)}
    young = [
        {**msgspec.structs.asdict(child), "name": names.get(child.id, "")}
        for child in await children(tx, members)
    ]
    return {
        "member": {m: [row] for m, row in (await standings(tx, members)).items()},
        "identities": {m: people[m].identities for m in members},
        "profile": {
            m: [{"field": k, "value": v} for k, v in people[m].profile.items()] for m in members
        },
        "tags": _by_member(await tags(tx, members)),
        "cards": _by_member(await cards(tx, members)),
        "consents": _by_member(await consent_history(tx, members)),
        "notes": _by_member(await note_copies(tx, members)),
        "household": _by_member(await kin_of(tx, members)),
        "children": {m: [c for c in young if c["member_id"] == m] for m in members},
    }


def _by_member(rows: Sequence[Any]) -> dict[MemberId, list[Any]]:
    found: dict[MemberId, list[Any]] = {}
    for row in rows:
        found.setdefault(row.member_id, []).append(row)
    return found


def _row(value: Any) -> Row:
    row: Row = msgspec.to_builtins(value, enc_hook=to_wire)
    return row


def _csv(rows: Sequence[Row]) -> str:
    columns = list(dict.fromkeys(name for row in rows for name in row))
    out = io.StringIO()
    writer = csv.DictWriter(out, columns, lineterminator="\n")
    writer.writeheader()
    writer.writerows({name: _cell(value) for name, value in row.items()} for row in rows)
    return out.getvalue()


def _cell(value: Any) -> str:
    text = "" if value is None else str(value)
    # A spreadsheet runs what begins like a formula.
    return f"'{text}" if text[:1] in {"=", "+", "-", "@", "\t"} else text


contribute("sessions", SESSIONS)
contribute("timeline", stories)
