"""An operator fits the models by hand; of a small shop they say what is missing."""

from __future__ import annotations

import asyncio
import json
from pathlib import Path

import asyncpg
import pytest
from click.testing import Result

from liuke.kernel.ids import MerchantId
from tests.analytics.lakes import furnished
from tests.surfaces.operator import Operator

pytestmark = pytest.mark.slow

SOLD = """
    WITH member AS (
        INSERT INTO members_member (merchant_id, id, joined_on)
        SELECT $1::uuid, uuidv7(), '2026-01-01'
        RETURNING id
    ), line AS (
        INSERT INTO checkout_line (
            merchant_id, member_id, order_id, line, product, sku, units, gross_minor, cut_minor,
            discount_minor, points_minor, due_minor
        )
        SELECT $1::uuid, id, id, 1, 'p', 's', 1, 100, 0, 0, 0, 100 FROM member
    ), payment AS (
        INSERT INTO checkout_payment (
            merchant_id, member_id, order_id, place, kind, amount_minor, birth
        )
        SELECT $1::uuid, id, id, 1, 'cash', 100,
            sha256(uuid_send(id) || convert_to('1|100|4|cash|', 'UTF8'))
        FROM member
    )
    INSERT INTO checkout_order (
        merchant_id, member_id, id, source, external_id, state, placed_at, business_on, weekday,
        gross_minor, cut_minor, discount_minor, points_minor, shipping_minor, payable_minor, units,
        guest, versions, decision, birth, decided
    )
    SELECT $1::uuid, id, id, 'test', '1', 'paid', '2026-01-02', '2026-01-02', 5, 100, 0, 0, 0,
        0, 100, 1, false, '{}', '{}',
        sha256(uuid_send(id) || convert_to(CONCAT(
            '4|test1|10|0|0|||',
            (EXTRACT(EPOCH FROM TIMESTAMPTZ '2026-01-02') * 1000000)::bigint, '|',
            DATE '2026-01-02' - DATE '1970-01-01',
            E'|100|0|0|0|0|100|1\\n1|1|p1|s0||1|0|100|0|0|0|100'
        ), 'UTF8')),
        sha256(uuid_send(id) || convert_to('{}{}', 'UTF8'))
    FROM member
"""


async def sell(url: str, merchant_id: MerchantId) -> None:
    connection = await asyncpg.connect(url)
    await connection.execute("SET session_replication_role = replica")
    await connection.execute(SOLD, merchant_id)
    await connection.close()


def test_models_of_a_small_shop_say_what_is_missing(operator: Operator, tmp_path: Path) -> None:
    with furnished(tmp_path, operator.shop.database):
        none = operator.asks(*operator.of_shop("models"))
        assert none == {"models": [], "members": 0}
        asyncio.run(sell(operator.server.admin_url, operator.shop.actor.merchant_id))
        told = operator.asks(*operator.of_shop("models"))
        said = operator.types(*operator.of_shop("models"))
    kinds = ["rfm", "clv", "picks", "demand", "movements"]
    assert [(model["kind"], model["state"]) for model in told["models"]] == [
        (kind, "sparse") for kind in kinds
    ]
    assert told["members"] == 0
    assert all(model["reason"] and model["reason_zh"] for model in told["models"])
    assert "现有 1" in said.stdout
    assert "0 members scored" in said.stderr


def test_settings_are_printed_and_set_from_such_a_file(operator: Operator, tmp_path: Path) -> None:
    read = operator.asks(*operator.of_shop("models", "--settings"))
    file = tmp_path / "models.json"

    def put(*, fails: bool = False, **changed: int) -> Result:
        file.write_text(json.dumps(read | {"settings": read["settings"] | changed}))
        return operator.types(*operator.of_shop("models", "--set", str(file)), fails=fails)

    put(window_days=90)
    late = put(fails=True, period_days=7)
    assert '"code": "model_settings_edited_meanwhile"' in late.stderr
    now = operator.asks(*operator.of_shop("models", "--settings"))
    assert (now["settings"]["window_days"], now["settings"]["period_days"]) == (90, 30)
    odd = put(fails=True, window_days=0)
    assert '"field": "settings.window_days"' in odd.stderr
