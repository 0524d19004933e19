"""What is written down beside the code."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from tools.tree import Finding, Source, Tree, rule

Function = ast.FunctionDef | ast.AsyncFunctionDef
BUGS = {"NotImplementedError", "AssertionError"}
FILLER = {
    "a", "an", "the", "of", "to", "for", "and", "or", "in", "on", "by", "with", "from", "its",
    "their", "this", "that", "these", "some", "all", "get", "gets", "return", "returns", "given",
}  # fmt: skip


@rule
def domains_open_in_chinese(tree: Tree) -> Iterator[Finding]:
    """The docstring of a front door opens with the Chinese term of its noun."""
    for source in tree.business:
        if source.name == "__init__":
            text = ast.get_docstring(source.tree) or ""
            if not re.match(r"[\u4e00-\u9fff]+ [A-Z]", text):
                yield source.finding(1, 'open with the glossary term: """积分 Points: …')


@rule
def front_doors_list_what_they_offer(tree: Tree) -> Iterator[Finding]:
    """A front door has an `__all__`."""
    for source in tree.business:
        if source.name == "__init__" and "__all__" not in source.text:
            yield source.finding(1, "list what others may use in __all__")


@rule
def docstrings_add_to_the_name(tree: Tree) -> Iterator[Finding]:
    """A docstring says more than the name does."""
    for source in tree.product:
        for function in public_functions(source):
            text = (ast.get_docstring(function) or "").partition("\n")[0]
            said = stems(text) - stems(function.name.replace("_", " "))
            if text and not said:
                yield source.finding(
                    function.lineno, f"{function.name}: say what its name does not"
                )


def stems(text: str) -> set[str]:
    """Return the words that carry meaning, without plurals and verb endings."""
    words = re.findall(r"[a-z]+|[\u4e00-\u9fff]+", text.lower())
    return {re.sub(r"(es|s|ing|ed|e)$", "", word) for word in words if word not in FILLER}


def public_functions(source: Source) -> Iterator[Function]:
    """Give every function and method that others may call."""
    for node in source.tree.body:
        if isinstance(node, Function) and not node.name.startswith("_"):
            yield node
        if isinstance(node, ast.ClassDef) and not node.name.startswith("_"):
            for inner in node.body:
                if isinstance(inner, Function) and not inner.name.startswith("_"):
                    yield inner


@rule
def raises_is_complete(tree: Tree) -> Iterator[Finding]:
    """A public function names under `Raises:` every problem it raises itself."""
    for source in tree.product:
        for function in public_functions(source):
            _, _, named = (ast.get_docstring(function) or "").partition("Raises:")
            for line, kind in raised(function):
                if not re.search(rf"\b{kind}\b", named):
                    yield source.finding(line, f"{function.name}: name {kind} under Raises:")


def raised(function: Function) -> Iterator[tuple[int, str]]:
    """Give line and class of what a function raises in its own body."""
    stack: list[ast.AST] = list(function.body)
    while stack:
        node = stack.pop()
        if isinstance(node, Function | ast.Lambda | ast.ClassDef):
            continue
        if isinstance(node, ast.Raise) and isinstance(node.exc, ast.Call | ast.Name):
            head = node.exc.func if isinstance(node.exc, ast.Call) else node.exc
            kind = head.id if isinstance(head, ast.Name) else getattr(head, "attr", "")
            # A bug is not a problem to document.
            if kind[:1].isupper() and kind not in BUGS:
                yield node.lineno, kind
        stack.extend(ast.iter_child_nodes(node))
