"""Prove every order: its lines, its payments and its returns add up, and it was paid like that."""

from __future__ import annotations

from liuke.domains.checkout.values import OrderId
from liuke.kernel.ids import MemberId, MerchantId
from liuke.kernel.reader import Reads
from liuke.kernel.rows import Sql
from liuke.kernel.values import Value


class Broken(Value, frozen=True):
    """An order that does not add up, and how."""

    promise: str
    merchant_id: MerchantId
    member_id: MemberId
    order_id: OrderId | None
    found: str


class Proven(Value, frozen=True):
    """What was looked at, and what is wrong with it."""

    orders: int
    lines: int
    broken: list[Broken]


class Count(Value, frozen=True):
    """How many rows there are."""

    orders: int
    lines: int


# birth.birth_of says in Python what `birth` is the hash of.
LINES = Sql[Broken]("""
    SELECT CASE WHEN differs THEN 'C8' ELSE 'L10' END AS promise,
           merchant_id, member_id, order_id,
           CASE WHEN differs THEN sums
               ELSE 'edited: this is not what was sold, where and when' END AS found
    FROM (
        SELECT COALESCE(o.merchant_id, l.merchant_id) AS merchant_id,
               COALESCE(o.member_id, l.member_id) AS member_id,
               COALESCE(o.id, l.order_id) AS order_id,
               'units, gross, cut, discount, points and due of the lines: ' || CONCAT_WS(', ',
                   COALESCE(l.units, 0), l.gross, l.cut, l.discount, l.points, l.due)
                   || '; of the order: ' || CONCAT_WS(', ', o.units, o.gross_minor, o.cut_minor,
                   o.discount_minor, o.points_minor, o.payable_minor - o.shipping_minor) AS sums,
               (l.units, l.gross, l.cut, l.discount, l.points, l.due) IS DISTINCT FROM
                   (o.units, o.gross_minor, o.cut_minor, o.discount_minor, o.points_minor,
                    o.payable_minor - o.shipping_minor) AS differs,
               o.weekday <> EXTRACT(ISODOW FROM o.business_on) AS dated,
               o.birth <> sha256(uuid_send(o.id) || convert_to(CONCAT(
                   char_length(source), '|', source, char_length(external_id), '|', external_id,
                   char_length(store), '|', store, char_length(channel), '|', channel,
                   char_length(staff), '|', staff, '|', encode(uuid_send(store_id), 'hex'), '|',
                   (EXTRACT(EPOCH FROM placed_at) * 1000000)::bigint, '|',
                   business_on - DATE '1970-01-01', '|', gross_minor, '|', cut_minor, '|',
                   discount_minor, '|', points_minor, '|', shipping_minor, '|', payable_minor,
                   '|', o.units, l.told
               ), 'UTF8')) AS edited
        FROM checkout_order o
        FULL JOIN (
            SELECT merchant_id, member_id, order_id, SUM(due_minor) AS due,
                   SUM(gross_minor) AS gross, SUM(cut_minor) AS cut,
                   SUM(discount_minor) AS discount, SUM(points_minor) AS points,
                   SUM(units) AS units, STRING_AGG(CONCAT(
                       E'\n', line, '|', char_length(product), '|', product,
                       char_length(sku), '|', sku, char_length(category), '|', category, '|',
                       units, '|', grams, '|', gross_minor, '|', cut_minor, '|', discount_minor,
                       '|', points_minor, '|', due_minor
                   ), '' ORDER BY line) AS told
            FROM checkout_line GROUP BY merchant_id, member_id, order_id
        ) l ON l.merchant_id = o.merchant_id AND l.member_id = o.member_id AND l.order_id = o.id
    ) one
    WHERE differs OR dated OR edited
    LIMIT 100
""")
PAYMENTS = Sql[Broken]("""
    SELECT 'L8' AS promise, o.merchant_id, o.member_id, o.id AS order_id,
           'paid ' || COALESCE(p.paid, 0) || ' of ' || o.payable_minor || ', returned '
               || COALESCE(r.refund, 0) || ', refunded ' || COALESCE(p.refunded, 0) AS found
    FROM checkout_order o
    LEFT JOIN (
        SELECT merchant_id, member_id, order_id, SUM(amount_minor) AS paid,
               SUM(refunded_minor) AS refunded
        FROM checkout_payment GROUP BY merchant_id, member_id, order_id
    ) p ON p.merchant_id = o.merchant_id AND p.member_id = o.member_id AND p.order_id = o.id
    LEFT JOIN (
        SELECT merchant_id, member_id, order_id, SUM(refund_minor) AS refund
        FROM checkout_return GROUP BY merchant_id, member_id, order_id
    ) r ON r.merchant_id = o.merchant_id AND r.member_id = o.member_id AND r.order_id = o.id
    WHERE COALESCE(p.paid, 0) <> o.payable_minor
       OR COALESCE(p.refunded, 0) <> COALESCE(r.refund, 0)
    LIMIT 100
""")
# record.RECORD writes the same.
TENDERS = Sql[Broken]("""
    SELECT 'L10' AS promise, merchant_id, member_id, order_id,
           'payment ' || place || ' was edited: it was not paid like that' AS found
    FROM checkout_payment
    WHERE birth <> sha256(uuid_send(order_id) || convert_to(CONCAT(
        place, '|', amount_minor, '|', char_length(kind), '|', kind, '|', reference
    ), 'UTF8'))
    ORDER BY merchant_id, member_id, order_id, place
    LIMIT 100
""")
# record.RECORD and claim.MOVE write the same.
DECISIONS = Sql[Broken]("""
    SELECT 'L10' AS promise, merchant_id, member_id, id AS order_id,
           'edited: this is not why it cost that' AS found
    FROM checkout_order
    WHERE decided <> sha256(uuid_send(id) || convert_to(CONCAT(versions, decision), 'UTF8'))
    ORDER BY 2, 3, 4
    LIMIT 100
""")
# take_back.RETURN writes the same.
RETURNS = Sql[Broken]("""
    SELECT 'L10' AS promise, merchant_id, member_id, order_id,
           'a return was edited: this did not come back like that' AS found
    FROM checkout_return
    WHERE birth <> sha256(uuid_send(order_id) || uuid_send(id) || convert_to(CONCAT(
        char_length(external_id), '|', external_id,
        (EXTRACT(EPOCH FROM returned_at) * 1000000)::bigint, '|',
        business_on - DATE '1970-01-01', '|', refund_minor, '|',
        units, '|', outcome, '|', reason
    ), 'UTF8'))
    ORDER BY 2, 3, 4, id
    LIMIT 100
""")
# What came back in pairs, by where it began; advance.CANCEL names the return that calls off.
UNITS = Sql[Broken]("""
    SELECT 'L10' AS promise, one.merchant_id, one.member_id, one.order_id,
           CONCAT('unit ', start, ' of line ', one.line, CASE WHEN start < free_from
               THEN ' came back twice' ELSE ' came back and was not sold' END) AS found
    FROM (
        SELECT r.merchant_id, r.member_id, r.order_id, u.line, u.start, u.start + u.count AS until,
               LAG(u.start + u.count, 1, 0::bigint) OVER (
                   PARTITION BY r.merchant_id, r.member_id, r.order_id, u.line ORDER BY u.start
               ) AS free_from
        FROM checkout_return r
        CROSS JOIN LATERAL jsonb_to_recordset(jsonb_path_query_array(r.units,
            '$[*] ? (@.line.type() == "number" && @.start.type() == "number"
                && @.count.type() == "number")'
        )) AS u (line integer, start bigint, count bigint)
    ) one
    LEFT JOIN checkout_line l ON l.merchant_id = one.merchant_id AND l.member_id = one.member_id
        AND l.order_id = one.order_id AND l.line = one.line
    WHERE start < free_from OR until > COALESCE(l.units, 0)
    LIMIT 100
""")
STATES = Sql[Broken]("""
    SELECT 'L10' AS promise, o.merchant_id, o.member_id, o.id AS order_id,
           CASE WHEN r.id IS NULL THEN 'called off, and nothing came back'
               ELSE 'all came back as it was called off, and it was not' END AS found
    FROM checkout_order o
    LEFT JOIN checkout_return r ON r.merchant_id = o.merchant_id AND r.member_id = o.member_id
        AND r.order_id = o.id AND r.external_id = ''
    WHERE (o.state = 'cancelled') <> (r.id IS NOT NULL)
    LIMIT 100
""")
COUNT = Sql[Count]("""
    SELECT (SELECT COUNT(*) FROM checkout_order) AS orders,
           (SELECT COUNT(*) FROM checkout_line) AS lines
""")


async def verify(reader: Reads) -> Proven:
    """Prove all orders that `reader` may see; at most 100 faults of each kind."""
    broken = [
        *await reader.rows(LINES),
        *await reader.rows(PAYMENTS),
        *await reader.rows(TENDERS),
        *await reader.rows(DECISIONS),
        *await reader.rows(RETURNS),
        *await reader.rows(UNITS),
        *await reader.rows(STATES),
    ]
    (count,) = await reader.rows(COUNT)
    return Proven(count.orders, count.lines, broken)
