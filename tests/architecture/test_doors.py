"""Every address is tried by a guest and by a member who has nothing to do with the thing."""

from datetime import time, timedelta
from functools import cache

import pytest
from django.contrib.sessions.models import Session
from django.test import Client
from django.urls import URLPattern, get_resolver, reverse
from django.utils import timezone

from tests.doors import DOORS, Door, Guest, Stranger
from tests.federation.story import said_to, somebody_elsewhere
from tests.introducing.rows import across
from tests.kit.office import pdf
from tests.offline.push_service import Browser
from tests.opportunities.a_masterclass import secret_opportunity
from tests.people.pictures import a_picture
from tests.programme.a_programme import secret_programme
from tests.visiting.rows import a_visit, partner_by_treaty
from tests.world import World
from vaknet.domain.activity.links import action_token
from vaknet.domain.activity.models import Actor
from vaknet.domain.coffee import actions as coffee
from vaknet.domain.coffee.models import CoffeeMatch, Often
from vaknet.domain.connections import actions as connections
from vaknet.domain.connections.memory import Words
from vaknet.domain.consulting import actions as consulting
from vaknet.domain.encounters.links import swap_token
from vaknet.domain.encounters.models import Encounter
from vaknet.domain.events import actions as events
from vaknet.domain.events.models import Event
from vaknet.domain.federation import actions as federation
from vaknet.domain.federation.models import AnswerElsewhere
from vaknet.domain.goals import actions as goals
from vaknet.domain.governance import actions as governance
from vaknet.domain.groups import actions as groups
from vaknet.domain.groups.models import Group
from vaknet.domain.journal import actions as journal
from vaknet.domain.journal.models import CoverPhoto, IssueItem
from vaknet.domain.knowledge import actions as knowledge
from vaknet.domain.knowledge.attachments import Attached
from vaknet.domain.knowledge.models import Answer, Question
from vaknet.domain.leaving import actions as leaving
from vaknet.domain.paper import actions as on_paper
from vaknet.domain.people import actions as people
from vaknet.domain.people.addresses import MERGE, PROVE
from vaknet.domain.people.models import Account
from vaknet.domain.pushing import actions as pushing
from vaknet.domain.reading import actions as reading
from vaknet.domain.searching import actions as searching
from vaknet.domain.searching.models import News
from vaknet.domain.surveys import actions as surveys
from vaknet.domain.talks import actions as talks
from vaknet.domain.tips import actions as tips
from vaknet.interfaces.federation import urls as of_networks
from vaknet.interfaces.jobs import archives
from vaknet.interfaces.web import urls
from vaknet.interfaces.web.reports_elsewhere import REPORT
from vaknet.kit.documents import document
from vaknet.kit.feed_reading import ReadFeed
from vaknet.kit.feed_visits import Known, Visit
from vaknet.kit.pictures import squares, whole

NOWHERE = {
    "pk": 987_654_321,
    "handle": "bestaat-niet",
    "domain": "nergens.example",
    "token": "geen-token",
    "proof": 987_654_321,
    "act": "bedankt",
    "provider": "nergens",
    "who": "lid",
    "code": "xx",
    "name": "0123456789abcdef",
    "kind": "answer",
    "size": 96,
    "side": 800,
    "format": "webp",
    "number": 987_654,
    "thread": "nergens",
    "group": "nergens",
    "about": "vraag",
    "session": 987_654_321,
    "version": "2.1",
    "which": "outbox",
    "part": "context",
    "after": "first",
    "room": 987_654_321,
    "proposal": 987_654_321,
    "application": 987_654_321,
}


def _patterns() -> dict[str, URLPattern]:
    every = [*urls.urlpatterns, *of_networks.urlpatterns]
    return {pattern.name or "": pattern for pattern in every}


def second_issue(noor: Actor, group: Group) -> tuple[IssueItem, IssueItem]:
    """Of her journal, in the making: what was asked meanwhile, and what is on the agenda. The first
    has a photo on its cover.
    """
    journal.start_journal(noor, group=group, weekday=5)
    first = journal.begin_issue(noor, group=group)
    journal.choose_photo(noor, issue=first, photo=whole(a_picture()), description="De poort")
    journal.publish_issue(noor, issue=first)
    knowledge.ask(noor, group=group, title="En wanneer?")
    draft = journal.begin_issue(noor, group=group)
    planned = journal.put_on_agenda(noor, issue=draft, headline="Staken, hoe doe je dat?")
    return draft.items.get(kind="question"), planned


def _desks(noor: Actor, group: Group) -> dict[str, dict[str, object]]:
    """Of her secret group, each week, where she sits herself."""
    weekly = consulting.open_weekly_hour(
        noor,
        group=group,
        details=consulting.DeskDetails(subject="Staken", room="Zaal 1"),
        first_on=timezone.localdate() + timedelta(days=1),
        starts_at=time(13),
        ends_at=time(14),
    )
    first = weekly.hours.order_by("pk")[0]
    return {"weekly_hour": {"pk": weekly.pk}, "consultation_hour": {"pk": first.pk}}


def _coffee(*both: Actor) -> CoffeeMatch:
    for person in both:
        coffee.look_for_coffee(person, often="monthly")
    now = timezone.now()
    coffee.draw_round(often=Often.MONTHLY, on=now.date(), now=now)
    return CoffeeMatch.objects.get()


def _allow_telephone(noor: Actor) -> None:
    Session.objects.create(session_key="telephone", session_data="", expire_date=timezone.now())
    pushing.allow_device(
        noor,
        session="telephone",
        subscription=Browser("https://push.example/noor").subscription,
        names=("Firefox", "Android"),
    )


def _a_day(noor: Actor, group: Group) -> Event:
    """Held for the group alone, to which she comes and lets others see it."""
    day = timezone.now() + timedelta(days=30)
    details = events.EventDetails(
        name="Stakingsdag",
        venue="Zaal West",
        starts_at=day,
        ends_at=day + timedelta(hours=5),
        readers="group",
    )
    event = events.plan_event(noor, details=details, groups_that_hold=[group])
    events.publish_event(noor, event=event)
    events.register(noor, event=event, listed=True)
    asked = events.ask_print(noor, event=event, kind="list", language="nl")
    events.keep_print(printed=asked, pdf=b"%PDF-", undrawn="")
    seen = whole(a_picture("teal", size=(900, 600)))
    events.choose_cover(noor, event=event, photo=seen, description="De zaal")
    event.refresh_from_db()
    return event


def _author_elsewhere(question: Question) -> dict[str, object]:
    one = somebody_elsewhere().actor
    Answer.objects.create(question=question, author=one, text="Zo", html="<p>Zo</p>")
    return {"handle": one.handle, "domain": one.domain}


def _answer_elsewhere(member: Actor) -> int:
    told = {"uri": "https://bouw.example/1", "page": "https://bouw.example/1", "text": "Zo"}
    federation.prepare(actor=member)
    told |= {"author": somebody_elsewhere(), "address": member.federated_id}
    made = AnswerElsewhere.objects.create(person=member, is_public=True, token="t" * 22, **told)
    return made.pk


@pytest.fixture
def things(world: World, settings, tmp_path) -> dict[str, dict[str, object]]:
    """One of each, all of Noor and her secret group: Bram has nothing to do with any of it."""
    settings.VAKNET_DATA = tmp_path  # for the archive
    noor, samira = world.noor, world.samira
    group = groups.start_group(noor, name="Kaderleden West", purpose="Intern", readers="group")
    question = knowledge.ask(noor, group=group, title="Hoe staken we?")
    answer = knowledge.answer(noor, question=question, text="Samen.")
    post = knowledge.start_conversation(noor, groups=[group], title="Wat als het regent?")
    shown = knowledge.attach(noor, post=post, attached=Attached(whole(a_picture()), "De poort"))
    paper = knowledge.attach(noor, post=post, attached=Attached(document(pdf(), "plan.pdf")))
    written = knowledge.begin_article(noor, group=group, title="Zo staken we", body="Samen.")
    reply = knowledge.reply(noor, post=post, text="Dan binnen.")
    knowledge.start_conversation(
        noor, groups=[world.group], title="Wie?", body="Dag @samira.el.idrissi"
    )
    invitation = groups.invite(noor, group=group, person=world.fatma, text="Kom erbij")
    duty = groups.give_duty(noor, group=group, person=noor, kind="host", text="Ontvangt")
    item, planned = second_issue(noor, group)
    tip = journal.pitch(noor, group=group, text="Kijk eens naar de roosters")
    given = tips.tip_colleague(
        world.joost, to=noor, kind="question", about=world.question.pk, text="Voor jou"
    )
    wil = on_paper.bring_on_paper(
        noor, group=group, name="Wil Vonk", how="phone", asked_on=timezone.localdate()
    )
    open_door = groups.start_group(
        noor, name="Werkdruk", purpose="Samen", readers="group", admission="request"
    )
    tie = groups.ask_tie(noor, group=group, other=world.group, kind="alliance")
    knock = groups.ask_to_join(samira, group=open_door, text="Mag ik?")
    request = connections.request_connection(noor, recipient=world.marit, note="Zullen we?")
    introduction = connections.ask_introduction(
        samira, target=world.marit, route=[world.joost], purpose="Hoe dan?"
    )
    talk = talks.propose_talk(
        samira, invitee=noor, purpose="Praten", times=[timezone.now() + timedelta(days=2)]
    )
    face = people.set_photo(samira, squares=squares(a_picture()))
    archive = leaving.ask_archive(samira)
    archives.make(archive.pk)
    goal = goals.set_goal(noor, text="Meer leden in de regio")
    told = connections.announce_role(noor, role=noor.roles.get(), text="Vanaf vandaag")
    soon = timezone.localdate() + timedelta(days=30)
    connections.look_for_work(noor, text="Iets anders", audience="contacts", until_on=soon)
    place = samira.roles.get().organisation
    proof = people.ask_domain(samira, organisation=place, domain="waterveen.example")
    confirmation = connections.confirm(noor, topic=samira.known_topics.get(), where="Op een cursus")
    address = people.add_address(samira, email="samira@thuis.example")
    link = action_token(samira, PROVE, address.pk)
    merge = people.ask_merge(samira, email=world.fatma.account.email)
    found = Visit("https://blad.example/rss", ReadFeed("Kaderblad", "", ()), Known())
    followed = reading.follow_source(noor, group=group, visit=found)
    poll = surveys.ask_poll(
        noor, group=group, question="Staken?", choices=["Ja", "Nee"], closes_on=soon
    )
    event = _a_day(noor, group)
    waiting = connections.keep_waiting(samira, name="Ans", told=Words(note="Kent de weg"))
    _allow_telephone(noor)
    saved = searching.save_search(noor, text="Hoe staken we")
    news = News.objects.create(search=saved, since=saved.since, until=timezone.now())
    rude = knowledge.answer(world.fatma, question=world.question, text="Zoek het zelf uit.")
    said = governance.report(samira, thing=rude, reason="personal")
    decision = governance.decide(world.moderator, case=said.case, kind="hide", reason="Zo niet")
    appeal = governance.appeal(world.fatma, decision=decision, text="Toch wel")
    waits = governance.report(samira, thing=world.question, reason="personal")
    return {
        "visit": {"pk": (elsewhere := a_visit(noor).pk)},
        "thread_elsewhere": {"pk": elsewhere, "thread": "t" * 40},
        "begin_elsewhere": {"pk": elsewhere, "kind": "vraag"},
        "group_elsewhere": {"pk": partner_by_treaty().pk, "group": "g" * 22},
        "person_elsewhere": _author_elsewhere(world.question),
        "post_elsewhere": {"pk": (read := said_to(noor)).pk},
        "person_to_report": {"token": action_token(noor, REPORT, read.author_id)},
        "answer_elsewhere": {"pk": _answer_elsewhere(noor)},
        "reported": {"about": "vraag", "pk": question.pk},
        "report": {"pk": waits.pk},
        "decision": {"pk": decision.pk},
        "case": {"pk": waits.case_id},
        "appeal": {"pk": appeal.pk},
        "device": {"pk": noor.devices.get().pk},
        "saved_search": {"pk": saved.pk},
        "search_news": {"pk": news.pk},
        "domain_proof": {"pk": place.pk, "proof": proof.pk},
        "address": {"pk": address.pk},
        "address_link": {"token": link},
        "merge_link": {"token": action_token(samira, MERGE, merge.pk)},
        "archive": {"pk": archive.pk},
        "looker": {"handle": noor.handle},
        "announcement": {"pk": told.pk},
        "goal": {"pk": goal.pk},
        "across": {"pk": across(noor).pk},
        "person": {"handle": samira.handle},
        "photo": {"handle": samira.handle, "name": face.name},
        "group": {"handle": group.actor.handle},
        "join_request": {"handle": open_door.actor.handle, "pk": knock.pk},
        "group_invitation": {"handle": group.actor.handle, "pk": invitation.pk},
        "group_duty": {"handle": group.actor.handle, "pk": duty.pk},
        "group_tie": {"handle": group.actor.handle, "pk": tie.pk},
        "issue": {"handle": group.actor.handle, "number": 1},
        "cover_photo": {"pk": CoverPhoto.objects.get().pk, "side": 800},
        "draft": {"handle": group.actor.handle, "pk": item.issue_id},
        "draft_item": {"handle": group.actor.handle, "pk": item.pk},
        "draft_agenda": {"handle": group.actor.handle, "pk": planned.pk},
        "pitch": {"handle": group.actor.handle, "pk": tip.pk},
        "subscription": {"handle": group.actor.handle, "pk": followed.pk},
        "poll": {"pk": poll.pk},
        "event": {"pk": event.pk},
        "swap": {"pk": event.pk, "token": swap_token(event.registrations.earliest("pk"))},
        "encounter": {"pk": Encounter.objects.create(event=event, person=noor, other=samira).pk},
        "event_guest": {"token": "onbekend"},
        "event_print": {"pk": event.pk, "name": "deelnemers"},
        "event_picture": {"name": event.cover.name, "side": 800},
        "programme": secret_programme(noor, group),
        "opportunity": secret_opportunity(noor, group),
        "question": {"pk": question.pk},
        "tip_for_her": {"pk": given.pk},
        "on_paper": {"pk": wil.pk},
        "answer": {"pk": answer.pk, "act": "bedankt"},
        "entry": {"pk": question.pk, "act": "klopt"},
        "post": {"pk": post.pk, "handle": group.actor.handle},
        "attached_picture": {"pk": shown.pk, "side": 800},
        "attached_file": {"pk": paper.pk},
        "article": {"pk": written.pk},
        "reply": {"pk": reply.pk},
        "mention": {"pk": samira.mentions.get().pk},
        "request": {"pk": request.pk},
        "introduction": {"pk": introduction.pk},
        "talk": {"pk": talk.pk},
        **_desks(noor, group),
        "coffee": {"pk": _coffee(noor, world.marit).pk},
        "waiting_card": {"pk": waiting.pk},
        "organisation": {"pk": place.pk},
        "role": {"pk": samira.roles.get().pk},
        "known_topic_of": {"handle": samira.handle, "pk": samira.known_topics.get().pk},
        "confirmation": {"pk": confirmation.pk},
        "known_topic": {"pk": samira.known_topics.get().pk},
        "language": {"code": people.add_language(samira, code="tr").code},
        "link": {"pk": people.add_link(samira, url="https://samira.example/").pk},
        "sought_topic": {"pk": samira.sought_topics.get().pk},
    }


@cache
def _parameters(name: str) -> frozenset[str]:
    [(possibility, *_rest)] = get_resolver().reverse_dict.getlist(name)[:1]
    return frozenset(possibility[0][1])


def _address(name: str, values: dict[str, object]) -> str:
    return reverse(name, kwargs={key: values[key] for key in _parameters(name)})


def _knock(client: Client, address: str, door: Door):
    answer = client.post(address) if door.post_only else client.get(address)
    if answer.streaming:
        answer.getvalue()  # a file is closed when it was read
    return answer


def _at(name: str, door: Door, things: dict[str, dict[str, object]]) -> str:
    return _address(name, NOWHERE | things.get(door.thing, {}))


def test_every_address_has_its_door() -> None:
    assert set(_patterns()) == set(DOORS)


def test_a_guest(things: dict[str, dict[str, object]]) -> None:
    wrong = {
        name: fault
        for name, door in DOORS.items()
        if (fault := _fault_for_guest(name, door, things))
    }
    assert wrong == {}


def _fault_for_guest(name: str, door: Door, things: dict[str, dict[str, object]]) -> str:
    there = _knock(Client(), _at(name, door, things), door)
    if door.guest is Guest.OPEN:
        return "" if there.status_code in {200, 302, 303, 400, 503} else f"{there.status_code}"
    if door.guest is Guest.TOKEN:
        return "" if there.status_code in {404, 410} else f"{there.status_code}"
    nowhere = _knock(Client(), _address(name, NOWHERE), door)
    if door.guest is Guest.NOTHING:
        found = (there.status_code, nowhere.status_code)
        return "" if found == (404, 404) else f"{found}"
    doors = [answer.headers.get("Location", "").partition("?")[0] for answer in (there, nowhere)]
    statuses = [there.status_code, nowhere.status_code]
    return "" if doors == ["/inloggen/"] * 2 and statuses == [302, 302] else f"{doors} {statuses}"


NOT_THERE = {Stranger.NOTHING, Stranger.TASK}


def test_a_stranger(world: World, things: dict[str, dict[str, object]]) -> None:
    wrong = {}
    for name, door in DOORS.items():
        client = Client()
        client.force_login(Account.objects.get(actor=world.bram))  # fresh: one door ends sessions
        there = _knock(client, _at(name, door, things), door).status_code
        nowhere = _knock(client, _address(name, NOWHERE), door).status_code
        if door.stranger in NOT_THERE and (there, nowhere) != (404, 404):
            wrong[name] = f"{there} there, {nowhere} nowhere"
        if door.stranger is Stranger.OWN and door.thing and there != nowhere:
            wrong[name] = f"{there} there, {nowhere} nowhere"
        if door.stranger is Stranger.WELCOME and door.guest is not Guest.TOKEN and there == 404:
            wrong[name] = "not found"
    assert wrong == {}


def test_looking_changes_nothing(world: World, things: dict[str, dict[str, object]]) -> None:
    client = Client()
    client.force_login(world.samira.account)
    posted = {name: door for name, door in DOORS.items() if door.post_only}
    answers = {
        name: client.get(_at(name, door, things)).status_code for name, door in posted.items()
    }
    assert answers == dict.fromkeys(posted, 405)


@pytest.mark.parametrize("party", ["samira", "noor", "moderator"])
def test_nobody_meets_an_error(
    party: str, world: World, things: dict[str, dict[str, object]]
) -> None:
    wrong = {}
    for name, door in DOORS.items():
        client = Client()
        client.force_login(getattr(world, party).account)
        status = _knock(client, _at(name, door, things), door).status_code
        if status >= 500 and name != "health":
            wrong[name] = status
    assert wrong == {}


def test_a_moderator_sees_no_more_than_a_stranger(
    world: World, things: dict[str, dict[str, object]]
) -> None:
    """Administrators see what their task needs; these pages are nobody's task."""
    client = Client()
    client.force_login(world.moderator.account)
    private = {name: door for name, door in DOORS.items() if door.stranger is Stranger.NOTHING}
    answers = {
        name: _knock(client, _at(name, door, things), door).status_code
        for name, door in private.items()
    }
    assert answers == dict.fromkeys(private, 404)
