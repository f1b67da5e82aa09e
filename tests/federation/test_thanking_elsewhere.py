"""A member thanks for what she reads of another network: only its author hears it."""

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from tests.connections.test_races import at_once
from tests.federation.going_out import id_of
from tests.federation.story import known_elsewhere, said_to
from tests.federation.taking_part import english, page, press, sent
from tests.world import World, build
from vaknet.domain.activity.models import Actor
from vaknet.domain.federation import actions
from vaknet.domain.federation.models import (
    BlockElsewhere,
    Federating,
    Following,
    HostLimit,
    RemotePost,
    ThanksElsewhere,
)

SAID = "/elders/gezegd/"


def test_only_its_author_hears_it(fatma: Actor) -> None:
    post = said_to(fatma)
    text = page(fatma, post)
    assert "Iris Elders and elders.example hear that you thank." in text
    assert 'value="thank" aria-pressed="false"' in text
    for _time in range(2):
        answer = press(fatma, post, "thank")
        assert (answer.status_code, answer["Location"]) == (303, f"/elders/{post.pk}/")
    [told] = sent("Like")
    assert told["went to"] == [post.author.inbox]
    assert (told["actor"], told["object"]) == (id_of(fatma), post.uri)
    assert (told["to"], told["cc"]) == ([post.author.uri], [])
    assert told["id"].startswith(f"{id_of(fatma)}#like-")
    assert 'value="unthank" aria-pressed="true"' in page(fatma, post)


def test_she_takes_it_back_and_may_thank_anew(fatma: Actor) -> None:
    post = said_to(fatma)
    press(fatma, post, "thank")
    for _time in range(2):
        assert press(fatma, post, "unthank").status_code == 303
    [like], [undo] = sent("Like"), sent("Undo")
    assert undo["went to"] == [post.author.inbox]
    assert undo["object"]["id"] == like["id"]
    assert undo["object"]["object"] == post.uri
    press(fatma, post, "thank")
    assert len({one["id"] for one in sent("Like")}) == 2
    assert ThanksElsewhere.objects.filter(until=None).count() == 1


def test_also_when_it_does_not_stand_here_any_more(fatma: Actor) -> None:
    post = said_to(fatma)
    press(fatma, post, "thank")
    RemotePost.objects.all().delete()
    text = english(fatma).get(f"{SAID}?wat=bedankt").text
    assert f'href="{post.page}"' in text
    pk = ThanksElsewhere.objects.get().pk
    answer = english(fatma).post(SAID, {"number": pk}, follow=True)
    assert "Your thanks are taken back." in answer.text
    assert "You thanked for nothing there." in answer.text
    assert len(sent("Undo")) == 1


def test_nobody_takes_back_that_of_another(fatma: Actor, world: World) -> None:
    press(fatma, said_to(fatma), "thank")
    peter = known_elsewhere(world.peter)
    assert "Iris" not in english(peter).get(f"{SAID}?wat=bedankt").text
    for number in (ThanksElsewhere.objects.get().pk, 0, "x", "9" * 30):
        english(peter).post(SAID, {"number": number})
    assert sent("Undo") == []
    assert ThanksElsewhere.objects.get().until is None


@pytest.mark.parametrize("act", ["thank", "unthank"])
def test_of_who_cannot_it_is_not_there(fatma: Actor, world: World, act: str) -> None:
    post = said_to(fatma)
    for member in (known_elsewhere(world.peter), world.bram):
        assert press(member, post, act).status_code == 404
    Following.objects.update(until=timezone.now())
    assert press(fatma, post, act).status_code == 404
    Following.objects.update(until=None)
    Federating.objects.filter(actor=fatma).update(until=timezone.now())
    assert 'value="thank"' not in page(fatma, post)
    assert press(fatma, post, act).status_code == 404
    assert sent("Like", "Undo") == []


def test_who_does_not_want_her_gets_nothing(fatma: Actor, world: World) -> None:
    post = said_to(fatma)
    BlockElsewhere.objects.create(by=post.author, whom=fatma)
    answer = press(fatma, post, "thank")
    assert answer.status_code == 422
    assert "This cannot be sent from here." in answer.text
    HostLimit.objects.create(host="elders.example", kind="suspend", by=world.moderator)
    assert press(fatma, post, "thank").status_code == 422
    assert sent("Like") == []
    assert not ThanksElsewhere.objects.exists()


def test_when_she_stops_it_is_taken_back(fatma: Actor) -> None:
    post = said_to(fatma)
    press(fatma, post, "thank")
    actions.stop_federating(fatma)
    assert [one["went to"] for one in sent("Undo") if one["object"]["type"] == "Like"] == [
        [post.author.inbox]
    ]
    assert ThanksElsewhere.objects.get().until is not None


def test_when_its_author_is_gone_it_ends(fatma: Actor) -> None:
    post = said_to(fatma)
    press(fatma, post, "thank")
    actions.let_go_of_remote(uri=post.author.uri, at=timezone.now())
    assert ThanksElsewhere.objects.get().until is not None
    assert sent("Undo") == []


@pytest.mark.django_db(transaction=True)
def test_a_double_click_is_once(transactional_db: None) -> None:
    fatma = known_elsewhere(build().fatma)
    post = said_to(fatma)
    at_once(*[lambda: actions.thank_elsewhere(fatma, post=post)] * 4)
    assert ThanksElsewhere.objects.count() == 1
    assert len(sent("Like")) == 1


def test_nobody_sees_or_counts_it(fatma: Actor, world: World) -> None:
    post, peter = said_to(fatma), known_elsewhere(world.peter)
    said_to(peter)
    press(fatma, post, "thank")
    text = page(peter, post)
    assert 'value="thank" aria-pressed="false"' in text
    assert "Fatma" not in text.partition("<main")[2].partition("</main>")[0]


@pytest.mark.parametrize("kind", ["", "?wat=bedankt"])
def test_the_list_asks_as_much_for_three_as_for_one(fatma: Actor, kind: str) -> None:
    counts: list[int] = []
    for number in range(3):
        post = said_to(fatma, number)
        actions.thank_elsewhere(fatma, post=post)
        actions.answer_elsewhere(fatma, post=post, text="Ja.")
        client = english(fatma)
        client.get(SAID + kind)
        with CaptureQueriesContext(connection) as asked:
            assert client.get(SAID + kind).status_code == 200
        counts.append(len(asked))
    assert counts[0] == counts[2]


def test_in_a_minute_not_without_end(fatma: Actor, settings: Any) -> None:
    limits = settings.ACCOUNT_RATE_LIMITS | {"take_part_elsewhere": "1/h/key"}
    settings.ACCOUNT_RATE_LIMITS = limits
    press(fatma, said_to(fatma), "thank")
    answer = press(fatma, said_to(fatma, 2), "thank")
    assert answer.status_code == 422
    assert "You tried this many times." in answer.text
    assert len(sent("Like")) == 1
