"""Tell whose a message is: by ids that can be trusted, and by the trail it belongs to.

An anonymous trail belongs to the first member who was identified on it; a second one on the same
device has their own id on every message. The shop's own server may correct what a public key said.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from liuke.domains import members
from liuke.domains.analytics.spoken import Heard
from liuke.domains.members import MemberState
from liuke.kernel.db import Tx
from liuke.kernel.ids import MemberId
from liuke.kernel.rows import Sql
from liuke.kernel.values import Value, columns

# A member who takes this back is not followed by name any more.
PURPOSE = "personalisation"


class Thread(Value, frozen=True):
    """An anonymous trail: the member it belongs to, or the mark of a user nobody knows yet."""

    anonymous_id: str
    member_id: MemberId | None
    mark: bytes | None
    trusted: bool


class Tied(Value, frozen=True):
    """A trail that became a member's."""

    anonymous_id: str
    member_id: MemberId


THREADS = Sql[Thread]("""
    SELECT t.anonymous_id, t.member_id, t.mark, t.trusted
    FROM UNNEST($1::text[]) AS asked (anonymous_id)
    JOIN LATERAL (
        SELECT anonymous_id, member_id, mark, trusted
        FROM analytics_thread
        WHERE anonymous_id = asked.anonymous_id
        LIMIT 1
    ) t ON true
""")
TIE = Sql[None]("""
    INSERT INTO analytics_thread AS t (anonymous_id, member_id, mark, trusted, tied_at)
    SELECT anonymous_id, member_id, mark, trusted, $5
    FROM UNNEST($1::text[], $2::uuid[], $3::bytea[], $4::boolean[])
        AS n (anonymous_id, member_id, mark, trusted)
    ORDER BY anonymous_id
    ON CONFLICT (merchant_id, anonymous_id) DO UPDATE SET
        member_id = EXCLUDED.member_id, mark = EXCLUDED.mark, trusted = true,
        tied_at = EXCLUDED.tied_at
    WHERE EXCLUDED.trusted AND NOT t.trusted
""")
KNOWN = Sql[Tied]("""
    UPDATE analytics_thread t SET member_id = n.member_id
    FROM UNNEST($1::bytea[], $2::uuid[]) AS n (mark, member_id)
    WHERE t.mark = n.mark AND t.member_id IS NULL
    RETURNING t.anonymous_id, t.member_id
""")
# Each row is given away once; a trail of more than this is given with the messages that follow.
STITCH = Sql[None]("""
    UPDATE analytics_behaviour b SET member_id = n.member_id
    FROM UNNEST($1::text[], $2::uuid[]) AS n (anonymous_id, member_id)
    JOIN LATERAL (
        SELECT merchant_id, id
        FROM analytics_behaviour
        WHERE anonymous_id = n.anonymous_id AND member_id IS NULL
        LIMIT 10000
    ) old ON true
    WHERE b.merchant_id = old.merchant_id AND b.id = old.id
""")


@dataclass
class Owners:
    """Who is who in a batch, and the trails that become somebody's by it."""

    found: Mapping[str, MemberId]
    marks: Mapping[str, bytes]
    threads: dict[str, Thread]
    trusted: bool
    silent: frozenset[MemberId] = frozenset()
    consenting: frozenset[MemberId] = frozenset()
    ties: dict[str, Thread] = field(default_factory=dict)

    def place(self, one: Heard) -> tuple[MemberId | None, str | None]:
        """Return whose a message is, and its trail; one that may not be followed has neither."""
        user = one.user or ""
        if user in self.found:
            member_id = self.found[user]
            if member_id in self.silent:
                return None, None
            self._tie(one.anonymous, member_id, None)
            return member_id, one.anonymous
        if user in self.marks:
            return None, self._marked(one.anonymous, self.marks[user])
        thread = self.threads.get(one.anonymous or "")
        if thread is None or thread.member_id is None:
            return None, one.anonymous
        silent = thread.member_id in self.silent
        return (None, None) if silent else (thread.member_id, one.anonymous)

    def _marked(self, trail: str | None, mark: bytes) -> str:
        """Return the trail of a user nobody knows yet: the device's, or their own if it is taken.

        They are tied by the mark, and become the user's once somebody is known by it.
        """
        own = f"~{mark.hex()}"
        thread = self._tie(trail, None, mark)
        if trail is not None and thread is not None and thread.mark == mark:
            return trail
        self._tie(own, None, mark)
        return own

    def _tie(
        self, trail: str | None, member_id: MemberId | None, mark: bytes | None
    ) -> Thread | None:
        """Give a trail to somebody, if it is nobody's or only a public key said whose it is."""
        if trail is None:
            return None
        known = self.threads.get(trail)
        if known is None or (self.trusted and not known.trusted):
            known = Thread(trail, member_id, mark, self.trusted)
            self.threads[trail] = self.ties[trail] = known
        return known


async def find_owners(tx: Tx, heard: Sequence[Heard], *, trusted: bool) -> Owners:
    """Find, and lock, the members that messages name and those their trails belong to.

    Only our own ids are believed from a public key: nobody guesses 74 random bits.
    """
    named = sorted({one.user for one in heard if one.user is not None})
    found = await _resolved(tx, named, trusted=trusted)
    strange = [name for name in named if trusted and name not in found]
    marks = {name: mark_of(tx, name) for name in strange}
    trails = {one.anonymous for one in heard if one.anonymous is not None}
    trails |= {f"~{mark.hex()}" for mark in marks.values()}
    rows = await tx.rows(THREADS, sorted(trails)) if trails else []
    owners = Owners(found, marks, {row.anonymous_id: row for row in rows}, trusted)
    followed = {row.member_id for row in rows if row.member_id is not None}
    await _ask_leave(tx, owners, sorted(followed.union(found.values())))
    # Once through, so that what stands before an `identify` is placed by it as well.
    for one in heard:
        owners.place(one)
    return owners


async def write_ties(tx: Tx, owners: Owners) -> None:
    """Write which trails became somebody's, and give them what was done there before.

    Every trail of the batch that has an owner is looked at: a message that was written while its
    trail was tied is given away with the next one.
    """
    if owners.ties:
        await tx.run(TIE, *columns(Thread, list(owners.ties.values())), tx.now)
    known = sorted(name for name in owners.found if owners.trusted and _member_id(name) is None)
    tied = [
        Tied(row.anonymous_id, row.member_id)
        for row in owners.threads.values()
        if row.member_id is not None and row.member_id not in owners.silent
    ]
    if known:
        marks = [mark_of(tx, name) for name in known]
        tied += await tx.rows(KNOWN, marks, [owners.found[name] for name in known])
    if tied:
        await tx.run(STITCH, *columns(Tied, tied))


def mark_of(tx: Tx, name: str) -> bytes:
    """Return the keyed hash by which a user is told apart before anybody knows them."""
    return tx.keys.blind(tx.merchant_id, "analytics_thread.mark", name)[:16]


async def _resolved(tx: Tx, named: Sequence[str], *, trusted: bool) -> dict[str, MemberId]:
    """Return who each name stands for now."""
    ours = {name: member_id for name in named if (member_id := _member_id(name)) is not None}
    known = await members.resolve(tx, list(ours.values())) if ours else {}
    found = {name: known[member_id] for name, member_id in ours.items() if member_id in known}
    foreign = [name for name in named if name not in ours and ":" in name] if trusted else []
    if foreign:
        keys = {name: (name.partition(":")[0], name.partition(":")[2]) for name in foreign}
        by_key = await members.find_external(tx, list(keys.values()))
        found |= {name: by_key[key] for name, key in keys.items() if key in by_key}
    return found


def _member_id(name: str) -> MemberId | None:
    try:
        return MemberId.parse(name)
    except ValueError:
        return None


async def _ask_leave(tx: Tx, owners: Owners, everyone: Sequence[MemberId]) -> None:
    """Learn who may not be followed, and who said that they like it."""
    if not everyone:
        return
    # Locked first: whoever is erased meanwhile is erased with what is written here.
    await tx.lock(everyone)
    standings = await members.standings(tx, everyone)
    gone = {m for m, row in standings.items() if row.state is MemberState.ERASED}
    words = {
        word.member_id: word.given
        for word in await members.consents(tx, everyone)
        if (word.purpose, word.channel, word.partner) == (PURPOSE, "", "")
    }
    owners.silent = frozenset(gone.union(m for m, given in words.items() if not given))
    owners.consenting = frozenset(m for m, given in words.items() if given) - gone
