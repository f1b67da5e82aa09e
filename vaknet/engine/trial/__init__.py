"""A network made by chance, of any size, for trials and benchmarks.

The same seed gives the same people, ties and posts. Each part draws from a chance of its own, so
that asking for more posts does not change the people.
"""

from vaknet.engine.trial.people import Catalogue, TrialPerson, TrialRole, people
from vaknet.engine.trial.posts import TrialAnswer, TrialGroup, TrialQuestion, groups, questions
from vaknet.engine.trial.ties import Ties, ties
from vaknet.engine.trial.waiting import Waiting, waiting
from vaknet.engine.trial.words import Field, Speech, Words

__all__ = [
    "Catalogue",
    "Field",
    "Speech",
    "Ties",
    "TrialAnswer",
    "TrialGroup",
    "TrialPerson",
    "TrialQuestion",
    "TrialRole",
    "Waiting",
    "Words",
    "groups",
    "people",
    "questions",
    "ties",
    "waiting",
]
