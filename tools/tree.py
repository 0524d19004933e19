"""The repository as tidy sees it: files by path, Python parsed once, findings with a remedy."""

from __future__ import annotations

import ast
import re
import tomllib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fnmatch import fnmatch
from functools import cached_property
from pathlib import Path, PurePosixPath

DOMAINS = "src/liuke/domains/"
TEXT = {".py", ".sql", ".md", ".toml", ".sh", ".yml", ".yaml", ".json", ".html", ""}


@dataclass(frozen=True, order=True)
class Finding:
    """One broken rule: where, and what to do about it."""

    path: str
    line: int
    remedy: str

    def __str__(self) -> str:
        return f"{self.path}:{self.line}: {self.remedy}"


@dataclass(frozen=True)
class Statement:
    """One SQL text: a `Sql[Row]` constant or the `sql` of a `Fact`."""

    line: int
    sql: str

    @cached_property
    def bare(self) -> str:
        """The text with comments and quoted text blanked out, line for line."""
        return blank(self.sql)


def blank(sql: str) -> str:
    """Replace comments, strings and quoted names by spaces; keep every newline.

    >>> blank("SELECT 'from' -- where")
    'SELECT                '
    """

    def spaces(match: re.Match[str]) -> str:
        return re.sub(r"[^\n]", " ", match.group())

    return re.sub(r"--[^\n]*|/\*.*?\*/|'(?:[^']|'')*'|\"[^\"]*\"", spaces, sql, flags=re.DOTALL)


class Source:
    """One text file; `tree` and what follows from it only for Python."""

    def __init__(self, path: str, text: str) -> None:
        self.path = path
        self.text = text
        self.lines = text.splitlines()
        self.name = PurePosixPath(path).stem

    @cached_property
    def tree(self) -> ast.Module:
        """The syntax tree."""
        return ast.parse(self.text)

    @cached_property
    def nodes(self) -> list[ast.AST]:
        """Every node, walked once for all rules."""
        return list(ast.walk(self.tree))

    @cached_property
    def domain(self) -> str | None:
        """The domain this file belongs to, if any."""
        if not self.path.startswith(DOMAINS):
            return None
        folder, _, file = self.path.removeprefix(DOMAINS).partition("/")
        return folder if file else None

    @cached_property
    def statements(self) -> list[Statement]:
        """Every SQL text that stands where SQL may stand."""
        return [
            Statement(part.lineno, part.value)
            for node in self.nodes
            if isinstance(node, ast.Call)
            for part in sql_arguments(node)
            if isinstance(part, ast.Constant) and isinstance(part.value, str)
        ]

    def is_product(self) -> bool:
        """Whether this is part of what is shipped."""
        return self.path.startswith("src/")

    def finding(self, line: int, remedy: str) -> Finding:
        """Name a place in this file."""
        return Finding(self.path, line, remedy)


# Declarations for the compiler of conditions, and which of their arguments are SQL.
DECLARED = {
    "Fact": ("sql",), "Ground": ("sql",), "Deed": ("rows", "lake", "where"), "Facet": ("join",),
}  # fmt: skip


def sql_arguments(call: ast.Call) -> list[ast.expr]:
    """Return the arguments of a call that hold SQL: `Sql[Row](…)`, `Fact(sql=…)`, a deed's rows."""
    head = call.func.value if isinstance(call.func, ast.Subscript) else call.func
    name = head.id if isinstance(head, ast.Name) else getattr(head, "attr", "")
    if name == "Sql":
        return list(call.args)
    held = DECLARED.get(name, ())
    return [keyword.value for keyword in call.keywords if keyword.arg in held]


def walk(folder: Path, ignored: Sequence[str]) -> Iterator[Path]:
    """Give every file below a folder whose name, and whose folders, are not ignored."""
    for path in folder.iterdir():
        if any(fnmatch(path.name, pattern) for pattern in ignored):
            continue
        if path.is_dir():
            yield from walk(path, ignored)
        else:
            yield path


class Tree:
    """All files of the repository by path."""

    def __init__(self, files: Mapping[str, str]) -> None:
        self.sources = {path: Source(path, text) for path, text in sorted(files.items())}

    @classmethod
    def read(cls, root: Path) -> Tree:
        """Read every text file that .gitignore does not name."""
        ignored = [line.rstrip("/") for line in (root / ".gitignore").read_text().splitlines()]
        files = walk(root, [".git", *filter(None, ignored)])
        return cls(
            {
                path.relative_to(root).as_posix(): path.read_text("utf-8")
                for path in files
                if path.suffix in TEXT
            }
        )

    @cached_property
    def python(self) -> list[Source]:
        """Every Python file."""
        return [s for s in self.sources.values() if s.path.endswith(".py")]

    @cached_property
    def product(self) -> list[Source]:
        """Every Python file that is shipped."""
        return [s for s in self.python if s.is_product()]

    @cached_property
    def business(self) -> list[Source]:
        """Every Python file of a domain."""
        return [s for s in self.python if s.domain]

    @cached_property
    def migrations(self) -> list[Source]:
        """Every migration, in order."""
        return [s for p, s in self.sources.items() if re.fullmatch(r"migrations/[^/]+\.sql", p)]

    @cached_property
    def domains(self) -> set[str]:
        """The names of all domains."""
        return {s.domain for s in self.business if s.domain}

    @cached_property
    def declared(self) -> set[str]:
        """The domains that have a line in the graph of pyproject.toml."""
        project = self.sources.get("pyproject.toml")
        return {name for line in layers(project.text if project else "") for name in line}


def layers(pyproject: str) -> list[list[str]]:
    """Return the domains line by line, top to bottom, as pyproject.toml declares them."""
    contracts = (
        tomllib.loads(pyproject).get("tool", {}).get("importlinter", {}).get("contracts", [])
    )
    lines: list[str] = next(
        (c["layers"] for c in contracts if c.get("containers") == ["liuke.domains"]), []
    )
    return [[name.strip(" ()") for name in line.split("|")] for line in lines]


Rule = Callable[[Tree], Iterator[Finding]]
RULES: list[Rule] = []


def rule(check: Rule) -> Rule:
    """Register a rule; its docstring is what it demands."""
    RULES.append(check)
    return check
