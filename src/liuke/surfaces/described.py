"""The interface as a document: every route of every surface, in one file."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from importlib.metadata import version

import msgspec

from liuke.kernel.openapi import Operation, document
from liuke.kernel.problems import Problem
from liuke.kernel.values import encode
from liuke.kernel.web import Route
from liuke.surfaces import member_door, passkey_desk, set_up, sign_in, state, upkeep
from liuke.surfaces.refusals import BodyTooLarge
from liuke.surfaces.routes import collect_routes, public_path
from liuke.surfaces.throttle import LIMITS, Throttled


def operations(routes: Sequence[Route]) -> list[Operation]:
    """Return routes with the paths they are served at, sign-in and health among them."""
    desks = [
        *set_up.DESCRIBED,
        *sign_in.DESCRIBED,
        *passkey_desk.DESCRIBED,
        *member_door.DESCRIBED,
    ]
    own = upkeep.routes(upkeep.Upkeep())
    served = [Operation(public_path(route), route, _beside(route)) for route in (*routes, *own)]
    served += [Operation(public_path(route), route, _beside(route)) for route in desks]
    return [*served, *(Operation(route.path, route) for route in state.DESCRIBED)]


def _beside(route: Route) -> tuple[type[Problem], ...]:
    return (Throttled,) if route.body is None else (BodyTooLarge, Throttled)


def _limits() -> str:
    return ", ".join(f"{kind} {number:,}" for kind, number in LIMITS.items())


@cache
def description() -> str:
    """Return the OpenAPI document as text, one line a value, so that a change reads well."""
    served = operations(collect_routes())
    made = document(served, version=version("liuke"), about=f"Requests a minute: {_limits()}.")
    return msgspec.json.format(encode(made).decode(), indent=1) + "\n"
