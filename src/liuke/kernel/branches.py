"""Codes in a tree: the path of each from the top."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from liuke.kernel.problems import Problem


def paths(
    parents: Mapping[str, str | None], circular: Callable[[tuple[str, ...]], Problem]
) -> dict[str, str]:
    """Return the path of every code, given the parent of each; all parents are among the codes.

    A code that lies inside itself is refused as `circular`, which is told the circle.

    >>> paths({"sh": "east", "east": None}, Problem)
    {'sh': '/east/sh/', 'east': '/east/'}
    """
    return {code: f"/{'/'.join(_line(code, parents, circular))}/" for code in parents}


def _line(
    code: str,
    parents: Mapping[str, str | None],
    circular: Callable[[tuple[str, ...]], Problem],
) -> list[str]:
    line = [code]
    while (above := parents[line[-1]]) is not None:
        if above in line:
            raise circular(tuple(line))
        line.append(above)
    return line[::-1]
