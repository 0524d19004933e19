"""方案 Programme: one document with versions that says how members are treated.

A *document* has sections (books, tiers, coupons, rules, …); the domains above declare them.
A *version* goes draft → scheduled → live → retired, and is never edited once published.
*Live* is what rules now: the live versions of all programmes, merged.
"""

from liuke.domains.programme.diff import diff
from liuke.domains.programme.document import (
    Draft,
    Others,
    Section,
    check,
    declare,
    faults,
    parse,
    schema,
)
from liuke.domains.programme.errors import (
    AlreadyPublished,
    EditedMeanwhile,
    FaultyProgramme,
    UnknownVersion,
)
from liuke.domains.programme.events import ProgrammePublished, ProgrammeWithdrawn
from liuke.domains.programme.live import Live, editions, live, live_at
from liuke.domains.programme.named_stores import lost_stores
from liuke.domains.programme.pilot import Publication
from liuke.domains.programme.publish import DraftText, publish, save, withdraw
from liuke.domains.programme.ready_made import currency_of, template, templates
from liuke.domains.programme.ruling import Ruling, ruling
from liuke.domains.programme.values import Change, Code, Fault, InForce, Version, VersionId
from liuke.domains.programme.versions import get_version, versions

__all__ = [
    "AlreadyPublished", "Change", "Code", "Draft", "DraftText", "EditedMeanwhile", "Fault",
    "FaultyProgramme", "InForce", "Live", "Others", "ProgrammePublished", "ProgrammeWithdrawn",
    "Publication", "Ruling", "Section", "UnknownVersion", "Version", "VersionId", "check",
    "currency_of", "declare", "diff", "editions", "faults", "get_version", "live", "live_at",
    "lost_stores", "parse", "publish", "ruling", "save", "schema", "template", "templates",
    "versions", "withdraw",
]  # fmt: skip
