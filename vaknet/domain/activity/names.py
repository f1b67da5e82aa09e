"""Names as they are looked for: without capitals, accents, hyphens and apostrophes."""

from django.db import models
from django.db.models.functions import Concat, Lower

LETTERS = (
    "àáâãäåçèéêëìíîïñòóôõöøùúûüýÿÀÁÂÃÄÅÇÈÉÊËÌÍÎÏÑÒÓÔÕÖØÙÚÛÜÝ"
    "ĀāĂăĄąĆćĈĉĊċČčĎďĒēĔĕĖėĘęĚěĜĝĞğĠġĢģĤĥĨĩĪīĬĭĮįİĴĵĶķĹĺĻļĽľŃńŅņŇňŌōŎŏŐőŔŕŖŗŘřŚśŜŝŞşŠ"
    "šŢţŤťŨũŪūŬŭŮůŰűŲųŴŵŶŷŸŹźŻżŽžȘșȚțıłŁđĐħĦðÐ"
)
PLAIN = (
    "aaaaaaceeeeiiiinoooooouuuuyyaaaaaaceeeeiiiinoooooouuuuy"
    "aaaaaaccccccccddeeeeeeeeeegggggggghhiiiiiiiiijjkkllllllnnnnnnoooooorrrrrrsssssss"
    "sttttuuuuuuuuuuuuwwyyyzzzzzzssttillddhhdd"
)
BETWEEN = "-–.,'’‘`´"  # what stands between the parts of a name: "Anne-Marie", "d’Hondt"
FOLDING = str.maketrans(LETTERS + BETWEEN, PLAIN + " " * len(BETWEEN))


def folded_name(name: str) -> models.GeneratedField:
    """A column that PostgreSQL keeps, with a space before each word, also the first.

    In the order of its letters, the same on every machine. Kept, and not made where it is asked
    for: folding a name takes longer than comparing a thousand.
    """
    plain = models.Func(
        name,
        models.Value(LETTERS + BETWEEN),
        models.Value(PLAIN + " " * len(BETWEEN)),
        function="translate",
        output_field=models.TextField(),
    )
    return models.GeneratedField(
        expression=Concat(models.Value(" "), Lower(plain), output_field=models.TextField()),
        output_field=models.TextField(db_collation="C"),
        db_persist=True,
    )


def fold_name(typed: str) -> str:
    """The same for what somebody types, tidied, and without the space before it."""
    return " ".join(typed.translate(FOLDING).lower().split())
