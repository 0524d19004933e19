"""Make the actor: by the token of a session, or by an API key."""

from __future__ import annotations

from liuke.domains.access.policy import held_by, held_by_key
from liuke.domains.access.tokens import hashed, parse_bearer, same
from liuke.domains.access.values import Role, SessionId, StaffId
from liuke.kernel.actor import Actor
from liuke.kernel.db import Database
from liuke.kernel.doors import ask
from liuke.kernel.ids import MerchantId, StoreId
from liuke.kernel.rows import Sql
from liuke.kernel.values import Value


class Visitor(Value, frozen=True):
    """Who a live session belongs to."""

    merchant_id: MerchantId
    staff_id: StaffId
    role: Role
    store_ids: list[StoreId] | None
    session_id: SessionId


class Holder(Value, frozen=True):
    """What an API key opens."""

    merchant_id: MerchantId
    secret_hash: bytes
    scopes: list[str]
    store_ids: list[StoreId] | None
    stale: bool


SESSION = Sql[Visitor]("""
    SELECT merchant_id, staff_id, role, store_ids, session_id FROM access_find_session($1)
""")
KEY = Sql[Holder]("""
    SELECT merchant_id, secret_hash, scopes, store_ids, stale FROM access_find_key($1)
""")
TOUCH = Sql[str]("SELECT access_touch_key($1, $2)::text")


async def by_session(database: Database, token: str) -> Actor | None:
    """Return whoever signed in with this token, while the session lives."""
    visitor = await ask(database, SESSION, hashed(token))
    if visitor is None:
        return None
    return Actor(
        visitor.merchant_id,
        "staff",
        str(visitor.staff_id),
        held_by(visitor.role),
        _stores(visitor.store_ids),
        visitor.role.value,
        str(visitor.session_id),
    )


async def by_key(database: Database, text: str) -> Actor | None:
    """Return the client that holds this API key, while it is neither revoked nor expired."""
    parsed = parse_bearer(text)
    if parsed is None:
        return None
    key_id, secret = parsed
    holder = await ask(database, KEY, key_id)
    if holder is None or not same(secret, holder.secret_hash):
        return None
    if holder.stale:
        await ask(database, TOUCH, key_id, hashed(secret))
    return Actor(
        holder.merchant_id,
        "key",
        str(key_id),
        held_by_key(tuple(holder.scopes)),
        _stores(holder.store_ids),
        Role.INTEGRATOR.value,
    )


def _stores(ids: list[StoreId] | None) -> frozenset[StoreId] | None:
    return None if ids is None else frozenset(ids)
