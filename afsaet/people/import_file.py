"""From the bytes of a CSV file to a table of text, and back. Pure: nothing here knows what the columns mean.

Files come from case systems, spreadsheets and hands: UTF-8 with or without a mark, UTF-16 from a spreadsheet,
else cp1252; semicolon, comma or tab between the cells.
"""

import csv
import io
import re
from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass

from afsaet.core.errors import Refused

LARGEST_MEGABYTES = 10
MOST_ROWS = 20_000
_NOT_TEXT = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"%PDF-", b"\x89PNG", b"\xff\xd8\xff")
_UTF16_MARKS = (b"\xff\xfe", b"\xfe\xff")
_DANGEROUS = ("=", "+", "-", "@", "\t", "\r")


@dataclass(frozen=True)
class Row:
    """One row: `line` is where it begins in the file, `cells` its texts by column, trimmed."""

    line: int
    cells: Mapping[str, str]
    too_many: bool = False


@dataclass(frozen=True)
class Table:
    """`columns` are our names for the known columns, in the file's order. Others are skipped (`header`)."""

    columns: list[str]
    rows: list[Row]


def decode(content: bytes) -> str:
    """The file as text. Raises Refused: file_too_big, file_empty, file_not_csv."""
    if len(content) > LARGEST_MEGABYTES * 1024 * 1024:
        raise Refused("file_too_big", megabytes=LARGEST_MEGABYTES)
    if not content.strip():
        raise Refused("file_empty")
    if content.startswith(_NOT_TEXT):
        raise Refused("file_not_csv")
    encodings = ["utf-16"] if content.startswith(_UTF16_MARKS) else ["utf-8-sig", "cp1252"]
    for encoding in encodings:
        with suppress(UnicodeDecodeError):
            text = content.decode(encoding)
            if "\0" not in text:
                return text
    raise Refused("file_not_csv")


def read(text: str, names: Mapping[str, str], required: Iterable[str]) -> Table:
    """The table in `text`. `names` gives our column by what files call it (`plain` spelling).

    Raises Refused: file_empty, file_not_csv, file_no_rows, file_too_long, column_missing, column_twice.
    """
    lines = _lines(text)
    if not lines:
        raise Refused("file_empty")
    _, header = lines[0]
    known = [names.get(plain(title), "") for title in header]
    _check_header(known, required)
    if len(lines) == 1:
        raise Refused("file_no_rows")
    if len(lines) - 1 > MOST_ROWS:
        raise Refused("file_too_long", rows=f"{MOST_ROWS:,}".replace(",", "."))
    rows = [_row(line, cells, known) for line, cells in lines[1:]]
    return Table([column for column in known if column], rows)


def header(text: str) -> list[str]:
    """The titles of the columns as the file writes them. The text has been read before, so it has some."""
    return [title.strip() for title in _lines(text, most=1)[0][1]]


def plain(title: str) -> str:
    """A column title without case, spaces and signs: "E-mail" and "email" are the same."""
    return re.sub(r"[\W_]", "", title.lower())


def _check_header(known: list[str], required: Iterable[str]) -> None:
    missing = [column for column in required if column not in known]
    if missing:
        raise Refused("column_missing", columns=", ".join(missing))
    for column in known:
        if column and known.count(column) > 1:
            raise Refused("column_twice", column=column)


def _lines(text: str, most: int | None = None) -> list[tuple[int, list[str]]]:
    """The rows that hold anything, or the first of them, each with the line it begins on."""
    skipped = 0
    if re.match(r"sep=.\r?\n", text):  # a spreadsheet's note to itself
        text, skipped = text.split("\n", 1)[1], 1
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text))
    found = []
    begins = 1 + skipped
    try:
        for cells in reader:
            if any(cell.strip() for cell in cells):
                found.append((begins, cells))
            begins = reader.line_num + 1 + skipped
            if len(found) == most:
                break
    except csv.Error:
        raise Refused("file_not_csv") from None
    return found


def _delimiter(text: str) -> str:
    header = next((line for line in text.splitlines() if line.strip()), "")
    outside_quotes = re.sub(r'"[^"]*"', "", header)
    return max(";,\t", key=outside_quotes.count)


def _row(line: int, cells: list[str], known: list[str]) -> Row:
    texts = {column: unguarded(cell) for column, cell in zip(known, cells, strict=False) if column}
    too_many = any(cell.strip() for cell in cells[len(known) :])
    return Row(line, {column: texts.get(column, "") for column in known if column}, too_many)


def unguarded(cell: str) -> str:
    """The cell trimmed, without the apostrophe that `guarded` put before it in a file we handed out."""
    text = cell.strip()
    return text[1:] if text[:1] == "'" and text[1:].startswith(_DANGEROUS) else text


def guarded(cell: str) -> str:
    """A cell that a spreadsheet would run as a formula begins with an apostrophe in what we hand out."""
    return f"'{cell}" if cell.startswith(_DANGEROUS) else cell


def write(columns: list[str], rows: Iterable[Mapping[str, str]]) -> str:
    """A CSV file that Danish spreadsheets open with a double click: semicolons, and a mark for UTF-8."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, delimiter=";")
    writer.writerow(columns)
    for row in rows:
        writer.writerow([guarded(row.get(column, "")) for column in columns])
    return "\ufeff" + out.getvalue()
