"""Pages that need nothing from outside: the choice of doors, the screens, the try-out page."""

from __future__ import annotations

from importlib.resources import files
from typing import Any

from litestar import Request, Response
from litestar.handlers import HTTPRouteHandler

from liuke.kernel.web import Reply
from liuke.surfaces.described import description
from liuke.surfaces.edge import PAGE
from liuke.surfaces.pages import screens
from liuke.surfaces.refusals import respond, visit_of

HTML = "text/html; charset=utf-8"
FILES = {
    "/doors.css": ("doors.css", "text/css; charset=utf-8"),
    "/docs": ("docs.html", HTML),
    "/docs/docs.js": ("docs.js", "text/javascript; charset=utf-8"),
    "/docs/docs.css": ("docs.css", "text/css; charset=utf-8"),
}


def handlers() -> list[HTTPRouteHandler]:
    """Return the handlers of the pages and of the document they show."""

    async def show_description(request: Request[Any, Any, Any]) -> Response[bytes]:
        visit_of(request).route = "/openapi.json"
        return respond(Reply(200, description().encode()))

    shown = HTTPRouteHandler("/openapi.json", http_method="GET")(show_description)
    fixed = [_file(path, *found) for path, found in FILES.items()]
    return [shown, _doors(), *fixed, *screens.handlers()]


def _doors() -> HTTPRouteHandler:
    content = (files(__package__) / "doors.html").read_bytes()

    async def show(request: Request[Any, Any, Any]) -> Response[bytes]:
        visit = visit_of(request)
        visit.route, visit.kind = "/", PAGE
        if screens.are_built():
            return respond(Reply(200, content, {"Content-Type": HTML}))
        told = {"Content-Type": "text/plain; charset=utf-8"}
        return respond(Reply(503, screens.UNBUILT.encode(), told))

    return HTTPRouteHandler("/", http_method="GET")(show)


def _file(path: str, name: str, media_type: str) -> HTTPRouteHandler:
    content = (files(__package__) / name).read_bytes()

    async def show(request: Request[Any, Any, Any]) -> Response[bytes]:
        visit = visit_of(request)
        visit.route, visit.kind = path, PAGE
        return respond(Reply(200, content, {"Content-Type": media_type}))

    return HTTPRouteHandler(path, http_method="GET")(show)
