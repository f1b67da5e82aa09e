"""Names as they stand on a Dutch list: by the family name, the small words before it apart."""

import unicodedata
from dataclasses import dataclass

# Small words before a family name that do not count in the order of a Dutch list: the register of
# persons (BRP) keeps them in a field of their own, "voorvoegsel geslachtsnaam" (its table 36). With
# those of neighbours: de Vries, van der Ploeg, 't Hart, von Buren.
PARTICLES = frozenset((
    "'s", "'t", "aan", "af", "bij", "d'", "da", "dal", "de", "degli", "dei", "del", "della",
    "den", "der", "des", "di", "do", "dos", "du", "het", "'n", "in", "l'", "la", "las", "le",
    "les", "lo", "los", "op", "'d", "ten", "ter", "te", "thoe", "thor", "to", "toe", "tot",
    "uijt", "uit", "und", "van", "vanden", "vander", "ver", "vom", "von", "voor", "vor", "y",
    "zu", "zum", "zur",
))  # fmt: skip
# With these a family name begins, and they count: "El Idrissi" stands under E.
BEGINNINGS = frozenset(("abu", "ait", "aït", "al", "bar", "ben", "bin", "el", "ibn"))
APOSTROPHES = str.maketrans("’‘`´", "''''")
# What is a letter of its own and not one with a mark; the rest falls apart by itself.
LETTERS = str.maketrans(
    {"ł": "l", "ø": "o", "đ": "d", "ı": "i", "æ": "ae", "œ": "oe", "ð": "d", "þ": "th"}
)


@dataclass(frozen=True)
class Surname:
    """ "Marit van der Ploeg" → given "Marit", particles "van der", family "Ploeg"."""

    given: str
    particles: str
    family: str

    @property
    def rest(self) -> str:
        """All but what one says aloud."""
        return " ".join(part for part in (self.particles, self.family) if part)

    @property
    def in_list(self) -> str:
        """ "Ploeg, Marit van der"."""
        before = " ".join(part for part in (self.given, self.particles) if part)
        return ", ".join(part for part in (self.family, before) if part)

    @property
    def order(self) -> tuple[str, str, str]:
        """Where she stands: marks and capitals do not count."""
        family = self.family or self.given
        return folded(family), folded(self.given), folded(self.particles)


def surname(name: str) -> Surname:
    """A guess, as nobody says which word is what: the first small word begins the family name, and
    without one the last word is it. A name of one word is what one says aloud."""
    words = name.split()
    if len(words) < 2:
        return Surname(name.strip(), "", "")
    is_small = [_lower(word) in PARTICLES for word in words]
    begins_here = [
        small or _lower(word) in BEGINNINGS for small, word in zip(is_small, words, strict=True)
    ]
    # Neither the first word nor the last one is: "De" alone is nobody's family name.
    begins = next((at for at in range(1, len(words) - 1) if begins_here[at]), len(words) - 1)
    ends = begins
    while ends < len(words) - 1 and is_small[ends]:
        ends += 1
    return Surname(" ".join(words[:begins]), " ".join(words[begins:ends]), " ".join(words[ends:]))


def _lower(word: str) -> str:
    return word.translate(APOSTROPHES).lower()


def folded(text: str) -> str:
    parts = unicodedata.normalize("NFKD", text.casefold().translate(LETTERS))
    return "".join(sign for sign in parts if sign.isalnum() or sign == " ")
