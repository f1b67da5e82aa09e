"""Reading what is said elsewhere, in a browser with script and without."""

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from tests.browser.checks import axe, html_faults, overflow, small_targets
from tests.browser.conftest import DESK, PHONE
from tests.federation.story import known_elsewhere, said_to
from tests.federation.taking_part import poll as poll_of
from tests.federation.taking_part import sent
from tests.world import World
from vaknet.domain.federation import actions, queries
from vaknet.domain.federation.actions import keep_thread
from vaknet.domain.federation.models import RemotePost, ThreadPlace

HERE = "/elders/"
SAID = "/elders/gezegd/"
LONG = "https://elders.example/" + "een-heel-lang-adres-zonder-einde/" * 6


@pytest.fixture
def network(world: World, settings) -> World:
    settings.FEDERATION, settings.BASE_URL = True, "https://vaknet.example"
    return world


def said(member) -> RemotePost:
    """A note with all that can hang on it, one with a warning, an event and an open poll."""
    soon = (timezone.now() + timedelta(days=5)).isoformat()
    first = said_to(
        member,
        content=f'<p>De <b>eiken</b> staan er goed bij.</p><p><a href="{LONG}">{LONG}</a></p>',
        attachment=[{"type": "Image", "url": LONG, "name": "Een eik in de mist"}],
    )
    said_to(member, 2, summary="Gezaagde bomen", content="<p>Het moest.</p>")
    said_to(
        member,
        3,
        type="Event",
        name="Bomen kijken in het bos van de buren",
        startTime=soon,
        location={"type": "Place", "name": "Het Bos", "address": "Laan 1, Gent"},
    )
    choices = [{"type": "Note", "name": name} for name in ("Eik", "Beuk", "Een andere boom")]
    poll = said_to(member, 4, type="Question", oneOf=choices, endTime=soon)
    for post in RemotePost.objects.exclude(pk__in=[first.pk, poll.pk]):
        ThreadPlace.objects.create(start=first, post=post)
    return first


@pytest.mark.parametrize("script", [True, False], ids=["script", "no script"])
def test_she_reads_what_is_said_and_what_was_said_around_it(visit, network, script):
    fatma = known_elsewhere(network.fatma)
    first = said_to(fatma)
    said_to(fatma, 2, summary="Gezaagde bomen", content="<p>Het moest.</p>")
    start = "/ik/instellingen/andere-netwerken/volgen/"
    page = visit(start, actor=fatma, language="en", javascript=script)
    page.get_by_role("link", name="Read what they say").click()
    expect(page.get_by_text("Het moest.")).to_be_hidden()
    page.get_by_text("Show the first words").click()
    expect(page.get_by_text("Het moest.")).to_be_visible()
    page.get_by_role("link", name="De eiken staan er goed bij.", exact=True).click()
    expect(page.get_by_role("heading", name="Answer from here")).to_be_visible()
    page.get_by_role("button", name="Read the conversation").click()
    expect(page.get_by_text("We are asking the other networks.")).to_be_visible()
    keep_thread(start=first, found=[], at=timezone.now())
    page.get_by_role("link", name="Look again").click()
    page.reload()
    expect(page.get_by_text("We found nothing more of it")).to_be_visible()
    page.get_by_role("button", name="Block Iris Elders").click()
    expect(page.get_by_text("You follow nobody there yet")).to_be_visible()
    assert queries.follows_elsewhere(fatma).following == []


@pytest.mark.parametrize("script", [True, False], ids=["script", "no script"])
def test_she_votes_thanks_answers_changes_and_takes_back(visit, network, script):
    fatma = known_elsewhere(network.fatma)
    post = poll_of(fatma)
    page = visit(f"{HERE}{post.pk}/", actor=fatma, language="en", javascript=script)
    page.get_by_role("button", name="Vote").click()
    expect(page.get_by_role("alert")).to_contain_text("Choose one of the answers.")
    page.get_by_label("Beuk").check()
    page.get_by_role("button", name="Vote").click()
    expect(page.get_by_text("You voted:")).to_be_visible()
    page.get_by_role("button", name="Thank").click()
    page.get_by_role("button", name="Thanked").click()
    expect(page.get_by_role("button", name="Thank", exact=True)).to_be_visible()
    page.get_by_label("Your answer").fill("Die staat er het langst.")
    page.get_by_role("button", name="Answer", exact=True).click()
    expect(page.get_by_text("Your answer was sent.")).to_be_visible()
    page.get_by_role("link", name="Change").click()
    page.get_by_label("Your answer").fill("")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("alert")).to_contain_text("Write your answer.")
    page.get_by_label("Your answer").fill("Die staat er het kortst.")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("Your answer is changed.")).to_be_visible()
    expect(page.get_by_text("Die staat er het kortst.").first).to_be_visible()
    expect(page.get_by_text("changed on")).to_be_visible()
    page.get_by_role("link", name="Take back").click()
    page.get_by_role("button", name="Take back").click()
    expect(page.get_by_text("You answered nothing there.")).to_be_visible()
    kinds = [one["type"] for one in sent("Create", "Like", "Undo", "Update", "Delete")]
    assert kinds == ["Create", "Like", "Undo", "Create", "Update", "Delete"]


def test_the_pages_are_open_to_everybody(visit, network):
    fatma, peter = known_elsewhere(network.fatma), known_elsewhere(network.peter)
    first = said(fatma)
    poll = RemotePost.objects.get(kind="Question")
    faults = {}
    for post in (first, poll):
        actions.thank_elsewhere(fatma, post=post)
        row = actions.answer_elsewhere(fatma, post=post, text=f"Zie {LONG}\n\nTot gau.")
        actions.change_answer_elsewhere(fatma, pk=row.pk, text=f"Zie {LONG}\n\nTot gauw.")
    several = poll_of(fatma, 6, kind="anyOf", summary="Zagen")
    actions.vote_elsewhere(fatma, post=poll, choices=["Beuk"])
    open_one = poll_of(fatma, 5)
    pages = [(fatma, HERE)]
    pages += [(fatma, f"{HERE}{post.pk}/") for post in (first, poll, several, open_one)]
    pages += [
        (fatma, f"{SAID}{end}")
        for end in ("", "?wat=bedankt", f"{row.pk}/terug/", f"{row.pk}/wijzigen/")
    ]
    for who, path in [*pages, (peter, HERE)]:
        for width, dark, language in [(PHONE, True, "nl"), (DESK, False, "en")]:
            page = visit(path, actor=who, width=width, dark=dark, language=language)
            for more in page.locator("main details.more").all():
                more.locator("summary").click()
            faults[who, path, width] = axe(page) + overflow(page) + html_faults(page.content())
            assert page.locator("main article img, main li img").count() == 0
        page = visit(path, actor=who, width=320)
        faults[who, path, 320] = overflow(page) + small_targets(page)
    assert {case: found for case, found in faults.items() if found} == {}
