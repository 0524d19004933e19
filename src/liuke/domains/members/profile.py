"""Set what is known of members, field by field, and read it back."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date, datetime

from liuke.domains.members.errors import Fault, FaultyItems, NotAsked, UnknownField
from liuke.domains.members.events import MemberProfileChanged
from liuke.domains.members.fields import fields
from liuke.domains.members.hold import hold
from liuke.domains.members.reader import profile_value
from liuke.domains.members.tokens import add_names, set_names
from liuke.domains.members.values import Field, FieldKind
from liuke.domains.members.vault import Vault, ensure_vault
from liuke.kernel.db import Tx
from liuke.kernel.ids import MemberId
from liuke.kernel.lunar import lunar_day
from liuke.kernel.rows import Sql
from liuke.kernel.values import Value, columns

BIRTHDAY = "birthday"


class Cell(Value, frozen=True):
    """One value of one field of one member, sealed if the field is sensitive."""

    member_id: MemberId
    field: str
    value: str | None
    value_on: date | None
    lunar_day: int | None
    sealed: bytes | None


class Entry(Value, frozen=True):
    """A cell as it was written, and when."""

    member_id: MemberId
    field: str
    value: str | None
    sealed: bytes | None
    set_at: datetime


class Cleared(Value, frozen=True):
    """A field that was emptied, and whose row it was."""

    member_id: MemberId
    field: str


FILL = Sql[Entry]("""
    INSERT INTO members_profile (member_id, field, value, value_on, lunar_day, sealed, set_at)
    SELECT member_id, field, value, value_on, lunar_day, sealed, $7
    FROM UNNEST($1::uuid[], $2::text[], $3::text[], $4::date[], $5::smallint[], $6::bytea[])
        AS p (member_id, field, value, value_on, lunar_day, sealed)
    ORDER BY member_id, field
    ON CONFLICT (merchant_id, member_id, field) DO NOTHING
    RETURNING member_id, field, value, sealed, set_at
""")
SET = Sql[None]("""
    INSERT INTO members_profile AS p
        (member_id, field, value, value_on, lunar_day, sealed, set_at)
    SELECT member_id, field, value, value_on, lunar_day, sealed, $7
    FROM UNNEST($1::uuid[], $2::text[], $3::text[], $4::date[], $5::smallint[], $6::bytea[])
        AS n (member_id, field, value, value_on, lunar_day, sealed)
    ORDER BY member_id, field
    ON CONFLICT (merchant_id, member_id, field) DO UPDATE SET
        value = EXCLUDED.value, value_on = EXCLUDED.value_on, lunar_day = EXCLUDED.lunar_day,
        sealed = EXCLUDED.sealed, set_at = EXCLUDED.set_at
""")
# What is cleared is gone, also where a merged member had brought it along.
CLEAR = Sql[Cleared]("""
    DELETE FROM members_profile p
    USING UNNEST($1::uuid[], $2::text[]) AS c (member_id, field), members_member m
    WHERE (m.id = c.member_id OR m.merged_into = c.member_id)
        AND p.merchant_id = m.merchant_id AND p.member_id = m.id AND p.field = c.field
    RETURNING p.member_id, p.field
""")


class Patch(Value, frozen=True):
    """New values of some fields of a member, by field code; empty clears."""

    member_id: MemberId
    profile: dict[str, str]


async def set_profiles(tx: Tx, patches: Sequence[Patch]) -> None:
    """Set profile fields; what is not named stays.

    Raises:
        UnknownField: names fields that are not declared.
        FaultyItems: names every value that does not fit its field.
        MemberNotActive: names those who were erased.
        UnknownMembers: names members that do not exist.
    """
    member_ids = sorted({patch.member_id for patch in patches})
    await hold(tx, member_ids)
    declared = await fields(tx)
    wanted = read_patches(patches, declared, tx.today)
    vault = await ensure_vault(tx, member_ids)
    emptied = [(m, code) for m, profile in wanted.items() for code, v in profile.items() if not v]
    gone = await tx.rows(CLEAR, [m for m, _ in emptied], [code for _, code in emptied])
    await tx.run(SET, *columns(Cell, cells(vault, declared, wanted)), tx.now)
    names = {row.member_id: "" for row in gone if row.field == "name"}
    names |= {m: profile["name"] for m, profile in wanted.items() if "name" in profile}
    await set_names(tx, names)
    tx.emit(*(MemberProfileChanged(m, tuple(sorted(profile))) for m, profile in wanted.items()))


def read_patches(
    patches: Sequence[Patch], declared: Mapping[str, Field], today: date
) -> dict[MemberId, dict[str, str]]:
    """Return the wanted values in canonical form.

    Raises:
        UnknownField: names fields that are not declared.
        FaultyItems: names every value that does not fit its field.
    """
    if unknown := {code for patch in patches for code in patch.profile} - set(declared):
        raise UnknownField(tuple(sorted(unknown)))
    wanted: dict[MemberId, dict[str, str]] = defaultdict(dict)
    faults: list[Fault] = []
    for item, patch in enumerate(patches):
        for code, text in patch.profile.items():
            try:
                wanted[patch.member_id][code] = profile_value(declared[code], text, today)
            except NotAsked as fault:
                faults.append(Fault(item, code, fault.reason, fault.reason_zh))
    if faults:
        raise FaultyItems(tuple(faults))
    return wanted


async def fitting(tx: Tx, patches: Sequence[Patch]) -> list[Patch]:
    """Return what of patches may be set without anybody looking: declared, not sensitive, fitting.

    For what programs tell of members; a value that empties a field is left out too.
    """
    declared = await fields(tx)
    kept = [
        Patch(patch.member_id, {
            code: value
            for code, text in patch.profile.items()
            if (field := declared.get(code)) is not None and not field.sensitive
            and (value := _fitted(field, text, tx.today))
        })
        for patch in patches
    ]  # fmt: skip
    return [patch for patch in kept if patch.profile]


def _fitted(field: Field, text: str, today: date) -> str:
    try:
        return profile_value(field, text, today)
    except NotAsked:
        return ""


async def fill_profiles(
    tx: Tx, vault: Vault, declared: Mapping[str, Field], wanted: Mapping[MemberId, dict[str, str]]
) -> None:
    """Fill the gaps of profiles: what is known already stays."""
    filled = await tx.rows(FILL, *columns(Cell, cells(vault, declared, wanted)), tx.now)
    names = {e.member_id: wanted[e.member_id]["name"] for e in filled if e.field == "name"}
    await add_names(tx, names)


def cells(
    vault: Vault, declared: Mapping[str, Field], wanted: Mapping[MemberId, dict[str, str]]
) -> list[Cell]:
    """Return what a profile's values look like at rest: sensitive ones sealed."""
    return [
        _cell(vault, declared[code], member_id, value)
        for member_id, profile in wanted.items()
        for code, value in profile.items()
        if value
    ]


def _cell(vault: Vault, field: Field, member_id: MemberId, value: str) -> Cell:
    if field.sensitive:
        sealed = vault.seal(member_id, "members_profile", field.code, value)
        return Cell(member_id, field.code, None, None, None, sealed)
    on = date.fromisoformat(value) if field.kind is FieldKind.DATE else None
    lunar = lunar_day(on) if on is not None and field.code == BIRTHDAY else None
    return Cell(member_id, field.code, value, on, lunar, None)
