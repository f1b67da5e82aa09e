"""The pages: from an idea to a group, and nobody who may not know can tell anything from them."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.timezone import localdate, now

from tests.opportunities.a_masterclass import (
    DAY,
    a_draft,
    an_open_one,
    applies,
    closes,
    judged,
    replied,
    row_of,
    scores,
)
from tests.world import World, member
from vaknet.domain.activity.models import Actor
from vaknet.domain.groups.models import Group
from vaknet.domain.opportunities import actions
from vaknet.domain.opportunities.models import Application, Opportunity
from vaknet.interfaces.web import opportunity_panel

pytestmark = pytest.mark.django_db


def signed_in(person: Actor) -> Client:
    client = Client(headers={"accept-language": "en"})
    client.force_login(person.account)
    return client


def at(name: str, *args: object) -> str:
    return reverse(name, args=args)


def body(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200, (address, answer.status_code)
    page = answer.content.decode()
    return re.sub(r'(csrfmiddlewaretoken" value|nonce|data-since)="[^"]*"', "", page)


SAID = {
    "title": "Meeloopdag bij de haven",
    "kind": "internship",
    "text": "Je loopt **een dag** mee.",
    "gain": "Je ziet hoe het gaat.",
    "for_whom": "Voor wie twijfelt.",
    "places": "2",
    "costs": "",
    "venue": "Kade 2",
    "place": "",
    "contact": "Marit",
    "confirm_days": "7",
    "readers": "members",
    "closing_time": "23:59",
}


def said(**more: str) -> dict[str, str]:
    today = localdate()
    days = {
        "closes": (today + 10 * DAY).isoformat(),
        "answer_by": (today + 20 * DAY).isoformat(),
        "starts_on": (today + 40 * DAY).isoformat(),
        "ends_on": (today + 41 * DAY).isoformat(),
    }
    return SAID | days | more


FORM = {
    "criterion_1": "Moed",
    "sentence_1": "Wat durfde je?",
    "criterion_2": "Delen",
    "sentence_2": "Wat gaf je door?",
    "question_1": "Wat durfde je?",
    "why_1": "Daar gaat het over.",
    "kind_1": "long",
    "required_1": "on",
    "question_2": "Welke dag?",
    "why_2": "Dan plannen we.",
    "kind_2": "choice",
    "required_2": "on",
    "choices_2": "Ma\nDi",
    **{f"kind_{number}": "long" for number in range(3, 9)},
}


def made_by_hand(world: World) -> Opportunity:
    """Marit makes it, Joost and Fatma say yes, and it is out."""
    marit = signed_in(world.marit)
    new = at("new-opportunity")
    asked = body(marit, f"{new}?groep={world.group.actor.handle}")
    assert f'value="g{world.group.pk}" selected' in asked
    by = {"offered_by": f"g{world.group.pk}"}
    for wrong in ({"title": ""}, {"places": "0"}, {"closing_time": "x"}, {"closes": ""}):
        assert marit.post(new, said(**by, **wrong)).status_code == 422
    assert marit.post(new, said(**by)).status_code == 303
    made = Opportunity.objects.get()
    desk, form = at("opportunity-desk", made.pk), at("opportunity-form", made.pk)
    assert "First say what you look at" in body(marit, desk)
    assert marit.post(form, FORM | {"sentence_1": ""}).status_code == 422
    assert marit.post(form, FORM | {"why_2": ""}).status_code == 422
    assert marit.post(form, FORM).status_code == 303
    assert "Wat gaf je door?" in body(marit, form)
    change = at("change-opportunity", made.pk)
    assert "Kade 2" in body(marit, change)
    assert marit.post(change, said(title="")).status_code == 422
    assert marit.post(change, said(costs="€ 10")).status_code == 303
    ask = at("ask-panel", made.pk)
    for one in (world.joost, world.fatma, world.noor):
        assert marit.post(ask, {"handle": f"@{one.handle}"}).status_code == 303
    assert "Nobody here" in marit.post(ask, {"handle": "niemand"}, follow=True).content.decode()
    marit.post(ask, {"handle": world.noor.handle, "act": "stop"})
    for one in (world.joost, world.fatma):
        reader, page = signed_in(one), at("panel", made.pk)
        assert "Do you read with us?" in body(reader, page)
        assert reader.post(page, {"act": "dance"}).status_code == 404
        assert reader.post(page, {"act": "agree"}).status_code == 303
        assert made.title in body(reader, at("opportunities"))
    assert marit.post(at("publish-opportunity", made.pk)).status_code == 303
    assert marit.get(form).status_code == 302 or marit.get(form).status_code == 303
    made.refresh_from_db()
    return made


def applied_by_hand(world: World, made: Opportunity) -> Application:
    """Samira applies, the term is over, and Joost begins to read."""
    samira, joost = signed_in(world.samira), signed_in(world.joost)
    page = body(samira, at("opportunity", made.pk))
    assert all(words in page for words in ("Moed", "Wat gaf je door?", "Joost", "€ 10", "<strong>"))
    first, second = made.questions.order_by("position")
    apply, mine = at("apply", made.pk), at("my-application", made.pk)
    assert samira.get(mine).status_code == 404
    wrong = samira.post(apply, {f"question_{first.pk}": "Veel", "act": "send"})
    assert wrong.status_code == 422
    assert "Veel" in wrong.content.decode()
    assert samira.post(apply, {f"question_{first.pk}": "Veel", "act": "keep"}).status_code == 303
    assert "It is a draft" in body(samira, mine)
    assert "Veel" in body(samira, apply)
    answers = {f"question_{first.pk}": "Veel durf", f"question_{second.pk}": "Di"}
    assert samira.post(apply, answers | {"act": "send", "for_a_year": "on"}).status_code == 303
    assert "Veel durf" in body(samira, mine)
    assert made.title in body(samira, at("my-applications"))
    assert "not even whether somebody applied" in body(joost, at("panel", made.pk))
    closes(made)
    assert samira.get(apply).url == mine
    assert signed_in(world.noor).get(apply).url == at("opportunity", made.pk)
    row = row_of(world.samira)
    read = at("read-application", made.pk, row.pk)
    assert "Veel durf" in body(joost, read)
    assert "She is your contact" in body(joost, read)
    return row


def test_from_an_idea_to_a_group(world: World) -> None:
    made = made_by_hand(world)
    row = applied_by_hand(world, made)
    samira, marit, joost, fatma = (
        signed_in(one) for one in (world.samira, world.marit, world.joost, world.fatma)
    )
    read, mine = at("read-application", made.pk, row.pk), at("my-application", made.pk)
    one, two = made.criteria.order_by("position")
    given = {
        f"score_{one.pk}": "5",
        f"reason_{one.pk}": "Heel sterk",
        f"score_{two.pk}": "2",
        f"reason_{two.pk}": "Kan meer",
    }
    assert joost.post(read, given | {f"score_{one.pk}": ""}).status_code == 422
    assert joost.post(read, given).status_code == 303
    assert "Heel sterk" in body(joost, read)
    compare, decide = at("compare-applications", made.pk), at("decide-application", made.pk, row.pk)
    for hidden in (read, compare, decide, at("replies", made.pk)):
        assert "Heel sterk" not in body(fatma, hidden)
    assert "first give your own scores" in body(fatma, compare)
    assert fatma.post(read, given | {f"score_{one.pk}": "2"}).status_code == 303
    assert "You differ most on: Moed" in body(fatma, compare)
    assert "<svg" in body(fatma, compare)
    choice = {"outcome": "place", "reply": "Kom erbij, Samira."}
    assert fatma.post(decide, choice | {"reply": ""}).status_code == 422
    assert fatma.post(decide, choice).status_code == 303
    assert "Kom erbij" not in body(samira, mine)
    replies = at("replies", made.pk)
    texts = {"place": "Dag {voornaam}!", "reserve": "", "no": ""}
    assert fatma.post(replies, texts | {"no": "--"}).status_code == 422
    assert fatma.post(replies, texts).status_code == 303
    assert "Dag Samira!" in body(joost, replies)
    assert joost.post(replies, {"act": "send"}).status_code == 303
    assert "Everyone got a reply" in body(joost, replies)
    assert "Kom erbij" in body(samira, mine)
    place = at("confirm-place", made.pk)
    assert "see your name" in body(samira, place)
    assert "Samira" not in body(marit, at("opportunity-desk", made.pk))
    assert samira.post(place, {"act": "yes"}).status_code == 303
    assert samira.get(place).url == mine
    assert "Samira" in body(marit, at("opportunity-desk", made.pk))
    assert marit.post(at("make-cohort", made.pk)).status_code == 303
    group = Group.objects.get(actor__name=made.title)
    assert group.actor.handle in body(samira, mine)
    assert signed_in(world.noor).get(at("group", group.actor.handle)).status_code == 404
    assert samira.post(at("withdraw-application", made.pk)).status_code == 303
    assert "you let it go" in body(samira, mine)


def test_desk_moves(world: World) -> None:
    made = an_open_one(world)
    marit, joost = signed_in(world.marit), signed_in(world.joost)
    move = at("move-opportunity", made.pk)
    assert "apply longer" in body(marit, move)
    assert joost.get(move).status_code == 404
    later = {
        "closes": (localdate() + 12 * DAY).isoformat(),
        "closing_time": "12:00",
        "answer_by": (localdate() + 25 * DAY).isoformat(),
    }
    assert marit.post(move, later | {"answer_by": localdate().isoformat()}).status_code == 422
    assert marit.post(move, later).url == at("opportunity-desk", made.pk)
    change = at("change-opportunity", made.pk)
    assert 'name="closes"' not in body(marit, change)
    assert marit.post(change, said(costs="€ 5")).status_code == 303
    made.refresh_from_db()
    assert (made.costs, made.title) == ("€ 5", SAID["title"])
    closes(made)
    day = (localdate() + 30 * DAY).isoformat()
    assert "You promised" in body(joost, move)
    assert joost.post(move, {"answer_by": day}).url == at("panel", made.pk)
    organisers = at("opportunity-organisers", made.pk)
    marit.post(organisers, {"handle": world.noor.handle})
    assert "Noor" in body(marit, at("opportunity-desk", made.pk))
    assert marit.post(organisers, {"handle": "niemand"}).status_code == 303
    noor = signed_in(world.noor)
    stopped = noor.post(organisers, {"handle": world.noor.handle, "act": "stop"})
    assert stopped.url == at("opportunities")
    cancel = at("cancel-opportunity", made.pk)
    assert marit.post(cancel, {"reason": ""}).status_code == 422
    assert "reason" in body(marit, cancel)
    assert marit.post(cancel, {"reason": "Geen zaal"}).status_code == 303
    assert "Geen zaal" in body(signed_in(world.samira), at("opportunity", made.pk))
    assert marit.get(move).status_code == 404
    assert joost.post(at("panel", made.pk), {"act": "decline"}).url == at("opportunities")
    draft = a_draft(world, title="Nooit")
    assert marit.post(at("cancel-opportunity", draft.pk)).status_code == 303
    assert not Opportunity.objects.filter(pk=draft.pk).exists()


def test_without_names(world: World) -> None:
    made = an_open_one(world, hides_names=True)
    row = applies(world.samira, made, "Dakkapellen")
    closes(made)
    joost = signed_in(world.joost)
    pages = [
        at("panel", made.pk),
        at("compare-applications", made.pk),
        at("replies", made.pk),
        at("read-application", made.pk, row.pk),
        at("decide-application", made.pk, row.pk),
    ]
    for page in pages:
        assert "Samira" not in body(joost, page)
        assert "Application 1" in body(joost, page)
    assert "Perhaps you know who wrote this" in body(joost, pages[3])
    scores(world.joost, row, 4, 4)
    for page in pages:
        assert "Samira" in body(joost, page)


def test_who_steps_aside_sees_no_more(world: World) -> None:
    made = an_open_one(world)
    row = applies(world.samira, made, "Dakkapellen")
    closes(made)
    joost, read = signed_in(world.joost), at("read-application", made.pk, row.pk)
    assert joost.post(read, {"act": "aside"}).url == at("panel", made.pk)
    scores(world.fatma, row, 4, 4)
    page = body(joost, read)
    assert "You stepped aside" in page
    assert "Dakkapellen" not in page
    assert joost.get(at("decide-application", made.pk, row.pk)).status_code == 404
    assert "Samira" not in body(joost, at("replies", made.pk))
    assert "Samira" not in body(joost, at("compare-applications", made.pk))
    assert "you stepped aside" in body(joost, at("panel", made.pk))


def test_that_somebody_applied_can_be_told_from_nothing(world: World) -> None:
    """All pages of everybody else are the same, byte for byte, and cost the same statements."""
    made = an_open_one(world)
    moves = [f"{one}-opportunity" for one in ("change", "move", "cancel")]
    names = ("opportunity", "opportunity-desk", *moves)
    looks = {
        "organiser": (world.marit, [*(at(name, made.pk) for name in names), at("opportunities")]),
        "panel": (world.joost, [at("panel", made.pk), at("compare-applications", made.pk)]),
        "member": (
            world.noor,
            [at("opportunity", made.pk), at("opportunities"), at("apply", made.pk)],
        ),
        "guest": (None, [at("opportunity", made.pk), at("opportunities")]),
    }

    def pages() -> dict[str, list[tuple[str, int]]]:
        found = {}
        for who, (person, addresses) in looks.items():
            client = signed_in(person) if person else Client()
            for address in addresses:
                client.get(address)
            told = []
            for address in addresses:
                with CaptureQueriesContext(connection) as asked:
                    page = client.get(address).content.decode()
                same = re.sub(r'"[A-Za-z0-9]{64}"|nonce="[^"]*"', "", page)
                told.append((same, len(asked)))
            found[who] = told
        return found

    before = pages()
    for person in (world.samira, world.peter, world.bram):
        applies(person, made)
    assert pages() == before
    made = closes(made)
    looks["panel"] = (world.joost, [])
    looks["organiser"] = (world.marit, looks["organiser"][1][:2])
    looks["member"] = (world.noor, looks["member"][1][:2])
    closed = pages()
    Application.objects.all().delete()
    assert pages() == closed


def test_the_number_of_statements_does_not_grow(world: World) -> None:
    made = an_open_one(world, places=9)
    joost, samira = signed_in(world.joost), signed_in(world.samira)
    people_more = [member(f"Lid {n}", f"lid{n}@duinrade.example") for n in range(3)]
    first = applies(people_more[0], made)
    for number in range(3):
        other = an_open_one(world, title=f"Kans {number}")
        if number:
            applies(world.samira, other)

    def cost(client: Client, address: str) -> int:
        client.get(address)
        with CaptureQueriesContext(connection) as asked:
            assert client.get(address).status_code == 200
        return len(asked)

    made = closes(made)
    pages = [at(name, made.pk) for name in ("panel", "compare-applications", "replies")]
    judged(world, {first: "place"})
    one = [cost(joost, page) for page in pages]
    lists = [cost(samira, at(name)) for name in ("opportunities", "my-applications")]
    for person in people_more[1:]:
        row = Application.objects.create(opportunity=made, person=person, sent_at=now())
        judged(world, {row: "no"})
    assert [cost(joost, page) for page in pages] == one
    for number in range(3):
        applies(world.samira, an_open_one(world, title=f"Meer {number}"))
    assert [cost(samira, at(name)) for name in ("opportunities", "my-applications")] == lists


def test_lists(world: World) -> None:
    noor = signed_in(world.noor)
    assert "Nothing is open now" in body(noor, at("opportunities"))
    assert "You applied for nothing" in body(noor, at("my-applications"))
    in_group = at("group-opportunities", world.group.actor.handle)
    made = an_open_one(world)
    assert made.title in body(signed_in(world.samira), in_group)
    assert "Nothing closed yet" in body(noor, f"{at('opportunities')}?geweest=1")
    row = applies(world.noor, made)
    assert "you hear by" in body(noor, at("my-applications"))
    Application.objects.filter(pk=row.pk).update(sent_at=None)
    assert "send it before" in body(noor, at("my-applications"))
    made = closes(made)
    assert "closed before you sent it" in body(noor, at("my-applications"))
    assert "It closed before you sent this" in body(noor, at("my-application", made.pk))
    assert "Closed. Everyone hears by" in body(noor, f"{at('opportunities')}?geweest=1")
    empty = signed_in(world.bram)
    assert "You are in no group yet" in body(empty, at("new-opportunity"))
    a_draft(world, title="Nog niet")
    assert "Nog niet" in body(signed_in(world.marit), at("opportunities"))


@pytest.mark.parametrize(
    ("kind", "schema"), [("traineeship", "JobPosting"), ("course", "EducationEvent")]
)
def test_a_public_one_is_found_by_search_engines(world: World, kind: str, schema: str) -> None:
    Group.objects.filter(pk=world.group.pk).update(readers="public")
    made = an_open_one(world, readers="public", kind=kind, text="Leren van elkaar.")
    guest = Client()
    page = body(guest, at("opportunity", made.pk))
    assert f"https://schema.org/{schema}" in page
    assert 'property="og:title"' in page
    assert "noindex" not in page
    assert "Joost" not in page
    assert made.title in body(guest, at("opportunities"))
    file = guest.get(at("opportunity-calendar", made.pk))
    assert b"BEGIN:VEVENT" in file.content
    members = an_open_one(world, title="Voor leden")
    assert guest.get(at("opportunity", members.pk)).url.startswith("/inloggen/")
    assert "noindex" in body(signed_in(world.samira), at("opportunity", members.pk))


def test_my_application_says_how_it_stands(world: World) -> None:
    made = an_open_one(world, places=1)
    rows = {one: applies(one, made) for one in (world.samira, world.noor, world.peter)}
    made = closes(made)
    mine = at("my-application", made.pk)
    samira, noor, peter = (signed_in(one) for one in rows)
    assert "Everybody hears at the same moment" in body(samira, mine)
    assert samira.get(at("confirm-place", made.pk)).status_code == 404
    Opportunity.objects.filter(pk=made.pk).update(late_at=now())
    assert "The reply is late" in body(samira, mine)
    outcomes = ("place", "reserve", "no")
    judged(world, dict(zip(rows.values(), outcomes, strict=True)))
    actions.send_replies(world.joost, opportunity=made)
    assert "There is a place for you" in body(samira, mine)
    assert "number 1 on the reserve list" in body(noor, mine)
    assert "not this time" in body(peter, mine)
    assert "the next hears" in body(samira, at("withdraw-application", made.pk)).lower()
    assert samira.post(at("confirm-place", made.pk), {"act": "no"}).status_code == 303
    assert "What you wrote is thrown away." in body(samira, mine)
    assert "the answer that you got" in body(peter, at("withdraw-application", made.pk))
    until = row_of(world.noor).offered_until
    assert until is not None
    actions.lapse_offers(at=until)
    assert "the place is gone" in body(noor, mine)
    actions.cancel_opportunity(world.marit, opportunity=made, reason="Geen zaal")
    assert "Geen zaal" in body(peter, mine)
    assert peter.post(at("withdraw-application", made.pk)).status_code == 303
    assert peter.get(mine).status_code == 404
    assert "cancelled" in body(samira, at("my-applications"))


def test_nothing_to_read(world: World) -> None:
    made = closes(an_open_one(world))
    joost = signed_in(world.joost)
    assert "nothing for you to read" in body(joost, at("panel", made.pk))
    assert "nothing to compare" in body(joost, at("compare-applications", made.pk))
    actions.send_replies(world.joost, opportunity=made)
    assert "nothing to read any more" in body(joost, at("panel", made.pk))
    assert "has a reply" in body(joost, at("opportunity", made.pk))
    assert "Nobody yet" in body(signed_in(world.marit), at("opportunity-desk", made.pk))


def test_who_did_not_answer_in_time_does_not_sit_any_more(world: World) -> None:
    made = an_open_one(world)
    actions.ask_panellist(world.marit, opportunity=made, person=world.bram)
    bram, address = signed_in(world.bram), at("panel", made.pk)
    assert "Yes, I read" in body(bram, address)
    actions.send_replies(world.joost, opportunity=closes(made))
    assert "Yes, I read" not in body(bram, address)
    assert "nothing to read any more" in body(bram, address)


def test_who_withdraws_while_she_is_read(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    made = an_open_one(world)
    row = applies(world.samira, made)
    closes(made)
    found = opportunity_panel.application_of

    def then_gone(*args: Any) -> Any:
        one = found(*args)
        Application.objects.all().delete()
        return one

    monkeypatch.setattr(opportunity_panel, "application_of", then_gone)
    given = {f"score_{one.pk}": "4" for one in made.criteria.all()}
    given |= {f"reason_{one.pk}": "Sterk." for one in made.criteria.all()}
    address = at("read-application", made.pk, row.pk)
    assert signed_in(world.joost).post(address, given).status_code == 404


def test_an_organisation_offers(world: World) -> None:
    samira = signed_in(world.samira)
    place = world.samira.roles.get().organisation
    assert place is not None
    new = said(offered_by=f"o{place.pk}", readers="public")
    assert samira.post(at("new-opportunity"), new).status_code == 303
    made = Opportunity.objects.get()
    assert made.organisation == place
    assert place.name in body(samira, at("opportunity", made.pk))


def test_refused_on_a_page_is_said(world: World) -> None:
    made = replied(world, {world.samira: "place"})
    samira = signed_in(world.samira)
    Application.objects.update(offered_until=now() - timedelta(hours=1))
    told = samira.post(at("confirm-place", made.pk), {"act": "yes"}, follow=True)
    assert "not kept for you any more" in told.content.decode()
