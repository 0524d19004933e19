"""What members can refuse."""

from __future__ import annotations

from dataclasses import dataclass

from liuke.domains.members.values import ChildId, HouseholdId, IdentityId, MemberState, MergeId
from liuke.kernel.ids import MemberId
from liuke.kernel.problems import (
    Forbidden,
    Invalid,
    NotFound,
    Problem,
    Refused,
    Stale,
    Unauthenticated,
)
from liuke.kernel.values import Value


class Fault(Value, frozen=True):
    """What is wrong with one item of a batch; never repeats the value itself."""

    item: int
    field: str
    reason: str
    reason_zh: str


@dataclass(eq=False)
class FaultyItems(Invalid):
    """Some items of the batch make no sense; nothing was done."""

    title = "Some entries are not valid."
    title_zh = "有条目填写有误。"
    faults: tuple[Fault, ...]


@dataclass(eq=False)
class NotAsked(Invalid):
    """The value cannot be read as what the field holds."""

    title = "The value does not fit."
    title_zh = "填写的内容不符合要求。"
    reason: str
    reason_zh: str


@dataclass(eq=False)
class NoSuchMember(NotFound):
    """Nobody is recognised by this."""

    title = "There is no such member."
    title_zh = "没有这位会员。"


@dataclass(eq=False)
class MemberNotActive(Refused):
    """Some members are blocked, erased or merged."""

    title = "Some members are not active."
    title_zh = "有会员不是正常状态。"
    states: dict[MemberId, MemberState]


@dataclass(eq=False)
class MemberEditedMeanwhile(Stale):
    """Somebody changed the member after this editor read them."""

    title = "Not saved: the member was changed meanwhile. Look again, then save."
    title_zh = "没有保存：会员资料已被别人改过。先看现在的内容，再保存。"
    member_id: MemberId
    revision: str


@dataclass(eq=False)
class UnknownField(Invalid):
    """A profile names fields that are not declared."""

    title = "Some profile fields are not declared."
    title_zh = "有资料项没有定义。"
    fields: tuple[str, ...]


@dataclass(eq=False)
class BuiltInField(Refused):
    """Name, birthday and gender cannot be declared anew."""

    title = "This field is built in."
    title_zh = "这是内置资料项。"
    fields: tuple[str, ...]


@dataclass(eq=False)
class IdentityTaken(Refused):
    """Some identities belong to other members."""

    title = "This belongs to another member."
    title_zh = "已属于其他会员。"
    items: tuple[int, ...]


@dataclass(eq=False)
class NoSuchIdentity(NotFound):
    """The identity is not this member's."""

    title = "There is no such identity."
    title_zh = "没有这个身份。"
    identity_ids: tuple[IdentityId, ...]


@dataclass(eq=False)
class BusyElsewhere(Refused):
    """Others kept enrolling the same people at the same time."""

    title = "The same people are being enrolled elsewhere; try again."
    title_zh = "同一位顾客正在别处登记，请重试。"


@dataclass(eq=False)
class CardNumberTaken(Refused):
    """Some card numbers are in use."""

    title = "Some card numbers are in use."
    title_zh = "有卡号已被使用。"
    items: tuple[int, ...]


@dataclass(eq=False)
class UnknownCardPlan(Invalid):
    """No live programme hands out cards like this."""

    title = "There is no such card plan."
    title_zh = "没有这种卡方案。"
    plan: str


@dataclass(eq=False)
class WrongCardState(Refused):
    """Some cards are not in a state that allows this."""

    title = "The card's state does not allow this."
    title_zh = "卡的状态不允许这样做。"
    cards: tuple[str, ...]


@dataclass(eq=False)
class NoSuchHousehold(NotFound):
    """The household does not exist."""

    title = "There is no such household."
    title_zh = "没有这个家庭。"
    household_ids: tuple[HouseholdId, ...]


@dataclass(eq=False)
class NoSuchChild(NotFound):
    """The child is not this member's."""

    title = "There is no such child."
    title_zh = "没有这个孩子。"
    child_ids: tuple[ChildId, ...]


@dataclass(eq=False)
class InvalidChild(Invalid):
    """Some birth dates lie in the future, or too far back."""

    title = "Some birth dates cannot be."
    title_zh = "有出生日期不合理。"
    items: tuple[int, ...]


@dataclass(eq=False)
class GuardianConsentMissing(Refused):
    """A child under 14 is recorded only with the guardian's consent (PIPL 31)."""

    title = "A child's data needs the guardian's consent."
    title_zh = "记录儿童信息需要监护人同意。"
    items: tuple[int, ...]


@dataclass(eq=False)
class UnknownNotice(Invalid):
    """A consent names a text that was never published."""

    title = "The text agreed to does not exist."
    title_zh = "所同意的条款版本不存在。"
    notices: tuple[str, ...]


@dataclass(eq=False)
class CannotMerge(Refused):
    """A merge would not make sense: of one with itself, or of one who is erased or merged."""

    title = "These members cannot be merged."
    title_zh = "这些会员不能合并。"
    member_ids: tuple[MemberId, ...]


@dataclass(eq=False)
class BlockedLoser(Refused):
    """Some losers are blocked and their winners are not: as part of them they would be let in."""

    title = "Who is blocked cannot become part of who is not: block both, or unblock them first."
    title_zh = "已停用的会员不能并入未停用的会员：请先把保留的会员也停用，或者先恢复他。"
    member_ids: tuple[MemberId, ...]


@dataclass(eq=False)
class CannotUndoMerge(Refused):
    """The merge is unknown, undone, older than 30 days, or a later one stands on it."""

    title = "This merge can no longer be undone."
    title_zh = "这次合并已不能撤销。"
    merge_id: MergeId
    reason: str


@dataclass(eq=False)
class OnlyMembers(Forbidden):
    """Staff and programs have no data of their own as members have."""

    title = "Only a member who signed in may do this."
    title_zh = "只有登录的会员可以这样做。"


@dataclass(eq=False)
class NoSuchShop(NotFound):
    """No shop was named, and there is not just one."""

    title = "Open the page by the link of your shop."
    title_zh = "请通过店铺的链接打开。"
    field: str = "merchant_id"


@dataclass(eq=False)
class ChallengeFailed(Invalid):
    """The challenge was not solved, is too old, or was used before."""

    title = "The check whether you are human failed; try again."
    title_zh = "人机验证未通过，请重试。"
    field: str = "challenge"


@dataclass(eq=False)
class TooManyCodes(Problem):
    """Enough codes were sent for now."""

    status = 429
    title = "Too many codes were asked for; wait a little."
    title_zh = "验证码请求过于频繁，请稍后再试。"
    retry_after_seconds: int


@dataclass(eq=False)
class CodeRefused(Unauthenticated):
    """The code is wrong, too old, used, tried too often, or of another device."""

    title = "This code is wrong or no longer valid; ask for a new one."
    title_zh = "验证码不正确或已失效，请重新获取。"
    field: str = "code"


@dataclass(eq=False)
class JoinNeeded(Refused):
    """The phone was proved; it is nobody's yet."""

    title = "You are not a member yet: read the charter and join."
    title_zh = "您还不是会员，请阅读章程后加入。"


@dataclass(eq=False)
class CharterNotAccepted(Invalid):
    """Joining means to accept the charter in its newest version."""

    title = "Accept the charter to join."
    title_zh = "请先同意会员章程。"
    version: int
    field: str = "join.charter"


@dataclass(eq=False)
class CardCodeRefused(Refused):
    """The code on the phone is not ours, too old, or was shown to somebody else."""

    title = "This code is no longer valid; open the card again."
    title_zh = "会员码已失效，请重新打开会员卡。"
