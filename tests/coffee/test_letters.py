"""Letters about coffee: what they say, and when they are not written."""

import pytest
from django.db import transaction
from django.urls import reverse

from tests.coffee.story import FIRST, draw, look, seat_of
from vaknet.domain.activity.actions import record
from vaknet.domain.activity.models import Activity, Audience
from vaknet.domain.coffee import actions
from vaknet.domain.coffee.models import CoffeeMatch, Often
from vaknet.domain.people import actions as people
from vaknet.interfaces.jobs import clock_of_coffee as clock_jobs
from vaknet.interfaces.mail.letters import coffee as letters
from vaknet.interfaces.mail.letters.delivery import telling

ROUTES = {
    "was_given_coffee": letters.coffee_given,
    "was_reminded_of_coffee": letters.reminded,
    "said_yes_to_coffee": letters.yes_said,
    "coffee_came_to_nothing": letters.came_to_nothing,
    "found_no_coffee": letters.found_nobody,
}


@pytest.fixture
def written(monkeypatch):
    """To whom, and what the letter says, in Dutch."""
    found = []

    def keep(to, *, thread, url, content):
        from django.utils import translation

        with translation.override("nl"):
            found.append((to.first_name, url, content()))

    monkeypatch.setattr(letters, "write", keep)
    return found


def tell(verb, person=None):
    rows = Activity.objects.filter(verb=verb).order_by("pk")
    for activity in rows.filter(actor=person) if person else rows:
        ROUTES[verb](activity)


def test_she_reads_with_whom_and_why(looking, matched, written):
    tell("was_given_coffee", looking.samira)
    ((whom, url, said),) = written
    assert whom == "Samira"
    assert url.endswith(f"/koffie/#coffee-{matched.pk}")
    assert said.subject == "Koffie met Joost van der Meer?"
    assert said.quote.startswith("- Ongeveer 8 km, hemelsbreed\n- Een andere werkgever")
    assert "vrijdag 4 december 2026, 9.30 uur" in said.closing
    assert "/koffie/stoppen/" in said.closing


def test_of_three_each_reason_says_of_whom(looking, waterveen, written):
    look(looking.noor, waterveen)
    draw()
    tell("was_given_coffee", looking.samira)
    ((_whom, _url, said),) = written
    assert said.subject == "Koffie met Joost van der Meer en Noor Janssen?"
    assert "- Noor: Minder dan een kilometer, hemelsbreed" in said.quote


def test_who_answered_is_not_asked_any_more(looking, matched, written):
    actions.say_yes(looking.samira, match=matched)
    actions.say_no(looking.joost, match=matched)
    tell("was_given_coffee")
    actions.remind(now=FIRST.replace(day=3))
    tell("was_reminded_of_coffee")
    assert written == []


def test_one_reminder(looking, matched, written):
    actions.remind(now=FIRST.replace(day=3))
    tell("was_reminded_of_coffee", looking.joost)
    ((whom, _url, said),) = written
    assert (whom, said.subject) == ("Joost", "Heb je zin in koffie met Samira El Idrissi?")


def test_who_said_yes_first_hears_when_both_did(looking, matched, written):
    actions.say_yes(looking.samira, match=matched)
    tell("said_yes_to_coffee")
    assert written == []
    actions.say_yes(looking.joost, match=matched)
    tell("said_yes_to_coffee", looking.joost)
    ((whom, url, said),) = written
    assert (whom, said.action) == ("Samira", "Stel een tijd voor")
    assert url.endswith(f"/@{looking.joost.handle}/afspraak/")
    assert said.opening == "Joost van der Meer zei ook ja tegen koffie. Maak nu een afspraak."


def test_who_muted_the_other_hears_nothing_of_a_yes(looking, matched, written):
    actions.say_yes(looking.samira, match=matched)
    actions.say_yes(looking.joost, match=matched)
    people.mute(looking.samira, other=looking.joost)
    tell("said_yes_to_coffee", looking.joost)
    assert written == []


def test_a_yes_that_was_taken_back_is_not_told(looking, matched, written):
    actions.say_yes(looking.samira, match=matched)
    letters._write_agreed(seat_of(looking.samira), seat_of(looking.joost))
    assert written == []


def test_that_it_came_to_nothing_is_said_in_the_same_words(looking, matched, written):
    actions.say_no(looking.joost, match=matched)
    actions.end_waiting(now=FIRST.replace(day=7))
    tell("coffee_came_to_nothing")
    assert sorted(whom for whom, _url, _said in written) == ["Joost", "Samira"]
    assert len({(said.subject, said.opening, said.closing) for _w, _u, said in written}) == 1
    assert "Joost" not in "".join(said.opening + said.closing for _w, _u, said in written)


def test_of_who_is_blocked_there_is_no_letter_but_that_it_came_to_nothing(
    looking, matched, written
):
    actions.remind(now=FIRST.replace(day=3))
    people.block(looking.samira, other=looking.joost)
    actions.end_waiting(now=FIRST.replace(day=7))
    for verb in ROUTES:
        tell(verb)
    assert sorted((whom, said.subject) for whom, _url, said in written) == [
        ("Joost", "Geen koffie deze keer"),
        ("Samira", "Geen koffie deze keer"),
    ]
    assert len({(said.subject, said.opening, said.closing) for _w, _u, said in written}) == 1


def test_it_stands_among_the_notices_too_whoever_blocked_her(looking, matched, client):
    people.block(looking.joost, other=looking.samira)
    actions.end_waiting(now=FIRST.replace(day=7))
    hear("coffee_came_to_nothing", looking.samira)
    client.force_login(looking.samira.account)
    page = main_of(client.get(reverse("notices")).text)
    assert "Koffie lukte deze keer niet" in page
    assert "Joost" not in page


def test_nobody_this_time(world, clock, waterveen, written):
    look(world.samira, waterveen)
    draw()
    tell("found_no_coffee")
    assert [(whom, said.subject) for whom, _url, said in written] == [
        ("Samira", "Geen koffie deze keer")
    ]
    assert "Volgende maand" in written[0][2].closing
    look(world.samira, waterveen, often=Often.ONCE)
    tell("found_no_coffee")
    assert "opnieuw zoeken" in written[1][2].closing
    actions.stop_looking(world.samira)
    tell("found_no_coffee")
    assert len(written) == 2


def test_the_clock_draws_reminds_and_ends(looking, clock):
    clock_jobs.draw_coffee(0)
    assert CoffeeMatch.objects.count() == 1
    clock.move_to(FIRST.replace(day=2, hour=10))
    clock_jobs.tend_coffee(0)
    assert Activity.objects.filter(verb="was_reminded_of_coffee").count() == 2
    clock.move_to(FIRST.replace(day=7))
    clock_jobs.tend_coffee(0)
    assert CoffeeMatch.objects.get().ended_at == FIRST.replace(day=7)


def test_a_letter_goes_out_and_stands_among_the_notices(looking, matched, client):
    """And once she blocked the other it stands there no more."""
    hear("was_given_coffee", looking.samira)
    actions.say_yes(looking.samira, match=matched)
    actions.say_yes(looking.joost, match=matched)
    hear("said_yes_to_coffee", looking.joost)
    wish = actions.look_for_coffee(looking.noor, often="monthly")
    with transaction.atomic():
        record(looking.noor, "found_no_coffee", wish, audience=Audience.SELF)
    hear("found_no_coffee", looking.noor)
    client.force_login(looking.samira.account)
    address = reverse("notices")
    page = client.get(address).text
    assert "Er is iemand voor koffie" in page
    assert "zei ook ja tegen koffie" in page
    assert f'href="/koffie/#coffee-{matched.pk}"' in page
    people.block(looking.samira, other=looking.joost)
    assert "koffie" not in main_of(client.get(address).text)
    client.force_login(looking.noor.account)
    assert "Er was deze keer niemand voor koffie" in client.get(address).text


def hear(verb, person):
    activity = Activity.objects.get(verb=verb, actor=person)
    with telling(activity):
        ROUTES[verb](activity)


def main_of(text):
    return text[text.index("<main") : text.index("</main")]
