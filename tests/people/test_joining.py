"""Knocking and joining."""

import re

from vaknet.domain.people import actions, queries
from vaknet.domain.people.models import Account
from vaknet.domain.people.visibility import Closeness


def member(name: str, email: str, **more):
    return actions.join(actions.knock(email, language="nl"), name=name, **more)


def test_somebody_knocks_joins_and_is_found_by_her_handle(db):
    fatma = member(
        "Fatma Yıldız",
        "fatma@waterveen.example",
        profession="vergunningverlener",
        knows=["Digitaal bouwdossier"],
        seeks=["Wie werkt er met AI?"],
    )
    noor = member("Noor Bakker", "noor@duinrade.example")

    assert fatma.handle == "fatma.yildiz"
    assert fatma.headline == "vergunningverlener"
    assert queries.person(noor, "fatma.yildiz") == fatma
    profile = queries.profile(noor, queries.person(noor, "fatma.yildiz"), Closeness.MEMBER)
    assert [topic.text for topic in profile.known_topics] == ["Digitaal bouwdossier"]
    assert [topic.text for topic in profile.sought_topics] == ["Wie werkt er met AI?"]


def test_joining_twice_gives_the_same_member(db):
    account = actions.knock("Noor@Duinrade.example ", language="nl")
    first = actions.join(account, name="Noor Bakker")
    again = actions.join(Account.objects.get(email="noor@duinrade.example"), name="Someone Else")
    assert again == first
    assert again.name == "Noor Bakker"


def test_namesakes_get_a_number_and_reserved_words_always_do(db):
    handles = [
        member("Jan Jansen", f"jan{number}@oosterhage.example").handle for number in range(3)
    ]
    assert handles[0] == "jan.jansen"
    assert all(re.fullmatch(r"jan\.jansen[1-9]\d\d", handle) for handle in handles[1:])
    assert len(set(handles)) == 3
    assert member("Beheer", "b@oosterhage.example").handle == "beheer1"
