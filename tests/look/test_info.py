"""Pages that everybody may read, and choosing a language."""

import pytest

INFO = {
    "/over/": "Over dit netwerk",
    "/huisregels/": "Huisregels",
    "/privacy/": "Privacy",
    "/toegankelijkheid/": "Toegankelijkheid",
    "/stijlgids/": "Stijlgids",
}


@pytest.mark.parametrize(("address", "title"), INFO.items())
def test_info_is_open_to_everybody_without_a_query(
    client, address, title, db, django_assert_num_queries
):
    with django_assert_num_queries(0):
        answer = client.get(address)
    assert f"<h1>{title}</h1>" in answer.text


@pytest.mark.parametrize(
    ("language", "first", "second"),
    [
        ("nl", "Wij bespreken een", "We first discuss a"),
        ("en", "We first discuss a", "Wij bespreken een"),
    ],
)
def test_the_style_guide_shows_a_text_in_one_language_and_in_both(
    client, db, language, first, second
):
    page = client.get("/stijlgids/", headers={"accept-language": language}).text
    alone, both = page.split('<div class="both">')
    assert (alone.count(first), alone.count(second)) == (1, 0)
    assert both.index(first) < both.index(second)
    assert both.count("both__side") == 2
    assert '<p class="both__lead"' in both


def test_esco_is_thanked_in_the_words_it_asks_for(client, db):
    text = client.get("/over/", headers={"accept-language": "en"}).text
    assert "This service uses the ESCO classification of the European Commission." in text


def test_choosing_a_language_sets_a_cookie_and_goes_back(client, db):
    answer = client.post("/taal/", {"language": "en", "next": "/privacy/?a=b"})
    assert (answer.status_code, answer["Location"]) == (303, "/privacy/?a=b")
    assert client.get("/privacy/").text.startswith('<!doctype html>\n<html lang="en"')


@pytest.mark.parametrize(
    "address",
    [
        "https://elders.example/",
        "//elders.example/",
        "/\\elders.example",
        "javascript:alert(1)",
        "",
        "/\n/elders.example",
    ],
)
def test_the_way_back_is_always_ours(client, db, address):
    answer = client.post("/taal/", {"language": "nl", "next": address})
    assert answer["Location"] == "/"


def test_an_unknown_language_changes_nothing(client, db):
    answer = client.post("/taal/", {"language": "xx\0", "next": "/over/"})
    assert answer.status_code == 303
    assert "language" not in answer.cookies


def test_a_members_mail_follows_the_language(client, world):
    account = world.samira.account
    client.force_login(account)
    client.post("/taal/", {"language": "en", "next": "/over/"})
    account.refresh_from_db()
    assert account.language == "en"


def test_a_guest_sees_no_way_in_but_the_door(client, db):
    text = client.get("/over/").text
    assert 'aria-label="Hoofdmenu"' not in text
    assert 'href="/inloggen/"' in text


def test_a_strange_theme_is_no_theme(client, db):
    client.cookies["theme"] = '"><script>'
    assert "data-theme=" not in client.get("/over/").text


def test_privacy_tells_of_learning_from_use_only_where_that_is_on(client, db, settings):
    def page() -> str:
        return " ".join(client.get("/privacy/", headers={"accept-language": "en"}).text.split())

    settings.VAKNET_LEARNING = False
    assert "trial" not in page()
    assert "legitimate interest" not in page()
    settings.VAKNET_LEARNING, settings.VAKNET_LEARNING_DAYS = True, 45
    for said in (
        "Also when others saw or chose you.",
        "Whether you got to know each other or got an answer, and whether it helped.",
        "Names are taken off after 30 days, and the numbers go after 45 days.",
        "The order in which you see people may be a trial.",
        "our legitimate interest (GDPR article 6, 1 f)",
        "That always counts, and you need no reason.",
        'href="/ik/instellingen/leren/"',
    ):
        assert said in page()
