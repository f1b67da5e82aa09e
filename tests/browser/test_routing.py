"""Joost puts his question to three at once; Marit reads why her; a day later more are asked."""

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from tests.browser.checks import axe, html_faults, overflow, small_targets
from tests.browser.conftest import DESK, PHONE
from tests.routing import story
from tests.routing.story import SENTENCE, Told, route
from vaknet.domain.knowledge import actions as knowledge
from vaknet.domain.knowledge.models import AnswerRequest, Question
from vaknet.domain.routing import actions, queries


@pytest.fixture
def told(transactional_db: None) -> Told:
    return story.tell()


def test_three_at_once_and_a_day_later_more(walk, told: Told) -> None:
    say = walk.say
    joost = walk.open("/vraag/nieuw/", told.asker)
    joost.get_by_label(say("Your question in one sentence")).fill(f"{SENTENCE} En hoe?")
    walk.press(joost, "Post question")
    walk.reads(joost, "Who may know this?")
    asked = Question.objects.get(title=f"{SENTENCE} En hoe?")
    left_out = queries.who_may_know(told.asker, asked)[0].actor
    expect(joost.locator('[name="person"]')).to_have_count(3)
    joost.get_by_label(left_out.name).uncheck()
    walk.press(joost, "Ask these three")
    walk.reads(joost, "Whom you asked")
    walk.reads(joost, "Only you see whom you asked. None of them sees who else was asked.")
    expect(joost.locator("#wie-weet-dit")).not_to_contain_text(left_out.name)

    person = AnswerRequest.objects.filter(question=asked).order_by("pk")[0].person
    page = walk.open("/", person)
    walk.reads(page, "%(name)s asks you, and perhaps a few others.", name="Joost")
    walk.reads(page, "Asked in")
    page = walk.open(f"/vraag/{asked.pk}/", person, width=DESK)
    walk.press(page, "I'd rather not")

    actions.widen_routings(now=timezone.now() + timedelta(hours=25))
    joost.reload()
    walk.look(joost)
    walk.reads(joost, "Nobody answered for a day, so we asked more people.")
    expect(joost.locator("#wie-weet-dit")).to_contain_text(left_out.name)


def test_nobody_else_after_all(walk, told: Told) -> None:
    route(told)
    joost = walk.open(told.address, told.asker)
    walk.press(joost, "Ask nobody else")
    walk.reads(joost, "We ask nobody else.")


def test_pages_are_open_to_everybody(visit, told: Told) -> None:
    empty = knowledge.ask(told.asker, group=told.world.group, title="Kwantumfysica?")
    routed = knowledge.ask(told.asker, group=told.world.group, title=f"{SENTENCE} Nou?")
    actions.route_question(told.asker, question=routed, people=[told.world.marit, told.ilse])
    pages = [(f"/vraag/{one.pk}/", told.asker) for one in (told.question, empty, routed)]
    pages += [("/", told.world.marit), (f"/vraag/{routed.pk}/", told.world.marit)]
    faults = {}
    for path, actor in pages:
        for width, dark, language in [(PHONE, True, "nl"), (DESK, False, "en")]:
            page = visit(path, actor=actor, width=width, dark=dark, language=language)
            faults[path, width] = axe(page) + overflow(page) + html_faults(page.content())
            page.context.close()
        page = visit(path, actor=actor, width=320)
        faults[path, 320] = overflow(page) + small_targets(page)
        page.context.close()
    assert {case: found for case, found in faults.items() if found} == {}
