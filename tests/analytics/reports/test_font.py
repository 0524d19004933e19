"""The font of printed reports: what any file that takes its place must be able to do."""

from __future__ import annotations

import pytest

from liuke.domains.analytics.reports.font import font


def characters(encoding: str) -> set[str]:
    """Return every Chinese character and sign that an encoding of two bytes knows."""
    pairs = (bytes([high, low]) for high in range(0x81, 0xFF) for low in range(0x40, 0xFF))
    found = {pair.decode(encoding, "replace") for pair in pairs}
    return {one for one in found if len(one) == 1 and "\u4e00" <= one <= "\u9fff"}


@pytest.mark.parametrize(("encoding", "least"), [("gbk", 20_900), ("big5", 13_000)])
def test_it_has_every_simplified_and_traditional_character(encoding: str, least: int) -> None:
    wanted = characters(encoding)

    assert len(wanted) >= least
    assert {one for one in wanted if ord(one) not in font().face.charToGlyph} == set()


def test_it_has_the_signs_that_reports_write() -> None:
    assert {
        one for one in "¥€£$%—–…·，。：（）￥Éñ" if ord(one) not in font().face.charToGlyph
    } == set()
