"""Make the files of a new domain and place it in the graph: `make domain name=care`.

It is placed on a line of its own at the top of the graph; move it down to where it belongs.
"""

from __future__ import annotations

import re
import sys
from pathlib import Path

from tools.new_migration import make as make_migration
from tools.tree import layers

ROOT = Path(__file__).parent.parent
GRAPH = 'containers = ["liuke.domains"]\nexhaustive = true\nlayers = [\n'

FILES = {
    "__init__.py": '''\
"""中文 {title}: what this noun means to a shop, in one sentence.

A *thing* is …; a *state* is …
"""

__all__: list[str] = []
''',
    "values.py": '"""What {name} is made of."""\n',
    "events.py": '"""What happened, in the past tense."""\n',
    "errors.py": '"""What {name} can refuse."""\n',
    "rules.py": '"""What {name} decides: pure, no I/O, no clock."""\n',
}


def make(name: str, root: Path = ROOT) -> Path:
    """Write the files of a domain and its first migration, and place it in the graph.

    Raises:
        SystemExit: the name is not a plain noun, or taken.
    """
    project = root / "pyproject.toml"
    text = project.read_text("utf-8")
    if not re.fullmatch(r"[a-z]+", name):
        raise SystemExit("name it by one plain noun: make domain name=care")
    if name in {domain for line in layers(text) for domain in line}:
        raise SystemExit(f"{name} is there already")
    project.write_text(text.replace(GRAPH, f'{GRAPH}    "{name}",\n'), "utf-8")
    folder = root / "src" / "liuke" / "domains" / name
    folder.mkdir(parents=True)
    for file, content in FILES.items():
        filled = content.format(name=name, title=name.title())
        (folder / file).write_text(filled, "utf-8")
    make_migration(f"{name}_begin", root)
    return folder


if __name__ == "__main__":
    made = make(" ".join(sys.argv[1:]))
    print(f"{made.relative_to(ROOT)}: now place it in pyproject.toml, then `make docs`")
