"""The pages of what is said elsewhere: in words, bounded, and nobody else's."""

import re
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from procrastinate.contrib.django.models import ProcrastinateJob

from tests.federation.story import known_elsewhere, said_to, somebody_elsewhere
from tests.federation.test_pages import signed_in
from tests.world import World
from vaknet.domain.activity.models import Actor
from vaknet.domain.federation import queries
from vaknet.domain.federation.actions.posts import READ_THREAD
from vaknet.domain.federation.models import Following, RemotePost, ThreadPlace

HERE = "/elders/"


def english(member: Actor) -> Client:
    client = signed_in(member)
    client.cookies["language"] = "en"
    return client


def page(member: Actor, path: str = HERE) -> str:
    answer = english(member).get(path)
    assert answer.status_code == 200
    return str(answer.text)


def test_who_follows_nobody_reads_what_to_do(fatma: Actor) -> None:
    text = page(fatma)
    assert "You follow nobody there yet" in text
    assert 'href="/ik/instellingen/andere-netwerken/volgen/"' in text


def test_nothing_yet_and_no_door(fatma: Actor, settings: Any) -> None:
    said_to(fatma).delete()
    assert "Nothing yet" in page(fatma)
    settings.FEDERATION = False
    assert "This network is not connected to other networks." in page(fatma)


def test_who_said_what_when_and_where_to_read_it(fatma: Actor) -> None:
    content = {"contentMap": {"nl": "<p>De eiken staan er goed bij.</p>"}, "content": None}
    post = said_to(fatma, name="Over eiken", **content)
    text = page(fatma)
    for words in ("Iris Elders", "@iris.elders@elders.example", "Over eiken", 'lang="nl"'):
        assert words in text
    assert f'href="{post.page}" rel="noopener noreferrer nofollow ugc"' in text
    whole = page(fatma, f"{HERE}{post.pk}/")
    assert "De eiken staan er goed bij." in whole
    assert "You cannot answer from here." not in whole
    assert "<img" not in whole.partition("<article")[2].partition("</article>")[0]


@pytest.mark.parametrize(
    ("told", "named"),
    [
        ({"language": {"identifier": "fy", "name": "Frysk"}}, "fy"),
        ({"language": {"identifier": "und", "name": "Undetermined"}}, ""),
        ({"language": "de"}, "de"),
        ({"language": ["fr"]}, ""),
        ({"language": '"><script>'}, ""),
        ({"contentMap": {"und": "<p>Eik</p>"}, "content": "<p>Eik</p>"}, ""),
        ({"contentMap": {"fy": "<p>Iik</p>"}, "content": "<p>Iik</p>", "language": "nl"}, "fy"),
        ({"content": "<p>Dit is wat wij er zelf van weten.</p>"}, "nl"),
        ({"content": "<p>This is what we know about it.</p>", "language": "und"}, "en"),
    ],
)
def test_it_is_read_aloud_in_its_language(fatma: Actor, told: Any, named: str) -> None:
    """As it was told, else as its words tell, else in none."""
    post = said_to(fatma, **({"content": "<p>Eik</p>"} | told))
    assert post.language == named
    for text in (page(fatma), page(fatma, f"{HERE}{post.pk}/")):
        inside = text.partition("<main")[2].partition("</main>")[0]
        assert set(re.findall(r'lang="([^"]*)"', inside)) == ({named} if named else set())


def test_warnings_are_folded(fatma: Actor) -> None:
    warned = said_to(fatma, summary="Gezaagde bomen")
    sensitive = said_to(fatma, 2, sensitive=True)
    text = page(fatma)
    before, _folded, _after = text.partition("<details")
    assert "De eiken" not in before.partition("<main")[2]
    assert "Warning of the author: Gezaagde bomen" in text
    assert text.count('<details class="more"><summary>Show the first words') == 2
    for post, words in ((warned, "Gezaagde bomen"), (sensitive, "not for everyone")):
        whole = page(fatma, f"{HERE}{post.pk}/")
        assert words in whole
        assert "De eiken" in whole.partition("<details")[2]
        assert "De eiken" not in whole.partition("<article")[2].partition("<details")[0]


def test_polls_events_and_files_are_in_words(fatma: Actor) -> None:
    poll = said_to(
        fatma,
        type="Question",
        oneOf=[
            {"type": "Note", "name": "Eik", "replies": {"type": "Collection", "totalItems": 1}},
            {"type": "Note", "name": "Beuk"},
        ],
        endTime="2026-12-05T10:00:00Z",
        attachment=[
            {"type": kind, "url": f"https://elders.example/{kind}"}
            for kind in ("Image", "Video", "Audio", "Link", "Document")
        ],
    )
    event = said_to(
        fatma,
        2,
        type="Event",
        name="Bomen kijken",
        startTime="2026-12-05T09:00:00Z",
        endTime="2026-12-05T10:00:00Z",
        location={"type": "Place", "name": "Het Bos"},
        status="CANCELLED",
    )
    text = page(fatma, f"{HERE}{poll.pk}/")
    for words in ("Eik", "1 vote<", "0 votes", "Until "):
        assert words in text
    for word in ("Picture", "Film", "Sound", "Link", "File"):
        assert f"{word}: elders.example" in text
    text = page(fatma, f"{HERE}{event.pk}/")
    for words in ("Called off", "Het Bos", "Bomen kijken"):
        assert words in text


def test_a_poll_says_each_thing_once(fatma: Actor) -> None:
    """Another Vaknet tells no figures before it is closed, and closes at midnight."""
    named = [{"type": "Note", "name": name} for name in ("Eik", "Beuk")]
    told = {"type": "Question", "name": "Welke boom?", "oneOf": named}
    words = "<p>Welke boom?</p><p>Voor het plein.</p>"
    poll = said_to(fatma, 1, **told, content=words, endTime="2199-12-05T23:00:00Z")
    where = f"{HERE}{poll.pk}/"
    text = page(fatma, where)
    assert "<p>Welke boom?</p>" not in text
    assert "<p>Voor het plein.</p>" in text
    assert "Up to and including Thursday 5 December 2199." in text
    assert (text.count("Beuk</label>") + text.count("> Beuk"), "votes" in text) == (1, False)
    assert '<span dir="auto">Beuk</span>' not in text
    RemotePost.objects.filter(pk=poll.pk).update(ends_at=timezone.now())
    text = page(fatma, where)
    assert '<span dir="auto">Beuk</span>' in text
    assert "votes" not in text
    RemotePost.objects.filter(pk=poll.pk).update(poll=poll.poll | {"voters": 0})
    assert "0 votes" in page(fatma, where)


def test_an_event_says_its_time_and_place_once(fatma: Actor) -> None:
    words = "<p>donderdag 5 december 2199, 10.00 tot 11.00 uur</p><p>Bos, Veld 1</p><p>Kom.</p>"
    where = {"type": "Place", "name": "Bos", "address": "Bos, Veld 1"}
    moments = {"startTime": "2199-12-05T09:00:00Z", "endTime": "2199-12-05T10:00:00Z"}
    event = said_to(fatma, type="Event", name="Zien", content=words, location=where, **moments)
    text = page(fatma, f"{HERE}{event.pk}/")
    assert "<p>Kom.</p>" in text
    assert (text.count("Bos, Veld 1"), text.count("10.00 tot")) == (1, 0)


def test_what_is_long_or_for_followers_says_so(fatma: Actor) -> None:
    author = somebody_elsewhere("Iris Elders", host="elders.example")
    author.followers = f"{author.uri}/followers"
    author.save()
    post = said_to(fatma, content="<p>woord</p>" * 9_000)
    RemotePost.objects.filter(pk=post.pk).update(is_public=False)
    text = page(fatma, f"{HERE}{post.pk}/")
    assert "This text is long." in text
    assert "This was said to followers alone." in text


def test_nobody_else_reads_it(fatma: Actor, world: World) -> None:
    post = said_to(fatma)
    peter = known_elsewhere(world.peter)
    for member in (peter, world.bram):
        assert "Iris" not in page(member)
        for path in (f"{HERE}{post.pk}/", f"{HERE}999999/"):
            for method in ("get", "post"):
                assert getattr(english(member), method)(path).status_code == 404
    assert Client().get(HERE).status_code == 302
    assert not ProcrastinateJob.objects.filter(task_name=READ_THREAD).exists()


def test_by_whom(fatma: Actor) -> None:
    first = said_to(fatma)
    text = page(fatma)
    assert "<select" not in text.partition("<main")[2].partition("</main>")[0]
    other = somebody_elsewhere("Otto", host="elders.example")
    Following.objects.create(follower=fatma, followed=other, token="x", since=timezone.now())
    assert "Everyone whom you follow" in page(fatma)
    assert "De eiken" in page(fatma, f"{HERE}?van={first.author_id}")
    assert "Nothing yet" in page(fatma, f"{HERE}?van={other.pk}")
    for odd in ("x", "0", "", "99999999999999999999"):
        assert "De eiken" in page(fatma, f"{HERE}?van={odd}")


def test_twenty_on_a_page(fatma: Actor) -> None:
    for number in range(21):
        said_to(fatma, number, name=f"Eik {number}")
    text = page(fatma)
    assert "Eik 20<" in text
    assert "Eik 0<" not in text
    assert "Eik 0<" in page(fatma, f"{HERE}?page=2")
    author = RemotePost.objects.earliest("pk").author_id
    assert "Otto" not in text
    assert f"van={author}" not in text


def test_as_many_statements_for_one_as_for_three(fatma: Actor) -> None:
    post = said_to(fatma)

    def statements(path: str) -> int:
        client = english(fatma)
        client.get(path)
        with CaptureQueriesContext(connection) as asked:
            assert client.get(path).status_code == 200
        return len(asked)

    def thread(number: int) -> None:
        told = {"kind": "Note", "page": post.page, "is_public": True, "published": post.published}
        found = RemotePost.objects.create(uri=f"{post.uri}/{number}", author=post.author, **told)
        ThreadPlace.objects.create(start=post, post=found)

    thread(1)
    before = (statements(HERE), statements(f"{HERE}{post.pk}/"))
    for number in (2, 3):
        said_to(fatma, number)
        thread(number)
    assert (statements(HERE), statements(f"{HERE}{post.pk}/")) == before


def test_she_asks_for_the_conversation(fatma: Actor) -> None:
    post = said_to(fatma)
    path = f"{HERE}{post.pk}/"
    assert "Read the conversation" in page(fatma, path)
    for _time in range(2):
        answer = english(fatma).post(path, {"act": "read"})
        assert (answer.status_code, answer["Location"]) == (303, f"{path}#thread")
    assert ProcrastinateJob.objects.filter(task_name=READ_THREAD).count() == 1
    assert "We are asking the other networks." in page(fatma, path)
    later = timezone.now()
    RemotePost.objects.filter(pk=post.pk).update(thread_read_at=later)
    assert "We found nothing more of it" in page(fatma, path)
    other = said_to(fatma, 2, name="Eerder gezegd", content="<p>Het antwoord</p>")
    ThreadPlace.objects.create(start=post, post=other)
    text = page(fatma, path)
    assert "Eerder gezegd" in text
    assert "Read the conversation again" in text


def test_nobody_asks_for_very_many_conversations(fatma: Actor, world: World, settings: Any) -> None:
    """Who did reads why nothing happens; it counts for her alone."""
    limits = settings.ACCOUNT_RATE_LIMITS | {"read_conversations": "2/h/key"}
    settings.ACCOUNT_RATE_LIMITS = limits
    paths = [f"{HERE}{said_to(fatma, number).pk}/" for number in range(3)]
    jobs = ProcrastinateJob.objects.filter(task_name=READ_THREAD)
    for path in paths[:2]:
        assert english(fatma).post(path, {"act": "read"}).status_code == 303
    answer = english(fatma).post(paths[2], {"act": "read"}, follow=True)
    assert "You asked for very many conversations. Ask for this one in an hour." in answer.text
    assert "We are asking the other networks." not in answer.text
    assert jobs.count() == 2
    peter = known_elsewhere(world.peter)
    said = said_to(peter, 9)
    assert english(peter).post(f"{HERE}{said.pk}/", {"act": "read"}).status_code == 303
    assert jobs.count() == 3


@pytest.mark.parametrize("act", ["", "anders"])
def test_an_act_that_is_none_does_nothing(fatma: Actor, act: str) -> None:
    post = said_to(fatma)
    assert english(fatma).post(f"{HERE}{post.pk}/", {"act": act}).status_code == 303
    assert not ProcrastinateJob.objects.filter(task_name=READ_THREAD).exists()


def test_she_blocks_who_said_it(fatma: Actor) -> None:
    post = said_to(fatma)
    answer = english(fatma).post(f"{HERE}{post.pk}/", {"act": "block"}, follow=True)
    assert "You blocked Iris Elders. Nobody is told." in answer.text
    assert queries.follows_elsewhere(fatma).following == []
    assert not RemotePost.objects.exists()
    assert english(fatma).get(f"{HERE}{post.pk}/").status_code == 404


def test_she_blocks_whom_she_does_not_follow(fatma: Actor) -> None:
    post = said_to(fatma)
    eve = somebody_elsewhere("Eve", host="elders.example")
    RemotePost.objects.update(author=eve)
    text = page(fatma)
    assert "Passed on by Iris Elders" in text
    english(fatma).post(f"{HERE}{post.pk}/", {"act": "block"})
    assert "De eiken" not in page(fatma)
    assert len(queries.follows_elsewhere(fatma).following) == 1


def test_the_way_there(fatma: Actor) -> None:
    follows = "/ik/instellingen/andere-netwerken/volgen/"
    assert f'href="{HERE}"' not in page(fatma, follows).partition("<main")[2]
    said_to(fatma)
    assert f'href="{HERE}"' in page(fatma, follows)
    assert f'href="{HERE}"' in page(fatma, "/ik/instellingen/andere-netwerken/")
