"""The policy: which role holds which permission; what is not written here nobody may.

Letters stand for roles: Owner, oPerations, Manager, Guide, Service, Auditor, Integrator (API keys,
which hold no more than their scopes), Customer (members, each in what is theirs alone).
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

from liuke.domains.access.values import Role

LETTERS = {
    "O": Role.OWNER,
    "P": Role.OPERATIONS,
    "M": Role.MANAGER,
    "G": Role.GUIDE,
    "S": Role.SERVICE,
    "A": Role.AUDITOR,
    "I": Role.INTEGRATOR,
    "C": Role.MEMBER,
}

POLICY: dict[str, str] = {
    "access.self": "OPMGSA",
    "approvals.decide": "OP",
    "approvals.limits": "O",
    "approvals.read": "OPMSA",
    "audit.read": "OA",
    "behaviour.identify": "I",
    "behaviour.write": "I",
    "catalog.edit": "OPI",
    "catalog.read": "OPMGSAI",
    "checkout.cancel": "OPMGI",
    "checkout.claim": "OPMGSI",
    "checkout.order": "OPMGI",
    "checkout.price": "I",
    "checkout.quote": "OPMGSI",
    "checkout.read": "OPMGSAI",
    "checkout.return": "OPMSI",
    "connect.export": "OP",
    "connect.import": "OPI",
    "connect.read": "OPAI",
    "coupons.codes": "OPM",
    "coupons.issue": "OPMI",
    "coupons.read": "OPMGSAI",
    "coupons.redeem": "OPMGI",
    "coupons.void": "OPM",
    "health.read": "OPA",
    "jobs.edit": "OP",
    "jobs.read": "OPA",
    "desk.read": "OPMGSA",
    "keys.edit": "O",
    "keys.read": "OA",
    "lake.export": "OP",
    "lake.read": "OPA",
    "members.children": "OPMS",
    "members.edit": "OPMGSI",
    "members.enrol": "OPMGSI",
    "members.erase": "O",
    "members.export": "OP",
    "members.merge": "OPS",
    "members.read": "OPMGSAI",
    "members.reveal": "OPMS",
    "members.tag": "OPMGSI",
    "members.self": "C",
    "messages.read": "OP",
    "metrics.read": "OAI",
    "models.edit": "OP",
    "models.read": "OPMA",
    "notes.read": "OPMGSA",
    "notes.remove": "OM",
    "notes.write": "OPMGS",
    "points.adjust": "OPMS",
    "points.post": "OPI",
    "points.read": "OPMGSAI",
    "points.report": "OPA",
    "points.transfer": "OPMSI",
    "programme.edit": "OP",
    "programme.publish": "OP",
    "programme.read": "OPMGSAI",
    "promotions.read": "OPMGSAI",
    "promotions.simulate": "OP",
    "reports.members": "OPMGA",
    "reports.read": "OPMGA",
    "segments.edit": "OP",
    "segments.read": "OPMGSAI",
    "settings.read": "OA",
    "staff.edit": "O",
    "staff.read": "OPA",
    "stores.edit": "OP",
    "stores.read": "OPMGSAI",
    "tiers.claim": "OPMGSI",
    "tiers.edit": "OPS",
    "tiers.read": "OPMGSAI",
}


# Never by a wildcard: a key that names its own prices, or is believed whoever it says somebody is,
# has to be given that by name.
BY_NAME = frozenset({"behaviour.identify", "checkout.price"})


@lru_cache
def held_by(role: Role) -> frozenset[str]:
    """Return every permission of a role.

    >>> "programme.publish" in held_by(Role.GUIDE)
    False
    """
    return frozenset(name for name, letters in POLICY.items()
                     if role in {LETTERS[letter] for letter in letters})  # fmt: skip


@lru_cache(maxsize=4096)
def held_by_key(scopes: tuple[str, ...]) -> frozenset[str]:
    """Return what a key may: its scopes, as far as integrators may hold them at all.

    >>> sorted(held_by_key(("catalog.*", "programme.publish")))
    ['catalog.edit', 'catalog.read']
    """
    return frozenset(name for name in held_by(Role.INTEGRATOR)
                     if any(covers(scope, name) for scope in scopes))  # fmt: skip


def covers(scope: str, permission: str) -> bool:
    """Tell whether a scope, `points.read` or `points.*`, covers a permission.

    >>> covers("checkout.*", "checkout.order"), covers("checkout.*", "checkout.price")
    (True, False)
    """
    if scope == permission:
        return True
    wide = scope.endswith(".*") and permission not in BY_NAME
    return wide and permission.startswith(scope[:-1])


def unknown_scopes(scopes: Iterable[str]) -> tuple[str, ...]:
    """Return the scopes that give a key nothing."""
    return tuple(scope for scope in scopes if not held_by_key((scope,)))
