"""Groups ready to use: each a question with its reason, applied and then edited freely.

Their texts name money in the shop's own currency.
"""

from __future__ import annotations

import json
from functools import lru_cache
from importlib.resources import files

import msgspec

from liuke.domains.segments.errors import UnknownGroup
from liuke.domains.segments.save import make
from liuke.domains.segments.values import Segment, SegmentCode, Wish
from liuke.kernel.conditions import Condition
from liuke.kernel.db import Tx
from liuke.kernel.priced import priced
from liuke.kernel.problems import InvalidField
from liuke.kernel.values import Value

FOLDER = "templates"
CODE_UNFIT = (
    "up to 40 of a-z, 0-9, - and _, the first a letter or a digit",
    "最多 40 个小写字母、数字、- 或 _，以字母或数字开头",
)


class Template(Value, frozen=True):
    """A group that shops know: its names, what it is good for, and its question."""

    code: SegmentCode
    name: str
    name_zh: str
    use: str
    use_zh: str
    tree: Condition


@lru_cache(maxsize=8)
def templates(currency: str = "CNY") -> dict[str, Template]:
    """Return every template by code, in the order a shop meets them, its texts in a currency."""
    folder = files(__package__).joinpath(FOLDER)
    told = priced(json.loads(folder.joinpath("groups.json").read_text("utf-8")), currency)
    return {one.code: one for one in msgspec.convert(told, list[Template])}


def get_template(code: str, currency: str = "CNY") -> Template:
    """Return one template, its texts in a currency.

    Raises:
        UnknownGroup: there is none of this name.
    """
    found = templates(currency).get(code)
    if found is None:
        raise UnknownGroup(code)
    return found


async def apply_template(tx: Tx, template: str, *, code: str = "") -> Segment:
    """Make a segment of a template, under its own code unless another is given.

    Raises:
        UnknownGroup: there is none of this name.
        InvalidField: the code cannot be one.
        SegmentTaken: the code is another one's.
    """
    found = get_template(template, tx.currency)
    return await make(tx, Wish(_sound(code or found.code), found.name, found.name_zh, found.tree))


def _sound(code: str) -> SegmentCode:
    try:
        return msgspec.convert(code, SegmentCode)
    except msgspec.ValidationError as unfit:
        raise InvalidField("code", *CODE_UNFIT) from unfit
