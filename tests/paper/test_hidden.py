"""To whoever is outside her group a member on paper is like nobody."""

import re

import pytest
from django.test import Client
from django.utils import timezone

from tests.world import World, member, settled
from vaknet.domain.activity.models import Actor
from vaknet.domain.finding import actions as finding
from vaknet.domain.knowledge import actions as knowledge
from vaknet.domain.paper import actions
from vaknet.domain.paper.models import PaperMember
from vaknet.domain.people import actions as people
from vaknet.domain.searching import actions as searching
from vaknet.domain.tips import actions as tips

NAME = "Wilhelmien Zonnevonk"


@pytest.fixture
def wil(world: World) -> PaperMember:
    wil = actions.bring_on_paper(
        world.marit,
        group=world.group,
        name=NAME,
        profession="bouwtekenarchivaris",
        how="spoken",
        asked_on=timezone.localdate(),
        knows=["Linnen bouwtekeningen herstellen"],
    )
    settled(wil.actor)
    finding.index_everything()
    searching.index_everything()
    return wil


def as_(person: Actor) -> Client:
    client = Client(headers={"accept-language": "nl"})
    client.force_login(person.account)
    return client


def pages(world: World) -> list[str]:
    group = f"/g/{world.group.actor.handle}/"
    return [
        "/",
        "/mensen/",
        "/mensen/?naam=wilhelmien",
        "/mensen/?naam=zonevonk",
        "/mensen/?vak=26",
        "/zoeken/?q=Zonnevonk",
        "/zoeken/?q=linnen+bouwtekeningen",
        "/vraag/?q=Wie+kan+linnen+bouwtekeningen+herstellen",
        "/vakgenoten/",
        "/ik/netwerk/",
        "/g/",
        group,
        f"{group}leden/",
        f"/vraag/{world.question.pk}/tip/?naam=wilhelmien",
    ]


def test_no_page_tells_of_her_to_who_is_outside(world: World, wil: PaperMember) -> None:
    client = as_(world.bram)
    told = [page for page in pages(world) if NAME in client.get(page).text]
    assert told == []
    inside = as_(world.joost)
    found = [page for page in pages(world) if NAME in inside.get(page).text]
    group = f"/g/{world.group.actor.handle}/"
    assert {"/mensen/", "/mensen/?naam=wilhelmien", f"{group}leden/"} <= set(found)


def test_a_newcomer_of_her_profession_does_not_meet_her(world: World, wil: PaperMember) -> None:
    for newcomer, sees in ((member("Ilse", "ilse@elders.example"), False), (world.bram, False)):
        people.change_profile(
            newcomer,
            name=newcomer.name,
            promise="",
            profession="bouwtekenarchivaris",
            occupation=None,
            place=None,
        )
        page = as_(newcomer).get("/welkom/3/", follow=True)
        assert page.status_code == 200
        assert (NAME in page.text) is sees


def test_her_page_is_that_of_nobody(world: World, wil: PaperMember) -> None:
    client = as_(world.bram)

    def says(address: str, handle: str) -> tuple[int, str]:
        page = client.get(address.replace("WHO", handle))
        return page.status_code, re.sub(r"[A-Za-z0-9]{64}", "", page.text.replace(handle, ""))

    for part in ("", "kennismaken/", "introductie/", "afspraak/", "afstand/", "doorgeven/"):
        address = f"/@WHO/{part}"
        assert says(address, wil.actor.handle) == says(address, "niemand.hier"), part
    guest = Client()
    doors = [guest.get(f"/@{handle}/") for handle in (wil.actor.handle, "niemand.hier")]
    assert [door.headers["Location"].partition("?")[0] for door in doors] == ["/inloggen/"] * 2


def test_numbers_do_not_count_her(world: World, wil: PaperMember) -> None:
    """The list of groups says how many members each has: to who is outside, one less."""
    numbers = [
        int(re.findall(r"(\d+) leden", as_(viewer).get("/g/").text)[0])
        for viewer in (world.bram, world.joost)
    ]
    assert numbers[1] == numbers[0] + 1


def test_a_tip_about_her_does_not_leave_the_group(world: World, wil: PaperMember) -> None:
    given = tips.tip_colleague(
        world.joost, to=world.bram, kind="person", about=wil.pk, text="Leer haar kennen"
    )
    assert given.pk
    assert NAME not in as_(world.bram).get("/ik/tips/").text
    assert NAME not in as_(world.bram).get("/").text


def test_what_she_says_stands_under_her_name_for_who_reads_the_group(
    world: World, wil: PaperMember
) -> None:
    asked = knowledge.ask(world.joost, group=world.group, title="Wie kan dit?")
    asks = actions.make_letter(world.marit, paper=wil)
    number = next(ask.number for ask in asks if ask.question == asked)
    actions.answer_for(world.marit, paper=wil, number=number, text="Ik kan dat.")
    outsider = settled(member("Ans Bos", "ans@elders.example"))
    assert NAME in as_(outsider).get(f"/vraag/{asked.pk}/").text
    assert as_(outsider).get(f"/@{wil.actor.handle}/").status_code == 404
