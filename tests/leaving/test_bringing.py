"""The archive of one Vaknet, brought into another: look, choose, and nothing of others."""

import json
import re
from datetime import date

import pytest
from django.core import mail
from django.utils import timezone

from tests.leaving.story import of, signed_in, ticked, upload, zipped
from tests.world import World, acquaint, member
from vaknet.domain.activity.models import Activity, Actor
from vaknet.domain.connections import actions as connections
from vaknet.domain.connections import queries
from vaknet.domain.connections.memory import Words
from vaknet.domain.connections.models import MemoryCard
from vaknet.domain.finding.models import Passage
from vaknet.domain.goals import actions as goals
from vaknet.domain.groups import actions as groups
from vaknet.domain.knowledge import actions as knowledge
from vaknet.domain.knowledge.models import Question
from vaknet.domain.leaving import actions, files
from vaknet.domain.leaving.actions.bringing import Chosen
from vaknet.domain.leaving.brought import BroughtCard, plain
from vaknet.domain.leaving.reading import brought
from vaknet.domain.people import actions as people
from vaknet.domain.people.models import Occupation, Place, Profile
from vaknet.domain.refusal import Refused
from vaknet.interfaces.jobs import archives

CLERK = "https://occupations.example/1"


@pytest.fixture
def archive(world: World) -> bytes:
    """Samira's own, as she takes it along: with cards of Marit, Noor and of Bram."""
    samira = world.samira
    occupation = Occupation.objects.create(
        uri=CLERK, isco="1111", label_nl="griffier", label_en="clerk"
    )
    place = Place.objects.create(
        name="Waterveen", country="NL", latitude=52.0, longitude=5.0, population=9_000
    )
    people.change_profile(
        samira,
        name=samira.name,
        promise="Vraag mij naar dossiers",
        profession="griffier",
        occupation=occupation,
        place=place,
    )
    people.offer_help(samira, kind="coffee", remark="Op dinsdag")
    told = Words(note="Houdt van orgels", next_step="Bellen")
    connections.keep_memory(samira, about=world.marit, told=told, remind_on=date(2027, 3, 1))
    connections.keep_memory(samira, about=world.noor, told=Words(note="Van de bond"))
    people.add_language(samira, code="tr")
    people.add_link(samira, url="https://samira.example/")
    connections.keep_memory(samira, about=world.bram, told=Words(knows="Jongerenwerk"))
    asked_then = knowledge.ask(
        samira,
        group=world.group,
        title="Wie kent een goede cursus?",
        body="Liefst **dicht** bij huis.",
        topics=["opleiding"],
    )
    knowledge.answer(samira, question=asked_then, text="Gevonden: die in Lindewoude.")
    goals.set_goal(samira, text="Van het papier af", until_on=timezone.localdate())
    goals.end_goal(samira, goal=goals.set_goal(samira, text="Al bereikt"), kind="reached")
    asked = actions.ask_archive(samira)
    archives.make(asked.pk)
    return files.path(asked.name).read_bytes()


@pytest.fixture
def ilse(world: World) -> Actor:
    """Samira in another network, as it were: Marit is her contact there, and Noor has a card."""
    ilse = member("Ilse de Wit", "ilse@oosterhage.example")
    acquaint(ilse, world.marit)
    acquaint(ilse, world.noor)
    connections.keep_memory(ilse, about=world.noor, told=Words(note="Al hier"))
    return ilse


def test_everything_that_is_hers_alone_comes_along(
    world: World, archive: bytes, ilse: Actor
) -> None:
    client = signed_in(ilse)
    before, letters = Activity.objects.count(), len(mail.outbox)
    page = upload(client, archive)
    assert "Houdt van orgels" in page.text
    assert "It waits with your cards" in page.text
    assert "Bram Kuipers" in page.text
    assert Activity.objects.count() == before
    done = client.post("/ik/gegevens/meenemen/kies/", ticked(page), follow=True)
    assert "It is here now." in done.text
    told = Profile.objects.select_related("occupation", "place").get(actor=ilse)
    assert (told.promise, told.profession) == ("Vraag mij naar dossiers", "griffier")
    assert (told.occupation.uri, told.place.name) == (CLERK, "Waterveen")
    assert Actor.objects.get(pk=ilse.pk).name == "Ilse de Wit"
    assert [role.title for role in ilse.roles.all()] == ["vergunningverlener"]
    assert [one.text for one in ilse.known_topics.all()] == ["Digitaal bouwdossier inrichten"]
    assert ilse.sought_topics.count() == 1
    assert [one.code for one in ilse.languages.all()] == ["tr"]
    assert [(one.url, one.proved_since) for one in ilse.links.all()] == [
        ("https://samira.example/", None)
    ]
    assert [one.remark for one in ilse.help_offers.all()] == ["Op dinsdag"]
    open_goal, ended = ilse.goals.order_by("pk")
    assert (open_goal.text, open_goal.until_on) == ("Van het papier af", timezone.localdate())
    assert (ended.text, ended.ends.get().kind) == ("Al bereikt", "reached")
    card = queries.memory_of(ilse, world.marit)
    assert (card.words.note, card.words.next_step) == ("Houdt van orgels", "Bellen")
    assert card.remind_on == date(2027, 3, 1)
    assert queries.memory_of(ilse, world.noor).words.note == "Al hier"
    assert queries.memory_of(ilse, world.bram) is None
    waiting = [(one.card.name, one.card.words) for one in queries.waiting_cards(ilse)]
    assert waiting == [
        ("Bram Kuipers", Words(knows="Jongerenwerk")),
        ("Noor Janssen", Words(note="Van de bond")),
    ]
    assert len(mail.outbox) == letters


def test_a_goal_of_which_the_day_is_over_comes_without_it(world: World, ilse: Actor) -> None:
    client = signed_in(ilse)
    told = of(goals=[{"goal": "Ooit nog eens", "until_on": "2020-01-01"}, {"goal": ""}, {}])
    page = upload(client, zipped(told))
    assert client.post("/ik/gegevens/meenemen/kies/", ticked(page)).status_code == 303
    goal = ilse.goals.get()
    assert (goal.text, goal.until_on) == ("Ooit nog eens", None)


def test_twice_is_once(world: World, archive: bytes, ilse: Actor) -> None:
    client = signed_in(ilse)
    for _ in range(2):
        client.post("/ik/gegevens/meenemen/kies/", ticked(upload(client, archive)))
    counts = [ilse.roles.count(), ilse.known_topics.count(), ilse.help_offers.count()]
    assert counts == [1, 1, 1]
    assert MemoryCard.objects.filter(owner=ilse).count() == 2
    assert [one.card.name for one in queries.waiting_cards(ilse)] == [
        "Bram Kuipers",
        "Noor Janssen",
    ]


def test_what_is_not_chosen_stays_behind(archive: bytes, ilse: Actor) -> None:
    client = signed_in(ilse)
    page = upload(client, archive)
    read = page.context["form"]["read"].value()
    client.post("/ik/gegevens/meenemen/kies/", {"read": read, "roles": ["0"]})
    assert (ilse.roles.count(), ilse.known_topics.count()) == (1, 0)
    assert Profile.objects.get(actor=ilse).promise == ""


def test_one_refusal_takes_everything_back_and_the_ticks_stay(archive: bytes, ilse: Actor) -> None:
    for number in range(30):
        people.add_known_topic(ilse, text=f"Onderwerp {number}")
    client = signed_in(ilse)
    refused = client.post("/ik/gegevens/meenemen/kies/", ticked(upload(client, archive)))
    assert (refused.status_code, refused.text.count(" checked")) == (422, 12)
    assert ilse.roles.count() == 0
    assert MemoryCard.objects.filter(owner=ilse).count() == 1


def test_what_was_read_for_one_is_of_no_use_to_another(
    world: World, archive: bytes, ilse: Actor
) -> None:
    seal = upload(signed_in(ilse), archive).context["form"]["read"].value()
    for wrong in (seal, seal[:-1], "", "x:y:z"):
        answer = signed_in(world.bram).post(
            "/ik/gegevens/meenemen/kies/", {"read": wrong, "roles": ["0"]}
        )
        assert answer.headers["Location"] == "/ik/gegevens/meenemen/"
    assert not world.bram.roles.exists()


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"not a zip", "This is not a ZIP file."),
        (b"", "This file is damaged or not complete."),
        (zipped(of())[:-30], "This file is damaged or not complete."),
        (zipped(of(), name="../vaknet.json"), "This is not a file with your data"),
        (zipped(of(), name="other.json"), "This is not a file with your data"),
        (zipped("{"), "This is not a file with your data"),
        (zipped("[" * 200_000), "This is not a file with your data"),
        (zipped("[]"), "This is not a file with your data"),
        (zipped({"format": "other", "version": 1}), "This is not a file with your data"),
        (zipped(of() | {"version": 2}), "of a newer Vaknet"),
        (zipped('"' + "x" * 3_000_000), "This is not a file with your data"),
    ],
)
def test_a_file_we_cannot_read_is_refused_in_a_plain_sentence(
    world: World, content: bytes, sentence: str
) -> None:
    answer = upload(signed_in(world.samira), content)
    assert (answer.status_code, sentence in answer.text) == (422, True)


def test_without_a_file_it_is_asked_for(world: World) -> None:
    answer = signed_in(world.samira).post("/ik/gegevens/meenemen/")
    assert (answer.status_code, "Choose the ZIP file" in answer.text) == (422, True)


def test_too_large_is_refused(world: World, monkeypatch) -> None:
    monkeypatch.setattr("vaknet.interfaces.web.forms.bringing.LARGEST", 10)
    answer = upload(signed_in(world.samira), zipped(of()))
    assert (answer.status_code, "too large" in answer.text) == (422, True)


def test_more_than_fits_on_a_page_is_refused(world: World, monkeypatch) -> None:
    monkeypatch.setattr("vaknet.interfaces.web.forms.bringing.LARGEST_SEAL", 10)
    answer = upload(signed_in(world.samira), zipped(of()))
    assert (answer.status_code, "too large" in answer.text) == (422, True)


def test_her_questions_come_into_a_group_that_she_chooses(
    world: World, archive: bytes, ilse: Actor
) -> None:
    """Unticked, for others will read them; with their days and her own answers, and quietly."""
    groups.join_group(ilse, group=world.group)
    client, letters = signed_in(ilse), len(mail.outbox)
    page = upload(client, archive)
    found = page.context["form"].found.questions
    assert [one.title for one in found] == ["Wie kent een goede cursus?"]
    assert "questions" not in page.context["form"].every()
    chosen = ticked(page) | {"questions": ["0"]}
    refused = client.post("/ik/gegevens/meenemen/kies/", chosen)
    assert refused.status_code == 422
    assert "Choose a group that you are in" in refused.text
    assert not Question.objects.filter(author=ilse).exists()
    for _ in range(2):
        client.post("/ik/gegevens/meenemen/kies/", chosen | {"group": world.group.pk})
    [brought_along] = Question.objects.filter(author=ilse)
    before = Question.objects.get(author=world.samira, title=found[0].title)
    assert (brought_along.group, brought_along.asked_at) == (world.group, before.asked_at)
    assert brought_along.body == "Liefst **dicht** bij huis."
    assert [one.name for one in brought_along.topics.all()] == ["opleiding"]
    assert [one.text for one in brought_along.answers.all()] == ["Gevonden: die in Lindewoude."]
    assert Passage.objects.filter(actor=ilse, group=world.group.actor).exists()
    assert len(mail.outbox) == letters


def test_not_into_a_group_of_others(world: World, ilse: Actor) -> None:
    told = of(questions=[{"number": 1, "title": "Hoe dan?", "asked_at": "2024-05-01T10:00:00"}])
    chosen = {"questions": ["0"], "group": world.group.pk}
    client = signed_in(ilse)
    page = upload(client, zipped(told))
    assert client.post("/ik/gegevens/meenemen/kies/", ticked(page) | chosen).status_code == 422
    with pytest.raises(Refused):
        actions.bring_along(
            ilse, chosen=Chosen(questions=brought(told).questions, group=world.group)
        )


def test_questions_that_cannot_be(world: World) -> None:
    moment = "2024-05-01T10:00:00+02:00"
    told = of(
        questions=[
            {"number": 1, "title": "", "asked_at": moment},
            {"number": 2, "title": "Zonder dag"},
            {"number": 3, "title": "Morgen", "asked_at": "2999-01-01T00:00:00+00:00"},
            {"number": 4, "title": "Ooit", "asked_at": "0001-01-01T00:00:00+23:00"},
            {"number": 5, "title": "Terug", "asked_at": moment, "withdrawn_at": moment},
            {
                "number": "6",
                "title": "Goed",
                "asked_at": moment,
                "topics": ["a", 4],
                "body": "b\0c",
            },
            {"number": 7, "title": "Zonder onderwerp", "asked_at": moment, "topics": "woo"},
        ],
        answers=[
            {"question_number": 7, "text": "Te vroeg", "answered_at": "2023-01-01T00:00:00+00:00"},
            {"question_number": 7, "text": "Later", "answered_at": "2024-06-01T00:00:00+00:00"},
            {"question_number": 7, "text": "Weg", "answered_at": moment, "withdrawn_at": moment},
            {"question_number": 7, "text": "", "answered_at": moment},
            {"question_number": [7], "text": "x", "answered_at": moment},
            {"text": "x", "answered_at": moment},
        ],
    )
    found = brought(told).questions
    assert [(one.title, one.body, one.topics) for one in found] == [
        ("Goed", "bc", ("a",)),
        ("Zonder onderwerp", "", ()),
    ]
    assert [one.text for one in found[1].answers] == ["Later"]
    assert brought(plain(brought(told))) == brought(told)


NASTY = of(
    profile=[{"promise": "x" * 9_000, "profession": 5, "place": None}],
    roles=[
        {"kind": "king", "title": "x"},
        {"kind": "work", "title": " "},
        {
            "kind": "work",
            "title": "A\0\ud800\n" + "y" * 500,
            "since": "2020-01-01",
            "until": "1999-01-01",
        },
        {"kind": "work", "title": "B", "since": "0001-01-01", "until": "9999-99-99"},
        "no row",
    ],
    known_topics={"not": "a list"},
    sought_topics=[{"text": "Zelfde"}, {"text": "Zelfde"}, {"text": ""}, {}],
    help_offers=[{"kind": "coffee"}, {"kind": "gold"}],
    memory_cards=[
        {"name": "", "note": "van niemand"},
        {"name": "Marit Hoekstra"},
        {"name": "Marit Hoekstra", "note": "n" * 9_000, "remind_on": "2027-01-01"},
    ],
)


def test_what_is_not_as_it_should_be_is_left_out(world: World) -> None:
    found = brought(NASTY)
    assert (len(found.promise), found.profession, found.place) == (200, "", "")
    assert [(len(role.title), role.since, role.until) for role in found.roles] == [
        (120, None, date(1999, 1, 1)),
        (1, None, None),
    ]
    assert (found.knows, found.seeks, found.offers) == ((), ("Zelfde",), (("coffee", ""),))
    assert [(len(card.words.note), card.remind_on) for card in found.cards] == [(4000, None)]
    assert brought(plain(found)) == found
    client = signed_in(world.joost)
    text = json.dumps(NASTY)
    page = upload(client, zipped(text))
    assert client.post("/ik/gegevens/meenemen/kies/", ticked(page)).status_code == 303
    assert world.joost.roles.count() == 4


def test_of_two_with_one_name_neither_gets_the_card(world: World, ilse: Actor) -> None:
    acquaint(ilse, member("marit hoekstra", "andere@waterveen.example"))
    card = BroughtCard("Marit Hoekstra", Words(note="Welke?"), None)
    actions.bring_along(ilse, chosen=Chosen(cards=[card]))
    assert queries.memory_of(ilse, world.marit) is None
    assert [one.card.name for one in queries.waiting_cards(ilse)] == ["Marit Hoekstra"]


def test_nobody_learns_who_is_a_member_by_a_card(world: World) -> None:
    """A member who is no contact and somebody who is nowhere look the same."""
    bram, pages = signed_in(world.bram), []
    for name in ("Marit Hoekstra", "Nergens Niemand"):
        page = upload(bram, zipped(of(memory_cards=[{"name": name, "note": "x"}])))
        done = bram.post("/ik/gegevens/meenemen/kies/", ticked(page), follow=True)
        one = next(one for one in queries.waiting_cards(world.bram) if one.card.name == name)
        shown = bram.get(f"/ik/kaartjes/los/{one.pk}/")
        listed = bram.get("/ik/kaartjes/")
        bram.post(f"/ik/kaartjes/los/{one.pk}/", {"act": "forget"}, follow=True)
        pages.append(
            [
                re.sub(r'"[A-Za-z0-9_:=.-]{40,}"|/los/\d+/', "", answer.text.replace(name, "X"))
                for answer in (page, done, shown, listed)
            ]
        )
    assert pages[0] == pages[1]
