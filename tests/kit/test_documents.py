"""Files of people we do not know: what they say they are, and nothing that runs by itself."""

import io
import zipfile

import pytest

from tests.kit.office import MAIN, office, open_document, pdf
from vaknet.kit.documents import LARGEST, MEDIA_TYPES, Trouble, UnsafeDocument, document


def trouble(content: bytes, name: str) -> Trouble:
    with pytest.raises(UnsafeDocument) as refused:
        document(content, name)
    return refused.value.trouble


@pytest.mark.parametrize("kind", ["docx", "xlsx", "pptx"])
def test_office_files_are_known_by_what_is_in_them(kind: str) -> None:
    made = document(office(kind), f"Verslag.{kind.upper()}")
    assert (made.name, made.kind, made.media_type) == (f"Verslag.{kind}", kind, MEDIA_TYPES[kind])
    other = "xlsx" if kind == "docx" else "docx"
    assert trouble(office(kind), f"verslag.{other}") is Trouble.NOT_WHAT_IT_SAYS


@pytest.mark.parametrize("kind", ["odt", "ods", "odp"])
def test_open_documents_too(kind: str) -> None:
    assert document(open_document(kind), f"a.{kind}").kind == kind
    assert trouble(open_document(kind), "a.docx") is Trouble.NOT_WHAT_IT_SAYS
    assert trouble(open_document(kind, ("Basic/script-lc.xml", "x")), f"a.{kind}") is Trouble.RUNS


def test_a_pdf_and_what_only_looks_like_one() -> None:
    assert document(pdf(), "brief.pdf").content == pdf()
    assert trouble(b"<script>alert(1)</script>" + pdf(), "a.pdf") is Trouble.NOT_WHAT_IT_SAYS
    assert trouble(b"MZ" + bytes(200), "a.pdf") is Trouble.NOT_WHAT_IT_SAYS
    assert trouble(pdf() + bytes(2000), "a.pdf") is Trouble.DAMAGED
    for acts in (b"/S /JavaScript /JS (app.alert(1))", b"/S /Launch", b"/EmbeddedFile"):
        assert trouble(pdf(acts), "a.pdf") is Trouble.RUNS


def test_what_is_two_things_at_once_is_refused() -> None:
    behind = io.BytesIO()
    with zipfile.ZipFile(behind, "w") as archive:
        archive.writestr("run.class", b"x")
    assert trouble(pdf() + behind.getvalue() + b"%%EOF", "a.pdf") is Trouble.NOT_WHAT_IT_SAYS
    before = b"GIF89a" + office("docx")
    assert trouble(before, "a.docx") is Trouble.NOT_WHAT_IT_SAYS
    assert trouble(office("docx") + b"<html>", "a.docx") is Trouble.DAMAGED


@pytest.mark.parametrize("member", ["word/vbaProject.bin", "word/activeX/activeX1.bin"])
def test_what_runs_by_itself_is_refused(member: str) -> None:
    assert trouble(office("docx", (member, "x")), "a.docx") is Trouble.RUNS


def test_a_file_that_says_that_it_has_macros() -> None:
    says = f'<Types><Override ContentType="{MAIN["docx"]}"/>macroEnabled</Types>'
    assert trouble(office("docx", says=says), "a.docx") is Trouble.RUNS


def test_bombs_locks_and_breakage_in_an_office_file() -> None:
    assert trouble(office("docx", ("word/a.xml", "a" * 30_000_000)), "a.docx") is Trouble.DAMAGED
    locked = bytearray(office("docx"))
    for mark, at in ((b"PK\3\4", 6), (b"PK\1\2", 8)):
        locked[locked.index(mark) + at] |= 1
    assert trouble(bytes(locked), "a.docx") is Trouble.LOCKED
    empty = io.BytesIO()
    with zipfile.ZipFile(empty, "w") as archive:
        archive.writestr("readme", b"x")
    assert trouble(empty.getvalue(), "a.docx") is Trouble.NOT_WHAT_IT_SAYS


@pytest.mark.parametrize("kind", ["txt", "csv"])
def test_text_comes_out_as_utf_8_whoever_wrote_it(kind: str) -> None:
    for encoding in ("utf-8", "utf-8-sig", "utf-16", "cp1252"):
        assert document("Café;één\r\n".encode(encoding), f"a.{kind}").content.decode() == (
            "Café;één\r\n"
        )
    for wrong in (b"GIF89a\0\0", b"\xff\xfe\0", b"\x81\x8d", b"a\x1b[2Jb"):
        assert trouble(wrong, f"a.{kind}") is Trouble.NOT_WHAT_IT_SAYS


def test_a_page_in_a_text_file_is_text() -> None:
    made = document(b"<script>alert(1)</script>", "a.txt")
    assert made.media_type == "text/plain; charset=utf-8"


@pytest.mark.parametrize(
    "name", ["a.exe", "a.html", "a.svg", "a.docm", "a.pdf.js", "a", "", ".pdf", "a.zip", "pdf"]
)
def test_only_kinds_on_the_list(name: str) -> None:
    assert trouble(pdf(), name) is Trouble.UNKNOWN_KIND


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("../../etc/brief.pdf", "brief.pdf"),
        ("C:\\Users\\Samira\\brief.pdf", "brief.pdf"),
        ("rekening\u202efdp.exe.pdf", "rekeningfdp.exe.pdf"),
        ('a"\r\nSet-Cookie: x.pdf', "a-Set-Cookie- x.pdf"),
        (f"{'lang' * 40}.pdf", f"{'lang' * 25}.pdf"),
        ("één  brief\0.pdf", "één brief.pdf"),
    ],
)
def test_a_name_is_plain(name: str, kept: str) -> None:
    assert document(pdf(), name).name == kept


def test_no_more_than_it_may_weigh() -> None:
    assert trouble(pdf() + bytes(LARGEST), "a.pdf") is Trouble.TOO_LARGE
