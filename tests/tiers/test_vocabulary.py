"""The guide to tiers shows documents that may be published as they stand."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import msgspec
import pytest

from liuke.domains import programme

GUIDE = Path(__file__).parents[2] / "docs" / "guide" / "tiers.md"
BLOCKS = re.findall(r"```json\n(.*?)```", GUIDE.read_text("utf-8"), re.DOTALL)


@pytest.mark.parametrize("block", BLOCKS)
def test_every_block_is_a_good_document(block: str) -> None:
    text: dict[str, Any] = msgspec.json.decode(block)
    programme.check({"code": "guide", "name": "Guide", "name_zh": "指南", **text})


def test_there_are_blocks() -> None:
    assert len(BLOCKS) == 2
