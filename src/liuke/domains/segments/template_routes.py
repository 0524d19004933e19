"""Groups ready to use, over HTTP."""

from __future__ import annotations

from typing import Annotated

from msgspec import Meta

from liuke.domains.segments.template import Template, apply_template, templates
from liuke.domains.segments.values import Segment, SegmentCode
from liuke.kernel.db import Tx
from liuke.kernel.values import Value
from liuke.kernel.web import get, post


class Applying(Value, frozen=True):
    """Which template, and under which code if not its own."""

    template: Annotated[SegmentCode, Meta(examples=["dormant"])]
    code: SegmentCode | None = None


@get("/segments/templates", may="segments.read")
async def list_templates(tx: Tx) -> list[Template]:
    """List the groups that are ready to use, each with its question and what it is good for."""
    return list(templates(tx.currency).values())


@post("/segments/applications", may="segments.edit", key=True)
async def post_application(tx: Tx, data: Applying) -> Segment:
    """Make a segment of a template; it is an ordinary segment from then on."""
    return await apply_template(tx, data.template, code=data.code or "")


TEMPLATES = [list_templates, post_application]
