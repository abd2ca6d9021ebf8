"""CSV files as they come: any encoding, any delimiter, any order; and what we say of those we cannot read."""

import pytest

from afsaet.core.errors import Refused
from afsaet.people import import_file
from afsaet.people.import_file import Table

NAMES = {"fornavn": "fornavn", "mail": "mail", "email": "mail", "født": "født"}


def read(text: str, required: tuple[str, ...] = ("fornavn",)) -> Table:
    return import_file.read(text, NAMES, required)


def refusal(content: bytes | str) -> str:
    with pytest.raises(Refused) as refused:
        read(import_file.decode(content if isinstance(content, bytes) else content.encode()))
    return refused.value.code


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
def test_danish_letters_survive_every_encoding(encoding: str) -> None:
    table = read(import_file.decode("Fornavn;født\nÅse Østergård;1990-01-01\n".encode(encoding)))
    assert table.rows[0].cells == {"fornavn": "Åse Østergård", "født": "1990-01-01"}


@pytest.mark.parametrize("delimiter", [";", ",", "\t"])
def test_the_delimiter_is_found_in_the_header(delimiter: str) -> None:
    text = delimiter.join(["fornavn", "mail"]) + "\n" + delimiter.join(["Bo", "bo@mail.example"])
    assert read(text).rows[0].cells == {"fornavn": "Bo", "mail": "bo@mail.example"}


def test_columns_may_come_in_any_order_and_case_and_unknown_ones_are_skipped() -> None:
    text = "E-Mail; Skostørrelse ;FORNAVN\nbo@mail.example;43;Bo\n"
    table = read(text)
    assert import_file.header(text) == ["E-Mail", "Skostørrelse", "FORNAVN"]
    assert table.columns == ["mail", "fornavn"]
    assert table.rows[0].cells == {"mail": "bo@mail.example", "fornavn": "Bo"}


def test_line_numbers_are_those_of_the_file_with_blank_lines_and_breaks_in_cells() -> None:
    rows = read('sep=;\nfornavn;mail\n\nBo;"a\nb"\n;\nAmal;c\n').rows
    assert [(row.line, row.cells["fornavn"]) for row in rows] == [(4, "Bo"), (7, "Amal")]


def test_a_short_row_has_empty_cells_and_a_long_one_is_marked() -> None:
    rows = read("fornavn;mail\nBo\nBo;a;b\nBo;a;;\n").rows
    assert rows[0].cells["mail"] == ""
    assert [row.too_many for row in rows] == [False, True, False]


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "file_empty"),
        (b" \r\n \n", "file_empty"),
        (b"\xef\xbb\xbf", "file_empty"),
        (b"PK\x03\x04 a spreadsheet", "file_not_csv"),
        (b"fornavn\nB\0o", "file_not_csv"),
        (b"fornavn\n\x81\x8d", "file_not_csv"),
        (b"fornavn\n" + b"x" * 200_000, "file_not_csv"),
        ("fornavn;mail\n", "file_no_rows"),
        ("mail\nx\n", "column_missing"),
        ("fornavn;mail;e-mail\nBo;a;b\n", "column_twice"),
        ("fornavn\n" + "Bo\n" * 20_001, "file_too_long"),
        (b"fornavn\n" + b"x" * 10 * 1024 * 1024, "file_too_big"),
    ],
)
def test_a_file_we_cannot_read_is_refused_by_name(content: bytes | str, code: str) -> None:
    assert refusal(content) == code


def test_a_missing_column_is_named() -> None:
    with pytest.raises(Refused) as refused:
        read("mail\nx\n", required=("fornavn", "født"))
    assert refused.value.refusal.facts == {"columns": "fornavn, født"}


@pytest.mark.parametrize("cell", ["=1+1", "+4520123478", "-2", "@sum"])
def test_a_formula_is_kept_as_text_and_disarmed_in_the_file_we_hand_out(cell: str) -> None:
    table = read(f"fornavn\n{cell}\n")
    assert table.rows[0].cells["fornavn"] == cell
    written = import_file.write(["fornavn"], [table.rows[0].cells])
    assert written == f"\ufefffornavn\r\n'{cell}\r\n"
    again = read(import_file.decode(written.encode()))
    assert again.rows[0].cells["fornavn"] == cell
