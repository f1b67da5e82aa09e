"""For how long it is known whose a search was, who stays out of it, and what goes with a member."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from tests.connections.test_pages import plain
from tests.learning.placing import placed
from tests.learning.story import QUESTION, as_, look, open_page, outcomes
from tests.leaving.two_accounts import merge
from tests.world import World, member, settled
from vaknet.domain.finding import actions as finding
from vaknet.domain.groups import actions as groups
from vaknet.domain.learning import actions, queries
from vaknet.domain.learning.models import Outcome, Search, Shown, StaysOut
from vaknet.domain.leaving import actions as leaving
from vaknet.domain.leaving import queries as archive
from vaknet.domain.paper import actions as paper
from vaknet.domain.people import actions as people
from vaknet.interfaces.jobs import clock_of_finding as clock


def after(days: int) -> None:
    with time_machine.travel(timezone.now() + timedelta(days=days, minutes=1)):
        clock.forget_lessons(0)


def test_after_a_month_it_is_of_nobody(learns: World) -> None:
    open_page(learns.samira, learns.marit, look(learns.samira)[learns.marit])
    thursday = datetime(2026, 10, 15, 14, 37, tzinfo=UTC)
    Search.objects.update(at=thursday)
    for days, whose in ((29, learns.samira), (30, None)):
        with time_machine.travel(thursday):
            after(days)
        assert Search.objects.get().asker == whose
    search = Search.objects.get()
    assert search.asker is None
    assert search.at == datetime(2026, 10, 12, tzinfo=UTC), "the Monday of its week"
    rows = list(search.shown.order_by("place"))
    assert [(one.person, one.key) for one in rows] == [(None, None)] * 4
    assert [one.outcome for one in rows] == [1, 0, 0, 0]


def test_after_ninety_days_it_is_gone(learns: World) -> None:
    """At most: its week goes as a whole, ninety days after the Monday that it began on."""
    look(learns.samira)
    thursday = datetime(2026, 10, 15, 14, 37, tzinfo=UTC)
    Search.objects.update(at=thursday)
    for days, kept in ((30, 1), (86, 1), (87, 0)):
        with time_machine.travel(thursday):
            after(days)
        assert (Search.objects.count(), Shown.objects.count()) == (kept, 4 * kept), days


def test_what_nobody_cut_loose_is_gone_after_ninety_days_too(learns: World) -> None:
    look(learns.samira)
    after(90)
    assert not Search.objects.exists()


@pytest.mark.parametrize(("many", "left"), [(19, Outcome.CHOSEN), (20, Outcome.HELPFUL)])
def test_what_few_searches_of_a_week_came_to_is_blurred(
    learns: World, many: int, left: Outcome
) -> None:
    """With its week, it could be found again among the introductions."""
    thursday = datetime(2026, 10, 15, 14, 37, tzinfo=UTC)
    for _ in range(many):
        actions.note_search(asker=learns.samira, placed=[placed(learns.marit)])
    actions.note_search(asker=learns.samira, placed=[placed(learns.marit)])
    last = Shown.objects.latest("pk")
    Shown.objects.exclude(pk=last.pk).update(outcome=Outcome.HELPFUL)
    Shown.objects.filter(pk=last.pk).update(outcome=Outcome.ACCEPTED)
    Search.objects.update(at=thursday)
    with time_machine.travel(thursday):
        after(29)
    assert Shown.objects.filter(outcome=Outcome.HELPFUL).count() == many, "still of somebody"
    with time_machine.travel(thursday):
        after(30)
    assert Shown.objects.filter(outcome=left).count() == many + (left == Outcome.CHOSEN)
    last.refresh_from_db()
    assert last.outcome == Outcome.CHOSEN


def test_a_search_of_another_week_hides_nothing(learns: World) -> None:
    thursday = datetime(2026, 10, 15, 14, 37, tzinfo=UTC)
    for number in range(30):
        actions.note_search(asker=learns.samira, placed=[placed(learns.marit)])
        newest = Search.objects.latest("pk")
        Search.objects.filter(pk=newest.pk).update(at=thursday - timedelta(weeks=number % 2))
    Shown.objects.update(outcome=Outcome.ACCEPTED)
    with time_machine.travel(thursday):
        after(30)
    assert set(Shown.objects.values_list("outcome", flat=True)) == {Outcome.CHOSEN}


def test_a_network_keeps_it_shorter_if_it_likes(learns: World, settings) -> None:
    settings.VAKNET_LEARNING_DAYS = 31
    look(learns.samira)
    after(31)
    assert not Search.objects.exists()


def test_once_the_network_stops_all_of_it_goes(learns: World, settings) -> None:
    look(learns.samira)
    settings.VAKNET_LEARNING = False
    with CaptureQueriesContext(connection) as asked:
        clock.forget_lessons(0)
    assert (Search.objects.count(), Shown.objects.count()) == (0, 0)
    assert not [one["sql"] for one in asked if "SELECT" in one["sql"]], "nothing is loaded for it"


def test_a_page_that_was_kept_while_she_chose_to_stay_out_goes_within_the_hour(
    learns: World,
) -> None:
    """The statement that kept it did not see yet what she chose a moment before."""
    for person in (learns.samira, learns.bram):
        look(person)
    StaysOut.objects.create(actor=learns.samira)
    StaysOut.objects.create(actor=learns.marit)
    StaysOut.objects.create(actor=learns.bram, until=timezone.now())
    clock.forget_lessons(0)
    assert {one.asker for one in Search.objects.all()} == {learns.bram}
    assert sorted(outcomes()) == ["Fatma", "Joost", "Peter"]


def test_who_stays_out_searches_without_a_trace(learns: World) -> None:
    look(learns.samira)
    actions.stay_out(learns.samira)
    assert not Search.objects.exists(), "what was kept before is gone too"
    shown = look(learns.samira)
    assert list(shown.values()) == ["", "", "", ""]
    assert not Search.objects.exists()


def test_who_stays_out_is_shown_without_a_trace(learns: World) -> None:
    look(learns.bram)
    actions.stay_out(learns.marit)
    assert sorted(outcomes()) == ["Fatma", "Joost", "Peter", "Samira"]
    assert learns.marit in look(learns.samira)
    assert sorted(outcomes()) == ["Fatma", "Joost", "Peter", "Samira"]
    assert not Shown.objects.filter(person=learns.marit).exists()


def test_a_member_on_paper_has_no_switch_and_so_leaves_no_trace(learns: World) -> None:
    kring = groups.start_group(learns.samira, name="Oud papier", purpose="Bewaren")
    wil = paper.bring_on_paper(
        learns.samira, group=kring, name="Wil Vonk", how="spoken", asked_on=timezone.localdate()
    )
    shown = [placed(wil.actor), placed(learns.marit, place=2)]
    actions.note_search(asker=learns.samira, placed=shown)
    assert list(outcomes()) == ["Marit"]


def test_nobody_sees_on_the_page_who_stays_out(learns: World) -> None:
    """Each has a key, following it goes the same way, and the statements are as many."""
    samira, told = as_(learns.samira), []
    samira.get("/vraag/", {"q": QUESTION})
    for change in (lambda _: None, actions.stay_out):
        change(learns.marit)
        with CaptureQueriesContext(connection) as asked:
            page = samira.get("/vraag/", {"q": QUESTION})
        key = page.context["key"]
        with CaptureQueriesContext(connection) as opened:
            answer = samira.get("/@marit.hoekstra/", {"uit": key})
        shape = page.text.count("?uit="), len(key)
        told.append((shape, len(asked), len(opened), answer.status_code, answer["location"]))
    assert told[0] == told[1]


def test_her_archive_does_not_tell_who_stays_out(learns: World) -> None:
    told = []
    for change in (lambda _: None, actions.stay_out):
        change(learns.marit)
        Search.objects.all().delete()
        look(learns.samira)
        parts = {part.name: part for part in archive.everything_of(learns.samira)}
        told.append(len(list(parts["searches_learned_from"].rows())))
    assert told == [1, 1]


def test_when_everybody_on_the_page_stays_out_the_search_is_still_there(learns: World) -> None:
    for person in look(learns.noor).keys() - {learns.samira}:
        actions.stay_out(person)
    Search.objects.all().delete()
    look(learns.samira)
    assert [search.shown.count() for search in Search.objects.all()] == [0]


def test_staying_out_and_coming_back_on_the_page(learns: World) -> None:
    client = as_(learns.samira)
    address = "/ik/instellingen/leren/"
    assert address in client.get("/ik/instellingen/").text
    page = client.get(address).text
    assert "Whom you choose on a page of results, and whether that helped." in page
    assert "After 90 days it is gone." in page
    page = client.post(address, {"act": "out"}, follow=True).text
    assert "Nothing: you stay out of it." in page
    client.post(address, {"act": "out"})
    assert StaysOut.objects.filter(until=None).count() == 1
    assert queries.stays_out(learns.samira)
    page = client.post(address, {"act": "in"}, follow=True).text
    assert "We may learn from you again." in page
    client.post(address, {"act": "in"})
    assert not queries.stays_out(learns.samira)


def test_she_may_stay_out_before_the_network_begins(silent: World) -> None:
    client = as_(silent.samira)
    page = client.get("/ik/instellingen/leren/").text
    assert "Nothing: this network does not learn from use." in page
    client.post("/ik/instellingen/leren/", {"act": "out"})
    assert queries.stays_out(silent.samira)


def test_who_stays_out_while_a_page_is_made_is_not_kept(learns: World) -> None:
    lesson = queries.lesson(learns.samira, places=6)
    assert lesson is not None
    actions.stay_out(learns.samira)
    actions.note_search(asker=learns.samira, placed=lesson.placed)
    assert not Search.objects.exists()


def test_nothing_shows_anybody_that_she_was_found_or_chosen(learns: World) -> None:
    """Of her own pages none changes, however often she is shown and chosen."""
    pages = ("/", "/ik/", "/meldingen/", "/sinds/", "/ik/instellingen/leren/", "/@marit.hoekstra/")

    def seen() -> list[tuple[int, str]]:
        client = as_(learns.marit)
        return [plain(client.get(page)) for page in pages]

    with time_machine.travel(timezone.now(), tick=False):  # some pages tell the minute
        seen()
        before = seen()
        for person in (learns.samira, learns.bram, learns.noor):
            open_page(person, learns.marit, look(person)[learns.marit])
        assert seen() == before
    assert Shown.objects.filter(person=learns.marit, outcome=1).count() == 3
    parts = {part.name: list(part.rows()) for part in archive.everything_of(learns.marit)}
    assert parts["searches_learned_from"] == []


def test_what_is_hers_goes_when_she_leaves(learns: World) -> None:
    for person in (learns.samira, learns.bram):
        open_page(person, learns.marit, look(person)[learns.marit])
    look(learns.marit)
    actions.stay_out(learns.peter)
    for person in (learns.marit, learns.peter):
        leaving.close_account(person, answers="go")
    with time_machine.travel(timezone.now() + timedelta(days=15)):
        leaving.carry_out_closures(now=timezone.now())
    assert not Shown.objects.filter(person__in=[learns.marit, learns.peter]).exists()
    assert {one.asker for one in Search.objects.all()} == {learns.samira, learns.bram}
    assert not StaysOut.objects.exists()


def _double(world: World):
    double = settled(member("Samira El Idrissi", "samira@oud.example"))
    people.add_known_topic(double, text="Bouwdossiers scannen")
    finding.index(double)
    return double


def test_two_accounts_of_one_person(learns: World) -> None:
    double = _double(learns)
    look(double)
    look(learns.bram)
    look(learns.samira)
    kept = merge(learns.samira, double)
    assert Search.objects.filter(asker=kept).count() == 2
    assert not Shown.objects.filter(search__asker=kept, person=kept).exists()
    assert Shown.objects.filter(search__asker=learns.bram, person=kept).count() == 2
    assert not Shown.objects.filter(person=double).exists()


def test_who_stays_out_with_one_account_stays_out(learns: World) -> None:
    double = _double(learns)
    look(learns.samira)
    actions.stay_out(double)
    kept = merge(learns.samira, double)
    assert queries.stays_out(kept)
    assert not Search.objects.exists()
