"""The drawing is the code: its squares are those that a reader expects in the corners."""

import re

from vaknet.kit.qr import QUIET, bars, squares


def test_a_drawing_has_white_around_it_and_eyes_in_three_corners() -> None:
    drawing = squares("otpauth://totp/x?secret=JBSWY3DPEHPK3PXP&issuer=Vaknet")
    dark = {(int(x), int(y)) for x, y in re.findall(r"M(\d+) (\d+)h1v1h-1z", drawing.path)}
    last = drawing.size - QUIET - 1
    assert min(min(spot) for spot in dark) == QUIET
    assert max(max(spot) for spot in dark) == last
    eye = {(x, 0) for x in range(7)} | {(x, 6) for x in range(7)} | {(3, 3), (0, 3), (6, 3)}
    corners = [(QUIET, QUIET), (last - 6, QUIET), (QUIET, last - 6)]
    assert all((left + x, top + y) in dark for left, top in corners for x, y in eye)


def test_other_words_are_another_drawing() -> None:
    assert squares("a").path != squares("b").path


def test_bars_cover_the_same_squares() -> None:
    for text in ("ABCD2345", "https://vaknet.example/b/12/"):
        one, other = squares(text), bars(text)
        apart = {(int(x), int(y)) for x, y in re.findall(r"M(\d+) (\d+)h1v1h-1z", one.path)}
        runs = re.findall(r"M(\d+) (\d+)H(\d+)v1H(\d+)z", other.path)
        together = {
            (x, int(y)) for begins, y, ends, _back in runs for x in range(int(begins), int(ends))
        }
        assert (together, other.size) == (apart, one.size)
        assert all(begins == back for begins, _y, _ends, back in runs)
        assert len(other.path) < len(one.path)
