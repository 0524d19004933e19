"""How SQL is written, and where."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from tools.tree import Finding, Source, Statement, Tree, rule, sql_arguments

RESERVED = re.compile(
    r"(?<!\bAS )\b"
    r"(select|insert|delete|from|where|join|on|and|or|not|null|in|is|as|order|group|by|having"
    r"|limit|returning|union|distinct|case|when|then|else|end|exists|between|with|into|using"
    r"|lateral|partition|over|filter|conflict|nothing|create|alter|table|references|primary"
    r"|foreign|unique|check|default|constraint)\b"
)
OPENS = re.compile(
    r"\s*(SELECT\s|INSERT\s+INTO\s|UPDATE\s+\w+\s|DELETE\s+FROM\s|WITH\s+(RECURSIVE\s+)?\w+\s+AS\s"
    r"|MERGE\s+INTO\s|CREATE\s+[A-Z]+\s|ALTER\s+[A-Z]+\s|DROP\s+[A-Z]+\s|TRUNCATE\s|GRANT\s)"
)
# Where an engine lives, and where conditions become SQL.
ENGINES = (
    "src/liuke/kernel/",
    "src/liuke/providers/",
)
# What every key hangs on: the kernel opens a transaction on the one and locks the other.
ANCHORS = {"stores_merchant", "members_member"}
OPENERS = {"src/liuke/kernel/db.py", "src/liuke/kernel/tx.py"}
CLOCK = re.compile(
    r"\b(now|clock_timestamp|statement_timestamp|transaction_timestamp)\s*\(\s*\)"
    r"|\b(current_timestamp|current_date|current_time|localtimestamp|localtime)\b",
    re.IGNORECASE,
)
PATTERNS = [
    (re.compile(r"\b(SELECT|RETURNING)\s+\*|\b\w+\.\*", re.IGNORECASE), "*: name the columns"),
    (re.compile(r"\bOFFSET\b", re.IGNORECASE), "OFFSET: page by key, WHERE (at, id) < ($1, $2)"),
    (re.compile(r"\bNOTIFY\b|\bpg_notify\b", re.IGNORECASE), "NOTIFY: tx.emit an event"),
    (CLOCK, "a clock: pass tx.now, or lk_now() where the database must tell"),
    (RESERVED, "write keywords in upper case"),
]


def all_statements(tree: Tree) -> Iterator[tuple[Source, Statement]]:
    """Give every statement with its file."""
    return ((source, statement) for source in tree.product for statement in source.statements)


def line_of(statement: Statement, position: int) -> int:
    """Return the line in the file of a position in a statement."""
    return statement.line + statement.sql.count("\n", 0, position)


@rule
def statements_are_plain(tree: Tree) -> Iterator[Finding]:
    """No `*` of a table, no OFFSET, no NOTIFY, no clock; keywords in upper case."""
    for source, statement in all_statements(tree):
        text = without_spread_arrays(statement.bare)
        for pattern, remedy in PATTERNS:
            if match := pattern.search(text):
                yield source.finding(line_of(statement, match.start()), remedy)


def without_spread_arrays(text: str) -> str:
    """Blank out `a.*` where `a` is an UNNEST: its columns stand in the statement itself."""
    for match in re.finditer(r"\bUNNEST\s*\(", text):
        after = match.end() + len(closed(text, match.end())) + 1
        if alias := re.match(r"\s*(?:AS\s+)?([a-z]\w*)", text[after:]):
            spread = rf"\b{alias.group(1)}\.\*"
            text = re.sub(spread, lambda found: " " * len(found.group()), text)
    return text


@rule
def arrays_are_cast(tree: Tree) -> Iterator[Finding]:
    """An array parameter is cast where it enters: `$1::uuid[]`."""
    for source, statement in all_statements(tree):
        for match in re.finditer(r"\b(UNNEST|ANY|ALL)\s*\(", statement.bare):
            inside = closed(statement.bare, match.end())
            if re.search(r"\$\d+(?!\d|::\w+( \w+)*(\([\d, ]+\))?\[\])", inside):
                yield source.finding(
                    line_of(statement, match.start()), "cast the array where it enters: $1::uuid[]"
                )


def closed(text: str, start: int) -> str:
    """Return the text up to the bracket that closes the one before `start`."""
    depth = 1
    for at in range(start, len(text)):
        depth += {"(": 1, ")": -1}.get(text[at], 0)
        if depth == 0:
            return text[start:at]
    return text[start:]


@rule
def sql_stands_in_constants(tree: Tree) -> Iterator[Finding]:
    """In a domain or surface, SQL is the one literal of a module constant `NAME = Sql[Row](…)`."""
    for source in tree.product:
        if source.path.startswith(ENGINES):
            continue
        placed = {id(part) for node in source.nodes for part in placed_sql(node)}
        for node in source.nodes:
            text = literal(node)
            if text and OPENS.match(text) and id(node) not in placed:
                yield source.finding(
                    getattr(node, "lineno", 1), "put it in a constant: NAME = Sql[Row](…)"
                )


def placed_sql(node: ast.AST) -> list[ast.AST]:
    """Return the literals that stand where SQL may stand, and the parts of f-strings."""
    if isinstance(node, ast.Call):
        return [part for part in sql_arguments(node) if isinstance(part, ast.Constant)]
    return list(node.values) if isinstance(node, ast.JoinedStr) else []


def literal(node: ast.AST) -> str:
    """Return the text of a string, or how an f-string begins."""
    if isinstance(node, ast.JoinedStr) and node.values:
        return literal(node.values[0])
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return node.value
    return ""


@rule
def sql_is_one_literal(tree: Tree) -> Iterator[Finding]:
    """A statement is one literal: no f-string, no joining; its constant is module-level."""
    for source in tree.product:
        if source.path.startswith(ENGINES):
            continue
        tops = {id(n.value) for n in source.tree.body if isinstance(n, ast.Assign | ast.AnnAssign)}
        for node in source.nodes:
            if not isinstance(node, ast.Call):
                continue
            for part in sql_arguments(node):
                if not isinstance(part, ast.Constant):
                    yield source.finding(part.lineno, "write the statement as one literal")
                elif isinstance(node.func, ast.Subscript) and id(node) not in tops:
                    yield source.finding(node.lineno, "make the statement a module constant")


@rule
def own_tables_only(tree: Tree) -> Iterator[Finding]:
    """A statement names only its own domain's tables; kernel.db opens and locks by the anchors."""
    tables = {table for m in tree.migrations for _, table in created_tables(m)}
    if not tables:
        return
    named = re.compile(rf"\b({'|'.join(sorted(tables))})\b")
    for source, statement in all_statements(tree):
        for match in named.finditer(statement.bare):
            table = match.group()
            owner = table.partition("_")[0]
            own = owner == source.domain if source.domain else owner not in tree.domains
            anchor = source.path in OPENERS and table in ANCHORS
            if not own and not anchor:
                line = line_of(statement, match.start())
                yield source.finding(line, f"{table}: ask {owner} through its front door")


def created_tables(migration: Source) -> list[tuple[int, str]]:
    """Return line and name of every table a migration makes."""
    text = migration.text
    return [
        (text.count("\n", 0, match.start()) + 1, match.group(2))
        for match in re.finditer(r"\bCREATE TABLE (IF NOT EXISTS )?(\w+)", text)
    ]
