"""The plan of a batch of enrolments: who is new, who is known, who owns which identity."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from liuke.domains.members.values import Enrolled, Enrolment, IdentityKind
from liuke.kernel.ids import MemberId
from liuke.kernel.values import Value


class Claim(Value, frozen=True):
    """An identity in canonical form, and the keyed hash that finds it."""

    kind: IdentityKind
    value: str
    digest: bytes


class Wish(Value, frozen=True):
    """An enrolment that was read: canonical identities, most telling first, and clean fields."""

    enrolment: Enrolment
    claims: tuple[Claim, ...]
    profile: dict[str, str]
    alias: Claim | None

    @property
    def external(self) -> tuple[str, str] | None:
        """Return the natural key, if the source gave one."""
        given = self.enrolment
        return None if given.external_id is None else (given.source, given.external_id)


Mark = tuple[str, bytes]


@dataclass
class Known:
    """Who exists already: by id, by natural key, by identity."""

    ids: Mapping[MemberId, MemberId]
    external: Mapping[tuple[str, str], MemberId]
    marks: Mapping[Mark, MemberId]


@dataclass
class Plan:
    """What a batch will write."""

    outcomes: list[Enrolled] = field(default_factory=list)
    joins: list[tuple[MemberId, Wish]] = field(default_factory=list)
    additions: list[tuple[MemberId, Claim]] = field(default_factory=list)
    profiles: dict[MemberId, dict[str, str]] = field(default_factory=dict)
    known: set[MemberId] = field(default_factory=set)

    @property
    def identities(self) -> list[tuple[MemberId, Claim]]:
        """Return what is kept sealed."""
        return [added for added in self.additions if added[1].kind is not IdentityKind.CARD]

    @property
    def cards(self) -> list[tuple[MemberId, Claim]]:
        """Return the numbers of cards that were handed out."""
        return [added for added in self.additions if added[1].kind is IdentityKind.CARD]


def fold(wishes: Sequence[Wish], known: Known) -> Plan:
    """Decide for each wish in turn: the same person named twice in a batch is one member.

    The first of id, natural key and identities that is known decides who it is; identities of
    somebody else stay theirs and are reported.
    """
    ids, external, marks = dict(known.ids), dict(known.external), dict(known.marks)
    plan = Plan(known=set(known.ids.values()) | set(external.values()) | set(marks.values()))
    for wish in wishes:
        member_id = _find(wish, Known(ids, external, marks))
        created = member_id is None
        if member_id is None:
            member_id = wish.enrolment.id or MemberId.new()
            plan.joins.append((member_id, wish))
            if wish.external is not None:
                external[wish.external] = member_id
        if wish.enrolment.id is not None:
            ids[wish.enrolment.id] = member_id
        # A second natural key of someone known is kept as an identity.
        second = wish.alias is not None and wish.external not in external
        claims = (*wish.claims, wish.alias) if second and wish.alias else wish.claims
        conflicts = _claim(plan, member_id, claims, marks)
        plan.outcomes.append(Enrolled(member_id, created, conflicts))
        plan.profiles[member_id] = wish.profile | plan.profiles.get(member_id, {})
    return plan


def _find(wish: Wish, known: Known) -> MemberId | None:
    if wish.enrolment.id is not None and wish.enrolment.id in known.ids:
        return known.ids[wish.enrolment.id]
    if wish.external is not None and wish.external in known.external:
        return known.external[wish.external]
    claims = wish.claims if wish.alias is None else (wish.alias, *wish.claims)
    owners = (known.marks.get((claim.kind, claim.digest)) for claim in claims)
    return next((owner for owner in owners if owner is not None), None)


def _claim(
    plan: Plan, member_id: MemberId, claims: Sequence[Claim], marks: dict[Mark, MemberId]
) -> tuple[IdentityKind, ...]:
    conflicts: list[IdentityKind] = []
    for claim in claims:
        mark = (claim.kind, claim.digest)
        if mark not in marks:
            marks[mark] = member_id
            plan.additions.append((member_id, claim))
        elif marks[mark] != member_id:
            conflicts.append(claim.kind)
    return tuple(conflicts)
