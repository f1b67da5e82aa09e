"""The whole story of one member: something of hers, or about her, in every table that can hold it.

`hers` stands in what she wrote for herself or for nobody any more, `theirs` in what others keep.
"""

from datetime import timedelta
from decimal import Decimal

from django.test import override_settings
from django.utils import timezone

from tests.accounts.test_devices import browser
from tests.accounts.test_second_step import code_of
from tests.consulting.a_desk import consulted
from tests.events.a_day import one_of_each
from tests.federation.story import follow_both_ways, go_somewhere, moved_away, take_part
from tests.introducing.rows import across
from tests.kit.office import pdf
from tests.learning.placing import placed
from tests.leaving.story import talked
from tests.offline.telephone import told_on_telephone
from tests.opportunities.a_masterclass import one_of_each_opportunity
from tests.people.pictures import a_picture
from tests.programme.a_programme import one_of_each_programme
from tests.visiting.rows import a_visit
from tests.world import World, acquaint, member
from vaknet.domain.activity.models import Activity, Actor
from vaknet.domain.calendars import actions as calendars
from vaknet.domain.coffee import actions as coffee
from vaknet.domain.coffee.models import CoffeeMatch, Often
from vaknet.domain.connections import actions as connections
from vaknet.domain.connections.memory import Words
from vaknet.domain.federation import actions as federation
from vaknet.domain.finding import actions as finding
from vaknet.domain.goals import actions as goals
from vaknet.domain.governance import actions as governance
from vaknet.domain.groups import actions as groups
from vaknet.domain.journal import actions as journal
from vaknet.domain.knowledge import actions as knowledge
from vaknet.domain.knowledge.attachments import Attached
from vaknet.domain.learning import actions as learning
from vaknet.domain.notices import actions as notices
from vaknet.domain.notices.actions.choosing import Wish
from vaknet.domain.notices.kinds import KINDS
from vaknet.domain.notices.models import Channel, Kind, Notice
from vaknet.domain.notices.queries import today
from vaknet.domain.paper import actions as paper
from vaknet.domain.people import actions as people
from vaknet.domain.people.actions import incoming_mail
from vaknet.domain.people.models import Place
from vaknet.domain.reading import actions as reading
from vaknet.domain.routing import actions as routing
from vaknet.domain.searching import actions as searching
from vaknet.domain.surveys import actions as surveys
from vaknet.domain.talks import actions as talks
from vaknet.domain.tips import actions as tips
from vaknet.domain.translations import actions as translations
from vaknet.kit.documents import document
from vaknet.kit.feed_reading import ReadFeed
from vaknet.kit.feed_visits import Known, Visit
from vaknet.kit.pictures import squares, whole

SECRET = "JBSWY3DPEHPK3PXP"


def tell_everything(world: World, *, hers: str, theirs: str) -> None:
    _profile(world.samira, hers)
    _apart(world)
    _meetings(world, hers, theirs)
    _cards(world, hers)
    consulted(world, world.samira, hers=hers)
    _knowledge(world, hers, theirs)
    _governance(world, hers, theirs)
    _groups(world, hers)
    _polls(world, hers, theirs)
    one_of_each(world, world.samira, hers=hers, theirs=theirs)
    one_of_each_programme(world, world.samira, hers=hers, theirs=theirs)
    one_of_each_opportunity(world, world.samira, hers=hers, theirs=theirs)
    _journal(world, hers, theirs)
    _goals(world, hers)
    _tips(world, hers)
    have_coffee(world.samira, world.joost)
    routing.be_left_out(world.samira)
    _on_paper(world)
    _new_roles(world, hers, theirs)
    _confirmations(world, hers)
    _looking(world, hers, theirs)
    _ways_in(world, hers)
    searching.save_search(world.samira, text=hers, topic=hers)
    _lessons(world)
    told_on_telephone(world.samira, world.question)
    lay_out_today(world.samira)
    finding.index_everything()
    searching.index_everything()


def have_coffee(*both: Actor) -> None:
    """All of these look for it, are brought together and say yes."""
    for person in both:
        coffee.look_for_coffee(person, often="monthly")
    now = timezone.now()
    coffee.draw_round(often=Often.MONTHLY, on=now.date(), now=now)
    match = CoffeeMatch.objects.latest("pk")
    for person in both:
        coffee.say_yes(person, match=match)


def lay_out_today(person: Actor) -> None:
    """She opens her start page, where somebody waits for her."""
    page = today(person)
    assert page.line
    notices.lay_round(actor=person, day=page.day, stops=page.line)
    notices.read_until(person, until=timezone.now(), now=timezone.now())
    hear_of_it(person)


def hear_of_it(person: Actor) -> None:
    """She wants some of it once a day, and is told of something."""
    wish = Wish({Kind.ANSWERS: Channel.DIGEST}, every="day", quiet=(20, 8))
    notices.choose_notices(person, wish=wish)
    told = Notice.objects.values("activity")
    happened = Activity.objects.filter(verb__in=KINDS).exclude(pk__in=told).latest("pk")
    notices.note(happened, reader=person, matter="story-1", now=timezone.now())


def _profile(samira: Actor, hers: str) -> None:
    place = Place.objects.create(
        name="Waterveen", country="NL", latitude=52.0, longitude=5.0, population=9_000
    )
    people.change_profile(
        samira, name=samira.name, promise=hers, profession=hers, occupation=None, place=place
    )
    people.set_photo(samira, squares=squares(a_picture()))
    people.add_known_topic(samira, text=f"{hers} en meer")
    people.add_sought_topic(samira, text=f"{hers} en minder")
    people.offer_help(samira, kind="coffee", remark=hers)
    people.add_role(samira, kind="volunteering", title=hers, organisation=f"Imkerij {hers}")
    people.add_language(samira, code="tr")
    people.add_link(samira, url=f"https://{hers}.example/")
    people.show_parts(samira, who_sees={"knows": "me", "seeks": "contacts"})
    people.go_along(samira)


def _ways_in(world: World, hers: str) -> None:
    samira = world.samira
    browser(samira)
    account = samira.account
    people.turn_on_second_step(account, secret=SECRET, code=code_of(SECRET))
    people.link_identity(account, provider="werk", subject=f"{hers}-1", shown=hers)
    incoming_mail.is_first_time(account, message=f"<{hers}@thuis.example>")
    incoming_mail.letter_came_back(account, on=timezone.localdate())
    people.add_address(samira, email=f"{hers}@thuis.example")
    people.ask_merge(samira, email=f"{hers}@vroeger.example")
    place = samira.roles.get(kind="volunteering").organisation
    people.ask_domain(samira, organisation=place, domain=f"{hers}.example")


def _elsewhere(samira: Actor) -> None:
    people.show_parts(samira, who_sees={"promise": "everyone"}, agreed_to="2026-11")
    with override_settings(FEDERATION=True):
        federation.federate(samira, agreed_to="2026-11")
    federation.allow(samira, actor=samira, kinds=["list"])
    federation.say_also_known(samira, uri="https://elders.example/users/samira")
    moved_away(samira)
    follow_both_ways(samira)
    go_somewhere(samira)
    take_part(samira)
    across(samira)
    a_visit(samira)


def _apart(world: World) -> None:
    people.mute(world.samira, other=world.peter)
    people.block(world.samira, other=world.bram)
    people.mute(world.fatma, other=world.samira)
    people.block(world.moderator, other=world.samira)


def _meetings(world: World, hers: str, theirs: str) -> None:
    """What came about stays with the other; what waits does not."""
    samira, marit = world.samira, world.marit
    for follower, followed in ((samira, world.peter), (marit, samira)):
        connections.follow(follower, person=followed)
    connections.agree_to_be_go_between(samira)
    request = connections.request_connection(samira, recipient=world.peter, note=theirs)
    connections.reply_to_request(world.peter, request=request, text="Waarover?")
    connections.reply_to_request(samira, request=request, text=theirs)
    connections.accept_request(world.peter, request=request)
    asked = connections.ask_introduction(
        samira, target=marit, route=[world.joost], purpose=theirs, question="Hoe?"
    )
    connections.write_to_step(samira, step=asked.steps.get(), text=theirs)
    connections.agree_to_introduce(world.joost, step=asked.steps.get(), note="Ken haar goed")
    connections.accept_introduction(marit, introduction=asked)
    connections.say_outcome(samira, introduction=asked, kind="helped")
    connections.thank_for_introduction(samira, introduction=asked, text=theirs)
    through = connections.ask_introduction(
        world.noor, target=world.fatma, route=[samira], purpose="Over de cao"
    )
    connections.agree_to_introduce(samira, step=through.steps.get(), note=theirs)
    connections.accept_introduction(world.fatma, introduction=through)
    ilse = member("Ilse de Wit", "ilse@oosterhage.example")
    acquaint(ilse, world.joost)
    connections.ask_introduction(ilse, target=samira, route=[world.joost], purpose="Wacht nog")
    connections.request_connection(ilse, recipient=samira, note="Wacht ook")
    connections.keep_out_of_reach(samira, contact=world.joost)
    connections.keep_out_of_reach(world.joost, contact=samira)
    talked(samira, world.fatma, purpose=theirs, note=hers)
    at = [timezone.now() + timedelta(days=1)]
    talks.propose_talk(samira, invitee=world.joost, purpose=hers, times=at)
    talks.propose_talk(world.noor, invitee=samira, purpose="Over de cao", times=at)
    moved = talks.propose_talk(world.noor, invitee=samira, purpose="Over de krant", times=at)
    talks.pick_time(samira, talk=moved, time=moved.proposed_times.first())
    talks.move_talk(samira, talk=moved, to=at[0] + timedelta(hours=1))
    talks.cancel_talk(samira, talk=moved)
    calendars.open_feed(samira)
    _elsewhere(samira)
    calendars.point_to_calendar(samira, address="https://agenda.example/samira.ics")


def _cards(world: World, hers: str) -> None:
    told = Words(note=hers, next_step="Bellen")
    soon = timezone.localdate() + timedelta(days=30)
    connections.keep_memory(world.samira, about=world.marit, told=told, remind_on=soon)
    connections.keep_memory(world.samira, about=world.peter, told=Words(knows=hers))
    connections.keep_memory(world.marit, about=world.samira, told=told)
    connections.keep_waiting(world.samira, name="Ans de Boer", told=told, remind_on=soon)


def _knowledge(world: World, hers: str, theirs: str) -> None:
    samira, group = world.samira, world.group
    asked = knowledge.ask(
        samira,
        group=group,
        title=f"Wie scant? {theirs}",
        body=theirs,
        topics=["opleiding"],
        person=world.joost,
    )
    knowledge.ask(world.joost, group=group, title="En wie leest het?", person=samira)
    answered = knowledge.answer(world.marit, question=asked, text="Wij.")
    found = knowledge.answer(samira, question=asked, text=f"Gevonden. {theirs}")
    knowledge.choose_best(samira, answer=answered)
    given = knowledge.answer(samira, question=world.question, text=hers)
    knowledge.change_answer(samira, answer=given, text=f"Kijk in het plan. {theirs}")
    knowledge.thank(world.joost, answer=given)
    knowledge.thank(samira, answer=world.answer)
    knowledge.doubt_answer(samira, question=world.question, doubt=theirs)
    knowledge.look_after(samira, question=world.question)
    knowledge.say_same(samira, question=asked, original=world.question)
    _without_name(world, hers, theirs)
    back = knowledge.answer(samira, question=world.question, text=f"{hers} dus niet")
    said = f"Who scans? {theirs}"
    translations.translate(samira, thing=asked, language="en", title=said, text=theirs)
    translations.translate(samira, thing=found, language="en", text=f"Found. {theirs}")
    translations.translate(samira, thing=given, language="en", text=theirs)
    translations.translate(samira, thing=back, language="en", text=hers)
    knowledge.withdraw_answer(samira, answer=back)
    gone = knowledge.ask(samira, group=group, title=f"{hers} of niet?", topics=[hers])
    routing.route_question(samira, question=gone, people=[world.joost])
    knowledge.withdraw_question(samira, question=gone)
    _conversations(world, hers, theirs)


def _without_name(world: World, hers: str, theirs: str) -> None:
    """A question that another answered, and one that she took back."""
    samira, group = world.samira, world.group
    for one in (world.fatma, world.peter):
        groups.join_group(one, group=group)
    asked = knowledge.ask(samira, group=group, title=theirs, body=theirs, without_name=True)
    given = knowledge.answer(world.marit, question=asked, text="Praat erover.")
    knowledge.answer(samira, question=asked, text=theirs)
    knowledge.thank(samira, answer=given)
    gone = knowledge.ask(samira, group=group, title=hers, body=hers, without_name=True)
    knowledge.withdraw_question(samira, question=gone)


def _conversations(world: World, hers: str, theirs: str) -> None:
    """One that she began, one that she replied in, and what she changed and took back of both."""
    samira, joost = world.samira, world.joost
    begun = knowledge.start_conversation(
        samira, groups=[world.group], title=hers, body=theirs, topics=["opleiding"]
    )
    knowledge.change_post(samira, post=begun, title=f"Wie digitaliseert? {theirs}", body=theirs)
    knowledge.reply(joost, post=begun, text="Wij wel.")
    paper = document(pdf(hers.encode()), f"{hers}.pdf")
    knowledge.attach(samira, post=begun, attached=Attached(paper, hers))
    other = knowledge.start_conversation(
        joost, groups=[world.group], title="De vakdag", body="Kom je ook, @samira.el.idrissi?"
    )
    said = knowledge.reply(samira, post=other, text=hers)
    knowledge.change_reply(samira, reply=said, text=f"Ik kom. {theirs}")
    back = knowledge.reply(samira, post=other, text=f"{hers} toch niet")
    knowledge.withdraw_reply(samira, reply=back)
    gone = knowledge.start_conversation(
        samira, groups=[world.group], title=f"{hers} misschien", topics=[hers]
    )
    knowledge.withdraw_post(samira, post=gone)
    _articles(world, hers, theirs)


def _articles(world: World, hers: str, theirs: str) -> None:
    """A draft of hers, one that she let out as an editor, and one where she is asked to join."""
    samira, marit, group = world.samira, world.marit, world.group
    knowledge.begin_article(samira, group=group, title=hers, lead=hers, body=hers)
    out = knowledge.begin_article(marit, group=group, title="Zo ging het", body="Goed.")
    knowledge.ask_author(marit, article=out, handle=samira.handle)
    groups.give_duty(marit, group=group, person=samira, kind="editor", text="")
    knowledge.send_in(marit, article=out)
    knowledge.ask_changes(samira, article=out, text=f"Korter. {theirs}")
    knowledge.send_in(marit, article=out)
    knowledge.publish_article(samira, article=out)


def _governance(world: World, hers: str, theirs: str) -> None:
    """She reports, is reported, and decides about others as a manager of the network."""
    samira, joost, ingrid = world.samira, world.joost, world.moderator
    governance.appoint_manager(handle=samira.handle)
    told = [
        knowledge.answer(joost, question=world.question, text=f"Onzin {number}")
        for number in range(4)
    ]
    governance.report(samira, thing=told[0], reason="personal", text=hers)
    mine = knowledge.answer(samira, question=world.question, text=f"{hers} is onzin")
    cases = [
        governance.report(world.noor, thing=thing, reason="personal", text="Ruzie").case
        for thing in (mine, *told[1:])
    ]
    made = governance.decide(ingrid, case=cases[0], kind="hide", reason=hers)
    governance.appeal(samira, decision=made, text=hers)
    until = timezone.now() + timedelta(days=1)
    knowledge.limit_writing(actor=samira, until=until)
    knowledge.lift_limit(actor=samira, until=until)
    governance.decide(samira, case=cases[1], kind="hide", reason=theirs)
    removed = governance.decide(ingrid, case=cases[2], kind="remove", reason="Weg")
    governance.confirm_removal(samira, decision=removed)
    made = governance.decide(ingrid, case=cases[3], kind="hide", reason="Weg")
    said = governance.appeal(joost, decision=made, text="Nee")
    governance.decide_appeal(samira, appeal=said, upheld=True, reason=theirs)
    _unveilings(world, hers)


def _unveilings(world: World, hers: str) -> None:
    """Two learned her name; and she another's, as the first of two and as the second."""
    samira, ingrid, group = world.samira, world.moderator, world.group
    mine = group.questions.filter(author__kind="pseudonym", withdrawn_at=None).get()
    others = [
        knowledge.ask(world.joost, group=group, title=title, without_name=True)
        for title in ("Durf ik dit?", "En dit?")
    ]
    cases = [
        governance.report(world.noor, thing=thing, reason="private", text="Wie?").case
        for thing in (mine, *others)
    ]
    pairs = [(ingrid, world.marit), (samira, ingrid), (ingrid, samira)]
    for case, (first, second), reason in zip(cases, pairs, (hers, "Nood", "Nood"), strict=True):
        governance.propose_unveiling(first, case=case, reason=reason)
        governance.confirm_unveiling(second, case=case)
    for case, (first, second), (text, answer) in zip(
        cases,
        [(ingrid, world.marit), (samira, ingrid), (ingrid, samira)],
        [(hers, hers), (hers, "Ja"), ("Wat nu?", hers)],
        strict=True,
    ):
        asked = governance.ask_advice(first, case=case, text=text)
        governance.give_advice(second, case=case, asked=asked.pk, text=answer)


def _groups(world: World, hers: str) -> None:
    """One she is in, one she knocks at, one that invites her, and one that she looks after."""
    samira, joost = world.samira, world.joost
    bees = groups.start_group(joost, name="Bijen", purpose="Zoemen")
    groups.join_group(samira, group=bees)
    groups.give_duty(joost, group=bees, person=samira, kind="host", text=hers)
    groups.leave_group(joost, group=bees)
    wasps = groups.start_group(
        joost, name="Wespen", purpose="Prikken", admission="request", house_rules="Prik niet."
    )
    rules = wasps.house_rules.get().pk
    groups.ask_to_join(samira, group=wasps, text=hers, agreed_to=rules)
    ants = groups.start_group(joost, name="Mieren", purpose="Lopen", readers="group")
    groups.invite(joost, group=ants, person=samira, text="Loop mee")
    own = groups.start_group(samira, name="Hommels", purpose="Brommen", admission="invitation")
    groups.invite(samira, group=own, person=world.peter, text=hers)
    groups.ask_tie(samira, group=own, other=world.group, kind="alliance")
    asked = groups.ask_tie(joost, group=wasps, other=own, kind="alliance")
    groups.agree_tie(samira, tie=asked)
    groups.put_to_sleep(samira, group=own)
    groups.wake(samira, group=own)
    found = Visit("https://imkers.example/rss", ReadFeed("Blad", "", ()), Known())
    reading.follow_source(samira, group=own, visit=found)


def _polls(world: World, hers: str, theirs: str) -> None:
    """What she asked the group stays when others voted; what she took back does not."""
    samira, today = world.samira, timezone.localdate()
    asked = {"group": world.group, "closes_on": today, "explanation": theirs}
    poll = surveys.ask_poll(samira, question=theirs, choices=[theirs, "Anders"], **asked)
    for voter in (samira, world.joost):
        surveys.vote(voter, poll=poll, choices=[poll.choices.all()[0].pk])
    back = surveys.ask_poll(samira, question=hers, choices=[hers, "Anders"], **asked)
    surveys.withdraw_poll(samira, poll=back)


def _journal(world: World, hers: str, theirs: str) -> None:
    """What she wrote in an issue that came out is the group's; her tips and photos are hers."""
    samira, marit, group = world.samira, world.marit, world.group
    groups.give_duty(marit, group=group, person=samira, kind="editor", text=hers)
    journal.start_journal(samira, group=group, weekday=5)
    issue = journal.begin_issue(samira, group=group)
    journal.say_of_cover(samira, issue=issue, headline=theirs, lead=theirs)
    journal.say_of_item(samira, item=issue.items.all()[0], headline=theirs, lead=theirs)
    journal.set_figure(samira, issue=issue, number="1", counts=theirs, rows=[(theirs, Decimal(1))])
    drawn = whole(a_picture())
    journal.choose_photo(samira, issue=issue, photo=drawn, description=hers, credit=hers)
    journal.publish_issue(samira, issue=issue)
    journal.pitch(samira, group=group, text=hers)
    journal.take_pitch(samira, pitch=journal.pitch(world.joost, group=group, text="Kijk hier"))


def _goals(world: World, hers: str) -> None:
    samira, soon = world.samira, timezone.localdate() + timedelta(days=30)
    goal = goals.set_goal(samira, text=f"Doel {hers}", until_on=soon, shown=True)
    goals.note_for_goal(samira, goal=goal, text=f"Het kan. {hers}")
    goals.hang(samira, goal=goal, thing=world.joost)
    reached = goals.set_goal(samira, text=f"Bereikt {hers}")
    goals.note_for_goal(samira, goal=reached, text="Gelukt.")
    goals.end_goal(samira, goal=reached, kind="reached")
    of_another = goals.set_goal(world.joost, text="Vaker bellen")
    goals.hang(world.joost, goal=of_another, thing=samira)


def _tips(world: World, hers: str) -> None:
    """Given by her, to her, and about her."""
    samira, joost, asked = world.samira, world.joost, world.question.pk
    tips.tip_colleague(joost, to=samira, kind="question", about=asked, text=f"Iets voor {hers}")
    tip = tips.tip_colleague(samira, to=world.fatma, kind="question", about=asked, text=hers)
    tips.thank_along([tip], thanked_by=joost)
    tips.tip_colleague(joost, to=world.marit, kind="person", about=samira.pk, text=f"Ken {hers}")


def _lessons(world: World) -> None:
    """She asked who can help, was shown to somebody who did, and stayed out of it for a while."""
    learning.stay_out(world.samira)
    learning.take_part(world.samira)
    for asker, shown in ((world.samira, world.joost), (world.joost, world.samira)):
        learning.note_search(asker=asker, placed=[placed(shown)])


def _on_paper(world: World) -> None:
    """She tends a group, brings somebody in and enters an answer."""
    kring = groups.start_group(world.samira, name="Oud papier", purpose="Bewaren")
    groups.join_group(world.joost, group=kring)
    knowledge.ask(world.joost, group=kring, title="Wie kent de oude tekeningen?")
    wil = paper.bring_on_paper(
        world.samira, group=kring, name="Wil Vonk", how="spoken", asked_on=timezone.localdate()
    )
    [ask] = paper.make_letter(world.samira, paper=wil)
    paper.answer_for(world.samira, paper=wil, number=ask.number, text="Ik.")


def _new_roles(world: World, hers: str, theirs: str) -> None:
    samira, joost = world.samira, world.joost
    told = connections.announce_role(samira, role=samira.roles.get(kind="work"), text=hers)
    connections.congratulate(joost, announcement=told, text=hers, offer=hers)
    connections.thank_for_congratulations(samira, announcement=told, text=hers)
    new = joost.roles.get(until=None)
    other = connections.announce_role(joost, role=new, text="Nieuw hier")
    connections.congratulate(samira, announcement=other, text=theirs, offer=theirs)


def _confirmations(world: World, hers: str) -> None:
    samira, joost = world.samira, world.joost
    told = people.add_known_topic(samira, text=f"{hers} van bijen")
    people.show_parts(samira, who_sees={"knows": "members"})
    connections.confirm(joost, topic=told, where=f"Bij de kast. {hers}")
    people.show_parts(samira, who_sees={"knows": "me"})
    cao = people.add_known_topic(joost, text="De cao")
    connections.confirm(samira, topic=cao, where=f"Op de vakdag. {hers}")


def _looking(world: World, hers: str, theirs: str) -> None:
    samira, joost = world.samira, world.joost
    soon = timezone.localdate() + timedelta(days=30)
    for seeker, reader, text in ((samira, joost, hers), (joost, samira, "Iets met bijen")):
        connections.look_for_work(
            seeker, text=text, audience="chosen", until_on=soon, readers=[reader]
        )
    connections.ask_reference(samira, reader=joost, text=hers)
    connections.ask_reference(joost, reader=samira, text="Zeg jij iets over mij?")
    connections.send_tip(joost, to=samira, kind="tip", text=hers)
    connections.send_tip(samira, to=joost, kind="tip", text=theirs)
