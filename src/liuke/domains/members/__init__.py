"""会员 Members: who they are, how they are recognised, and what they allowed.

A member 会员 has identities 身份 (phone, card, e-mail, openid), a profile 档案, cards 会员卡, a
household 家庭, tags 标签, consents 授权. What names a person is sealed with their own key.
"""

# A front door is read at a glance.
# fmt: off
# isort: off
from liuke.domains.members import challenge, child, code, consent, own, phrases, session, show
from liuke.domains.members.card import cards, issue
from liuke.domains.members.card_life import activate, renew, replace, report_lost
from liuke.domains.members.card_values import Card, CardOf, CardPlan, Issue, Replacement
from liuke.domains.members.child import NewChild, add_children, children
from liuke.domains.members.consent import Decision, allowed, consents, decide, notices
from liuke.domains.members.enrol import enrol
from liuke.domains.members.erase import erase
from liuke.domains.members.errors import MemberNotActive, NoSuchMember, NoSuchShop
from liuke.domains.members.events import (
    CardIssued, CardRenewed, MemberErased, MemberJoined, MemberTagged, MemberUntagged,
    MembersMerged, MembersUnmerged,
)
from liuke.domains.members.export import Export, contribute, export_members
from liuke.domains.members.fields import declare_fields, fields
from liuke.domains.members.find import bearers, find_external, find_members, heirs, homes, resolve
from liuke.domains.members.household import Household, Kin, Role, keep_households, kin_of
from liuke.domains.members.identity import Identifying, forget_identities, identify
from liuke.domains.members.merge import Merging, merge, undo_merges
from liuke.domains.members.naming import COLUMNS as NAMING, Named, find_named, second_numbers
from liuke.domains.members.profile import Patch, fitting, set_profiles
from liuke.domains.members.rotate import members_on_old_keys, rewrap
from liuke.domains.members.rules import may_earn, may_spend
from liuke.domains.members.search import By, Hit, search_hits, search_members
from liuke.domains.members.states import require_rights, set_states
from liuke.domains.members.tag import tag, tags, tags_known, untag
from liuke.domains.members.timeline import timeline
from liuke.domains.members.values import (
    CardId, CardKind, ChildId, Enrolled, Enrolment, Field, FieldKind, Handle, HouseholdId,
    IdentityKind, Member, MemberState, Standing, Tag, Tagging,
)
from liuke.domains.members.view import followers, get_members, heir_rows, open_members, standings
from liuke.domains.members.welcome import Guest, welcome

__all__ = [
    "NAMING", "By", "Card", "CardId", "CardIssued", "CardKind", "CardOf", "CardPlan", "CardRenewed",
    "ChildId", "Decision", "Enrolled", "Enrolment", "Export", "Field", "FieldKind", "Guest",
    "Handle", "Hit", "Household", "HouseholdId", "Identifying", "IdentityKind", "Issue", "Kin",
    "Member", "MemberErased", "MemberJoined", "MemberNotActive", "MemberState", "MemberTagged",
    "MemberUntagged", "MembersMerged", "MembersUnmerged", "Merging", "Named", "NewChild",
    "NoSuchMember", "NoSuchShop", "Patch", "Replacement", "Role", "Standing", "Tag", "Tagging",
    "activate", "add_children", "allowed", "bearers", "cards", "challenge", "child", "children",
    "code", "consent", "consents", "contribute", "decide", "declare_fields", "enrol", "erase",
    "export_members", "fields", "find_external", "find_members", "find_named", "fitting",
    "followers", "forget_identities", "get_members", "heir_rows", "heirs", "homes", "identify",
    "issue", "keep_households", "kin_of", "may_earn", "may_spend", "members_on_old_keys", "merge",
    "notices", "open_members", "own", "phrases", "renew", "replace", "report_lost",
    "require_rights", "resolve", "rewrap", "search_hits", "search_members", "second_numbers",
    "session", "set_profiles", "set_states", "show", "standings", "tag", "tags", "tags_known",
    "timeline", "undo_merges", "untag", "welcome",
]
