"""Check the rules of this house that no linter knows: one function per rule, in tools/rules."""

from __future__ import annotations

import sys
from importlib import import_module
from pathlib import Path

from tools.tree import RULES, Finding, Tree

ROOT = Path(__file__).parent.parent


def load() -> None:
    """Import every file of rules; importing registers them."""
    for path in sorted((ROOT / "tools" / "rules").glob("*.py")):
        import_module(f"tools.rules.{path.stem}")


def check(tree: Tree) -> list[Finding]:
    """Run every rule over the tree, sorted by place."""
    load()
    return sorted({finding for rule in RULES for finding in rule(tree)})


def main() -> int:
    """Print what is not tidy and how to mend it; 1 if anything is."""
    findings = check(Tree.read(ROOT))
    for finding in findings:
        print(finding)
    print(f"tidy: {len(RULES)} rules, {len(findings)} findings")
    return 1 if findings else 0


if __name__ == "__main__":
    sys.exit(main())
