from __future__ import annotations

import pytest

from liuke.domains import checkout
from liuke.domains.checkout import PaymentMismatch, Tender
from liuke.kernel.db import Tx
from tests import make
from tests.checkout.test_commit import open_shop, sale


async def test_a_sale_paid_elsewhere_says_so_on_its_receipt_each_time(tx: Tx) -> None:
    member, _ = await open_shop(tx)
    for _ in range(2):
        (receipt,) = await checkout.commit(tx, [sale(member, "1", 0, tee=1)])
        assert receipt.tenders == (Tender("external", 9900),)
    (paid,) = await checkout.commit(tx, [sale(member, "2", 9900, tee=1)])
    assert paid.tenders == (Tender("cash", 9900),)


async def test_a_till_that_names_no_payment_is_told_what_is_due(tx: Tx) -> None:
    member, _ = await open_shop(tx)
    till = make.limited(tx, "checkout.order")
    with pytest.raises(checkout.SalesRefused) as refusal:
        await checkout.commit(till, [sale(member, "1", 0, tee=1)])
    mismatch = refusal.value.problems[0]
    assert isinstance(mismatch, PaymentMismatch)
    assert (mismatch.field, mismatch.due_minor, mismatch.paid_minor) == ("tenders", 9900, 0)
