"""The pages of meeting people: what each shows, and to whom."""

import re
from datetime import timedelta
from html import unescape
from urllib.parse import quote

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from tests.world import acquaint, member
from vaknet.domain.activity.models import Actor
from vaknet.domain.connections import actions, queries
from vaknet.domain.connections.actions import bulk
from vaknet.domain.connections.models import ConnectionRequest
from vaknet.domain.people import actions as people

NOTE = "Ik zag je antwoord over scannen. Mag ik je af en toe iets vragen?"


def as_(person: Actor) -> Client:
    client = Client(headers={"accept-language": "en"})
    client.force_login(person.account)
    return client


def words(response) -> str:
    """What the page says, without mark-up."""
    body = re.sub(r"(?s)<head.*?</head>", "", response.content.decode())
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", body)).split())


def ask(world) -> ConnectionRequest:
    return actions.request_connection(world.samira, recipient=world.bram, note=NOTE)


def test_samira_writes_a_note_and_bram_accepts_it_on_his_page(world):
    samira, bram = as_(world.samira), as_(world.bram)
    page = reverse("connect", args=[world.bram.handle])
    assert "Your note" in words(samira.get(page))

    sent = samira.post(page, {"note": NOTE})
    assert (sent.status_code, sent["location"]) == (303, "/@bram.kuipers/")
    assert "You asked Bram on" in words(samira.get(page))

    waiting = words(bram.get("/ik/bekenden/"))
    assert "Waiting for you" in waiting
    assert NOTE in waiting
    request = ConnectionRequest.objects.get(sender=world.samira, recipient=world.bram)
    one = reverse("connection-request", args=[request.pk])
    assert NOTE in words(bram.get(one))

    assert bram.post(one, {"act": "reply", "text": "Waar gaat het over?"}).status_code == 303
    assert "Waar gaat het over?" in words(samira.get(one))
    assert bram.post(one, {"act": "accept"}).status_code == 303
    assert queries.are_connected(world.samira, world.bram)
    assert "Samira El Idrissi" in words(bram.get("/ik/bekenden/"))
    assert "have known each other since" in words(samira.get(page))


def test_nothing_typed_is_lost_when_something_is_missing(world):
    page = reverse("connect", args=[world.bram.handle])
    empty = as_(world.samira).post(page, {"note": " "})
    assert empty.status_code == 422
    assert "Write a short note. Say why you want to connect." in words(empty)
    long = as_(world.samira).post(page, {"note": "Waarom niet? " * 400})
    assert long.status_code == 422
    assert "Waarom niet? Waarom niet?" in words(long)
    assert "too long" in words(long)


@pytest.mark.parametrize(
    "note",
    [
        "\x00\x01Hallo\x00 daar",
        "\u202eomgekeerd\u202c مرحبا 👋🏽 wij",
        "<script>alert(1)</script><b>vet</b> en nog wat",
        "'; drop table connections_connection; -- hallo",
    ],
)
def test_odd_text_is_shown_as_text(world, note):
    page = reverse("connect", args=[world.bram.handle])
    assert as_(world.samira).post(page, {"note": note}).status_code == 303
    shown = as_(world.bram).get("/ik/bekenden/")
    assert shown.status_code == 200
    assert "<script>alert" not in shown.content.decode()


def test_ten_megabytes_are_refused_with_a_clear_page(world):
    page = reverse("connect", args=[world.bram.handle])
    sent = as_(world.samira).post(page, {"note": "x" * 10_000_000})
    assert sent.status_code in (400, 413, 422)
    assert not ConnectionRequest.objects.filter(recipient=world.bram).exists()


def test_after_a_no_the_senders_pages_are_byte_for_byte_the_same(world):
    request = ask(world)
    samira = as_(world.samira)
    pages = [
        "/ik/bekenden/",
        f"/ik/bekenden/verzoek/{request.pk}/",
        "/@bram.kuipers/kennismaken/",
        "/@bram.kuipers/introductie/",
        "/ik/introducties/",
        "/@bram.kuipers/",
    ]
    before = [plain(samira.get(page)) for page in pages]
    as_(world.bram).post(f"/ik/bekenden/verzoek/{request.pk}/", {"act": "decline"})
    assert not queries.requests_waiting(world.bram).exists()
    assert [plain(samira.get(page)) for page in pages] == before
    refused = samira.post("/@bram.kuipers/kennismaken/", {"note": "Nog een keer?"})
    assert "You already asked Bram Kuipers." in words(refused)


def plain(response) -> tuple[int, str]:
    """The page without what differs at every request, or after the minute is over."""
    body = re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", response.content.decode())
    body = re.sub(r'"X-CSRFToken": "\w+"', "", body)
    body = re.sub(r"your page as it was on [^<]+", "", body)
    return response.status_code, re.sub(r'nonce="[^"]+"', "", body)


def test_who_has_no_part_in_a_request_finds_nothing(world):
    request = ask(world)
    page = reverse("connection-request", args=[request.pk])
    for stranger in (world.joost, world.moderator):
        assert as_(stranger).get(page).status_code == 404
        assert as_(stranger).post(page, {"act": "accept"}).status_code == 404
    assert as_(world.samira).get(reverse("connection-request", args=[0])).status_code == 404
    as_(world.bram).post(page, {"act": "decline"})
    assert as_(world.bram).get(page).status_code == 404


def test_the_wrong_button_is_refused_with_words(world):
    request = ask(world)
    page = reverse("connection-request", args=[request.pk])
    for act in ("", "explode"):
        assert as_(world.bram).post(page, {"act": act}).status_code == 422
    sender = as_(world.samira).post(page, {"act": "accept"})
    assert sender.status_code == 422
    assert "This request is no longer open" in words(sender)
    empty = as_(world.bram).post(page, {"act": "reply", "text": ""})
    assert empty.status_code == 422
    assert "Write a few words" in words(empty)


def test_samira_withdraws(world):
    request = ask(world)
    page = reverse("connection-request", args=[request.pk])
    assert "Withdraw your request" in words(as_(world.samira).get(page))
    assert as_(world.samira).post(page, {"act": "withdraw"}).status_code == 303
    assert as_(world.bram).get(page).status_code == 404


def test_a_contact_page_tells_how_you_met_and_ends_it(world):
    page = reverse("contact", args=[world.joost.handle])
    seen = words(as_(world.samira).get(page))
    assert "Wij kennen elkaar van het werk." in seen
    assert "adviseur vergunningen, gemeente Duinrade" in seen
    assert "You were then vergunningverlener, gemeente Waterveen" in seen
    assert as_(world.samira).post(page).status_code == 303
    assert not queries.are_connected(world.joost, world.samira)
    assert as_(world.samira).get(page).status_code == 404
    assert as_(world.samira).get(reverse("contact", args=[world.marit.handle])).status_code == 404


def test_ones_own_pages_lead_home(world):
    samira = as_(world.samira)
    for name in ("connect", "ask-introduction"):
        there = samira.get(reverse(name, args=[world.samira.handle]))
        assert (there.status_code, there["location"]) == (303, "/ik/profiel/")


def test_a_guest_learns_nothing_from_any_address(world):
    """Existing or not: the same answer, the same number of statements."""
    request = ask(world)
    real_and_invented = [
        ("/@marit.hoekstra/kennismaken/", "/@nobody.here/kennismaken/"),
        ("/@marit.hoekstra/introductie/", "/@nobody.here/introductie/"),
        ("/ik/bekenden/@marit.hoekstra/", "/ik/bekenden/@nobody.here/"),
        (f"/ik/bekenden/verzoek/{request.pk}/", "/ik/bekenden/verzoek/999999/"),
        ("/ik/introducties/", "/ik/bekenden/"),
    ]
    guest = Client(headers={"accept-language": "en"})
    for pair in real_and_invented:
        for method in (guest.get, guest.post):
            answers = [method(address) for address in pair]
            assert len({answer.status_code for answer in answers}) == 1
            if answers[0].status_code == 405:
                continue  # said of the way of asking, whatever the address
            assert {answer.status_code for answer in answers} == {302}
            assert {answer.content for answer in answers} == {b""}
            targets = {
                answer["location"]
                .replace(quote(address, safe="/"), "")
                .replace(quote(address, safe=""), "")
                for answer, address in zip(answers, pair, strict=True)
            }
            assert len(targets) == 1


def test_a_member_finds_no_page_for_nobody(world):
    samira = as_(world.samira)
    for name in ("connect", "ask-introduction", "contact"):
        assert samira.get(reverse(name, args=["nobody.here"])).status_code == 404


def _some_more_contacts(world, count: int) -> None:
    for number in range(count):
        somebody = member(f"Kennis {number}", f"kennis{number}@duinrade.example")
        acquaint(somebody, world.bram)
        other = member(f"Vrager {number}", f"vrager{number}@duinrade.example")
        actions.request_connection(other, recipient=world.bram, note=NOTE)
        third = member(f"Gevraagd {number}", f"gevraagd{number}@duinrade.example")
        actions.request_connection(world.bram, recipient=third, note=NOTE)


def test_one_contact_or_three_cost_the_same(world, django_assert_num_queries):
    _some_more_contacts(world, 1)
    bram = as_(world.bram)
    bram.get("/ik/bekenden/")
    counts = []
    for _ in range(2):
        with django_assert_num_queries(10, exact=False) as captured:
            assert bram.get("/ik/bekenden/").status_code == 200
        counts.append(len(captured))
        if len(counts) == 1:
            for number in range(2):
                somebody = member(f"Meer {number}", f"meer{number}@duinrade.example")
                acquaint(somebody, world.bram)
                other = member(f"Ook {number}", f"ook{number}@duinrade.example")
                actions.request_connection(other, recipient=world.bram, note=NOTE)
    assert counts[0] == counts[1]


def test_contacts_come_in_pages(world, monkeypatch):
    from vaknet.interfaces.web import connections

    monkeypatch.setattr(connections, "CONTACTS_PER_PAGE", 2)
    first = words(as_(world.samira).get("/ik/bekenden/"))
    second = words(as_(world.samira).get("/ik/bekenden/?page=2"))
    assert "Fatma Yıldız" in first
    assert "Joost van der Meer" not in first
    assert "Joost van der Meer" in second
    assert as_(world.samira).get("/ik/bekenden/?page=x").status_code == 200


def test_without_contacts_the_page_says_how_to_begin(world):
    assert "You have no contacts yet" in words(as_(world.bram).get("/ik/bekenden/"))


def test_not_through_me_to_this_contact(world):
    """A tick on the page of the contact, a list for herself, and nothing for anybody else."""
    joost = as_(world.joost)
    page = f"/ik/bekenden/@{world.marit.handle}/"
    assert "Not through me to Marit" in words(joost.get(page))
    told = joost.post(page, {"act": "reach", "not_through_me": "on"}, follow=True)
    assert "Nobody comes to Marit through you." in words(told)
    assert "checked" in told.text
    listed = "Not through you You are not asked for introductions to these contacts."
    assert listed in words(joost.get("/ik/introducties/"))
    for other, path in ((world.marit, "joost.van.der.meer"), (world.samira, "joost.van.der.meer")):
        for place in ("/ik/introducties/", f"/ik/bekenden/@{path}/", f"/@{path}/"):
            assert "ot through" not in words(as_(other).get(place))
    told = joost.post(page, {"act": "reach"}, follow=True)
    assert "You may be asked for introductions to Marit." in words(told)
    assert listed not in words(joost.get("/ik/introducties/"))
    assert "Not through me" not in words(as_(world.marit).get("/ik/bekenden/@joost.van.der.meer/"))


def test_all_roles_of_that_day_stay_with_the_tie(world):
    """Two at once; not what had ended, is to come, or was shown to contacts only."""
    today = timezone.localdate()
    people.add_role(world.bram, kind="work", title="jongerenwerker", organisation="Wijkhuis")
    people.add_role(world.bram, kind="union", title="kaderlid", organisation="Vakbond Publiek")
    people.add_role(world.bram, kind="work", title="oud-kok", until=today - timedelta(days=1))
    people.add_role(world.bram, kind="work", title="directeur", since=today + timedelta(days=1))
    people.add_role(world.bram, kind="volunteering", title="imker", organisation="Imkerij")
    people.show_parts(world.bram, who_sees={"volunteering": "contacts"})
    acquaint(world.samira, world.bram)
    tie = queries.connection_with(world.samira, world.bram)
    assert tie.contact_was == "jongerenwerker, Wijkhuis\nkaderlid, Vakbond Publiek"
    for role in world.bram.roles.all():
        people.remove_role(world.bram, role=role)
    page = words(as_(world.samira).get(f"/ik/bekenden/@{world.bram.handle}/"))
    assert "Bram was then jongerenwerker, Wijkhuis kaderlid, Vakbond Publiek" in page
    mine = words(as_(world.bram).get(f"/ik/bekenden/@{world.samira.handle}/"))
    assert "You were then jongerenwerker, Wijkhuis kaderlid, Vakbond Publiek" in mine
    assert "imker" not in page + mine


def test_ties_made_many_at_once_keep_all_roles_too(world):
    people.add_role(world.bram, kind="union", title="kaderlid", organisation="Vakbond Publiek")
    people.add_role(world.bram, kind="work", title="jongerenwerker", organisation="Wijkhuis")
    bulk.connect_many(ties=[bulk.NewTie(world.samira, world.bram, timezone.now())])
    was = {tie.contact.first_name: tie.contact_was for tie in world.bram.contact_of.all()} | {
        tie.contact.first_name: tie.contact_was for tie in world.bram.connections.all()
    }
    assert was == {
        "Bram": "jongerenwerker, Wijkhuis\nkaderlid, Vakbond Publiek",
        "Samira": "vergunningverlener, gemeente Waterveen",
    }
