"""Getting into a group that decides who gets in: what is seen from outside, and who knocks."""

import re
from datetime import timedelta
from pathlib import Path

import pytest
import time_machine
from django.core import mail
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from tests import postbox
from tests.leaving.story import take
from tests.world import World, member
from vaknet.domain.activity.models import Activity, Actor
from vaknet.domain.groups import actions, admission, queries
from vaknet.domain.groups.models import Group, JoinRequest
from vaknet.domain.knowledge import actions as knowledge
from vaknet.domain.people import actions as people
from vaknet.domain.refusal import Refused
from vaknet.interfaces.jobs import followups

QUESTION, ANSWER = "Waar loop jij tegenaan?", "Mijn rooster is elke week anders."
RULES = "Wat hier gezegd wordt, blijft **hier**."


@pytest.fixture
def closed(world: World) -> Group:
    """Noor's group on request, read by itself; Joost is in it and asked something."""
    group = actions.start_group(
        world.noor,
        name="Werkdruk",
        purpose="Wat te veel werk met ons doet",
        readers="group",
        admission="request",
        join_question=QUESTION,
        house_rules=RULES,
    )
    actions.let_in(world.noor, request=knock(world.joost, group))
    knowledge.ask(world.joost, group=group, title="Wie is er ook moe?")
    return group


def knock(by: Actor, group: Group, text: str = ANSWER) -> JoinRequest:
    rules = admission.house_rules(by, group)
    return actions.ask_to_join(by, group=group, text=text, agreed_to=rules.pk if rules else None)


def signed_in(actor: Actor) -> Client:
    client = Client(headers={"accept-language": "en"})
    client.force_login(actor.account)
    return client


def letters(verb: str) -> list[mail.EmailMessage]:
    for activity in Activity.objects.filter(verb=verb).order_by("pk"):
        followups.run(activity.pk)
    postbox.empty()
    return list(mail.outbox)


def without_tokens(page: str) -> str:
    return re.sub(r"[A-Za-z0-9]{64}", "", page)


# From outside


def test_from_outside_one_sees_what_it_is_and_who_looks_after_it(
    world: World, closed: Group
) -> None:
    page = signed_in(world.bram).get("/g/werkdruk/").text
    assert "Wat te veel werk met ons doet" in page
    assert "<strong>hier</strong>" in page
    assert "Noor Janssen" in page
    assert "Knock" in page


def test_from_outside_one_sees_no_members_no_questions_and_no_numbers(
    world: World, closed: Group
) -> None:
    actions.give_duty(world.noor, group=closed, person=world.joost, kind="host", text="Ontvangt")
    client = signed_in(world.bram)
    for address in ("/g/werkdruk/", "/g/werkdruk/meedoen/", "/g/werkdruk/huisregels/"):
        page = client.get(address).text
        assert "Joost" not in page
        assert "Wie is er ook moe?" not in page
        assert "Ontvangt" not in page
    for address in ("/g/werkdruk/leden/", "/g/werkdruk/wie-zorgt/", "/g/werkdruk/wie-klopt/"):
        assert client.get(address).status_code == 404
    listed = client.get("/g/?q=Werkdruk").text
    assert "you knock to get in" in listed
    assert "2 members" not in listed
    assert "2 members" in signed_in(world.joost).get("/g/?q=Werkdruk").text


def test_a_guest_cannot_tell_it_from_none(closed: Group) -> None:
    there, nowhere = (Client().get(f"/g/{name}/") for name in ("werkdruk", "bestaat-niet"))
    assert (there.status_code, nowhere.status_code) == (302, 302)
    assert there["Location"].replace("werkdruk", "bestaat-niet") == nowhere["Location"]


def test_a_hidden_group_is_not_there_for_a_member(world: World, closed: Group) -> None:
    """The same page with the same number of statements as for an address that nobody has."""
    hidden = actions.start_group(world.noor, name="Staking", purpose="Stil", readers="group")
    client = signed_in(world.bram)
    for page in ("", "meedoen/", "huisregels/", "leden/", "instellingen/", "wie-zorgt/"):
        told = []
        for name in (hidden.actor.handle, "bestaat-niet"):
            with CaptureQueriesContext(connection) as statements:
                answer = client.get(f"/g/{name}/{page}")
            text = without_tokens(answer.text.replace(name, ""))
            told.append((answer.status_code, text, len(statements)))
        assert told[0] == told[1]
        assert told[0][0] == 404
    assert "No group found" in client.get("/g/?q=Staking").text
    assert hidden not in admission.visible_groups(world.bram)
    assert list(admission.duties(world.bram, hidden)) == []


def test_who_is_kept_apart_from_a_steward_does_not_see_her(world: World, closed: Group) -> None:
    people.block(world.noor, other=world.bram)
    page = signed_in(world.bram).get("/g/werkdruk/").text
    assert "Noor" not in page
    assert "Nobody looks after this group now." in page


def test_a_group_by_invitation_says_so_and_nobody_can_knock(world: World) -> None:
    group = actions.start_group(
        world.noor, name="Bestuur", purpose="Wij", readers="group", admission="invitation"
    )
    client = signed_in(world.bram)
    assert "By invitation" in client.get("/g/bestuur/").text
    assert client.post("/g/bestuur/meedoen/")["Location"] == "/g/bestuur/"
    with pytest.raises(Refused):
        actions.ask_to_join(world.bram, group=group)
    with pytest.raises(Refused):
        actions.join_group(world.bram, group=group)
    assert not queries.is_member(world.bram, group)


def test_who_may_read_a_group_on_request_reads_and_knocks_to_ask(world: World) -> None:
    actions.start_group(
        world.noor, name="Cao", purpose="Lezen mag", readers="public", admission="request"
    )
    page = signed_in(world.bram).get("/g/cao/").text
    assert "No questions yet" in page
    assert "Knock" in page
    assert Client().get("/g/cao/").status_code == 200


# Knocking


def test_who_knocks_waits_and_is_let_in(world: World, closed: Group) -> None:
    client = signed_in(world.bram)
    page = client.get("/g/werkdruk/meedoen/").text
    assert QUESTION in page
    rules = closed.house_rules.get().pk
    sent = client.post("/g/werkdruk/meedoen/", {"text": ANSWER, "agree": rules})
    assert (sent.status_code, sent["Location"]) == (303, "/g/werkdruk/")
    assert "You hear from us when you are let in." in client.get("/g/werkdruk/").text
    assert client.get("/g/werkdruk/meedoen/")["Location"] == "/g/werkdruk/"

    steward = signed_in(world.noor)
    waiting = steward.get("/g/werkdruk/wie-klopt/").text
    assert ANSWER in waiting
    assert "Bram Kuipers" in waiting
    asked = JoinRequest.objects.get(actor=world.bram)
    steward.post(f"/g/werkdruk/wie-klopt/{asked.pk}/", {"act": "let_in"})
    assert queries.is_member(world.bram, closed)
    assert "Wie is er ook moe?" in client.get("/g/werkdruk/").text
    assert client.get("/g/werkdruk/meedoen/")["Location"] == "/g/werkdruk/"


def test_what_is_missing_is_said(world: World, closed: Group) -> None:
    client = signed_in(world.bram)
    sent = client.post("/g/werkdruk/meedoen/", {"text": " "})
    assert sent.status_code == 422
    assert "Answer the question." in sent.text
    assert "say that you agree" in sent.text
    with pytest.raises(Refused) as refused:
        actions.ask_to_join(world.bram, group=closed, text=" ")
    assert refused.value.field == "text"
    assert admission.my_request(world.bram, closed) is None


def test_only_stewards_read_the_answer(world: World, closed: Group) -> None:
    asked = knock(world.bram, closed)
    assert list(admission.requests_waiting(world.noor, closed)) == [asked]
    for other in (world.joost, world.moderator, world.fatma):
        assert list(admission.requests_waiting(other, closed)) == []
        client = signed_in(other)
        for page in ("/g/werkdruk/", "/g/werkdruk/wie-klopt/", "/g/werkdruk/leden/", "/g/"):
            assert ANSWER not in client.get(page).text
        address = f"/g/werkdruk/wie-klopt/{asked.pk}/"
        assert client.post(address, {"act": "let_in"}).status_code == 404
        with pytest.raises(Refused):
            actions.let_in(other, request=asked)
        with pytest.raises(Refused):
            actions.decline_request(other, request=asked)
    assert not queries.is_member(world.bram, closed)


def test_the_answer_is_in_nobody_elses_archive(
    world: World, closed: Group, settings, tmp_path: Path
) -> None:
    """Not in that of a steward either: the words stay of who wrote them."""
    settings.VAKNET_DATA = tmp_path
    knock(world.bram, closed)
    assert ANSWER in take(world.bram).whole
    for other in (world.noor, world.fatma):
        assert ANSWER not in take(other).whole


def test_a_no_without_words_is_told_to_nobody(world: World, closed: Group) -> None:
    asked = knock(world.bram, closed)
    before = signed_in(world.bram).get("/g/werkdruk/").text
    answer = {"act": "decline", f"r{asked.pk}-text": " "}
    signed_in(world.noor).post(f"/g/werkdruk/wie-klopt/{asked.pk}/", answer)
    actions.decline_request(world.noor, request=asked)
    assert list(admission.requests_waiting(world.noor, closed)) == []
    after = signed_in(world.bram).get("/g/werkdruk/").text
    assert without_tokens(before) == without_tokens(after)
    assert letters("declined_join_request") == []
    assert Activity.objects.filter(verb="declined_join_request").count() == 1
    assert knock(world.bram, closed) == asked


def test_a_no_in_words_reaches_who_knocked(world: World, closed: Group) -> None:
    asked = knock(world.bram, closed)
    words = "Wij zijn met genoeg; de open groep past beter."
    answer = {"act": "decline", f"r{asked.pk}-text": words}
    signed_in(world.noor).post(f"/g/werkdruk/wie-klopt/{asked.pk}/", answer)
    assert words in signed_in(world.bram).get("/g/werkdruk/").text
    (letter,) = letters("declined_join_request")
    assert letter.to == [world.bram.account.email]
    assert words in letter.body
    signed_in(world.bram).post("/g/werkdruk/liever-niet/")
    assert words not in signed_in(world.bram).get("/g/werkdruk/").text
    mail.outbox.clear()
    assert letters("declined_join_request") == []


def test_words_that_are_too_long_are_not_sent(world: World, closed: Group) -> None:
    asked = knock(world.bram, closed)
    answer = {"act": "decline", f"r{asked.pk}-text": "x" * 1001}
    page = signed_in(world.noor).post(f"/g/werkdruk/wie-klopt/{asked.pk}/", answer, follow=True)
    assert "too long" in page.text
    assert list(admission.requests_waiting(world.noor, closed)) == [asked]


def test_what_was_answered_or_taken_back_is_not_answered_again(world: World, closed: Group) -> None:
    asked = knock(world.bram, closed)
    first = actions.let_in(world.noor, request=asked)
    assert actions.let_in(world.noor, request=asked) == first
    with pytest.raises(Refused):
        actions.decline_request(world.noor, request=asked)
    assert "You are in" in signed_in(world.bram).get("/g/werkdruk/").text
    gone = knock(world.fatma, closed)
    actions.withdraw_request(world.fatma, group=closed)
    actions.withdraw_request(world.fatma, group=closed)
    with pytest.raises(Refused):
        actions.let_in(world.noor, request=gone)
    said_no = knock(world.peter, closed)
    address = f"/g/werkdruk/wie-klopt/{said_no.pk}/"
    actions.decline_request(world.noor, request=said_no)
    assert signed_in(world.noor).post(address, {"act": "let_in"}).status_code == 404


def test_two_stewards_answer_at_the_same_moment(world: World, closed: Group, monkeypatch) -> None:
    """The second one read the page before the first one said no."""
    asked = knock(world.bram, closed)
    page = admission.requests_waiting(world.noor, closed)
    list(page)
    actions.decline_request(world.noor, request=asked)
    monkeypatch.setattr(admission, "requests_waiting", lambda *_: JoinRequest.objects.all())
    answer = signed_in(world.noor).post(
        f"/g/werkdruk/wie-klopt/{asked.pk}/", {"act": "let_in"}, follow=True
    )
    assert "answered already" in answer.text
    assert not queries.is_member(world.bram, closed)


def test_knocking_is_quiet(world: World, closed: Group) -> None:
    """Twice is once; after taking it back a month passes, whatever was said meanwhile."""
    first = knock(world.bram, closed)
    assert knock(world.bram, closed) == first
    actions.withdraw_request(world.bram, group=closed)
    with pytest.raises(Refused, match="30"):
        knock(world.bram, closed)
    with time_machine.travel(timezone.now() + timedelta(days=31)):
        assert knock(world.bram, closed) != first


def test_a_silent_no_is_not_to_be_found_out_by_knocking_again(world: World, closed: Group) -> None:
    refusals = []
    for person, is_declined in ((world.bram, True), (world.fatma, False)):
        asked = knock(person, closed)
        if is_declined:
            actions.decline_request(world.noor, request=asked)
        actions.withdraw_request(person, group=closed)
        with pytest.raises(Refused) as refused:
            knock(person, closed)
        refusals.append(str(refused.value.message))
    assert refusals[0] == refusals[1]


def test_ten_groups_a_day(world: World) -> None:
    for number in range(11):
        group = actions.start_group(
            world.noor, name=f"Groep {number}", purpose="x", admission="request"
        )
        if number < 10:
            knock(world.bram, group)
    with pytest.raises(Refused, match="10"):
        knock(world.bram, group)


def test_who_is_in_does_not_knock(world: World, closed: Group) -> None:
    with pytest.raises(Refused):
        knock(world.noor, closed)


def test_who_left_may_knock_again_at_once(world: World, closed: Group) -> None:
    actions.let_in(world.noor, request=knock(world.bram, closed))
    actions.leave_group(world.bram, group=closed)
    assert admission.my_request(world.bram, closed) is None
    assert knock(world.bram, closed).let_in_at is None


# Letters


def test_stewards_hear_that_somebody_knocks(world: World, closed: Group) -> None:
    mail.outbox.clear()
    Activity.objects.filter(verb="asked_to_join").delete()
    knock(world.bram, closed)
    (letter,) = letters("asked_to_join")
    assert letter.to == [world.noor.account.email]
    assert ANSWER in letter.body
    assert "/g/werkdruk/wie-klopt/" in letter.body


@pytest.mark.parametrize(
    "meanwhile",
    [
        lambda world, asked: actions.withdraw_request(world.bram, group=asked.group),
        lambda world, asked: actions.decline_request(world.noor, request=asked),
        lambda world, _asked: people.mute(world.noor, other=world.bram),
        lambda world, _asked: people.block(world.noor, other=world.bram),
    ],
    ids=["withdrawn", "declined", "muted", "blocked"],
)
def test_what_no_longer_waits_is_not_mailed(world: World, closed: Group, meanwhile) -> None:
    Activity.objects.filter(verb="asked_to_join").delete()
    meanwhile(world, knock(world.bram, closed))
    assert letters("asked_to_join") == []


def test_who_is_let_in_hears_of_it_as_long_as_she_is_in(world: World, closed: Group) -> None:
    Activity.objects.filter(verb="let_in").delete()
    actions.let_in(world.noor, request=knock(world.bram, closed))
    (letter,) = letters("let_in")
    assert letter.to == [world.bram.account.email]
    mail.outbox.clear()
    actions.leave_group(world.bram, group=closed)
    assert letters("let_in") == []


def test_a_steward_who_is_kept_apart_neither_sees_nor_answers(world: World, closed: Group) -> None:
    asked = knock(world.bram, closed)
    people.block(world.bram, other=world.noor)
    assert list(admission.requests_waiting(world.noor, closed)) == []
    with pytest.raises(Refused):
        actions.let_in(world.noor, request=asked)


# House rules


def test_what_one_agreed_to_is_known(world: World, closed: Group) -> None:
    first = closed.house_rules.get()
    assert {one.actor for one in first.agreements.all()} == {world.noor, world.joost}
    assert admission.house_rules(world.joost, closed).is_agreed
    change(world.noor, closed, house_rules="Wees kort.")
    page = signed_in(world.joost).get("/g/werkdruk/").text
    assert "newer than what you agreed to" in page
    rules = "/g/werkdruk/huisregels/"
    assert "Wees kort." in signed_in(world.joost).get(rules).text
    assert signed_in(world.joost).post(rules).status_code == 422
    latest = closed.house_rules.latest("pk")
    signed_in(world.joost).post(rules, {"agree": latest.pk})
    assert "You agreed to these." in signed_in(world.joost).get(rules).text
    assert {one.actor for one in latest.agreements.all()} == {world.noor, world.joost}
    assert signed_in(world.joost).post(rules, {"agree": latest.pk}).status_code == 303


def change(by: Actor, group: Group, **more: str) -> Group:
    group.refresh_from_db()
    said = {
        "name": group.actor.name,
        "purpose": group.purpose,
        "readers": group.readers,
        "admission": group.admission,
        "join_question": group.join_question,
        "house_rules": RULES,
    }
    return actions.change_group(by, group=group, **said | more)


def test_one_agrees_to_what_one_read(world: World, closed: Group) -> None:
    """The rules change while she reads them: she reads the new ones first."""
    old = closed.house_rules.get().pk
    change(world.noor, closed, house_rules="Iets heel anders.")
    client = signed_in(world.bram)
    for page in ("meedoen/", "huisregels/"):
        client = signed_in(world.joost if page == "huisregels/" else world.bram)
        sent = client.post(f"/g/werkdruk/{page}", {"text": ANSWER, "agree": old})
        assert sent.status_code == 422
        assert "Read them again." in sent.text
        assert "Iets heel anders." in sent.text
        assert not re.search(r"name=\"agree\"[^>]*checked", sent.text)
    assert admission.my_request(world.bram, closed) is None
    nonsense = client.post("/g/werkdruk/huisregels/", {"agree": "niet-waar"})
    assert nonsense.status_code == 422


def test_a_group_without_rules_asks_nobody_to_agree(world: World) -> None:
    group = actions.start_group(world.noor, name="Open", purpose="Voor wie wil")
    assert admission.house_rules(world.bram, group) is None
    assert "did not write any" in signed_in(world.bram).get("/g/open/huisregels/").text
    assert signed_in(world.bram).post("/g/open/huisregels/").status_code == 303
    actions.agree_to_house_rules(world.bram, group=group, rules=None)
    change(world.noor, group, house_rules="Kort.")
    change(world.noor, group, house_rules="")
    assert admission.house_rules(world.bram, group) is None
    actions.join_group(world.bram, group=group)
    assert queries.is_member(world.bram, group)


def test_joining_an_open_group_with_rules_takes_reading_them(world: World) -> None:
    group = actions.start_group(world.noor, name="Open", purpose="x", house_rules="Wees kort.")
    client = signed_in(world.bram)
    assert "First you read the house rules." in client.get("/g/open/").text
    assert client.post("/g/open/meedoen/").status_code == 422
    with pytest.raises(Refused):
        actions.join_group(world.bram, group=group)
    client.post("/g/open/meedoen/", {"agree": group.house_rules.get().pk})
    assert queries.is_member(world.bram, group)


def test_rules_hold_no_script(world: World) -> None:
    actions.start_group(
        world.noor, name="Open", purpose="x", house_rules="<script>alert(1)</script> **ja**"
    )
    page = signed_in(world.bram).get("/g/open/meedoen/").text
    assert "<strong>ja</strong>" in page
    assert "<script>alert" not in page


def test_a_newcomer_reads_all_that_a_member_may(world: World, closed: Group) -> None:
    ilse = member("Ilse de Wit", "ilse@oosterhage.example")
    assert closed in admission.visible_groups(ilse)
    assert closed not in queries.readable_groups(ilse)
