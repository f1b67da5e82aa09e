"""What other networks read of what is written here, at which address, and in whose name."""

import json
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from tests.federation.conftest import BASE
from tests.federation.going_out import (
    ACTIVITY,
    PUBLIC,
    asked,
    conversation,
    id_of,
    joined,
    nowhere,
    page_of,
    read,
    told,
)
from tests.federation.story import public_group
from tests.world import World
from vaknet.domain.activity.models import Actor
from vaknet.domain.federation import actions, queries
from vaknet.domain.federation.models import FederatedThing, Federating
from vaknet.domain.groups import actions as groups
from vaknet.domain.groups.models import Group
from vaknet.domain.knowledge import actions as knowledge
from vaknet.domain.knowledge.models import Answer, Post, Question, Reply
from vaknet.domain.people import actions as people
from vaknet.domain.people.models import Account
from vaknet.engine.activitypub import Document
from vaknet.engine.activitypub import Post as ReadPost
from vaknet.engine.activitypub import collection as read_collection
from vaknet.engine.activitypub import post as read_post

HTML = "text/html,application/xhtml+xml,*/*;q=0.8"


def test_a_conversation_is_a_page_of_the_group(world: World, open_group: Group) -> None:
    """Noor did not choose to be known elsewhere: her name stands nowhere."""
    post = conversation(world.noor, open_group, topics=["Houtbouw & meer", "leem"])
    document = told(post)
    group = id_of(open_group.actor)
    assert document["type"] == "Page"
    assert document["name"] == "Wie bouwde al met hout?"
    assert document["content"] == "<p>Wij beginnen <strong>morgen</strong>.</p>"
    assert document["attributedTo"] == document["audience"] == group
    assert (document["to"], document["cc"]) == ([PUBLIC], [f"{group}/followers"])
    assert document["url"] == f"{BASE}/gesprek/{post.pk}/"
    assert document["context"] == f"{document['id']}/context"
    assert document["replies"] == f"{document['id']}/replies"
    assert [tag["name"] for tag in document["tag"]] == ["#HoutbouwMeer", "#leem"]
    assert document["published"] == post.posted_at.strftime("%Y-%m-%dT%H:%M:00Z")
    assert "updated" not in document
    assert nowhere(world.noor, json.dumps(document))
    found = read_post(Document(json.dumps(document).encode()))
    assert isinstance(found, ReadPost)
    assert found.is_public
    assert found.hashtags == ("HoutbouwMeer", "leem")


def test_it_has_one_address_whatever_way_one_comes(fatma: Actor, open_group: Group) -> None:
    with connection.cursor() as cursor:  # a number of one figure stands in an address by chance
        cursor.execute("select setval(pg_get_serial_sequence('knowledge_post', 'id'), 7654321)")
    post = conversation(joined(fatma, open_group), open_group)
    document = told(post)
    assert told(post)["id"] == document["id"]
    assert read(document["id"]).json() == document
    row = FederatedThing.objects.get()
    assert document["id"] == f"{BASE}/ap/things/{row.token}"
    assert len(row.token) == 22
    assert str(post.pk) not in document["id"]
    answer = read(document["id"], HTML)
    assert (answer.status_code, answer["Location"]) == (302, document["url"])
    page = read(page_of(post), HTML)
    assert page["Content-Type"].startswith("text/html")
    assert "Accept" in page["Vary"]


def test_what_she_writes_is_hers_from_when_she_agreed(fatma: Actor, open_group: Group) -> None:
    document = told(conversation(joined(fatma, open_group), open_group))
    hers, group = id_of(fatma), id_of(open_group.actor)
    assert document["attributedTo"] == hers
    assert document["audience"] == group
    assert document["cc"] == [f"{group}/followers", f"{hers}/followers"]


def test_what_she_wrote_before_is_the_groups(world: World, open_group: Group) -> None:
    from tests.federation.story import known_elsewhere

    post = conversation(joined(world.fatma, open_group), open_group)
    Post.objects.update(posted_at=timezone.now() - timedelta(days=1))
    known_elsewhere(world.fatma)
    assert told(post)["attributedTo"] == id_of(open_group.actor)
    assert nowhere(world.fatma, json.dumps(told(post)))


def test_who_agreed_to_the_words_of_before_is_not_named(fatma: Actor, open_group: Group) -> None:
    Federating.objects.filter(actor=fatma).update(text="2026-11")
    post = conversation(joined(fatma, open_group), open_group)
    assert queries.known(fatma.handle) == fatma
    assert nowhere(fatma, json.dumps(told(post)))
    before = told(post)["id"]
    actions.federate(fatma, agreed_to="2026-11-b")
    assert list(Federating.objects.order_by("pk").values_list("text", flat=True)) == [
        "2026-11",
        "2026-11-b",
    ]
    assert told(post)["id"] == before  # she wrote it before
    assert told(conversation(fatma, open_group, title="Nu wel?"))["attributedTo"] == id_of(fatma)


def test_who_agreed_to_the_newest_words_keeps_them(fatma: Actor) -> None:
    actions.federate(fatma, agreed_to="2026-11")
    assert Federating.objects.get(actor=fatma).text == "2026-11-b"


def _stops(fatma: Actor) -> None:
    actions.stop_federating(fatma)


def _shows_nothing(fatma: Actor) -> None:
    people.show_parts(fatma, who_sees={"profession": "members"})


def _is_switched_off(fatma: Actor) -> None:
    Account.objects.filter(actor=fatma).update(is_active=False)


@pytest.mark.parametrize("change", [_stops, _shows_nothing, _is_switched_off])
def test_what_is_not_in_her_name_any_more_has_another_address(
    fatma: Actor, open_group: Group, change
) -> None:
    post = conversation(joined(fatma, open_group), open_group)
    hers = told(post)
    change(fatma)
    again = told(post)
    assert again["id"] != hers["id"]
    assert again["attributedTo"] == id_of(open_group.actor)
    assert nowhere(fatma, json.dumps(again))
    assert read(hers["id"]).status_code == 404  # she may come back: not said to be gone
    assert read(f"{hers['id']}/context").status_code == 404


def test_a_question_to_colleagues_is_a_page_and_no_poll(fatma: Actor, open_group: Group) -> None:
    question = asked(joined(fatma, open_group), open_group, body="")
    document = told(question)
    assert (document["type"], document["name"]) == ("Page", "Mag hout aan de buitenkant?")
    assert "content" not in document
    assert document["attributedTo"] == id_of(fatma)


def test_answers_and_replies_are_notes(world: World, fatma: Actor, open_group: Group) -> None:
    joined(fatma, open_group)
    question, post = asked(world.noor, open_group), conversation(world.noor, open_group)
    answer = knowledge.answer(fatma, question=question, text="Ja, als het brandveilig is.")
    reply = knowledge.reply(fatma, post=post, text="Wij ook!")
    for root, thing, page in (
        (told(question), answer, f"/vraag/{question.pk}/#answer-{answer.pk}"),
        (told(post), reply, f"/gesprek/{post.pk}/?reactie={reply.pk}#reply-{reply.pk}"),
    ):
        items = read(f"{root['context']}/first").json()["orderedItems"]
        assert items[0] == root["id"]
        note = read(items[1]).json()
        assert note["type"] == "Note"
        assert note["inReplyTo"] == root["id"]
        assert note["context"] == root["context"]
        assert note["attributedTo"] == id_of(fatma)
        assert note["url"] == BASE + page
        assert "name" not in note
        assert read(items[1], HTML)["Location"] == BASE + page
        assert FederatedThing.objects.get(token=items[1][-22:]).object == thing
        assert read(note["replies"]).status_code == 200
        assert read(f"{note['replies']}/first").json()["orderedItems"] == []
        assert read(f"{items[1]}/context").status_code == 404
        assert read(f"{items[1]}/context/first").status_code == 404


def test_a_conversation_is_read_in_order_page_by_page(world: World, open_group: Group) -> None:
    post = conversation(world.noor, open_group)
    replies = [knowledge.reply(world.noor, post=post, text=f"Nummer {n}") for n in range(43)]
    Reply.objects.filter(pk=replies[4].pk).update(withdrawn_at=timezone.now())
    # Of one moment the numbers say what came first, also where a page ends.
    Reply.objects.update(replied_at=timezone.now())
    root = told(post)
    whole = read(root["context"]).json()
    assert whole["type"] == "OrderedCollection"
    assert whole["attributedTo"] == root["audience"]
    seen, page = [], whole["first"]
    while page:
        found = read_collection(Document(read(page).content))
        seen += [part.id for part in found.parts]
        page = found.further
    assert len(seen) == 43
    assert seen[0] == root["id"]
    said = [FederatedThing.objects.get(token=one[-22:]).object_id for one in seen[1:]]
    assert said == sorted(said)
    first = read(f"{root['replies']}/first").json()["orderedItems"]
    assert first == seen[1:21]


def test_a_page_that_goes_on_from_nothing_is_not_there(world: World, open_group: Group) -> None:
    root = told(conversation(world.noor, open_group))
    assert read(f"{root['context']}/nergens").status_code == 404
    reply = knowledge.reply(world.noor, post=Post.objects.get(), text="Weg ermee")
    gone = read(f"{root['context']}/first").json()["orderedItems"][1]
    knowledge.withdraw_reply(world.noor, reply=reply)
    assert read(f"{root['context']}/{gone[-22:]}").status_code == 404


@pytest.mark.parametrize("count", [1, 3])
def test_lists_take_as_many_statements_however_long(
    world: World, fatma: Actor, open_group: Group, count: int
) -> None:
    joined(fatma, open_group)
    post = conversation(world.noor, open_group)
    for n in range(count):
        knowledge.reply([fatma, world.noor][n % 2], post=post, text=f"Nummer {n}")
        conversation(fatma, open_group, title=f"Nog een {n}")
        knowledge.answer(world.noor, question=asked(fatma, open_group, title=f"V {n}"), text="Ja")
    root, group = told(post), id_of(open_group.actor)
    asked_for = {
        f"{root['context']}/first": 9,
        f"{group}/outbox/first": 12,
        f"{id_of(fatma)}/outbox/first": 8,
    }
    for address, statements in asked_for.items():
        read(address)  # addresses are made when they are first asked for
        with CaptureQueriesContext(connection) as found:
            assert read(address).status_code == 200
        assert len(found) == statements, address


def test_in_the_outbox_of_a_group_members_are_passed_on(
    world: World, fatma: Actor, open_group: Group
) -> None:
    own = conversation(world.noor, open_group, title="Van de groep")
    hers = conversation(joined(fatma, open_group), open_group, title="Van Fatma")
    group = id_of(open_group.actor)
    outbox = read(f"{group}/outbox").json()
    assert outbox["type"] == "OrderedCollection"
    assert "totalItems" not in outbox
    newest, oldest = read(outbox["first"]).json()["orderedItems"]
    assert (newest["type"], newest["actor"]) == ("Announce", group)
    assert newest["object"]["type"] == "Create"
    assert newest["object"]["actor"] == id_of(fatma)
    assert newest["object"]["object"]["id"] == told(hers)["id"]
    assert (oldest["type"], oldest["actor"]) == ("Create", group)
    assert oldest["object"]["id"] == told(own)["id"]
    assert nowhere(world.noor, json.dumps(outbox) + read(outbox["first"]).content.decode())


def test_in_her_outbox_stands_what_is_in_her_name(
    world: World, fatma: Actor, open_group: Group
) -> None:
    conversation(world.noor, open_group, title="Van de groep")
    first = conversation(joined(fatma, open_group), open_group, title="Van Fatma")
    question = asked(fatma, open_group)
    address = f"{id_of(fatma)}/outbox"
    items = read(f"{address}/first").json()["orderedItems"]
    assert [one["object"]["id"] for one in items] == [told(question)["id"], told(first)["id"]]
    assert {one["type"] for one in items} == {"Create"}
    Federating.objects.update(text="2026-11")
    assert read(f"{address}/first").json()["orderedItems"] == []


def test_an_outbox_goes_on_where_it_ended(world: World, open_group: Group) -> None:
    for n in range(25):
        conversation(world.noor, open_group, title=f"Nummer {n}")
        asked(world.noor, open_group, title=f"Vraag {n}")
    # All of one moment: the order still is one.
    now = timezone.now()
    Post.objects.update(posted_at=now)
    Question.objects.filter(group=open_group).update(asked_at=now)
    seen, page = [], f"{id_of(open_group.actor)}/outbox/first"
    while page:
        told_page = read(page).json()
        seen += [one["object"]["name"] for one in told_page["orderedItems"]]
        page = told_page.get("next")
    wanted = [f"Nummer {n}" for n in reversed(range(25))]
    assert seen == wanted + [f"Vraag {n}" for n in reversed(range(25))]


def test_the_network_has_an_empty_outbox_and_who_stopped_has_none(fatma: Actor) -> None:
    network = Client().get("/.well-known/nodeinfo").json()["links"][-1]["href"]
    assert read(f"{network}/outbox/first").json()["orderedItems"] == []
    hers = id_of(fatma)
    actions.stop_federating(fatma)
    assert read(f"{hers}/outbox/first").status_code == 410
    assert read(f"{BASE}/ap/nobody/outbox/first").status_code == 404


def _withdrawn(world: World, post: Post, group: Group) -> None:
    knowledge.withdraw_post(world.noor, post=post)


def _moderated(world: World, post: Post, group: Group) -> None:
    knowledge.take_away(world.moderator, thing=post, at=timezone.now())


def _taken_out(world: World, post: Post, group: Group) -> None:
    knowledge.take_out(world.noor, post=post, group=group)


def _kept_home(world: World, post: Post, group: Group) -> None:
    actions.keep_home(world.noor, group=group)


def _closed(world: World, post: Post, group: Group) -> None:
    groups.change_group(
        world.noor,
        group=group,
        name=group.actor.name,
        purpose=group.purpose,
        readers="members",
        admission=group.admission,
    )


CLOSINGS = [_withdrawn, _moderated, _taken_out, _kept_home, _closed]


@pytest.mark.parametrize("change", CLOSINGS)
def test_what_guests_cannot_read_any_more_is_gone(world: World, open_group: Group, change) -> None:
    post = conversation(world.noor, open_group)
    reply = knowledge.reply(world.noor, post=post, text="Een reactie van binnen")
    root = told(post)
    note = read(f"{root['context']}/first").json()["orderedItems"][1]
    change(world, post, open_group)
    for address in (root["id"], root["context"], f"{root['context']}/first", note):
        answer = read(address)
        assert answer.status_code == 410, address
        text = answer.content.decode()
        assert "hout" not in text
        assert reply.text not in text
    answer = read(root["id"])
    assert answer.json() == {
        "@context": "https://www.w3.org/ns/activitystreams",
        "id": root["id"],
        "type": "Tombstone",
    }
    assert read(root["id"], HTML).status_code == 410
    assert read(page_of(post))["Content-Type"].startswith("text/html") or change is _kept_home
    outbox = f"{id_of(open_group.actor)}/outbox/first"
    assert "hout?" not in read(outbox).content.decode()


def _answer(path: str, accept: str) -> tuple[object, ...]:
    with CaptureQueriesContext(connection) as found:
        answer = Client().get(path, headers={"accept": accept})
    headers = {name: value for name, value in answer.items() if name != "Location"}
    return answer.status_code, answer.content, headers, len(found)


def test_who_asks_for_what_is_not_for_guests_asks_for_nothing(
    world: World, open_group: Group
) -> None:
    """A question of a group for members, one of a group kept home, and one that is not there."""
    inside = world.question
    home = public_group(world.samira)
    actions.keep_home(world.samira, group=home)
    at_home = asked(world.samira, home)
    nothing = Question(pk=987_654_321)
    _answer(page_of(nothing), ACTIVITY)
    wanted = _answer(page_of(nothing), ACTIVITY)
    assert _answer(page_of(inside), ACTIVITY) == wanted
    # Guests read the page of what is kept home; programs get no document either.
    assert (
        Client()
        .get(page_of(at_home), headers={"accept": ACTIVITY})["Content-Type"]
        .startswith("text/html")
    )
    assert FederatedThing.objects.count() == 0
    one, other = (_answer(f"/ap/things/{token * 22}", ACTIVITY) for token in "AB")
    assert one[0] == 404
    assert (one[0], one[2:]) == (other[0], other[2:])


def test_off_there_is_nothing(world: World, open_group: Group, settings) -> None:
    post = conversation(world.noor, open_group)
    root = told(post)
    settings.FEDERATION = False
    with CaptureQueriesContext(connection) as found:
        assert read(root["id"]).status_code == 404
    assert len(found) == 0
    assert read(page_of(post))["Content-Type"].startswith("text/html")


def test_nothing_is_posted_to_a_thing(world: World, open_group: Group) -> None:
    root = told(conversation(world.noor, open_group))
    answer = Client().post(root["id"].removeprefix(BASE), "{}", content_type=ACTIVITY)
    assert (answer.status_code, answer["Allow"]) == (405, "GET, HEAD")


def test_a_post_in_several_groups_is_of_the_first_that_is_known(
    world: World, open_group: Group
) -> None:
    other = groups.start_group(world.noor, name="Leem", purpose="Leem", readers="public")
    members = groups.start_group(world.noor, name="Intern", purpose="Intern", readers="members")
    post = knowledge.start_conversation(
        world.noor, groups=[members, open_group, other], title="Overal"
    )
    first = told(post)
    assert first["audience"] == id_of(open_group.actor)
    knowledge.take_out(world.noor, post=post, group=open_group)
    second = told(post)
    assert second["audience"] == id_of(other.actor)
    assert second["id"] != first["id"]
    assert "Intern" not in json.dumps([first, second])


def test_who_asked_without_her_name_is_nobody(world: World, fatma: Actor, open_group) -> None:
    for person in world.everybody:
        if person.pk not in {world.noor.pk, world.moderator.pk}:
            joined(person, open_group)
    question = asked(fatma, open_group, without_name=True)
    answer = knowledge.answer(fatma, question=question, text="Ik zocht het zelf uit.")
    document = told(question)
    assert document["attributedTo"] == id_of(open_group.actor)
    assert nowhere(fatma, json.dumps(document))
    note = read(read(f"{document['context']}/first").json()["orderedItems"][1])
    assert note.json()["attributedTo"] == id_of(open_group.actor)
    assert nowhere(fatma, note.content.decode())
    assert Answer.objects.get(pk=answer.pk).author.is_pseudonym
    assert "pseudonym" not in note.content.decode()


def test_of_who_left_the_words_stay_and_no_name(world: World, fatma: Actor, open_group) -> None:
    from vaknet.domain.leaving import actions as leaving

    post = conversation(joined(fatma, open_group), open_group)
    hers = told(post)
    leaving.close_account(fatma, answers="stay")
    document = told(post)
    assert document["id"] != hers["id"]
    assert document["attributedTo"] == id_of(open_group.actor)
    assert "former" not in json.dumps(document)
    assert "Yıldız" not in json.dumps(document, ensure_ascii=False)
    assert read(hers["id"]).status_code == 404


def test_whom_somebody_blocked_changes_nothing(world: World, fatma: Actor, open_group) -> None:
    post = conversation(joined(fatma, open_group), open_group)
    before = told(post)
    people.block(fatma, other=world.bram)
    people.block(world.bram, other=world.noor)
    assert told(post) == before


def test_links_to_our_own_pages_are_words(world: World, open_group: Group) -> None:
    body = (
        f"Zie [de vraag](/vraag/{world.question.pk}/), [de groep]({BASE}/g/geheim/), "
        "[het bestand](https://vaknet.example/bijlage/12/), [elders](https://elders.example/x) "
        "en @samira.el.idrissi of [mail](mailto:a@b.example)."
    )
    content = told(conversation(world.noor, open_group, body=body))["content"]
    assert "/vraag/" not in content
    assert "/g/geheim" not in content
    assert "/bijlage/" not in content
    assert 'href="https://elders.example/x"' in content
    assert 'href="mailto:a@b.example"' in content
    assert "/@samira" not in content
    assert "mention" not in content


def test_only_more_than_spelling_says_when_it_was_changed(world: World, open_group) -> None:
    post = conversation(world.noor, open_group)
    before = told(post)
    knowledge.change_post(world.noor, post=post, title=post.title, body="Vandaag.", minor=True)
    assert "updated" not in told(post)
    knowledge.change_post(world.noor, post=post, title=post.title, body="Gisteren.")
    again = told(post)
    assert again["id"] == before["id"]
    assert again["content"] == "<p>Gisteren.</p>"
    assert "updated" in again
