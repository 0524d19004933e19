"""Keep children: apart, sealed, and on the guardian's consent (PIPL 31)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from datetime import date
from typing import Annotated

from msgspec import Meta

from liuke.domains.members.errors import GuardianConsentMissing, InvalidChild, NoSuchChild
from liuke.domains.members.events import ChildAdded, ChildRemoved
from liuke.domains.members.hold import hold
from liuke.domains.members.people import cluster
from liuke.domains.members.rules import age_on, clean
from liuke.domains.members.values import ChildId, Text
from liuke.domains.members.vault import ensure_vault, open_vault
from liuke.kernel import audit
from liuke.kernel.audit import Act
from liuke.kernel.db import Tx
from liuke.kernel.ids import MemberId
from liuke.kernel.problems import TooMany
from liuke.kernel.rows import Sql
from liuke.kernel.values import Value, columns

# 未成年人网络保护条例: under 14 the guardian decides.
GUARDED_BELOW = 14
CHILDREN_MOST = 20


class NewChild(Value, frozen=True):
    """A child a member tells us of; the id is made by the caller, who may have to retry."""

    member_id: MemberId
    id: ChildId
    birth_on: date
    gender: Annotated[str, Meta(pattern=r"^(female|male|)$(?!\n)")] = ""
    name: Text = ""
    guardian_consent: Annotated[bool, Meta(examples=[True])] = False


class Child(Value, frozen=True):
    """A child as conditions and forms see it: no name."""

    member_id: MemberId
    id: ChildId
    birth_on: date
    gender: str


class SealedChild(Value, frozen=True):
    """A row of members_child."""

    member_id: MemberId
    id: ChildId
    birth_on: date
    gender: str
    sealed: bytes | None


class ChildName(Value, frozen=True):
    """A child's name in clear."""

    member_id: MemberId
    id: ChildId
    name: str


ADD = Sql[None]("""
    INSERT INTO members_child (member_id, id, birth_on, gender, sealed, guardian_consent_at)
    SELECT member_id, id, birth_on, gender, sealed, $6
    FROM UNNEST($1::uuid[], $2::uuid[], $3::date[], $4::text[], $5::bytea[])
        AS c (member_id, id, birth_on, gender, sealed)
    ORDER BY member_id, id
    ON CONFLICT (merchant_id, member_id, id) DO UPDATE SET
        birth_on = EXCLUDED.birth_on, gender = EXCLUDED.gender, sealed = EXCLUDED.sealed
""")
CHILDREN = Sql[SealedChild]("""
    SELECT member_id, id, birth_on, gender, sealed
    FROM members_child
    WHERE member_id = ANY ($1::uuid[])
    ORDER BY member_id, birth_on, id
""")
REMOVE = Sql[ChildId]("""
    DELETE FROM members_child c
    USING UNNEST($1::uuid[], $2::uuid[]) AS gone (member_id, id), members_member m
    WHERE (m.id = gone.member_id OR m.merged_into = gone.member_id)
        AND c.merchant_id = m.merchant_id AND c.member_id = m.id AND c.id = gone.id
    RETURNING c.id
""")


async def add_children(tx: Tx, children: Sequence[NewChild]) -> None:
    """Record children, or correct what was recorded under the same id; the last word counts.

    What was recorded just so before is no news.

    Raises:
        GuardianConsentMissing: names the items under 14 without it.
        InvalidChild: names the items whose birth date cannot be, or whose name cannot be kept.
        MemberNotActive: names those who were erased.
        TooMany: names members who would have more than twenty.
        UnknownMembers: names members that do not exist.
    """
    _check(children, tx.today)
    children = list({child.id: child for child in children}.values())
    members = [child.member_id for child in children]
    await hold(tx, members)
    home = {k.kept_for: k.member_id for k in await cluster(tx, members)}
    known = await tx.rows(CHILDREN, list(home))
    kept = {c.id: c.member_id for c in children} | {row.id: row.member_id for row in known}
    fresh = {child.id for child in children} - {row.id for row in known}
    _require_room({child_id: home[member_id] for child_id, member_id in kept.items()}, fresh)
    vault = await ensure_vault(tx, sorted(set(kept.values())))
    rows = [
        SealedChild(
            kept[c.id],
            c.id,
            c.birth_on,
            c.gender,
            vault.seal(kept[c.id], "members_child", c.id, clean(c.name)) if c.name else None,
        )
        for c in children
    ]
    await tx.run(ADD, *columns(SealedChild, rows), tx.now)
    told = {row.id: (row.birth_on, row.gender) for row in known}
    news = [c for c in children if told.get(c.id) != (c.birth_on, c.gender)]
    tx.emit(*(ChildAdded(child.member_id) for child in news))


async def children(tx: Tx, member_ids: Sequence[MemberId]) -> list[Child]:
    """Return members' children without names, those of members merged into them included."""
    kept = {k.kept_for: k.member_id for k in await cluster(tx, member_ids)}
    rows = await tx.rows(CHILDREN, list(kept))
    return [Child(kept[c.member_id], c.id, c.birth_on, c.gender) for c in rows]


async def open_children(tx: Tx, member_ids: Sequence[MemberId], *, reason: str) -> list[ChildName]:
    """Return children's names in clear, and record who opened them and why."""
    kept = {k.kept_for: k.member_id for k in await cluster(tx, member_ids)}
    rows = [row for row in await tx.rows(CHILDREN, list(kept)) if row.sealed is not None]
    vault = await open_vault(tx, [row.member_id for row in rows])
    acts = [Act("members.children_opened", str(m), reason=reason) for m in member_ids]
    await audit.record(tx, acts)
    return [
        ChildName(kept[c.member_id], c.id, vault.open(c.member_id, "members_child", c.id, c.sealed))
        for c in rows
        if c.sealed is not None
    ]


async def remove_children(tx: Tx, gone: Sequence[tuple[MemberId, ChildId]]) -> None:
    """Remove children's data for good.

    Raises:
        NoSuchChild: names children who are not these members'.
        UnknownMembers: names members that do not exist.
    """
    await tx.lock([member_id for member_id, _ in gone])
    wanted = {child_id for _, child_id in gone}
    removed = set(await tx.rows(REMOVE, [m for m, _ in gone], [c for _, c in gone]))
    if missing := wanted - removed:
        raise NoSuchChild(tuple(sorted(missing)))
    tx.emit(*(ChildRemoved(member_id) for member_id, _ in gone))


def _require_room(whose: Mapping[ChildId, MemberId], fresh: Collection[ChildId]) -> None:
    """Refuse more children than anybody has; those who are corrected may stay, however many."""
    count, growing = Counter(whose.values()), {whose[child_id] for child_id in fresh}
    if full := sorted(member_id for member_id in growing if count[member_id] > CHILDREN_MOST):
        raise TooMany("children", CHILDREN_MOST, tuple(map(str, full)))


def _check(children: Sequence[NewChild], today: date) -> None:
    unborn = [i for i, c in enumerate(children) if not date(1900, 1, 1) <= c.birth_on <= today]
    if unborn:
        raise InvalidChild(tuple(unborn))
    if guarded := tuple(
        item
        for item, child in enumerate(children)
        if age_on(child.birth_on, today) < GUARDED_BELOW and not child.guardian_consent
    ):
        raise GuardianConsentMissing(guarded)
