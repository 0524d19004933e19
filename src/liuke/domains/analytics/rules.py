"""What of the lake is worth writing anew: pure, from the manifest alone."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from liuke.domains.analytics.values import LakeFile
from liuke.kernel.values import Value

# A reader opens every file; replaced rows are read and thrown away.
FILES_PER_MONTH_MAX = 8
MARK_FILES_MAX = 16
MARKS_MIN = 10_000
MARKS_PER_ROW = 10
# One look reads no more at once, so that no more of a large lake has to be at hand.
LOOK_BYTES = 256 << 20


class Doing(Value, frozen=True):
    """What to do with one table: which months to merge, and whether to fold replaced rows in."""

    months: tuple[str, ...] = ()
    fold: bool = False

    def __bool__(self) -> bool:
        return bool(self.months or self.fold)


def plan(files: Sequence[LakeFile], *, whole: bool = False, stale: bool = False) -> Doing:
    """Decide what of one table is written anew; `whole`, whatever can be.

    With `stale` what is gone has to leave the files, however little it is.

    >>> plan([])
    Doing(months=(), fold=False)
    """
    rows = Counter(file.month for file in files if file.kind != "gone")
    marks = [file for file in files if file.kind != "rows"]
    most = 1 if whole else FILES_PER_MONTH_MAX
    months = tuple(sorted(month for month, count in rows.items() if count > most))
    held = sum(file.row_count for file in files if file.kind == "rows")
    many = sum(file.row_count for file in marks) > max(MARKS_MIN, held // MARKS_PER_ROW)
    # Changes lie in months that are merged: then all of them are folded in at once.
    changed = any(file.kind == "changes" and file.month in months for file in marks)
    fold = bool(marks) and (whole or stale or many or changed or len(marks) > MARK_FILES_MAX)
    return Doing(months, fold)


def looks(files: Sequence[LakeFile], most: int = LOOK_BYTES) -> list[list[LakeFile]]:
    """Divide files among looks, in order; a file that is too large is looked at alone.

    >>> looks([])
    []
    """
    found: list[list[LakeFile]] = []
    size = 0
    for file in files:
        if not found or size + file.size_bytes > most:
            found.append([])
            size = 0
        found[-1].append(file)
        size += file.size_bytes
    return found
