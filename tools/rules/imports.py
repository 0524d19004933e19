"""Who may import what, beyond the contracts in pyproject.toml."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from tools.tree import DOMAINS, Finding, Source, Tree, rule

ASSEMBLY = ("src/liuke/bootstrap.py", "src/liuke/__main__.py")
PACKAGE = "liuke.domains."


@rule
def front_doors_only(tree: Tree) -> Iterator[Finding]:
    """Others import a domain's front door and what it lists; surfaces also its routes."""
    offered = {name: listed(tree, name) for name in tree.domains}
    for source in tree.product:
        if source.path.startswith(ASSEMBLY):
            continue
        for line, domain, rest in domain_imports(source):
            inside = source.domain == domain
            if inside and (not rest or is_part(tree, f"{domain}/{rest.replace('.', '/')}")):
                continue
            if inside:
                yield source.finding(line, f"no {domain}/{rest}.py: import the file, not the door")
            elif rest == "routes" and source.path.startswith("src/liuke/surfaces/"):
                continue
            elif rest and rest not in offered.get(domain, set()):
                yield source.finding(line, f"{domain}.{rest} is not in its __all__: ask for it")


def is_part(tree: Tree, place: str) -> bool:
    """Whether a domain has a file, or a folder of files, at a place inside it."""
    return not {f"{DOMAINS}{place}.py", f"{DOMAINS}{place}/__init__.py"}.isdisjoint(tree.sources)


def listed(tree: Tree, domain: str) -> set[str]:
    """Return the names in a front door's `__all__`."""
    door = tree.sources.get(f"{DOMAINS}{domain}/__init__.py")
    for node in door.tree.body if door else ():
        if not isinstance(node, ast.Assign) or not isinstance(node.value, ast.List | ast.Tuple):
            continue
        if any(isinstance(t, ast.Name) and t.id == "__all__" for t in node.targets):
            return {str(getattr(item, "value", "")) for item in node.value.elts}
    return set()


def domain_imports(source: Source) -> Iterator[tuple[int, str, str]]:
    """Give line, domain and the one name taken from it, also by attribute."""
    doors: dict[str, str] = {}
    for node in source.nodes:
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names if alias.name.startswith(PACKAGE)]
            for name in names:
                domain, _, rest = name.removeprefix(PACKAGE).partition(".")
                yield node.lineno, domain, rest
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield from from_import(node, doors)
    for node in source.nodes:
        if isinstance(node, ast.Attribute):
            opened = node.value.id if isinstance(node.value, ast.Name) else ""
            if opened in doors:
                yield node.lineno, doors[opened], node.attr


def from_import(node: ast.ImportFrom, doors: dict[str, str]) -> Iterator[tuple[int, str, str]]:
    """Give what a `from` takes; note the front doors it opens."""
    module = f"{node.module}."
    if module == PACKAGE:
        doors.update({alias.asname or alias.name: alias.name for alias in node.names})
    elif module.startswith(PACKAGE):
        domain, _, rest = module.removeprefix(PACKAGE).strip(".").partition(".")
        for alias in node.names:
            yield node.lineno, domain, rest or alias.name


@rule
def tests_mirror_files(tree: Tree) -> Iterator[Finding]:
    """`tests/points/test_post*.py` tests `points/post.py`."""
    for path, source in tree.sources.items():
        parts = path.split("/")
        if parts[0] != "tests" or not parts[-1].startswith("test_") or len(parts) < 2:
            continue
        if parts[1] in {"architecture", "stories", "torture"}:
            continue
        if not mirrored(tree, parts[1:-1], parts[-1].removeprefix("test_").removesuffix(".py")):
            yield source.finding(1, "tests no file of this name: mirror one, or tell a story")


def mirrored(tree: Tree, folders: list[str], name: str) -> bool:
    """Whether some product file or folder is what this test's name begins with."""
    where = "/".join(folders)
    roots = ["src/liuke/", ""]
    if folders:
        roots = [f"src/liuke/{where}/", f"src/liuke/domains/{where}/", f"{where}/"]
    words = name.split("_")
    stems = {"_".join(words[:size]) for size in range(1, len(words) + 1)}
    return any(
        f"{root}{stem}.py" in tree.sources
        or any(path.startswith(f"{root}{stem}/") for path in tree.sources)
        for root in roots
        for stem in stems
    )
