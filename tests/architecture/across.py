"""What does not name the member whose rows it wants, and why that is right.

Facts and conditions are asked of members by name (`tests/kernel/test_relations.py` reads their
plans); the lake copies whole tables by transaction number. Everything else that goes across
members stands here, and nothing else may.
"""

from __future__ import annotations

from collections.abc import Mapping

# Tables that know a member and are kept by something else.
MAPPED: Mapping[str, str] = {
    "analytics_behaviour": "what was done on pages, mostly by nobody known yet",
    "analytics_thread": "from what a browser calls itself to who it turned out to be",
    "checkout_key": "from a till's own number of a sale to the order",
    "coupons_code": "from a code that is shown, or a number elsewhere, to whose coupon it is",
    "kernel_event": "read in the order of writing; a timeline names its member",
    "members_session": "from what a browser holds to who came in",
}

# Names that are nobody else's in the whole shop, though the rows are kept by member.
UNIQUE: Mapping[str, str] = {
    "checkout_reservation_merchant_id_id_key": "the number a till was given for what it holds",
    "members_card_merchant_id_number_key": "what is printed on a card",
    "members_identity_merchant_id_kind_digest_key": "a phone, an address, a foreign number",
    "members_member_merchant_id_source_external_id_key": "the number of another system",
}

# Statements, by why they look across members. Those of the till stand first.
ACROSS: Mapping[str, tuple[str, ...]] = {
    "leads from what is shown or typed to whose it is": (
        "domains.checkout.reserve.CLOSE",
        "domains.checkout.reserve.FIND",
        "domains.members.find.BY_KEY",
        "domains.members.known.CARDS",
        "domains.members.known.MARKS",
        "domains.members.search.BY_TOKENS",
    ),
    "who was merged into somebody, or lives with them": (
        "domains.desk.visits.VISITS",
        "domains.members.card.CARDS",
        "domains.members.card.PAGE",
        "domains.members.card_life.MOVE",
        "domains.members.card_life.RENEW",
        "domains.members.child.REMOVE",
        "domains.members.household.FULL",
        "domains.members.household.KIN",
        "domains.members.household.LEAVE",
        "domains.members.identity.REMOVE",
        "domains.members.merge.FOLLOWERS",
        "domains.members.merge.FORWARD",
        "domains.members.merge.MERGES",
        "domains.members.merge.RESTORE",
        "domains.members.merge.WRITE",
        "domains.members.people.CLUSTER",
        "domains.members.profile.CLEAR",
        "domains.members.tag.TAGS",
        "domains.members.tag.UNTAG",
        "domains.segments.follow.UNCARRY",
    ),
    "counts what was given before, once, when a limit is new": ("domains.coupons.limits.BEFORE",),
    "finds whom a job is for, some at a time": (
        "domains.analytics.forgetting.ASKED",
        "domains.analytics.nightly.SCORED",
        "domains.checkout.reserve.SWEEP",
        "domains.coupons.expire.DUE",
        "domains.members.card_life.DUE",
        "domains.members.rotate.DUE",
        "domains.members.tag.DUE",
        "domains.points.expire.DUE",
        "domains.tiers.close.DUE",
        "domains.tiers.gifts.HOLDERS",
    ),
    "what is due today, whoever it is of": (
        "domains.members.note_list.DUE",
        "domains.members.note_list.DUE_MINE",
    ),
    "is of one batch, list or segment": (
        "domains.desk.batch.NEXT",
        "domains.desk.batch.RESULTS",
        "domains.desk.batch.TALLIES",
        "domains.desk.batch_codes.REACHED",
        "domains.desk.batch_list.SHARES",
        "domains.segments.membership.COUNT",
        "domains.segments.membership.INSIDE",
        "domains.segments.membership.PAGE",
        "domains.segments.runs.END",
    ),
    "tells who runs the shop how it stands, by day, store, level or kind": (
        "domains.analytics.models.kept.CENSUS",
        "domains.checkout.day_totals.BOOKS",
        "domains.checkout.day_totals.RETURNED",
        "domains.checkout.day_totals.SOLD",
        "domains.checkout.day_totals.TENDERS",
        "domains.checkout.figures.ANY",
        "domains.checkout.figures.FIGURES",
        "domains.checkout.sales.SALES",
        "domains.checkout.simulate.COUNT",
        "domains.checkout.simulate.ORDERS",
        "domains.members.tag.NAMES",
        "domains.points.settlement.HONOURED",
    ),
    "takes everybody's along, page by page": (
        "domains.checkout.sheets.PAGE",
        "domains.coupons.sheets.PAGE",
        "domains.members.sheets.PAGE",
        "domains.points.sheets.PAGE",
    ),
    "proves every book, or anchors it": (
        "domains.checkout.verify.COUNT",
        "domains.checkout.verify.DECISIONS",
        "domains.checkout.verify.LINES",
        "domains.checkout.verify.PAYMENTS",
        "domains.checkout.verify.RETURNS",
        "domains.checkout.verify.STATES",
        "domains.checkout.verify.TENDERS",
        "domains.checkout.verify.UNITS",
        "domains.coupons.verify.BIRTHS",
        "domains.coupons.verify.CODES",
        "domains.coupons.verify.COUNT",
        "domains.coupons.verify.ENTRIES",
        "domains.coupons.verify.SPANS",
        "domains.coupons.verify.STEPS",
        "domains.coupons.verify.SUMS",
        "domains.points.heads.ANCHORS",
        "domains.points.heads.SPANS",
        "domains.points.verify.ACCOUNTS",
        "domains.points.verify.COUNT",
        "domains.points.verify.DATES",
        "domains.points.verify.ENTRIES",
        "domains.points.verify.LOTS",
        "domains.points.verify.PARTS",
        "domains.points.verify.STATE",
        "domains.points.verify.SUMS",
        "domains.tiers.verify.COUNTS",
        "domains.tiers.verify.ENTERED",
        "domains.tiers.verify.ENTRIES",
        "domains.tiers.verify.HEADS",
        "domains.tiers.verify.SPANS",
        "domains.tiers.verify.STANDING",
    ),
    "counts sums that are kept anew, where one was wrong": (
        "domains.coupons.sums.RESUM",
        "domains.points.sums.RESUM",
        "domains.tiers.census.RECOUNT",
    ),
}
