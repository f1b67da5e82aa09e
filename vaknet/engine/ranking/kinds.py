"""What a passage is, and so what it proves."""

from enum import IntEnum

import numpy as np


class Kind(IntEnum):
    ROLE = 1
    KNOWS = 2
    ANSWER = 3
    BEST_ANSWER = 4
    PROFILE = 5
    QUESTION = 6
    ARTICLE = 7
    SESSION = 8


ANSWERS = np.asarray([Kind.ANSWER, Kind.BEST_ANSWER], np.uint8)
