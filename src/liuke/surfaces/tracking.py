"""Tracking: the paths where pages and apps tell what is done, from whatever site they are on.

A write key may only tell: it stands in a page's source, so everybody has it. It comes as the user
of HTTP Basic, as a bearer token, or in the body, where a page that is being closed can send it.
"""

from __future__ import annotations

from base64 import b64decode
from binascii import Error as NotBase64
from typing import Any

import msgspec
from litestar import Request
from litestar.handlers import HTTPRouteHandler

from liuke.kernel.actor import Actor
from liuke.surfaces.edge import DATA, Headers
from liuke.surfaces.house import House
from liuke.surfaces.refusals import visit_of
from liuke.surfaces.throttle import Throttle

WRITE = "behaviour.write"
PATHS = frozenset({"/track", "/identify", "/page", "/screen", "/batch"})
SERVED = frozenset(f"/v1{path}" for path in PATHS)
KEY_LENGTH_MAX = 200
# No cookie counts for another site: without `Allow-Credentials` a browser sends none.
ANYWHERE: Headers = [*DATA, (b"access-control-allow-origin", b"*")]
PREFLIGHT: Headers = [
    *ANYWHERE,
    (b"access-control-allow-methods", b"POST"),
    (b"access-control-allow-headers", b"authorization, content-type"),
    (b"access-control-max-age", b"86400"),
]


def is_public(actor: Actor) -> bool:
    """Tell whether somebody may only tell what happened: the holder of a write key."""
    return actor.permissions == {WRITE}


async def admit(house: House, request: Request[Any, Any, Any]) -> Actor:
    """Let in who has a key, wherever it stands; a public one counts by address as well.

    Raises:
        Throttled: they tell too much.
    """
    visit = visit_of(request)
    visit.kind = ANYWHERE
    actor = await house.doorman.admit(request, await key_of(request, house.throttle))
    if is_public(actor):
        visit.headers = house.throttle.take("browser", visit.network)
    return actor


async def key_of(request: Request[Any, Any, Any], throttle: Throttle) -> str:
    """Return the key a message came with; empty if there is none.

    Raises:
        Throttled: from this address came too many without a key that opens anything.
    """
    scheme, _, given = request.headers.get("authorization", "").partition(" ")
    if scheme.lower() == "basic":
        return basic_user(given.strip())
    if scheme:
        return ""
    throttle.check("anonymous", visit_of(request).network)
    return written_key(await request.body())


def basic_user(given: str) -> str:
    """Return the user of HTTP Basic, whose password is empty; nothing if it is not that.

    >>> basic_user("bGtfMS54Og=="), basic_user("!"), basic_user("bGtfMS54OnNlY3JldA==")
    ('lk_1.x', '', '')
    """
    try:
        user, _, password = b64decode(given, validate=True).decode().partition(":")
    except (NotBase64, ValueError):
        return ""
    return "" if password else user


def written_key(raw: bytes) -> str:
    """Return `writeKey` of a body; what else it says is not looked at.

    >>> written_key(b'{"batch": [{"a": 1}], "writeKey": "lk_1.x"}'), written_key(b"[")
    ('lk_1.x', '')
    """
    try:
        key = msgspec.json.decode(raw, type=dict[str, msgspec.Raw]).get("writeKey")
        return "" if key is None else msgspec.json.decode(key, type=str)[:KEY_LENGTH_MAX]
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return ""


def handlers() -> list[HTTPRouteHandler]:
    """Return what answers a browser that asks whether it may."""

    async def allow(request: Request[Any, Any, Any]) -> None:
        visit = visit_of(request)
        visit.route, visit.kind = request.url.path, PREFLIGHT

    serve = HTTPRouteHandler(sorted(SERVED), http_method="OPTIONS", status_code=204)
    return [serve(allow)]
