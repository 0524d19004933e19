"""Staff: let people in by a one-time token, list them, give them other work, turn them out."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import timedelta
from functools import partial
from typing import Any

from liuke.domains.access.errors import (
    LastOwner,
    NotAStaffRole,
    OwnerOfSome,
    SignInTaken,
    TwoScopes,
    UnknownRegions,
    UnknownStaff,
)
from liuke.domains.access.events import StaffAssigned, StaffDisabled, StaffInvited
from liuke.domains.access.newcomers import NEW_DAYS
from liuke.domains.access.policy import held_by
from liuke.domains.access.scope import joined
from liuke.domains.access.tokens import hashed, new_token
from liuke.domains.access.values import (
    Assignment,
    Invitation,
    Invited,
    Role,
    Staff,
    StaffId,
)
from liuke.domains.stores import get_stores, regions
from liuke.kernel import audit
from liuke.kernel.db import Tx
from liuke.kernel.edits import hold_as_seen
from liuke.kernel.rows import Sql
from liuke.kernel.values import Value

TICKET_DAYS = 3
NOT_STAFF = frozenset({Role.INTEGRATOR, Role.MEMBER})
# How the record names people of the staff: this and their id.
STAFF_ACTOR = "staff:"


class Called(Value, frozen=True):
    """Somebody's name."""

    id: StaffId
    name: str


INVITE = Sql[str]("""
    INSERT INTO access_staff (id, sign_in, name, role, region, store_ids, created_at)
    SELECT s.id, s.sign_in, s.name, s.role, s.region,
        string_to_array(s.store_ids, ',')::uuid[], $7
    FROM UNNEST($1::uuid[], $2::text[], $3::text[], $4::text[], $5::text[], $6::text[])
        AS s (id, sign_in, name, role, region, store_ids)
    ON CONFLICT (merchant_id, sign_in) DO NOTHING
    RETURNING sign_in
""")
TICKETS = Sql[None]("""
    INSERT INTO access_ticket (token_hash, staff_id, expires_at, made_by)
    SELECT token_hash, staff_id, $3, (
        SELECT CASE WHEN let_in_at > $5 THEN let_in_by ELSE id END
        FROM access_staff WHERE id = $4::uuid
    )
    FROM UNNEST($1::bytea[], $2::uuid[]) AS t (token_hash, staff_id)
""")
VOID = Sql[None]("""
    UPDATE access_ticket SET used_at = $2 WHERE staff_id = ANY ($1::uuid[]) AND used_at IS NULL
""")
STAFF = Sql[Staff]("""
    SELECT id, sign_in, name, role, region, store_ids, totp_sealed IS NOT NULL AS second_factor,
        password_hash IS NOT NULL AND disabled_at IS NULL AS can_sign_in, disabled_at, created_at
    FROM access_staff
    WHERE ($1::uuid[] IS NULL OR id = ANY ($1::uuid[])) AND sign_in > $2
    ORDER BY sign_in
    LIMIT $3
""")
NAMES = Sql[Called]("""
    SELECT id, name FROM access_staff WHERE id = ANY ($1::uuid[])
""")
DECIDERS = Sql[int]("""
    SELECT COUNT(*) FROM access_staff
    WHERE role = ANY ($1::text[]) AND password_hash IS NOT NULL AND disabled_at IS NULL
""")
LOCK_OWNERS = Sql[StaffId]("""
    SELECT id FROM access_staff
    WHERE role = 'owner' AND disabled_at IS NULL AND password_hash IS NOT NULL
    ORDER BY id
    FOR UPDATE
""")
DISABLE = Sql[StaffId]("""
    UPDATE access_staff SET disabled_at = $2
    WHERE id = ANY ($1::uuid[]) AND disabled_at IS NULL
    RETURNING id
""")
ASSIGN = Sql[None]("""
    UPDATE access_staff
    SET role = $2, region = $3, store_ids = string_to_array($4::text, ',')::uuid[]
    WHERE id = $1
""")
END = Sql[None]("DELETE FROM access_session WHERE staff_id = ANY ($1::uuid[])")


async def invite(tx: Tx, people: Sequence[Invitation]) -> list[Invited]:
    """Let people in; each sets their own password with the token, once, within three days.

    Raises:
        ChangedMeanwhile: the person is not of the `revision` that was edited.
        NotAStaffRole: integrators are API keys, members come by themselves.
        OwnerOfSome: an owner is given a region or stores.
        SignInTaken: names the sign-in names that are somebody's already.
        TwoScopes: somebody is given a region and stores.
        UnknownRegions: a region of somebody's scope does not exist.
        UnknownStores: a store of somebody's scope does not exist.
    """
    if any(person.role in NOT_STAFF for person in people):
        raise NotAStaffRole
    await _check_scopes(tx, people)
    ids = [StaffId.new() for _ in people]
    made = await tx.rows(
        INVITE, ids, [p.sign_in for p in people], [p.name for p in people],
        [p.role.value for p in people], [p.region for p in people],
        [joined(p.store_ids) for p in people], tx.now,
    )  # fmt: skip
    if len(made) < len(people):
        taken = {p.sign_in for p in people} - set(made)
        raise SignInTaken(tuple(sorted(taken or {p.sign_in for p in people})))
    tx.emit(*(StaffInvited(i, p.role) for i, p in zip(ids, people, strict=True)))
    acts = [audit.Act("staff.invited", str(i), after={"role": p.role, "sign_in": p.sign_in})
            for i, p in zip(ids, people, strict=True)]  # fmt: skip
    await audit.record(tx, acts)
    return await issue_tickets(tx, ids)


async def assign(tx: Tx, staff_id: StaffId, to: Assignment, *, revision: str = "") -> Staff:
    """Give somebody another role or other stores; sessions end, so that it holds at once.

    Raises:
        NotAStaffRole: integrators are API keys, members come by themselves.
        UnknownStaff: there is nobody of that id, or they were turned out.
        LastOwner: no owner who can sign in would be left.
        OwnerOfSome: an owner is given a region or stores.
        TwoScopes: a region and stores are given.
        UnknownRegions: the region does not exist.
        UnknownStores: a store does not exist.
    """
    if to.role in NOT_STAFF:
        raise NotAStaffRole
    await _check_scopes(tx, [to])
    await hold_as_seen(tx, "staff", revision, partial(_one, tx, staff_id))
    owners = await tx.rows(LOCK_OWNERS)
    before = await _one(tx, staff_id)
    if before.disabled_at is not None:
        raise UnknownStaff((staff_id,))
    if owners == [staff_id] and to.role is not Role.OWNER:
        raise LastOwner
    await tx.run(ASSIGN, staff_id, to.role.value, to.region, joined(to.store_ids))
    await end_sessions(tx, [staff_id])
    after = await _one(tx, staff_id)
    tx.emit(StaffAssigned(staff_id, to.role))
    act = audit.Act("staff.assigned", str(staff_id), before=_post(before), after=_post(after))
    await audit.record(tx, [act])
    return after


async def _one(tx: Tx, staff_id: StaffId) -> Staff:
    (person,) = await find_all(tx, [staff_id])
    return person


def _post(person: Staff) -> dict[str, Any]:
    """Return what the audit keeps of somebody's work."""
    stores = None if person.store_ids is None else [str(store) for store in person.store_ids]
    return {"role": person.role.value, "region": person.region, "store_ids": stores}


async def _check_scopes(tx: Tx, people: Sequence[Invitation | Assignment]) -> None:
    if any(person.region is not None and person.store_ids is not None for person in people):
        raise TwoScopes
    if any(p.role is Role.OWNER and (p.region, p.store_ids) != (None, None) for p in people):
        raise OwnerOfSome
    asked = {person.region for person in people if person.region is not None}
    if unknown := asked - {region.code for region in await regions(tx)}:
        raise UnknownRegions(tuple(sorted(unknown)))
    await get_stores(tx, [store for person in people for store in person.store_ids or ()])


async def issue_tickets(tx: Tx, staff_ids: Sequence[StaffId]) -> list[Invited]:
    """Give people new one-time tokens; older ones are void, passwords stay until one is used.

    Raises:
        UnknownStaff: names those who are not here.
    """
    await find_all(tx, staff_ids)
    expires_at = tx.now + timedelta(days=TICKET_DAYS)
    tokens = [new_token() for _ in staff_ids]
    await tx.run(VOID, list(staff_ids), tx.now)
    maker = StaffId.parse(tx.actor.id) if tx.actor.kind == "staff" else None
    await tx.run(
        TICKETS, [hashed(token) for token in tokens], list(staff_ids), expires_at,
        maker, tx.now - timedelta(days=NEW_DAYS),
    )  # fmt: skip
    acts = [audit.Act("staff.ticket_issued", str(staff_id)) for staff_id in staff_ids]
    await audit.record(tx, acts)
    return [Invited(i, token, expires_at) for i, token in zip(staff_ids, tokens, strict=True)]


async def find_all(tx: Tx, staff_ids: Sequence[StaffId]) -> list[Staff]:
    """Return these people.

    Raises:
        UnknownStaff: names those who are not here.
    """
    found = await tx.rows(STAFF, list(staff_ids), "", len(staff_ids))
    if missing := set(staff_ids) - {person.id for person in found}:
        raise UnknownStaff(tuple(sorted(missing)))
    return found


async def staff(tx: Tx, *, after: str = "", limit: int = 200) -> list[Staff]:
    """Return people by sign-in name; `after` is the last one's."""
    return await tx.rows(STAFF, None, after, limit)


async def staff_names(tx: Tx, actors: Iterable[str]) -> dict[str, str]:
    """Return what people are called, by how the record names them: `staff:stf_…`.

    Keys, jobs and who is not here are missing.
    """
    ids = [StaffId.parse(name.removeprefix(STAFF_ACTOR))
           for name in actors if name.startswith(STAFF_ACTOR)]  # fmt: skip
    return {f"{STAFF_ACTOR}{one.id}": one.name for one in await tx.rows(NAMES, ids)}


async def count_deciders(tx: Tx) -> int:
    """Return how many people who can sign in may decide what others ask."""
    roles = [role.value for role in Role if "approvals.decide" in held_by(role)]
    return await tx.row(DECIDERS, roles) or 0


async def disable(tx: Tx, staff_ids: Sequence[StaffId]) -> list[StaffDisabled]:
    """Turn people out: no sign-in, no session, no token is left.

    Raises:
        UnknownStaff: names those who are not here.
        LastOwner: no owner who can sign in would be left.
    """
    await find_all(tx, staff_ids)
    owners = set(await tx.rows(LOCK_OWNERS))
    if owners and owners <= set(staff_ids):
        raise LastOwner
    disabled = await tx.rows(DISABLE, list(staff_ids), tx.now)
    await end_sessions(tx, staff_ids)
    await tx.run(VOID, list(staff_ids), tx.now)
    events = [StaffDisabled(staff_id) for staff_id in disabled]
    tx.emit(*events)
    await audit.record(tx, [audit.Act("staff.disabled", str(i)) for i in disabled])
    return events


async def end_sessions(tx: Tx, staff_ids: Sequence[StaffId]) -> None:
    """End every session of some people, at once."""
    await tx.run(END, list(staff_ids))
