"""Pure decisions of connect: what a cell says, how it is written, and which column is which."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from zoneinfo import ZoneInfo

from liuke.domains.connect.errors import (
    CellUnfit,
    ColumnsDoubled,
    ColumnsMissing,
    HeaderUnknown,
    PlacesUnnamed,
    UnknownColumns,
)
from liuke.domains.connect.values import Cell, Column, Kind

# Also as Chinese input methods write them: a spreadsheet takes the wide ones for the same.
FORMULA = tuple("=+-@\t\r\n＝＋－＠")
LONGEST = 4_000
WHOLE = re.compile(r"[+-]?\d{1,15}(?:\.0{1,6})?")
GROUPED = re.compile(r"[+-]?\d{1,3}(?:,\d{3}){1,4}(?:\.\d{1,6})?")
MONEY = re.compile(r"([+-]?)(\d{1,13})(?:\.(\d{1,9}))?")
DAY = re.compile(r"(\d{4})(?:-|/|\.|年)(\d{1,2})(?:-|/|\.|月)(\d{1,2})日?")
PLAIN_DAY = re.compile(r"(\d{4})(\d{2})(\d{2})")
TIME = re.compile(r"[T ]+(\d{1,2}):(\d{2})(?::(\d{2})(?:\.\d{1,9})?)?(Z|[+-]\d{2}:?\d{2})?")
SCIENTIFIC = re.compile(r"[+-]?\d(?:\.\d+)?[Ee]\+\d{2,3}")
SERIAL = re.compile(r"\d{5}(?:\.\d+)?")
CUT_SHORT = (
    "a long number that a spreadsheet cut short, like 1.38E+10: make the column text, save again",
    "表格软件把长数字写成了科学计数法（如 1.38E+10），末几位已丢失，请把该列设为文本后重新保存",
)
SERIAL_DAY = (
    "the number of a day, as spreadsheets count: make the column a date and save again",
    "这是表格软件的日期序号，请把该列设为日期格式后重新保存",
)
SEPARATORS = re.compile(r"[;；,，、|]")
YES, NO = {"yes", "y", "true", "1", "是", "真"}, {"no", "n", "false", "0", "否", "假"}


def bare(text: str) -> str:
    """Return a cell as it was meant: composed, trimmed, without our own mark against formulas.

    >>> bare(" '+8613800138000 ")
    '+8613800138000'

    Raises:
        CellUnfit: it is too long or holds control characters.
    """
    plain = unicodedata.normalize("NFC", text).strip().strip("\ufeff").strip()
    if len(plain) > LONGEST:
        raise CellUnfit(f"longer than {LONGEST} characters", f"超过 {LONGEST} 个字")
    if any(unicodedata.category(c) in {"Cc", "Cs"} and c not in "\t\n\r" for c in plain):
        raise CellUnfit("holds control characters", "含有控制字符")
    return plain[1:] if plain[:1] == "'" and runs(plain) else plain


def read_cell(column: Column, text: str, zone: ZoneInfo, places: int = 2) -> Cell | None:
    """Return what a cell says, or None when it is empty; `places` are those of the currency.

    Raises:
        CellUnfit: it does not hold what its column asks for.
    """
    plain = bare(text)
    if not plain:
        return None
    plain = column.words.get(plain.casefold(), plain)
    pieces = SEPARATORS.split(plain) if column.kind is Kind.WORDS else [plain]
    if any(SCIENTIFIC.fullmatch(piece.strip()) for piece in pieces):
        raise CellUnfit(*CUT_SHORT)
    if column.kind is Kind.INSTANT:
        return instant(plain, zone)
    if column.kind is Kind.MONEY:
        return money(plain, places)
    return READ[column.kind](plain)


def whole(text: str) -> int:
    """Read a whole number, grouped or not.

    >>> whole("12,000"), whole("-3"), whole("12.0")
    (12000, -3, 12)

    Raises:
        CellUnfit: it is no whole number.
    """
    plain = unicodedata.normalize("NFKC", text)
    if GROUPED.fullmatch(plain):
        plain = plain.replace(",", "")
    if not WHOLE.fullmatch(plain) or not plain.isascii():
        raise CellUnfit("not a whole number", "不是整数")
    return int(plain.partition(".")[0])


def money(text: str, places: int = 2) -> int:
    """Read an amount of money into minor units, of which a currency has so many decimals.

    >>> money("¥1,234.5"), money("-0.05"), money("30元")
    (123450, -5, 3000)
    >>> money("¥1,234", 0), money("1.25", 3)
    (1234, 1250)

    Raises:
        CellUnfit: it is no amount, or has more decimals.
    """
    plain = unicodedata.normalize("NFKC", text).strip("¥$€£元 ")
    if GROUPED.fullmatch(plain):
        plain = plain.replace(",", "")
    found = MONEY.fullmatch(plain)
    decimals = ((found[3] if found else None) or "").rstrip("0")
    if found is None or len(decimals) > places or not plain.isascii():
        example = amount(1250, places)
        raise CellUnfit(f"not an amount like {example}", f"金额应写成 {example}")
    minor = int(found[2] + decimals.ljust(places, "0"))
    return -minor if found[1] == "-" else minor


def amount(minor: int, places: int) -> str:
    """Write minor units so that they read back the same.

    >>> amount(-5, 2), amount(1234, 0), amount(1250, 3)
    ('-0.05', '1234', '1.250')
    """
    whole_part, part = divmod(abs(minor), 10**places)
    sign = "-" if minor < 0 else ""
    return f"{sign}{whole_part}.{part:0{places}}" if places else f"{sign}{whole_part}"


def day(text: str) -> date:
    """Read a date, however it is commonly written.

    >>> day("2026/3/8"), day("2026年3月8日"), day("20260308")
    (datetime.date(2026, 3, 8), datetime.date(2026, 3, 8), datetime.date(2026, 3, 8))

    Raises:
        CellUnfit: it is no date, or far from any lifetime.
    """
    if SERIAL.fullmatch(text):
        raise CellUnfit(*SERIAL_DAY)
    found = DAY.fullmatch(text) or PLAIN_DAY.fullmatch(text)
    try:
        on = date(*map(int, found.groups())) if found else None
    except ValueError:
        on = None
    if on is None or not 1900 <= on.year <= 2200:
        raise CellUnfit("not a date like 2026-03-08", "日期应写成 2026-03-08")
    return on


def instant(text: str, zone: ZoneInfo) -> datetime:
    """Read a date and time, in the shop's zone unless it names its own.

    >>> instant("2026-03-08 09:30", ZoneInfo("Asia/Shanghai")).isoformat()
    '2026-03-08T09:30:00+08:00'

    Raises:
        CellUnfit: it is no time.
    """
    head = re.match(r"[^T ]+", text)
    on = day(head[0] if head else "")
    rest = text[len(head[0]) if head else 0 :]
    found = TIME.fullmatch(rest) if rest else None
    if rest and found is None:
        raise CellUnfit("not a time like 2026-03-08 09:30:00", "时间应写成 2026-03-08 09:30:00")
    if found is None:
        return datetime(on.year, on.month, on.day, tzinfo=zone)
    hours, minutes, seconds = int(found[1]), found[2], found[3] or "00"
    written = f"{on.isoformat()}T{hours:02}:{minutes}:{seconds}{found[4] or ''}"
    try:
        at = datetime.fromisoformat(written)
    except ValueError as fault:
        raise CellUnfit("there is no such time", "没有这个时间") from fault
    return at if at.tzinfo else at.replace(tzinfo=zone)


def yes_no(text: str) -> bool:
    """Read yes or no in either language.

    Raises:
        CellUnfit: it is neither.
    """
    plain = text.casefold()
    if plain not in YES | NO:
        raise CellUnfit("neither yes nor no", "只能填 是 或 否")
    return plain in YES


def words(text: str) -> tuple[str, ...]:
    """Read several words from one cell.

    >>> words("常客；VIP, 老会员")
    ('常客', 'VIP', '老会员')
    """
    parts = [part.strip() for part in SEPARATORS.split(text)]
    return tuple(dict.fromkeys(part for part in parts if part))


READ: Mapping[Kind, Callable[[str], Cell]] = {
    Kind.TEXT: str,
    Kind.WORDS: words,
    Kind.WHOLE: whole,
    Kind.DATE: day,
    Kind.YES_NO: yes_no,
}


def write_cell(column: Column, value: object, zone: ZoneInfo, places: int = 2) -> str:
    """Write a cell so that it reads back the same and no spreadsheet runs it.

    >>> column = Column("name", "Name", "姓名")
    >>> write_cell(column, "=1+1", ZoneInfo("UTC")), write_cell(column, None, ZoneInfo("UTC"))
    ("'=1+1", '')
    """
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if column.kind is Kind.MONEY and isinstance(value, int):
        return amount(value, places)
    if isinstance(value, datetime):
        return value.astimezone(zone).isoformat(sep=" ", timespec="seconds")
    if isinstance(value, int | date):
        return str(value)
    return escaped(";".join(map(str, value)) if isinstance(value, tuple | list) else str(value))


def escaped(text: str) -> str:
    """Return text that no spreadsheet takes for a formula; importing takes the mark off again."""
    return f"'{text}" if runs(text) else text


def runs(text: str) -> bool:
    """Tell whether a spreadsheet might run a text, our own mark before it or not."""
    return text.lstrip("' ")[:1] in FORMULA


def matched(
    columns: Sequence[Column],
    header: Sequence[str],
    given: Mapping[str, str],
    *,
    worksheet: str = "",
    no_header: bool = False,
) -> dict[str, int]:
    """Return for each column of ours its place in the file: as given, else by name or label.

    Without a header only what is given counts: a place says nothing of what stands there.

    Raises:
        UnknownColumns: the mapping names a column that is not in the file, or not ours.
        ColumnsDoubled: several columns of the file mean the same.
        ColumnsMissing: a required column is not there.
        HeaderUnknown: no column at all is known.
        PlacesUnnamed: the file has no header, and nothing is given in its place.
    """
    if no_header and not given:
        raise PlacesUnnamed(tuple(header), worksheet)
    heads = [folded(name) for name in header]
    asked = {folded(theirs): ours for theirs, ours in given.items()}
    known = {column.name for column in columns}
    unknown = [theirs for theirs in given if folded(theirs) not in heads]
    unknown += [ours for ours in given.values() if ours not in known]
    if unknown:
        raise UnknownColumns(tuple(unknown), (*header, *sorted(known)))
    spelt = () if no_header else columns
    names = {name: c.name for c in spelt for name in spellings(c) if name}
    places: dict[str, list[int]] = {}
    for place, head in enumerate(heads):
        ours = asked.get(head) or (None if names.get(head) in asked.values() else names.get(head))
        if ours is not None:
            places.setdefault(ours, []).append(place)
    if doubled := [name for name, found in places.items() if len(found) > 1]:
        raise ColumnsDoubled(tuple(doubled), tuple(header))
    missing = [c.name for c in columns if c.required and c.name not in places]
    if missing:
        raise ColumnsMissing(tuple(missing), tuple(header), worksheet)
    if not places:
        raise HeaderUnknown(tuple(header), worksheet)
    return {name: found[0] for name, found in places.items()}


def spellings(column: Column) -> list[str]:
    """Return every name a column is found by."""
    return [folded(n) for n in (column.name, column.label, column.label_zh, *column.aliases)]


def folded(text: str) -> str:
    """Return a column's name without what people vary.

    >>> folded(" Card_No. ")
    'cardno'
    """
    plain = unicodedata.normalize("NFKC", text).casefold()
    return "".join(c for c in plain if c.isalnum())
