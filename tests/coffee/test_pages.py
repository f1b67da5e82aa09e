"""The pages of coffee, as those at the table and everybody else see them."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.coffee.story import FIRST, both_say_yes, draw, look, seat_of
from vaknet.domain.coffee import actions, queries
from vaknet.domain.coffee.models import CoffeeWish, Often
from vaknet.domain.people import actions as people
from vaknet.domain.people.models import Profile
from vaknet.engine.pairing import Why, Wish

PAGE = "/koffie/"


def signed_in(person, language="nl"):
    client = Client(headers={"accept-language": language})
    client.force_login(person.account)
    return client


def typed(**more):
    return {"often": "monthly", "place": "", "reach": "0"} | more


def test_a_guest_is_led_to_the_door():
    assert Client().get(PAGE).status_code == 302


def test_she_begins_with_the_town_of_her_profile(world, clock, waterveen):
    Profile.objects.filter(actor=world.samira).update(place=waterveen)
    page = signed_in(world.samira).get(PAGE)
    assert page.context["form"].initial["place"] == "Waterveen, Midden"
    assert "Je zoekt nu geen koffie." in page.text
    assert signed_in(world.bram).get(PAGE).context["form"].initial["reach"] == 0


def test_looking_changing_and_stopping(world, clock, waterveen):
    client = signed_in(world.samira)
    answer = client.post(
        PAGE,
        typed(place="Waterveen, Midden", reach="10", wishes=["mentor"], parts=["0", "3"]),
        follow=True,
    )
    assert "Je zoekt nu koffie." in answer.text
    wish = CoffeeWish.objects.get()
    assert (wish.place, wish.reach, wish.wishes, wish.parts) == (waterveen, 10, ["mentor"], [0, 3])
    form = client.get(PAGE).context["form"]
    assert (form.initial["place"], form.initial["parts"]) == ("Waterveen, Midden", [0, 3])
    assert "Gewijzigd." in client.post(PAGE, typed(), follow=True).text
    stopped = client.post(f"{PAGE}stoppen/", follow=True)
    assert "Je zoekt geen koffie meer." in stopped.text
    assert 'action="/koffie/toch/"' in stopped.text
    assert "Je zoekt weer koffie" in client.post(f"{PAGE}toch/", follow=True).text
    assert "Je zoekt weer koffie" not in client.post(f"{PAGE}toch/", follow=True).text
    client.post(f"{PAGE}stoppen/")
    assert client.post(f"{PAGE}stoppen/").status_code == 303


def test_what_was_typed_is_not_lost(world, clock):
    answer = signed_in(world.samira).post(PAGE, typed(reach="5", parts=["2"]))
    assert answer.status_code == 422
    assert "Zeg bij welke plaats." in answer.text
    assert answer.context["form"]["parts"].value() == ["2"]
    assert not CoffeeWish.objects.exists()


def test_a_town_that_may_be_another_is_asked(world, clock, town):
    town("Oosterhage", 52.0, 5.0)
    client = signed_in(world.samira)
    first = client.post(PAGE, typed(place="Oosterhag", reach="5"))
    assert first.status_code == 422
    meant = first.context["form"].fields["place_meant"].choices[0][0]
    client.post(PAGE, typed(place="Oosterhag", place_meant=meant, reach="5"))
    assert CoffeeWish.objects.get().place.name == "Oosterhage"


def test_the_one_click_of_a_letter_leads_to_one_button(world, clock, waterveen):
    client = signed_in(world.samira)
    assert "Je zoekt nu geen koffie." in client.get(f"{PAGE}stoppen/").text
    look(world.samira, waterveen)
    assert "Wil je stoppen?" in client.get(f"{PAGE}stoppen/").text
    assert CoffeeWish.objects.get().until is None


def test_skipping_a_month_and_back(world, clock, waterveen):
    client = signed_in(world.samira)
    assert client.post(f"{PAGE}overslaan/").status_code == 303
    assert client.post(f"{PAGE}meedoen/").status_code == 303
    look(world.samira, waterveen)
    skipped = client.post(f"{PAGE}overslaan/", follow=True).text
    assert "Je slaat een ronde over, tot en met donderdag 31 december." in skipped
    assert "Toch meedoen" in skipped
    assert "Je doet mee met de volgende ronde." in client.post(f"{PAGE}meedoen/", follow=True).text


def test_for_this_week_the_last_day_is_said(world, clock, waterveen):
    look(world.samira, waterveen, often=Often.ONCE)
    assert "tot en met vrijdag 4 december" in signed_in(world.samira).get(PAGE).text


def test_she_sees_whom_why_and_where(looking, matched):
    page = signed_in(looking.samira).get(PAGE).text
    assert "Joost van der Meer" in page
    assert "Ongeveer 8 km, hemelsbreed" in page
    assert "Een andere werkgever" in page
    assert "Joost zoekt bij Duinrade. Jij zoekt bij Waterveen." in page
    assert "Het noorden is boven." in page
    assert "voor vrijdag 4 december, 9.30 uur" in page


@pytest.mark.parametrize("act", ["ja", "nee", "gesproken"])
def test_a_stranger_and_a_guest_find_nothing(looking, matched, act):
    address = f"{PAGE}{matched.pk}/{act}/"
    assert signed_in(looking.noor).post(address).status_code == 404
    assert signed_in(looking.noor).post(f"{PAGE}9999/{act}/").status_code == 404
    assert Client().post(address).status_code == 302
    assert signed_in(looking.samira).get(address).status_code == 405
    assert "Joost" not in signed_in(looking.noor).get(PAGE).text


def test_from_yes_to_an_appointment(looking, matched):
    samira, joost = signed_in(looking.samira), signed_in(looking.joost)
    said = samira.post(f"{PAGE}{matched.pk}/ja/", follow=True).text
    assert "Je zei ja." in said
    assert "Toch niet" in said
    joost.post(f"{PAGE}{matched.pk}/ja/")
    page = samira.get(PAGE).text
    assert "Jullie zeiden allebei ja." in page
    assert f"/@{looking.joost.handle}/afspraak/?over=Koffie" in page
    form = samira.get(f"/@{looking.joost.handle}/afspraak/?over=Koffie")
    assert form.context["form"]["purpose"].value() == "Koffie"
    assert "Hebben jullie elkaar gesproken?" in page
    samira.post(f"{PAGE}{matched.pk}/gesproken/", {"met": "not_yet"})
    assert "Je zei: Nog niet." in samira.get(PAGE).text
    samira.post(f"{PAGE}{matched.pk}/gesproken/", {"met": "met"})
    earlier = samira.get(PAGE).text
    assert "Gesproken? Ja" in earlier
    assert "Stel Joost een tijd voor" not in earlier
    assert seat_of(looking.joost).met == ""


def test_an_answer_that_comes_too_late_is_told(looking, matched):
    actions.end_waiting(now=FIRST + timedelta(days=9))
    late = signed_in(looking.samira).post(f"{PAGE}{matched.pk}/ja/", follow=True).text
    assert "Deze koffie is voorbij." in late
    assert "Het lukte deze keer niet." in late


def test_a_no_changes_nothing_on_the_page_of_the_other(looking, matched):
    samira = signed_in(looking.samira)
    before = main_of(samira.get(PAGE))
    said = signed_in(looking.joost).post(f"{PAGE}{matched.pk}/nee/", follow=True).text
    assert "Je zei nee. Niemand hoorde dat." in said
    assert main_of(samira.get(PAGE)) == before


def main_of(page):
    import re

    text = page.text[page.text.index("<main") : page.text.index("</main")]
    return re.sub(r'(value|nonce)="[^"]{32,}"', "", text)


def test_who_is_blocked_afterwards_is_on_neither_page(looking, matched):
    people.block(looking.samira, other=looking.joost)
    assert "Joost" not in main_of(signed_in(looking.samira).get(PAGE))
    assert "Samira" not in main_of(signed_in(looking.joost).get(PAGE))


def test_online_has_no_map(world, clock):
    look(world.samira)
    look(world.joost)
    draw()
    page = signed_in(world.samira).get(PAGE).text
    assert "Iemand voor koffie, online" in page
    assert "Het noorden is boven." not in page


def test_what_is_said_of_online_is_true_of_two_neighbours_and_tells_of_no_third(
    world, clock, waterveen, noorderdijk
):
    """Joost lives far away. Blocked by him, Samira reads the same and knows of two."""
    for person, place in ((world.samira, waterveen), (world.noor, waterveen)):
        look(person, place)
    look(world.joost, noorderdijk)
    draw()
    said = "Iemand koos dat, of niet iedereen was dichtbij genoeg."
    assert said in signed_in(world.samira).get(PAGE).text
    people.block(world.joost, other=world.samira)
    page = main_of(signed_in(world.samira).get(PAGE))
    assert said in page
    assert "Joost" not in page


def test_every_reason_has_words_in_both_languages(looking, matched):
    def reason(why, **more):
        base = {"why": why, "between": [0, 1], "of": None, "wish": None, "number": None}
        return base | {"parts": []} | more

    matched.reasons = [
        reason(Why.ONLINE),
        reason(Why.DISTANCE, number=0),
        reason(Why.SAME_TRADE),
        reason(Why.OTHER_TRADE),
        reason(Why.OTHER_EMPLOYER),
        reason(Why.OTHER_NETWORK),
        reason(Why.NEWCOMER, of=0, number=3),
        reason(Why.NEWCOMER, of=1, number=3),
        reason(Why.NEWCOMER, of=1, number=17),
        reason(Why.WISH, of=0, wish=Wish.MENTOR),
        reason(Why.WISH, of=1, wish=Wish.NEWCOMER),
        reason(Why.BOTH_WISH, wish=Wish.SAME_TRADE),
        reason(Why.PARTS, parts=[0, 9]),
    ]
    matched.save()
    first = seat_of(looking.samira)
    viewer = looking.samira if first.number == 0 else looking.joost
    other = "Joost" if viewer == looking.samira else "Samira"
    page = signed_in(viewer).get(PAGE).text
    for words in (
        "Minder dan een kilometer",
        "Hetzelfde soort werk",
        "Een ander soort werk",
        "Een ander netwerk",
        "Jij bent hier nieuw",
        "Een paar dagen hier.",
        "Sinds 2 weken hier.",
        "Jij wilde graag: een mentor",
        f"{other} wilde graag: iemand die hier nieuw is",
        "Jullie wilden allebei: iemand met hetzelfde werk ergens anders",
        "maandagochtend, vrijdagmiddag",
    ):
        assert words in page
    english = signed_in(viewer, "en").get(PAGE)
    assert english.status_code == 200


def test_the_number_of_statements_does_not_grow(looking, matched, waterveen):
    def statements():
        client = signed_in(looking.samira)
        client.get(PAGE)
        with CaptureQueriesContext(
            connection,
        ) as told:
            client.get(PAGE)
        return len(told)

    one = statements()
    actions.stop_looking(looking.joost)
    for month, person in enumerate((looking.noor, looking.fatma), start=1):
        look(person, waterveen)
        now = FIRST.replace(year=2027, month=month, day=5)
        draw(on=now.date(), now=now, seed=month)
        actions.stop_looking(person)
    assert len(queries.tables(looking.samira)) == 3
    both_say_yes(matched, looking.samira, looking.joost)
    assert statements() == one


def test_the_way_there_is_among_what_is_mine(world):
    assert 'href="/koffie/"' in signed_in(world.samira).get("/ik/").text
