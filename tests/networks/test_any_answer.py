"""Whatever a partner answers, we take of it what we understand, or say that it was silent."""

from contextlib import suppress

import pytest
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.engine.activitypub.test_documents import JSON
from tests.networks.partner import Partner
from vaknet.domain.networks.models import Share, Treaty
from vaknet.domain.networks.terms import read, read_signed
from vaknet.domain.visiting.models import Visit
from vaknet.engine.activitypub import Unproven, Unreadable
from vaknet.interfaces.federation.partners_things import read_partner
from vaknet.interfaces.reaching import groups as there
from vaknet.interfaces.reaching.helpers import ask_all
from vaknet.interfaces.reaching.partners import PartnerSilent

pytestmark = pytest.mark.django_db

# What is read somewhere, with what is nearly right and what is anything.
NAMES = "id type name title text state rows parts groups people items token next at html more knows"
WORDS = ["in", "out", "waiting", "t" * 22, "https://vaknet.example/1", "2026-11-02T10:00:00Z", ""]
NEARLY = st.recursive(
    JSON | st.sampled_from(WORDS),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(NAMES.split()), inner, max_size=6)
    ),
    max_leaves=25,
)
ANSWERS = st.dictionaries(st.sampled_from(NAMES.split()), NEARLY, max_size=8)
ONE_PARTNER = settings(
    deadline=None,
    max_examples=40,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)


@ONE_PARTNER
@given(answer=ANSWERS)
def test_about_groups(partner: Partner, answer: dict) -> None:
    network = _in_force(partner, "groups").network
    partner.answers = {f"group/{what}": lambda _told: answer for what in ("list", "read", "say")}
    partner.answers["group/thread"] = lambda _told: answer
    visit = Visit(network=network, token="t" * 22, group="g" * 22)
    for found in there.groups_of([network]):
        assert all(one.id and one.name for one in found.groups or [])
    for ask in (
        lambda: there.read(visit, part="conversations", number=1),
        lambda: there.thread(visit, "t" * 40, start=0),
        lambda: there.say(visit, kind="words", text="Dag"),
    ):
        try:
            ask()
        except PartnerSilent:
            continue


@ONE_PARTNER
@given(answer=ANSWERS)
def test_about_people(partner: Partner, answer: dict) -> None:
    network = _in_force(partner, "who_can_help").network
    partner.answers = {"who-can-help": lambda _told: answer, "who_can_help": lambda _told: answer}
    for found in ask_all([network], "Wie telt de ramen?", "nl"):
        assert all(one.token and one.name for one in found.people or [])


@ONE_PARTNER
@given(answer=ANSWERS)
def test_about_what_it_shares(partner: Partner, answer: dict) -> None:
    treaty = _in_force(partner, "agenda", "journals")
    names = ("about", *Share.values)
    partner.answers = {name: lambda _told: answer for name in names}
    read_partner(treaty)


@settings(deadline=None)
@given(content=ANSWERS, more=st.dictionaries(st.sampled_from(["shares", "months"]), NEARLY))
def test_a_text_of_a_treaty(content: dict, more: dict) -> None:
    with suppress(Unreadable):
        read(content | more)
    with suppress(Unreadable, Unproven):
        read_signed(content | {"type": "Treaty", "terms": more}, key_of=_nobody, now=timezone.now())


@ONE_PARTNER
@given(more=st.dictionaries(st.sampled_from(["shares", "months", "parties", "x"]), NEARLY))
def test_a_text_that_is_signed_well(partner: Partner, more: dict) -> None:
    """By the very network that is a party to it."""
    try:
        document = partner.signs(partner.terms() | more)
    except Unproven:  # a number so large that nobody could sign it
        return
    key = partner.key.public(partner.uri)
    try:
        found = read_signed(document, key_of=lambda _id: key, now=timezone.now())
    except (Unreadable, Unproven):
        assert more
        return
    assert found.content == partner.terms() | more


def _in_force(partner: Partner, *kinds: str) -> Treaty:
    return Treaty.objects.first() or partner.in_force(*kinds)


def _nobody(_id: str) -> None:
    return None
