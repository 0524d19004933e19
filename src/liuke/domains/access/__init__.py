"""权限 Access: who comes in, and what they may do.

People 人员 sign in and have a session 会话; programs have an API key 密钥 with scopes. A role 角色
and a scope of stores say what somebody may do; the policy says it for every route. An act above
its limit needs an approval 审批 by a second person.
"""

# A front door is read at a glance.
# fmt: off
# isort: off
from liuke.domains.access import passkeys
from liuke.domains.access.actors import by_key, by_session
from liuke.domains.access.approvals import decide, keep, require, search_approvals
from liuke.domains.access.colleagues import colleagues, serving
from liuke.domains.access.devices import device_name
from liuke.domains.access.errors import (
    ApprovalNeeded, CodeNeeded, PasskeyRefused, TicketSpent, WrongCredentials,
)
from liuke.domains.access.keys import keys, make_keys, revoke_keys
from liuke.domains.access.limits import limit, limits, set_limits
from liuke.domains.access.password import check_password, fits, make_hash, outdated
from liuke.domains.access.policy import POLICY, held_by, held_by_key
from liuke.domains.access.reseal import factors_on_old_keys, reseal_factors
from liuke.domains.access.scope import check_store_codes
from liuke.domains.access.sessions import (
    attempt, confirm, end_session, find_person, find_ticket, is_set_up, open_session,
    set_password, set_second_factor, spend_code, spend_ticket,
)
from liuke.domains.access.set_up import find_first_owner, offer_set_up, spend_set_up
from liuke.domains.access.staff import (
    assign, disable, end_sessions, invite, issue_tickets, staff, staff_names,
)
from liuke.domains.access.strangers import attempt_stranger
from liuke.domains.access.tokens import hashed, new_token
from liuke.domains.access.values import (
    ActLimit, ApprovalId, Ask, Assignment, Colleague, Device, Invitation, KeyId, KeyWish, Password,
    PersonName, Role, SignInName, Site, StaffId, Verdict,
)

__all__ = [
    "POLICY", "ActLimit", "ApprovalId", "ApprovalNeeded", "Ask", "Assignment", "CodeNeeded",
    "Colleague", "Device", "Invitation", "KeyId", "KeyWish", "PasskeyRefused", "Password",
    "PersonName", "Role", "SignInName", "Site", "StaffId", "TicketSpent", "Verdict",
    "WrongCredentials", "assign", "attempt", "attempt_stranger", "by_key", "by_session",
    "check_password", "check_store_codes", "colleagues", "confirm", "decide", "device_name",
    "disable", "end_session", "end_sessions", "factors_on_old_keys", "find_first_owner",
    "find_person", "find_ticket", "fits", "hashed", "held_by", "held_by_key", "invite", "is_set_up",
    "issue_tickets", "keep", "keys", "limit", "limits", "make_hash", "make_keys", "new_token",
    "offer_set_up", "open_session", "outdated", "passkeys", "require", "reseal_factors",
    "revoke_keys", "search_approvals", "serving", "set_limits", "set_password", "set_second_factor",
    "spend_code", "spend_set_up", "spend_ticket", "staff", "staff_names",
]
