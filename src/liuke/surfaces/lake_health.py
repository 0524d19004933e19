"""How the lake's storage is, as the other parts of `liuke.surfaces.health` are."""

from __future__ import annotations

from liuke.domains import analytics
from liuke.kernel.problems import Problem
from liuke.surfaces.health import Part, State, of_problem, part


async def of_lake() -> list[Part]:
    """Write, read and delete one file; nothing is found where this process has no lake."""
    try:
        where = await analytics.storage()
    except Problem as problem:
        return [] if type(problem) is analytics.LakeUnavailable else [of_problem("lake", problem)]
    return [part("lake", State.FINE, (f"files at {where}", f"文件在 {where}"))]
