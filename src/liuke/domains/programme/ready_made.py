"""Ready-made programmes: the documents that ship with Liuke."""

from __future__ import annotations

from importlib.resources import files
from typing import Any

import msgspec

from liuke.domains.programme.errors import UnknownTemplate
from liuke.kernel.values import Value

FOLDER = files("liuke.domains.programme") / "templates"


class Template(Value, frozen=True):
    """A ready-made programme as the gallery shows it."""

    code: str
    name: str
    name_zh: str
    description: str
    description_zh: str


def template(code: str) -> dict[str, Any]:
    """Return a ready-made document.

    Raises:
        UnknownTemplate: there is none of this name.
    """
    if code not in {found.code for found in templates()}:
        raise UnknownTemplate(code)
    document: dict[str, Any] = msgspec.json.decode((FOLDER / f"{code}.json").read_bytes())
    return document


def templates() -> list[Template]:
    """Return the gallery, by code."""
    names = sorted(path.name for path in FOLDER.iterdir() if path.name.endswith(".json"))
    return [
        msgspec.convert({name: document.get(name, "") for name in Template.__struct_fields__},
                        Template)
        for document in (msgspec.json.decode((FOLDER / name).read_bytes()) for name in names)
    ]  # fmt: skip
