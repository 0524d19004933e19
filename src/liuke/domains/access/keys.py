"""API keys: made with scopes, shown once, rotated in pairs, revoked."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from liuke.domains.access.approvals import person
from liuke.domains.access.errors import TooManyKeys, UnknownKeys, UnknownScopes
from liuke.domains.access.events import KeyIssued, KeyRevoked
from liuke.domains.access.policy import unknown_scopes
from liuke.domains.access.scope import joined
from liuke.domains.access.tokens import bearer, hashed, new_token
from liuke.domains.access.values import Key, KeyId, KeyMade, KeyWish
from liuke.domains.stores import get_stores
from liuke.kernel import audit
from liuke.kernel.db import Tx
from liuke.kernel.rows import Sql
from liuke.kernel.values import Value

LIVE_MOST = 2


class Count(Value, frozen=True):
    """How many keys of a name live."""

    name: str
    count: int


LOCK = Sql[None]("""
    SELECT pg_advisory_xact_lock(hashtextextended('access_key ' || lk_merchant()::text, 0))
""")
LIVE = Sql[Count]("""
    SELECT name, COUNT(*) AS count FROM access_key
    WHERE name = ANY ($1::text[]) AND revoked_at IS NULL
        AND (expires_at IS NULL OR expires_at > $2)
    GROUP BY name
""")
MAKE = Sql[None]("""
    INSERT INTO access_key
        (id, secret_hash, name, scopes, store_ids, expires_at, made_by, made_at)
    SELECT k.id, k.secret_hash, k.name,
        string_to_array(k.scopes, ','), string_to_array(k.store_ids, ',')::uuid[],
        k.expires_at, $7::uuid, $8
    FROM UNNEST(
        $1::uuid[], $2::bytea[], $3::text[], $4::text[], $5::text[], $6::timestamptz[]
    ) AS k (id, secret_hash, name, scopes, store_ids, expires_at)
""")
REVOKE = Sql[KeyId]("""
    UPDATE access_key SET revoked_at = COALESCE(revoked_at, $2) WHERE id = ANY ($1::uuid[])
    RETURNING id
""")
KEYS = Sql[Key]("""
    SELECT id, name, scopes, store_ids, made_by, made_at, expires_at, revoked_at, used_at
    FROM access_key
    WHERE (name, id) > ($1, $2::uuid)
    ORDER BY name, id
    LIMIT $3
""")


async def make_keys(tx: Tx, wishes: Sequence[KeyWish]) -> list[KeyMade]:
    """Make keys; what is returned is shown once and kept only as a hash.

    Raises:
        UnknownScopes: a scope gives a key nothing.
        TooManyKeys: two of the name live already.
        UnknownStores: a store does not exist.
    """
    if unknown := unknown_scopes([scope for wish in wishes for scope in wish.scopes]):
        raise UnknownScopes(unknown)
    await get_stores(tx, [store for wish in wishes for store in wish.store_ids or ()])
    await tx.run(LOCK)
    wanted = Counter(wish.name for wish in wishes)
    live = {row.name: row.count for row in await tx.rows(LIVE, list(wanted), tx.now)}
    if crowded := [name for name in wanted if wanted[name] + live.get(name, 0) > LIVE_MOST]:
        raise TooManyKeys(crowded[0])
    ids, secrets = [KeyId.new() for _ in wishes], [new_token() for _ in wishes]
    await tx.run(
        MAKE, ids, [hashed(secret) for secret in secrets], [w.name for w in wishes],
        [",".join(w.scopes) for w in wishes], [joined(w.store_ids) for w in wishes],
        [w.expires_at for w in wishes], await person(tx), tx.now,
    )  # fmt: skip
    events = [KeyIssued(i, w.name, w.scopes) for i, w in zip(ids, wishes, strict=True)]
    tx.emit(*events)
    await audit.record(tx, [audit.Act("keys.made", str(e.key_id), after=e) for e in events])
    return [KeyMade(i, w.name, bearer(i, secret))
            for i, w, secret in zip(ids, wishes, secrets, strict=True)]  # fmt: skip


async def revoke_keys(tx: Tx, key_ids: Sequence[KeyId]) -> list[KeyRevoked]:
    """Revoke keys; other processes honour them for five seconds at most.

    Raises:
        UnknownKeys: names those that are not here.
    """
    revoked = await tx.rows(REVOKE, list(key_ids), tx.now)
    if missing := set(key_ids) - set(revoked):
        raise UnknownKeys(tuple(sorted(missing)))
    events = [KeyRevoked(key_id) for key_id in revoked]
    tx.emit(*events)
    await audit.record(tx, [audit.Act("keys.revoked", str(key_id)) for key_id in revoked])
    return events


async def keys(tx: Tx, *, after: tuple[str, KeyId] | None = None, limit: int = 200) -> list[Key]:
    """Return keys by name, the oldest of each first; never their secrets."""
    return await tx.rows(KEYS, *(after or ("", KeyId.first())), limit)
