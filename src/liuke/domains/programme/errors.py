"""What the programme can refuse."""

from __future__ import annotations

from dataclasses import dataclass

from liuke.domains.programme.values import Fault, VersionId
from liuke.kernel.problems import Invalid, NotFound, Refused, Stale


@dataclass(eq=False)
class FaultyProgramme(Invalid):
    """The document cannot be published; every fault is named."""

    title = "The programme has faults."
    title_zh = "方案有错误。"
    faults: tuple[Fault, ...]


@dataclass(eq=False)
class UnknownVersion(NotFound):
    """There is no such version."""

    title = "There is no such version."
    title_zh = "没有这个版本。"
    version: VersionId | str


@dataclass(eq=False)
class AlreadyPublished(Refused):
    """A published version never changes."""

    title = "This version is published and never changes; publish a new one."
    title_zh = "版本已发布，不能再改；请发布新版本。"
    version_id: VersionId


@dataclass(eq=False)
class EditedMeanwhile(Stale):
    """Somebody saved the draft after this editor read it."""

    title = "Not saved: the draft changed meanwhile. Compare, then choose a version."
    title_zh = "没有保存：草稿已被别人改过。先看差异，再选留哪一版。"
    version_id: VersionId
    revision: int


@dataclass(eq=False)
class UnknownProgrammeTemplate(NotFound):
    """There is no ready-made programme of this name."""

    title = "There is no ready-made programme of this name."
    title_zh = "没有这个现成方案。"
    template: str
