"""What a row is called where an operator may see it: in an error, in a log."""

from datetime import timedelta
from uuid import uuid4

import pytest
import time_machine
from django.apps import apps
from django.contrib.sessions.models import Session
from django.db import transaction
from django.test import override_settings
from django.utils import timezone

from tests.consulting.a_desk import consulted
from tests.events.a_day import one_of_each
from tests.federation.story import (
    follow_both_ways,
    go_somewhere,
    moved_away,
    said_to,
    somebody_elsewhere,
    take_part,
)
from tests.introducing.rows import across
from tests.learning.placing import placed
from tests.leaving.whole import have_coffee, hear_of_it
from tests.networks.one_of_each import one_of_each_network
from tests.offline.telephone import told_on_telephone
from tests.opportunities.a_masterclass import one_of_each_opportunity
from tests.programme.a_programme import one_of_each_programme
from tests.visiting.rows import one_of_each_visit
from tests.world import World, member
from vaknet.domain.activity.models import Actor, Receipt
from vaknet.domain.calendars import actions as calendars
from vaknet.domain.connections import actions as connections
from vaknet.domain.connections.memory import Words
from vaknet.domain.connections.models import NetworkEdition
from vaknet.domain.encounters.models import Afterwards
from vaknet.domain.federation import actions as federation
from vaknet.domain.federation.actions import Owned
from vaknet.domain.federation.actions.delivery import deliver
from vaknet.domain.federation.models import (
    ModeratorElsewhere,
    RemoteActor,
    Represented,
    ThreadPlace,
)
from vaknet.domain.finding import actions as finding
from vaknet.domain.finding.models import Edition
from vaknet.domain.goals import actions as goals
from vaknet.domain.governance import actions as governance
from vaknet.domain.governance.models import Forwarded
from vaknet.domain.groups import actions as groups
from vaknet.domain.groups.models import Group
from vaknet.domain.journal import actions as journal
from vaknet.domain.knowledge import actions as knowledge
from vaknet.domain.knowledge.attachments import Attached
from vaknet.domain.knowledge.models import Answer
from vaknet.domain.learning import actions as learning
from vaknet.domain.learning.models import Ranking
from vaknet.domain.leaving import actions as leaving
from vaknet.domain.notices import actions as notices
from vaknet.domain.notices.queries import today
from vaknet.domain.paper import actions as paper
from vaknet.domain.people import actions as people
from vaknet.domain.people.actions import incoming_mail
from vaknet.domain.people.models import (
    Account,
    Occupation,
    OccupationGroup,
    OccupationLabel,
    Organisation,
    Place,
    ReferenceEdition,
    Subject,
    SubjectLabel,
)
from vaknet.domain.previews import actions as previews
from vaknet.domain.reading import actions as reading
from vaknet.domain.routing import actions as routing
from vaknet.domain.searching import actions as searching
from vaknet.domain.searching.models import News
from vaknet.domain.surveys import actions as surveys
from vaknet.domain.talks import actions as talks
from vaknet.domain.tips import actions as tips
from vaknet.domain.translations import actions as translations
from vaknet.engine.activitypub.host_lists import read_list
from vaknet.kit.documents import Document
from vaknet.kit.feed_reading import Item, ReadFeed
from vaknet.kit.feed_visits import Known, Visit
from vaknet.kit.pictures import Rendition, Squares, Whole


@pytest.fixture
def full(world: World) -> World:
    """At least one row of everything."""
    _meet(world)
    _help(world)
    _gather(world)
    _moderate(world)
    _look_at_today(world)
    NetworkEdition.objects.create(name=uuid4(), watermark=1, ties=2)
    Receipt.objects.create(mark="0" * 64, on=timezone.localdate())
    incoming_mail.is_first_time(world.samira.account, message="<a@b.example>")
    incoming_mail.letter_came_back(world.samira.account, on=timezone.localdate())
    member("Ilse de Wit", "ilse@oosterhage.example", agreed_to="2026-11")
    ReferenceEdition.objects.create(name="places", checksum="0" * 64)
    Place.objects.create(
        name="Waterveen", country="NL", latitude=52.0, longitude=5.0, population=9_000
    )
    griffier = Occupation.objects.create(
        uri="https://occupations.example/1", isco="1111", label_nl="griffier", label_en="clerk"
    )
    OccupationLabel.objects.create(
        occupation=griffier, text="griffier", language="nl", preferred=True
    )
    OccupationGroup.objects.create(code="X111", label_nl="Politici", label_en="Legislators")
    trees = Subject.objects.create(uri="vaknet:of-this-test", label_nl="bomen", label_en="trees")
    people.show_parts(world.noor, who_sees={"union": "contacts"})
    now = timezone.now()
    Session.objects.create(session_key="x", session_data="", expire_date=now + timedelta(days=2))
    people.note_sign_in(
        world.samira.account, session="x", names=("Firefox", "Linux"), since=now, now=now
    )
    told_on_telephone(world.samira, world.question)
    item = Item("1", "https://blad.example/1", "Bouwen met hout", "", timezone.now())
    found = Visit("https://blad.example/rss", ReadFeed("Het Blad", "", (item,)), Known())
    reading.follow_source(world.marit, group=world.group, visit=found)
    led = knowledge.answer(world.joost, question=world.question, text="https://blad.example/1")
    previews.keep_up_card(text=led, at=now)
    translations.translate(world.joost, thing=led, language="en", text="See the paper")
    poll = surveys.ask_poll(
        world.joost,
        group=world.group,
        question="Hout?",
        choices=["Ja", "Nee"],
        closes_on=timezone.localdate(),
    )
    surveys.vote(world.marit, poll=poll, choices=[poll.choices.all()[0].pk])
    quiet = groups.start_group(world.marit, name="Stil", purpose="Rust")
    groups.ask_tie(world.marit, group=quiet, other=world.group, kind="alliance")
    groups.put_to_sleep(world.marit, group=quiet)
    people.ask_merge(world.samira, email="samira@oud.example")
    people.add_address(world.samira, email="samira@thuis.example")
    people.link_identity(world.samira.account, provider="werk", subject="x", shown="Samira")
    SubjectLabel.objects.create(subject=trees, text="bomen", language="nl", preferred=True, rank=0)
    place = world.samira.roles.get().organisation
    people.ask_domain(world.samira, organisation=place, domain="waterveen.example")
    people.add_link(world.samira, url="https://samira.example/")
    people.add_language(world.samira, code="nl")
    leaving.ask_archive(world.samira)
    leaving.close_account(world.bram, answers="stay")
    finding.index_everything()
    finding.read_unread(1_000)
    searching.index_everything()
    saved = searching.save_search(world.samira, text="dakkapel")
    News.objects.create(search=saved, since=saved.since, until=now)
    Edition.objects.create(name=uuid4(), watermark=0, passages=0)
    _learn(world)
    return world


def _learn(world: World) -> None:
    learning.stay_out(world.peter)
    learning.take_part(world.peter)
    Ranking.objects.create(name="Nearer", use="trial", weights=[1.0])
    learning.note_search(asker=world.fatma, placed=[])
    learning.note_search(asker=world.joost, placed=[placed(world.marit)])


def _look_at_today(world: World) -> None:
    page = today(world.samira)
    notices.lay_round(actor=world.samira, day=page.day - timedelta(days=1), stops=page.line)
    notices.read_until(world.samira, until=timezone.now(), now=timezone.now())
    hear_of_it(world.samira)


def _meet(world: World) -> None:
    consulted(world, world.samira, hers="Omgevingsplan")
    day = one_of_each(world, world.samira)
    Afterwards.objects.create(event=day, asked_at=timezone.now())
    one_of_each_programme(world, world.samira)
    one_of_each_opportunity(world, world.samira)
    request = connections.request_connection(world.bram, recipient=world.samira, note="Hallo!")
    connections.reply_to_request(world.samira, request=request, text="Waarover?")
    introduction = connections.ask_introduction(
        world.samira, target=world.marit, route=[world.joost], purpose="Van papier af"
    )
    connections.write_to_step(world.joost, step=introduction.steps.get(), text="Waarom?")
    connections.agree_to_introduce(world.joost, step=introduction.steps.get())
    connections.accept_introduction(world.marit, introduction=introduction)
    connections.say_outcome(world.samira, introduction=introduction, kind="helped")
    connections.thank_for_introduction(world.samira, introduction=introduction, text="Dank!")
    told = connections.announce_role(world.samira, role=world.samira.roles.get(), text="Nieuw!")
    connections.congratulate(world.joost, announcement=told, text="Mooi", offer="Twee uur")
    connections.thank_for_congratulations(world.samira, announcement=told, text="Dank")
    soon = timezone.localdate() + timedelta(days=30)
    connections.look_for_work(
        world.noor, text="Iets", audience="chosen", until_on=soon, readers=[world.samira]
    )
    connections.send_tip(world.samira, to=world.noor, kind="tip", text="Bij ons")
    connections.ask_reference(world.noor, reader=world.samira, text="Zeg jij iets?")
    goal = goals.set_goal(world.samira, text="Van papier af", shown=True)
    goals.hang(world.samira, goal=goal, thing=introduction)
    goals.note_for_goal(world.samira, goal=goal, text="Marit stuurt haar bestek")
    goals.end_goal(world.samira, goal=goal, kind="reached")
    _tip(world)
    _write_on_paper(world)
    times = [timezone.now() + timedelta(days=1)]
    talk = talks.propose_talk(world.samira, invitee=world.joost, purpose="Koffie", times=times)
    talks.pick_time(world.joost, talk=talk, time=talk.proposed_times.get())
    talks.move_talk(world.joost, talk=talk, to=times[0] + timedelta(minutes=5))
    calendars.open_feed(world.noor)
    one_of_each_network()
    _elsewhere(world.noor)
    _sent(world)
    calendars.point_to_calendar(world.noor, address="https://agenda.example/noor.ics")
    have_coffee(world.samira, world.joost)
    with time_machine.travel(times[0] + timedelta(hours=1)):
        talks.say_outcome(world.samira, talk=talk, kind="helped", note="Goed")
    told = Words(note="Kent de wethouder")
    connections.keep_memory(world.samira, about=world.marit, told=told)
    connections.keep_waiting(world.samira, name="Ans", told=told)
    connections.follow(world.noor, person=world.peter)
    connections.keep_out_of_reach(world.joost, contact=world.marit)
    topic = world.samira.known_topics.get()
    connections.confirm(world.joost, topic=topic, where="Aan het loket")
    people.block(world.noor, other=world.bram)
    people.mute(world.noor, other=world.peter)
    rendition = Rendition(96, "webp", b"picture")
    people.set_photo(world.noor, squares=Squares("0123456789abcdef", (rendition,)))


def _tip(world: World) -> None:
    """About a question, which helped, and about a person, passed on."""
    asked = world.question.pk
    tip = tips.tip_colleague(
        world.samira, to=world.fatma, kind="question", about=asked, text="Jij deed dit"
    )
    tips.thank_along([tip], thanked_by=world.joost)
    tips.tip_colleague(world.fatma, to=world.peter, kind="question", about=asked, text="Of jij")
    tips.tip_colleague(
        world.joost, to=world.samira, kind="person", about=world.peter.pk, text="Hij ook"
    )


def _write_on_paper(world: World) -> None:
    knowledge.ask(world.joost, group=world.group, title="Wie kent de oude tekeningen?")
    today = timezone.localdate()
    wil = paper.bring_on_paper(
        world.marit, group=world.group, name="Wil Vonk", how="spoken", asked_on=today
    )
    [ask, *_more] = paper.make_letter(world.marit, paper=wil)
    paper.answer_for(world.marit, paper=wil, number=ask.number, text="Ik.")
    paper.invite_by_mail(world.marit, paper=wil, email="wil@elders.example", language="nl")


def _help(world: World) -> None:
    people.offer_help(world.joost, kind="coffee")
    knowledge.thank(world.samira, answer=world.answer)
    knowledge.change_answer(world.marit, answer=world.answer, text="Nooit, bij ons in de stad.")
    knowledge.ask(
        world.joost,
        group=world.group,
        title="Wie meet dat?",
        topics=["dakkapel"],
        person=world.marit,
    )
    routed = knowledge.ask(world.joost, group=world.group, title="Wie weet het?")
    routing.route_question(world.joost, question=routed, people=[world.samira])
    routing.be_left_out(world.samira)
    knowledge.doubt_answer(world.noor, question=world.question, doubt="De wet is nieuw.")
    knowledge.look_after(world.noor, question=world.question)
    again = knowledge.ask(world.noor, group=world.group, title="Mag een dakkapel?")
    knowledge.say_same(world.noor, question=again, original=world.question)
    post = knowledge.start_conversation(
        world.samira, groups=[world.group], title="De vakdag", body="Kom je, @joost.van.der.meer?"
    )
    knowledge.reply(world.joost, post=post, text="Ja.")
    article = knowledge.begin_article(world.samira, group=world.group, title="Nu", body="Zo.")
    knowledge.ask_author(world.samira, article=article, handle=world.joost.handle)
    knowledge.accept_authorship(world.joost, article=article)
    knowledge.send_in(world.samira, article=article)
    knowledge.ask_changes(world.marit, article=article, text="Korter.")
    knowledge.send_in(world.samira, article=article)
    knowledge.publish_article(world.marit, article=article)
    plan = Document("plan.pdf", "pdf", b"%PDF-1.7")
    knowledge.attach(world.samira, post=post, attached=Attached(plan))


def _gather(world: World) -> None:
    bees = groups.start_group(
        world.joost, name="Bijen", purpose="Zoemen", admission="request", house_rules="Zoem zacht."
    )
    rules = bees.house_rules.get().pk
    asked = groups.ask_to_join(world.samira, group=bees, agreed_to=rules)
    groups.let_in(world.joost, request=asked)
    groups.invite(world.joost, group=bees, person=world.fatma)
    groups.leave_group(world.joost, group=bees)
    _publish(world)


def _moderate(world: World) -> None:
    post = knowledge.start_conversation(world.joost, groups=[world.group], title="Te koop")
    case = governance.report(world.noor, thing=post, reason="selling").case
    Forwarded.objects.create(case=case, text="Kijk", token="x")
    made = governance.decide(world.moderator, case=case, kind="hide", reason="Reclame")
    said = governance.appeal(world.joost, decision=made, text="Echt niet")
    governance.decide_appeal(world.marit, appeal=said, upheld=True, reason="Echt wel")
    groups.join_group(world.fatma, group=world.group)
    asked = knowledge.ask(world.samira, group=world.group, title="Mag het?", without_name=True)
    case = governance.report(world.noor, thing=asked, reason="private").case
    governance.propose_unveiling(world.moderator, case=case, reason="Nood")
    governance.ask_advice(world.moderator, case=case, text="Wie belt?")
    there = somebody_elsewhere("Elly", host="elders.example")
    case = governance.report_elsewhere(world.noor, about=there, reason="selling").case
    governance.decide(world.moderator, case=case, kind="hide", reason="Reclame")
    knowledge.limit_writing(actor=world.peter, until=timezone.now() + timedelta(days=1))


def _quiet(steward: Actor) -> Group:
    return groups.start_group(steward, name="Stil", purpose="Niets")


def _publish(world: World) -> None:
    group = world.group
    journal.start_journal(world.marit, group=group, weekday=5)
    draft = journal.begin_issue(world.marit, group=group)
    photo = Whole("0123456789abcdef", 800, 600, (Rendition(800, "webp", b"picture"),))
    journal.choose_photo(world.marit, issue=draft, photo=photo, description="Een steiger")
    out = journal.publish_issue(world.marit, issue=draft)
    journal.address_letters(issue=out)
    journal.ask_print(issue=out, html="<p>Op papier</p>")
    tip = journal.pitch(world.joost, group=group, text="Kijk hier")
    journal.thank_for_pitch(world.marit, pitch=tip)
    nobody = journal.start_journal(world.noor, group=_quiet(world.noor), weekday=1)
    journal.publish_due(now=nobody.since + timedelta(days=8))


def _elsewhere(noor: Actor) -> None:
    people.show_parts(noor, who_sees={"union": "everyone"}, agreed_to="2026-11")
    with override_settings(FEDERATION=True):
        federation.federate(noor, agreed_to="2026-11")
    federation.allow(noor, actor=noor, kinds=["list"])
    federation.say_also_known(noor, uri="https://elders.example/users/noor")
    moved_away(noor)
    follow_both_ways(noor)
    said = said_to(noor)
    ThreadPlace.objects.create(start=said, post=said_to(noor, 2))
    told = {"uri": said.uri, "activity": "", "is_change": True, "at": timezone.now()}
    federation.want_announced(by=said.author, **told)
    go_somewhere(noor)
    take_part(noor)
    home = groups.start_group(noor, name="Thuis", purpose="Hier", readers="public")
    federation.keep_home(noor, group=home)
    Represented.objects.create(organisation=Organisation.objects.earliest("pk"), domain="x.example")
    across(noor)
    answer = Answer.objects.first()
    federation.address_things(things=[Owned(Answer, answer.pk, owner="x", group="y")])
    elsewhere = RemoteActor.objects.earliest("pk")
    federation.keep_thing(
        author=elsewhere, uri=f"{elsewhere.uri}/notes/1", thing=answer, updated=None
    )
    ModeratorElsewhere.objects.create(group=home, moderator=elsewhere)


def _sent(world: World) -> None:
    with override_settings(BASE_URL="https://vaknet.example"):
        noor = Actor.objects.get(pk=world.noor.pk)
        with transaction.atomic():
            deliver(noor, {"id": "x"}, ["https://elders.example/inbox"])
        federation.limit_host(world.moderator, host="dicht.example", kind="suspend")
        federation.bring_list(world.moderator, listed=read_list("ook.example"))
    one_of_each_visit(noor, noor)


def test_every_row_has_a_name_of_one_line_without_an_address(full: World) -> None:
    ours = [model for model in apps.get_models() if model.__module__.startswith("vaknet.")]
    for model in ours:
        row = model._default_manager.first()
        assert row is not None, f"no {model.__name__} here: make one in `full`"
        name = str(row)
        assert len(name) <= 300
        assert "\n" not in name
        assert "@" not in name or isinstance(row, Account)
