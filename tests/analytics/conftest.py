from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from liuke.domains.analytics import HERE, Depot, Seat
from tests.analytics.lakes import furnished
from tests.conftest import Shop
from tests.s3_storage import storage

__all__ = ["seat", "storage"]


@pytest.fixture
def seat(request: pytest.FixtureRequest, tmp_path: Path, shop: Shop) -> Iterator[Seat]:
    """Keep the shop's lake in a folder of its own, or, where a test says so, in a bucket."""
    depot: Depot = HERE
    if getattr(request, "param", "folder") == "s3":
        depot = request.getfixturevalue("storage").depot(tmp_path)
    with furnished(tmp_path, shop.database, depot) as place:
        yield place
