"""Articles, polls, events and opportunities as other networks read them."""

import json
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from tests.events.a_day import a_day
from tests.federation.conftest import BASE
from tests.federation.going_out import ACTIVITY, id_of, joined, nowhere, page_of, read, told
from tests.opportunities.a_masterclass import an_open_one, details
from tests.people.pictures import a_picture
from tests.world import World
from vaknet.domain.activity.models import Actor
from vaknet.domain.events import actions as events
from vaknet.domain.events.models import Event
from vaknet.domain.federation import actions
from vaknet.domain.federation.models import FederatedThing
from vaknet.domain.groups.models import Group
from vaknet.domain.knowledge import actions as knowledge
from vaknet.domain.knowledge.attachments import Attached
from vaknet.domain.knowledge.models import Article
from vaknet.domain.opportunities import actions as opportunities
from vaknet.domain.opportunities.models import Opportunity
from vaknet.domain.surveys import actions as surveys
from vaknet.domain.surveys.models import Poll
from vaknet.engine.activitypub import Document, Post
from vaknet.engine.activitypub import post as read_post
from vaknet.engine.activitypub.places import JoinMode, Status
from vaknet.kit.pictures import whole


@pytest.fixture
def group(world: World) -> Group:
    """That of Marit: everybody reads it."""
    Group.objects.filter(pk=world.group.pk).update(readers="public")
    return Group.objects.select_related("actor").get(pk=world.group.pk)


def understood(document: dict[str, Any]) -> Post:
    found = read_post(Document(json.dumps(document).encode()))
    assert isinstance(found, Post)
    assert found.is_public
    return found


def listed(group: Group) -> list[str]:
    page = read(f"{id_of(group.actor)}/outbox/first").json()
    things = [one["object"] for one in page["orderedItems"]]
    return [thing["object"]["id"] if "object" in thing else thing["id"] for thing in things]


def written(by: Actor, group: Group, **said: Any) -> Article:
    words = {"title": "Hout & wind", "lead": "Wat <wij> leerden.", "body": "Veel."} | said
    return knowledge.begin_article(by, group=group, **words)


def published(by: Actor, article: Article) -> Article:
    knowledge.publish_article(by, article=article)
    return Article.objects.select_related("post").get(pk=article.pk)


def article_page(article: Article) -> str:
    return f"/artikel/{article.pk}/"


def test_a_draft_is_nothing_elsewhere(world: World, group: Group) -> None:
    draft = written(world.marit, group)
    assert not read(article_page(draft))["Content-Type"].startswith(ACTIVITY)
    assert not read(f"/gesprek/{draft.pk}/")["Content-Type"].startswith(ACTIVITY)
    assert "wind" not in read(f"{id_of(group.actor)}/outbox/first").content.decode()
    of_it = FederatedThing.objects.filter(object_type__model__in=["post", "article"])
    assert not of_it.filter(object_id=draft.pk).exists()


def test_an_article_comes_with_a_preview_and_its_cover(world: World, group: Group) -> None:
    draft = written(world.marit, group)
    picture = Attached(whole(a_picture(size=(900, 600))), "Een gevel van hout")
    hung = knowledge.attach(world.marit, post=draft.post, attached=picture)
    knowledge.choose_cover(world.marit, article=draft, attachment=hung)
    knowledge.send_in(world.marit, article=draft)
    article = published(world.marit, draft)
    document = read(article_page(article)).json()
    assert (document["type"], document["name"]) == ("Article", "Hout & wind")
    assert document["summary"] == "Wat &lt;wij&gt; leerden."
    assert document["url"] == BASE + article_page(article)
    assert document["preview"]["type"] == "Note"
    assert "Hout &amp; wind" in document["preview"]["content"]
    address = document["image"]["url"]
    assert document["image"] | {"url": ""} == {
        "type": "Image",
        "mediaType": "image/webp",
        "url": "",
        "name": "Een gevel van hout",
    }
    assert read(address, "image/webp")["Content-Type"] == "image/webp"
    # What hangs on it is a file, whatever a program asks for.
    assert read(address)["Content-Type"] == "image/webp"
    assert nowhere(world.marit, json.dumps(document))
    assert understood(document).image is not None
    assert read(f"/gesprek/{article.pk}/").json() == document


def test_an_article_of_one_who_agreed_is_hers_and_of_two_the_groups(
    world: World, fatma: Actor, group: Group
) -> None:
    joined(fatma, group)
    draft = written(fatma, group)
    knowledge.ask_author(fatma, article=draft, handle=world.joost.handle)
    knowledge.accept_authorship(world.joost, article=draft)
    knowledge.send_in(fatma, article=draft)
    article = published(world.marit, draft)
    first = read(article_page(article)).json()
    assert first["attributedTo"] == first["preview"]["attributedTo"] == id_of(group.actor)
    assert nowhere(fatma, json.dumps(first))
    assert fatma.name not in guests_see(article_page(article))
    knowledge.step_back(world.joost, article=article)
    again = read(article_page(article)).json()
    assert again["attributedTo"] == again["preview"]["attributedTo"] == id_of(fatma)
    assert again["id"] != first["id"]
    assert fatma.name in guests_see(article_page(article))


def guests_see(path: str) -> str:
    content: bytes = Client().get(path).content
    return content.decode()


def a_poll(world: World, group: Group, **said: Any) -> Poll:
    words: dict[str, Any] = {
        "question": "Welk onderwerp eerst?",
        "choices": ["Dakkapellen", "Bezwaar"],
        "closes_on": timezone.localdate() + timedelta(days=3),
        "explanation": "Wij kiezen\nsamen.",
    }
    return surveys.ask_poll(world.marit, group=group, **words | said)


def vote(voters: list[Actor], poll: Poll) -> None:
    for voter in voters:
        surveys.vote(voter, poll=poll, choices=[poll.choices.get(position=0).pk])


def test_of_an_open_poll_no_number_is_told(world: World, group: Group) -> None:
    poll = a_poll(world, group)
    vote([world.joost, world.samira], poll)
    document = told(poll)
    assert document["type"] == "Question"
    assert document["oneOf"] == [
        {"type": "Note", "name": "Dakkapellen"},
        {"type": "Note", "name": "Bezwaar"},
    ]
    assert "<p>Wij kiezen<br>samen.</p>" in document["content"]
    assert "votersCount" not in document
    assert "closed" not in document
    assert "totalItems" not in json.dumps(document)
    end = datetime.fromisoformat(document["endTime"])
    assert timezone.localdate(end - timedelta(seconds=1)) == poll.closes_on
    assert nowhere(world.marit, json.dumps(document))
    found = understood(document).poll
    assert found is not None
    assert [one.name for one in found.options] == ["Dakkapellen", "Bezwaar"]


def test_a_poll_of_few_tells_how_many_and_no_figures(world: World, group: Group) -> None:
    poll = a_poll(world, group, takes_several=True)
    vote([world.joost], poll)
    surveys.close_poll(world.marit, poll=poll)
    document = told(poll)
    assert document["votersCount"] == 1
    assert "closed" in document
    assert "replies" not in document["anyOf"][0]


def test_a_poll_of_five_tells_figures_once_it_is_counted(world: World, group: Group) -> None:
    voters = [world.joost, world.samira, world.noor, world.marit]
    for person in (world.fatma, world.peter):
        voters.append(joined(person, group))
    poll = a_poll(world, group)
    vote(voters, poll)
    surveys.close_poll(world.marit, poll=poll)
    found = understood(told(poll)).poll
    assert found is not None
    assert ([one.votes for one in found.options], found.voters) == ([6, 0], 6)
    for person in voters:
        assert nowhere(person, json.dumps(told(poll)))


def a_day_out(world: World, **said: Any) -> Event:
    said = {"readers": Event.Readers.PUBLIC, "address": "Dorpsstraat 1"} | said
    return events.publish_event(world.marit, event=a_day(world, **said))


def test_an_event_says_when_where_and_that_one_registers_here(world: World, group: Group) -> None:
    online = "https://bellen.example/geheim"
    event = a_day_out(
        world,
        form=Event.Form.BOTH,
        online_address=online,
        description="Kom **allemaal**.",
        summary="Een dag",
        zone="Europe/Amsterdam",
    )
    document = told(event)
    assert document["type"] == "Event"
    assert document["attributedTo"] == id_of(group.actor)
    assert document["organizers"] == [id_of(group.actor)]
    assert document["timezone"] == "Europe/Amsterdam"
    assert online not in json.dumps(document)
    assert "<strong>allemaal</strong>" in document["content"]
    assert nowhere(world.marit, json.dumps(document))
    found = understood(document).event
    assert found is not None
    assert found.starts == event.starts_at.replace(microsecond=0)
    assert found.ends == event.ends_at.replace(microsecond=0)
    assert (found.join_mode, found.status) == (JoinMode.EXTERNAL, Status.CONFIRMED)
    assert found.join_page == f"{BASE}/b/{event.pk}/"
    place, afar = found.places
    assert (place.name, place.address) == (
        "Buurthuis De Sluis",
        "Buurthuis De Sluis, Dorpsstraat 1",
    )
    assert afar.page == f"{BASE}/b/{event.pk}/"
    assert listed(group)[0] == document["id"]


def test_an_event_that_is_only_online_has_no_place(world: World, group: Group) -> None:
    event = a_day_out(world, form=Event.Form.ONLINE, venue="", address="")
    found = understood(told(event)).event
    assert found is not None
    assert [place.name for place in found.places] == [event.name]


def test_an_event_that_is_called_off_says_so_and_is_in_no_list(world: World, group: Group) -> None:
    event = a_day_out(world)
    before = told(event)
    events.cancel_event(world.marit, event=event, reason="Er is storm.")
    document = told(event)
    assert document["id"] == before["id"]
    assert document["status"] == "CANCELLED"
    assert "Er is storm." in document["content"]
    assert "updated" in document
    assert document["id"] not in listed(group)


def test_an_event_with_a_picture(world: World, group: Group) -> None:
    event = a_day_out(world)
    events.choose_cover(
        world.marit, event=event, photo=whole(a_picture(size=(900, 600))), description="", credit=""
    )
    document = told(event)
    assert document["image"]["mediaType"] == "image/webp"
    assert "name" not in document["image"]
    assert read(document["image"]["url"], "image/webp").status_code == 200


@pytest.mark.parametrize("readers", [Event.Readers.MEMBERS, Event.Readers.GROUP])
def test_an_event_that_is_not_for_everyone_is_nothing_elsewhere(
    world: World, group: Group, readers: str
) -> None:
    event = a_day_out(world, readers=readers)
    draft = a_day(world, name="Nog niet", readers=Event.Readers.PUBLIC)
    for one in (event, draft):
        assert not read(page_of(one))["Content-Type"].startswith(ACTIVITY)
    assert listed(group) == [one for one in listed(group) if "things" in one]
    assert "Nog niet" not in read(f"{id_of(group.actor)}/outbox/first").content.decode()


def test_an_event_of_a_group_that_is_not_public_stays(world: World) -> None:
    event = a_day_out(world)
    assert not read(page_of(event))["Content-Type"].startswith(ACTIVITY)


def test_an_opportunity_says_until_when(world: World, group: Group) -> None:
    made = an_open_one(world, readers=Opportunity.Readers.PUBLIC, text="Drie dagen.", gain="Lef.")
    document = told(made)
    assert (document["type"], document["name"]) == ("Page", made.title)
    assert datetime.fromisoformat(document["endTime"]) == made.closes_at.replace(microsecond=0)
    assert "Drie dagen." in document["content"]
    assert "Lef." in document["content"]
    # Whom to ask is a name: on the page it is there for who wants to ask.
    assert nowhere(world.marit, json.dumps(document))
    for reader in (world.joost, world.fatma):
        assert nowhere(reader, json.dumps(document))
    understood(document)
    assert listed(group)[0] == document["id"]


def test_an_opportunity_that_is_called_off(world: World, group: Group) -> None:
    made = an_open_one(world, readers=Opportunity.Readers.PUBLIC)
    opportunities.cancel_opportunity(world.marit, opportunity=made, reason="Te weinig panel.")
    document = told(made)
    assert "Te weinig panel." in document["content"]
    assert document["id"] not in listed(group)


def test_an_opportunity_for_members_is_nothing_elsewhere(world: World, group: Group) -> None:
    made = an_open_one(world)
    draft = opportunities.begin_opportunity(
        world.marit, details=details(readers="public", title="Later"), group=group
    )
    for one in (made, draft):
        assert not read(page_of(one))["Content-Type"].startswith(ACTIVITY)


def test_what_is_kept_home_is_nothing_elsewhere(world: World, group: Group) -> None:
    things = [
        a_poll(world, group),
        a_day_out(world),
        an_open_one(world, readers=Opportunity.Readers.PUBLIC),
    ]
    addresses = [told(thing)["id"] for thing in things]
    actions.keep_home(world.marit, group=group)
    for thing, address in zip(things, addresses, strict=True):
        assert not read(page_of(thing))["Content-Type"].startswith(ACTIVITY)
        assert read(address).status_code == 410


def test_moments_are_said_in_utc(world: World, group: Group) -> None:
    document = told(a_poll(world, group))
    assert datetime.fromisoformat(document["published"]).tzinfo == UTC


def test_it_is_said_in_the_language_of_the_network(world: World, group: Group) -> None:
    event = a_day_out(world)
    events.cancel_event(world.marit, event=event, reason="Storm.")
    assert "Deze bijeenkomst gaat niet door" in told(event)["content"]
