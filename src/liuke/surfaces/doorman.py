"""Doorman: who is asking, by session cookie or API key, and whether they ask too often."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from hashlib import sha256
from time import monotonic
from typing import Any

import litestar

from liuke.domains import access, members
from liuke.kernel.actor import Actor
from liuke.kernel.db import Database
from liuke.kernel.problems import Forbidden, Unauthenticated
from liuke.surfaces.edge import VISIT, Visit
from liuke.surfaces.throttle import Throttle

COOKIE = "__Host-liuke"
MEMBER_COOKIE = "__Host-liuke-m"
# Where members are asked for, and nobody else; everywhere else they are nobody.
MEMBERS = "/v1/m/"
READS = frozenset({"GET", "HEAD", "OPTIONS"})
# How long another process may still honour a key revoked elsewhere.
KEY_SECONDS = 5.0
KEYS_MOST = 10_000
Request = litestar.Request[Any, Any, Any]


@dataclass(eq=False)
class CrossSite(Forbidden):
    """A write with a cookie came from another site, or without the header X-Liuke."""

    title = "This request did not come from Liuke's own pages."
    title_zh = "请求不是来自本站页面。"


class Doorman:
    """Turns a request into an actor."""

    def __init__(
        self, database: Database, throttle: Throttle, clock: Callable[[], float] = monotonic
    ) -> None:
        """Know the database that holds sessions and keys."""
        self._database = database
        self._throttle = throttle
        self._clock = clock
        self._keys: dict[bytes, tuple[Actor, float]] = {}

    async def admit(self, request: Request, key: str = "") -> Actor:
        """Return who is asking, and take one request from their bucket.

        `key` is one that was found elsewhere than in a bearer token.

        Raises:
            Unauthenticated: neither a live session nor a valid key came with the request.
            CrossSite: a write with a cookie did not come from our own pages.
            Throttled: they ask too often.
        """
        visit: Visit = request.scope[VISIT]  # type: ignore[literal-required] # our own entry
        found = self._by_key(key, visit) if key else self._find(request, visit)
        actor = await found
        if actor is None:
            visit.headers = self._throttle.take("anonymous", visit.network)
            raise Unauthenticated
        visit.actor = actor.name
        visit.headers = self._throttle.take(actor.kind, actor.id)
        return actor

    async def _find(self, request: Request, visit: Visit) -> Actor | None:
        given = request.headers.get("authorization", "")
        if given:
            scheme, _, token = given.partition(" ")
            return await self._by_key(token.strip(), visit) if scheme.lower() == "bearer" else None
        theirs = request.url.path.startswith(MEMBERS)
        token = member_token(request) if theirs else session_token(request)
        if not token:
            return None
        self._throttle.check("anonymous", visit.network)
        check_same_site(request, visit)
        find = members.session.by_session if theirs else access.by_session
        return await find(self._database, token)

    async def _by_key(self, text: str, visit: Visit) -> Actor | None:
        digest = sha256(text.encode("utf-8", "surrogatepass")).digest()
        known = self._keys.get(digest)
        if known and known[1] > self._clock():
            return known[0]
        self._throttle.check("anonymous", visit.network)
        self._keys.pop(digest, None)
        actor = await access.by_key(self._database, text)
        if actor is not None:
            if len(self._keys) >= KEYS_MOST:
                self._keys.clear()
            self._keys[digest] = (actor, self._clock() + KEY_SECONDS)
        return actor


def session_token(request: Request) -> str:
    """Return the token in the session cookie, empty without one."""
    return request.cookies.get(COOKIE, "")


def member_token(request: Request) -> str:
    """Return the token in the session cookie of a member, empty without one."""
    return request.cookies.get(MEMBER_COOKIE, "")


def check_same_site(request: Request, visit: Visit) -> None:
    """Refuse a write that a browser was talked into by another site.

    Raises:
        CrossSite: it came from elsewhere, or lacks the header no form can send.
    """
    if request.method in READS:
        return
    said = request.headers.get("sec-fetch-site") or request.headers.get("origin")
    if not said or request.headers.get("x-liuke") != "1":
        raise CrossSite
    check_origin(request, visit)


def check_origin(request: Request, visit: Visit) -> None:
    """Refuse what a browser says comes from another site; programs say nothing of the kind.

    Raises:
        CrossSite: it came from elsewhere.
    """
    site = request.headers.get("sec-fetch-site", "same-origin")
    origin = request.headers.get("origin")
    ours = {f"https://{visit.host}", f"http://{visit.host}"}
    if site != "same-origin" or (origin is not None and origin not in ours):
        raise CrossSite
