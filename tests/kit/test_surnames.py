"""Names as they stand on a Dutch list."""

import pytest

from vaknet.kit.surnames import surname


@pytest.mark.parametrize(
    ("name", "parts", "listed"),
    [
        ("Marit van der Ploeg", ("Marit", "van der", "Ploeg"), "Ploeg, Marit van der"),
        ("Samira El Idrissi", ("Samira", "", "El Idrissi"), "El Idrissi, Samira"),
        ("Anna Maria de Vries", ("Anna Maria", "de", "Vries"), "Vries, Anna Maria de"),
        ("Kees ’t Hart", ("Kees", "’t", "Hart"), "Hart, Kees ’t"),
        ("Jan van Dijk tot Oost", ("Jan", "van", "Dijk tot Oost"), "Dijk tot Oost, Jan van"),
        ("Bo", ("Bo", "", ""), "Bo"),
        ("Jan de", ("Jan", "", "de"), "de, Jan"),
        ("", ("", "", ""), ""),
    ],
)
def test_what_stands_where(name: str, parts: tuple[str, str, str], listed: str) -> None:
    found = surname(name)
    assert (found.given, found.particles, found.family) == parts
    assert found.in_list == listed


def test_the_order_minds_no_small_words_no_marks_and_no_capitals() -> None:
    names = [
        "Zoë Ząb",
        "Jan de Vries",
        "Ada VRIES",
        "Ömer İnce",
        "Bo",
        "Kees van den Berg",
        "Łukasz",
    ]
    ordered = sorted(names, key=lambda name: surname(name).order)
    assert ordered == [
        "Kees van den Berg",
        "Bo",
        "Ömer İnce",
        "Łukasz",
        "Ada VRIES",
        "Jan de Vries",
        "Zoë Ząb",
    ]


def test_all_but_what_one_says_aloud() -> None:
    assert surname("Marit van der Ploeg").rest == "van der Ploeg"
    assert surname("Bo").rest == ""
