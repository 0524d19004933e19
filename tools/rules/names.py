"""What things may be called."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import PurePosixPath

from tools.tree import Finding, Source, Tree, rule

DRAWERS = {
    "utils", "util", "helpers", "helper", "common", "misc",
    "base", "core", "manager", "service", "services", "shared",
}  # fmt: skip
CLIPPED = {"cfg", "ctx", "mgr", "svc"}
IRREGULAR = {
    "Begun", "Bound", "Bought", "Built", "Chosen", "Cut", "Done", "Drawn", "Fallen", "Found",
    "Frozen", "Given", "Grown", "Held", "Kept", "Left", "Lost", "Made", "Met", "Paid", "Put",
    "Read", "Reset", "Risen", "Seen", "Sent", "Set", "Sold", "Spent", "Split", "Taken", "Told",
    "Undone", "Unbound", "Withdrawn", "Won", "Written",
}  # fmt: skip


@rule
def no_drawers(tree: Tree) -> Iterator[Finding]:
    """No file or folder is named for holding anything."""
    for path, source in tree.sources.items():
        for part in PurePosixPath(path).with_suffix("").parts:
            if part in DRAWERS:
                yield source.finding(1, f"`{part}` says nothing: name it by the noun it holds")


@rule
def whole_words(tree: Tree) -> Iterator[Finding]:
    """No clipped words in names."""
    for source in tree.python:
        for line, name in names(source):
            for word in CLIPPED.intersection(name.lower().split("_")):
                yield source.finding(line, f"`{name}`: write `{word}` as a whole word")


def names(source: Source) -> Iterator[tuple[int, str]]:
    """Give every name this file makes."""
    for node in source.nodes:
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            yield node.lineno, node.id
        elif isinstance(node, ast.arg):
            yield node.lineno, node.arg
        elif isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            yield node.lineno, node.name


@rule
def errors_are_states(tree: Tree) -> Iterator[Finding]:
    """A problem is named by the state, without Error or Exception."""
    for source in tree.product:
        for node in source.nodes:
            if isinstance(node, ast.ClassDef) and node.name.endswith(("Error", "Exception")):
                yield source.finding(
                    node.lineno, f"{node.name}: name the state, as in InsufficientPoints"
                )


@rule
def events_are_past(tree: Tree) -> Iterator[Finding]:
    """An event is a fact in the past tense."""
    for source in tree.business:
        if source.name != "events":
            continue
        for node in source.tree.body:
            if isinstance(node, ast.ClassDef) and not node.name.startswith("_"):
                words = re.findall(r"[A-Z][a-z0-9]*", node.name)
                if not any(word.endswith("ed") or word in IRREGULAR for word in words):
                    yield source.finding(
                        node.lineno, f"{node.name}: say what happened, as in PointsPosted"
                    )


@rule
def ids_are_types(tree: Tree) -> Iterator[Finding]:
    """An id in a signature has its own type; what another system made is an external id."""
    for source in tree.business:
        for node in source.nodes:
            if not isinstance(node, ast.arg) or node.annotation is None:
                continue
            name = node.arg
            ours = re.search(r"(^|_)ids?$", name) and not name.startswith("external_")
            bare = {n.id for n in ast.walk(node.annotation) if isinstance(n, ast.Name)}
            if ours and bare & {"str", "UUID", "bytes"}:
                yield source.finding(
                    node.lineno, f"{name}: give it a type over kernel.ids.Id, as in MemberId"
                )
