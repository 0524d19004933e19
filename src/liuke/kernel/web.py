"""HTTP: a route is a capability with a path; parsing, rights, retries and problems live here.

Bodies are decoded strictly (no text as numbers, no unknown fields), straight into the type the
handler asks for.
"""

from __future__ import annotations

import asyncio
import random
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Annotated, Any, Generic, TypeVar

import litestar
import msgspec

from liuke.kernel.actor import Actor
from liuke.kernel.answers import ShownOnce, first_answers, question, remember
from liuke.kernel.db import Contended, Database, begin
from liuke.kernel.ids import MemberId, StoreId, from_wire
from liuke.kernel.lane import lane
from liuke.kernel.nearest import unknown
from liuke.kernel.problems import Forbidden, Invalid, InvalidField, Problem
from liuke.kernel.replies import REPLAYED, Reply
from liuke.kernel.routes import BODY, Repeat, Route, at_counter, delete, get, post, put, route
from liuke.kernel.scope import check_stores, named
from liuke.kernel.unfit import in_chinese, in_english
from liuke.kernel.values import Value, encode, mark_of

__all__ = [
    "Page", "Repeat", "Reply", "Route", "at_counter", "delete", "get", "post", "put", "route",
]  # fmt: skip

T = TypeVar("T")
ATTEMPTS = 3
FEW_BYTES = 10_000
Limit = Annotated[int, msgspec.Meta(ge=1, le=200, description="How many at most.")]
TOO_FAR = ("a date is too far away to compute with", "日期太远，无法计算")
NOT_UTF8 = ("the text is not UTF-8", "文字不是 UTF-8 编码")
PROBLEM_JSON = "application/problem+json"
# Parameters of a handler that come from the header of the same name.
HEADERS = frozenset({"if_match", "if_none_match", "approval_id"})


class Page(Value, Generic[T], frozen=True):
    """One page of a list; `after` is given back for the next one, null at the end."""

    items: list[T]
    after: str | None = None


@dataclass(eq=False)
class NotPermitted(Forbidden):
    """The actor lacks the permission the route needs."""

    title = "Your role does not include this."
    title_zh = "你的角色没有这项权限。"
    permission: str


@dataclass(eq=False)
class Malformed(Invalid):
    """The body or a parameter does not fit what the route takes."""

    title = "The request does not fit."
    title_zh = "请求内容不符合要求。"
    field: str
    reason: str
    reason_zh: str


async def answer(
    target: Route, database: Database, actor: Actor, request: litestar.Request[Any, Any, Any]
) -> Reply:
    """Check rights, parse, run in a transaction (again if it lost a race), and reply.

    Raises:
        NotPermitted: the actor's role does not include the route.
        Malformed: a parameter or the body does not fit.
        OutsideStores: it names a store the actor does not work for.
        UnknownMembers: it names a member of such a store, and serves no counter.
        Contended: it lost three races in a row.
    """
    if not actor.may(target.may):
        raise NotPermitted(target.may)
    raw = await request.body()
    arguments = parse(target, request, raw)
    if actor.stores is not None:
        check_stores(actor, named(arguments, StoreId))
    for attempt in range(1, ATTEMPTS + 1):
        try:
            return await _run(target, database, actor, request, (arguments, raw))
        except OverflowError as beyond:
            raise Malformed("body", *TOO_FAR) from beyond
        except Contended:
            if attempt == ATTEMPTS:
                raise
            await asyncio.sleep(random.uniform(0.002, 0.02) * attempt)  # noqa: S311 - jitter
    raise Contended


async def _run(
    target: Route,
    database: Database,
    actor: Actor,
    request: litestar.Request[Any, Any, Any],
    given: tuple[dict[str, Any], bytes],
) -> Reply:
    arguments, raw = given
    asked, given_key = [], request.headers.get("idempotency-key")
    if target.keyed or (given_key and target.repeat):
        asked = [question(actor.name, f"{target.method} {request.url.path}", given_key, raw)]
    if target.together:
        key = asked[0] if asked else None
        return await lane(target, database, actor).submit(key, arguments[BODY], len(raw))
    async with begin(database, actor, few=len(raw) < FEW_BYTES) as tx:
        if not target.counter:
            await tx.check_members(named(arguments, MemberId))
        for first in await first_answers(tx, asked) if asked else []:
            if first is not None and target.repeat is Repeat.ONCE:
                raise ShownOnce
            if first is not None:
                return Reply(first.status, first.body, REPLAYED)
        result = await target.handler(tx, **arguments)
        body = encode(result)
        await remember(tx, asked, target.status, [b"" if target.repeat is Repeat.ONCE else body])
    headers = tags(target, result, body)
    if getattr(result, "unchanged", False) and "if-none-match" in request.headers:
        return Reply(304, b"", headers)
    return Reply(target.status, body, headers)


def tags(target: Route, result: Any, body: bytes) -> dict[str, str]:
    """Return the ETag: the `revision` a value has, else a mark of all that a `GET` shows."""
    revision = getattr(result, "revision", None)
    if revision is None and target.method == "GET":
        revision = mark_of(body)
    return {} if revision is None else {"ETag": f'"{revision}"'}


def parse(target: Route, request: litestar.Request[Any, Any, Any], raw: bytes) -> dict[str, Any]:
    """Return the handler's keyword arguments, each of its declared type.

    Raises:
        Malformed: names the field and the reason.
    """
    given: dict[str, Any] = dict(request.query_params.items())
    for name in HEADERS.intersection(target.params.__struct_fields__):
        given.pop(name, None)
        if sent := request.headers.get(name.replace("_", "-")):
            given[name] = sent.strip('"')
    given |= request.path_params
    try:
        params = msgspec.convert(given, target.params, strict=False, dec_hook=from_wire)
    except msgspec.ValidationError as fault:
        raise malformed(fault, "query") from fault
    arguments = msgspec.structs.asdict(params)
    if target.body is not None:
        arguments[BODY] = body_of(target.body, raw)
    return arguments


def body_of(kind: Any, raw: bytes) -> Any:
    """Decode a request body strictly.

    Raises:
        Malformed: names the field and the reason.
    """
    try:
        return msgspec.json.decode(raw, type=kind, dec_hook=from_wire)
    except UnicodeDecodeError as fault:
        raise Malformed("body", *NOT_UTF8) from fault
    except (msgspec.DecodeError, RecursionError) as fault:
        raise malformed(fault, "body", kind) from fault


def malformed(fault: Exception, where: str, kind: Any = None) -> Malformed:
    """Turn `Expected int, got str - at $.lines[0].quantity` into field and reason.

    With the `kind` that was asked for, a field that is not known is told with the nearest.
    """
    reason, _, path = str(fault).partition(" - at `$")
    field = path.rstrip("`").lstrip(".") or where
    if match := re.search(r"field `([^`]+)`", reason):
        field = match[1] if field == where else f"{field}.{match[1]}"
    told = unknown(reason, kind, path) if kind is not None else None
    return Malformed(field, *(told or (in_english(reason), in_chinese(reason))))


def reply_to(problem: Problem) -> Reply:
    """Return the RFC 9457 reply to a refusal."""
    headers = {"Content-Type": PROBLEM_JSON}
    if seconds := getattr(problem, "retry_after_seconds", None):
        headers["Retry-After"] = str(seconds)
    return Reply(problem.status, encode(problem.body()), headers)


def cursor(*position: Any) -> str:
    """Write a keyset position as the opaque text `after` carries."""
    return encode(position).hex()


def onward(found: Sequence[T], limit: int, key: Callable[[T], tuple[Any, ...]]) -> str | None:
    """Return the cursor to what comes after a full page, by the `key` of its last; else None."""
    return cursor(*key(found[-1])) if len(found) == limit else None


def position(after: str | None, *kinds: Any) -> Any:
    """Read a keyset position back as a tuple of `kinds`; None at the start.

    Raises:
        InvalidField: the text is not one we gave.
    """
    if after is None:
        return None
    try:
        return msgspec.json.decode(
            bytes.fromhex(after), type=tuple.__class_getitem__(kinds), dec_hook=from_wire
        )
    except (ValueError, msgspec.DecodeError) as fault:
        raise InvalidField("after", "not a cursor from this list", "翻页标记无效") from fault


def place(after: str | None, kind: type[T]) -> T | None:
    """Read a position of one value back; None at the start.

    Raises:
        InvalidField: the text is not one we gave.
    """
    found = position(after, kind)
    return None if found is None else found[0]
