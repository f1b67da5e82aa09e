"""Pictures of people we do not know: what is seen comes through, and nothing else."""

import io
import os
import struct
import zlib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import ExifTags, Image, ImageCms, ImageDraw
from PIL.PngImagePlugin import PngInfo

from vaknet.kit import picture_process
from vaknet.kit.pictures import (
    FORMATS,
    SIZES,
    Limits,
    Rendition,
    Trouble,
    UnsafePicture,
    kind_of,
    packed,
    packed_whole,
    squares,
    unpacked,
    unpacked_whole,
    whole,
)

CANARY = "Lindelaan 12, Waterveen"
KINDS = ["JPEG", "PNG", "WEBP", "AVIF"]
ALL = [(size, kind) for size in SIZES for kind in FORMATS]
RED, BLUE, WHITE = (200, 30, 30), (30, 30, 200), (255, 255, 255)
XMP = f'<x:xmpmeta xmlns:x="adobe:ns:meta/"><a b="{CANARY}"/></x:xmpmeta>'.encode()


def written(image: Image.Image, kind: str = "JPEG", **more: object) -> bytes:
    file = io.BytesIO()
    image.save(file, kind, **more)
    return file.getvalue()


def plain(size: tuple[int, int] = (400, 400), colour: object = RED, mode: str = "RGB") -> bytes:
    return written(Image.new(mode, size, colour), "PNG")


def halves(size: tuple[int, int]) -> Image.Image:
    """Red above, blue below."""
    image = Image.new("RGB", size, RED)
    ImageDraw.Draw(image).rectangle((0, size[1] // 2, size[0], size[1]), fill=BLUE)
    return image


def telling() -> Image.Exif:
    """Where, when, by whom, and that the camera was held upright."""
    exif = Image.Exif()
    exif[ExifTags.Base.Artist] = CANARY
    exif[ExifTags.Base.Orientation] = 1
    exif.get_ifd(ExifTags.IFD.GPSInfo).update(
        {
            ExifTags.GPS.GPSLatitudeRef: "N",
            ExifTags.GPS.GPSLatitude: (52.0, 5.0, 3.25),
            ExifTags.GPS.GPSAreaInformation: CANARY.encode(),
        }
    )
    return exif


def largest(content: bytes, kind: str = "webp") -> Image.Image:
    found = next(
        one for one in squares(content).renditions if (one.size, one.format) == (384, kind)
    )
    return Image.open(io.BytesIO(found.content)).convert("RGB")


def is_near(found: object, wanted: tuple[int, int, int], by: int = 12) -> bool:
    return all(abs(a - b) <= by for a, b in zip(found, wanted, strict=True))  # type: ignore[call-overload]


def trouble(content: bytes, limits: Limits | None = None) -> Trouble:
    with pytest.raises(UnsafePicture) as refused:
        squares(content, limits)
    return refused.value.trouble


@pytest.mark.parametrize("kind", KINDS)
def test_every_picture_becomes_a_ladder_of_squares(kind: str) -> None:
    made = squares(written(halves((500, 500)), kind))
    assert [(one.size, one.format) for one in made.renditions] == ALL
    for one in made.renditions:
        image = Image.open(io.BytesIO(one.content), formats=[one.format.upper()])
        assert image.size == (one.size, one.size)
        seen = image.convert("RGB")
        assert is_near(seen.getpixel((one.size // 2, one.size // 8)), RED)
        assert is_near(seen.getpixel((one.size // 2, one.size - one.size // 8)), BLUE)


def test_the_same_picture_has_the_same_name_and_another_has_another() -> None:
    assert squares(plain()).name == squares(plain()).name
    assert squares(plain()).name != squares(plain(colour=BLUE)).name
    assert len(squares(plain()).name) == 16


@pytest.mark.parametrize("kind", KINDS)
def test_who_took_it_and_where_stays_behind(kind: str) -> None:
    more = {"pnginfo": _told_in_png()} if kind == "PNG" else {"xmp": XMP}
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    content = written(halves((500, 500)), kind, exif=telling(), icc_profile=profile, **more)
    assert CANARY.encode() in content  # or this test would prove nothing
    given = Image.open(io.BytesIO(content))
    assert given.getexif().get_ifd(ExifTags.IFD.GPSInfo)
    assert "icc_profile" in given.info
    for one in squares(content).renditions:
        left = Image.open(io.BytesIO(one.content))
        assert dict(left.getexif()) == {}
        assert left.getexif().get_ifd(ExifTags.IFD.GPSInfo) == {}
        assert set(left.info) & {"exif", "xmp", "icc_profile", "comment"} == set()
        for trace in (CANARY.encode(), b"GPS", b"Exif", b"EXIF", b"xmp", b"XMP ", b"ICCP", b"acsp"):
            assert trace not in one.content


def _told_in_png() -> PngInfo:
    info = PngInfo()
    info.add_text("Comment", CANARY)
    info.add_itxt("XML:com.adobe.xmp", XMP.decode())
    return info


def test_words_behind_the_picture_stay_behind_too() -> None:
    behind = squares(written(halves((500, 500))) + b"<script>" + CANARY.encode()).renditions
    assert not any(CANARY.encode() in one.content for one in behind)


@pytest.mark.parametrize("orientation", range(1, 9))
def test_it_stands_upright_however_the_camera_was_held(orientation: int) -> None:
    """Drawn upright, then laid down as a camera that was held so would have written it."""
    upright = halves((480, 480))
    ImageDraw.Draw(upright).rectangle((0, 0, 160, 160), fill=WHITE)
    # The way back of each turn: two quarter turns are each other's.
    back = {6: picture_process.TURNS[8], 8: picture_process.TURNS[6]}
    turn = back.get(orientation) or picture_process.TURNS.get(orientation)
    exif = Image.Exif()
    exif[ExifTags.Base.Orientation] = orientation
    lying = upright.transpose(turn) if turn is not None else upright
    seen = largest(written(lying, quality=95, exif=exif))
    assert is_near(seen.getpixel((60, 60)), WHITE)
    assert is_near(seen.getpixel((320, 60)), RED)
    assert is_near(seen.getpixel((60, 320)), BLUE)


def test_a_portrait_is_cut_above_the_middle_and_a_landscape_in_it() -> None:
    tall = Image.new("RGB", (300, 900), WHITE)
    ImageDraw.Draw(tall).rectangle((0, 200, 300, 499), fill=RED)
    seen = largest(written(tall, "PNG"))
    assert is_near(seen.getpixel((192, 4)), RED)
    assert is_near(seen.getpixel((192, 379)), RED)
    wide = Image.new("RGB", (900, 300), WHITE)
    ImageDraw.Draw(wide).rectangle((300, 0, 599, 300), fill=BLUE)
    seen = largest(written(wide, "PNG"))
    assert is_near(seen.getpixel((6, 192)), BLUE)
    assert is_near(seen.getpixel((377, 192)), BLUE)


def test_colours_of_another_profile_look_the_same_here() -> None:
    """Swapped channels: a profile of which red is our blue."""
    srgb = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    swapped = srgb.replace(b"rXYZ", b"tmp!").replace(b"bXYZ", b"rXYZ").replace(b"tmp!", b"bXYZ")
    assert swapped != srgb
    content = written(Image.new("RGB", (400, 400), RED), "PNG", icc_profile=swapped)
    assert is_near(largest(content).getpixel((9, 9)), RED[::-1])


def test_a_profile_that_makes_no_sense_is_left_out() -> None:
    content = written(Image.new("RGB", (400, 400), RED), "PNG", icc_profile=b"nonsense" * 40)
    assert is_near(largest(content).getpixel((9, 9)), RED)


@pytest.mark.parametrize(
    ("mode", "colour", "seen"),
    [
        ("L", 120, (120, 120, 120)),
        ("LA", (120, 0), WHITE),
        ("RGBA", (200, 30, 30, 0), WHITE),
        ("RGBA", (*RED, 255), RED),
        ("P", 0, (0, 0, 0)),
        ("1", 1, WHITE),
        ("I;16", 120 * 256, (120, 120, 120)),
    ],
)
def test_every_way_of_keeping_colours(mode: str, colour: object, seen: object) -> None:
    assert is_near(largest(plain(colour=colour, mode=mode)).getpixel((9, 9)), seen)


def test_colours_for_print() -> None:
    content = written(Image.new("CMYK", (400, 400), (0, 0, 0, 255)))
    assert is_near(largest(content).getpixel((9, 9)), (0, 0, 0), by=40)


@pytest.mark.parametrize("kind", ["PNG", "WEBP", "AVIF"])
def test_of_a_moving_picture_the_first_frame(kind: str) -> None:
    frames = [Image.new("RGB", (400, 400), colour) for colour in (RED, BLUE)]
    content = written(frames[0], kind, save_all=True, append_images=frames[1:], duration=100)
    assert is_near(largest(content).getpixel((9, 9)), RED)


def test_of_two_pictures_in_one_the_first() -> None:
    """As phones write them, with a map of depths behind."""
    images = [Image.new("RGB", (400, 400), colour) for colour in (RED, BLUE)]
    content = written(images[0], "MPO", save_all=True, append_images=images[1:])
    assert is_near(largest(content).getpixel((9, 9)), RED)


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"GIF89a" + bytes(200),
        b"BM" + bytes(200),
        b"%PDF-1.7\n",
        b"PK\3\4" + bytes(200),
        b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>",
        b"<?xml version='1.0'?><svg/>",
        b"<!doctype html><script>alert(1)</script>",
        b"\0\0\0\x18ftypmp42\0\0\0\0mp42isom",
        b"Een foto van mij, echt waar." * 20,
    ],
)
def test_what_is_no_picture_of_ours(content: bytes) -> None:
    assert trouble(content) is Trouble.NOT_A_PICTURE


def test_a_photo_as_apple_keeps_it_is_known_and_refused() -> None:
    heic = b"\0\0\0\x18ftypheic\0\0\0\0mif1heic" + bytes(500)
    assert trouble(heic) is Trouble.HEIC


def test_the_kind_is_in_the_bytes() -> None:
    assert [kind_of(written(halves((300, 300)), kind)) for kind in KINDS] == KINDS
    general = b"\0\0\0\x1cftypmif1\0\0\0\0mif1avifmiaf"
    assert kind_of(general) == "AVIF"


@pytest.mark.parametrize("kind", KINDS)
def test_a_page_in_disguise_is_damaged(kind: str) -> None:
    head = written(halves((300, 300)), kind)[:32]
    assert trouble(head + b"<script>alert(1)</script>" * 50) is Trouble.DAMAGED


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("part", [0.15, 0.5, 0.9])
def test_half_a_file_is_damaged(kind: str, part: float) -> None:
    noise = Image.effect_noise((400, 400), 80).convert("RGB")
    content = written(noise, kind)
    assert trouble(content[: int(len(content) * part)]) is Trouble.DAMAGED


def _bomb_png(width: int, height: int) -> bytes:
    """A header that promises much, with nothing behind it."""
    ihdr = b"IHDR" + struct.pack(">IIBBBBB", width, height, 8, 6, 0, 0, 0)
    idat = b"IDAT" + zlib.compress(bytes(1000))
    chunks = [
        struct.pack(">I", len(c) - 4) + c + struct.pack(">I", zlib.crc32(c)) for c in (ihdr, idat)
    ]
    return b"\x89PNG\r\n\x1a\n" + b"".join(chunks)


def test_bombs_are_refused_before_they_are_unpacked() -> None:
    assert trouble(_bomb_png(100_000, 100_000)) is Trouble.TOO_MANY_PIXELS
    assert trouble(_bomb_png(7_000, 7_000)) is Trouble.TOO_MANY_PIXELS
    assert trouble(written(Image.new("1", (20_000, 20_000)), "PNG")) is Trouble.TOO_MANY_PIXELS
    wide = b"RIFF\x20\0\0\0WEBPVP8X\x0a\0\0\0\0\0\0\0" + b"\xff\x3f\0" * 2 + bytes(8)
    assert trouble(wide) is Trouble.TOO_MANY_PIXELS


def test_too_large_and_too_small() -> None:
    assert trouble(plain() + bytes(10 * 1024 * 1024)) is Trouble.TOO_LARGE
    assert trouble(plain((191, 4000))) is Trouble.TOO_SMALL
    assert [one.size for one in squares(plain((192, 192))).renditions[::2]] == list(SIZES)


def test_no_more_memory_than_is_allowed() -> None:
    assert squares(plain((6_000, 6_000))).renditions
    little = Limits(memory=160 * 1024 * 1024)
    assert trouble(plain((6_000, 6_000)), little) is Trouble.DAMAGED


def test_no_more_time_than_is_allowed() -> None:
    assert trouble(plain(), Limits(seconds=0)) is Trouble.DAMAGED


def test_it_sees_no_secret(monkeypatch: pytest.MonkeyPatch) -> None:
    """Settings of ours that would break Python there do not reach it."""
    monkeypatch.setenv("PYTHONMALLOC", "no such thing")
    assert squares(plain()).renditions
    assert os.environ["PYTHONMALLOC"] == "no such thing"


def test_what_comes_out_of_the_other_process_is_not_trusted() -> None:
    right = packed([bytes([n]) * (n + 1) for n in range(6)])
    assert unpacked(right)[5] == Rendition(384, "webp", b"\5" * 6)
    for wrong in (b"", right[:-1], right + b"more", packed([b""] * 6), packed([b"a"] * 5)):
        with pytest.raises(UnsafePicture):
            unpacked(wrong)


# Read in this process, for a process of its own for each would take minutes.
def outcome(content: bytes) -> Trouble | None:
    try:
        made = picture_process.contents(content, Limits(pixels=400_000))
    except UnsafePicture as refused:
        return refused.trouble
    except Exception:  # whatever Pillow says: the process dies of it, which is told as this
        return Trouble.DAMAGED
    assert len(made) == len(ALL)
    return None


SMALL = {kind: written(halves((200, 200)), kind, exif=telling()) for kind in KINDS}


@settings(max_examples=80, deadline=None)
@pytest.mark.filterwarnings("ignore")
@given(st.sampled_from(KINDS), st.data())
def test_a_damaged_picture_is_refused_or_comes_out_clean(kind: str, data: st.DataObject) -> None:
    content = bytearray(SMALL[kind])
    for _ in range(data.draw(st.integers(1, 6))):
        at = data.draw(st.integers(0, len(content) - 1))
        content[at] = data.draw(st.integers(0, 255))
    try:
        made = picture_process.contents(bytes(content), Limits(pixels=400_000))
    except Exception:
        return
    assert len(made) == len(ALL)
    assert not any(CANARY.encode() in one or b"Exif" in one for one in made)


@settings(max_examples=60, deadline=None)
@given(st.binary(max_size=300), st.sampled_from([b"", *(SMALL[kind][:16] for kind in KINDS)]))
@pytest.mark.filterwarnings("ignore")
def test_no_bytes_at_all_are_a_picture_by_chance(content: bytes, head: bytes) -> None:
    assert outcome(head + content) in {*Trouble}


@settings(max_examples=25, deadline=None)
@given(st.integers(192, 600), st.integers(192, 600), st.sampled_from(KINDS))
def test_every_shape_becomes_a_square(width: int, height: int, kind: str) -> None:
    assert outcome(written(Image.new("RGB", (width, height), RED), kind)) is None


# Whole pictures


def framed(content: bytes) -> Image.Image:
    return Image.open(io.BytesIO(whole(content).renditions[-1].content)).convert("RGB")


@pytest.mark.parametrize("kind", KINDS)
def test_a_whole_picture_keeps_its_frame_and_nothing_of_its_file(kind: str) -> None:
    more = {"pnginfo": _told_in_png()} if kind == "PNG" else {"xmp": XMP}
    content = written(halves((2400, 1200)), kind, exif=telling(), **more)
    assert CANARY.encode() in content
    made = whole(content + b"<script>" + CANARY.encode())
    assert (made.width, made.height) == (1600, 800)
    assert [(one.size, one.format) for one in made.renditions] == [(800, "webp"), (1600, "webp")]
    for one in made.renditions:
        left = Image.open(io.BytesIO(one.content), formats=["WEBP"])
        assert left.size == (one.size, one.size // 2)
        assert set(left.info) & {"exif", "xmp", "icc_profile", "comment"} == set()
        for trace in (CANARY.encode(), b"GPS", b"EXIF", b"XMP ", b"ICCP", b"<script>"):
            assert trace not in one.content
    assert made.name == whole(content).name != whole(plain()).name


def test_a_whole_picture_stands_upright_and_never_grows() -> None:
    exif = Image.Exif()
    exif[ExifTags.Base.Orientation] = 6
    lying = halves((300, 200)).transpose(picture_process.TURNS[8])
    made = framed(written(lying, quality=95, exif=exif))
    assert made.size == (300, 200)
    assert is_near(made.getpixel((150, 20)), RED)
    assert is_near(made.getpixel((150, 180)), BLUE)
    assert framed(plain((40, 3000))).size == (21, 1600)


def test_a_dot_and_a_bomb_are_no_whole_picture() -> None:
    for content, said in (
        (plain((39, 400)), Trouble.TOO_SMALL),
        (_bomb_png(100_000, 100_000), Trouble.TOO_MANY_PIXELS),
        (b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>", Trouble.NOT_A_PICTURE),
        (written(halves((300, 300)))[:1000], Trouble.DAMAGED),
    ):
        with pytest.raises(UnsafePicture) as refused:
            whole(content)
        assert refused.value.trouble is said


def test_a_whole_picture_from_the_other_process_is_not_trusted() -> None:
    right = packed_whole(1600, 9, [b"a", b"bc"])
    assert unpacked_whole(right).renditions[1] == Rendition(1600, "webp", b"bc")
    wrong = [right[:-1], right + b"x", packed_whole(0, 9, [b"a", b"b"])]
    wrong += [packed_whole(9, 1601, [b"a", b"b"]), packed_whole(9, 9, [b"a", b""]), b""]
    for told in wrong:
        with pytest.raises(UnsafePicture):
            unpacked_whole(told)
