"""What partner networks ask and tell us about people who can help, or who are looked up.

Each answer has the same shape whoever is here: of introductions a partner hears that they were
taken in, and nothing else.
"""

import re
from collections.abc import Mapping

from django.http import HttpRequest

from vaknet.domain.introducing import actions
from vaknet.domain.introducing.actions import AskedTooMuch, Asking, Shown
from vaknet.domain.introducing.partners import OF_MEMBERS
from vaknet.domain.introducing.rules import LONGEST_LOOK_UP, LONGEST_QUESTION
from vaknet.domain.introducing.theirs import theirs
from vaknet.domain.networks.actions import TooMuch
from vaknet.domain.networks.models import Network, Share
from vaknet.interfaces.federation.partners import for_partners

TOKEN = re.compile(r"[A-Za-z0-9_-]{22}")
TAKEN = {"taken": True}

type Told = Mapping[str, object]


@for_partners("who-can-help", Share.WHO_CAN_HELP)
def who_can_help(_request: HttpRequest, network: Network, told: Told) -> Told:
    text = theirs(told.get("text"), limit=LONGEST_QUESTION)
    try:
        shown = actions.answer_partner(network, text=text, language=_text(told, "language"))
    except AskedTooMuch as error:
        raise TooMuch from error
    return {"people": [_person(one) for one in shown]}


@for_partners("directory", Share.DIRECTORY)
def directory(_request: HttpRequest, network: Network, told: Told) -> Told:
    text = theirs(told.get("text"), limit=LONGEST_LOOK_UP)
    try:
        shown = actions.look_up_for_partner(network, text=text)
    except AskedTooMuch as error:
        raise TooMuch from error
    return {"people": [_card(one) for one in shown]}


@for_partners("introduction/ask", *OF_MEMBERS)
def asks_introduction(_request: HttpRequest, network: Network, told: Told) -> Told:
    asking = Asking(
        token=_token(told, "token"),
        shown=_token(told, "shown"),
        name=_text(told, "name"),
        headline=_text(told, "headline"),
        mail=_text(told, "mail"),
        purpose=_text(told, "purpose"),
    )
    try:
        if asking.token:
            actions.take_in_asking(network=network, asking=asking)
    except AskedTooMuch as error:
        raise TooMuch from error
    return TAKEN


@for_partners("introduction/yes", *OF_MEMBERS)
def says_yes(_request: HttpRequest, network: Network, told: Told) -> Told:
    actions.take_in_yes(
        network=network,
        token=_token(told, "token"),
        name=_text(told, "name"),
        mail=_text(told, "mail"),
        words=_text(told, "words"),
    )
    return TAKEN


@for_partners("introduction/end", *OF_MEMBERS)
def ends(_request: HttpRequest, network: Network, told: Told) -> Told:
    actions.take_in_end(network=network, token=_token(told, "token"))
    return TAKEN


def _person(one: Shown) -> dict[str, object]:
    return _card(one) | {"reason": one.helper.reason}


def _card(one: Shown) -> dict[str, object]:
    card = one.helper.card
    return {
        "token": one.token,
        "name": card.name,
        "headline": card.headline,
        "knows": card.topics,
        "place": card.place,
    }


def _text(told: Told, name: str) -> str:
    value = told.get(name)
    return value if isinstance(value, str) else ""


def _token(told: Told, name: str) -> str:
    """Empty for what is none: no row has that."""
    value = _text(told, name)
    return value if TOKEN.fullmatch(value) else ""
