"""Give members further identities, and take them away: a new phone, a lost openid."""

from __future__ import annotations

from collections.abc import Sequence

from liuke.domains.members.ending import end_sessions
from liuke.domains.members.errors import (
    Fault,
    FaultyItems,
    IdentityTaken,
    NoSuchIdentity,
    NotAsked,
)
from liuke.domains.members.events import MemberIdentified, MemberUnidentified
from liuke.domains.members.hold import hold
from liuke.domains.members.known import find_marks
from liuke.domains.members.people import cluster
from liuke.domains.members.plan import Claim
from liuke.domains.members.reader import Reader
from liuke.domains.members.tokens import add_phones, set_phones
from liuke.domains.members.values import Handle, IdentityId, IdentityKind
from liuke.domains.members.vault import Vault, ensure_vault, open_vault
from liuke.kernel.db import Tx
from liuke.kernel.ids import MemberId
from liuke.kernel.rows import Sql
from liuke.kernel.values import Value, columns


class SealedPhone(Value, frozen=True):
    """A phone as the database keeps it."""

    member_id: MemberId
    id: IdentityId
    sealed: bytes


class Removed(Value, frozen=True):
    """An identity that was taken away."""

    member_id: MemberId
    id: IdentityId
    kind: IdentityKind


IDENTIFY = Sql[IdentityId]("""
    INSERT INTO members_identity (member_id, id, kind, digest, sealed, added_at)
    SELECT member_id, id, kind, digest, sealed, $6
    FROM UNNEST($1::uuid[], $2::uuid[], $3::text[], $4::bytea[], $5::bytea[])
        AS n (member_id, id, kind, digest, sealed)
    ORDER BY kind, digest
    ON CONFLICT DO NOTHING
    RETURNING id
""")
PHONES = Sql[SealedPhone]("""
    SELECT member_id, id, sealed
    FROM members_identity
    WHERE member_id = ANY ($1::uuid[]) AND kind = 'phone'
""")
REMOVE = Sql[Removed]("""
    DELETE FROM members_identity i
    USING UNNEST($1::uuid[], $2::uuid[]) AS gone (member_id, id), members_member m
    WHERE (m.id = gone.member_id OR m.merged_into = gone.member_id)
        AND i.merchant_id = m.merchant_id AND i.member_id = m.id AND i.id = gone.id
    RETURNING gone.member_id, i.id, i.kind
""")


class Identity(Value, frozen=True):
    """A new row of members_identity."""

    member_id: MemberId
    id: IdentityId
    kind: IdentityKind
    digest: bytes
    sealed: bytes


class Identifying(Value, frozen=True):
    """A wish to be recognised by something more."""

    member_id: MemberId
    handle: Handle


async def identify(tx: Tx, wishes: Sequence[Identifying]) -> None:
    """Give members further identities; one that is theirs already is skipped.

    Raises:
        FaultyItems: names the items that make no sense.
        IdentityTaken: names the items that belong to other members.
        MemberNotActive: names those who were erased.
        UnknownMembers: names members that do not exist.
    """
    await hold(tx, [wish.member_id for wish in wishes])
    claims = _read(tx, wishes)
    owners = await find_marks(tx, claims)
    wanted = [(wish.member_id, claim) for wish, claim in zip(wishes, claims, strict=True)]
    taken = [
        item
        for item, (member_id, claim) in enumerate(wanted)
        if owners.get((claim.kind, claim.digest), member_id) != member_id
    ]
    if taken:
        raise IdentityTaken(tuple(taken))
    fresh = list(dict.fromkeys(w for w in wanted if (w[1].kind, w[1].digest) not in owners))
    vault = await ensure_vault(tx, [member_id for member_id, _ in fresh])
    if await write_identities(tx, seal_claims(vault, fresh), fresh) < len(fresh):
        # A rival was first with one of them; it is not known which.
        raise IdentityTaken(tuple(range(len(wishes))))
    await end_sessions(tx, [m for m, claim in fresh if claim.kind is IdentityKind.PHONE])
    tx.emit(*(MemberIdentified(member_id, claim.kind) for member_id, claim in fresh))


async def forget_identities(tx: Tx, gone: Sequence[tuple[MemberId, IdentityId]]) -> None:
    """Take identities from members; nobody is found by them any more.

    Raises:
        NoSuchIdentity: names those that are not these members'.
        UnknownMembers: names members that do not exist.
    """
    everyone = await cluster(tx, [member_id for member_id, _ in gone])
    kept = [row.kept_for for row in everyone]
    await tx.lock(sorted({*kept, *(member_id for member_id, _ in gone)}))
    removed = await tx.rows(REMOVE, [m for m, _ in gone], [i for _, i in gone])
    if missing := {identity for _, identity in gone} - {row.id for row in removed}:
        raise NoSuchIdentity(tuple(sorted(missing)))
    vault = await open_vault(tx, kept)
    left = [
        (row.member_id, vault.open(row.member_id, "members_identity", row.id, row.sealed))
        for row in await tx.rows(PHONES, kept)
    ]
    await set_phones(tx, kept, left)
    unphoned = {row.member_id for row in removed if row.kind is IdentityKind.PHONE}
    await end_sessions(tx, [k.kept_for for k in everyone if k.member_id in unphoned])
    tx.emit(*(MemberUnidentified(row.member_id, row.kind) for row in removed))


async def write_identities(
    tx: Tx, identities: Sequence[Identity], claims: Sequence[tuple[MemberId, Claim]]
) -> int:
    """Write sealed identities and their search tokens; return how many were nobody's yet."""
    if not identities:
        return 0
    written = await tx.rows(IDENTIFY, *columns(Identity, identities), tx.now)
    await add_phones(
        tx, [(m, claim.value) for m, claim in claims if claim.kind is IdentityKind.PHONE]
    )
    return len(written)


def seal_claims(vault: Vault, claims: Sequence[tuple[MemberId, Claim]]) -> list[Identity]:
    """Return what identities look like at rest."""
    return [_sealed(vault, member_id, claim) for member_id, claim in claims]


def _sealed(vault: Vault, member_id: MemberId, claim: Claim) -> Identity:
    identity_id = IdentityId.new()
    sealed = vault.seal(member_id, "members_identity", identity_id, claim.value)
    return Identity(member_id, identity_id, claim.kind, claim.digest, sealed)


def _read(tx: Tx, wishes: Sequence[Identifying]) -> list[Claim]:
    reader = Reader(tx.keys, tx.merchant_id, {}, tx.today)
    claims: list[Claim] = []
    faults: list[Fault] = []
    for item, wish in enumerate(wishes):
        kind = wish.handle.kind
        try:
            claims.append(reader.claim(wish.handle))
        except NotAsked as fault:
            faults.append(Fault(item, kind.value, fault.reason, fault.reason_zh))
        if kind is IdentityKind.CARD:
            faults.append(Fault(item, kind.value, "cards are issued", "会员卡请走发卡"))
    if faults:
        raise FaultyItems(tuple(faults))
    return claims
