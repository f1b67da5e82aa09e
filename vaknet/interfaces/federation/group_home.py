"""What partner networks ask of groups here that let in visitors, each on behalf of one visitor.

Who is not in the group, whatever she asks for, hears that she is out: the same for a group that is
not there, for one that was closed to visitors, and for a token of somebody else.
"""

import re
from collections.abc import Callable, Mapping
from contextlib import suppress
from functools import wraps

from django.conf import settings
from django.core.exceptions import ObjectDoesNotExist
from django.http import HttpRequest
from django.utils import translation

from vaknet.domain.groups import admission
from vaknet.domain.knowledge import actions as knowledge
from vaknet.domain.knowledge.models import Question
from vaknet.domain.networks.models import Network, Share
from vaknet.domain.refusal import Refused
from vaknet.domain.visiting import actions, queries
from vaknet.domain.visiting.models import Opening, Visitor
from vaknet.domain.visiting.queries import Inside, Outside
from vaknet.interfaces.federation import group_words
from vaknet.interfaces.federation.partners import NoPartner, PartnerView, Told, for_partners
from vaknet.kit.foreign_html import clean

TOKEN = re.compile(r"[A-Za-z0-9_-]{22}")
LONGEST_WORDS = 20_000
LONGEST_ID = 120
MOST_PAGES = 1_000
FARTHEST = 10_000  # parts of one thread

type Answer = Mapping[str, object]


def in_her_language(view: PartnerView) -> PartnerView:
    """What a room says to her, and the names of who has none."""

    @wraps(view)
    def spoken(request: HttpRequest, network: Network, told: Told) -> Answer:
        code = told.get("language")
        known = code if code in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE
        with translation.override(str(known)):
            return view(request, network, told)

    return spoken


@for_partners("group/list", Share.GROUPS)
@in_her_language
def listed(_request: HttpRequest, network: Network, told: Told) -> Answer:
    """Those that let in visitors, or only the one that is named, with its house rules."""
    if "group" not in told:
        rows = queries.open_groups(network)[: queries.LISTED]
        return {"groups": [_shown(opening) for opening in rows]}
    found = queries.open_groups(network).filter(token=_token(told, "group")).first()
    return {"groups": [_shown(found) | _rules(found)] if found else []}


@for_partners("group/ask", Share.GROUPS)
@in_her_language
def asked(_request: HttpRequest, network: Network, told: Told) -> Answer:
    """A visitor would like to come in."""
    visitor = _token(told, "visitor")
    opening = queries.open_groups(network).filter(token=_token(told, "group")).first()
    if opening is None:
        return {"state": "out"}
    said = {name: _text(told, name, longest) for name, longest in SAID.items()}
    try:
        state = actions.come_in(network=network, token=visitor, opening=opening, **said)
    except Refused as refused:
        return {"refused": str(refused.message)}
    return {"state": state}


SAID = {"name": 200, "headline": 400, "text": 1_000, "agreed_to": 64}


@for_partners("group/leave", Share.GROUPS)
def left(_request: HttpRequest, network: Network, told: Told) -> Answer:
    """She leaves one group; or, with none named, all of them and for good."""
    rows = Visitor.objects.filter(network=network, token=_token(told, "visitor"))
    visitor = rows.select_related("actor").first()
    if visitor is not None and "group" not in told:
        actions.forget_visitor(visitor=visitor)
    elif visitor is not None:
        openings = Opening.objects.filter(token=_token(told, "group"), until=None)
        for opening in openings.select_related("group__actor"):
            actions.go_out(visitor=visitor, group=opening.group)
    return {"state": "out"}


@for_partners("group/read", Share.GROUPS)
@in_her_language
def read(_request: HttpRequest, network: Network, told: Told) -> Answer:
    """A page of its conversations, questions or articles."""
    seat = _seat(network, told)
    if isinstance(seat, Outside):
        return _not_in(seat)
    rows = group_words.PARTS.get(_text(told, "part", 20))
    if rows is None:
        raise NoPartner("a part that there is not")
    number = _number(told, "page", MOST_PAGES) or 1
    start = (number - 1) * group_words.SIZE
    found = rows(seat, slice(start, start + group_words.SIZE + 1))
    return {
        "state": "in",
        "name": seat.group.actor.name,
        "purpose": seat.group.purpose,
        "rows": found[: group_words.SIZE],
        "more": len(found) > group_words.SIZE,
    }


@for_partners("group/thread", Share.GROUPS)
@in_her_language
def thread(_request: HttpRequest, network: Network, told: Told) -> Answer:
    """One conversation or question, with as much of what follows as fits."""
    seat = _seat(network, told)
    if isinstance(seat, Outside):
        return _not_in(seat)
    start = _number(told, "start", FARTHEST)
    try:
        shown = group_words.thread(seat, _text(told, "id", LONGEST_ID), start)
    except ObjectDoesNotExist:
        raise NoPartner("it does not stand in this group") from None
    return {"state": "in", "name": seat.group.actor.name, **shown}


@for_partners("group/say", Share.GROUPS)
@in_her_language
def said(_request: HttpRequest, network: Network, told: Told) -> Answer:
    """A reply, an answer, a question or a conversation, by the same actions as of members."""
    seat = _seat(network, told)
    if isinstance(seat, Outside):
        return _not_in(seat)
    say = SAYING.get(_text(told, "kind", 20))
    if say is None:
        raise NoPartner("a kind that there is not")
    try:
        return {"state": "in", "id": say(seat, told)}
    except Refused as refused:
        return {"refused": str(refused.message)}
    except ObjectDoesNotExist:
        raise NoPartner("it does not stand in this group") from None


def _answers_or_replies(seat: Inside, told: Told) -> str:
    given = _text(told, "id", LONGEST_ID)
    about, text = group_words.found(seat, given), _text(told, "text", LONGEST_WORDS)
    if isinstance(about, Question):
        knowledge.answer(seat.actor, question=about, text=text)
    else:
        knowledge.reply(seat.actor, post=about, text=text)
    return given


def _asks(seat: Inside, told: Told) -> str:
    title, body = _text(told, "title", 1_000), _text(told, "text", LONGEST_WORDS)
    by, group = seat.actor, seat.group
    return group_words.named(seat, knowledge.ask(by, group=group, title=title, body=body))


def _starts(seat: Inside, told: Told) -> str:
    title, body = _text(told, "title", 1_000), _text(told, "text", LONGEST_WORDS)
    by, groups = seat.actor, [seat.group]
    post = knowledge.start_conversation(by, groups=groups, title=title, body=body)
    return group_words.named(seat, post)


SAYING: Mapping[str, Callable[[Inside, Told], str]] = {
    "words": _answers_or_replies,
    "question": _asks,
    "conversation": _starts,
}


def _seat(network: Network, told: Told) -> Inside | Outside:
    return queries.seat(network, visitor=_token(told, "visitor"), group=_token(told, "group"))


def _not_in(seat: Outside) -> Answer:
    return {"state": seat.state} | ({"reply": seat.reply} if seat.reply else {})


def _shown(opening: Opening) -> dict[str, object]:
    group = opening.group
    return {
        "id": opening.token,
        "name": group.actor.name,
        "purpose": group.purpose,
        "way": "knock" if group.admission == group.Admission.REQUEST else "join",
        "question": group.join_question,
    }


def _rules(opening: Opening) -> dict[str, object]:
    rules = admission.house_rules(None, opening.group)
    if rules is None:
        return {}
    return {"rules": {"mark": actions.mark_of(rules), "html": clean(rules.html)}}


def _token(told: Told, name: str) -> str:
    value = told.get(name)
    if not isinstance(value, str) or not TOKEN.fullmatch(value):
        raise NoPartner(f"no {name}")
    return value


def _text(told: Told, name: str, longest: int) -> str:
    value = told.get(name, "")
    if not isinstance(value, str) or len(value) > longest:
        raise NoPartner(f"{name} is no text, or too long")
    with suppress(UnicodeEncodeError):
        value.encode()
        return value
    raise NoPartner(f"{name} is no text")


def _number(told: Told, name: str, most: int) -> int:
    value = told.get(name, 0)
    if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value <= most:
        raise NoPartner(f"{name} is no number")
    return value
