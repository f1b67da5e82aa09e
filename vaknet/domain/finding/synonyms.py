"""What says the same as a question, by our abbreviations and our lexicon: once in a process."""

from functools import cache

import Stemmer

from vaknet.domain.finding.analysis import part_counts
from vaknet.domain.finding.vocabulary import abbreviations, lexicon
from vaknet.engine.text import STOP_WORDS, Names, Synonyms

# Abbreviations that are short words too, in Dutch or English: no list of ours has words that short.
SHORT_WORDS = """
bag bal bes big bij bin bio bor bro das dor drop duo ear fact fit gala grip halt king koop kot lab
map mer mi mor nap nor nora opa pas pij pip pop pro rot safe sla stop tam ted web
"""


@cache
def synonyms() -> Synonyms:
    names = Names((one.short, one.full) for one in abbreviations())
    stems = Stemmer.Stemmer("dutch").stemWord, Stemmer.Stemmer("english").stemWord
    ordinary = STOP_WORDS | part_counts().keys() | set(SHORT_WORDS.split())
    return Synonyms(names, lexicon(), stems, ordinary)
