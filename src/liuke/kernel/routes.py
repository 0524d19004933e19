"""Routes: a capability with a path, declared beside the domain that has it."""

from __future__ import annotations

import inspect
from collections.abc import Awaitable, Callable, Mapping
from enum import StrEnum
from types import UnionType
from typing import Any, Union, get_args, get_origin, get_type_hints

import msgspec

from liuke.kernel.problems import Problem

H = Callable[..., Awaitable[Any]]
BODY = "data"


class Repeat(StrEnum):
    """What becomes of a write that is sent again under its Idempotency-Key."""

    # It takes no key: it changes nothing, or its answer must not be kept.
    FREE = ""
    # The first answer, where a key is sent; without one it changes nothing more by itself.
    HONOURED = "honoured"
    # The first answer; without a key it is refused.
    DEMANDED = "demanded"
    # A refusal, for what it answered is shown once only; without a key it is refused too.
    ONCE = "once"


class Route(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A declared way in: what it takes, what it gives, and who may."""

    method: str
    path: str
    may: str
    repeat: Repeat
    status: int
    handler: H
    name: str
    params: type[msgspec.Struct]
    body: Any
    result: Any
    together: bool = False
    counter: bool = False

    @property
    def keyed(self) -> bool:
        """Tell whether it is refused without an Idempotency-Key."""
        return self.repeat in {Repeat.DEMANDED, Repeat.ONCE}

    @property
    def summary(self) -> str:
        """Return the first line of the handler's docstring."""
        return (inspect.getdoc(self.handler) or self.name).splitlines()[0]


def route(
    method: str,
    path: str,
    *,
    may: str,
    status: int,
    repeat: Repeat = Repeat.FREE,
    together: bool = False,
) -> Callable[[H], Route]:
    """Declare `handler(tx, …)` as a route; parameters named in the path come from it.

    With `together`, the handler takes a list of bodies and gives a list of results: requests that
    wait at the same time are done in one transaction. A `Problem` in the place of a result refuses
    that request alone; nothing of it may have been written.
    """

    def declare(handler: H) -> Route:
        hints = get_type_hints(handler, include_extras=True)
        result, body = hints.pop("return"), hints.pop(BODY, None)
        hints.pop("tx")
        if together:
            (body,), (result,) = get_args(body), map(_taken, get_args(result))
        return Route(
            method, path, may, repeat, status, handler, handler.__name__,
            _params(handler, hints), body, result, together,
        )  # fmt: skip

    return declare


def _params(handler: H, hints: Mapping[str, Any]) -> type[msgspec.Struct]:
    defaults = inspect.signature(handler).parameters
    fields = [
        (name, kind) if defaults[name].default is inspect.Parameter.empty
        else (name, kind, defaults[name].default)
        for name, kind in hints.items()
    ]  # fmt: skip
    return msgspec.defstruct(
        handler.__name__, fields, frozen=True, kw_only=True, forbid_unknown_fields=True
    )


def _taken(result: Any) -> Any:
    """Return what a handler gives when it does not refuse: `Taken` of `Taken | TooOld`."""
    if get_origin(result) not in (Union, UnionType):
        return result
    kinds = [k for k in get_args(result) if not (isinstance(k, type) and issubclass(k, Problem))]
    return Union.__getitem__(tuple(kinds))


def at_counter(declared: Route) -> Route:
    """Let a route serve members of every store: whoever stands at a counter may shop anywhere.

    Every other route finds, for an actor of some stores, the members of these stores alone.
    """
    return msgspec.structs.replace(declared, counter=True)


def get(path: str, *, may: str) -> Callable[[H], Route]:
    """Declare a read."""
    return route("GET", path, may=may, status=200)


def post(
    path: str,
    *,
    may: str,
    key: bool = False,
    repeat: Repeat = Repeat.FREE,
    status: int = 201,
    together: bool = False,
) -> Callable[[H], Route]:
    """Declare a creation; `key=True` demands an Idempotency-Key, `repeat` says more of it."""
    repeat = Repeat.DEMANDED if key else repeat
    return route("POST", path, may=may, repeat=repeat, status=status, together=together)


def put(path: str, *, may: str, key: bool = False) -> Callable[[H], Route]:
    """Declare a replacement, or an act that is a noun: `PUT /…/launch`."""
    repeat = Repeat.DEMANDED if key else Repeat.FREE
    return route("PUT", path, may=may, repeat=repeat, status=200)


def delete(path: str, *, may: str) -> Callable[[H], Route]:
    """Declare a removal."""
    return route("DELETE", path, may=may, status=200)
