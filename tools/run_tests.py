"""Run the tests on every core, with coverage if asked, and end on pytest's closing line."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parent.parent
DATA = ROOT / ".cache" / "coverage"
# One more than there are cores: whoever waits for a browser or a job leaves its core to another.
WORKERS = min((os.cpu_count() or 1) + 1, 4)


def main(arguments: list[str]) -> int:
    """Run pytest with the arguments; report coverage; repeat the verdict as the last line."""
    covered = "--coverage" in arguments
    chosen = [argument for argument in arguments if argument != "--coverage"]
    if covered:
        for old in DATA.glob("data*"):
            old.unlink()
    code, verdict = run_pytest(chosen, covered=covered)
    if covered:
        report()
        print(verdict)
    return code


def run_pytest(arguments: list[str], *, covered: bool) -> tuple[int, str]:
    """Run pytest, show its output as it comes, and return its code and closing line."""
    pytest = ["-m", "pytest", "--quiet", "--numprocesses", str(WORKERS), "--dist", "loadfile"]
    pytest += ["--no-loadscope-reorder"]  # tests/conftest.py says what begins
    measured = ["-m", "coverage", "run", "--rcfile", "pyproject.toml"] if covered else []
    verdict = ""
    with subprocess.Popen(
        [sys.executable, *measured, *pytest, *arguments],
        cwd=ROOT,
        # Nobody looks at pictures of a whole run: `make shots` takes them.
        env={**os.environ, "LIUKE_SHOTS": "none"},
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stdout is not None, "a pipe was asked for"
        for line in process.stdout:
            sys.stdout.write(line)
            sys.stdout.flush()
            verdict = line.strip() or verdict
    return process.returncode, verdict


def report() -> int:
    """Combine what every process measured; show the files that are not wholly covered."""
    coverage = [sys.executable, "-m", "coverage"]
    subprocess.run([*coverage, "combine", "--quiet"], cwd=ROOT, check=False)
    return subprocess.run([*coverage, "report"], cwd=ROOT, check=False).returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
