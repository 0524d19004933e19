"""Enrol members: one at a till, or a million from an import; the same person is one member."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from liuke.domains import stores
from liuke.domains.members.card import attach_numbers
from liuke.domains.members.errors import BusyElsewhere, MemberNotActive
from liuke.domains.members.events import MemberIdentified, MemberJoined
from liuke.domains.members.fields import fields
from liuke.domains.members.hold import hold
from liuke.domains.members.identity import seal_claims, write_identities
from liuke.domains.members.known import find_known
from liuke.domains.members.plan import Plan, Wish, fold
from liuke.domains.members.profile import fill_profiles
from liuke.domains.members.reader import Reader
from liuke.domains.members.tag import add_tags
from liuke.domains.members.values import (
    Enrolled,
    Enrolment,
    Field,
    MemberState,
    Tagging,
)
from liuke.domains.members.vault import Vault, ensure_vault
from liuke.kernel.clock import business_date
from liuke.kernel.db import Tx
from liuke.kernel.ids import MemberId, StoreId
from liuke.kernel.problems import Refused
from liuke.kernel.rows import Sql
from liuke.kernel.values import Value, columns

ATTEMPTS = 4


class Overtaken(Exception):
    """Somebody changed one of these people meanwhile: look again, or refuse with the problem."""

    def __init__(self, problem: Refused) -> None:
        super().__init__()
        self.problem = problem


JOIN = Sql[MemberId]("""
    INSERT INTO members_member (
        id, state, anonymous, source, external_id, store_id, joined_at, joined_on
    )
    SELECT id, state, anonymous, source, external_id, store_id, joined_at, joined_on
    FROM UNNEST(
        $1::uuid[], $2::text[], $3::boolean[], $4::text[], $5::text[], $6::uuid[],
        $7::timestamptz[], $8::date[]
    ) AS n (id, state, anonymous, source, external_id, store_id, joined_at, joined_on)
    ORDER BY source, external_id, id
    ON CONFLICT DO NOTHING
    RETURNING id
""")


class Joining(Value, frozen=True):
    """A new row of members_member."""

    id: MemberId
    state: MemberState
    anonymous: bool
    source: str
    external_id: str | None
    store_id: StoreId | None
    joined_at: datetime
    joined_on: date


async def enrol(
    tx: Tx, enrolments: Sequence[Enrolment], *, tag_source: str = "manual"
) -> list[Enrolled]:
    """Enrol people, or find those who are members already, in the order asked.

    Whoever is known keeps what is known of them: gaps of the profile are filled, new identities
    added. Identities of other members stay theirs and are reported as conflicts.

    Raises:
        FaultyItems: names every item, field and reason.
        UnknownStores: names stores that do not exist.
        BusyElsewhere: rivals kept enrolling the same people.
        MemberNotActive: someone named by id is erased.
    """
    declared = await fields(tx)
    wishes = Reader(tx.keys, tx.merchant_id, declared, tx.today).read(enrolments)
    if at := {e.store_id for e in enrolments if e.store_id is not None}:
        await stores.get_stores(tx, sorted(at))
    return await _attempt(tx, wishes, declared, tag_source=tag_source, left=ATTEMPTS)


async def _attempt(
    tx: Tx, wishes: Sequence[Wish], declared: dict[str, Field], *, tag_source: str, left: int
) -> list[Enrolled]:
    try:
        # Losing to a rival undoes this attempt; the next one finds the rival's members.
        async with tx.savepoint():
            return await _write(tx, wishes, declared, tag_source)
    except Overtaken as overtaken:
        if left == 1:
            raise overtaken.problem from overtaken
    return await _attempt(tx, wishes, declared, tag_source=tag_source, left=left - 1)


async def _write(
    tx: Tx, wishes: Sequence[Wish], declared: dict[str, Field], tag_source: str
) -> list[Enrolled]:
    plan = fold(wishes, await find_known(tx, wishes))
    wanted = {member_id: profile for member_id, profile in plan.profiles.items() if profile}
    sealing = {member_id for member_id, _ in plan.identities} | set(wanted)
    taggings = _taggings(wishes, plan.outcomes)
    numbers = [(member_id, claim.value) for member_id, claim in plan.cards]
    await _hold(tx, plan, sealing | {m for m, _ in numbers} | {t.member_id for t in taggings})
    await _join(tx, plan)
    if sealing:
        vault = await ensure_vault(tx, sorted(sealing))
        await _identify(tx, plan, vault)
        await fill_profiles(tx, vault, declared, wanted)
    if await attach_numbers(tx, numbers) < len(numbers):
        raise Overtaken(BusyElsewhere())
    await add_tags(tx, taggings, source=tag_source)
    return plan.outcomes


async def _hold(tx: Tx, plan: Plan, written: set[MemberId]) -> None:
    """Lock the known members that are written to, and see that they are still who they were."""
    known = sorted(written & plan.known)
    try:
        await hold(tx, known)
    except MemberNotActive as gone:
        raise Overtaken(gone) from gone


async def _identify(tx: Tx, plan: Plan, vault: Vault) -> None:
    identities = seal_claims(vault, plan.identities)
    if await write_identities(tx, identities, plan.identities) < len(identities):
        raise Overtaken(BusyElsewhere())
    new = {member_id for member_id, _ in plan.joins}
    gained = [identity for identity in identities if identity.member_id not in new]
    tx.emit(*(MemberIdentified(identity.member_id, identity.kind) for identity in gained))


async def _join(tx: Tx, plan: Plan) -> None:
    if not plan.joins:
        return
    joining = [_joining(tx, member_id, wish.enrolment) for member_id, wish in plan.joins]
    if len(await tx.rows(JOIN, *columns(Joining, joining))) < len(joining):
        raise Overtaken(BusyElsewhere())
    tx.emit(*(MemberJoined(j.id, j.joined_at, j.source, j.store_id, j.anonymous) for j in joining))


def _joining(tx: Tx, member_id: MemberId, enrolment: Enrolment) -> Joining:
    joined_at = enrolment.joined_at or tx.now
    return Joining(
        member_id,
        MemberState.NEW if enrolment.new else MemberState.ACTIVE,
        enrolment.anonymous,
        enrolment.source,
        enrolment.external_id,
        enrolment.store_id,
        joined_at,
        business_date(joined_at, tx.zone),
    )


def _taggings(wishes: Sequence[Wish], outcomes: Sequence[Enrolled]) -> list[Tagging]:
    return [
        Tagging(outcome.member_id, tag)
        for wish, outcome in zip(wishes, outcomes, strict=True)
        for tag in wish.enrolment.tags
    ]
