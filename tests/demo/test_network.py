"""A network made by chance: any size, the same every time, and fit to use."""

from collections import Counter
from typing import Any

import pytest
from django.db import transaction
from django.test import Client

from tests.reference import reference_loaded
from tests.world import member
from vaknet.domain.activity.models import Activity, Actor
from vaknet.domain.connections.models import (
    Connection,
    ConnectionRequest,
    GoBetweenConsent,
    IntroductionStep,
)
from vaknet.domain.finding.queries import who_can_help
from vaknet.domain.groups.models import Group, GroupDuty, GroupMembership
from vaknet.domain.knowledge.models import Answer, BestAnswer, Question, Thanks
from vaknet.domain.people.models import (
    Account,
    HelpOffer,
    KnownTopic,
    Profile,
    Role,
    SoughtTopic,
)
from vaknet.domain.talks.models import ProposedTime

OPTIONS = ("--people", "60", "--ties", "8", "--posts", "150", "--until", "2026-03-01")
# All that people see, by names instead of row numbers.
SEEN: dict[type, tuple[str, ...]] = {
    Actor: ("kind", "handle", "name", "headline", "created_at"),
    Account: ("email", "language", "actor__handle"),
    Profile: ("actor__handle", "promise", "profession", "occupation__uri", "place__name"),
    Role: ("actor__handle", "kind", "title", "organisation__name", "since", "until"),
    KnownTopic: ("actor__handle", "text", "since"),
    SoughtTopic: ("actor__handle", "text", "since"),
    HelpOffer: ("actor__handle", "kind", "since"),
    Connection: ("holder__handle", "contact__handle", "since", "contact_headline"),
    GoBetweenConsent: ("actor__handle", "since"),
    ConnectionRequest: ("sender__handle", "recipient__handle", "note", "asked_at"),
    IntroductionStep: (
        "introduction__asker__handle",
        "go_between__handle",
        "introduction__target__handle",
        "asked_at",
    ),
    ProposedTime: ("talk__proposer__handle", "talk__invitee__handle", "starts_at"),
    Group: ("actor__handle", "purpose", "readers"),
    GroupMembership: ("group__actor__handle", "actor__handle", "since"),
    GroupDuty: ("membership__group__actor__handle", "membership__actor__handle", "kind"),
    Question: ("author__handle", "group__actor__handle", "title", "topics__name", "asked_at"),
    Answer: ("author__handle", "question__title", "text", "answered_at"),
    BestAnswer: ("question__title", "answer__text"),
    Thanks: ("actor__handle", "answer__text", "at"),
    Activity: ("actor__handle", "verb", "object_type__model", "audience", "group__handle", "at"),
}


@pytest.fixture(scope="module")
def reference_data(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock(), reference_loaded():
        yield


@pytest.fixture
def network(reference_data, demo):
    def make(*options: str) -> str:
        made = demo(*options)
        assert made.exit_code == 0, made.output
        return str(made.output)

    return make


def rows() -> dict[str, Counter[Any]]:
    return {
        model.__name__: Counter(model.objects.values_list(*fields))
        for model, fields in SEEN.items()
    }


def seen(network, *options: str) -> dict[str, Counter[Any]]:
    """All rows of a network that is gone again afterwards."""
    with transaction.atomic():
        network(*options)
        found = rows()
        transaction.set_rollback(True)
    return found


def test_the_same_seed_gives_the_same_network(network):
    first = seen(network, *OPTIONS, "--seed", "7")
    assert all(first.values()), [name for name, found in first.items() if not found]
    assert seen(network, *OPTIONS, "--seed", "7") == first


def test_another_seed_gives_other_people(network):
    first = seen(network, *OPTIONS, "--seed", "7")
    other = seen(network, *OPTIONS, "--seed", "8")
    for name in ("Account", "Connection", "Question", "Answer"):
        assert first[name] != other[name]


def test_more_posts_and_ties_leave_the_people_as_they_are(network):
    few = seen(network, "--people", "40", "--posts", "10", "--ties", "2", "--until", "2026-03-01")
    many = seen(network, "--people", "40", "--posts", "90", "--ties", "9", "--until", "2026-03-01")
    for name in ("Account", "Profile", "Role", "KnownTopic"):
        assert few[name] == many[name]
    assert few["Question"] != many["Question"]


def test_it_has_the_size_that_was_asked(network):
    network(*OPTIONS)
    people = Actor.objects.filter(kind=Actor.Kind.PERSON)
    assert people.count() == Account.objects.count() == Profile.objects.count() == 60
    assert Question.objects.count() + Answer.objects.count() == 150
    assert Answer.objects.count() > Question.objects.count()
    assert Connection.objects.count() / 60 == pytest.approx(8, rel=0.1)
    assert Group.objects.count() >= 4
    assert 0 < Account.objects.filter(language="en").count() < 25
    assert 30 <= GoBetweenConsent.objects.count() < 60


def test_every_tie_has_two_ends(network):
    network(*OPTIONS)
    ends = set(Connection.objects.values_list("holder", "contact"))
    assert {(b, a) for a, b in ends} == ends
    assert not any(a == b for a, b in ends)


def test_only_members_write_in_a_group_and_nobody_before_she_joined(network):
    network(*OPTIONS)
    inside = set(GroupMembership.objects.values_list("group", "actor"))
    joined = dict(Actor.objects.values_list("pk", "created_at"))
    for group, author, at in Question.objects.values_list("group", "author", "asked_at"):
        assert (group, author) in inside
        assert joined[author] <= at
    written = Answer.objects.values_list("question__group", "author", "answered_at")
    for group, author, at in written:
        assert (group, author) in inside
        assert joined[author] <= at


@pytest.mark.parametrize(
    "options",
    [
        ("--people", "2"),
        ("--people", "3", "--ties", "0", "--posts", "0"),
        ("--people", "5", "--ties", "900", "--posts", "1"),
    ],
    ids=["two", "no ties", "more ties than people"],
)
def test_small_and_strange_sizes(network, options):
    network(*options)
    assert Account.objects.count() == int(options[1])


def test_it_is_fit_to_use(network):
    """The first member opens her pages, and the finder has read what people said."""
    said = network(*OPTIONS)
    first = Account.objects.get(email="p1@trial-1-60.example")
    assert f"vaknet login-link {first.actor.handle}" in said
    client = Client()
    client.force_login(first)
    topic = KnownTopic.objects.exclude(actor=first.actor).order_by("pk").first()
    for page in ("/", "/g/", "/ik/bekenden/", f"/@{topic.actor.handle}/"):
        assert client.get(page).status_code == 200
    assert who_can_help(first.actor, topic.text, language="nl").people


def test_a_second_time_changes_nothing(network):
    network(*OPTIONS)
    before = rows()
    assert "nothing was changed" in network(*OPTIONS)
    assert rows() == before


@pytest.mark.parametrize("option", [("--ties", "3"), ("--posts", "9"), ("--seed", "4")])
def test_sizes_go_with_people(demo, option):
    refused = demo(*option)
    assert refused.exit_code == 2
    assert "go with --people" in refused.output
    assert not Actor.objects.exists()


@pytest.mark.parametrize("count", ["1", "0", "-4", "veel"])
def test_a_network_has_two_people_or_more(demo, count):
    assert demo("--people", count).exit_code == 2
    assert not Actor.objects.exists()


def test_a_network_of_others_is_left_alone(demo):
    member("Ilse de Wit", "ilse@oosterhage.example")
    before = [Actor.objects.count(), Activity.objects.count()]
    for options in ([], ["--people", "5"]):
        refused = demo(*options)
        assert refused.exit_code == 1
        assert "a demo fills only an empty network" in refused.output
    assert [Actor.objects.count(), Activity.objects.count()] == before
