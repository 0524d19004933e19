"""How migrations are written: one straight line, forward only, safe beside the release before."""

from __future__ import annotations

import re
from collections.abc import Iterator

from tools.rules.statements import CLOCK, RESERVED, created_tables
from tools.tree import Finding, Source, Tree, blank, rule

NAME = re.compile(r"(\d{4})_([a-z]+)_[a-z0-9_]+")
FORBIDDEN = [
    (r"\bDROP\s+(TABLE|COLUMN|SCHEMA)\b", "a drop: contract in a later release"),
    (r"\bTRUNCATE\s+(TABLE\s+)?[a-z]\w*\s*;", "TRUNCATE: nothing here deletes the books"),
    # A literal's cast is a catalogue function's argument and nobody's money.
    (r"(?<!\d::)\b(real|float\d?|double precision|money)\b", "use bigint minor units or numeric"),
    (r"\b(small|big)?serial\b", "ids are uuid, or GENERATED ALWAYS AS IDENTITY"),
    (r"\btimestamp\b(?!\s+with\s+time)", "use timestamptz"),
    (r"(?<!IS )\bjson\b(?!\()", "use jsonb"),
    (r"\b(var)?char\s*\(", "use text with a CHECK"),
    (r"\bNOTIFY\b|\bpg_notify\b", "NOTIFY takes a global lock through the commit"),
    (r"^\s*(BEGIN|COMMIT|ROLLBACK)\s*;", "the runner opens the transaction"),
    (r"\bCONCURRENTLY\b", "cannot run in a transaction: build it with a job"),
]


def at(migration: Source, position: int, remedy: str) -> Finding:
    """Name a position in a migration."""
    return migration.finding(migration.text.count("\n", 0, position) + 1, remedy)


@rule
def migrations_are_numbered(tree: Tree) -> Iterator[Finding]:
    """A migration is NNNN_<domain>_<what>.sql with a number of its own."""
    seen: dict[str, str] = {}
    owners = tree.domains | tree.declared | {"kernel"}
    for migration in tree.migrations:
        match = NAME.fullmatch(migration.name)
        if not match or match.group(2) not in owners:
            yield migration.finding(1, "name it NNNN_<domain>_<what>.sql (make migration name=…)")
            continue
        if match.group(1) in seen:
            yield migration.finding(1, f"{match.group(1)} is taken by {seen[match.group(1)]}")
        seen[match.group(1)] = migration.path


@rule
def migrations_say_why(tree: Tree) -> Iterator[Finding]:
    """The first line is a comment that says why; `-- deploy: pre|post` follows it."""
    for migration in tree.migrations:
        head = [line for line in migration.lines if line.strip()][:8]
        if not head or not re.match(r"-- .{12,}", head[0]) or head[0].startswith("-- deploy"):
            yield migration.finding(1, "say in a first comment why this migration is needed")
        if not any(re.fullmatch(r"-- deploy: (pre|post)", line.strip()) for line in head):
            yield migration.finding(1, "mark it: -- deploy: pre, or post")


@rule
def migrations_are_safe(tree: Tree) -> Iterator[Finding]:
    """No drops, no inexact types, no transaction control, no clock but lk_now()."""
    for migration in tree.migrations:
        bare = blank(migration.text)
        for pattern, remedy in FORBIDDEN:
            for match in re.finditer(pattern, bare, re.IGNORECASE | re.MULTILINE):
                yield at(migration, match.start(), remedy)
        if clock := CLOCK.search(without_lk_now(bare)):
            yield at(migration, clock.start(), "a clock: use lk_now()")
        if keyword := RESERVED.search(bare):
            yield at(migration, keyword.start(), "write keywords in upper case")


def without_lk_now(text: str) -> str:
    """Blank out the body of lk_now(), the one place that may ask the database's clock."""
    return re.sub(
        r"FUNCTION lk_now\b.*?(\$\$.*?\$\$|;)",
        lambda match: re.sub(r"[^\n]", " ", match.group()),
        text,
        flags=re.DOTALL,
    )


@rule
def tables_carry_their_domain(tree: Tree) -> Iterator[Finding]:
    """A table is named `<domain>_<noun>` after the migration that makes it."""
    for migration in tree.migrations:
        match = NAME.fullmatch(migration.name)
        if not match or match.group(2) == "kernel":
            continue
        for line, table in created_tables(migration):
            if not table.startswith(f"{match.group(2)}_"):
                yield migration.finding(line, f"{table}: begin with {match.group(2)}_")
