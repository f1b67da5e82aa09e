"""Samira asks a contact who may know to be a reference: a yes reaches her, a no reaches nobody."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.core import mail
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from tests import postbox
from tests.connections.test_looking import SEEKS, SOON, tell
from tests.connections.test_pages import as_, plain, words
from tests.world import World, acquaint
from vaknet.domain.activity.models import Activity, Actor
from vaknet.domain.connections import actions, queries, rules
from vaknet.domain.connections.models import LookingForWork, ReferenceRequest
from vaknet.domain.notices.queries import today
from vaknet.domain.people import actions as people
from vaknet.domain.refusal import Refused
from vaknet.interfaces.jobs import followups
from vaknet.interfaces.web.templatetags.look import initials

ASKS = "Wij deden samen de omgevingswet. Wat zou jij daarover zeggen?"
PAGE = "/ik/werk/referentie/"


@pytest.fixture
def told(world: World) -> LookingForWork:
    return tell(world.samira, "chosen", readers=[world.joost, world.noor])


def awaited(world: World, told: LookingForWork) -> list[Actor]:
    return [asked.reader for asked in queries.references_awaited(world.samira, told)]


def stops(viewer: Actor, **later: int) -> list[tuple[str, Actor]]:
    line = today(viewer, now=timezone.now() + timedelta(**later))
    return [(stop.kind, stop.about.actor) for stop in line.stops if stop.kind == "looking"]


def keeps_hidden(person: Actor) -> None:
    """A role at Samira's employer, that nobody sees."""
    people.add_role(person, kind="work", title="x", organisation="gemeente Waterveen")
    people.show_parts(person, who_sees={"work": "me"})


def test_who_may_know_can_be_asked_once_and_says_yes_in_own_words(world: World, told) -> None:
    assert set(queries.may_be_asked(world.samira, told)) == {world.joost, world.noor}
    for _ in range(2):
        actions.ask_reference(world.samira, reader=world.joost, text=ASKS)
    assert ReferenceRequest.objects.count() == 1
    assert set(queries.may_be_asked(world.samira, told)) == {world.noor}
    assert awaited(world, told) == [world.joost]
    asked = queries.asked_of_me(world.joost, told)
    assert asked is not None
    assert asked.text == ASKS
    actions.send_tip(world.joost, to=world.samira, kind="tip", text="Bel ook Ans.")
    assert queries.asked_of_me(world.joost, told) == asked
    yes = actions.send_tip(world.joost, to=world.samira, kind="reference", text="Graag.")
    assert queries.asked_of_me(world.joost, told) is None
    assert awaited(world, told) == []
    assert yes in queries.tips_for(world.samira, told)


def test_a_no_looks_like_no_answer_yet(world: World, told) -> None:
    """Nothing that Samira can open tells them apart."""

    def hers() -> list[str]:
        samira = as_(world.samira)
        pages = ("/ik/werk/", PAGE, "/", f"/@{world.joost.handle}/")
        return [plain(samira.get(page)) for page in pages]

    actions.ask_reference(world.samira, reader=world.joost, text=ASKS)
    before = hers()
    for _ in range(2):
        actions.decline_reference(world.joost, to=world.samira)
    assert hers() == before
    assert awaited(world, told) == [world.joost]
    assert queries.asked_of_me(world.joost, told) is None
    assert Activity.objects.filter(verb="declined_reference").count() == 1
    changed = actions.send_tip(world.joost, to=world.samira, kind="reference", text="Toch wel.")
    assert changed in queries.tips_for(world.samira, told)


def test_only_whom_she_lets_know_can_be_asked(world: World, told) -> None:
    people.add_role(world.noor, kind="work", title="x", organisation="gemeente Waterveen")
    for other in (world.fatma, world.marit, world.noor, world.samira):
        with pytest.raises(Refused) as said:
            actions.ask_reference(world.samira, reader=other, text=ASKS)
        assert said.value.field == "reader"
    everyone = tell(world.samira, "members")
    assert world.bram in queries.readers_of(world.samira, everyone)
    assert world.bram not in queries.may_be_asked(world.samira, everyone)


def test_a_colleague_in_secret_never_hears_and_she_never_learns_it(
    world: World, told, deliver
) -> None:
    """Noor and Joost answer nothing; of one that is because the question never came."""

    def hers(reader: Actor) -> tuple[str, int]:
        ReferenceRequest.objects.all().delete()
        Activity.objects.filter(verb="asked_reference").delete()
        with CaptureQueriesContext(connection) as statements:
            answer = as_(world.samira).post(PAGE, {"reader": reader.pk, "text": ASKS}, follow=True)
        shown = words(answer).partition("References")[2].partition("Who can see it")[0]
        for part in (reader.name, initials(reader.name), reader.headline):
            shown = shown.replace(part, "")
        return " ".join(shown.split()), len(statements)

    keeps_hidden(world.noor)
    world.noor.refresh_from_db()
    asked_a_friend = hers(world.joost)
    assert "You only hear of a yes." in asked_a_friend[0]
    assert hers(world.noor) == asked_a_friend
    assert awaited(world, told) == [world.noor]
    assert queries.asked_while_known(world.noor).count() == 0
    assert stops(world.noor) == []
    assert deliver() == []
    with pytest.raises(LookingForWork.DoesNotExist):
        actions.decline_reference(world.noor, to=world.samira)
    assert as_(world.noor).get(f"/@{world.samira.handle}/tip/").status_code == 404


def test_nothing_is_asked_before_it_is_told_nor_without_words(world: World, monkeypatch) -> None:
    with pytest.raises(Refused):
        actions.ask_reference(world.samira, reader=world.joost, text=ASKS)
    assert as_(world.samira).get(PAGE)["Location"] == "/ik/werk/"
    tell(world.samira, "contacts")
    with pytest.raises(Refused) as said:
        actions.ask_reference(world.samira, reader=world.joost, text=" ")
    assert said.value.field == "text"
    monkeypatch.setattr(rules, "REFERENCES_ASKED", 1)
    actions.ask_reference(world.samira, reader=world.joost, text=ASKS)
    refused = as_(world.samira).post(PAGE, {"reader": world.noor.pk, "text": ASKS})
    assert (refused.status_code, "You asked enough people." in words(refused)) == (422, True)


def test_when_the_search_ended_nobody_can_be_asked(world: World, told, time_machine) -> None:
    actions.ask_reference(world.samira, reader=world.joost, text=ASKS)
    time_machine.move_to(timezone.now() + timedelta(days=31))
    with pytest.raises(Refused):
        actions.ask_reference(world.samira, reader=world.noor, text=ASKS)
    assert as_(world.samira).get(PAGE)["Location"] == "/ik/werk/"
    assert stops(world.joost) == []


def test_who_may_know_notices_on_today_until_something_is_done(world: World, told) -> None:
    assert stops(world.joost) == stops(world.noor) == [("looking", world.samira)]
    for other in (world.samira, world.fatma, world.marit, world.bram):
        assert stops(other) == []
    assert stops(world.noor, days=15) == []
    actions.send_tip(world.joost, to=world.samira, kind="tip", text="Bel Ans.")
    assert stops(world.joost) == []
    people.mute(world.noor, other=world.samira)
    assert stops(world.noor) == []


def test_everyone_may_know_but_only_contacts_are_told(world: World) -> None:
    tell(world.samira, "members")
    assert queries.looking_for_work(world.bram, world.samira) is not None
    assert stops(world.bram) == []
    assert stops(world.fatma) == [("looking", world.samira)]


def test_who_is_asked_notices_longer_and_after_a_no_no_more(world: World, told) -> None:
    acquaint(world.joost, world.bram)
    tell(world.bram, "contacts")
    actions.send_tip(world.joost, to=world.samira, kind="tip", text="Bel Ans.")
    actions.ask_reference(world.samira, reader=world.joost, text=ASKS)
    assert stops(world.joost) == [("looking", world.samira)]
    assert stops(world.joost, days=20) == [("looking", world.samira)]
    page = words(as_(world.joost).get("/"))
    assert "Samira El Idrissi asks you to be a reference." in page
    assert ASKS in page
    assert "Samira chose who knows this, and you are one of them." in page
    actions.decline_reference(world.joost, to=world.samira)
    assert stops(world.joost) == []
    assert "You helped somebody who looks for work." in words(as_(world.joost).get("/"))
    assert stops(world.joost, days=1) == [("looking", world.bram)]


@pytest.fixture
def deliver(world: World) -> Callable[[], list[mail.EmailMultiAlternatives]]:
    for person in world.everybody:
        people.set_language(person.account, language="en")

    def run() -> list[mail.EmailMultiAlternatives]:
        mail.outbox.clear()
        verbs = ("asked_reference", "declined_reference")
        for activity in Activity.objects.filter(verb__in=verbs):
            followups.run(activity.pk)
        postbox.empty()
        return list(mail.outbox)

    return run


def test_the_letter_holds_all_it_takes_to_decide(world: World, told, deliver) -> None:
    actions.ask_reference(world.samira, reader=world.joost, text=ASKS)
    [letter] = deliver()
    assert letter.to == [world.joost.account.email]
    assert letter.subject == "Samira El Idrissi wrote to you"
    body = " ".join(str(letter.body).replace(">", " ").split())
    for told_in_it in (ASKS, SEEKS, "asks you to be a reference", "A no is not passed on."):
        assert told_in_it in body
    assert f"/@{world.samira.handle}/tip/" in body
    actions.decline_reference(world.joost, to=world.samira)
    assert deliver() == []  # once; and of a no nobody hears


def test_who_muted_her_gets_no_letter(world: World, told, deliver) -> None:
    actions.ask_reference(world.samira, reader=world.joost, text=ASKS)
    people.mute(world.joost, other=world.samira)
    assert deliver() == []


def test_by_the_pages(world: World, told) -> None:
    samira, joost = as_(world.samira), as_(world.joost)
    assert PAGE in samira.get("/ik/werk/").text
    empty = words(samira.get(PAGE))
    assert "Joost van der Meer" in empty
    assert "Fatma" not in empty
    for wrong in ({}, {"reader": world.fatma.pk, "text": ASKS}, {"reader": world.joost.pk}):
        assert samira.post(PAGE, wrong).status_code == 422
    sent = samira.post(PAGE, {"reader": world.joost.pk, "text": ASKS}, follow=True)
    assert "Asked. You hear it when the answer is yes." in words(sent)
    assert "You only hear of a yes." in words(samira.get("/ik/werk/"))
    tip = f"/@{world.samira.handle}/tip/"
    page = joost.get(tip)
    assert "Samira asks you to be a reference" in words(page)
    assert ASKS in words(page)
    assert page.text.count(" checked") == 1
    assert "Samira asks you" not in words(as_(world.noor).get(tip))
    said = words(joost.post(tip, {"act": "no"}, follow=True))
    assert "Your no is not passed on." in said
    assert "Samira asks you" not in words(joost.get(tip))
    assert as_(world.fatma).post(tip, {"act": "no"}).status_code == 404


def test_a_search_of_later_asks_anew(world: World, told) -> None:
    actions.ask_reference(world.samira, reader=world.joost, text=ASKS)
    actions.stop_looking(world.samira)
    assert stops(world.joost) == []
    again = tell(world.samira, "contacts", until_on=SOON)
    assert awaited(world, again) == []
    assert world.joost in queries.may_be_asked(world.samira, again)
