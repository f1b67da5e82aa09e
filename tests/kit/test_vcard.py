"""Visiting cards that address books take as they are."""

from vaknet.kit.vcard import card


def test_a_card() -> None:
    lines = card(name="Fatma Yıldız", title="jurist, gemeente; A", email="f@x.example").split(
        "\r\n"
    )
    assert lines == [
        "BEGIN:VCARD",
        "VERSION:3.0",
        "N:Yıldız;Fatma;;;",
        "FN:Fatma Yıldız",
        "TITLE:jurist\\, gemeente\\; A",
        "EMAIL;TYPE=INTERNET:f@x.example",
        "END:VCARD",
        "",
    ]


def test_nothing_breaks_out_of_its_line() -> None:
    made = card(name="A\r\nEMAIL:x\\n", title="", email="a@x.example")
    assert made.count("\r\n") == 6
    assert "TITLE" not in made
    assert "FN:A EMAIL:x\\\\n" in made


def test_long_lines_are_folded_between_letters() -> None:
    made = card(name="é" * 100, title="", email="a@x.example")
    assert all(len(line.encode()) <= 75 for line in made.split("\r\n"))
    assert "FN:" + "é" * 100 in made.replace("\r\n ", "")
