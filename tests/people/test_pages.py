"""A person's page, my own, and what a guest may know of either: nothing."""

import re
from datetime import date

import pytest
from django.contrib.auth import get_user_model
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from tests import world as worlds
from vaknet.domain.activity.models import Actor
from vaknet.domain.connections import actions as connections
from vaknet.domain.governance import actions as governance
from vaknet.domain.groups import actions as groups
from vaknet.domain.knowledge import actions as knowledge
from vaknet.domain.people import actions, queries
from vaknet.domain.people.models import Account, KnownTopic, Place, Role
from vaknet.domain.people.visibility import Closeness
from vaknet.kit.words import month_in_words

MEMBERS_ONLY = ["me", "my-profile", "settings"]


@pytest.fixture
def world(db):
    return worlds.build()


def signed_in(person: Actor) -> Client:
    client = Client(headers={"accept-language": "nl"})
    client.force_login(get_user_model().objects.get(actor=person))
    return client


def page(client: Client, person: Actor) -> str:
    response = client.get(reverse("profile", args=[person.handle]))
    assert response.status_code == 200
    return re.sub(r'value="\w{64}"|": "\w{64}"', "", response.content.decode())


# Guests


def test_a_guest_cannot_tell_who_is_a_member(world, client):
    """Marit is here, nobody is called zz: same status, same statements, same address but for it."""
    answers = []
    for handle in (world.marit.handle, "zz", "vergunningen", "ik", "a" * 500, "MARIT"):
        with CaptureQueriesContext(
            connection,
        ) as statements:
            response = client.get(f"/@{handle}/")
        answers.append(
            (
                response.status_code,
                response.headers["Location"].replace(handle, "X"),
                sorted(response.headers),
                tuple(query["sql"].replace(handle, "X") for query in statements),
            )
        )
    assert {answer[0] for answer in answers} == {302}
    assert len({answer[3] for answer in answers}) == 1
    assert len(answers[0][3]) == 1
    assert len({tuple(answer[2]) for answer in answers}) == 1
    assert all(re.match(r"/inloggen/\?next=", answer[1]) for answer in answers)


@pytest.mark.parametrize("name", MEMBERS_ONLY)
def test_a_guest_is_sent_to_the_door(db, client, name):
    assert client.get(reverse(name)).headers["Location"].startswith("/inloggen/?next=%2Fik%2F")


@pytest.mark.parametrize(
    ("name", "of_marit"),
    [
        ("change-about", False),
        ("add-role", False),
        ("change-role", True),
        ("remove-role", True),
        ("add-known-topic", False),
        ("remove-known-topic", True),
        ("add-sought-topic", False),
        ("remove-sought-topic", True),
        ("change-help", False),
        ("undo-profile", False),
        ("settings", False),
    ],
)
def test_a_guest_changes_nothing_and_learns_nothing(world, client, name, of_marit):
    for pk in (Role.objects.first().pk, 999_999):
        url = reverse(name, args=[pk] if of_marit else [])
        response = client.post(url, {"text": "x", "title": "x", "kind": "work"})
        assert (response.status_code, response.headers["Location"]) == (302, "/inloggen/")
    assert not Role.objects.filter(title="x").exists()


def test_a_guest_is_suggested_official_bodies_only(world, client):
    response = client.get("/suggesties/organisatie/", {"q": "gemeente Waterveen"})
    assert response.status_code == 200
    assert "Waterveen" not in response.content.decode()
    member = signed_in(world.bram).get("/suggesties/organisatie/", {"q": "gemeente Waterveen"})
    assert "gemeente Waterveen" in member.content.decode()


def test_an_account_without_a_name_is_asked_for_one(db):
    client = Client()
    client.force_login(actions.knock("new@waterveen.example", language="nl"))
    assert client.get("/ik/").headers["Location"] == reverse("welcome-profession")


# A person's page


def test_an_unknown_handle_and_a_group_are_not_found(world):
    client = signed_in(world.bram)
    Actor.objects.create(kind=Actor.Kind.GROUP, handle="vergunningen", name="Vergunningen")
    assert client.get("/@nobody/").status_code == 404
    assert client.get("/@vergunningen/").status_code == 404


def test_a_profile_tells_who_somebody_is(world):
    actions.change_profile(
        world.marit,
        name="Marit Hoekstra",
        promise="Ik help gemeenten van het papier af.",
        profession="coördinator",
        occupation=None,
        place=None,
    )
    actions.offer_help(world.marit, kind="coffee", remark="di en do")
    actions.add_sought_topic(world.marit, text="Een dag meelopen met een toezichthouder")
    seen = page(signed_in(world.samira), world.marit)
    for told in (
        "Marit Hoekstra",
        "Ik help gemeenten van het papier af.",
        "coördinator toezicht",
        "gemeente Oosterhage",
        "sinds 2020",
        "4.200 bouwdossiers gescand",
        "Een dag meelopen met een toezichthouder",
        "di en do",
    ):
        assert told in seen


def test_the_route_names_only_my_own_contacts(world):
    """Samira reaches Marit by Joost; the longer way round passes Peter, whom she does not know."""
    seen = page(signed_in(world.samira), world.marit)
    assert "Joost" in seen
    assert "Peter" not in seen


def test_the_page_says_how_we_stand(world):
    samira = signed_in(world.samira)
    assert "bekende" in page(samira, world.joost)
    assert reverse("propose-talk", args=[world.joost.handle]) in page(samira, world.joost)
    assert reverse("connect", args=[world.bram.handle]) in page(samira, world.bram)
    request = connections.request_connection(world.samira, recipient=world.bram, note="Hallo Bram")
    asked = page(samira, world.bram)
    assert reverse("connect", args=[world.bram.handle]) not in asked
    connections.decline_request(world.bram, request=request)
    assert page(samira, world.bram) == asked


def test_groups_say_what_she_is_in_them_and_since_when(world):
    month = month_in_words(timezone.localdate(), "nl")
    assert f"Beheerder, erbij sinds {month}" in page(signed_in(world.bram), world.marit)
    assert f'<p class="meta">Erbij sinds {month}' in page(signed_in(world.bram), world.joost)
    groups.leave_group(world.joost, group=world.group)
    assert "rbij sinds" not in page(signed_in(world.bram), world.joost)


def test_what_a_contact_may_ask_leads_to_a_proposal(world):
    actions.offer_help(world.marit, kind="coffee")
    proposal = f"{reverse('propose-talk', args=[world.marit.handle])}?over=Koffie"
    assert proposal in page(signed_in(world.joost), world.marit)
    assert proposal not in page(signed_in(world.bram), world.marit)
    assert proposal not in page(signed_in(world.marit), world.marit)


def test_my_own_page_leads_to_editing(world):
    seen = page(signed_in(world.samira), world.samira)
    assert reverse("my-profile") in seen
    assert reverse("connect", args=[world.samira.handle]) not in seen


def test_a_profile_takes_the_same_statements_however_full(world):
    client = signed_in(world.samira)
    page(client, world.marit)
    with CaptureQueriesContext(connection) as one:
        page(client, world.marit)
    for number in range(3):
        actions.add_role(world.marit, kind="work", title=f"rol {number}", organisation=f"o{number}")
        actions.add_known_topic(world.marit, text=f"weet {number}")
        actions.add_sought_topic(world.marit, text=f"zoek {number}")
    with CaptureQueriesContext(connection) as three:
        page(client, world.marit)
    assert len(three) == len(one) <= 20


# My own profile


@pytest.fixture
def samira(world) -> Client:
    return signed_in(world.samira)


@pytest.mark.parametrize("name", MEMBERS_ONLY)
def test_every_form_carries_its_token(samira, world, name):
    actions.add_sought_topic(world.samira, text="Een scanner")
    seen = samira.get(reverse(name)).content.decode()
    assert seen.count('method="post"') == seen.count('name="csrfmiddlewaretoken"')


def test_about_me_is_changed_in_one_form(samira, world):
    Place.objects.create(
        name="Waterveen", country="NL", region="Utrecht", latitude=52, longitude=5, population=9000
    )
    response = samira.post(
        reverse("change-about"),
        {
            "name": "Samira El Idrissi",
            "promise": "Ik ken elk archief.",
            "profession": "vergunningverlener",
            "place": "waterveen, utrecht",
        },
    )
    assert (response.status_code, response.headers["Location"]) == (303, "/ik/profiel/#about")
    profile = queries.profile(
        world.samira, queries.person(world.samira, world.samira.handle), Closeness.SELF
    )
    assert profile.promise == "Ik ken elk archief."
    assert profile.place.name == "Waterveen"
    assert "Bewaard." in samira.get("/ik/profiel/").content.decode()


def test_what_i_typed_is_kept_when_something_is_wrong(samira):
    response = samira.post(
        reverse("change-about"),
        {"name": "", "promise": "Mijn zin", "profession": "planner", "place": "Nergenshuizen"},
    )
    seen = response.content.decode()
    assert response.status_code == 422
    assert "Vul je naam in." in seen
    assert "Mijn zin" in seen
    assert "Nergenshuizen" in seen
    assert "<title>Fout: " in seen


def test_a_role_is_added_changed_removed_and_put_back(samira, world):
    samira.post(
        reverse("add-role"),
        {
            "kind": "volunteering",
            "title": "zwembadcomité",
            "organisation": "De Waterlelie",
            "since_month": "5",
            "since_year": "2022",
        },
    )
    role = Role.objects.get(title="zwembadcomité")
    assert (role.since, role.until) == (date(2022, 5, 1), None)

    samira.post(
        reverse("change-role", args=[role.pk]),
        {
            "kind": "volunteering",
            "title": "voorzitter zwembadcomité",
            "organisation": "De Waterlelie",
            "since_month": "5",
            "since_year": " 2022 ",
            "until_year": "'24",
        },
    )
    role.refresh_from_db()
    assert (role.title, role.until) == ("voorzitter zwembadcomité", date(2024, 12, 31))

    samira.post(reverse("remove-role", args=[role.pk]))
    assert not Role.objects.filter(pk=role.pk).exists()
    assert reverse("undo-profile") in samira.get("/ik/profiel/").content.decode()
    samira.post(reverse("undo-profile"))
    back = Role.objects.get(title="voorzitter zwembadcomité")
    assert (back.since, back.until) == (date(2022, 5, 1), date(2024, 12, 31))
    samira.post(reverse("undo-profile"))
    assert Role.objects.filter(title="voorzitter zwembadcomité").count() == 1
    assert reverse("undo-profile") not in samira.get("/ik/profiel/").content.decode()


@pytest.mark.parametrize(
    "wrong",
    [
        {"title": ""},
        {"kind": "hobby"},
        {"since_year": "20l9"},
        {"since_month": "5"},
        {"since_month": "13", "since_year": "2020"},
        {"until_year": "2019", "since_year": "2020"},
        {"since_year": "9" * 5000},
    ],
)
def test_a_role_with_something_wrong_is_shown_again(samira, wrong):
    response = samira.post(reverse("add-role"), {"kind": "work", "title": "planner"} | wrong)
    assert response.status_code == 422
    assert not Role.objects.filter(title="planner").exists()


def test_topics_come_go_and_come_back(samira, world):
    samira.post(reverse("add-known-topic"), {"knows-text": "Bezwaar"})
    topic = KnownTopic.objects.get(text="Bezwaar")
    samira.post(reverse("remove-known-topic", args=[topic.pk]))
    assert not KnownTopic.objects.filter(text="Bezwaar").exists()
    samira.post(reverse("undo-profile"))
    assert KnownTopic.objects.filter(text="Bezwaar", actor=world.samira).exists()

    samira.post(reverse("add-sought-topic"), {"seeks-text": "Een scanner"})
    sought = world.samira.sought_topics.get(text="Een scanner")
    samira.post(reverse("remove-sought-topic", args=[sought.pk]))
    samira.post(reverse("undo-profile"))
    assert world.samira.sought_topics.filter(text="Een scanner").exists()


def test_an_empty_topic_is_asked_for_again(samira):
    response = samira.post(reverse("add-known-topic"), {"knows-text": "  "})
    assert response.status_code == 422
    assert "Vul één onderwerp in." in response.content.decode()


def test_help_is_one_form(samira, world):
    actions.offer_help(world.samira, kind="shadowing")
    samira.post(reverse("change-help"), {"coffee": "on", "coffee_remark": "op dinsdag"})
    offers = {offer.kind: offer.remark for offer in world.samira.help_offers.all()}
    assert offers == {"coffee": "op dinsdag"}


def test_what_is_of_another_is_not_found(samira, world):
    role = world.marit.roles.get()
    topic = world.marit.known_topics.get()
    sought = actions.add_sought_topic(world.marit, text="Wie heeft een dronevergunning verleend?")
    assert samira.get(reverse("change-role", args=[role.pk])).status_code == 404
    assert samira.post(reverse("remove-role", args=[role.pk])).status_code == 404
    assert samira.post(reverse("remove-known-topic", args=[topic.pk])).status_code == 404
    assert samira.post(reverse("remove-sought-topic", args=[sought.pk])).status_code == 404
    assert role in Role.objects.all()


def test_getting_never_changes_anything(samira, world):
    role = world.samira.roles.first()
    for name in ("remove-role",):
        assert samira.get(reverse(name, args=[role.pk])).status_code == 405
    for name in ("add-role", "change-about", "change-help", "undo-profile"):
        assert samira.get(reverse(name)).status_code == 405


NASTY = ["a\0b", "x" * 10_000, "🦉" * 300, "שלום" * 60, "<script>alert(1)</script>", "\u202ea"]


@pytest.mark.parametrize("text", NASTY)
def test_nasty_words_never_break_a_page(samira, world, text):
    posts = [
        ("change-about", {"name": text, "promise": text, "profession": text, "place": text}),
        ("add-role", {"kind": text, "title": text, "organisation": text, "since_year": text}),
        ("add-known-topic", {"knows-text": text}),
        ("add-sought-topic", {"seeks-text": text}),
        ("change-help", {"coffee": "on", "coffee_remark": text}),
        ("settings", {"language": text}),
    ]
    for name, typed in posts:
        response = samira.post(reverse(name), typed)
        assert response.status_code in {303, 422}
        assert "<script>alert" not in response.content.decode()
    assert "<script>alert" not in page(samira, world.samira)
    for kind in ("vak", "organisatie", "plaats"):
        response = samira.get(f"/suggesties/{kind}/", {"q": text})
        assert response.status_code == 200
        assert "<script>" not in response.content.decode()


def test_ten_megabytes_are_too_much_and_no_disaster(samira):
    response = samira.post(reverse("add-known-topic"), {"knows-text": "x" * 10_000_000})
    assert response.status_code in {400, 413, 422}


def test_settings_change_language_and_whether_i_am_a_go_between(samira, world):
    samira.post(reverse("settings"), {"language": "en", "go_between": "on"})
    assert Account.objects.get(actor=world.samira).language == "en"
    assert samira.cookies["language"].value == "en"
    assert samira.get(reverse("settings")).context["form"]["go_between"].value() is True
    samira.post(reverse("settings"), {"language": "nl"})
    assert samira.get(reverse("settings")).context["form"]["go_between"].value() is False


def test_the_hub_leads_to_everything_of_mine(samira):
    seen = samira.get(reverse("me")).content.decode()
    for name in ("my-profile", "my-contacts", "my-introductions", "my-talks", "settings"):
        assert reverse(name) in seen


def test_the_hub_leads_to_other_networks_only_where_there_are_any(samira, world, settings):
    members, managers = ("partner-networks", "posts-elsewhere"), "other-hosts"
    for connected in (False, True):
        settings.FEDERATION = connected
        seen = samira.get(reverse("me")).content.decode()
        assert [f'href="{reverse(name)}"' in seen for name in members] == [connected] * 2
        assert reverse(managers) not in seen
        following = samira.get(reverse("my-following")).content.decode()
        assert (reverse("my-follows-elsewhere") in following) is connected
    governance.appoint_manager(handle=world.samira.handle)
    assert reverse(managers) in samira.get(reverse("me")).content.decode()
    settings.FEDERATION = False
    assert reverse(managers) not in samira.get(reverse("me")).content.decode()


# Suggestions


def test_suggestions_are_options(samira, db):
    actions.load_reference()
    response = samira.get("/suggesties/vak/", {"q": "verguningverlener"})
    first = response.content.decode().strip().split("</option>")[0]
    assert first == (
        '<option value="overheidsfunctionaris vergunningen">verguningverlener → vergunningverlener'
    )
    assert (
        'value="Utrecht, Utrecht"'
        in samira.get("/suggesties/plaats/?place=utrcht").content.decode()
    )
    for field in ("q", "knows", "knows-text"):
        told = samira.get("/suggesties/onderwerp/", {field: "bodycam"}).content.decode()
        assert told.startswith('<option value="cameratoezicht">bodycam</option>')


def test_what_she_knows_is_told_in_the_language_of_who_reads_too(samira, world):
    actions.load_reference()
    actions.add_known_topic(world.marit, text="Brandweer")
    assert (
        "fire service"
        in samira.get(
            f"/@{world.marit.handle}/", headers={"accept-language": "en"}
        ).content.decode()
    )
    assert (
        "fire service"
        not in samira.get(
            f"/@{world.marit.handle}/", headers={"accept-language": "nl"}
        ).content.decode()
    )


# What shows that somebody knows something


def test_answers_count_for_a_topic_when_their_question_is_about_it(world):
    group = groups.start_group(
        world.marit, name="Vergunningen", purpose="Vragen over vergunningen.", readers="members"
    )
    for topic in ("Digitaal bouwdossier", "Archief", "Wet"):
        actions.add_known_topic(world.bram, text=topic)
    for title in ("Hoe begin je met digitale bouwdossiers?", "Wie kent een goede bakker?"):
        question = knowledge.ask(world.marit, group=group, title=title)
        groups.join_group(world.bram, group=group)
        knowledge.answer(world.bram, question=question, text="Begin klein.")
    response = signed_in(world.samira).get(reverse("profile", args=[world.bram.handle]))
    shown = {one.topic.text: len(one.answers) for one in response.context["known"]}
    assert shown == {"Digitaal bouwdossier": 1, "Archief": 0, "Wet": 0}


def test_what_somebody_does_in_a_closed_group_stays_there(world):
    closed = groups.start_group(
        world.marit, name="Vertrouwenskring", purpose="Onder ons.", readers="group"
    )
    question = knowledge.ask(world.marit, group=closed, title="Geheime vraag over bouwdossiers")
    knowledge.answer(world.marit, question=question, text="Geheim antwoord")
    seen = page(signed_in(world.samira), world.marit)
    assert "Vertrouwenskring" not in seen
    assert "Geheime vraag" not in seen
    own = page(signed_in(world.marit), world.marit)
    assert "Vertrouwenskring" in own
    assert "Geheime vraag" in own
