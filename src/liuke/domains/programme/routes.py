"""Programmes over HTTP."""

from __future__ import annotations

from typing import Any

from liuke.domains.access import ApprovalId, Ask, require
from liuke.domains.programme.diff import diff
from liuke.domains.programme.document import faults, lost, parse, schema
from liuke.domains.programme.events import ProgrammeWithdrawn
from liuke.domains.programme.pilot import Publication
from liuke.domains.programme.publish import DraftText, Saved, publish, save, withdraw
from liuke.domains.programme.ready_made import Template, currency_of, template, templates
from liuke.domains.programme.values import (
    Change,
    Fault,
    InForce,
    Version,
    VersionDocument,
    VersionId,
)
from liuke.domains.programme.versions import get_version, versions
from liuke.kernel.db import Tx
from liuke.kernel.web import Limit, Page, get, onward, position, post


@get("/programmes/schema", may="programme.read")
async def show_schema(tx: Tx) -> dict[str, Any]:  # noqa: ARG001 - a route takes its transaction
    """Return the JSON Schema of a programme document."""
    return schema()


@get("/programmes/templates", may="programme.read")
async def list_templates(tx: Tx) -> list[Template]:
    """List the ready-made programmes, in words of the merchant's currency."""
    return templates(await currency_of(tx))


@get("/programmes/templates/{code}", may="programme.read")
async def show_template(tx: Tx, code: str) -> dict[str, Any]:
    """Return one ready-made document, in words of the merchant's currency."""
    return template(code, await currency_of(tx))


@get("/programmes/versions", may="programme.read")
async def list_versions(
    tx: Tx, programme: str | None = None, limit: Limit = 200, after: str | None = None
) -> Page[Version]:
    """List versions by programme, newest first, of one programme if it is named."""
    start = position(after, str, int)
    found = await versions(tx, programme=programme, after=start, limit=limit)
    return Page(found, onward(found, limit, lambda last: (last.programme, last.number)))


@get("/programmes/versions/{version_id}", may="programme.read")
async def show_version(tx: Tx, version_id: VersionId) -> VersionDocument:
    """Return one version with its document."""
    return await get_version(tx, version_id)


@get("/programmes/versions/{version_id}/changes", may="programme.read")
async def show_changes(tx: Tx, version_id: VersionId, against: VersionId) -> list[Change]:
    """Compare a version with another one (`against`, the older)."""
    after = await get_version(tx, version_id)
    before = await get_version(tx, against)
    changes = diff(before.document, after.document)
    stores = (before.version.pilot, after.version.pilot)
    return changes if stores[0] == stores[1] else [Change("pilot", *stores), *changes]


@post("/programmes/checks", may="programme.read", status=200)
async def check_document(tx: Tx, data: dict[str, Any]) -> list[Fault]:
    """Return everything wrong with a document; an empty list when it may be published."""
    draft = parse(data)
    return [*faults(draft), *await lost(tx, [draft])]


@post("/programmes/drafts", may="programme.edit", key=True)
async def save_drafts(tx: Tx, data: list[DraftText]) -> list[Saved]:
    """Keep drafts, new or replacing the one they name."""
    return await save(tx, data)


@post("/programmes/publications", may="programme.publish", key=True)
async def publish_drafts(
    tx: Tx, data: list[Publication], approval_id: ApprovalId | None = None
) -> list[InForce]:
    """Publish drafts from an instant on; a second person approves them as they stand.

    A draft that changes nothing is answered with the version in force, `unchanged`.
    """
    drafts = await versions(tx, ids=[wish.version_id for wish in data], limit=len(data))
    revisions = {version.id: version.revision for version in drafts}
    payload = [(wish, revisions.get(wish.version_id)) for wish in data]
    await require(tx, Ask("programme.publish", len(data), payload), approval_id)
    return await publish(tx, data)


@post("/programmes/withdrawals", may="programme.publish", key=True)
async def withdraw_versions(
    tx: Tx, data: list[VersionId], approval_id: ApprovalId | None = None
) -> list[ProgrammeWithdrawn]:
    """Withdraw published versions, by two people; the one before each rules again."""
    await require(tx, Ask("programme.publish", len(data), data), approval_id)
    return await withdraw(tx, data)


ROUTES = [
    show_schema,
    list_templates,
    show_template,
    list_versions,
    show_version,
    show_changes,
    check_document,
    save_drafts,
    publish_drafts,
    withdraw_versions,
]
