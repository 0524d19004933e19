"""How long things may be."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from tools.tree import Finding, Tree, rule

FILE = 300
TEST_FILE = 400
FUNCTION = 50
FRONT_DOOR = 60
ROOT_ENTRIES = 16


@rule
def files_are_short(tree: Tree) -> Iterator[Finding]:
    """A file has at most 300 lines, a test file 400."""
    for source in tree.python:
        limit = TEST_FILE if source.path.startswith("tests/") else FILE
        if len(source.lines) > limit:
            yield source.finding(
                limit + 1, f"{len(source.lines)} lines, at most {limit}: split it by what it does"
            )


@rule
def functions_are_short(tree: Tree) -> Iterator[Finding]:
    """A function has at most 50 lines without its docstring."""
    for source in tree.python:
        for node in source.nodes:
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                length = body_length(node)
                if length > FUNCTION:
                    yield source.finding(
                        node.lineno,
                        f"{node.name} has {length} lines, at most {FUNCTION}: name its steps",
                    )


def body_length(node: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    """Count the lines of a function without decorators and docstring."""
    lines = (node.end_lineno or node.lineno) - node.lineno + 1
    first = node.body[0]
    if isinstance(first, ast.Expr) and isinstance(first.value, ast.Constant):
        lines -= (first.end_lineno or first.lineno) - first.lineno + 1
    return lines


@rule
def front_doors_are_short(tree: Tree) -> Iterator[Finding]:
    """The front door of a domain has at most 60 lines."""
    for source in tree.business:
        if source.name == "__init__" and len(source.lines) > FRONT_DOOR:
            yield source.finding(
                FRONT_DOOR + 1, f"a front door has at most {FRONT_DOOR} lines: offer less"
            )


@rule
def the_root_is_small(tree: Tree) -> Iterator[Finding]:
    """The root has at most 16 entries."""
    entries = {path.partition("/")[0] for path in tree.sources}
    if len(entries) > ROOT_ENTRIES:
        yield Finding(".", 1, f"{len(entries)} entries, at most {ROOT_ENTRIES}: move one to docs/")
