"""Problems: the five ways Liuke says no, as RFC 9457 bodies with stable codes.

Status comes from the family, facts from typed fields, the code from the class name, and the
sentence from the class in English and Chinese.
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import Any, ClassVar

from liuke.kernel.values import snake


@dataclass(eq=False)
class Problem(Exception):
    """A refusal with a code, a title in two languages, and facts."""

    status: ClassVar[int] = 500
    title: ClassVar[str] = "Something went wrong."
    title_zh: ClassVar[str] = "出了问题。"

    @classmethod
    def code(cls) -> str:
        """Return the stable machine-readable name, `insufficient_points`."""
        return snake(cls.__name__)

    def facts(self) -> dict[str, Any]:
        """Return the typed fields as they go into the body."""
        return {field.name: getattr(self, field.name) for field in fields(self)}

    def body(self) -> dict[str, Any]:
        """Return the RFC 9457 body, the facts as extension members."""
        return {
            "type": f"https://liuke.dev/problems/{self.code()}",
            "status": self.status,
            "code": self.code(),
            "title": self.title,
            "title_zh": self.title_zh,
            **self.facts(),
        }

    def __str__(self) -> str:
        return f"{self.title} {self.facts() or ''}".strip()


@dataclass(eq=False)
class Unauthenticated(Problem):
    """Nobody we know is asking."""

    status = 401
    title = "Sign in first."
    title_zh = "请先登录。"


@dataclass(eq=False)
class Forbidden(Problem):
    """This actor may not do this."""

    status = 403
    title = "You may not do this."
    title_zh = "没有权限。"


@dataclass(eq=False)
class NotFound(Problem):
    """The thing does not exist for this actor."""

    status = 404
    title = "Not found."
    title_zh = "没有找到。"


@dataclass(eq=False)
class Refused(Problem):
    """The business says no."""

    status = 409
    title = "Refused."
    title_zh = "不能这样做。"


@dataclass(eq=False)
class TooMany(Refused):
    """There would be more of `what` than `most`, in the shop or of those named in `of`."""

    title = "There may be no more of these."
    title_zh = "数量已到上限，不能再增加。"
    what: str
    most: int
    of: tuple[str, ...] = ()


@dataclass(eq=False)
class Stale(Refused):
    """Somebody saved after this editor read: what `If-Match` or the body names is of the past."""

    status = 412
    title = "Not saved: somebody changed this meanwhile. Look again, then save."
    title_zh = "没有保存：这里刚被别人改过。先看现在的内容，再保存。"


@dataclass(eq=False)
class Invalid(Problem):
    """The request makes no sense."""

    status = 422
    title = "The request is not valid."
    title_zh = "请求有误。"


@dataclass(eq=False)
class InvalidField(Invalid):
    """One field of the request is wrong, and why."""

    title = "A field is not valid."
    title_zh = "字段有误。"
    field: str
    reason: str
    reason_zh: str = ""


@dataclass(eq=False)
class Unstorable(Invalid):
    """A number, date or text is beyond what can be kept: too large, too far, or with a NUL."""

    title = "A value is larger than can be kept, or holds a character that cannot be."
    title_zh = "有数值超出可保存的范围，或含有无法保存的字符。"
