"""Read enrolments strictly: canonical identities and clean profiles, or every fault by name."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime, time, timedelta

from liuke.domains.members.errors import Fault, FaultyItems, NotAsked
from liuke.domains.members.plan import Claim, Wish
from liuke.domains.members.rules import NUMBER, canonical, clean
from liuke.domains.members.values import Enrolment, Field, FieldKind, Handle, IdentityKind
from liuke.domains.members.vault import digest
from liuke.kernel.crypto import Keys
from liuke.kernel.ids import MerchantId

ORDER = {kind: position for position, kind in enumerate(IdentityKind)}
VALUE_MAX = 500
EARLIEST = datetime(1900, 1, 2, tzinfo=UTC)
NAME_MAX = 100


class Reader:
    """Reads the enrolments of one merchant."""

    def __init__(
        self, keys: Keys, merchant_id: MerchantId, fields: Mapping[str, Field], today: date
    ) -> None:
        """Know the merchant's index keys and declared fields."""
        self._keys = keys
        self._merchant_id = merchant_id
        self._fields = fields
        self._today = today
        # Nobody has joined on a day to come; in UTC it may be tomorrow already, or still yesterday.
        self._latest = datetime.combine(today + timedelta(days=2), time.min, UTC)
        self.faults: list[Fault] = []

    def read(self, enrolments: Sequence[Enrolment]) -> list[Wish]:
        """Return what was read.

        Raises:
            FaultyItems: names every item, field and reason; never a value.
        """
        wishes = [self._wish(item, enrolment) for item, enrolment in enumerate(enrolments)]
        if self.faults:
            raise FaultyItems(tuple(self.faults[:200]))
        return wishes

    def claim(self, handle: Handle) -> Claim:
        """Return a handle in canonical form with its hash.

        Raises:
            NotAsked: it is not an identity of its kind.
        """
        value = canonical(handle.kind, handle.value)
        mark = digest(self._keys, self._merchant_id, handle.kind, value)
        return Claim(handle.kind, value, mark)

    def value(self, code: str, text: str) -> str:
        """Return a profile value in the form its field keeps.

        Raises:
            NotAsked: the field is not declared, or the value does not fit it.
        """
        if code not in self._fields:
            raise NotAsked("no such field", "没有这个资料项")
        return profile_value(self._fields[code], text, self._today)

    def _wish(self, item: int, enrolment: Enrolment) -> Wish:
        handles = list(enrolment.identities)
        if enrolment.phone is not None:
            handles.append(Handle(IdentityKind.PHONE, enrolment.phone))
        alias = None
        if enrolment.external_id is not None:
            second = Handle.of_key(enrolment.source, enrolment.external_id)
            alias = self._claim(item, second)
        claims = {claim for handle in handles if (claim := self._claim(item, handle))}
        ordered = sorted(claims, key=lambda claim: (ORDER[claim.kind], claim.digest))
        if enrolment.joined_at and not EARLIEST <= enrolment.joined_at < self._latest:
            self.faults.append(Fault(item, "joined_at", "out of range", "日期超出范围"))
        return Wish(enrolment, tuple(ordered), self._profile(item, enrolment), alias)

    def _claim(self, item: int, handle: Handle) -> Claim | None:
        try:
            return self.claim(handle)
        except NotAsked as fault:
            self.faults.append(Fault(item, handle.kind.value, fault.reason, fault.reason_zh))
            return None

    def _profile(self, item: int, enrolment: Enrolment) -> dict[str, str]:
        given = dict(enrolment.profile)
        if enrolment.name is not None:
            given["name"] = enrolment.name
        found: dict[str, str] = {}
        for code, text in given.items():
            try:
                if value := self.value(code, text):
                    found[code] = value
            except NotAsked as fault:
                self.faults.append(Fault(item, code, fault.reason, fault.reason_zh))
        for code, field in self._fields.items():
            if enrolment.form in field.required_in and code not in found:
                self.faults.append(Fault(item, code, "required here", "必填"))
        return found


def profile_value(field: Field, text: str, today: date) -> str:
    """Return a value in the one form its field keeps; empty clears.

    Raises:
        NotAsked: it does not fit the field.
    """
    longest = NAME_MAX if field.code == "name" else VALUE_MAX
    plain = clean(text[: 4 * longest])
    if len(plain) > longest or len(text) > 4 * longest:
        raise NotAsked(f"longer than {longest} characters", f"超过 {longest} 个字")
    if plain and field.kind is FieldKind.DATE:
        return _date(plain, today)
    if plain and field.kind is FieldKind.NUMBER and not NUMBER.match(plain):
        raise NotAsked("not a number", "不是数字")
    if plain and field.kind is FieldKind.YES_NO and plain not in {"yes", "no"}:
        raise NotAsked("neither yes nor no", "只能填 yes 或 no")
    if plain and field.kind is FieldKind.CHOICE and plain not in field.choices:
        raise NotAsked("not one of the choices", "不在可选项中")
    return plain


def _date(plain: str, today: date) -> str:
    try:
        on = date.fromisoformat(plain)
    except ValueError as fault:
        raise NotAsked("not a date like 1990-01-31", "日期应写成 1990-01-31") from fault
    if not date(1900, 1, 1) <= on <= today.replace(year=today.year + 100, day=1):
        raise NotAsked("out of range", "日期超出范围")
    return on.isoformat()
