"""Searches that somebody kept, and what she hears of them."""

from datetime import timedelta

import pytest
from django.core import mail
from django.db.models import F
from django.utils import timezone

from tests import postbox
from tests.searching.story import Told
from vaknet.domain.activity.models import Activity
from vaknet.domain.groups import actions as groups
from vaknet.domain.knowledge import actions as knowledge
from vaknet.domain.leaving import actions as leaving
from vaknet.domain.notices.queries import today
from vaknet.domain.people import actions as people
from vaknet.domain.refusal import Refused
from vaknet.domain.searching import actions, queries
from vaknet.domain.searching.actions import saving
from vaknet.domain.searching.models import News, SavedSearch
from vaknet.interfaces.jobs import followups

DAY = timedelta(days=1, minutes=1)


def ask(told: Told, title: str) -> None:
    actions.index(knowledge.ask(told.world.bram, group=told.open, title=title))


def a_day_goes_by() -> None:
    """What the clock does on the next day."""
    SavedSearch.objects.update(looked_at=F("looked_at") - DAY)
    actions.look_again(at=timezone.now())


def a_day_later() -> list[str]:
    """The letters that go out then."""
    a_day_goes_by()
    for activity in Activity.objects.filter(verb="was_told_of_news").order_by("pk"):
        followups.run(activity.pk)
        activity.delete()
    mail.outbox.clear()
    postbox.empty()
    return [letter.body for letter in mail.outbox]


@pytest.fixture
def saved(told):
    return actions.save_search(told.world.samira, text="monumenten")


def test_she_hears_of_what_is_new_once(told, saved):
    assert a_day_later() == []
    ask(told, "Welke verf past op een monument?")
    [letter] = a_day_later()
    assert "- Welke verf past op een monument?" in letter
    assert "rijksmonument" not in letter  # that was there already
    assert a_day_later() == []
    [stop] = [stop for stop in today(told.world.samira).stops if stop.kind == "found"]
    actions.mark_seen(told.world.samira, news=stop.about)
    actions.mark_seen(told.world.samira, news=stop.about)
    assert [stop for stop in today(told.world.samira).stops if stop.kind == "found"] == []


def test_not_twice_on_one_day(told, saved):
    ask(told, "Welke verf past op een monument?")
    assert len(a_day_later()) == 1
    ask(told, "En welk glas past in een monument?")
    actions.look_again(at=timezone.now() + timedelta(hours=2))
    assert News.objects.count() == 1


def test_of_two_workers_the_second_finds_that_it_is_done(told, saved):
    ask(told, "Welke verf past op een monument?")
    SavedSearch.objects.update(looked_at=F("looked_at") - DAY)
    at = timezone.now()
    for _worker in range(2):
        saving._look(saved.pk, at)
    assert News.objects.count() == 1


def test_what_she_wrote_herself_is_no_news(told):
    actions.save_search(told.world.bram, text="monumenten")
    ask(told, "Welke verf past op een monument?")
    assert a_day_later() == []


def test_what_has_only_some_of_the_words_is_no_news(told):
    actions.save_search(told.world.samira, text="monumenten dakpannen")
    ask(told, "Welke verf past op een monument?")
    assert a_day_later() == []


def test_what_is_said_behind_a_door_is_no_news_for_who_left(told):
    actions.save_search(told.world.marit, text="staking", group=told.closed)
    actions.save_search(told.world.samira, text="staking")
    actions.index(knowledge.ask(told.world.noor, group=told.closed, title="Wie leidt de staking?"))
    groups.leave_group(told.world.marit, group=told.closed)
    assert a_day_later() == []


def test_what_was_withdrawn_meanwhile_is_not_in_the_letter(told, saved):
    question = knowledge.ask(told.world.bram, group=told.open, title="Verf op een monument?")
    actions.index(question)
    a_day_goes_by()
    knowledge.withdraw_question(told.world.bram, question=question)
    for activity in Activity.objects.filter(verb="was_told_of_news"):
        followups.run(activity.pk)
    assert (News.objects.count(), postbox.empty()) == (1, 0)


@pytest.mark.parametrize("how", ["paused", "deleted", "stopped mail", "closed", "switched off"])
def test_who_does_not_want_to_hear_does_not(told, saved, how):
    samira = told.world.samira
    match how:
        case "paused":
            actions.pause_search(samira, search=saved)
            actions.pause_search(samira, search=saved)
        case "deleted":
            actions.delete_search(samira, search=saved)
        case "stopped mail":
            people.stop_mail(samira.account)
        case "closed":
            leaving.close_account(samira, answers="stay")
        case "switched off":
            samira.account.is_active = False
            samira.account.save()
    ask(told, "Welke verf past op een monument?")
    assert a_day_later() == []


def test_paused_after_it_was_found_nothing_is_sent(told, saved):
    ask(told, "Welke verf past op een monument?")
    a_day_goes_by()
    actions.pause_search(told.world.samira, search=saved)
    for activity in Activity.objects.filter(verb="was_told_of_news"):
        followups.run(activity.pk)
    assert postbox.empty() == 0


def test_after_a_pause_she_hears_of_what_comes_then(told, saved):
    samira = told.world.samira
    actions.pause_search(samira, search=saved)
    ask(told, "Welke verf past op een monument?")
    actions.resume_search(samira, search=saved)
    actions.resume_search(samira, search=saved)
    assert a_day_later() == []


def test_the_same_search_is_kept_once_and_no_more_than_twenty(told, saved):
    samira = told.world.samira
    assert actions.save_search(samira, text="monumenten") == saved
    for number in range(19):
        actions.save_search(samira, text=f"monumenten {number}")
    with pytest.raises(Refused):
        actions.save_search(samira, text="nog een monument")
    assert queries.my_searches(samira).count() == 20


def test_a_search_without_a_word_is_none(told):
    with pytest.raises(Refused):
        actions.save_search(told.world.samira, text="wie is het")
    assert actions.save_search(told.world.samira, text="", topic="erfgoed").topic == "erfgoed"


def test_by_whom_and_about_what(told):
    actions.save_search(told.world.samira, text="verf", who="Bram")
    actions.save_search(told.world.samira, text="verf", who="Marit")
    ask(told, "Welke verf past op een monument?")
    a_day_later()
    assert [news.search.by for news in News.objects.all()] == ["Bram"]


def test_it_is_nobody_elses(told, saved):
    with pytest.raises(SavedSearch.DoesNotExist):
        queries.my_search(told.world.bram, saved.pk)
    with pytest.raises(SavedSearch.DoesNotExist):
        actions.delete_search(told.world.bram, search=saved)
    news = News.objects.create(search=saved, since=saved.since, until=timezone.now())
    with pytest.raises(News.DoesNotExist):
        queries.news_for(told.world.bram, news.pk)
