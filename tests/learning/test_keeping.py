"""What the finder keeps of a page, of whom, and how little that tells."""

from datetime import timedelta
from math import log
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.learning.story import QUESTION, as_, look, open_page, outcomes
from tests.world import World, acquaint
from vaknet.domain.finding import actions as finding
from vaknet.domain.finding import queries as finder
from vaknet.domain.learning import queries
from vaknet.domain.learning.features import FORMULA, NAMES, features, scored
from vaknet.domain.learning.models import Outcome, Search
from vaknet.domain.people import actions as people


def test_a_network_keeps_nothing_unless_it_chose_to(silent: World) -> None:
    shown = look(silent.samira)
    assert list(shown.values()) == ["", "", "", ""]
    open_page(silent.samira, silent.marit, uuid4().hex)
    assert not Search.objects.exists()
    assert queries.lesson(silent.samira, places=6) is None


def test_a_page_is_kept_with_who_stood_where(learns: World) -> None:
    shown = look(learns.samira)
    search = Search.objects.get()
    assert search.asker == learns.samira
    assert (search.usual, search.trial) == (None, None)
    kept = list(search.shown.order_by("place"))
    assert [one.person for one in kept] == list(shown)
    assert [one.key.hex for one in kept if one.key] == list(shown.values())
    assert [one.place for one in kept] == [1, 2, 3, 4]
    assert [one.propensities for one in kept] == [
        [1.0, 0.0, 0.0, 0.0],
        [0.0, 1.0, 0.0, 0.0],
        [0.0, 0.0, 1.0, 0.0],
        [0.0, 0.0, 0.0, 1.0],
    ]
    assert {one.outcome for one in kept} == {Outcome.NOTHING}
    assert all(len(one.features) == len(NAMES) for one in kept)


def test_no_word_of_the_question_is_kept_anywhere(learns: World) -> None:
    finding.index(learns.samira)
    look(learns.samira, "Wie heeft bouwdossiers gescand in Zonderlingveen?")
    with connection.cursor() as cursor:
        cursor.execute(
            "select row_to_json(s)::text || row_to_json(h)::text from learning_search s"
            " join learning_shown h on h.search_id = s.id"
        )
        rows = [row[0] for row in cursor.fetchall()]
        assert len(rows) == 4, "there is something to read"
        kept = " ".join(rows).lower()
        cursor.execute("select coalesce(string_agg(args::text, ' '), '') from procrastinate_jobs")
        kept += cursor.fetchone()[0].lower()
    assert "learn" not in kept
    for word in ("bouwdossiers", "gescand", "zonderlingveen"):
        assert word not in kept


def test_the_first_features_are_the_formula(learns: World) -> None:
    found = finder.who_can_help(learns.samira, QUESTION).people
    assert len(found) == 4
    for one in found:
        assert scored(features(one), FORMULA) == pytest.approx(log(one.score), abs=0.02)
    assert features(finder.Found(learns.marit, 1.0, [], None)) == [0.0] * len(NAMES)


def test_who_asks_for_the_head_of_a_page_saw_nobody(learns: World) -> None:
    assert as_(learns.samira).head("/vraag/", {"q": QUESTION}).status_code == 200
    assert not Search.objects.exists()
    look(learns.samira)
    assert Search.objects.count() == 1


def test_nobody_found_is_kept_without_anybody(learns: World) -> None:
    assert look(learns.samira, "bijenteelt") == {}
    assert [search.shown.count() for search in Search.objects.all()] == [0]
    as_(learns.samira).get("/vraag/")
    assert Search.objects.count() == 1


def test_opening_her_page_from_the_results_is_choosing_her(learns: World) -> None:
    shown = look(learns.samira)
    client = as_(learns.samira)
    to = f"/@{learns.peter.handle}/"
    client.head(to, query_params={"uit": shown[learns.peter]})
    assert set(outcomes().values()) == {0}, "so far only its head"
    response = client.get(to, {"uit": shown[learns.peter], "blad": "2"})
    assert (response.status_code, response["location"]) == (302, f"{to}?blad=2")
    assert client.get(to, {"uit": shown[learns.peter]})["location"] == to
    assert outcomes() == {"Marit": 0, "Joost": 0, "Peter": 1, "Fatma": 0}


def test_asking_from_the_page_is_choosing_too(learns: World) -> None:
    page = as_(learns.samira).get("/vraag/", {"q": QUESTION})
    key = page.context["key"]
    assert f'<input type="hidden" name="uit" value="{key}">' in page.text
    token = page.context["routes"][0].token
    words = {"route": token, "purpose": page.context["purpose"], "uit": key}
    assert as_(learns.samira).post("/@marit.hoekstra/introductie/", words).status_code == 303
    assert outcomes()["Marit"] == Outcome.CHOSEN


@pytest.mark.parametrize("key", ["", "x", "0" * 32, "é", "'; drop table --", "1" * 5_000])
def test_a_key_that_fits_nothing_leads_to_the_same_page(learns: World, key: str) -> None:
    look(learns.samira)
    response = as_(learns.samira).get(f"/@{learns.marit.handle}/", {"uit": key})
    assert response["location"] == f"/@{learns.marit.handle}/"
    assert set(outcomes().values()) == {0}


def test_a_key_of_another_tells_nothing_and_does_nothing(learns: World) -> None:
    """Pasted by who was sent the address: the same answer by the same statements."""
    shown = look(learns.samira)
    bram = as_(learns.bram)
    bram.get("/ik/")
    told = []
    for key in (shown[learns.marit], uuid4().hex):
        with CaptureQueriesContext(
            connection,
        ) as asked:
            response = bram.get(f"/@{learns.marit.handle}/", {"uit": key})
        told.append((len(asked), response.status_code, response["location"], response.content))
    assert told[0] == told[1]
    assert outcomes()["Marit"] == Outcome.NOTHING
    open_page(learns.samira, learns.joost, shown[learns.marit])
    assert set(outcomes().values()) == {0}


def test_a_guest_is_led_to_the_door_with_any_key(learns: World, client) -> None:
    key = look(learns.samira)[learns.marit]
    for one in (key, uuid4().hex):
        response = client.get(f"/@{learns.marit.handle}/", {"uit": one})
        assert response["location"].startswith("/inloggen/?next=")


def test_a_link_works_for_a_day(learns: World) -> None:
    shown = look(learns.samira)
    Search.objects.update(at=Search.objects.get().at - timedelta(days=1, minutes=1))
    open_page(learns.samira, learns.marit, shown[learns.marit])
    assert outcomes()["Marit"] == Outcome.NOTHING


def test_a_page_that_cannot_be_kept_is_shown_all_the_same(learns: World) -> None:
    """And so is the page of who was chosen: here nobody may write in these tables."""
    with connection.cursor() as cursor:
        cursor.execute("alter table learning_search add constraint never check (false)")
        cursor.execute("alter table learning_shown rename column outcome to gone")
    shown = look(learns.samira)
    assert learns.marit in shown
    response = as_(learns.samira).get(f"/@{learns.marit.handle}/", {"uit": shown[learns.marit]})
    assert response.status_code == 302


def test_as_many_statements_for_few_as_for_many(
    learns: World, django_assert_max_num_queries
) -> None:
    samira = as_(learns.samira)
    with django_assert_max_num_queries(20):
        samira.get("/vraag/", {"q": "bouwdossiers"})
    for person in learns.everybody:
        people.add_known_topic(person, text="Bouwdossiers")
    finding.index_everything()
    with django_assert_max_num_queries(20):
        samira.get("/vraag/", {"q": "bouwdossiers scannen gemeente"})


def test_who_knows_her_already_proposes_a_talk_from_the_page(learns: World) -> None:
    acquaint(learns.samira, learns.marit)
    page = as_(learns.samira).get("/vraag/", {"q": QUESTION})
    address = f"/@marit.hoekstra/afspraak/?uit={page.context['key']}"
    assert f'href="{address}"' in page.text
    assert as_(learns.samira).get(address)["location"] == "/@marit.hoekstra/afspraak/"
    assert outcomes()["Marit"] == Outcome.CHOSEN
