"""Words that are no name we know: she is asked what she means, and may keep her own."""

import pytest
from django.test import Client

from tests.world import World
from vaknet.domain.people import actions
from vaknet.domain.people.models import Occupation, OccupationLabel, Place, Profile

ABOUT = "/ik/profiel/over/"
WELCOME = "/welkom/2/"


def occupation(nl: str, en: str) -> Occupation:
    made = Occupation.objects.create(uri=f"esco:{en}", isco="1", label_nl=nl, label_en=en)
    for language, text in (("nl", nl), ("en", en)):
        OccupationLabel.objects.create(
            occupation=made, language=language, text=text, preferred=True
        )
    return made


@pytest.fixture
def officer(world: World) -> Occupation:
    for number in range(6):
        occupation(f"vergunningverlener {number}", f"licensing officer {number}")
        Place.objects.create(
            name=f"Muizenveld {number}", country="NL", latitude=52, longitude=5, population=number
        )
    return occupation("vergunningverlener", "licensing officer")


@pytest.fixture
def bram(world: World) -> Client:
    client = Client(headers={"accept-language": "en"})
    client.force_login(world.bram.account)
    return client


def tell(client: Client, **typed: str) -> tuple[int, str]:
    """How it was answered, and the page; an answer that leads on has none."""
    about = {"name": "Bram Kuipers", "promise": "", "profession": "", "place": ""}
    response = client.post(ABOUT, about | typed)
    return response.status_code, response.content.decode()


SAVED = (303, "")


def kept(world: World) -> tuple[str, Occupation | None, Place | None]:
    profile = Profile.objects.get(actor=world.bram)
    return profile.profession, profile.occupation, profile.place


def test_a_name_that_we_know_is_not_asked_about(bram, world, officer):
    assert tell(bram, profession="Vergunningverlener") == SAVED
    assert kept(world) == ("Vergunningverlener", officer, None)


def test_five_choices_and_her_own_words_and_nothing_saved_yet(bram, world, officer):
    status, page = tell(bram, profession="verguningverlener")
    assert (status, page.count('name="profession_meant"')) == (422, 6)
    assert "Keep my own words: verguningverlener" in page
    assert kept(world) == ("jongerenwerker", None, None)


def test_what_she_chooses_is_kept_under_its_name(bram, world, officer):
    assert tell(bram, profession="verguningverlener", profession_meant=str(officer.pk)) == SAVED
    assert kept(world) == ("licensing officer", officer, None)


def test_her_own_words_are_kept_and_not_asked_about_again(bram, world, officer):
    assert tell(bram, profession="verguningverlener", profession_meant="none") == SAVED
    assert kept(world) == ("verguningverlener", None, None)
    assert tell(bram, profession="verguningverlener", promise="Iets anders") == SAVED


def test_a_choice_that_was_not_offered_is_asked_again(bram, world, officer):
    plumber = occupation("loodgieter", "plumber")
    for made_up in (str(plumber.pk), "0", "x", "-1"):
        assert tell(bram, profession="verguningverlener", profession_meant=made_up)[0] == 422
    assert kept(world)[1] is None


def test_a_profession_chosen_before_stays_when_only_the_rest_changes(bram, world, officer):
    """In the other language its name is no other profession."""
    Profile.objects.filter(actor=world.bram).update(profession="mijn vak", occupation=officer)
    assert tell(bram, profession="mijn vak", promise="Een zin") == SAVED
    assert kept(world) == ("mijn vak", officer, None)
    assert tell(bram, profession="") == SAVED
    assert kept(world) == ("", None, None)


def test_words_like_no_name_are_simply_kept(bram, world, officer):
    assert tell(bram, profession="qqqq") == SAVED
    assert kept(world) == ("qqqq", None, None)


def test_a_place_is_chosen_left_empty_or_typed_again(bram, world, officer):
    status, page = tell(bram, place="Muisenveld")
    assert (status, page.count('name="place_meant"')) == (422, 6)
    place = Place.objects.get(name="Muizenveld 5")
    assert tell(bram, place="Muisenveld", place_meant=str(place.pk)) == SAVED
    assert kept(world)[2] == place
    assert tell(bram, place="Muisenveld", place_meant="none") == SAVED
    assert kept(world)[2] is None
    status, page = tell(bram, place="Qqqq", place_meant="none")
    assert status == 422
    assert "Fill in a larger place nearby." in page


@pytest.mark.parametrize("typed", ["\0verguningverlener", "x" * 9000, "\u202everguning"])
def test_nasty_words_come_to_an_answer(bram, world, officer, typed):
    assert tell(bram, profession=typed)[0] in {303, 422}
    assert "\0" not in kept(world)[0]


def test_a_newcomer_is_asked_too_unless_she_fills_it_in_later(world, officer):
    client = Client(headers={"accept-language": "en"})
    client.force_login(actions.knock("nieuw@waterveen.example", language="en"))
    typed = {
        "name": "Nieuw Hier",
        "profession": "verguningverlener",
        "knows": "Archief",
        "agrees": "on",
    }
    response = client.post(WELCOME, typed)
    assert response.status_code == 422
    assert response.content.decode().count('name="profession_meant"') == 6
    assert client.post(WELCOME, typed | {"profession_meant": str(officer.pk)}).status_code == 303
    profile = Profile.objects.get(actor__name="Nieuw Hier")
    assert (profile.profession, profile.occupation) == ("licensing officer", officer)


def test_filling_it_in_later_asks_nothing(world, officer):
    client = Client(headers={"accept-language": "en"})
    client.force_login(actions.knock("nieuw@waterveen.example", language="en"))
    typed = {"name": "Nieuw Hier", "profession": "verguningverlener", "later": "1", "agrees": "on"}
    assert client.post(WELCOME, typed).status_code == 303
    assert Profile.objects.get(actor__name="Nieuw Hier").profession == "verguningverlener"
