"""What the finder keeps of a page, of whom, and how little that tells."""

from datetime import timedelta
from math import log
from uuid import uuid4

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from tests.learning.story import QUESTION, as_, follow_up, look, open_page, outcomes
from tests.world import World, acquaint
from vaknet.domain.activity.actions import record
from vaknet.domain.activity.models import Actor, Audience
from vaknet.domain.connections import actions as connections
from vaknet.domain.events import actions as events
from vaknet.domain.finding import actions as finding
from vaknet.domain.finding import queries as finder
from vaknet.domain.groups import actions as groups
from vaknet.domain.knowledge import actions as knowledge
from vaknet.domain.learning import actions, queries
from vaknet.domain.learning.features import FORMULA, NAMES, features, scored
from vaknet.domain.learning.models import Outcome, Search, Shown
from vaknet.domain.people import actions as people
from vaknet.interfaces.jobs import followups


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


def test_agreed_and_helped_are_joined_to_the_choice(learns: World) -> None:
    samira, marit = learns.samira, learns.marit
    open_page(samira, marit, look(samira)[marit])
    asked = connections.ask_introduction(
        samira, target=marit, route=[learns.joost], purpose="Van papier af"
    )
    connections.agree_to_introduce(learns.joost, step=asked.steps.get())
    connections.accept_introduction(marit, introduction=asked)
    follow_up("accepted_introduction")
    assert outcomes()["Marit"] == Outcome.ACCEPTED
    connections.say_outcome(marit, introduction=asked, kind="helped")
    follow_up("said_outcome")
    assert outcomes()["Marit"] == Outcome.ACCEPTED, "what the other says is not about her choice"
    connections.say_outcome(samira, introduction=asked, kind="helped")
    follow_up("said_outcome")
    assert outcomes() == {"Marit": 3, "Joost": 0, "Peter": 0, "Fatma": 0}
    follow_up("accepted_introduction")
    assert outcomes()["Marit"] == Outcome.HELPFUL, "it goes no way back"


def test_thanks_for_an_introduction_say_that_it_helped(learns: World) -> None:
    samira, marit = learns.samira, learns.marit
    open_page(samira, marit, look(samira)[marit])
    asked = connections.ask_introduction(
        samira, target=marit, route=[learns.joost], purpose="Van papier af"
    )
    connections.agree_to_introduce(learns.joost, step=asked.steps.get())
    connections.accept_introduction(marit, introduction=asked)
    connections.thank_for_introduction(samira, introduction=asked, text="Dank!")
    follow_up("thanked_for_introduction")
    assert outcomes()["Marit"] == Outcome.HELPFUL


@pytest.mark.parametrize("kind", ["nothing", "spoke", "unsaid"])
def test_polite_thanks_do_not_overrule_what_she_says(learns: World, kind: str) -> None:
    samira, marit = learns.samira, learns.marit
    open_page(samira, marit, look(samira)[marit])
    asked = connections.ask_introduction(
        samira, target=marit, route=[learns.joost], purpose="Van papier af"
    )
    connections.agree_to_introduce(learns.joost, step=asked.steps.get())
    connections.accept_introduction(marit, introduction=asked)
    connections.say_outcome(samira, introduction=asked, kind=kind)
    connections.thank_for_introduction(samira, introduction=asked, text="Dank!")
    follow_up("said_outcome")
    follow_up("thanked_for_introduction")
    assert outcomes()["Marit"] == Outcome.CHOSEN, "that it came to nothing is kept by nobody"
    connections.say_outcome(samira, introduction=asked, kind="helped")
    follow_up("thanked_for_introduction")
    assert outcomes()["Marit"] == Outcome.HELPFUL


def test_a_no_leaves_what_stands(learns: World) -> None:
    samira, marit = learns.samira, learns.marit
    open_page(samira, marit, look(samira)[marit])
    asked = connections.ask_introduction(
        samira, target=marit, route=[learns.joost], purpose="Van papier af"
    )
    connections.agree_to_introduce(learns.joost, step=asked.steps.get())
    before = list(Shown.objects.order_by("pk").values())
    connections.decline_introduction(marit, introduction=asked)
    follow_up("declined_introduction")
    assert list(Shown.objects.order_by("pk").values()) == before


def test_a_contact_and_a_talk_count_when_agreed(learns: World) -> None:
    bram, samira, joost = learns.bram, learns.samira, learns.joost
    open_page(bram, joost, look(bram)[joost])
    request = connections.request_connection(bram, recipient=joost, note="Hoi Joost")
    connections.accept_request(joost, request=request)
    follow_up("accepted_request")
    assert outcomes()["Joost"] == Outcome.ACCEPTED
    Search.objects.all().delete()
    open_page(samira, joost, look(samira)[joost])
    at = timezone.now() + timedelta(days=2)
    talk = events.propose_talk(samira, invitee=joost, purpose="Scannen", times=[at])
    events.pick_time(joost, talk=talk, time=talk.proposed_times.get())
    follow_up("picked_time")
    assert outcomes()["Joost"] == Outcome.ACCEPTED
    with time_machine.travel(at + timedelta(hours=2)):
        events.say_outcome(joost, talk=talk, kind="helped")
        events.say_outcome(samira, talk=talk, kind="helped")
        follow_up("said_talk_outcome")
    assert outcomes()["Joost"] == Outcome.HELPFUL


def _asks(world: World, *, without_name: bool = False):
    group = groups.start_group(world.samira, name="Scannen", purpose="Scannen", readers="members")
    for person in (world.marit, world.joost, world.peter, world.fatma):
        groups.join_group(person, group=group)
    question = knowledge.ask(
        world.samira, group=group, title="Hoe scan je dossiers?", without_name=without_name
    )
    return knowledge.answer(world.marit, question=question, text="Met een scanner.")


def test_an_answer_by_who_was_chosen_counts_and_the_best_one_more(learns: World) -> None:
    open_page(learns.samira, learns.marit, look(learns.samira)[learns.marit])
    answer = _asks(learns)
    follow_up("answered")
    assert outcomes()["Marit"] == Outcome.ACCEPTED
    knowledge.choose_best(learns.samira, answer=answer)
    follow_up("chose_best_answer")
    assert outcomes()["Marit"] == Outcome.HELPFUL


def test_an_answer_that_another_chose_is_not_of_her_own_search(learns: World) -> None:
    """Joost too chose Marit once; that he, for the asker, takes her answer for best is no sign."""
    answer = _asks(learns)
    open_page(learns.joost, learns.marit, look(learns.joost)[learns.marit])
    chose = record(learns.joost, "chose_best_answer", answer, audience=Audience.GROUP)
    followups.run(chose.pk)
    assert outcomes()["Marit"] == Outcome.CHOSEN


def test_a_later_search_does_not_get_what_an_earlier_one_came_to(learns: World) -> None:
    """She looks again while an introduction, a talk and a question are under way."""
    samira, marit = learns.samira, learns.marit
    open_page(samira, marit, look(samira)[marit])
    asked = connections.ask_introduction(
        samira, target=marit, route=[learns.joost], purpose="Van papier af"
    )
    connections.agree_to_introduce(learns.joost, step=asked.steps.get())
    connections.accept_introduction(marit, introduction=asked)
    open_page(samira, marit, look(samira)[marit])
    connections.say_outcome(samira, introduction=asked, kind="helped")
    follow_up("said_outcome")
    assert _of_each_search(marit) == [Outcome.HELPFUL, Outcome.CHOSEN]


def test_a_later_search_does_not_get_the_best_answer(learns: World) -> None:
    samira, marit = learns.samira, learns.marit
    open_page(samira, marit, look(samira)[marit])
    answer = _asks(learns)
    open_page(samira, marit, look(samira)[marit])
    knowledge.choose_best(samira, answer=answer)
    follow_up("chose_best_answer")
    assert _of_each_search(marit) == [Outcome.HELPFUL, Outcome.CHOSEN]


def test_a_later_search_does_not_get_a_talk_that_helped(learns: World) -> None:
    samira, joost = learns.samira, learns.joost
    open_page(samira, joost, look(samira)[joost])
    at = timezone.now() + timedelta(days=2)
    talk = events.propose_talk(samira, invitee=joost, purpose="Scannen", times=[at])
    events.pick_time(joost, talk=talk, time=talk.proposed_times.get())
    open_page(samira, joost, look(samira)[joost])
    with time_machine.travel(at + timedelta(hours=2)):
        events.say_outcome(samira, talk=talk, kind="helped")
        follow_up("said_talk_outcome")
    assert _of_each_search(joost) == [Outcome.HELPFUL, Outcome.CHOSEN]


def _of_each_search(person: Actor) -> list[int]:
    rows = Shown.objects.filter(person=person).order_by("search", "pk")
    return [one.outcome for one in rows]


def test_an_asker_without_a_name_is_not_recognised(learns: World) -> None:
    open_page(learns.samira, learns.marit, look(learns.samira)[learns.marit])
    knowledge.thank(learns.samira, answer=_asks(learns, without_name=True))
    follow_up("answered")
    follow_up("thanked")
    assert outcomes()["Marit"] == Outcome.CHOSEN


def test_who_was_not_chosen_did_not_come_of_it(learns: World) -> None:
    look(learns.samira)
    _asks(learns)
    follow_up("answered")
    assert set(outcomes().values()) == {0}


def test_when_learning_stopped_nothing_more_is_joined(learns: World, settings) -> None:
    open_page(learns.samira, learns.marit, look(learns.samira)[learns.marit])
    settings.VAKNET_LEARNING = False
    _asks(learns)
    follow_up("answered")
    assert outcomes()["Marit"] == Outcome.CHOSEN


def test_what_she_asked_before_did_not_come_of_the_search(learns: World) -> None:
    asked = connections.ask_introduction(
        learns.samira, target=learns.marit, route=[learns.joost], purpose="Van papier af"
    )
    connections.agree_to_introduce(learns.joost, step=asked.steps.get())
    open_page(learns.samira, learns.marit, look(learns.samira)[learns.marit])
    connections.accept_introduction(learns.marit, introduction=asked)
    follow_up("accepted_introduction")
    assert outcomes()["Marit"] == Outcome.CHOSEN


def test_the_last_of_several_searches_is_the_one_that_led_there(learns: World) -> None:
    for _ in range(2):
        open_page(learns.samira, learns.marit, look(learns.samira)[learns.marit])
    actions.it_came_to(Outcome.HELPFUL, asker=learns.samira.pk, person=learns.marit.pk)
    hers = Shown.objects.filter(person=learns.marit).order_by("pk")
    assert [one.outcome for one in hers] == [Outcome.CHOSEN, Outcome.HELPFUL]


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
