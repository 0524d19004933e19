"""会员 Members: who they are, how they are recognised, and what they allowed.

A member 会员 has identities 身份 (phone, card, e-mail, openid), a profile 档案, cards 会员卡, a
household 家庭, tags 标签, consents 授权. What names a person is sealed with their own key.
"""

# A front door is read at a glance.
# fmt: off
# isort: off
from liuke.domains.members.card import cards, issue
from liuke.domains.members.card_life import (
    activate, expire_cards, members_with_due_cards, renew, replace, report_lost,
)
from liuke.domains.members.card_values import Card, CardOf, CardPlan, CardState, Issue, Replacement
from liuke.domains.members.enrol import enrol
from liuke.domains.members.errors import FaultyItems, MemberNotActive, NoSuchMember
from liuke.domains.members.events import (
    CardIssued, CardRenewed, MemberJoined, MembersMerged, MembersUnmerged,
)
from liuke.domains.members.fields import declare_fields, fields
from liuke.domains.members.find import find_external, find_members, get_member_by, resolve
from liuke.domains.members.profile import Patch, set_profiles
from liuke.domains.members.rules import may_earn, may_spend
from liuke.domains.members.tag import expire_tags, members_with_due_tags, tag, tags, untag
from liuke.domains.members.values import (
    CardId, CardKind, Enrolled, Enrolment, Field, FieldKind, Handle, IdentityKind, IdentityShown,
    Member, MemberState, Person, Standing, Tag, Tagging,
)
from liuke.domains.members.view import get_members, open_members, standings

__all__ = [
    "Card", "CardId", "CardIssued", "CardKind", "CardOf", "CardPlan", "CardRenewed", "CardState",
    "Enrolled", "Enrolment", "FaultyItems", "Field", "FieldKind", "Handle", "IdentityKind",
    "IdentityShown", "Issue", "Member", "MemberJoined", "MemberNotActive", "MemberState",
    "MembersMerged", "MembersUnmerged", "NoSuchMember", "Patch", "Person", "Replacement",
    "Standing", "Tag", "Tagging", "activate", "cards", "declare_fields", "enrol", "expire_cards",
    "expire_tags", "fields", "find_external", "find_members", "get_member_by", "get_members",
    "issue", "may_earn", "may_spend", "members_with_due_cards", "members_with_due_tags",
    "open_members", "renew", "replace", "report_lost", "resolve", "set_profiles", "standings",
    "tag", "tags", "untag",
]
