"""Orders laid down as rows: they add up, for `liuke verify` reads whatever a test has committed."""

from __future__ import annotations

from liuke.kernel.rows import Sql

# Three lines of one yuan, paid at once. Given: member, order, day, state, SKU.
ORDER = Sql[None]("""
    WITH orders AS (
        INSERT INTO checkout_order (
            member_id, id, source, external_id, state, placed_at, business_on, weekday,
            gross_minor, cut_minor, discount_minor, points_minor, shipping_minor, payable_minor,
            units, guest, versions, decision, birth, decided
        )
        SELECT $1::uuid, $2::uuid, 'test', $2::text, $4, $3::date, $3::date,
            EXTRACT(ISODOW FROM $3::date), 300, 0, 0, 0, 0, 300, 3, false, '{}', '{}',
            sha256(uuid_send($2::uuid) || convert_to(CONCAT(
                '4|test', 36, '|', $2::text, '0|0|0|||',
                (EXTRACT(EPOCH FROM $3::date::timestamptz) * 1000000)::bigint, '|',
                $3::date - DATE '1970-01-01', '|300|0|0|0|0|300|3',
                E'\\n1|1|p', sold.line, E'\\n2|1|p', sold.line, E'\\n3|1|p', sold.line
            ), 'UTF8')),
            sha256(uuid_send($2::uuid) || convert_to('{}{}', 'UTF8'))
        FROM (SELECT CONCAT(char_length($5), '|', $5, '0||1|0|100|0|0|0|100') AS line) sold
    ), payments AS (
        INSERT INTO checkout_payment (member_id, order_id, place, kind, amount_minor, birth)
        SELECT $1::uuid, $2::uuid, 1, 'cash', 300,
            sha256(uuid_send($2::uuid) || convert_to('1|300|4|cash|', 'UTF8'))
    )
    INSERT INTO checkout_line (
        member_id, order_id, line, product, sku, units, gross_minor, cut_minor, discount_minor,
        points_minor, due_minor
    )
    SELECT $1::uuid, $2::uuid, n, 'p', $5, 1, 100, 0, 0, 0, 100 FROM generate_series(1, 3) n
""")
