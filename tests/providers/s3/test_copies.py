"""Copies stay within their bound, whoever shares the folder, and are there while they are read."""

from __future__ import annotations

import os
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from liuke.domains.analytics import QuestionTooLarge, StorageAway
from liuke.providers.s3 import Copies
from liuke.providers.s3.copies import PINS

KILO = 1_000


def name(number: int, size: int = KILO) -> str:
    return f"mch_1/t/all-0000000{number}-abc-{size}.parquet"


@pytest.fixture
def copies(tmp_path: Path) -> Copies:
    """Hold three files of a kilobyte, the first one unread the longest, and no more."""
    for number in (1, 2, 3):
        place = tmp_path / name(number)
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(b"x" * KILO)
        os.utime(place, (number, number))
    return Copies(tmp_path, 3 * KILO)


def there(copies: Copies) -> list[int]:
    return [number for number in range(1, 9) if (copies.folder / name(number)).exists()]


def paths(copies: Copies, *numbers: int) -> list[str]:
    return [str(copies.folder / name(number)) for number in numbers]


def test_what_was_read_last_stays(copies: Copies) -> None:
    with copies.pinned(paths(copies, 1)):
        assert there(copies) == [1, 2, 3]
    with copies.pinned(paths(copies, 4)):
        assert there(copies) == [1, 3]
    assert copies.used() == 2 * KILO


def test_what_somebody_reads_stays_though_another_process_wants_its_room(copies: Copies) -> None:
    other = Copies(copies.folder, copies.most)
    with copies.pinned(paths(copies, 1, 2)):
        with other.pinned(paths(other, 4)):
            assert there(copies) == [1, 2]
            # What is named and still comes takes its room already.
            with pytest.raises(StorageAway), copies.pinned(paths(copies, 5)):
                pass
        other.trim()
    with other.pinned(paths(other, 5, 6)):
        assert len(there(copies)) == 1


def test_a_question_that_never_fits_is_refused_and_deletes_nothing(copies: Copies) -> None:
    four = paths(copies, 4, 5, 6, 7)
    with pytest.raises(QuestionTooLarge, match="LIUKE_LAKE_CACHE_MB"), copies.pinned(four):
        pass
    assert there(copies) == [1, 2, 3]


def test_who_was_killed_while_reading_holds_nothing(copies: Copies) -> None:
    with copies.pinned(paths(copies, 1)):
        pass
    left = copies.folder / PINS / "killed"
    left.write_text("\n".join(map(name, (1, 2, 3))))
    with copies.pinned(paths(copies, 4)):
        assert len(there(copies)) == 2
    assert not left.exists()


def test_what_was_pressed_here_is_trimmed_to_the_bound(copies: Copies) -> None:
    (copies.folder / name(4)).write_bytes(b"x" * KILO)
    copies.trim()
    assert there(copies) == [2, 3, 4]


def test_copies_of_what_counts_no_longer_go_unless_they_are_read(copies: Copies) -> None:
    half = copies.folder / "mch_1/t/.fetch-killed"
    half.write_bytes(b"x")
    os.utime(half, (1, 1))
    folder, ago = copies.folder / "mch_1", datetime.now(UTC) - timedelta(minutes=15)
    with copies.pinned(paths(copies, 2)):
        assert copies.shed(folder, {copies.folder / name(1)}, ago) == 2
    assert there(copies) == [1, 2]
    assert not half.exists()
    # It was read a moment ago: somebody may have opened the lake with it.
    assert copies.shed(folder, set(), ago) == 1
    assert there(copies) == [2]
