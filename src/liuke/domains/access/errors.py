"""What access refuses."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from liuke.domains.access.values import ApprovalId, Ask, KeyId, PasskeyId, SessionId, StaffId
from liuke.kernel.problems import Forbidden, Invalid, NotFound, Problem, Refused, Unauthenticated


@dataclass(eq=False)
class WrongCredentials(Unauthenticated):
    """Name, password or code is wrong; never says which."""

    title = "Name, password or code is wrong."
    title_zh = "账号、密码或验证码不正确。"


@dataclass(eq=False)
class CodeNeeded(Unauthenticated):
    """The password was right; the second factor is missing."""

    title = "Enter the six digits of your authenticator."
    title_zh = "请输入身份验证器上的 6 位数字。"
    field: str = "code"


@dataclass(eq=False)
class TooManyAttempts(Problem):
    """Too many wrong passwords; wait."""

    status = 429
    title = "Too many attempts; try again later."
    title_zh = "尝试次数过多，请稍后再试。"
    retry_after_seconds: int


@dataclass(eq=False)
class WeakPassword(Invalid):
    """The password is too short or too well known."""

    title = "Choose a better password."
    title_zh = "请换一个更安全的密码。"
    reason: str
    reason_zh: str
    field: str = "password"


@dataclass(eq=False)
class TicketSpent(Unauthenticated):
    """The one-time token is unknown, used or expired."""

    title = "This link has been used or has expired; ask for a new one."
    title_zh = "链接已使用或已过期，请重新获取。"


@dataclass(eq=False)
class PasskeyInvalid(Invalid):
    """A passkey was made elsewhere, for another challenge, or is known already."""

    title = "This passkey cannot be kept; try again."
    title_zh = "无法保存这个通行密钥，请重试。"
    field: str = "credential"


@dataclass(eq=False)
class PasskeyRefused(Unauthenticated):
    """A passkey is unknown, or did not answer a challenge of ours, here and now."""

    title = "This passkey does not open this shop."
    title_zh = "这个通行密钥无法登录。"


@dataclass(eq=False)
class UnknownPasskey(NotFound):
    """There is no such passkey of this person."""

    title = "There is no such passkey."
    title_zh = "没有这个通行密钥。"
    passkey_id: PasskeyId


@dataclass(eq=False)
class UnknownSession(NotFound):
    """There is no such session of this person."""

    title = "There is no such session, or it has ended."
    title_zh = "没有这个登录，或已经退出。"
    session_id: SessionId


@dataclass(eq=False)
class SignInTaken(Refused):
    """Somebody here has this sign-in name."""

    title = "This sign-in name is taken."
    title_zh = "这个登录名已被占用。"
    sign_ins: tuple[str, ...]


@dataclass(eq=False)
class UnknownStaff(NotFound):
    """There are no such people here."""

    title = "There is no such person."
    title_zh = "没有这个人员。"
    staff_ids: tuple[StaffId, ...]


@dataclass(eq=False)
class LastOwner(Refused):
    """Nobody could let anybody in any more."""

    title = "The last owner stays: make another owner first."
    title_zh = "这是最后一位所有者，请先设置另一位。"


@dataclass(eq=False)
class NotAStaffRole(Invalid):
    """Integrators are keys, and members are no staff."""

    title = "A person cannot have this role; make an API key."
    title_zh = "人员不能使用这个角色，请创建 API 密钥。"
    field: str = "role"


@dataclass(eq=False)
class TwoScopes(Invalid):
    """Somebody's scope is a region or stores, not both."""

    title = "Name a region or stores, not both."
    title_zh = "区域和门店只能选一种。"
    field: str = "region"


@dataclass(eq=False)
class OwnerOfSome(Invalid):
    """An owner is given a region or stores, and could give others more than they have."""

    title = "An owner is there for every store: give no region and no stores, or another role."
    title_zh = "店主面向全部门店：不要指定区域和门店，或改选其他角色。"


@dataclass(eq=False)
class SignedInLongAgo(Forbidden):
    """This session is too old to change how its person signs in."""

    title = "Sign in again first: how you sign in can be changed for a few minutes after it."
    title_zh = "请先退出并重新登录：登录方式只能在登录后的几分钟内更改。"


@dataclass(eq=False)
class UnknownRegions(NotFound):
    """There are no such regions here."""

    title = "There is no such region."
    title_zh = "没有这个区域。"
    regions: tuple[str, ...]


@dataclass(eq=False)
class CodeWrong(Invalid):
    """The six digits do not fit the secret."""

    title = "The code does not fit; check the clock of your phone."
    title_zh = "验证码不正确，请检查手机时间。"
    field: str = "code"


@dataclass(eq=False)
class UnknownScopes(Invalid):
    """Scopes that no key may hold."""

    title = "No key may hold these scopes."
    title_zh = "密钥不能拥有这些权限。"
    scopes: tuple[str, ...]


@dataclass(eq=False)
class TooManyKeys(Refused):
    """Two live keys of one name are enough to rotate."""

    title = "Two keys of this name are live; revoke one first."
    title_zh = "同名密钥已有两个有效，请先停用一个。"
    name: str


@dataclass(eq=False)
class UnknownKeys(NotFound):
    """There are no such keys here."""

    title = "There is no such key."
    title_zh = "没有这个密钥。"
    key_ids: tuple[KeyId, ...]


@dataclass(eq=False)
class ApprovalNeeded(Refused):
    """The act is above what one person may do a day; nothing was done, the question is kept."""

    title = (
        "A second person must approve. When they have, send the same request again"
        " with the header Approval-Id."
    )
    title_zh = "需要另一位同事批准。批准后带上 Approval-Id 头重新发送同一请求。"
    approval_id: ApprovalId
    limit: int
    ask: Ask
    done_today: int = 0

    def facts(self) -> dict[str, Any]:
        """Return what the asker needs to go on; the payload stays in the database."""
        act, amount = self.ask.act, self.ask.amount
        return {
            "approval_id": self.approval_id, "act": act, "amount": amount,
            "limit": self.limit, "done_today": self.done_today,
            "reason": (
                f"{amount:,} asked, {self.done_today:,} done alone today; one person may do"
                f" {self.limit:,} a day (setting: approval limits, {act})"
            ),
            "reason_zh": (
                f"本次 {amount:,}，今天已单独办理 {self.done_today:,}；"
                f"每人每天上限 {self.limit:,}（设置项：单人上限 {act}）"
            ),
            "header": "Approval-Id", "setting": f"/v1/approvals/limits#{act}",
        }  # fmt: skip


@dataclass(eq=False)
class ApprovalUnusable(Refused):
    """The approval is pending, refused, expired, used, or for another act."""

    title = "This approval cannot be used for this request."
    title_zh = "这个批准不能用于本次请求。"
    approval_id: ApprovalId
    state: str


@dataclass(eq=False)
class UnknownApproval(NotFound):
    """There is no such approval."""

    title = "There is no such approval."
    title_zh = "没有这个审批。"
    approval_id: ApprovalId


@dataclass(eq=False)
class SamePerson(Forbidden):
    """Nobody approves what they asked for, by whatever session or key."""

    title = "Somebody else must decide: you asked for this."
    title_zh = "不能审批自己提出的申请。"


@dataclass(eq=False)
class OneLetTheOtherIn(Forbidden):
    """For some days an account counts as whoever let it in: somebody else is there to decide."""

    title = "One of you let the other in less than 7 days ago: somebody else must decide."
    title_zh = "你们中一人的账号是另一人在 7 天内开通或重置的，请由其他同事审批。"


@dataclass(eq=False)
class AlreadyDecided(Refused):
    """Somebody decided before, or it expired."""

    title = "This was already decided."
    title_zh = "这个申请已有结论。"
    state: str
    decided_at: datetime | None


@dataclass(eq=False)
class UnknownActs(Invalid):
    """Nobody ever asks about these acts."""

    title = "There are no such acts."
    title_zh = "没有这些操作。"
    acts: tuple[str, ...]


@dataclass(eq=False)
class OnlyPeople(Forbidden):
    """A key or a job cannot do what a person answers for."""

    title = "Only a person who signed in may do this."
    title_zh = "只有登录的人员可以这样做。"
