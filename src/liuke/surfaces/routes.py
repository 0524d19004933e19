"""The routes of every domain, and where they are served."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Callable
from typing import Any

from liuke import domains
from liuke.kernel.values import Value
from liuke.kernel.web import Repeat, Route
from liuke.surfaces import member, outbox

STATUSES = {"POST": 201, "PUT": 201}
TILL = f"{domains.__name__}.checkout."


def collect_routes() -> list[Route]:
    """Return every route of the domains and of the member's pages, in order of path."""
    found: list[Route] = [*member.ROUTES, *outbox.ROUTES]
    for domain in pkgutil.iter_modules(domains.__path__):
        package = importlib.import_module(f"{domains.__name__}.{domain.name}")
        if any(module.name == "routes" for module in pkgutil.iter_modules(package.__path__)):
            found += importlib.import_module(f"{package.__name__}.routes").ROUTES
    return sorted(found, key=lambda route: (route.path, route.method))


def public_path(route: Route) -> str:
    """Return where a route is served: what tills ask under `/till`, everything else `/v1`."""
    till = route.handler.__module__.startswith(TILL) and not route.path.startswith("/programmes/")
    return f"/till{route.path}" if till else f"/v1{route.path}"


class Nothing(Value, frozen=True):
    """No parameters, no result."""


def described(method: str, path: str, act: Callable[..., Any], body: Any, result: Any) -> Route:
    """Describe what a surface answers itself, before there is an actor."""
    return Route(
        method=method,
        path=path,
        may="",
        repeat=Repeat.FREE,
        together=False,
        status=STATUSES.get(method, 200),
        handler=act,
        name=act.__name__,
        params=Nothing,
        body=body,
        result=result,
    )
