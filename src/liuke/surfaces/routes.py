"""The routes of every domain, and where they are served."""

from __future__ import annotations

import importlib
import pkgutil

from liuke import domains
from liuke.kernel.web import Route


def collect_routes() -> list[Route]:
    """Return every route that a domain declares, in order of path."""
    found: list[Route] = []
    for domain in pkgutil.iter_modules(domains.__path__):
        package = importlib.import_module(f"{domains.__name__}.{domain.name}")
        if any(module.name == "routes" for module in pkgutil.iter_modules(package.__path__)):
            found += importlib.import_module(f"{package.__name__}.routes").ROUTES
    return sorted(found, key=lambda route: (route.path, route.method))


def public_path(route: Route) -> str:
    """Return where a route is served: `/till/…` as it is, everything else under `/v1`."""
    return route.path if route.path.startswith("/till/") else f"/v1{route.path}"
