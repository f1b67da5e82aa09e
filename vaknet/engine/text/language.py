"""In which of our two languages a text is, as far as its small words tell: no dictionary, no model.

Every fourth word of a Dutch or English text is one that says nothing of a subject. A text that has
enough different ones of the one language, and few of others, is in it. Of all else we say nothing:
a wrong language is worse for who has it read aloud than none.
"""

import re

from vaknet.engine.text.stop_words import DUTCH, ENGLISH
from vaknet.engine.text.words import fold, split

LOOKED_AT = 6_000  # signs
FEWEST = 4  # different small words
SHARE = 0.2  # of all words
OFTEN = 4  # times as many as of all others together
# Small words of languages that share many with Dutch or English; none that these two have.
OTHERS = """
und nicht ist das ein eine einen dem den des mit auf für sich auch wir sie oder aber wird sind
yn fan foar mei oan net wy ús dy hja hat wurdt wêze troch nei mar ek sa
nie vir hulle wees deur sy dis sê jy n
le la les des du est une dans pour sur avec que qui sont nous vous
el los las una por con para está son del
og er det ikke på til som den av att är och för inte
"""

_ENGLISH, _DUTCH = frozenset(ENGLISH.split()), frozenset(DUTCH.split())
_SMALL = {"nl": _DUTCH - _ENGLISH, "en": _ENGLISH - _DUTCH}
_ELSEWHERE = frozenset(fold(word) for word in OTHERS.split()) - _DUTCH - _ENGLISH
_LINK = re.compile(r"\S+://\S+")


def language_of(text: str) -> str:
    """ "nl", "en", or "" where it is not clear."""
    words = [word.plain for word in split(_LINK.sub(" ", text[:LOOKED_AT]))]
    said = set(words)
    found = {code: len(said & small) for code, small in _SMALL.items()}
    first = max(found, key=lambda code: found[code])
    others = sum(found.values()) - found[first] + len(said & _ELSEWHERE)
    if found[first] < max(FEWEST, OFTEN * others):
        return ""
    often = sum(word in _SMALL[first] for word in words)
    return first if often >= SHARE * len(words) else ""
