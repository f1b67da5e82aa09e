"""A member says what she answered elsewhere in other words: whoever got it is told."""

import json
from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from tests.federation.going_out import PUBLIC, id_of, read
from tests.federation.inboxes import Elsewhere, elsewhere
from tests.federation.story import known_elsewhere, said_to
from tests.federation.taking_part import english, page, press, sent
from tests.world import World
from vaknet.domain.activity.models import Activity, Actor, Audience
from vaknet.domain.federation import actions, rules
from vaknet.domain.federation.everything import everything_of
from vaknet.domain.federation.models import (
    AnswerElsewhere,
    BlockElsewhere,
    Delivery,
    Federating,
    Following,
    Host,
    HostLimit,
    RemoteActor,
    RemotePost,
)
from vaknet.domain.knowledge.models import WritingLimit
from vaknet.domain.knowledge.writing import LINKS_A_DAY
from vaknet.domain.refusal import Refused
from vaknet.engine.activitypub import Document, Post, post
from vaknet.interfaces.federation.sending import Courier

SAID = "/elders/gezegd/"
FIRST, NEW = "De eik is de oudtse.", "De eik is de *oudste*."
NOWHERE = "This cannot be sent from here."


@pytest.fixture
def there(settings) -> Iterator[Elsewhere]:
    with elsewhere() as server:
        settings.FEDERATION_TRIAL = frozenset({server.name})
        yield server


def answered(member: Actor, about: RemotePost, text: str = FIRST) -> AnswerElsewhere:
    return actions.answer_elsewhere(member, post=about, text=text)


def change(member: Actor, row: AnswerElsewhere, text: str = NEW) -> Any:
    return english(member).post(f"{SAID}{row.pk}/wijzigen/", {"text": text})


def words_of(row: AnswerElsewhere) -> str:
    return AnswerElsewhere.objects.get(pk=row.pk).text


def waits() -> list[dict[str, Any]]:
    """In the order in which it goes."""
    rows = Delivery.objects.filter(arrived_at=None, given_up_at=None).order_by("parcel_id")
    return [json.loads(bytes(row.parcel.content)) for row in rows.select_related("parcel")]


def test_whoever_got_it_gets_the_new_words(fatma: Actor) -> None:
    about = said_to(fatma, context="https://elders.example/contexts/1")
    row = answered(fatma, about)
    [made] = sent("Create")
    asks = english(fatma).get(f"{SAID}{row.pk}/wijzigen/").text
    assert "We ask elders.example to show your new words." in asks
    assert FIRST in asks
    answer = english(fatma).post(f"{SAID}{row.pk}/wijzigen/", {"text": NEW}, follow=True)
    assert answer.redirect_chain == [(SAID, 303)]
    assert "Your answer is changed. We told that network." in answer.text
    [told] = sent("Update")
    note = told["object"]
    assert told["went to"] == made["went to"] == [about.author.inbox]
    assert (told["actor"], note["id"]) == (id_of(fatma), rules.id_of_words(row.token))
    assert told["id"].startswith(f"{note['id']}#update-")
    for one in (told, note):
        assert (one["to"], one["cc"]) == ([PUBLIC], [about.author.uri])
    assert note["content"] == "<p>De eik is de <em>oudste</em>.</p>"
    assert note["updated"] > note["published"]
    same = ("type", "attributedTo", "inReplyTo", "context", "published", "tag")
    assert [note[name] for name in same] == [made["object"][name] for name in same]
    happened = Activity.objects.get(verb="changed_answer_elsewhere")
    assert (happened.actor, happened.audience) == (fatma, Audience.SELF)


def test_others_read_it_as_newer_than_it_was(fatma: Actor) -> None:
    """Our own reading of it too: it changes what is older by its `updated` alone."""
    row = answered(fatma, said_to(fatma))
    address = rules.id_of_words(row.token)
    assert "updated" not in read(address).json()
    change(fatma, row)
    found = post(Document(read(address).content))
    assert isinstance(found, Post)
    assert found.updated is not None
    assert found.published is not None
    assert found.updated > found.published
    assert "<em>oudste</em>" in found.content.text
    [told] = sent("Update")
    inside = {name: value for name, value in read(address).json().items() if name != "@context"}
    assert inside == told["object"]


def test_each_change_is_newer_than_the_one_before_to_the_second(fatma: Actor) -> None:
    row = answered(fatma, said_to(fatma))
    for number in range(4):
        actions.change_answer_elsewhere(fatma, pk=row.pk, text=f"{NEW} {number}")
    told = sent("Update")
    moments = [one["object"]["updated"] for one in told]
    assert moments == sorted({*moments})
    assert len({one["id"] for one in told}) == 4
    assert moments[0] > told[0]["object"]["published"]


def test_long_after_it_is_changed_now(fatma: Actor) -> None:
    row = answered(fatma, said_to(fatma))
    AnswerElsewhere.objects.update(since=timezone.now() - timedelta(days=200))
    actions.forget_posts(now=timezone.now() + timedelta(days=31))
    Following.objects.update(until=timezone.now())
    before = timezone.now()
    assert change(fatma, row).status_code == 303
    row.refresh_from_db()
    assert row.changed_at is not None
    assert before <= row.changed_at <= timezone.now()
    assert len(sent("Update")) == 1


def test_her_pages_say_that_it_was_changed(fatma: Actor) -> None:
    about = said_to(fatma)
    row = answered(fatma, about)
    link = f'href="{SAID}{row.pk}/wijzigen/"'
    pages: list[Callable[[], str]] = [
        lambda: page(fatma, about),
        lambda: english(fatma).get(SAID).text,
    ]
    assert [("changed on" in shown(), link in shown()) for shown in pages] == [(False, True)] * 2
    change(fatma, row)
    assert [("changed on" in shown(), link in shown()) for shown in pages] == [(True, True)] * 2
    assert "You can change it, and take it back." in page(fatma, about)


def test_what_she_takes_along_has_the_words_as_they_are_now(fatma: Actor) -> None:
    row = answered(fatma, said_to(fatma))
    change(fatma, row)
    row.refresh_from_db()
    [part] = [one for one in everything_of(fatma) if one.name == "answers_elsewhere"]
    [told] = [dict(zip(part.columns, values, strict=True)) for values in part.rows()]
    assert (told["text"], told["changed_at"]) == (NEW, row.changed_at)
    assert told["since"] < told["changed_at"]


def test_what_was_for_its_author_alone_stays_so(fatma: Actor) -> None:
    about = said_to(fatma)
    RemotePost.objects.update(is_public=False)
    row = answered(fatma, about)
    change(fatma, row)
    [told] = sent("Update")
    for one in (told, told["object"]):
        assert (one["to"], one["cc"]) == ([about.author.uri], [])
    assert read(rules.id_of_words(row.token)).status_code == 404


def test_what_waits_goes_in_the_words_of_now_and_in_order(fatma: Actor) -> None:
    row = answered(fatma, said_to(fatma))
    other = answered(fatma, said_to(fatma, 2), "Iets anders.")
    change(fatma, row, "Toch de beuk.")
    change(fatma, row)
    told = [(one["type"], one["object"]["content"]) for one in waits()]
    new = "<p>De eik is de <em>oudste</em>.</p>"
    assert told == [("Create", new), ("Create", "<p>Iets anders.</p>"), ("Update", new)]
    assert words_of(other) == "Iets anders."
    assert waits()[0]["id"] == f"{rules.id_of_words(row.token)}#create"


def test_what_arrived_stays_as_it_went(fatma: Actor) -> None:
    row = answered(fatma, said_to(fatma))
    Delivery.objects.update(arrived_at=timezone.now())
    change(fatma, row)
    [made] = sent("Create")
    assert FIRST in made["object"]["content"]
    assert [one["type"] for one in waits()] == ["Update"]


def test_the_same_words_tell_nothing(fatma: Actor) -> None:
    row = answered(fatma, said_to(fatma))
    answer = english(fatma).post(f"{SAID}{row.pk}/wijzigen/", {"text": f" {FIRST} "}, follow=True)
    assert "Your answer is changed." not in answer.text
    row.refresh_from_db()
    assert (row.changed_at, sent("Update")) == (None, [])
    assert not Activity.objects.filter(verb="changed_answer_elsewhere").exists()


def test_taken_back_nothing_of_it_waits(fatma: Actor) -> None:
    row = answered(fatma, said_to(fatma))
    change(fatma, row)
    actions.take_back_answer_elsewhere(fatma, pk=row.pk)
    assert [one["type"] for one in waits()] == ["Delete"]
    for method in ("get", "post"):
        answer = getattr(english(fatma), method)(f"{SAID}{row.pk}/wijzigen/", {"text": "Ja."})
        assert answer.status_code == 404
    with pytest.raises(AnswerElsewhere.DoesNotExist):
        actions.change_answer_elsewhere(fatma, pk=row.pk, text="Ja.")


@pytest.mark.parametrize(
    ("text", "says"),
    [("", "Write your answer."), ("…!", "Write your answer."), ("a" * 5_001, "too long")],
)
def test_no_words_or_too_many_say_so(fatma: Actor, text: str, says: str) -> None:
    row = answered(fatma, said_to(fatma))
    answer = change(fatma, row, text)
    assert answer.status_code == 422
    assert says in answer.text
    with pytest.raises(Refused, match=says):
        actions.change_answer_elsewhere(fatma, pk=row.pk, text=text)
    assert (words_of(row), sent("Update")) == (FIRST, [])


def test_odd_signs_and_links_to_pages_here_stay_behind(fatma: Actor) -> None:
    row = answered(fatma, said_to(fatma))
    change(fatma, row, "Ja\x00 <script>alert(1)</script> https://vaknet.example/@fatma.yildiz/")
    [told] = sent("Update")
    assert "\x00" not in words_of(row)
    assert "<script>" not in told["object"]["content"]
    assert "href=" not in told["object"]["content"]


def test_of_another_and_of_nobody_there_is_nothing(fatma: Actor, world: World) -> None:
    row = answered(fatma, said_to(fatma))
    peter = known_elsewhere(world.peter)
    for method in ("get", "post"):
        for pk in (row.pk, 999_999):
            answer = getattr(english(peter), method)(f"{SAID}{pk}/wijzigen/", {"text": "Ja."})
            assert answer.status_code == 404
    with pytest.raises(AnswerElsewhere.DoesNotExist):
        actions.change_answer_elsewhere(peter, pk=row.pk, text="Ja.")
    assert Client().get(f"{SAID}{row.pk}/wijzigen/").status_code == 302
    assert (words_of(row), sent("Update")) == (FIRST, [])


def test_who_is_not_known_any_more_changes_nothing(fatma: Actor, settings: Any) -> None:
    about = said_to(fatma)
    row = answered(fatma, about)
    Federating.objects.filter(actor=fatma).update(until=timezone.now())
    assert change(fatma, row).status_code == 404
    assert "/wijzigen/" not in english(fatma).get(SAID).text
    assert "/wijzigen/" not in page(fatma, about)
    with pytest.raises(AnswerElsewhere.DoesNotExist):
        actions.change_answer_elsewhere(fatma, pk=row.pk, text=NEW)
    assert (words_of(row), sent("Update")) == (FIRST, [])


def test_whose_author_is_gone_it_is_over(fatma: Actor) -> None:
    about = said_to(fatma)
    row = answered(fatma, about)
    actions.let_go_of_remote(uri=about.author.uri, at=timezone.now())
    assert change(fatma, row).status_code == 404
    assert sent("Update") == []


def test_who_blocked_her_and_who_is_not_there_look_the_same(fatma: Actor, world: World) -> None:
    about = said_to(fatma)
    row = answered(fatma, about)
    block = BlockElsewhere.objects.create(by=about.author, whom=fatma)
    opened, blocked = english(fatma).get(f"{SAID}{row.pk}/wijzigen/"), change(fatma, row)
    block.delete()
    limit = HostLimit.objects.create(host="elders.example", kind="suspend", by=world.moderator)
    closed = change(fatma, row)
    limit.delete()
    Host.objects.update(pruned_at=timezone.now())
    silent = change(fatma, row)
    assert opened.status_code == 200
    for answer in (blocked, closed, silent):
        assert answer.status_code == 422
        assert NOWHERE in answer.text
        assert len(answer.content) == len(blocked.content)
    row.refresh_from_db()
    assert (row.text, row.changed_at, sent("Update")) == (FIRST, None, [])
    assert [FIRST in one["object"]["content"] for one in waits()] == [True]


def test_who_may_not_write_may_not_change(fatma: Actor) -> None:
    row = answered(fatma, said_to(fatma))
    WritingLimit.objects.create(actor=fatma, until=timezone.now() + timedelta(days=1))
    answer = change(fatma, row)
    assert answer.status_code == 422
    assert "You cannot write until" in answer.text
    assert (words_of(row), sent("Update")) == (FIRST, [])


def test_a_newcomer_mends_a_typo_and_adds_few_links(fatma: Actor) -> None:
    """What stood there does not count twice; what is added counts, also in what is older."""
    about = said_to(fatma)
    Actor.objects.filter(pk=fatma.pk).update(created_at=timezone.now())
    links = " ".join(f"[bos](https://bos.example/{number})" for number in range(LINKS_A_DAY))
    row, older = answered(fatma, about, f"Ze {links}"), answered(fatma, about)
    assert change(fatma, row, f"Zie {links}").status_code == 303
    AnswerElsewhere.objects.update(since=timezone.now() - timedelta(days=2))
    added = change(fatma, older, f"{FIRST} [bos](https://bos.example/en)")
    assert added.status_code == 422
    assert "put at most 5 links a day" in added.text
    assert words_of(older) == FIRST


def test_it_is_counted_with_what_she_answers(fatma: Actor, settings: Any) -> None:
    settings.ACCOUNT_RATE_LIMITS = settings.ACCOUNT_RATE_LIMITS | {"answer_elsewhere": "2/h/key"}
    about = said_to(fatma)
    assert press(fatma, about, "answer", text=FIRST).status_code == 303
    row = AnswerElsewhere.objects.get()
    assert change(fatma, row).status_code == 303
    answer = change(fatma, row, "En nog iets.")
    assert answer.status_code == 422
    assert "You tried this many times." in answer.text
    assert "En nog iets." in answer.text
    assert words_of(row) == NEW


def test_another_server_gets_it_after_what_it_is_about(fatma: Actor, there: Elsewhere) -> None:
    """Over sockets: what it could not take at first comes in the words of now, and before them
    nothing; then the change, signed like all else."""
    about = said_to(fatma)
    RemoteActor.objects.update(inbox=there.inbox())
    there.answers["/inbox"] = [503, 202]
    row = answered(fatma, about)
    Courier(there.may_reach, patience=60.0).deliver()
    change(fatma, row)
    for _time in range(2):
        Delivery.objects.update(due_at=timezone.now())
        Host.objects.update(waits_until=None)
        Courier(there.may_reach, patience=60.0).deliver()
    came = [json.loads(one.body) for one in there.came]
    assert [one["type"] for one in came] == ["Create", "Create", "Update"]
    assert came[0]["id"] == came[1]["id"]
    shown = ["<em>oudste</em>" in one["object"]["content"] for one in came]
    assert shown == [False, True, True]
    assert all("Signature" in one.headers for one in there.came)
    assert waits() == []
