"""Record what members allow, and take back: the last word per purpose, channel and partner."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Annotated, TypeAlias

from msgspec import Meta

from liuke.domains.members.errors import UnknownNotice
from liuke.domains.members.events import ConsentGiven, ConsentWithdrawn
from liuke.domains.members.find import resolve
from liuke.domains.members.hold import hold
from liuke.domains.members.people import cluster
from liuke.domains.members.values import Code, Text
from liuke.domains.members.vault import ensure_vault
from liuke.kernel.db import Tx
from liuke.kernel.ids import MemberId
from liuke.kernel.problems import TooMany
from liuke.kernel.rows import Sql
from liuke.kernel.values import Value, columns

CONSENTS_MOST = 200
# Texts people agree to, each language counted: nobody reads more.
NOTICES_MOST = 200
Word = Annotated[str, Meta(max_length=64, pattern=r"^[A-Za-z0-9_.\-]*$(?!\n)")]
# Whose word it is, and on what: purpose, channel, partner.
Key: TypeAlias = tuple[MemberId, str, str, str]


class Notice(Value, frozen=True):
    """One version of a text people agree to, in one language."""

    code: Code
    version: Annotated[int, Meta(ge=1, le=10**6)]
    locale: Code
    title: Text
    body: Annotated[str, Meta(max_length=100_000, pattern=r"^[^\x00]*$")]


class Decision(Value, frozen=True):
    """A member's word: yes or no to one purpose on one channel, for us or for a partner.

    `method` says how it was given (form, paper, verbal, sms, import); `evidence` is sealed.
    """

    member_id: MemberId
    purpose: Annotated[Word, Meta(min_length=1)]
    given: bool
    channel: Word = ""
    partner: Word = ""
    notice: Word = ""
    version: Annotated[int, Meta(ge=0, le=10**6)] = 0
    method: Word = "form"
    evidence: Text = ""


class Consent(Value, frozen=True):
    """The last word of a member on one purpose, channel and partner."""

    member_id: MemberId
    purpose: str
    channel: str
    partner: str
    given: bool
    notice: str
    version: int
    method: str
    actor: str
    at: datetime


class Said(Consent, frozen=True):
    """One word of a member, and its place in the ledger."""

    id: int


class Line(Value, frozen=True):
    """A row of the consent ledger."""

    member_id: MemberId
    purpose: str
    channel: str
    partner: str
    given: bool
    notice: str
    version: int
    method: str
    sealed: bytes | None


class Wording(Value, frozen=True):
    """A text and its version."""

    code: str
    version: int


# One publisher at a time: two that count could both find room for their texts.
PUBLISHING = Sql[None]("""
    SELECT pg_advisory_xact_lock(hashtextextended('notices ' || lk_merchant()::text, 0))
""")
PUBLISH = Sql[None]("""
    INSERT INTO members_notice (code, version, locale, title, body, published_at)
    SELECT code, version, locale, title, body, $6
    FROM UNNEST($1::text[], $2::integer[], $3::text[], $4::text[], $5::text[])
        AS n (code, version, locale, title, body)
    ORDER BY code, version, locale
    ON CONFLICT (merchant_id, code, version, locale) DO NOTHING
""")
WORDINGS = Sql[Wording]("""
    SELECT DISTINCT code, version FROM members_notice WHERE code = ANY ($1::text[])
""")
COUNT = Sql[int]("SELECT COUNT(*) FROM (SELECT DISTINCT code, locale FROM members_notice) n")
# The newest version of every text, in every language it was published in.
NOTICES = Sql[Notice]("""
    SELECT code, version, locale, title, body
    FROM members_notice n
    WHERE version = (
        SELECT max(version) FROM members_notice o
        WHERE o.merchant_id = n.merchant_id AND o.code = n.code
    )
    ORDER BY code, locale
""")
CURRENT = Sql[Consent]("""
    SELECT DISTINCT ON (k.member_id, c.purpose, c.channel, c.partner)
        k.member_id, c.purpose, c.channel, c.partner, c.given, c.notice, c.version, c.method,
        c.actor, c.at
    FROM UNNEST($1::uuid[], $2::uuid[]) AS k (kept_for, member_id)
    JOIN members_consent c ON c.member_id = k.kept_for
    ORDER BY k.member_id, c.purpose, c.channel, c.partner, c.id DESC
""")
HISTORY = Sql[Consent]("""
    SELECT k.member_id, c.purpose, c.channel, c.partner, c.given, c.notice, c.version, c.method,
        c.actor, c.at
    FROM UNNEST($1::uuid[], $2::uuid[]) AS k (kept_for, member_id)
    JOIN members_consent c ON c.member_id = k.kept_for
    ORDER BY c.id
""")
WORDS = Sql[Said]("""
    SELECT k.member_id, c.purpose, c.channel, c.partner, c.given, c.notice, c.version, c.method,
        c.actor, c.at, c.id
    FROM UNNEST($1::uuid[], $2::uuid[]) AS k (kept_for, member_id)
    JOIN members_consent c ON c.member_id = k.kept_for
    WHERE c.id > $3
    ORDER BY c.id
    LIMIT $4
""")
WRITE = Sql[None]("""
    INSERT INTO members_consent (
        member_id, purpose, channel, partner, given, notice, version, method, sealed, actor, at
    )
    SELECT member_id, purpose, channel, partner, given, notice, version, method, sealed, $10, $11
    FROM UNNEST(
        $1::uuid[], $2::text[], $3::text[], $4::text[], $5::boolean[], $6::text[], $7::integer[],
        $8::text[], $9::bytea[]
    ) WITH ORDINALITY AS n (
        member_id, purpose, channel, partner, given, notice, version, method, sealed, position
    )
    ORDER BY position
""")


async def publish_notices(tx: Tx, notices: Sequence[Notice]) -> None:
    """Publish texts; a version that stands already is never changed.

    Raises:
        TooMany: there would be more than two hundred, each language counted.
    """
    await tx.run(PUBLISHING)
    await tx.run(PUBLISH, *columns(Notice, notices), tx.now)
    if (await tx.row(COUNT) or 0) > NOTICES_MOST:
        raise TooMany("notices", NOTICES_MOST)


async def notices(tx: Tx) -> list[Notice]:
    """Return the newest version of every text, in every language."""
    return await tx.rows(NOTICES)


async def decide(tx: Tx, decisions: Sequence[Decision]) -> None:
    """Record what members allow or take back; repeating the last word adds nothing.

    Raises:
        UnknownNotice: names texts that were never published in that version.
        MemberNotActive: names those who were erased.
        TooMany: names members who would have had a word on more than two hundred things.
        UnknownMembers: names members that do not exist.
    """
    members = sorted({decision.member_id for decision in decisions})
    await hold(tx, members)
    await _know_notices(tx, decisions)
    heirs = await resolve(tx, members)
    said = await consents(tx, sorted(set(heirs.values())))
    last = {_key(c, c.member_id): (c.given, c.notice, c.version) for c in said}
    fresh: list[Decision] = []
    for decision in decisions:
        key = _key(decision, heirs[decision.member_id])
        word = (decision.given, decision.notice, decision.version)
        if last.get(key) != word:
            last[key] = word
            fresh.append(decision)
    _require_room(last, {_key(c, c.member_id) for c in said})
    await tx.run(WRITE, *columns(Line, await _sealed(tx, fresh)), tx.actor.name, tx.now)
    tx.emit(
        *(
            (ConsentGiven if d.given else ConsentWithdrawn)(
                d.member_id, d.purpose, d.channel, d.partner
            )
            for d in fresh
        )
    )


async def consents(tx: Tx, member_ids: Sequence[MemberId]) -> list[Consent]:
    """Return members' last words, those of members merged into them included."""
    return await tx.rows(CURRENT, *await _both(tx, member_ids))


async def consent_history(tx: Tx, member_ids: Sequence[MemberId]) -> list[Consent]:
    """Return every word members ever gave, oldest first."""
    return await tx.rows(HISTORY, *await _both(tx, member_ids))


async def words(tx: Tx, member_id: MemberId, *, after: int = 0, limit: int = 50) -> list[Said]:
    """Return a page of what a member ever allowed or took back, oldest first."""
    return await tx.rows(WORDS, *await _both(tx, [member_id]), after, limit)


async def allowed(
    tx: Tx, member_ids: Sequence[MemberId], *, purpose: str, channel: str = "", partner: str = ""
) -> set[MemberId]:
    """Return those who allow a purpose on a channel now; silence is no."""
    asked = (purpose, channel, partner)
    return {
        c.member_id
        for c in await consents(tx, member_ids)
        if c.given and (c.purpose, c.channel, c.partner) == asked
    }


async def _know_notices(tx: Tx, decisions: Sequence[Decision]) -> None:
    named = {(d.notice, d.version) for d in decisions if d.notice}
    if not named:
        return
    found = await tx.rows(WORDINGS, sorted({code for code, _ in named}))
    known = {(wording.code, wording.version) for wording in found}
    if unknown := named - known:
        raise UnknownNotice(tuple(f"{code}/{version}" for code, version in sorted(unknown)))


def _require_room(wanted: Collection[Key], had: Collection[Key]) -> None:
    """Refuse to hear of ever more things; of one that was heard of a word may always change."""
    count, growing = Counter(who for who, *_ in wanted), {who for who, *_ in set(wanted) - set(had)}
    if full := sorted(who for who in growing if count[who] > CONSENTS_MOST):
        raise TooMany("consents", CONSENTS_MOST, tuple(map(str, full)))


async def _sealed(tx: Tx, decisions: Sequence[Decision]) -> list[Line]:
    proven = [d.member_id for d in decisions if d.evidence]
    vault = await ensure_vault(tx, proven) if proven else None
    return [
        Line(
            d.member_id,
            d.purpose,
            d.channel,
            d.partner,
            d.given,
            d.notice,
            d.version,
            d.method,
            vault.seal(d.member_id, "members_consent", evidence_row(d), d.evidence)
            if vault and d.evidence
            else None,
        )
        for d in decisions
    ]


def evidence_row(word: Decision | Consent) -> str:
    """Name the row that a piece of evidence belongs to by everything it proves."""
    said = "yes" if word.given else "no"
    return "/".join(
        (word.purpose, word.channel, word.partner, word.notice, str(word.version), said)
    )


def _key(word: Decision | Consent, whose: MemberId) -> Key:
    return whose, word.purpose, word.channel, word.partner


async def _both(tx: Tx, member_ids: Sequence[MemberId]) -> tuple[list[MemberId], list[MemberId]]:
    kept = await cluster(tx, member_ids)
    return [k.kept_for for k in kept], [k.member_id for k in kept]
