"""Pure decisions about members: what a phone is, what a mask shows, who may earn."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from datetime import date

from liuke.domains.members.errors import NotAsked
from liuke.domains.members.values import IdentityKind, MemberState
from liuke.kernel.clock import add_months
from liuke.kernel.spelling import spellings, ways

JOINER = "\u200d"
PREFIX_MAX = 6
CJK_MAX = 4
NAME_PART_MAX = 8
PLANNED_YEARS = 5
EMAIL = re.compile(r"^[^@\s]{1,64}@[^@\s]{1,189}\.[^@\s.]{2,63}$")
NUMBER = re.compile(r"^-?[0-9]{1,15}(\.[0-9]{1,4})?$")
CARD_NUMBER = re.compile(r"^[0-9A-Z]{4,32}$")


def may_earn(state: MemberState) -> bool:
    """Tell whether a member in this state earns."""
    return state in {MemberState.NEW, MemberState.ACTIVE}


def may_spend(state: MemberState) -> bool:
    """Tell whether a member in this state spends: a new one earns first."""
    return state is MemberState.ACTIVE


def clean(text: str) -> str:
    r"""Return text as we keep it: composed, one line, without invisible marks.

    Joiners stay, since families of emoji and some scripts are written with them.

    >>> clean("  Zoe\u0308\u200b \u202eAnna ")
    'Zoë Anna'

    Raises:
        NotAsked: it holds control characters.
    """
    composed = unicodedata.normalize("NFC", text)
    shown = "".join(c for c in composed if unicodedata.category(c) != "Cf" or c == JOINER)
    if any(unicodedata.category(c) in {"Cc", "Cs"} and c not in "\t\n\r" for c in shown):
        raise NotAsked("holds control characters", "含有控制字符")
    return " ".join(shown.split())


def clean_lines(text: str) -> str:
    r"""Return text of several lines as we keep it: each of them clean, two empty ones as one.

    >>> clean_lines(" likes  oat milk\r\n\n\n\ncall\tfirst \n")
    'likes oat milk\n\ncall first'

    Raises:
        NotAsked: it holds control characters.
    """
    lines = "\n".join(clean(line) for line in re.split(r"\r\n|\r|\n", text))
    return re.sub(r"\n{3,}", "\n\n", lines).strip()


def is_soon(on: date, today: date) -> bool:
    """Tell whether a day to come is near enough to plan for: five years at most.

    >>> is_soon(date(2026, 2, 28), date(2026, 2, 28)), is_soon(date(2032, 1, 1), date(2026, 2, 28))
    (True, False)
    """
    return today <= on <= add_months(today, 12 * PLANNED_YEARS)


def phone_number(text: str, region: str = "CN") -> str:
    """Return a phone number in E.164, however it was written.

    >>> phone_number("+86 138-0013-8000"), phone_number("００８６ 13800138000")
    ('+8613800138000', '+8613800138000')

    Raises:
        NotAsked: no valid number can be read.
    """
    # The numbers of every country: whoever starts does not wait for them, whoever reads one does.
    import phonenumbers  # noqa: PLC0415 - as said

    plain = "".join(
        c for c in unicodedata.normalize("NFKC", text[:64]) if unicodedata.category(c) != "Cf"
    )
    try:
        number = phonenumbers.parse(plain, region)
    except phonenumbers.NumberParseException as fault:
        raise NotAsked("not a phone number", "不是电话号码") from fault
    if not phonenumbers.is_valid_number(number):
        raise NotAsked("not a valid phone number", "电话号码无效")
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def canonical(kind: IdentityKind, text: str) -> str:
    """Return an identity in the one form it is compared in.

    Raises:
        NotAsked: it is not an identity of this kind.
    """
    if kind is IdentityKind.PHONE:
        return phone_number(text)
    plain = clean(unicodedata.normalize("NFKC", text))
    if kind is IdentityKind.EMAIL:
        plain = plain.lower()
        if not EMAIL.match(plain):
            raise NotAsked("not an e-mail address", "不是邮箱地址")
    if kind is IdentityKind.CARD:
        return card_number(plain)
    if not plain:
        raise NotAsked("empty", "为空")
    return plain


def card_number(text: str) -> str:
    """Return a card number as printed: upper case, without spaces and dashes.

    >>> card_number("9010 0000-0000 0002")
    '9010000000000002'

    Raises:
        NotAsked: it is not 4 to 32 letters and digits.
    """
    plain = re.sub(r"[\s-]", "", unicodedata.normalize("NFKC", text)).upper()
    if not CARD_NUMBER.match(plain):
        raise NotAsked("not a card number", "卡号格式不对")
    return plain


def with_check_digit(digits: str) -> str:
    """Append the Luhn check digit (ISO/IEC 7812-1).

    >>> with_check_digit("7992739871")
    '79927398713'
    """
    doubled = (int(d) * (2 - i % 2) for i, d in enumerate(reversed(digits)))
    return digits + str(-sum(n - 9 if n > 9 else n for n in doubled) % 10)


def check_digit_holds(number: str) -> bool:
    """Tell whether a number made by us was typed without a slip.

    >>> check_digit_holds("79927398713"), check_digit_holds("79927398731")
    (True, False)
    """
    return number.isdecimal() and len(number) > 1 and with_check_digit(number[:-1]) == number


def mask_phone(number: str) -> str:
    """Show enough of a phone to recognise it by.

    >>> mask_phone("+8613800138000"), mask_phone("+4930123456")
    ('138****8000', '+49****3456')
    """
    if number.startswith("+86"):
        return f"{number[3:6]}****{number[-4:]}"
    return f"{number[:3]}****{number[-4:]}"


def mask_name(name: str) -> str:
    """Show the first character of a name.

    >>> mask_name("王小明"), mask_name("Anna Li"), mask_name("")
    ('王**', 'A**', '')
    """
    return f"{name[0]}**" if name else ""


def mask(kind: IdentityKind, value: str) -> str:
    """Show enough of an identity to tell it from others.

    >>> mask(IdentityKind.EMAIL, "anna@example.com"), mask(IdentityKind.WECOM, "wmAbcdefgh")
    ('a***@example.com', '****efgh')
    """
    if kind is IdentityKind.PHONE:
        return mask_phone(value)
    if kind is IdentityKind.EMAIL:
        name, _, domain = value.partition("@")
        return f"{name[0]}***@{domain}"
    return f"****{value[-4:]}" if len(value) > 8 else "****" + value[-2:]


def last_four(number: str) -> str:
    """Return the last four digits of a phone, by which tills ask."""
    return number[-4:]


def name_tokens(name: str) -> set[str]:
    """Return the beginnings a name is found by; of Chinese words also every part.

    >>> sorted(name_tokens("王小明"))
    ['小', '小明', '明', '王', '王小', '王小明']
    >>> sorted(name_tokens("Anna Li"))
    ['a', 'an', 'ann', 'anna', 'l', 'li']
    """
    folded = unicodedata.normalize("NFKC", name).casefold()
    return {token for word in folded.split()[:8] for token in _word_tokens(word[:40])}


def found_by(name: str) -> set[str]:
    """Return every text a name is found by: its beginnings, and how Chinese words sound.

    >>> sorted(found_by("李明") - name_tokens("李明"))
    ['li', 'lm', 'meng', 'ming']
    """
    folded = unicodedata.normalize("NFKC", name).casefold()
    chinese = (word[:NAME_PART_MAX] for word in folded.split()[:2] if any(map(_is_ideograph, word)))
    return name_tokens(name).union(*(spellings(word, 2) for word in chinese))


def name_ways(text: str) -> list[list[str]]:
    """Return what a query may mean, each a list of tokens that a name must all have.

    >>> name_ways("lixm"), name_ways("李明")
    ([['lixm'], ['li', 'lxm']], [['李明']])
    """
    folded = unicodedata.normalize("NFKC", text).casefold().split()
    letters = "".join(folded)
    spelt = ways(letters) if letters.isascii() and letters.isalpha() else []
    return [one for one in (name_query(text), *spelt) if one]


def _word_tokens(word: str) -> Iterator[str]:
    if any(_is_ideograph(c) for c in word):
        for start in range(len(word)):
            longest = min(len(word), start + CJK_MAX)
            yield from (word[start:end] for end in range(start + 1, longest + 1))
    else:
        yield from (word[:end] for end in range(1, min(len(word), PREFIX_MAX) + 1))


def name_query(text: str) -> list[str]:
    """Return the tokens every one of which a name must have to be found by `text`.

    >>> name_query("wang annabelle"), name_query("欧阳小小明")
    (['wang', 'annabe'], ['欧阳小小', '小小明'])
    """
    folded = unicodedata.normalize("NFKC", text).casefold()
    found: list[str] = []
    for word in folded.split()[:8]:
        if any(_is_ideograph(c) for c in word):
            found += sorted({word[:CJK_MAX], word[-min(len(word), 3) :]}, key=len, reverse=True)
        else:
            found.append(word[:PREFIX_MAX])
    return list(dict.fromkeys(found))


def _is_ideograph(c: str) -> bool:
    return "\u3400" <= c <= "\u9fff" or "\U00020000" <= c <= "\U0003ffff"


def age_on(birth_on: date, today: date) -> int:
    """Return whole years lived.

    >>> age_on(date(2012, 2, 29), date(2026, 2, 28))
    13
    """
    return today.year - birth_on.year - ((today.month, today.day) < (birth_on.month, birth_on.day))
