"""The guide's examples are programmes that may be published."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any, get_args

import pytest

from liuke.domains import programme
from liuke.domains.promotions import Effect

GUIDE = (Path(__file__).parents[2] / "docs" / "guide" / "rules.md").read_text("utf-8")
BLOCKS = [json.loads(block) for block in re.findall(r"```json\n(.*?)```", GUIDE, re.DOTALL)]


@pytest.mark.parametrize("block", BLOCKS)
def test_an_example_is_publishable(block: dict[str, Any]) -> None:
    programme.check({"code": "guide", "name": "Guide", "name_zh": "示例", **block})


def test_every_effect_is_named_in_the_guide() -> None:
    kinds = {str(kind.__struct_config__.tag) for kind in get_args(Effect)}
    assert {
        kind for kind in kinds if f"`{kind}`" not in GUIDE and f'"{kind}"' not in GUIDE
    } == set()


def test_a_level_that_stands_nowhere_is_a_fault() -> None:
    document = json.loads(json.dumps(programme.template("diamond-ladder")))
    document["rules"][0].setdefault("where", {})["tiers"] = ["pu"]
    with pytest.raises(programme.FaultyProgramme) as refusal:
        programme.check(document)
    assert "$.rules[0].where.tiers" in {fault.path for fault in refusal.value.faults}


@pytest.mark.parametrize("code", [ready.code for ready in programme.templates()])
def test_every_ready_made_programme_is_publishable(code: str) -> None:
    programme.check(programme.template(code))
