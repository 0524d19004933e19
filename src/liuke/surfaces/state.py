"""State: `/health` for whoever restarts us, `/metrics` for whoever watches us."""

from __future__ import annotations

import asyncio
from importlib.metadata import version
from ipaddress import ip_address
from typing import Any

from litestar import Request, Response
from litestar.handlers import HTTPRouteHandler

from liuke.domains import analytics
from liuke.kernel.db import Database, DatabaseAway
from liuke.kernel.doors import ask
from liuke.kernel.rows import Sql
from liuke.kernel.values import Value, encode
from liuke.kernel.web import NotPermitted, Reply
from liuke.surfaces.house import House
from liuke.surfaces.refusals import respond, visit_of
from liuke.surfaces.routes import described

HEALTH_SECONDS_MAX = 2.0
PERMISSION = "metrics.read"
LAG = Sql[int]("""
    SELECT GREATEST(0, COALESCE(EXTRACT(EPOCH FROM lk_now() - MIN(xact_start)), 0) * 1000)::bigint
    FROM pg_stat_activity
    WHERE backend_xid IS NOT NULL AND datname = current_database()
""")


class Health(Value, frozen=True):
    """Whether this process can do its work; nothing that an attacker could use."""

    status: str
    database: str
    event_log_lag_ms: int | None
    version: str


async def health(database: Database) -> Health:
    """Ask the database, for two seconds at most."""
    try:
        asked = ask(database, LAG)
        lag = await asyncio.wait_for(asked, HEALTH_SECONDS_MAX)
    except (DatabaseAway, TimeoutError):
        return Health("unavailable", "away", None, version("liuke"))
    return Health("ok", "ok", lag, version("liuke"))


async def show_health() -> None:
    """Tell whether the database answers and how far readers of the event log are behind."""


DESCRIBED = [described("GET", "/health", show_health, None, Health)]


def handlers(house: House) -> list[HTTPRouteHandler]:
    """Return the handlers that tell how we are."""

    async def answer_health(request: Request[Any, Any, Any]) -> Response[bytes]:
        visit_of(request).route = "/health"
        found = await health(house.database)
        headers = {} if found.status == "ok" else {"Retry-After": "2"}
        return respond(Reply(200 if found.status == "ok" else 503, encode(found), headers))

    async def show_metrics(request: Request[Any, Any, Any]) -> Response[bytes]:
        visit_of(request).route = "/metrics"
        await _let_in(request, house)
        lag = (await health(house.database)).event_log_lag_ms or 0
        if lakes := await analytics.lakes(house.database):
            house.metrics.lake_age.set(lakes.age_ms / 1000)
            house.metrics.lake_size.set(lakes.size_bytes)
        text = house.metrics.text(house.database, lag / 1000)
        return respond(Reply(200, text, {"Content-Type": "text/plain; version=0.0.4"}))

    return [
        HTTPRouteHandler("/health", http_method="GET")(answer_health),
        HTTPRouteHandler("/metrics", http_method="GET")(show_metrics),
    ]


async def _let_in(request: Request[Any, Any, Any], house: House) -> None:
    # This machine itself needs no key; behind a proxy everybody looks like this machine.
    forwarded = request.headers.get("x-forwarded-for")
    if forwarded is None and _is_local(visit_of(request).address):
        return
    actor = await house.doorman.admit(request)
    if not actor.may(PERMISSION):
        raise NotPermitted(PERMISSION)


def _is_local(address: str) -> bool:
    try:
        return ip_address(address).is_loopback
    except ValueError:
        return False
