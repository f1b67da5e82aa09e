"""One analyser for what is indexed and what is asked: pure, no I/O."""

from vaknet.engine.text.abbreviations import Names
from vaknet.engine.text.analyser import (
    GRAM,
    PART,
    STEM,
    TOPIC,
    Analyser,
    Token,
    spells,
    topic,
    topic_token,
)
from vaknet.engine.text.language import language_of
from vaknet.engine.text.lexicon import Meaning
from vaknet.engine.text.search_keys import Wish, search_keys, topic_key, wish
from vaknet.engine.text.stop_words import STOP_WORDS
from vaknet.engine.text.synonyms import Same, Synonyms
from vaknet.engine.text.words import Word, content, fold, names_in, plain_words

__all__ = [
    "GRAM",
    "PART",
    "STEM",
    "STOP_WORDS",
    "TOPIC",
    "Analyser",
    "Meaning",
    "Names",
    "Same",
    "Synonyms",
    "Token",
    "Wish",
    "Word",
    "content",
    "fold",
    "language_of",
    "names_in",
    "plain_words",
    "search_keys",
    "spells",
    "topic",
    "topic_key",
    "topic_token",
    "wish",
]
