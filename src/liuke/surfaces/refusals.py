"""Refusals: every way a request can fail becomes a problem body, and bugs a line in the log."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from litestar import Request, Response
from litestar.exceptions import HTTPException

from liuke.kernel import log
from liuke.kernel.problems import Problem, Unstorable
from liuke.kernel.web import Malformed, Reply, reply_to
from liuke.surfaces.edge import VISIT, Visit
from liuke.surfaces.throttle import Throttled, headers

LOG = log.logger("app")


@dataclass(eq=False)
class Unforeseen(Problem):
    """A bug of ours; the log has it under the request's id."""

    status = 500
    title = "Something went wrong on our side; it was noted under this request id."
    title_zh = "我们这边出了问题，已按请求编号记录。"
    request_id: str


@dataclass(eq=False)
class NoSuchPath(Problem):
    """Nothing is served at this path."""

    status = 404
    title = "There is nothing at this path."
    title_zh = "没有这个地址。"


@dataclass(eq=False)
class MethodNotAllowed(Problem):
    """The path is served, by other methods."""

    status = 405
    title = "This path does not take this method."
    title_zh = "这个地址不支持这种方法。"


@dataclass(eq=False)
class BodyTooLarge(Problem):
    """The body is larger than any request needs."""

    status = 413
    title = "The body is too large."
    title_zh = "请求内容过大。"


@dataclass(eq=False)
class UnreadableRequest(Problem):
    """What came is not HTTP as we know it."""

    status = 400
    title = "The request cannot be read."
    title_zh = "无法读取请求。"


MINUTE = 60
# What Litestar says when the client hangs up before its request is read: nobody's bug.
CLIENT_LEFT = "client disconnected prematurely"
BY_STATUS: dict[int, type[Problem]] = {404: NoSuchPath, 405: MethodNotAllowed, 413: BodyTooLarge}


def refuse(request: Request[Any, Any, Any], problem: Problem) -> Response[bytes]:
    """Answer with a problem; who asks too often is told by the same headers as everybody."""
    visit = visit_of(request)
    visit.code = problem.code()
    if isinstance(problem, Throttled) and problem.limit:
        visit.headers = headers(problem.limit, 0, MINUTE)
    response = respond(reply_to(problem))
    if problem.status == 401:
        response.headers["WWW-Authenticate"] = "Bearer"
    return response


def refuse_http(request: Request[Any, Any, Any], fault: HTTPException) -> Response[bytes]:
    """Answer what Litestar refuses: paths, methods, sizes."""
    if fault.status_code >= 500 and fault.detail != CLIENT_LEFT:
        return apologise(request, fault)
    response = refuse(request, BY_STATUS.get(fault.status_code, UnreadableRequest)())
    if allowed := (fault.headers or {}).get("allow"):
        response.headers["Allow"] = allowed
    return response


def refuse_depth(request: Request[Any, Any, Any], _fault: RecursionError) -> Response[bytes]:
    """Answer a body that is nested deeper than anything we take."""
    return refuse(request, Malformed("body", "nested too deeply", "嵌套太深"))


def refuse_size(request: Request[Any, Any, Any], _fault: OverflowError) -> Response[bytes]:
    """Answer a number or date beyond what can be counted with."""
    return refuse(request, Unstorable())


def apologise(request: Request[Any, Any, Any], fault: Exception) -> Response[bytes]:
    """Log a bug and answer without a word about it."""
    visit = visit_of(request)
    LOG.error("unforeseen", request=visit.id, route=visit.route, **log.fault_of(fault))
    return refuse(request, Unforeseen(visit.id))


def visit_of(request: Request[Any, Any, Any]) -> Visit:
    """Return what the edge knows of a request."""
    visit: Visit = request.scope[VISIT]  # type: ignore[literal-required] # our own entry
    return visit


def respond(reply: Reply) -> Response[bytes]:
    """Turn a reply of the kernel into a response."""
    headers = dict(reply.headers)
    media_type = headers.pop("Content-Type", "application/json")
    return Response(reply.body, status_code=reply.status, headers=headers, media_type=media_type)


HANDLERS = {
    Problem: refuse,
    HTTPException: refuse_http,
    RecursionError: refuse_depth,
    OverflowError: refuse_size,
    Exception: apologise,
}
