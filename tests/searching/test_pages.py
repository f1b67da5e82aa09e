"""The page that searches: whatever somebody types, she reads what happened."""

import re

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from vaknet.domain.searching import actions
from vaknet.domain.searching.models import News, SavedSearch


@pytest.fixture
def client(told):
    client = Client(headers={"accept-language": "en"})
    client.force_login(told.world.samira.account)
    return client


@pytest.mark.parametrize(
    "typed",
    [
        "x" * 10_000,
        "vergunning " * 1_000,
        '"',
        '""" -',
        "-vergunning",
        "AND OR NOT",
        "vergunning & | ! :* <->",
        "'; DROP TABLE x; --",
        "%_\\",
        "\x00vergunning",
        "١٢٣ 🙂",
        "a",
    ],
)
def test_nothing_that_is_typed_is_an_error(client, typed):
    answer = client.get("/zoeken/", {"vraag": typed})
    assert answer.status_code == 200
    assert "<h1>Search everything</h1>" in answer.text


def test_words_that_say_nothing_are_said_to(client):
    assert "These words are in nearly every text." in client.get("/zoeken/?vraag=de+het").text


@pytest.mark.parametrize(
    "address",
    ["jaar=99999999999", "jaar=²", "soort=geheim", "page=999999", "groep=bestaat-niet", "door=%00"],
)
def test_what_does_not_exist_in_the_address_is_nothing_that_was_chosen(client, address):
    answer = client.get(f"/zoeken/?vraag=rijksmonument&{address}")
    assert (answer.status_code, "<mark>rijksmonument</mark>" in answer.text) == (200, True)


def test_a_secret_group_in_the_address_says_no_more_than_one_that_is_not_there(client, told):
    secret, nothing = (
        client.get(f"/zoeken/?vraag=rijksmonument&groep={handle}").text
        for handle in (told.hidden.actor.handle, "x" * len(told.hidden.actor.handle))
    )
    assert _plain(secret) == _plain(nothing)


def _plain(page: str) -> list[str]:
    """Without the address itself, and what differs at each visit."""
    lines = [line for line in page.splitlines() if 'name="next"' not in line]
    return [re.sub("[A-Za-z0-9]{64}", "", line) for line in lines]


@pytest.mark.parametrize(
    ("narrowed", "is_there"),
    [
        ("soort=vragen", True),
        ("soort=gesprekken", False),
        ("onderwerp=Erfgoed", True),
        ("onderwerp=cao", False),
        ("jaar=2020", True),
        ("door=Bram", True),
        ("door=Marit", False),
        ("door=Qxqx", False),
        ("volgorde=nieuw", True),
    ],
)
def test_narrowing(client, told, narrowed, is_there):
    text = client.get(f"/zoeken/?vraag=kozijnen&{narrowed}").text
    assert (f'href="/vraag/{told.question.pk}/"' in text) == is_there


def test_by_topic_alone(client, told):
    """Of one question and its answer the one that fits best: here the newest."""
    assert f'href="/vraag/{told.question.pk}/' in client.get("/zoeken/?onderwerp=erfgoed").text


def test_saving_pausing_and_deleting(client, told):
    answer = client.post("/zoeken/bewaar/?vraag=kozijnen&soort=vragen", follow=True)
    assert "Once a day you hear of what is new." in answer.text
    saved = SavedSearch.objects.get(actor=told.world.samira)
    assert (saved.text, saved.kind) == ("kozijnen", "vragen")
    address = reverse("on-search", args=[saved.pk])
    assert "You hear nothing" in client.post(address, {"act": "pause"}, follow=True).text
    assert "Paused" in client.get("/ik/zoekopdrachten/").text
    assert "hear of what is new again" in client.post(address, {"act": "resume"}, follow=True).text
    assert "is gone" in client.post(address, {"act": "delete"}, follow=True).text
    assert client.post(address, {"act": "pause"}).status_code == 404


def test_saving_nothing_says_what_to_do(client):
    answer = client.post("/zoeken/bewaar/?vraag=de+het", follow=True)
    assert "Type a word that says what you look for." in answer.text


def test_what_is_new_can_be_gone_again(client, told):
    saved = actions.save_search(told.world.samira, text="kozijnen")
    news = News.objects.create(search=saved, since=told.question.asked_at, until=timezone.now())
    address = reverse("search-news", args=[news.pk])
    assert "It is gone again" in client.post(address, follow=True).text
    News.objects.update(since=timezone.now().replace(year=2020))
    assert "<mark>kozijnen</mark>" in client.get(address).text


def test_a_guest_is_told_to_sign_in_for_more(told):
    answer = Client(headers={"accept-language": "en"}).get("/zoeken/")
    assert "Sign in to search in more." in answer.text
    assert "Written by" not in answer.text
