"""A ZIP from outside is read, or refused with its reason; nothing else can happen."""

import io
import stat
import struct
import tracemalloc
import zipfile
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vaknet.kit.untrusted_zip import Limits, Trouble, UnsafeZip, opened

MEGABYTE = 1_000_000


def zipped(
    *members: tuple[str | zipfile.ZipInfo, bytes], kind: int = zipfile.ZIP_DEFLATED
) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", kind) as archive:
        for name, content in members:
            archive.writestr(name, content, compress_type=kind)
    return file.getvalue()


def contents(content: bytes, limits: Limits | None = None) -> dict[str, bytes]:
    read = {}
    with opened(io.BytesIO(content), limits) as archive:
        for member in archive.members:
            with archive.reading(member) as file:
                read[member.name] = file.read()
    return read


def trouble(content: bytes, limits: Limits | None = None) -> Trouble:
    with pytest.raises(UnsafeZip) as refused:
        contents(content, limits)
    return refused.value.trouble


names = st.from_regex(r"[a-zA-Z0-9é_ -]{1,12}\.csv", fullmatch=True)


@given(st.dictionaries(names, st.binary(max_size=3000), max_size=6))
def test_what_was_put_in_comes_out(members: dict[str, bytes]) -> None:
    by_folded = {f"folder/{name}".casefold(): content for name, content in members.items()}
    assert contents(zipped(*by_folded.items())) == by_folded


@given(st.binary(max_size=2000))
def test_noise_is_refused_by_name(noise: bytes) -> None:
    assert trouble(noise) in (Trouble.NOT_A_ZIP, Trouble.DAMAGED)


@given(st.data())
def test_a_file_with_changed_bytes_is_read_or_refused_and_nothing_else(data: st.DataObject) -> None:
    content = bytearray(zipped(("a.csv", b"Name\nwelstand\n" * 40), ("b.csv", b"Name\n")))
    for _ in range(data.draw(st.integers(1, 6))):
        place = data.draw(st.integers(0, len(content) - 1))
        content[place] = data.draw(st.integers(0, 255))
    with suppress(UnsafeZip):
        assert set(contents(bytes(content)))


@given(st.integers(0, 10_000))
def test_half_a_file_is_refused(cut: int) -> None:
    whole = zipped(("a.csv", b"Name\nwelstand\n" * 40), ("b.csv", b"Name\n"))
    half = whole[: cut % len(whole)]
    assert trouble(half) == (Trouble.DAMAGED if len(half) > 3 else Trouble.NOT_A_ZIP)


@pytest.mark.parametrize(
    "name",
    ["/etc/a.csv", "../a.csv", "a/../../b.csv", "C:/a.csv", "c:a.csv", "a\\b.csv", "./a.csv",
     "a//b.csv", "..", "a\nb.csv"],
)  # fmt: skip
def test_a_name_that_leads_out_is_refused(name: str) -> None:
    assert trouble(zipped(("fine.csv", b"x"), (name, b"x"))) == Trouble.UNSAFE_NAME


def test_a_name_with_a_hidden_end_is_refused() -> None:
    content = zipped(("a.csvX.exe", b"x")).replace(b"a.csvX.exe", b"a.csv\0.exe")
    assert trouble(content) == Trouble.UNSAFE_NAME


def test_a_link_is_refused() -> None:
    link = zipfile.ZipInfo("Profile.csv")
    link.create_system = 3
    link.external_attr = (stat.S_IFLNK | 0o777) << 16
    assert trouble(zipped((link, b"/etc/passwd"))) == Trouble.LINK


@pytest.mark.parametrize("twin", ["profile.csv", "PROFILE.CSV"])
@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_two_files_of_one_name_are_refused(twin: str) -> None:
    assert trouble(zipped(("profile.csv", b"1"), (twin, b"2"))) == Trouble.DUPLICATE_NAME


def test_an_encrypted_file_is_refused() -> None:
    content = bytearray(zipped(("a.csv", b"x")))
    at = content.index(b"PK\1\2")
    content[at + 8] |= 1
    assert trouble(bytes(content)) == Trouble.ENCRYPTED


@pytest.mark.parametrize("kind", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_only_what_unpacks_bit_by_bit_is_unpacked(kind: int) -> None:
    assert trouble(zipped(("a.csv", b"x" * 500), kind=kind)) == Trouble.UNKNOWN_COMPRESSION


def test_a_bomb_is_refused_before_it_is_unpacked() -> None:
    bomb = zipped(("a.csv", bytes(30 * MEGABYTE)))
    tracemalloc.start()
    assert trouble(bomb) == Trouble.TOO_DENSE
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < MEGABYTE


def test_a_bomb_that_lies_about_its_size_is_cut_off() -> None:
    content = bytearray(zipped(("a.csv", bytes(5 * MEGABYTE))))
    at = content.index(b"PK\1\2")
    struct.pack_into("<L", content, at + 24, 100)
    assert trouble(bytes(content)) == Trouble.DAMAGED


def test_sizes_and_numbers_have_limits() -> None:
    three = zipped(*((f"{n}.csv", b"x" * 400) for n in range(3)))
    assert trouble(three, Limits(members=2)) == Trouble.TOO_MANY_MEMBERS
    assert trouble(three, Limits(directory_bytes=50)) == Trouble.TOO_MANY_MEMBERS
    assert trouble(three, Limits(member_bytes=399)) == Trouble.TOO_LARGE
    assert trouble(three, Limits(total_bytes=1199)) == Trouble.TOO_LARGE
    assert len(contents(three, Limits(members=3, member_bytes=400, total_bytes=1200))) == 3


def test_a_list_of_members_in_the_long_form_is_refused_unread() -> None:
    content = zipped(("a.csv", b"x"))
    at = content.index(b"PK\5\6")
    locator = b"PK\6\7" + struct.pack("<LQL", 0, 0, 1)
    assert trouble(content[:at] + locator + content[at:]) == Trouble.TOO_LARGE


def test_a_large_member_is_read_in_little_memory() -> None:
    line = bytes(range(32, 127)) + b"\n"
    content = zipped(("a.csv", b"".join(line + bytes(str(n), "ascii") for n in range(100_000))))
    tracemalloc.start()
    with opened(io.BytesIO(content)) as archive, archive.reading(archive.members[0]) as file:
        size = sum(len(piece) for piece in iter(lambda: file.read(65_536), b""))
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert size == archive.members[0].size
    assert peak < 2 * MEGABYTE


def test_an_archive_inside_stays_closed() -> None:
    inside = zipped(("../evil.csv", b"x"))
    assert contents(zipped(("inside.zip", inside))) == {"inside.zip": inside}
