"""Desk: what the surfaces share that answer before there is an actor."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

from litestar import Request, Response
from litestar.enums import HttpMethod
from litestar.handlers import HTTPRouteHandler

from liuke.domains import access
from liuke.kernel.values import encode
from liuke.kernel.web import Reply, Route
from liuke.surfaces.doorman import COOKIE, check_origin
from liuke.surfaces.house import House
from liuke.surfaces.refusals import respond, visit_of
from liuke.surfaces.routes import public_path

Act = Callable[[Request[Any, Any, Any]], Awaitable[Reply]]
ATTRIBUTES = "Path=/; Secure; HttpOnly; SameSite=Lax"


def device_of(request: Request[Any, Any, Any]) -> access.Device:
    """Return from what and from where a request comes, in words."""
    name = access.device_name(request.headers.get("user-agent", ""))
    return access.Device(name, visit_of(request).address)


def with_cookie(about: Any, token: str, *, name: str = COOKIE, seconds: int | None = None) -> Reply:
    """Reply with a token in a cookie that no script reads; without `seconds` it ends with the tab.

    >>> with_cookie({}, "t").headers
    {'Set-Cookie': '__Host-liuke=t; Path=/; Secure; HttpOnly; SameSite=Lax'}
    """
    kept = "" if seconds is None else f" Max-Age={seconds};"
    return Reply(201, encode(about), {"Set-Cookie": f"{name}={token};{kept} {ATTRIBUTES}"})


def without_cookie(name: str = COOKIE) -> Reply:
    """Reply that a cookie is over."""
    return Reply(200, b"{}", {"Set-Cookie": f"{name}=; Max-Age=0; {ATTRIBUTES}"})


def served(route: Route, house: House, act: Act, *, bucket: str = "sign_in") -> HTTPRouteHandler:
    """Return the handler of a desk: same site, a request from its bucket, and the act."""
    path = public_path(route)

    async def handle(request: Request[Any, Any, Any]) -> Response[bytes]:
        visit = visit_of(request)
        visit.route = path
        check_origin(request, visit)
        visit.headers = house.throttle.take(bucket, visit.network)
        return respond(await act(request))

    serve = HTTPRouteHandler(path, http_method=HttpMethod(route.method), status_code=200)
    return serve(handle)
