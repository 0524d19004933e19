"""Promotions over HTTP: the live rules, and an invented basket decided and explained."""

from __future__ import annotations

from liuke.domains.promotions.dry_run import Answer, LiveRule, Question, dry_run, live_rules
from liuke.kernel.db import Tx
from liuke.kernel.web import get, post


@get("/promotions/rules", may="promotions.read")
async def list_rules(tx: Tx) -> list[LiveRule]:
    """List the live rules in the order they run, with what their limits have given."""
    return await live_rules(tx)


@post("/promotions/decisions", may="promotions.read", status=200)
async def decide_basket(tx: Tx, data: Question) -> Answer:
    """Decide an invented basket without selling it, and say why each rule did not apply."""
    return await dry_run(tx, data)


ROUTES = [list_rules, decide_basket]
