"""What every chain is hashed from."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from liuke.kernel.links import days, link, measured, micros


@pytest.mark.inv("L10")
def test_what_a_chain_is_hashed_from_never_changes() -> None:
    assert micros(datetime(1970, 1, 2, tzinfo=UTC)) == 86_400_000_000
    assert micros(datetime(1970, 1, 1, 0, 0, 0, 7, tzinfo=UTC)) == 7
    assert [days(date(1970, 1, 2)), days(date(1969, 12, 31)), days(None)] == [1, -1, ""]
    assert [measured("券|1"), measured(""), measured(None)] == ["3|券|1", "0|", "|"]
    first = link(b"m", "1|积分")
    assert first.hex() == "7fa4b08878c3ab839b87d79f2df06b0467e7305dba49e5736c1c411c8207af52"
    assert link(first, "1|积分") != first
