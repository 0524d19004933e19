from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from liuke.domains.analytics import Seat
from tests.analytics.lakes import furnished
from tests.conftest import Shop


@pytest.fixture
def seat(tmp_path: Path, shop: Shop) -> Iterator[Seat]:
    """Keep the shop's lake in a folder of its own."""
    with furnished(tmp_path, shop.database) as place:
        yield place
