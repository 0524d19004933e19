"""Link what is counted of a member in a set, so that an edited or removed entry is named."""

from __future__ import annotations

from datetime import datetime

from liuke.domains.tiers.book import Head, Key, Standings
from liuke.domains.tiers.values import Entry
from liuke.kernel.ids import MerchantId
from liuke.kernel.links import days, link, measured, micros


def chain(book: Standings, merchant_id: MerchantId, posted_at: datetime) -> list[Head]:
    """Link the entries of a book, in its order, and keep the new heads; return their places."""
    posted, places = micros(posted_at), list[Head]()
    for entry in book.entries:
        key = Key(entry.member_id, entry.set_code)
        before = head(book, key, merchant_id)
        seq = before.seq + 1
        book.heads[key] = after = Head(seq, link(before.link, f"{seq}|{_text(entry)}|{posted}"))
        places.append(after)
    return places


def head(book: Standings, key: Key, merchant_id: MerchantId) -> Head:
    """Return the last link of a member in a set; before the first it is the account itself."""
    found = book.heads.get(key)
    if found is not None:
        return found
    return Head(0, merchant_id.bytes + key.member_id.bytes + key.set_code.encode())


def _text(entry: Entry) -> str:
    """Return all that an entry says; `verify.ENTRIES` says the same in SQL."""
    return (
        f"{measured(entry.cause)}|{micros(entry.at)}|{days(entry.day)}"
        f"|{entry.amount}|{entry.purchases}|{entry.purchase_minor}|{measured(entry.level)}"
        f"|{days(entry.hold_until_on)}|{days(entry.card_on)}|{days(entry.card_until_on)}"
        f"|{measured(entry.undoes)}|{measured(entry.reason)}|{entry.version.bytes.hex()}"
    )
