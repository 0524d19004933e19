"""Screens: console, till and member pages as `make web` built them, from a table of known files."""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any, NamedTuple

from litestar import Request, Response
from litestar.handlers import HTTPRouteHandler

from liuke.kernel.web import Reply
from liuke.surfaces.edge import Headers
from liuke.surfaces.refusals import NoSuchPath, respond, visit_of

BUILT = Path(__file__).parent / "built"
# The till's interface lives under /till/…; its screen stands one step below.
BASES = {"console": "/console", "till": "/till/app", "member": "/m"}
TYPES = {
    ".css": "text/css; charset=utf-8",
    ".ico": "image/x-icon",
    ".js": "text/javascript; charset=utf-8",
    ".json": "application/json",
    ".mp3": "audio/mpeg",
    ".png": "image/png",
    ".svg": "image/svg+xml",
    ".webmanifest": "application/manifest+json",
    ".webp": "image/webp",
    ".woff2": "font/woff2",
}
PACKED = {"br": ".br", "gzip": ".gz"}
HASHED = "assets/"
INDEX = "index.html"
NONCE = b"{{style-nonce}}"
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self' 'nonce-{nonce}';"
    " connect-src 'self'; img-src 'self' data: blob:; font-src 'self'; media-src 'self';"
    " manifest-src 'self'; worker-src 'self'; base-uri 'none'; form-action 'none';"
    " frame-ancestors 'none'"
)
UNBUILT = (
    "这些页面还没有构建：在项目目录运行 make web。\n"
    "These pages are not built yet: run `make web` in the project's folder.\n"
)


class Page(NamedTuple):
    """A screen's document before a nonce is put in, and whether it is there."""

    content: bytes
    built: bool


def handlers() -> list[HTTPRouteHandler]:
    """Return the handlers of every screen."""
    return [handler for screen in BASES for handler in _screen(screen)]


def _screen(screen: str) -> Iterator[HTTPRouteHandler]:
    base = BASES[screen]

    async def show(request: Request[Any, Any, Any]) -> Response[bytes]:
        asked = str(request.path_params.get("path", "")).strip("/")
        visit_of(request).route = f"{base}/*"
        if asked in known(screen):
            return _file(request, screen, asked)
        if asked.startswith(HASHED):
            raise NoSuchPath
        return _document(request, screen)

    paths = [base, f"{base}/{{path:path}}"]
    if screen == "till":
        paths.append("/till")
    yield HTTPRouteHandler(paths, http_method="GET")(show)


@cache
def known(screen: str) -> frozenset[str]:
    """Return the files of a screen that may be asked for; packed twins and documents are not."""
    root = BUILT / screen
    return frozenset(
        str(path.relative_to(root)) for path in root.rglob("*") if path.suffix in TYPES
    )


@cache
def _read(path: Path) -> bytes | None:
    return path.read_bytes() if path.is_file() else None


def _document(request: Request[Any, Any, Any], screen: str) -> Response[bytes]:
    nonce = secrets.token_urlsafe(16)
    page = page_of(screen)
    visit_of(request).kind = [
        (b"content-security-policy", POLICY.format(nonce=nonce).encode()),
        (b"cache-control", b"no-cache"),
    ]
    kind = "text/html; charset=utf-8" if page.built else "text/plain; charset=utf-8"
    content = page.content.replace(NONCE, nonce.encode())
    return respond(Reply(200 if page.built else 503, content, {"Content-Type": kind}))


def are_built() -> bool:
    """Whether any screen was built; a fresh clone has none."""
    return any(page_of(screen).built for screen in BASES)


def page_of(screen: str) -> Page:
    """Return a screen's document, or how to build it."""
    content = _read(BUILT / screen / INDEX)
    return Page(UNBUILT.encode(), built=False) if content is None else Page(content, built=True)


def _file(request: Request[Any, Any, Any], screen: str, asked: str) -> Response[bytes]:
    path = BUILT / screen / asked
    hashed = asked.startswith(HASHED)
    visit_of(request).kind = _kept(hashed=hashed)
    headers = {"Content-Type": TYPES[path.suffix], "Vary": "Accept-Encoding"}
    content, encoding = _packed(path, request.headers.get("accept-encoding", ""))
    if encoding:
        headers["Content-Encoding"] = encoding
    if not hashed:
        headers["ETag"] = f'"{sha256(content).hexdigest()[:32]}"'
        if request.headers.get("if-none-match") == headers["ETag"]:
            return respond(Reply(304, b"", headers))
    return respond(Reply(200, content, headers))


def _kept(*, hashed: bool) -> Headers:
    # A name with a hash never changes its content; a worker script and a manifest may.
    return [
        (b"cache-control", b"public, max-age=31536000, immutable" if hashed else b"no-cache"),
        (b"content-security-policy", POLICY.format(nonce="none").encode()),
    ]


def _packed(path: Path, accepted: str) -> tuple[bytes, str]:
    offers = {offer.split(";")[0].strip() for offer in accepted.split(",")}
    for encoding, suffix in PACKED.items():
        if encoding in offers and (content := _read(path.with_name(path.name + suffix))):
            return content, encoding
    return _read(path) or b"", ""
