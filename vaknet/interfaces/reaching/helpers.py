"""What we ask of partner networks, and tell them, about people who can help, or who are there.

All that a partner says is a stranger's: cut, cleaned, and without what would turn a line round.
"""

import re
from collections.abc import Mapping, Sequence
from functools import partial

from vaknet.domain.introducing.found import AnswerOf, FoundThere
from vaknet.domain.introducing.models import IntroductionAcross
from vaknet.domain.introducing.rules import MOST_LISTED, MOST_SHOWN
from vaknet.domain.introducing.theirs import theirs
from vaknet.domain.networks.models import Network
from vaknet.interfaces.reaching.partners import PartnerSilent, ask_partner
from vaknet.interfaces.reaching.waiting import ask_briefly, side_by_side, waiting

TOKEN = re.compile(r"[A-Za-z0-9_-]{22}")
LONGEST_NAME, LONGEST_LINE, LONGEST_REASON, MOST_KNOWN = 120, 240, 400, 10

Telling = IntroductionAcross.Telling


def ask_all(networks: Sequence[Network], text: str, language: str) -> list[AnswerOf]:
    """Side by side, and no longer than one of them may take. Their order is that of the names."""
    told = {"text": text, "language": language}
    ask = partial(_asked, what="who-can-help", told=told, most=MOST_SHOWN)
    try:
        with waiting():
            return side_by_side(ask, networks)
    except PartnerSilent:
        return [AnswerOf(network, None) for network in networks]


def look_up(network: Network, text: str) -> AnswerOf:
    """Whom the words fit there."""
    try:
        with waiting():
            return _asked(network, what="directory", told={"text": text}, most=MOST_LISTED)
    except PartnerSilent:
        return AnswerOf(network, None)


def tell_partner(introduction: IntroductionAcross) -> None:
    """What is to be told of it. Raises PartnerSilent."""
    row, about = introduction, {"token": introduction.token}
    match row.telling:
        case Telling.ASK:
            card = {
                "name": row.member.name,
                "headline": row.member.headline,
                "mail": row.mail,
                "purpose": row.purpose,
            }
            ask_partner(row.network, "introduction/ask", about | {"shown": row.shown} | card)
        case Telling.YES:
            yes = {"name": row.member.name, "mail": row.mail, "words": row.words}
            ask_partner(row.network, "introduction/yes", about | yes)
        case Telling.END:
            ask_partner(row.network, "introduction/end", about)


def _asked(network: Network, *, what: str, told: Mapping[str, object], most: int) -> AnswerOf:
    try:
        answer = ask_briefly(network, what, told)
    except PartnerSilent:
        return AnswerOf(network, None)
    return AnswerOf(network, _people(answer, most=most))


def _people(answer: Mapping[str, object], *, most: int) -> tuple[FoundThere, ...]:
    """What is no person is left out; of more than that the rest is not looked at."""
    listed = answer.get("people")
    rows = listed[:most] if isinstance(listed, list) else []
    read = [_person(row) for row in rows if isinstance(row, dict)]
    return tuple(one for one in read if one is not None)


def _person(row: Mapping[str, object]) -> FoundThere | None:
    token, name = row.get("token"), theirs(row.get("name"), limit=LONGEST_NAME)
    if not (isinstance(token, str) and TOKEN.fullmatch(token) and name):
        return None
    knows = row.get("knows")
    topics = knows[:MOST_KNOWN] if isinstance(knows, list) else []
    return FoundThere(
        token=token,
        name=name,
        headline=theirs(row.get("headline"), limit=LONGEST_LINE),
        knows=tuple(topic for one in topics if (topic := theirs(one, limit=LONGEST_LINE))),
        place=theirs(row.get("place"), limit=LONGEST_NAME),
        reason=theirs(row.get("reason"), limit=LONGEST_REASON),
    )
