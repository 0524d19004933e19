"""What happenings are worth to each basis."""

from __future__ import annotations

import pytest

from liuke.domains.tiers.netting import worth
from liuke.domains.tiers.values import Amounts, Basis

ALL = Amounts(points={"stars": 7}, spend_minor=900, orders=1, referrals=2)


@pytest.mark.parametrize(
    ("basis", "amount"),
    [
        (Basis(kind="points", book="stars"), 7),
        (Basis(kind="points", book="other"), 0),
        (Basis(kind="spend"), 900),
        (Basis(kind="orders"), 1),
        (Basis(kind="referrals"), 2),
        (Basis(kind="manual"), 0),
    ],
)
def test_a_basis_takes_what_it_counts(basis: Basis, amount: int) -> None:
    assert worth(basis, ALL) == amount
