"""The application: every route of every domain behind one door."""

from __future__ import annotations

import asyncio
import gzip
import re
from collections.abc import Mapping, Sequence
from typing import Any

from litestar import Litestar, Request, Response
from litestar.enums import HttpMethod
from litestar.handlers import HTTPRouteHandler
from litestar.plugins import PluginProtocol

from liuke.domains import access
from liuke.kernel.actor import Actor
from liuke.kernel.db import Database
from liuke.kernel.metrics import Metrics
from liuke.kernel.problems import NotFound, Refused
from liuke.kernel.settings import Settings
from liuke.kernel.web import Reply, Route, answer
from liuke.surfaces import (
    member_door,
    outbox,
    pages,
    passkey_desk,
    set_up,
    sign_in,
    state,
    tracking,
    upkeep,
)
from liuke.surfaces.doorman import Doorman
from liuke.surfaces.edge import Edge, split
from liuke.surfaces.house import House
from liuke.surfaces.refusals import HANDLERS, respond, visit_of
from liuke.surfaces.routes import collect_routes, public_path
from liuke.surfaces.throttle import LIMITS, Throttle

BODY_BYTES_MAX = 1_000_000
# Large, and nothing personal nor of the asker's in it, so that its length tells no secret: what a
# till keeps, and what conditions may ask of a shop with nine hundred coupons.
PACKED = frozenset({"/snapshots", "/facts", "/facts/basket", "/deeds", "/actions"})
PACKED_BYTES_MIN = 1_000
# Where a code opens something: whoever keeps missing is guessing.
BY_CODE = frozenset({"/coupons/lookups", "/claims"})


def create_app(
    database: Database,
    settings: Settings | None = None,
    *,
    routes: Sequence[Route] | None = None,
    limits: Mapping[str, int] = LIMITS,
    known: upkeep.Upkeep | None = None,
) -> Edge:
    """Assemble the application over an open database; `limits` overrides requests a minute.

    `known` is what the process was started with, for whoever looks after it.
    """
    settings = settings or Settings()
    own = upkeep.routes(known or upkeep.Upkeep(settings))
    routes = [*collect_routes(), *own] if routes is None else routes
    if settings.outbox != "local":
        routes = [route for route in routes if route not in outbox.ROUTES]
    throttle, metrics = Throttle(limits), Metrics()
    house = House(database, Doorman(database, throttle), throttle, metrics)
    inner = Application(
        [
            # First: a path that has a route answers a browser's question by itself otherwise.
            *tracking.handlers(),
            *(handler(route, house) for route in routes),
            *set_up.handlers(house),
            *sign_in.handlers(house),
            *passkey_desk.handlers(house),
            *member_door.handlers(house, settings),
            *state.handlers(house),
            *pages.handlers(),
        ],
        exception_handlers=HANDLERS,  # type: ignore[arg-type] # each takes its own exception
        request_max_body_size=BODY_BYTES_MAX,
        openapi_config=None,
        logging_config=None,
        debug=False,
    )
    return Edge(
        inner,  # type: ignore[arg-type] # a TypedDict is a mapping, not a dict
        metrics=metrics,
        hosts=split(settings.allowed_hosts),
        proxies=split(settings.trusted_proxies),
    )


class Application(Litestar):
    """Litestar without what it adds unasked: our values are msgspec's alone.

    Looking for the models of two other libraries takes an eighth of the start.
    """

    @staticmethod
    def _get_default_plugins(plugins: list[PluginProtocol]) -> list[PluginProtocol]:
        return plugins


def handler(target: Route, house: House) -> HTTPRouteHandler:
    """Turn a declared route into what Litestar serves."""
    path = public_path(target)
    admit = tracking.admit if target.path in tracking.PATHS else by_right

    async def handle(request: Request[Any, Any, Any]) -> Response[bytes]:
        visit_of(request).route = path
        actor = await admit(house, request)
        if target.path in BY_CODE:
            house.throttle.check("miss", actor.id)
        try:
            reply = await answer(target, house.database, actor, request)
        except access.ApprovalNeeded as needed:
            await access.keep(house.database, actor, needed)
            raise
        except (NotFound, Refused):
            if target.path in BY_CODE:
                house.throttle.take("miss", actor.id)
            raise
        if target.method != "GET":
            house.metrics.commits.inc()
        if target.path in PACKED and "gzip" in request.headers.get("accept-encoding", ""):
            reply = await asyncio.to_thread(packed, reply)
        return respond(reply)

    method = HttpMethod(target.method)
    serve = HTTPRouteHandler(litestar_path(path), http_method=method, status_code=target.status)
    return serve(handle)


async def by_right(house: House, request: Request[Any, Any, Any]) -> Actor:
    """Let in who has a session or a bearer token."""
    return await house.doorman.admit(request)


def packed(reply: Reply) -> Reply:
    """Return a large reply smaller."""
    if len(reply.body) < PACKED_BYTES_MIN:
        return reply
    headers = {**reply.headers, "Content-Encoding": "gzip", "Vary": "Accept-Encoding"}
    return Reply(reply.status, gzip.compress(reply.body, 5, mtime=0), headers)


def litestar_path(path: str) -> str:
    """Write path parameters as Litestar wants them; the kernel parses them.

    >>> litestar_path("/v1/members/{member_id}")
    '/v1/members/{member_id:str}'
    """
    return re.sub(r"{(\w+)}", r"{\1:str}", path)
