"""The pages of members on paper: a list, a letter, a card, and a reply typed on a phone."""

import io
import re

import pytest
from django.core import mail
from django.test import Client
from django.utils import timezone
from pypdf import PdfReader

from tests import postbox
from tests.connections.test_pages import words as plain
from tests.world import World
from vaknet.domain.activity.links import action_token
from vaknet.domain.activity.models import Activity, Actor
from vaknet.domain.groups import actions as groups
from vaknet.domain.groups import queries as in_groups
from vaknet.domain.knowledge import actions as knowledge
from vaknet.domain.knowledge.models import Question
from vaknet.domain.paper import actions
from vaknet.domain.paper.models import PaperMember
from vaknet.domain.people import actions as people
from vaknet.domain.people.models import Account
from vaknet.interfaces.jobs import followups
from vaknet.interfaces.web import paper_print
from vaknet.kit.pdf import Limits


def as_(person: Actor) -> Client:
    client = Client(headers={"accept-language": "nl"})
    client.force_login(person.account)
    return client


@pytest.fixture
def asked(world: World) -> Question:
    return knowledge.ask(
        world.joost, group=world.group, title="Wie leest oude tekeningen?", body="Van 1930."
    )


@pytest.fixture
def wil(world: World, asked: Question) -> PaperMember:
    return actions.bring_on_paper(
        world.marit,
        group=world.group,
        name="Wil Vonk",
        how="spoken",
        asked_on=timezone.localdate(),
        knows=["Oude tekeningen"],
    )


def test_from_a_yes_to_an_answer(world: World, asked: Question) -> None:
    marit = as_(world.marit)
    assert "/ik/op-papier/" in marit.get(f"/g/{world.group.actor.handle}/").text
    page = marit.get("/ik/op-papier/")
    assert "In je groepen is nog niemand lid op papier." in plain(page)
    told = {
        "group": world.group.pk,
        "name": "Wil Vonk",
        "knows": "Oude tekeningen\n\nKadaster",
        "how": "spoken",
        "asked_on": timezone.localdate().isoformat(),
    }
    no_yes = marit.post("/ik/op-papier/nieuw/", told)
    assert no_yes.status_code == 422
    assert "Zonder ja komt niemand binnen." in plain(no_yes)
    done = marit.post("/ik/op-papier/nieuw/", told | {"agreed": "on"}, follow=True)
    assert "Wil Vonk is lid van de groep, op papier." in plain(done)
    wil = PaperMember.objects.get()
    assert list(wil.actor.known_topics.values_list("text", flat=True)) == [
        "Oude tekeningen",
        "Kadaster",
    ]
    home = f"/ik/op-papier/{wil.pk}/"
    assert "Maak eerst een brief." in plain(marit.get(f"{home}brief/", follow=True))
    assert "Er is nog niets op papier gevraagd." in plain(marit.get(f"{home}antwoord/"))
    letter = marit.post(home, {"act": "letter"}, follow=True)
    for said in ("Beste Wil", "Wie leest oude tekeningen?", "Van 1930.", "aan Marit Hoekstra"):
        assert said in plain(letter)
    card = plain(marit.get(f"{home}kaart/"))
    assert "Wie leest oude tekeningen?" in card
    reply = marit.get(f"{home}antwoord/")
    assert "1. Wie leest oude tekeningen?" in plain(reply)
    assert marit.post(f"{home}antwoord/", {"text": "Ik"}).status_code == 422
    done = marit.post(f"{home}antwoord/", {"number": 1, "text": "Ik wel."}, follow=True)
    assert done.redirect_chain[0][0] == f"/vraag/{asked.pk}/"
    assert "Het staat er op naam van Wil Vonk, per brief, ingevoerd door jou." in plain(done)
    read = plain(as_(world.joost).get(f"/vraag/{asked.pk}/"))
    assert "Per brief, ingevoerd door Marit Hoekstra" in read
    people.block(world.joost, other=world.marit)
    assert "Per brief, ingevoerd door een beheerder" in plain(
        as_(world.joost).get(f"/vraag/{asked.pk}/")
    )


def test_the_letter_as_a_file(world: World, wil: PaperMember, monkeypatch) -> None:
    marit, file = as_(world.marit), f"/ik/op-papier/{wil.pk}/brief.pdf"
    assert marit.get(file).headers["Location"] == f"/ik/op-papier/{wil.pk}/"
    actions.make_letter(world.marit, paper=wil)
    assert file in marit.get(f"/ik/op-papier/{wil.pk}/").text
    answer = marit.get(file)
    assert answer.headers["Content-Type"] == "application/pdf"
    pages = PdfReader(io.BytesIO(answer.content)).pages
    said = " ".join(" ".join(page.extract_text() for page in pages).split())
    assert all(one in said for one in ("Beste Wil", "Wie leest oude tekeningen?", "Marit Hoekstra"))
    assert as_(world.joost).get(file).status_code == 404
    monkeypatch.setattr(paper_print, "LIMITS", Limits(content=10))
    refused = marit.get(file, follow=True)
    assert "Er is nu geen bestand. Druk de pagina zelf af." in plain(refused)


def test_guests_read_that_it_came_by_letter_and_no_name(world: World) -> None:
    open_group = groups.start_group(world.marit, name="Open", purpose="x", readers="public")
    asked = knowledge.ask(world.marit, group=open_group, title="Wie weet dit?")
    wil = actions.bring_on_paper(
        world.marit, group=open_group, name="Wil Vonk", how="phone", asked_on=timezone.localdate()
    )
    [ask] = actions.make_letter(world.marit, paper=wil)
    actions.answer_for(world.marit, paper=wil, number=ask.number, text="Ik.")
    page = plain(Client(headers={"accept-language": "nl"}).get(f"/vraag/{asked.pk}/"))
    assert "Per brief, ingevoerd door een beheerder" in page
    assert "Wil Vonk" not in page
    assert in_groups.is_member(wil.actor, open_group)


def test_name_and_profession_are_corrected(world: World, wil: PaperMember) -> None:
    marit, home = as_(world.marit), f"/ik/op-papier/{wil.pk}/"
    assert f"{home}verbeteren/" in marit.get(home).text
    assert 'value="Wil Vonk"' in marit.get(f"{home}verbeteren/").text
    nameless = marit.post(f"{home}verbeteren/", {"name": "", "profession": "archivaris"})
    assert nameless.status_code == 422
    told = {"name": "Wil Vonck", "profession": "archivaris"}
    page = plain(marit.post(f"{home}verbeteren/", told, follow=True))
    assert "Wil Vonck archivaris" in page
    assert as_(world.joost).get(f"{home}verbeteren/").status_code == 404


def test_the_knowledge_base_says_that_an_answer_came_by_letter(
    world: World, wil: PaperMember, asked: Question
) -> None:
    base = f"/g/{world.group.actor.handle}/kennisbank/"
    ask = next(one for one in actions.make_letter(world.marit, paper=wil) if one.question == asked)
    given = actions.answer_for(world.marit, paper=wil, number=ask.number, text="Ik.")
    knowledge.choose_best(world.joost, answer=given)
    assert plain(as_(world.joost).get(base)).count("Per brief") == 1
    knowledge.choose_best(
        world.joost, answer=knowledge.answer(world.noor, question=asked, text="X")
    )
    assert "Per brief" not in plain(as_(world.joost).get(base))


def test_what_is_wrong_is_said(world: World, wil: PaperMember, asked: Question) -> None:
    marit, home = as_(world.marit), f"/ik/op-papier/{wil.pk}/"
    knowledge.withdraw_question(world.joost, question=asked)
    nothing = marit.post(home, {"act": "letter"}, follow=True)
    assert "Er wacht nu niets op een antwoord." in plain(nothing)
    assert marit.post(home, {"act": "invite", "email": "geen adres"}).status_code == 422
    for act, said in (("show", "Alle vakgenoten hier."), ("hide", "Alleen wie in de groep zit.")):
        assert said in plain(marit.post(home, {"act": act}, follow=True))
    assert marit.post("/ik/op-papier/nieuw/", {"name": "Ans"}).status_code == 422
    other = groups.start_group(world.noor, name="Kader", purpose="Intern")
    elsewhere = {"group": other.pk, "name": "Ans", "how": "phone", "agreed": "on"}
    assert marit.post("/ik/op-papier/nieuw/", elsewhere).status_code == 422


def link_in(letter) -> str:
    return re.search(r"/op-papier/\S+/", letter.body).group()


def test_from_paper_to_an_account(world: World, wil: PaperMember, asked: Question) -> None:
    marit, home = as_(world.marit), f"/ik/op-papier/{wil.pk}/"
    marit.post(home, {"act": "letter"})
    sent = marit.post(home, {"act": "invite", "email": "wil@elders.example"}, follow=True)
    assert "Er is een brief onderweg naar wil@elders.example." in plain(sent)
    followups.run(Activity.objects.get(verb="invited_by_mail").pk)
    postbox.empty()
    [letter] = mail.outbox
    guest, link = Client(headers={"accept-language": "nl"}), link_in(letter)
    page = guest.get(link)
    assert "Maak het mijn account" in plain(page)
    assert "Vonk" not in plain(page)
    assert guest.post(link, {"name": "Wil Vonk"}).status_code == 422
    wrong = guest.post(link, {"name": "Wim Bos", "agreed": "on"})
    assert "Dit is een andere naam" in plain(wrong)
    done = guest.post(link, {"name": "Wil Vonk", "agreed": "on"})
    assert done.headers["Location"] == "/inloggen/"
    assert Account.objects.get(email="wil@elders.example").actor == wil.actor
    assert guest.get("/ik/").status_code == 302
    assert guest.get(link).status_code == 404
    listed = plain(marit.get("/ik/op-papier/"))
    assert "heeft nu een eigen account" in listed
    assert "antwoordt zelf. Je kunt niets meer invoeren." in plain(marit.get(home))
    refused = marit.post(f"{home}antwoord/", {"number": 1, "text": "Toch nog"})
    assert refused.status_code == 422
    assert "een eigen account, en antwoordt zelf." in plain(refused)


def test_links_that_lead_nowhere(world: World, wil: PaperMember) -> None:
    actions.invite_by_mail(world.marit, paper=wil, email="wil@elders.example", language="nl")
    guest = Client()
    number = wil.invitation.pk
    for token in (
        action_token(wil.actor, "own_account", 987654321),
        action_token(world.joost, "own_account", number),
        action_token(wil.actor, "prove_address", number),
    ):
        assert guest.get(f"/op-papier/{token}/").status_code == 404
    link = f"/op-papier/{action_token(wil.actor, 'own_account', number)}/"
    for _try in range(10):
        guest.post(link, {"name": "Raad Eens", "agreed": "on"})
    often = Client(headers={"accept-language": "nl"}).post(
        link, {"name": "Wil Vonk", "agreed": "on"}
    )
    assert "Je probeerde het vandaag vaak." in plain(often)


def test_out_again(world: World, wil: PaperMember) -> None:
    marit, home = as_(world.marit), f"/ik/op-papier/{wil.pk}/"
    assert "Over twee weken is alles gewist." in plain(marit.get(f"{home}eruit/"))
    assert marit.post(f"{home}eruit/", {}).status_code == 422
    done = marit.post(f"{home}eruit/", {"answers": "stay"}, follow=True)
    assert "Klaar. Over twee weken is alles gewist." in plain(done)
    assert marit.get(home).status_code == 404
    assert as_(world.joost).get(f"/@{wil.actor.handle}/").status_code == 404


def test_these_pages_are_there_for_stewards_alone(world: World, wil: PaperMember) -> None:
    for other in (world.joost, world.bram, world.moderator):
        client = as_(other)
        for part in ("", "nieuw/", f"{wil.pk}/", f"{wil.pk}/brief/", f"{wil.pk}/antwoord/"):
            assert client.get(f"/ik/op-papier/{part}").status_code == 404, part
        assert "/ik/op-papier/" not in client.get(f"/g/{world.group.actor.handle}/").text
