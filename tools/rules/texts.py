"""What no file may say, whatever its kind."""

from __future__ import annotations

import re
from collections.abc import Iterator

from tools.tree import Finding, Tree, rule

MARKED = re.compile(r"\b(TODO|FIXME|XXX|HACK)\b(?!\(#\d+\))")
SILENCED = re.compile(r"#\s*(noqa|type:\s*ignore|pragma:\s*no cover)(.*)")
REASON = re.compile(r"(: [A-Z]+\d+(, ?[A-Z]+\d+)*|\[[\w, -]+\]|)\s*(--?|–|—|#)\s*\S.{3,}")
HERE = re.compile(r"(?<![\w.~-])/(root|home/\w+|Users/\w+|private)/\w")
OURS = ("tools/rules/texts.py", "tests/architecture/")


@rule
def no_open_ends(tree: Tree) -> Iterator[Finding]:
    """A TODO names its issue."""
    for path, source in tree.sources.items():
        if path.endswith((".py", ".sql", "Makefile")) and not path.startswith(OURS):
            for number, line in enumerate(source.lines, 1):
                if MARKED.search(line):
                    yield source.finding(number, "name the issue, TODO(#12), or do it now")


@rule
def silence_has_a_reason(tree: Tree) -> Iterator[Finding]:
    """A `noqa` or `type: ignore` names its code and says why."""
    for source in tree.python:
        if source.path.startswith(OURS):
            continue
        for number, line in enumerate(source.lines, 1):
            match = SILENCED.search(line)
            if match and not silenced_well(match.group(1), match.group(2)):
                yield source.finding(number, "name the code and the reason: # noqa: S608 - why")


def silenced_well(kind: str, rest: str) -> bool:
    """Whether a silencing comment has its code and a reason."""
    needs_code = not kind.startswith("pragma")
    has_code = rest.startswith((": ", "["))
    return bool(REASON.match(rest)) and (has_code or not needs_code)


@rule
def nothing_of_this_machine(tree: Tree) -> Iterator[Finding]:
    """No path of one machine."""
    for path, source in tree.sources.items():
        if path.startswith(OURS):
            continue
        for number, line in enumerate(source.lines, 1):
            if HERE.search(line):
                yield source.finding(number, "a path of one machine: make it relative")
