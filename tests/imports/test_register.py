"""A register is read as administrators write it."""

from contextlib import suppress
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vaknet.kit.register import LineError, RegisterRole, missing_columns, read_line, read_role
from vaknet.kit.table import TableError, decoded, rows, safe_cell


@pytest.mark.parametrize(
    ("text", "role"),
    [
        ("griffier", RegisterRole("griffier")),
        ("griffier (gemeente Oosterhage)", RegisterRole("griffier", "gemeente Oosterhage")),
        (
            "griffier (gemeente Oosterhage, 2019-2023)",
            RegisterRole("griffier", "gemeente Oosterhage", date(2019, 1, 1), date(2023, 1, 1)),
        ),
        (
            "lid (Bond, afdeling West, 2019-03–nu)",
            RegisterRole("lid", "Bond, afdeling West", date(2019, 3, 1)),
        ),
        ("lid (2019-)", RegisterRole("lid", "", date(2019, 1, 1))),
        ("lid (Bond, sinds 2020)", RegisterRole("lid", "Bond", date(2020, 1, 1))),
        ("lid (Bond, 2020)", RegisterRole("lid", "Bond", date(2020, 1, 1))),
        ("clerk (Town, 2019 to now)", RegisterRole("clerk", "Town", date(2019, 1, 1))),
    ],
)
def test_a_role_is_read(text: str, role: RegisterRole) -> None:
    assert read_role(text) == role


@pytest.mark.parametrize(
    "text",
    [
        "(gemeente)",
        "a (b) c (d)",
        "lid (Bond, 2023-2019)",
        "lid (Bond, 0012-2019)",
        "lid (Bond, 2019-13-)",
        "x" * 200,
    ],
)
def test_what_is_no_role_is_said(text: str) -> None:
    with pytest.raises(LineError):
        read_role(text)


def test_dutch_headers_and_lists() -> None:
    line = read_line(
        {
            "naam": " Ilse  de Wit ",
            "e-mail": "Ilse@Oosterhage.Example",
            "vak": "griffier",
            "weet": "moties; amendementen ;moties;",
            "zoekt": "",
            "taal": "Nederlands",
        }
    )
    assert (line.name, line.email) == ("Ilse de Wit", "ilse@oosterhage.example")
    assert line.knows == ("moties", "amendementen")
    assert line.language == "nl"


@pytest.mark.parametrize(
    "cells",
    [
        {"name": "", "email": "a@b.example"},
        {"name": "A", "email": "geen adres"},
        {"name": "A" * 121, "email": "a@b.example"},
        {"name": "...", "email": "a@b.example"},
        {"name": "A", "email": "a@b.example", "lang": "klingon"},
        {"name": "A", "email": "a@b.example", "knows": "x" * 201},
        {"name": "A", "email": "a@b.example", "roles": "a (b, 2019-13-2020); b (c, 2023-2020)"},
    ],
)
def test_a_bad_line_is_said(cells: dict[str, str]) -> None:
    with pytest.raises(LineError):
        read_line(cells)


def test_missing_columns_are_named() -> None:
    assert missing_columns({"naam", "plaats"}) == ["email"]
    assert missing_columns({"name", "e-mailadres"}) == []


TABLE = "name;email\nIlse;ilse@oosterhage.example\n\nJan;jan@duinrade.example\n"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
@pytest.mark.parametrize("separator", [",", ";", "\t"])
@pytest.mark.parametrize("ending", ["\n", "\r\n"])
def test_every_way_a_spreadsheet_saves(encoding: str, separator: str, ending: str) -> None:
    content = TABLE.replace(";", separator).replace("\n", ending).encode(encoding)
    found = list(rows(content))
    assert [row.cells["name"] for row in found] == ["Ilse", "Jan"]
    assert [row.line for row in found] == [2, 4]


def test_the_line_that_is_not_utf8_is_named() -> None:
    with pytest.raises(TableError, match="Line 2"):
        decoded(b"name,email\nRen\xe9,r@b.example\n")


@pytest.mark.parametrize("content", [b"", b"\n\n", "﻿".encode()])
def test_an_empty_file_is_said(content: bytes) -> None:
    with pytest.raises(TableError):
        list(rows(content))


def test_too_many_cells_are_said() -> None:
    with pytest.raises(TableError, match="Line 2"):
        list(rows(b"name,email\na,b,c\n"))


def test_a_cell_of_ten_megabytes_is_said() -> None:
    with pytest.raises(TableError, match="Line 2"):
        list(rows(b"name,email\n" + b"x" * 10_000_000 + b",b\n"))


@given(st.binary(max_size=300))
def test_any_bytes_give_rows_or_a_sentence(content: bytes) -> None:
    with suppress(TableError):  # said in a sentence, and not as another error
        assert all(isinstance(row.line, int) for row in rows(content))


@given(st.text(max_size=80))
def test_any_text_gives_a_role_or_a_sentence(text: str) -> None:
    with suppress(LineError):
        role = read_role(text)
        assert role.title.strip() == role.title


@given(st.dictionaries(st.sampled_from(["name", "email", "roles", "knows", "lang"]), st.text()))
def test_any_cells_give_a_line_or_a_sentence(cells: dict[str, str]) -> None:
    with suppress(LineError):
        assert read_line(cells).email


@pytest.mark.parametrize("text", ["=1+1", "+31", "-1", "@cmd", "\t=1"])
def test_no_cell_is_taken_for_a_formula(text: str) -> None:
    assert safe_cell(text).startswith("'")
    assert safe_cell("Ilse") == "Ilse"
