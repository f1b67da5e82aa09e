"""A member answers what she reads of another network: her words stand at an address of ours."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from tests.federation.elsewhere import Elsewhere
from tests.federation.going_out import ACTIVITY, PUBLIC, after, id_of, read
from tests.federation.reading import brought, follows, note, reads
from tests.federation.story import known_elsewhere, said_to
from tests.federation.taking_part import english, page, press, sent
from tests.world import World
from vaknet.domain.activity.models import Actor
from vaknet.domain.federation import actions, rules
from vaknet.domain.federation.models import (
    AnswerElsewhere,
    BlockElsewhere,
    Delivery,
    Federating,
    Following,
    HostLimit,
    RemotePost,
)
from vaknet.domain.knowledge.models import WritingLimit
from vaknet.domain.refusal import Refused

SAID = "/elders/gezegd/"
WORDS = "Hier ook.\n\nZie [het bos](https://bos.example/) en https://vaknet.example/@fatma.yildiz/"


def answered(member: Actor, post: RemotePost, text: str = WORDS) -> AnswerElsewhere:
    assert press(member, post, "answer", text=text).status_code == 303
    return AnswerElsewhere.objects.latest("pk")


def test_it_goes_to_its_author_and_names_her(fatma: Actor) -> None:
    post = said_to(fatma, context="https://elders.example/contexts/1")
    text = page(fatma, post)
    for words in ("It goes to Iris Elders at elders.example", "Everybody there can read it."):
        assert words in text
    row = answered(fatma, post)
    [told] = sent("Create")
    author = post.author
    assert told["went to"] == [author.inbox]
    made = told["object"]
    assert made["id"] == rules.id_of_words(row.token)
    assert (told["id"], told["actor"]) == (f"{made['id']}#create", id_of(fatma))
    for one in (told, made):
        assert (one["to"], one["cc"]) == ([PUBLIC], [author.uri])
    assert (made["type"], made["attributedTo"]) == ("Note", id_of(fatma))
    assert (made["inReplyTo"], made["context"]) == (post.uri, post.context)
    name = "@iris.elders@elders.example"
    assert made["tag"] == [{"type": "Mention", "href": author.uri, "name": name}]
    assert "<p>Hier ook.</p>" in made["content"]
    assert 'href="https://bos.example/"' in made["content"]
    assert 'href="https://vaknet.example' not in made["content"]
    text = page(fatma, post)
    assert "Hier ook." in text
    assert f'href="{SAID}{row.pk}/terug/"' in text


def test_what_was_for_followers_is_answered_to_its_author_alone(fatma: Actor) -> None:
    post = said_to(fatma)
    RemotePost.objects.update(is_public=False)
    assert "at elders.example alone, with your name." in page(fatma, post)
    row = answered(fatma, post)
    [told] = sent("Create")
    for one in (told, told["object"]):
        assert (one["to"], one["cc"]) == ([post.author.uri], [])
    assert "context" not in told["object"]
    for accept in (ACTIVITY, "text/html"):
        assert read(rules.id_of_words(row.token), accept).status_code == 404
    actions.take_back_answer_elsewhere(fatma, pk=row.pk)
    [gone] = sent("Delete")
    assert (gone["to"], gone["cc"]) == ([post.author.uri], [])
    assert read(rules.id_of_words(row.token)).status_code == 404


def test_others_read_it_at_its_address_and_people_go_to_what_it_answers(fatma: Actor) -> None:
    post = said_to(fatma)
    row = answered(fatma, post)
    address = rules.id_of_words(row.token)
    found = read(address)
    assert (found.status_code, found["Content-Type"]) == (200, ACTIVITY)
    [told] = sent("Create")
    inside = {name: value for name, value in found.json().items() if name != "@context"}
    assert inside == told["object"]
    shown = read(address, "text/html")
    assert (shown.status_code, shown["Location"]) == (302, post.page)
    assert Client().post(address.removeprefix("https://vaknet.example")).status_code == 405
    assert read("/ap/words/" + "x" * 22).status_code == 404


def test_taken_back_it_is_gone(fatma: Actor) -> None:
    post = said_to(fatma)
    row = answered(fatma, post)
    where = f"{SAID}{row.pk}/terug/"
    asks = english(fatma).get(where).text
    assert "We ask elders.example to throw it away." in asks
    assert "Hier ook." in asks
    assert sent("Delete") == []
    answer = english(fatma).post(where, follow=True)
    assert "Your answer is taken back. We told that network." in answer.text
    [told] = sent("Delete")
    address = rules.id_of_words(row.token)
    assert told["went to"] == [post.author.inbox]
    assert told["object"] == {"id": address, "type": "Tombstone"}
    assert (told["to"], told["cc"]) == ([PUBLIC], [post.author.uri])
    for accept in (ACTIVITY, "text/html"):
        found = read(address, accept)
        assert found.status_code == 410
        assert "Hier ook." not in found.text
    assert "Hier ook." not in page(fatma, post)
    assert english(fatma).get(where).status_code == 404
    actions.take_back_answer_elsewhere(fatma, pk=row.pk)
    assert len(sent("Delete")) == 1


def test_what_waits_is_not_sent_once_it_is_taken_back(fatma: Actor) -> None:
    row = answered(fatma, said_to(fatma))
    [first] = Delivery.objects.filter(parcel__about=rules.id_of_words(row.token))
    actions.take_back_answer_elsewhere(fatma, pk=row.pk)
    first.refresh_from_db()
    assert first.given_up_at is not None
    waits = Delivery.objects.filter(parcel__about=first.parcel.about, given_up_at=None)
    assert waits.count() == 1


def test_also_long_after_what_it_answers_stood_here(fatma: Actor) -> None:
    post = said_to(fatma)
    row = answered(fatma, post)
    actions.forget_posts(now=timezone.now() + timedelta(days=31))
    text = english(fatma).get(SAID).text
    assert "Hier ook." in text
    assert f'href="{post.page}"' in text
    assert read(rules.id_of_words(row.token)).status_code == 200
    assert english(fatma).post(f"{SAID}{row.pk}/terug/").status_code == 303


def test_the_same_words_twice_are_once(fatma: Actor) -> None:
    post = said_to(fatma)
    first, second = answered(fatma, post), answered(fatma, post, f" {WORDS} ")
    assert first == second
    assert answered(fatma, post, "En nog iets.") != first
    assert len(sent("Create")) == 2


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "Write your answer."),
        ("…!", "Write your answer."),
        ("a" * 5_001, "This text is too long"),
    ],
)
def test_no_words_or_too_many_say_so(fatma: Actor, text: str, says: str) -> None:
    post = said_to(fatma)
    answer = press(fatma, post, "answer", text=text)
    assert answer.status_code == 422
    assert says in answer.text
    with pytest.raises(Refused, match=says):
        actions.answer_elsewhere(fatma, post=post, text=text)
    assert sent("Create") == []


def test_odd_signs_do_not_break_it(fatma: Actor) -> None:
    row = answered(fatma, said_to(fatma), "Ja\x00 <script>alert(1)</script> \u202etom")
    assert "\x00" not in row.text
    content = sent("Create")[0]["object"]["content"]
    assert "<script>" not in content


def test_of_who_cannot_it_is_not_there(fatma: Actor, world: World) -> None:
    post = said_to(fatma)
    for member in (known_elsewhere(world.peter), world.bram):
        assert press(member, post, "answer", text="Ja.").status_code == 404
    Following.objects.update(until=timezone.now())
    assert press(fatma, post, "answer", text="Ja.").status_code == 404
    Following.objects.update(until=None)
    Federating.objects.filter(actor=fatma).update(until=timezone.now())
    text = page(fatma, post)
    assert 'value="answer"' not in text
    assert "You cannot answer from here." in text
    assert press(fatma, post, "answer", text="Ja.").status_code == 404
    assert sent("Create") == []


def test_nobody_reads_or_takes_back_that_of_another(fatma: Actor, world: World) -> None:
    post, peter = said_to(fatma), known_elsewhere(world.peter)
    said_to(peter)
    row = answered(fatma, post)
    assert "Hier ook." not in page(peter, post)
    assert "Hier ook." not in english(peter).get(SAID).text
    for method in ("get", "post"):
        for pk in (row.pk, 999_999):
            assert getattr(english(peter), method)(f"{SAID}{pk}/terug/").status_code == 404
    actions.take_back_answer_elsewhere(peter, pk=row.pk)
    assert sent("Delete") == []
    row.refresh_from_db()
    assert row.until is None


def test_who_does_not_want_her_or_is_closed_gets_nothing(fatma: Actor, world: World) -> None:
    post = said_to(fatma)
    BlockElsewhere.objects.create(by=post.author, whom=fatma)
    blocked = press(fatma, post, "answer", text="Ja.")
    BlockElsewhere.objects.all().delete()
    HostLimit.objects.create(host="elders.example", kind="suspend", by=world.moderator)
    closed = press(fatma, post, "answer", text="Ja.")
    for answer in (blocked, closed):
        assert answer.status_code == 422
        assert "This cannot be sent from here." in answer.text
    assert sent("Create") == []
    assert not AnswerElsewhere.objects.exists()


def test_what_she_said_is_taken_back_from_who_blocked_her_since(fatma: Actor) -> None:
    post = said_to(fatma)
    row = answered(fatma, post)
    BlockElsewhere.objects.create(by=post.author, whom=fatma)
    actions.take_back_answer_elsewhere(fatma, pk=row.pk)
    assert [one["went to"] for one in sent("Delete")] == [[post.author.inbox]]


def test_when_she_stops_it_goes_with_her(fatma: Actor) -> None:
    post = said_to(fatma)
    row = answered(fatma, post)
    actions.stop_federating(fatma)
    address = rules.id_of_words(row.token)
    assert [one["object"]["id"] for one in sent("Delete")] == [address]
    assert read(address).status_code == 410
    told = after("stopped_federating")
    [inboxes] = [where for _by, one, where in told if one["type"] == "Delete"]
    assert inboxes == {post.author.shared_inbox}
    known_elsewhere(fatma)
    assert read(address).status_code == 410


def test_when_she_is_not_known_for_a_while_nothing_is_told(fatma: Actor) -> None:
    row = answered(fatma, said_to(fatma))
    address = rules.id_of_words(row.token)
    fatma.account.is_active = False
    fatma.account.save()
    assert read(address).status_code == 404
    fatma.account.is_active = True
    fatma.account.save()
    Federating.objects.filter(actor=fatma).update(until=timezone.now())
    assert read(address).status_code == 410


def test_when_its_author_is_gone_it_ends(fatma: Actor) -> None:
    post = said_to(fatma)
    row = answered(fatma, post)
    actions.let_go_of_remote(uri=post.author.uri, at=timezone.now())
    row.refresh_from_db()
    assert row.until is not None
    assert sent("Delete") == []


def test_what_answers_her_comes_to_who_follows(there: Elsewhere, fatma: Actor) -> None:
    ida = there.someone()
    follows(fatma, there, ida)
    brought(ida, "Create", note(ida))
    row = answered(fatma, reads(fatma)[0])
    address = rules.id_of_words(row.token)
    assert brought(ida, "Create", note(ida, 2, inReplyTo=address)) == [""]
    assert {one.in_reply_to for one in reads(fatma)} == {"", address}


def test_a_manager_who_stopped_her_writing_stops_this_too(fatma: Actor) -> None:
    post = said_to(fatma)
    WritingLimit.objects.create(actor=fatma, until=timezone.now() + timedelta(days=1))
    assert press(fatma, post, "answer", text="Ja.").status_code == 422
    assert sent("Create") == []


def test_who_answers_very_often_waits(fatma: Actor, settings: Any) -> None:
    limits = settings.ACCOUNT_RATE_LIMITS | {"answer_elsewhere": "1/h/key"}
    settings.ACCOUNT_RATE_LIMITS = limits
    post = said_to(fatma)
    answered(fatma, post)
    answer = press(fatma, post, "answer", text="En nog iets.")
    assert answer.status_code == 422
    assert "You tried this many times." in answer.text
    assert "En nog iets." in answer.text


def test_off_nothing_of_it_is_there(fatma: Actor, settings: Any) -> None:
    post = said_to(fatma)
    row = answered(fatma, post)
    settings.FEDERATION = False
    assert press(fatma, post, "answer", text="Ja.").status_code == 404
    assert read(rules.id_of_words(row.token)).status_code == 404
