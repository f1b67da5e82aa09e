"""Closing an account: nobody to others at once, two weeks to come back, and then really gone."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.contrib.sessions.models import Session
from django.core import mail
from django.test import Client
from django.utils import timezone
from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateJob

from tests import postbox
from tests.leaving.story import signed_in, take, talked
from tests.leaving.tables import dump, held, tables_with
from tests.world import World, acquaint, member
from vaknet.domain.activity.links import action_token
from vaknet.domain.activity.models import Activity, Actor
from vaknet.domain.connections import actions as connections
from vaknet.domain.connections import queries as contacts
from vaknet.domain.connections.memory import Words
from vaknet.domain.connections.models import ConnectionRequest, Introduction
from vaknet.domain.finding import actions as finding
from vaknet.domain.finding import queries as finder
from vaknet.domain.groups import actions as groups
from vaknet.domain.groups import queries as group_queries
from vaknet.domain.groups.models import StewardshipOffer
from vaknet.domain.knowledge import actions as knowledge
from vaknet.domain.knowledge.models import Answer, Question
from vaknet.domain.leaving import actions, files
from vaknet.domain.people import actions as people
from vaknet.domain.people.models import Account, Closure, Organisation
from vaknet.domain.refusal import Refused
from vaknet.domain.talks import actions as talks
from vaknet.interfaces.jobs import clock, followups
from vaknet.interfaces.mail.post import SEND_LETTER

NAME, MAIL, HANDLE = "Samira El Idrissi", "samira@waterveen.example", "samira.el.idrissi"
HERS = "zonnebloempitten"  # stands in everything that she wrote for herself or for nobody any more
THEIRS = "walnotendoppen"  # stands in what others keep of her


@pytest.fixture
def full(world: World) -> World:
    """Samira has some of everything, and others have something of her."""
    samira = world.samira
    people.change_profile(
        samira, name=NAME, promise=HERS, profession=HERS, occupation=None, place=None
    )
    people.add_known_topic(samira, text=f"{HERS} en meer")
    people.offer_help(samira, kind="coffee", remark=HERS)
    people.add_role(samira, kind="volunteering", title="imker", organisation=f"Imkerij {HERS}")
    people.mute(samira, other=world.peter)
    people.go_along(samira)
    connections.follow(samira, person=world.peter)
    connections.follow(world.marit, person=samira)
    topic = people.add_known_topic(world.joost, text="Bezwaren")
    connections.confirm(samira, topic=topic, where=HERS)
    connections.confirm(world.joost, topic=samira.known_topics.first(), where=HERS)
    told = Words(note=HERS)
    connections.keep_memory(samira, about=world.marit, told=told)
    connections.keep_memory(world.marit, about=samira, told=told)
    connections.agree_to_be_go_between(samira)
    connections.keep_out_of_reach(samira, contact=world.joost)
    connections.keep_out_of_reach(world.joost, contact=samira)
    _introductions(world)
    _writes(world)
    times = [timezone.now() + timedelta(days=1)]
    talks.propose_talk(samira, invitee=world.joost, purpose=HERS, times=times)
    talked(samira, world.joost, purpose=f"{HERS} en thee", note=HERS)
    connections.request_connection(samira, recipient=world.bram, note=HERS)
    finding.index_everything()
    return world


def _introductions(world: World) -> None:
    """One of hers came about, one waits; one of others came about through her."""
    asked = connections.ask_introduction(
        world.samira, target=world.marit, route=[world.joost], purpose=HERS
    )
    connections.write_to_step(world.samira, step=asked.steps.get(), text=HERS)
    through = connections.ask_introduction(
        world.noor, target=world.fatma, route=[world.samira], purpose="Over de cao"
    )
    connections.agree_to_introduce(world.samira, step=through.steps.get(), note=THEIRS)
    connections.accept_introduction(world.fatma, introduction=through)


def _writes(world: World) -> None:
    samira, group = world.samira, world.group
    lonely = knowledge.ask(samira, group=group, title=f"Wie weet dit? {THEIRS}")
    asked = knowledge.ask(samira, group=group, title=f"Wie scant? {THEIRS}")
    knowledge.answer(world.marit, question=asked, text="Wij.")
    given = knowledge.answer(samira, question=world.question, text=HERS)
    knowledge.change_answer(samira, answer=given, text=f"Kijk in het plan. {THEIRS}")
    back = knowledge.answer(samira, question=asked, text=f"{HERS} dus niet")
    knowledge.withdraw_answer(samira, answer=back)
    gone = knowledge.ask(samira, group=group, title=f"{HERS} of niet?", topics=[HERS])
    knowledge.withdraw_question(samira, question=gone)
    knowledge.thank(world.joost, answer=given)
    knowledge.thank(samira, answer=world.answer)
    assert lonely.author == samira


def close(actor: Actor, answers: str = "stay") -> Closure:
    return actions.close_account(actor, answers=answers)


def letters() -> None:
    """What follows from what happened, and what is sent by it."""
    for activity in Activity.objects.filter(verb="closed_account"):
        followups.run(activity.pk)
    postbox.empty()


def after_two_weeks() -> None:
    with time_machine.travel(timezone.now() + timedelta(days=14, minutes=1), tick=False):
        clock.carry_out_closures(timestamp=0)


PAGES = ("/", "/g/", "/g/vergunningen-toezicht/", "/ik/bekenden/", "/ik/introducties/")
PAGES += ("/ik/afspraken/", "/ik/kaartjes/", "/ik/netwerk/", "/vraag/?q=zonnebloempitten")
PAGES += ("/g/vergunningen-toezicht/leden/", "/welkom/3/", "/ik/afstand/")


@pytest.mark.parametrize("who", ["joost", "noor", "marit", "bram", "moderator"])
def test_from_that_moment_nobody_sees_her(full: World, who: str) -> None:
    """A contact, one introduced through her, one she asked for, a stranger and a moderator."""
    viewer = signed_in(getattr(full, who))
    pages = [*PAGES, f"/vraag/{full.question.pk}/", f"/vraag/?q={HERS}"]
    before = " ".join(viewer.get(page).text for page in pages)
    assert NAME in before
    close(full.samira)
    after = {page: viewer.get(page).text for page in pages}
    assert [page for page, text in after.items() if NAME in text or HANDLE in text] == []
    assert "A former member" in after[f"/vraag/{full.question.pk}/"]
    gone, never = (viewer.get(f"/@{handle}/") for handle in (HANDLE, "bestaat-niet"))
    assert (gone.status_code, never.status_code) == (404, 404)
    former = Actor.objects.get(pk=full.samira.pk).handle
    assert viewer.get(f"/@{former}/").status_code == 404


def test_a_page_for_everyone_goes_too(full: World) -> None:
    people.show_parts(full.samira, who_sees={"promise": "everyone"}, agreed_to="2026-11")
    assert HERS in Client().get(f"/@{HANDLE}/").text
    close(full.samira)
    assert Client().get(f"/@{HANDLE}/").headers["Location"].startswith("/inloggen/")


def test_a_guest_notices_nothing(full: World) -> None:
    closed = {page: Client().get(page) for page in ("/", f"/@{HANDLE}/")}
    close(full.samira)
    for page, before in closed.items():
        after = Client().get(page)
        assert (after.status_code, after.headers.get("Location")) == (
            before.status_code,
            before.headers.get("Location"),
        )


def test_she_is_on_no_route_in_no_list_and_in_no_search(full: World) -> None:
    assert full.samira in [one.actor for one in finder.who_can_help(full.joost, HERS).people]
    close(full.samira)
    assert finder.who_can_help(full.joost, HERS).people == []
    assert full.samira not in contacts.contacts(full.joost)
    assert contacts.routes(full.noor, full.fatma) == []
    assert full.samira not in [one.actor for one in group_queries.members(full.joost, full.group)]
    assert contacts.requests_waiting(full.bram).count() == 0
    assert full.joost.talks_received.filter(agreed_at=None, cancelled_at=None).count() == 0


def test_she_comes_back_to_all_of_it(full: World) -> None:
    before = dump()
    close(full.samira)
    actions.reopen_account(full.samira)
    after = dump()
    changed = {table for table in before if before[table] != after[table]}
    rows = {"people_closure", "activity_activity", "procrastinate_jobs", "procrastinate_events"}
    rows.add("connections_networkchange")  # that her ties went and came, for the graph
    moved = {table for table in changed - rows if _sorted(before[table]) != _sorted(after[table])}
    assert moved == set()
    closure = Closure.objects.get()
    assert (closure.until is not None, closure.name, closure.handle) == (True, "", "")


def _sorted(text: str) -> list[str]:
    return sorted(text.split("\n"))


def test_the_clock_brings_no_line_back_to_who_left(full: World) -> None:
    today = timezone.localdate()
    people.add_role(full.samira, kind="work", title="adviseur", since=today)
    close(full.samira)
    clock.refresh_headlines(timestamp=0)
    assert Actor.objects.get(pk=full.samira.pk).headline == ""
    assert actions.reopen_account(full.samira).headline == "adviseur"


def test_who_took_her_address_meanwhile_keeps_it(full: World) -> None:
    close(full.samira)
    namesake = member(NAME, "another@waterveen.example")
    assert namesake.handle == HANDLE
    assert re.fullmatch(rf"{re.escape(HANDLE)}\d{{3}}", actions.reopen_account(full.samira).handle)


def test_she_signs_in_and_comes_back(full: World) -> None:
    samira = signed_in(full.samira)
    form = samira.get("/ik/gegevens/stoppen/")
    assert "What others keep" in form.text
    wrong = samira.post("/ik/gegevens/stoppen/", {"answers": "stay", "name": "Bram"})
    assert (wrong.status_code, NAME in wrong.text) == (422, True)
    assert samira.post("/ik/gegevens/stoppen/", {"name": NAME}).status_code == 422
    done = samira.post(
        "/ik/gegevens/stoppen/", {"answers": "stay", "name": f" {NAME.lower()} "}, follow=True
    )
    assert "Your account is closed" in done.text
    for page in ("/", "/ik/", "/ik/gegevens/", "/welkom/2/", "/ik/gegevens/stoppen/"):
        assert samira.get(page).headers["Location"].startswith("/ik/gegevens/gestopt/"), page
    assert samira.get("/ik/gegevens/1/vaknet.zip").status_code == 302
    back = samira.post("/ik/gegevens/gestopt/", follow=True)
    assert "Welcome back, Samira." in back.text
    assert samira.get("/ik/gegevens/gestopt/").headers["Location"] == "/ik/gegevens/"


def test_the_page_for_who_left_is_of_nobody_else(world: World) -> None:
    assert Client().get("/ik/gegevens/gestopt/").headers["Location"].startswith("/inloggen/")
    newcomer = Client()
    newcomer.force_login(people.knock("nieuw@waterveen.example", language="nl"))
    assert newcomer.get("/ik/gegevens/gestopt/").headers["Location"] == "/welkom/2/"


def test_the_letter_has_the_day_and_the_way_back(full: World) -> None:
    people.stop_mail(full.samira.account)
    closure = close(full.samira)
    letters()
    [letter] = [one for one in mail.outbox if one.to == [MAIL]]
    assert "gesloten" in letter.subject
    assert f"Op {timezone.localtime(closure.erase_at).day} " in letter.body
    path = re.search(r"/terug/\S+/", letter.body)
    assert path is not None
    page = Client(headers={"accept-language": "en"}).get(path.group())
    assert "Do you want to stay after all?" in page.text
    assert Closure.objects.filter(until=None).exists()
    Client().post(path.group())
    assert Actor.objects.get(pk=full.samira.pk).name == NAME
    assert Client().post(path.group()).status_code == 410
    assert Client().get(f"{path.group()[:-2]}x/").status_code == 404


def test_a_letter_link_of_another_kind_is_no_way_back(full: World) -> None:
    closure = close(full.samira)
    for token in (
        action_token(full.samira, "request", closure.pk),
        action_token(full.samira, "come_back", closure.pk + 1),
    ):
        assert Client().get(f"/terug/{token}/").status_code == 404
    nobody = action_token(Actor(pk=987_654_321), "come_back", closure.pk)
    assert Client().get(f"/terug/{nobody}/").status_code == 410
    with time_machine.travel(timezone.now() - timedelta(days=31)):
        late = action_token(full.samira, "come_back", closure.pk)
    assert Client().post(f"/terug/{late}/").status_code == 410


def test_no_letter_about_it_after_she_came_back(full: World) -> None:
    close(full.samira)
    actions.reopen_account(full.samira)
    letters()
    assert [one for one in mail.outbox if one.to == [MAIL] and "gesloten" in one.subject] == []


def test_a_link_in_an_older_letter_does_nothing_for_who_left(full: World) -> None:
    request = connections.request_connection(full.bram, recipient=full.samira, note="Hoi")
    token = action_token(full.samira, "request", request.pk)
    close(full.samira)
    assert Client().post(f"/i/{token}/", {"act": "accept"}).status_code == 404


def test_twice_is_once(full: World) -> None:
    assert close(full.samira) == close(full.samira, answers="go")
    with pytest.raises(Closure.DoesNotExist):
        actions.reopen_account(full.joost)


def test_what_is_not_an_answer_is_refused(full: World) -> None:
    with pytest.raises(Refused) as said:
        close(full.samira, answers="perhaps")
    assert said.value.field == "answers"


def test_nobody_is_left_waiting(full: World) -> None:
    """An agreed talk is cancelled first, and for a group without a steward others are asked."""
    times = [timezone.now() + timedelta(days=1)]
    talk = talks.propose_talk(full.joost, invitee=full.samira, purpose="Koffie", times=times)
    agreed = talks.pick_time(full.samira, talk=talk, time=talk.proposed_times.get())
    with pytest.raises(Refused, match=r"afspraak|talk"):
        close(full.samira)
    by_page = signed_in(full.samira).post(
        "/ik/gegevens/stoppen/", {"answers": "stay", "name": NAME}
    )
    assert (by_page.status_code, "Cancel it first" in by_page.text) == (422, True)
    talks.cancel_talk(full.samira, talk=agreed)
    close(full.marit)
    asked = StewardshipOffer.objects.filter(group=full.group).values_list("actor", flat=True)
    assert set(asked) == {full.joost.pk, full.samira.pk, full.noor.pk}
    close(full.samira)
    own = groups.start_group(full.bram, name="Alleen", purpose="Nog niemand")
    close(full.bram)
    assert own.memberships.filter(until=None).count() == 0


def test_before_the_two_weeks_nothing_is_erased(full: World) -> None:
    close(full.samira)
    clock.carry_out_closures(timestamp=0)
    assert Account.objects.filter(email=MAIL).exists()


def test_then_she_is_really_gone(full: World) -> None:
    """The whole database, before and after: of her nothing is left but what was said to stay."""
    archive = take(full.samira).archive
    letter = files.folder().parent / "mail" / "1.eml"
    letter.parent.mkdir()
    letter.write_text(f"To: {MAIL}\n")
    other = letter.with_name("2.eml")
    other.write_text(f"To: x{MAIL}\n\n{MAIL}")
    letter.with_name("3.eml").write_text("Of nobody")
    Client().post("/inloggen/", {"email": MAIL})
    signed_in(full.samira)
    stays = signed_in(full.joost)
    pk, account = full.samira.pk, full.samira.account.pk
    assert {"people_account", "activity_actor", "procrastinate_jobs"} <= {
        *tables_with(MAIL),
        *tables_with(NAME),
    }
    assert len(tables_with(HERS)) > 8
    sealed = [bytes(row.sealed).hex() for row in full.samira.memory_cards.all()]

    close(full.samira)
    after_two_weeks()

    for words in (NAME, MAIL, HANDLE, HERS, "Idrissi", *sealed):
        assert tables_with(words) == [], words
    assert not files.path(archive.name).exists()
    assert (letter.exists(), other.exists()) == (False, True)
    assert [
        one
        for one in Session.objects.all()
        if str(account) == one.get_decoded().get("_auth_user_id")
    ] == []
    assert stays.get("/").status_code == 200
    assert held(pk, account) == set()
    assert tables_with(THEIRS) == [
        "connections_introductionstep",
        "finding_passage",
        "knowledge_answer",
        "knowledge_question",
    ]


def test_others_keep_their_letters_and_sessions(full: World) -> None:
    """Also when her name is one letter, and her address is the end of somebody else's."""
    letter = {"subject": "a", "to": [f"a{MAIL}"], "html": "a"}
    kept = {"message": letter | {"text": f"Write to {MAIL} or a@x.example"}}
    app.configure_task(SEND_LETTER, allow_unknown=True).defer(**kept)
    app.configure_task(SEND_LETTER, allow_unknown=True).defer(message=letter | {"to": [MAIL]})
    other = Client()
    other.post("/inloggen/", {"email": f"a{MAIL}"})
    people.change_profile(
        full.samira, name="a", promise="", profession="", occupation=None, place=None
    )
    before = ProcrastinateJob.objects.count()
    close(full.samira)
    after_two_weeks()
    left = ProcrastinateJob.objects.filter(task_name=SEND_LETTER)
    assert [job.args for job in left] == [kept]
    assert ProcrastinateJob.objects.count() == before  # one letter went, one follow-up came
    assert other.get("/inloggen/code/").status_code == 200


def test_an_employer_of_hers_alone_goes_and_others_stay(full: World) -> None:
    close(full.samira)
    after_two_weeks()
    names = set(Organisation.objects.values_list("name", flat=True))
    assert "gemeente Waterveen" in names
    assert f"Imkerij {HERS}" not in names


def test_answers_stay_without_a_name(full: World) -> None:
    close(full.samira)
    after_two_weeks()
    page = signed_in(full.joost).get(f"/vraag/{full.question.pk}/").text
    assert f"Kijk in het plan. {THEIRS}" in page
    assert "A former member" in page
    assert {one.author.name for one in Question.objects.filter(title__contains=THEIRS)} == {
        "A former member"
    }
    assert Activity.objects.filter(actor__handle="former_member", verb="answered").count() == 1
    found = finder.who_can_help(full.joost, THEIRS).people
    assert [one.actor.name for one in found] == ["Marit Hoekstra"]  # she answered beside her
    assert "A former member" not in signed_in(full.joost).get("/vraag/?q=plan").text


def test_or_they_go_too(full: World) -> None:
    close(full.samira, answers="go")
    after_two_weeks()
    assert not Answer.objects.filter(text__contains=THEIRS).exists()
    [left] = Question.objects.filter(title__contains=THEIRS)
    assert left.title == f"Wie scant? {THEIRS}"
    assert [one.text for one in left.answers.all()] == ["Wij."]


def test_what_two_said_to_each_other_stays_with_the_other(full: World) -> None:
    """An introduction through her, one of her own that came about, and a request."""
    request = connections.request_connection(full.samira, recipient=full.peter, note=THEIRS)
    connections.reply_to_request(full.peter, request=request, text="Waarover?")
    connections.reply_to_request(full.samira, request=request, text="Het archief.")
    connections.accept_request(full.peter, request=request)
    close(full.samira)
    after_two_weeks()
    page = signed_in(full.peter).get(f"/ik/bekenden/verzoek/{request.pk}/").text
    assert "A former member" in page
    assert NAME not in page
    through = full.noor.introductions_asked.get()
    shown = signed_in(full.noor).get(f"/ik/introducties/{through.pk}/")
    assert shown.status_code == 200
    assert "A former member" in shown.text


def test_of_two_who_both_left_nothing_is_left_between_them(full: World) -> None:
    acquaint(full.bram, full.moderator)
    asked = full.noor.introductions_asked.get()
    for one in (full.bram, full.moderator, full.noor, full.fatma):
        close(one)
    after_two_weeks()
    assert list(Actor.objects.filter(handle__startswith="former_").values_list("handle")) == [
        ("former_member",)
    ]
    assert not Introduction.objects.filter(pk=asked.pk).exists()
    assert not ConnectionRequest.objects.filter(sender=full.bram.pk).exists()
    assert not ConnectionRequest.objects.filter(
        sender__handle="former_member", recipient__handle="former_member"
    ).exists()


def test_who_comes_back_at_the_last_moment_is_not_erased(full: World) -> None:
    close(full.samira)
    actions.reopen_account(full.samira)
    after_two_weeks()
    assert Account.objects.filter(email=MAIL).exists()


def test_after_that_her_address_is_a_stranger(full: World) -> None:
    close(full.samira)
    after_two_weeks()
    again = member(NAME, MAIL)
    assert (again.pk != full.samira.pk, again.handle) == (True, HANDLE)
