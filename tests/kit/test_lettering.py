"""Which letters can be drawn, and how wide they are."""

import ctypes
from pathlib import Path

import pytest
from fontTools.ttLib import TTFont

from vaknet.kit import lettering
from vaknet.kit.lettering import OURS, Type, can_draw, legible

FONTS = Path(__file__).parents[2] / "vaknet" / "interfaces" / "web" / "static" / "fonts"
FILES = (FONTS / "atkinson-next-normal.woff2", FONTS / "atkinson-next-latin-ext.woff2")


def test_what_is_called_ours_is_what_is_in_the_files() -> None:
    signs = [chr(number) for file in FILES for number in TTFont(file).getBestCmap()]
    assert set(signs) == OURS


def test_letters_of_ours_need_nothing_of_the_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lettering, "_is_here", lambda _sign: False)
    assert can_draw("Zoë Łukasz Gülşen İnce")
    assert not can_draw("张伟")


def test_what_cannot_be_drawn_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lettering, "_is_here", lambda _sign: False)
    assert legible("Dag van 张伟, in Łódź") == "Dag van (?), in Łódź"
    assert legible("") == ""


def test_others_are_asked_of_the_machine() -> None:
    lettering._is_here.cache_clear()
    assert not can_draw("\ue123\U0010fffd")  # for private use: in no file
    assert lettering._is_here("e") in (True, False)


def test_without_fontconfig_there_is_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    def missing(_name: str) -> None:
        raise OSError

    lettering._is_here.cache_clear()
    lettering._fontconfig.cache_clear()
    with monkeypatch.context() as without:
        without.setattr(ctypes, "CDLL", missing)
        assert not can_draw("张")
    lettering._is_here.cache_clear()
    lettering._fontconfig.cache_clear()


def test_a_heavy_word_is_wider_and_a_strange_letter_counts_as_wide() -> None:
    thin, heavy = Type(*FILES, weight=400), Type(*FILES, weight=700)
    assert thin.width("Marit") < heavy.width("Marit") < thin.width("Marit") * 1.2
    assert thin.width("Marit Marit") > 2 * thin.width("Marit")
    assert thin.width("张") == lettering.WIDEST
