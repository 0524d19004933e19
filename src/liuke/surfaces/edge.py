"""Edge: the outermost skin of HTTP, around every request, found or not.

It decides which host is meant and who really called, gives the request an id, adds the security
headers, and writes one log line and one measurement.
"""

from __future__ import annotations

import re
import secrets
from collections.abc import Awaitable, Callable, MutableMapping
from dataclasses import dataclass, field
from ipaddress import IPv6Network
from time import perf_counter
from typing import Any

from liuke.kernel import log
from liuke.kernel.metrics import Metrics
from liuke.kernel.problems import Problem
from liuke.kernel.web import reply_to

Scope = MutableMapping[str, Any]
Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
Application = Callable[[Scope, Receive, Send], Awaitable[None]]
Headers = list[tuple[bytes, bytes]]

VISIT = "liuke.visit"
HOST = re.compile(r"([A-Za-z0-9._-]{1,253}|\[[0-9a-fA-F:.]{2,45}\])(:[0-9]{1,5})?")
SECURITY: Headers = [
    (b"x-content-type-options", b"nosniff"),
    (b"x-frame-options", b"DENY"),
    (b"referrer-policy", b"no-referrer"),
    (b"cross-origin-resource-policy", b"same-origin"),
    (b"cross-origin-opener-policy", b"same-origin"),
    (b"permissions-policy", b"camera=(self), geolocation=(), microphone=()"),
    (b"strict-transport-security", b"max-age=31536000"),
]
DATA: Headers = [
    (b"content-security-policy", b"default-src 'none'; frame-ancestors 'none'"),
    (b"cache-control", b"no-store"),
]
PAGE: Headers = [
    (
        b"content-security-policy",
        (
            b"default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self';"
            b" img-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
        ),
    ),
    (b"cache-control", b"no-cache"),
]


@dataclass(eq=False)
class UnknownHost(Problem):
    """The Host header is missing, malformed, or not one of ours."""

    status = 400
    title = "This host is not served here."
    title_zh = "这里不提供该主机的服务。"


@dataclass(slots=True)
class Visit:
    """What is known of one request while it lasts."""

    id: str
    address: str
    host: str
    route: str = "-"
    actor: str = "-"
    code: str = ""
    kind: Headers = field(default_factory=lambda: DATA)
    headers: Headers = field(default_factory=list)

    @property
    def network(self) -> str:
        """Return who counts as one client, whatever address of theirs they call from."""
        return network_of(self.address)


def network_of(address: str) -> str:
    """Return an address, of version 6 the network that one household or machine has to itself.

    >>> network_of("192.0.2.1"), network_of("2001:db8:0:1::7"), network_of("2001:db8:0:1:9::")
    ('192.0.2.1', '2001:db8:0:1::/64', '2001:db8:0:1::/64')
    """
    if ":" not in address:
        return address
    try:
        return str(IPv6Network((address.partition("%")[0], 64), strict=False))
    except ValueError:
        return address


def plain(address: str) -> str:
    """Return an address of version 4 as such, where it came dressed as one of version 6.

    >>> plain("::ffff:192.0.2.1"), plain("::1")
    ('192.0.2.1', '::1')
    """
    bare = address.removeprefix("::ffff:")
    return bare if "." in bare else address


def split(text: str) -> frozenset[str]:
    """Read a comma-separated setting.

    >>> sorted(split("a, b,"))
    ['a', 'b']
    """
    return frozenset(part.strip() for part in text.split(",") if part.strip())


class Edge:
    """An ASGI application around another one."""

    def __init__(
        self, inner: Application, *, metrics: Metrics, hosts: frozenset[str] = frozenset(),
        proxies: frozenset[str] = frozenset(),
    ) -> None:  # fmt: skip
        """Wrap `inner`; without `hosts` any host is served, forwarded addresses need `proxies`."""
        self._inner = inner
        self._metrics = metrics
        self._hosts = hosts
        self._proxies = proxies
        self._log = log.logger("http")

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] == "lifespan":
            await self._inner(scope, receive, send)
            return
        if scope["type"] != "http":
            await send({"type": "websocket.close", "code": 1008})
            return
        started = perf_counter()
        given = _wanted(scope["headers"])
        visit = Visit(secrets.token_hex(8), self._address(scope, given), given.get("host", ""))
        scope[VISIT] = visit
        status = 500

        async def answer(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                message["headers"] = [*message["headers"], *_added(visit)]
            await send(message)

        try:
            if self._served(given):
                await self._inner(scope, receive, answer)
            else:
                await send_problem(UnknownHost(), answer)
        finally:
            self._note(scope["method"], visit, status, perf_counter() - started)

    def _served(self, given: dict[str, str]) -> bool:
        match = HOST.fullmatch(given.get("host", ""))
        return match is not None and (not self._hosts or match[1].lower() in self._hosts)

    def _address(self, scope: Scope, given: dict[str, str]) -> str:
        """Return who called: the right-most forwarded address that is no proxy of ours."""
        client = scope.get("client")
        peer = plain(str(client[0])) if client else "local"
        if peer not in self._proxies:
            return peer
        hops = [plain(hop.strip()) for hop in given.get("x-forwarded-for", "").split(",")]
        strangers = [hop for hop in hops if hop and hop not in self._proxies]
        return strangers[-1][:45] if strangers else peer

    def _note(self, method: str, visit: Visit, status: int, seconds: float) -> None:
        self._metrics.requests.labels(method, visit.route, str(status)).observe(seconds)
        if visit.code:
            self._metrics.refusals.labels(visit.code).inc()
        self._log.info(
            "request",
            request=visit.id,
            method=method,
            route=visit.route,
            status=status,
            ms=round(seconds * 1000, 2),
            actor=visit.actor,
            code=visit.code,
        )


def _wanted(headers: Headers) -> dict[str, str]:
    """Return the two headers read here; a Host sent twice counts as none."""
    found: dict[str, str] = {}
    for name, value in headers:
        if name == b"host":
            found["host"] = "" if "host" in found else value.decode("latin-1")
        elif name == b"x-forwarded-for":
            earlier = found.get("x-forwarded-for")
            text = value.decode("latin-1")
            found["x-forwarded-for"] = f"{earlier},{text}" if earlier else text
    return found


def _added(visit: Visit) -> Headers:
    return [*SECURITY, *visit.kind, (b"x-request-id", visit.id.encode()), *visit.headers]


async def send_problem(problem: Problem, send: Send) -> None:
    """Answer with a problem outside the application."""
    reply = reply_to(problem)
    headers = [(name.lower().encode(), value.encode()) for name, value in reply.headers.items()]
    headers.append((b"content-length", b"%d" % len(reply.body)))
    await send({"type": "http.response.start", "status": reply.status, "headers": headers})
    await send({"type": "http.response.body", "body": reply.body})
