"""What models call things: classes of RFM, stages of life, in code and in both languages."""

from __future__ import annotations

from enum import StrEnum
from typing import NamedTuple


class Name(NamedTuple):
    """A class of members in code and in words."""

    code: str
    label: str
    label_zh: str


NAMES = (
    Name("hibernating", "Hibernating", "一般挽留"),
    Name("slipping_big", "Big spenders gone quiet", "重要挽留"),
    Name("slipping", "Regulars gone quiet", "一般保持"),
    Name("must_keep", "Best members gone quiet", "重要保持"),
    Name("recent", "Recent", "一般发展"),
    Name("promising", "Recent big spenders", "重要发展"),
    Name("loyal", "Loyal", "一般价值"),
    Name("champion", "Champions", "重要价值"),
)


class Stage(StrEnum):
    """The stages, from before the first order to gone."""

    PROSPECT = "prospect"
    NEW = "new"
    ACTIVE = "active"
    AT_RISK = "at_risk"
    DORMANT = "dormant"
    LOST = "lost"


STAGES = tuple(Stage)
STAGE_WORDS = {
    Stage.PROSPECT: ("Has not bought yet", "潜在"),
    Stage.NEW: ("Honeymoon", "蜜月期"),
    Stage.ACTIVE: ("Active", "活跃"),
    Stage.AT_RISK: ("At risk", "预流失"),
    Stage.DORMANT: ("Dormant", "沉睡"),
    Stage.LOST: ("Lost", "流失"),
}
