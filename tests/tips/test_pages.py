"""The pages of tips: choosing somebody, what came, what was given. And the stop on the line."""

from django.test import Client
from django.urls import reverse
from django.utils import timezone

from tests.connections.test_pages import words as plain
from tests.world import World, acquaint
from vaknet.domain.activity.models import Actor
from vaknet.domain.groups import actions as groups
from vaknet.domain.knowledge import actions as knowledge
from vaknet.domain.people import actions as people
from vaknet.domain.tips import actions, queries
from vaknet.domain.tips.models import Tip

WHY = "Jij deed dit vorig jaar"


def as_(person: Actor) -> Client:
    client = Client(headers={"accept-language": "nl"})
    client.force_login(person.account)
    return client


def give(world: World, kind: str = "question", about: int = 0) -> Tip:
    return actions.tip_colleague(
        world.joost, to=world.samira, kind=kind, about=about or world.question.pk, text=WHY
    )


def test_from_the_page_of_a_question_to_a_contact(world: World) -> None:
    client = as_(world.samira)
    address = reverse("tip-question", args=[world.question.pk])
    assert address in client.get(f"/vraag/{world.question.pk}/").text
    page = client.get(address)
    offered = [one.name for one in page.context["form"].fields["to"].queryset]
    assert offered == ["Fatma Yıldız", "Joost van der Meer", "Noor Janssen"]
    done = client.post(address, {"to": world.noor.pk, "text": WHY}, follow=True)
    assert "Je tip gaat naar Noor." in plain(done)
    assert done.redirect_chain == [(f"/vraag/{world.question.pk}/", 303)]
    assert queries.sent(world.samira.pk).get().receiver == world.noor


def test_to_somebody_who_is_no_contact(world: World) -> None:
    people.block(world.peter, other=world.samira)
    client = as_(world.samira)
    address = reverse("tip-question", args=[world.question.pk])
    page = client.get(f"{address}?naam=marit")
    assert [one.name for one in page.context["form"].fields["to"].queryset] == ["Marit Hoekstra"]
    assert "Er is hier niemand met die naam." in plain(client.get(f"{address}?naam=peter"))
    assert "Er is hier niemand met die naam." in plain(client.get(f"{address}?naam=samira"))
    for hidden in (world.peter.pk, 987654321, "x", "9" * 30):
        refused = client.post(address, {"to": hidden, "text": WHY})
        assert refused.status_code == 422
        assert "Kies een vakgenoot." in plain(refused)
    assert client.post(address, {"to": world.marit.pk, "text": WHY}).status_code == 303


def test_refused_her_words_stand_in_the_form(world: World) -> None:
    address = reverse("tip-question", args=[world.question.pk])
    refused = as_(world.samira).post(address, {"to": world.joost.pk, "text": WHY})
    assert refused.status_code == 422
    assert "Dit gaat al over Joost." in plain(refused)
    assert WHY in plain(refused)


def test_somebody_and_a_conversation(world: World) -> None:
    post = knowledge.start_conversation(world.joost, groups=[world.group], title="De vakdag")
    client = as_(world.samira)
    for page, address in (
        ("/@marit.hoekstra/", reverse("tip-person", args=["marit.hoekstra"])),
        (f"/gesprek/{post.pk}/", reverse("tip-conversation", args=[post.pk])),
    ):
        assert address in client.get(page).text
        assert client.get(address).status_code == 200
        assert client.post(address, {"to": world.noor.pk, "text": WHY}).headers["Location"] == page
    assert client.get(reverse("tip-conversation", args=[987654321])).status_code == 404
    assert (
        reverse("tip-person", args=["samira.el.idrissi"])
        not in client.get("/@samira.el.idrissi/").text
    )


def test_the_stop_on_the_line(world: World) -> None:
    groups.join_group(world.noor, group=world.group)
    asked = knowledge.ask(world.noor, group=world.group, title="Wie scant er zelf?")
    post = knowledge.start_conversation(world.noor, groups=[world.group], title="De vakdag")
    for kind, thing, said in (
        ("question", asked, "Joost van der Meer denkt dat jij dit weet."),
        ("post", post, "Joost van der Meer denkt dat jij dit weet."),
        ("person", world.marit, "denkt dat je Marit Hoekstra moet leren kennen."),
    ):
        given = give(world, kind, thing.pk)
        client = as_(world.samira)
        world.samira.rounds.all().delete()
        page = client.get("/")
        assert said in plain(page), kind
        assert f"Joost: {WHY}" in plain(page)
        no = client.post(reverse("on-tip", args=[given.pk]), {"act": "no", "from": "line"})
        assert no.headers["Location"] == "/#line"
        assert "Je deed iets met een tip." in plain(client.get("/"))


def test_what_came_and_what_was_given(world: World) -> None:
    groups.join_group(world.noor, group=world.group)
    asked = knowledge.ask(world.noor, group=world.group, title="Wie scant er zelf?")
    given, person = give(world, "question", asked.pk), give(world, "person", world.marit.pk)
    post = knowledge.start_conversation(world.noor, groups=[world.group], title="De vakdag")
    give(world, "post", post.pk)
    client = as_(world.samira)
    page = plain(client.get("/ik/tips/"))
    assert all(said in page for said in ("Wie scant er zelf?", "Marit Hoekstra", "De vakdag", WHY))
    thank = {"act": "thank"}
    assert client.post(reverse("on-tip", args=[person.pk]), thank).status_code == 404
    acquaint(world.samira, world.marit)
    assert "Bedank voor de tip" in plain(client.get("/ik/tips/"))
    client.post(reverse("on-tip", args=[person.pk]), thank)
    assert "Je bedankte ervoor." in plain(client.get("/ik/tips/"))
    hers = plain(as_(world.joost).get("/ik/tips/"))
    assert "Het hielp: op" in hers
    client.post(reverse("on-tip", args=[given.pk]), {"act": "no"})
    assert "Wie scant er zelf?" not in plain(client.get("/ik/tips/"))
    assert client.post(reverse("on-tip", args=[given.pk]), {"act": "no"}).status_code == 404
    assert "Je gaf nog geen tip." in plain(client.get("/ik/tips/"))
    assert "Niemand gaf je nog een tip." in plain(as_(world.bram).get("/ik/tips/"))
    assert timezone.now() > given.at
