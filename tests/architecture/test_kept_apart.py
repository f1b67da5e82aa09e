"""A block is not to be seen: whom she blocked finds neither her name nor her address anywhere."""

import re
from collections.abc import Iterator

import pytest
from django.test import Client

from tests.architecture.test_doors import NOWHERE, _address, _at
from tests.architecture.test_doors import things as things  # noqa: PLC0414 -- a fixture
from tests.doors import DOORS
from tests.world import World
from vaknet.domain.activity.models import Actor
from vaknet.domain.finding import actions as finding
from vaknet.domain.groups import actions as groups
from vaknet.domain.groups import admission
from vaknet.domain.groups import queries as group_queries
from vaknet.domain.groups.models import GroupMembership
from vaknet.domain.knowledge import actions as knowledge
from vaknet.domain.knowledge.models import Post
from vaknet.domain.people import actions as people

# Whom one keeps apart oneself, to undo it; and people of a made-up network, for whoever builds.
LEFT_OUT = {"kept-apart", "styleguide"}


@pytest.fixture
def together(world: World) -> World:
    """Bram and Marit are in one group, asked, answered and thanked there, and she blocks him."""
    marit, bram = world.marit, world.bram
    groups.join_group(bram, group=world.group)
    asked = knowledge.ask(bram, group=world.group, title="Wie scande ooit bouwdossiers?")
    given = knowledge.answer(marit, question=asked, text="Wij, vorig jaar.")
    knowledge.thank(bram, answer=given)
    knowledge.thank(marit, answer=knowledge.answer(bram, question=world.question, text="Soms."))
    last = knowledge.ask(marit, group=world.group, title="Hoe lang bewaren we tekeningen?")
    knowledge.answer(bram, question=last, text="Twintig jaar.")
    for one, other, title in ((marit, bram, "De vakdag"), (bram, marit, "De nieuwe lijst")):
        post = knowledge.start_conversation(one, groups=[world.group], title=title)
        knowledge.reply(other, post=post, text="Ik kom.")
    finding.index_everything()
    return world


def signed_in(actor: Actor) -> Client:
    client = Client()
    client.force_login(actor.account)
    return client


def pages(world: World, things: dict[str, dict[str, object]], other: Actor) -> Iterator[str]:
    """All that can be fetched; what is about a person, about the other; and both questions."""
    about = things | {"person": {"handle": other.handle}, "looker": {"handle": other.handle}}
    about |= {"group": {"handle": world.group.actor.handle}}
    for question in world.group.questions.order_by("pk"):
        yield f"/vraag/{question.pk}/"
    for post in Post.objects.order_by("pk"):
        yield f"/gesprek/{post.pk}/"
    yield f"/g/{world.group.actor.handle}/gesprekken/"
    yield from (f"/vraag/?q={words}" for words in ("bouwdossiers", "dakkapel", "tekeningen"))
    yield from (f"/g/?q={world.group.actor.name}", "/vraag/nieuw/?q=bouwdossiers")
    for name, door in DOORS.items():
        if not door.post_only and name not in LEFT_OUT:
            yield _at(name, door, about)


def naming(viewer: Actor, other: Actor, addresses: list[str]) -> list[str]:
    """Where the other is named; what was put into the address comes back in links to the door."""
    client, named = signed_in(viewer), []
    for address in addresses:
        text = client.get(address).getvalue().decode(errors="replace")
        text = text.replace(address, "")
        words = (other.name, other.first_name, other.handle)
        if any(re.search(rf"\b{re.escape(word)}\b", text) for word in words):
            named.append(address)
    return named


def test_a_block_hides_both_from_each_other(
    together: World, things: dict[str, dict[str, object]]
) -> None:
    marit, bram = together.marit, together.bram
    for viewer, other in ((bram, marit), (marit, bram)):
        named = naming(viewer, other, list(pages(together, things, other)))
        assert f"/g/{together.group.actor.handle}/" in named  # or what follows proves nothing
        assert f"/g/{together.group.actor.handle}/leden/" in named
        assert {f"/gesprek/{one.pk}/" for one in Post.objects.filter(author=other)} <= set(named)
        assert {f"/vraag/{one.pk}/" for one in together.group.questions.all()} <= set(named)
    people.block(marit, other=bram)
    for viewer, other in ((bram, marit), (marit, bram)):
        assert naming(viewer, other, list(pages(together, things, other))) == []


def test_what_was_said_stays_without_a_name(together: World) -> None:
    people.block(together.marit, other=together.bram)
    asked = together.bram.questions.get()
    for viewer in (together.bram, together.marit):
        shown = signed_in(viewer).get(f"/vraag/{asked.pk}/").text
        assert "Wij, vorig jaar." in shown
        assert "een lid" in shown
    assert "een lid" not in signed_in(together.noor).get(f"/vraag/{asked.pk}/").text


def test_the_number_of_members_is_that_of_the_list(together: World) -> None:
    def told(viewer: Actor) -> tuple[int, int]:
        row = admission.groups_to_choose(viewer).get(pk=together.group.pk)
        return row.member_count, len(group_queries.members(viewer, together.group))

    everybody = GroupMembership.objects.filter(group=together.group, until=None).count()
    assert told(together.bram) == (everybody, everybody)
    people.block(together.marit, other=together.bram)
    assert told(together.bram) == told(together.marit) == (everybody - 1, everybody - 1)
    assert told(together.noor) == (everybody, everybody)


POSTED = {"note": "Hallo", "text": "Hallo", "purpose": "Praten", "act": "block", "title": "x"}


def test_every_door_of_a_person_is_shut_like_that_of_nobody(together: World) -> None:
    """By looking and by sending: the same status, place and page as for nobody at all."""
    people.block(together.marit, other=together.bram)
    things_of = {"person", "looker"}
    told = {}
    for name, door in DOORS.items():
        if door.thing not in things_of:
            continue
        answers = []
        for handle in (together.marit.handle, "niemand.hier"):
            address = _address(name, NOWHERE | {"handle": handle})
            client = signed_in(together.bram)
            both = (client.get(address), client.post(address, POSTED))
            answers.append([_said(one, handle) for one in both])
        told[name] = answers[0] == answers[1]
    assert told == dict.fromkeys(told, True)
    assert len(told) > 7


def _said(answer, handle: str) -> tuple[object, ...]:
    text = re.sub(r"[A-Za-z0-9]{64}", "", answer.text.replace(handle, ""))
    return answer.status_code, answer.headers.get("Location", "").replace(handle, ""), text
