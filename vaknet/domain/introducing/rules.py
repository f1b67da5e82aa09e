"""How much crosses the border, how often and for how long."""

from datetime import timedelta

EDITION = "2026-12"  # of the words with which she agrees: asked anew when more goes along
LONGEST_QUESTION = 500
LONGEST_LOOK_UP = 80
MOST_SHOWN = 5  # people in one answer to a partner
MOST_LISTED = 20  # of who is looked up
# A partner that asks on and on sees so many different people a day, and no more.
MOST_PEOPLE_A_DAY = 30
MOST_QUESTIONS_A_DAY = 500
SHOWN_FOR = timedelta(days=7)
SHORTEST_PURPOSE = 20
MOST_ASKED_A_DAY = 5  # by one member
MOST_BROUGHT_A_DAY = 3  # to one member, by all partners together
MOST_BROUGHT_BY_PARTNER = 100  # in a day
MOST_ENDS_KEPT = 1000  # of one partner, of what has not arrived
ANSWERED_WITHIN = timedelta(days=30)
ON_ITS_WAY = timedelta(days=7)  # for a yes that was said on the last day
STUCK_AFTER = timedelta(days=3)
FIRST_PAUSE, LONGEST_PAUSE = timedelta(seconds=30), timedelta(hours=6)


def pause(tries: int) -> timedelta:
    """Before the next try: twice as long each time."""
    times: int = 2 ** min(tries, 12)
    return min(LONGEST_PAUSE, FIRST_PAUSE * times)
