"""Edit a member on a screen: saved only if what was shown still stands."""

from __future__ import annotations

from liuke.domains.members.errors import MemberEditedMeanwhile
from liuke.domains.members.hold import hold
from liuke.domains.members.profile import Patch, set_profiles
from liuke.domains.members.values import Member
from liuke.domains.members.view import get_members
from liuke.kernel.db import Tx


async def edit(tx: Tx, patch: Patch, *, revision: str = "") -> Member:
    """Set profile fields of the member as it was read; without a revision, as it is now.

    Raises:
        MemberEditedMeanwhile: somebody changed what was shown; names the revision of today.
        UnknownField: names fields that are not declared.
        FaultyItems: names every value that does not fit its field.
        MemberNotActive: the member was erased.
        UnknownMembers: the member does not exist.
    """
    await hold(tx, [patch.member_id])
    (shown,) = await get_members(tx, [patch.member_id])
    if revision and revision != shown.revision:
        raise MemberEditedMeanwhile(patch.member_id, shown.revision)
    await set_profiles(tx, [patch])
    (saved,) = await get_members(tx, [patch.member_id])
    return saved
