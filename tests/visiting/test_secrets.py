"""What nobody learns of a group that visitors are in: not by asking, guessing, counting or time."""

import pytest
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from tests.networks.partner import Partner, a_partner
from tests.visiting.story import OUT, Wout, closed_group, let_in, opened, visited
from tests.world import World
from vaknet.domain.activity.models import Actor
from vaknet.domain.groups import queries as groups_of
from vaknet.domain.groups.models import Group
from vaknet.domain.knowledge import actions as knowledge
from vaknet.domain.knowledge import conversations
from vaknet.domain.knowledge import queries as words
from vaknet.domain.knowledge.models import Question
from vaknet.domain.networks.models import Treaty
from vaknet.domain.people import queries as people
from vaknet.domain.visiting import actions
from vaknet.domain.visiting.models import Opening, Visitor

pytestmark = pytest.mark.django_db

NOTHING = b'{"error": "Not found"}'
NOBODY = "n" * 22


def statements(ask) -> tuple[list[str], bytes]:
    with CaptureQueriesContext(connection) as captured:
        answer: HttpResponse = ask()
    return [one["sql"].split(" ")[0] for one in captured], answer.content


def test_a_group_that_is_not_open_is_as_one_that_is_not_there(
    world: World, partner: Partner
) -> None:
    """To the byte, and in as many statements."""
    wout = visited(world, partner)
    closed_group(world.noor, "Geheim", admission="hidden")
    before = closed_group(world.noor, "Ooit open")
    closed = opened(world.noor, before)
    actions.close_to_visitors(world.noor, group=before)
    listed = partner.asks("group/list", {}).content
    assert b"Geheim" not in listed
    assert b"Ooit" not in listed
    for what in ("group/read", "group/thread", "group/say", "group/ask"):
        told = wout.told(part="questions", id="x", kind="words", text="?", name="Wout")
        none = statements(lambda: partner.asks(what, told | {"group": NOBODY}))  # noqa: B023
        once = statements(lambda: partner.asks(what, told | {"group": closed.token}))  # noqa: B023
        assert none == once
        assert none[1] == OUT


def test_another_token_another_partner_and_a_stranger_read_nothing(
    world: World, partner: Partner, settings
) -> None:
    wout = visited(world, partner)
    knowledge.start_conversation(world.samira, groups=[wout.opening.group], title="Geheim")
    [row] = wout.reads()["rows"]
    assert Wout(partner, wout.opening).opens(row["id"]).content == OUT
    with a_partner() as other:
        settings.FEDERATION_TRIAL |= {other.base.removeprefix("http://")}
        same = Wout(other, wout.opening, wout.token)
        assert same.opens(row["id"]).content == NOTHING
        other.in_force("agenda")
        assert same.opens(row["id"]).content == NOTHING
        Treaty.objects.get(network__uri=other.uri).shares.update(kind="groups")
        assert same.opens(row["id"]).content == OUT
        assert other.asks("group/leave", {"visitor": wout.token}).content == OUT
    assert wout.opens(row["id"]).status_code == 200
    told = wout.told(part="conversations")
    assert Client().post("/ap/partners/group/read", told, "application/json").content == NOTHING


def test_where_the_treaty_ended_nobody_reads_any_more(world: World, partner: Partner) -> None:
    wout = visited(world, partner)
    Treaty.objects.update(ended_at=timezone.now())
    assert partner.asks("group/read", wout.told(part="questions")).content == NOTHING


def test_the_name_of_a_thing_opens_it_in_its_own_group_alone(
    world: World, partner: Partner
) -> None:
    wout = visited(world, partner)
    other = opened(world.samira, closed_group(world.samira, "Andere"))
    elsewhere = Wout(partner, other, wout.token)
    let_in(world.samira, elsewhere)
    knowledge.start_conversation(world.samira, groups=[wout.opening.group], title="Hier")
    knowledge.ask(world.samira, group=wout.opening.group, title="Wat kost het?")
    for part in ("conversations", "questions"):
        [row] = wout.reads(part)["rows"]
        assert wout.opens(row["id"]).status_code == 200
        assert elsewhere.opens(row["id"]).content == NOTHING
        changed = row["id"][:-2] + "AA"
        numbers = ("1", "p1", str(world.question.pk), "é", "", changed)
        for guess in numbers:
            assert wout.opens(guess).content == NOTHING
            assert wout.says("Zo", id=guess).content == NOTHING


def test_what_was_taken_away_or_moved_is_nothing(world: World, partner: Partner) -> None:
    wout = visited(world, partner)
    group = wout.opening.group
    post = knowledge.start_conversation(world.samira, groups=[group], title="Hier")
    question = knowledge.ask(world.samira, group=group, title="Wat kost het?")
    [begun], [asked] = wout.reads()["rows"], wout.reads("questions")["rows"]
    question.group = world.group
    question.save()
    knowledge.withdraw_post(world.samira, post=post)
    assert wout.opens(begun["id"]).content == NOTHING
    assert wout.opens(asked["id"]).content == NOTHING


def test_a_visitor_is_no_member_of_the_network(world: World, partner: Partner) -> None:
    wout = visited(world, partner)
    him = wout.actor
    for_members = closed_group(world.noor, "Voor leden", readers="members")
    question = knowledge.ask(world.noor, group=for_members, title="Onder leden?")
    post = knowledge.start_conversation(world.noor, groups=[for_members], title="Onder leden")
    readable = groups_of.readable_groups(him)
    assert set(readable) == {*Group.objects.filter(readers="public"), wout.opening.group}
    assert words.reader(him) == him
    assert not words.visible_questions(him).filter(pk=question.pk).exists()
    with pytest.raises(Question.DoesNotExist):
        words.plain_question(him, question.pk)
    assert not conversations.visible_posts(him).filter(pk=post.pk).exists()
    assert groups_of.members(him, for_members).count() == 0
    assert groups_of.member_count(him, for_members) == 0
    with pytest.raises(Actor.DoesNotExist):
        people.person(world.samira, him.handle)


def test_what_goes_along_names_no_member_but_who_said_it_and_links_nowhere(
    world: World, partner: Partner
) -> None:
    wout = visited(world, partner)
    group = wout.opening.group
    body = "Vraag @joost.van.der.meer of [hier](/@marit/) en [daar](https://daar.example/)"
    knowledge.start_conversation(world.samira, groups=[group], title="Wie?", body=body)
    [row] = wout.reads()["rows"]
    html = wout.opens(row["id"]).json()["html"]
    assert "/@" not in html
    assert html.count("href") == html.count("https://daar.example/") == 1


def test_what_is_told_wrongly_is_nothing(world: World, partner: Partner) -> None:
    wout = visited(world, partner)
    wrong = [
        wout.told(part="members"),
        wout.told(part=1),
        wout.told(part="questions", page=-1),
        wout.told(part="questions", page=True),
        wout.told(part="questions", page="1"),
        wout.told(part="x" * 21),
        wout.told(part="\ud800"),
        wout.told(part="questions") | {"visitor": 1},
        wout.told(part="questions") | {"group": "x"},
    ]
    assert {partner.asks("group/read", told).content for told in wrong} == {NOTHING}
    assert partner.asks("group/say", wout.told(kind="vote")).content == NOTHING
    assert partner.asks("group/list", {"group": 1}).content == NOTHING
    assert partner.asks("group/read", wout.told(part="questions", page=900)).json()["rows"] == []


def test_one_token_is_one_visitor_of_one_network(world: World, partner: Partner) -> None:
    wout = visited(world, partner)
    wout.asks(name="Wout V.")
    assert Visitor.objects.get().actor.name == "Wout V. (Vaknet West)"
    assert Opening.objects.count() == 1
