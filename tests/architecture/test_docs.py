"""What is generated is committed as generated."""

from __future__ import annotations

import pytest

from tools import docs, reference

pytestmark = pytest.mark.slow


def test_the_generated_pages_are_what_the_code_says() -> None:
    reference.load()
    assert docs.stale() == [], "run `make docs`"
