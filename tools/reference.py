"""The reference pages: what every domain declares, read from the running product."""

from __future__ import annotations

import importlib
import inspect
import json
import pkgutil
from collections.abc import Iterable, Iterator
from dataclasses import fields
from typing import Any

import liuke
from liuke.bootstrap import load_parts
from liuke.domains import programme as programmes
from liuke.domains.promotions import OWN_FACTS
from liuke.kernel.actions import ACTIONS
from liuke.kernel.deeds import DEEDS, fields_of
from liuke.kernel.events import Event
from liuke.kernel.facts import FACTS
from liuke.kernel.problems import Problem


def load() -> None:
    """Import every part of every domain, and every module of the product; importing declares."""
    load_parts()
    for module in pkgutil.walk_packages(liuke.__path__, "liuke."):
        if not module.name.endswith("__main__"):
            importlib.import_module(module.name)


def below(kind: type[Any]) -> Iterator[type[Any]]:
    """Give every class of the product below `kind`."""
    children: list[type[Any]] = kind.__subclasses__()
    for child in children:
        if child.__module__.startswith("liuke."):
            yield child
        yield from below(child)


def said(thing: Any) -> str:
    """Return the first line of a docstring."""
    return (inspect.getdoc(thing) or "").partition("\n")[0]


def table(title: str, intro: str, head: Iterable[str], rows: Iterable[Iterable[str]]) -> str:
    """Return a page of one table, rows sorted."""
    heads = list(head)
    lines = sorted(f"| {' | '.join(row)} |" for row in rows)
    rule = "|" + "---|" * len(heads)
    return "\n".join([f"# {title}", "", intro, "", f"| {' | '.join(heads)} |", rule, *lines, ""])


def events() -> str:
    """Return docs/reference/events.md."""
    rows = [
        [f"`{kind.kind()}`", said(kind), " ".join(f"`{name}`" for name in kind.__struct_fields__)]
        for kind in set(below(Event))
    ]
    intro = "What happened, one row each in the event log, in the order it was committed."
    return table("Events", intro, ["event", "what happened", "fields"], rows)


def facts() -> str:
    """Return docs/reference/facts.md."""
    rows = [
        [
            f"`{f.name}{'(' + ', '.join(f.args) + ')' if f.args else ''}`",
            f.kind,
            f.label,
            f.label_zh,
        ]
        for f in FACTS.values()
    ]
    intro = "What a condition may ask about a member."
    return table("Facts", intro, ["fact", "kind", "label", "中文"], rows)


def basket() -> str:
    """Return docs/reference/basket.md."""
    rows = [
        [f"`{one.name}{'(goods)' if one.args else ''}`", one.kind, one.label, one.label_zh]
        for one in OWN_FACTS
    ]
    intro = (
        "What the condition of a rule may ask beside the member's facts. `goods` is none for all, "
        "or `category:`, `brand:`, `product:`, `sku:` or `tag:` and a code."
    )
    title = "Facts of the moment and the basket"
    return table(title, intro, ["fact", "kind", "label", "中文"], rows)


def deeds() -> str:
    """Return docs/reference/deeds.md."""
    rows = [
        [f"`{deed.name}`", deed.label, deed.label_zh, f"`{name}`", f.kind, f.label, f.label_zh]
        for deed in DEEDS.values()
        for name, f in fields_of(deed).items()
    ]
    intro = "What `did` and `sequence` count, and the fields they may ask."
    heads = ["deed", "label", "中文", "field", "kind", "label", "中文"]
    return table("Deeds", intro, heads, rows)


def actions() -> str:
    """Return docs/reference/actions.md."""
    rows = [
        [f"`{a.name}`", a.label, a.label_zh, " ".join(f"`{n}`" for n in a.params.__struct_fields__)]
        for a in ACTIONS.values()
        if a.run.__module__.startswith("liuke.") and hasattr(a.params, "__struct_fields__")
    ]
    intro = "What can be done to a batch of members; a cause a member had before is skipped."
    return table("Actions", intro, ["action", "label", "中文", "parameters"], rows)


def problems() -> str:
    """Return docs/reference/problems.md."""
    rows = [
        [
            f"`{kind.code()}`",
            str(kind.status),
            kind.title,
            kind.title_zh,
            " ".join(f"`{field.name}`" for field in fields(kind)),
        ]
        for kind in set(below(Problem))
    ]
    intro = "Every refusal is an RFC 9457 body with this `code`, both titles and these facts."
    return table("Problems", intro, ["code", "status", "title", "中文", "facts"], rows)


def programme() -> str:
    """Return docs/reference/programme.schema.json."""
    return json.dumps(programmes.schema(), ensure_ascii=False, indent=2, sort_keys=True) + "\n"
