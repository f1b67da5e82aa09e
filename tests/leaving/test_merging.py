"""Two accounts of one person become one, and nothing of it is lost."""

import re
from contextlib import suppress
from datetime import datetime, timedelta
from time import time

import pytest
import time_machine
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.apps import apps
from django.core import mail
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import NoReverseMatch, reverse
from django.utils import timezone

from tests import postbox
from tests.accounts.soft_key import SoftKey
from tests.accounts.test_one_door import code_for, knock, same
from tests.accounts.test_ways_in import CREDENTIAL, add_passkey, signed_in, use_passkey
from tests.accounts.test_ways_in import text as encoded
from tests.doors import DOORS, Stranger
from tests.leaving.story import take
from tests.leaving.two_accounts import OLD, STAYS, columns, merge, name_of, rows_of
from tests.leaving.whole import lay_out_today
from tests.offline.telephone import told_on_telephone
from tests.test_models import full  # noqa: F401 - one row of everything
from tests.world import World, acquaint, member
from vaknet.domain.activity.links import action_token
from vaknet.domain.activity.models import Activity, Actor
from vaknet.domain.calendars import actions as calendars
from vaknet.domain.connections import actions as connections
from vaknet.domain.connections.memory import Words
from vaknet.domain.finding import actions as finding
from vaknet.domain.finding.models import Passage
from vaknet.domain.goals import actions as goals
from vaknet.domain.governance import actions as governance
from vaknet.domain.groups import actions as groups
from vaknet.domain.knowledge import actions as knowledge
from vaknet.domain.leaving import actions
from vaknet.domain.people import actions as people
from vaknet.domain.people.actions import incoming_mail
from vaknet.domain.people.addresses import MERGE
from vaknet.domain.people.models import Account, Merge, Profile
from vaknet.domain.people.second_step import PERIOD
from vaknet.domain.people.unsubscribing import unsubscribe_token
from vaknet.domain.reading import actions as reading
from vaknet.domain.refusal import Refused
from vaknet.domain.searching import actions as searching
from vaknet.domain.talks import actions as talks
from vaknet.domain.talks.models import Talk
from vaknet.interfaces.jobs import clock, followups
from vaknet.kit.feed_reading import ReadFeed
from vaknet.kit.feed_visits import Known, Visit

FOUND = Visit("https://imkers.example/rss", ReadFeed("Het Blad", "", ()), Known())


def _searches(double: Actor, world: World) -> None:
    searching.save_search(double, text="mieren")
    lay_out_today(double)
    searching.index(world.question)


def sign_in_on_telephone(world: World, double: Actor) -> None:
    signed_in(double).get("/ik/inloggen/")
    question = knowledge.ask(world.joost, group=world.group, title="Mag een uitbouw?")
    knowledge.answer(world.noor, question=question, text="Soms.")
    told_on_telephone(double, question)


def give_one_of_everything(world: World, double: Actor) -> None:
    """What actions can make they make; of the rest she takes over a row of somebody."""
    actions.close_account(double, answers="stay")
    actions.reopen_account(double)
    double.refresh_from_db()
    merge(double, member("Samira", "samira@nogeerder.example"))
    sign_in_on_telephone(world, double)
    people.add_passkey(double.account, name="Oude sleutel", credential=CREDENTIAL)
    people.add_address(double, email="samira@nogouder.example")
    for contact in (world.joost, world.fatma):
        acquaint(double, contact, note="Van mijn oude werk")
    connections.request_connection(world.noor, recipient=double, note="Hallo")
    connections.request_connection(double, recipient=world.marit, note="Hallo")
    connections.ask_introduction(world.marit, target=double, route=[world.joost], purpose="Vraag")
    connections.ask_introduction(double, target=world.peter, route=[world.fatma], purpose="Vraag")
    connections.follow(world.fatma, person=double)
    cao = people.add_known_topic(world.joost, text="De cao")
    connections.confirm(double, topic=cao, where="Op mijn oude werk")
    people.block(world.moderator, other=double)
    people.mute(world.moderator, other=double)
    connections.agree_to_be_go_between(double)
    connections.keep_out_of_reach(double, contact=world.joost)
    connections.keep_out_of_reach(world.joost, contact=double)
    connections.ask_introduction(world.joost, target=world.fatma, route=[double], purpose="Vraag")
    groups.join_group(double, group=world.group)
    ants = groups.start_group(world.joost, name="Mieren", purpose="Lopen", house_rules="Loop.")
    groups.join_group(double, group=ants, agreed_to=ants.house_rules.get().pk)
    bees = groups.start_group(double, name="Bijen", purpose="Zoemen")
    reading.follow_source(double, group=bees, visit=FOUND)
    knowledge.answer(double, question=world.question, text="Vroeger mocht het altijd.")
    knowledge.thank(double, answer=world.answer)
    _ask_without_name(world, double)
    again = knowledge.ask(world.joost, group=world.group, title="Mocht het altijd?", person=double)
    knowledge.say_same(world.joost, question=again, original=world.question)
    knowledge.confirm_answer(double, question=world.question)
    knowledge.look_after(double, question=again)
    _write_together(world, double)
    goal = goals.set_goal(world.joost, text="Vaker bijpraten")
    goals.hang(world.joost, goal=goal, thing=double)
    soon = timezone.now() + timedelta(days=1)
    _talk(world, double, soon)
    for one in (world.joost, double):
        connections.look_for_work(one, text="Iets", audience="contacts", until_on=soon.date())
    connections.ask_reference(world.joost, reader=double, text="Zeg jij iets over mij?")
    _searches(double, world)
    _remember(world, double)
    Profile.objects.filter(actor=double).update(promise="Ik help")
    for model, field in columns():
        if name_of(model, field) in STAYS or rows_of(model, field, double).exists():
            continue
        target = double.account if field.related_model is Account else double
        for row in model._default_manager.order_by("pk"):
            with suppress(IntegrityError), transaction.atomic():
                model._default_manager.filter(pk=row.pk).update(**{field.name: target})
                break


def _talk(world: World, double: Actor, soon: datetime) -> None:
    """One waits, one was moved and called off; and her calendar reads along."""
    talks.propose_talk(world.joost, invitee=double, purpose="Bijpraten", times=[soon])
    moved = talks.propose_talk(world.joost, invitee=double, purpose="Thee", times=[soon])
    talks.pick_time(double, talk=moved, time=moved.proposed_times.get())
    talks.move_talk(double, talk=moved, to=soon + timedelta(hours=1))
    talks.cancel_talk(double, talk=moved)
    calendars.open_feed(double)
    calendars.point_to_calendar(double, address="https://agenda.example/double.ics")


def _ask_without_name(world: World, double: Actor) -> None:
    """And two moderators looked who it was, and spoke about it."""
    asked = knowledge.ask(double, group=world.group, title="Wie durft dit?", without_name=True)
    case = governance.report(world.joost, thing=asked, reason="private").case
    governance.propose_unveiling(world.moderator, case=case, reason="Nood")
    governance.confirm_unveiling(world.marit, case=case)
    told = governance.ask_advice(world.moderator, case=case, text="Wie belt?")
    governance.give_advice(world.marit, case=case, asked=told.pk, text="Ik.")


def _by_mail(double: Actor) -> None:
    incoming_mail.is_first_time(double.account, message="<een@nogouder.example>")
    incoming_mail.letter_came_back(double.account, on=timezone.localdate())


def _remember(world: World, double: Actor) -> None:
    _by_mail(double)
    connections.keep_memory(double, about=world.peter, told=Words(note="Van vroeger"))
    connections.keep_memory(world.peter, about=double, told=Words(note="Aardig"))
    connections.keep_waiting(double, name="Ans", told=Words(note="Van ver"))


def _write_together(world: World, double: Actor) -> None:
    """Of somebody else, so that she does not become the second author of what is hers."""
    article = knowledge.begin_article(world.joost, group=world.group, title="Samen", body="Zo.")
    knowledge.ask_author(world.joost, article=article, handle=double.handle)
    knowledge.accept_authorship(double, article=article)


def test_every_row_of_the_one_is_of_the_other_afterwards(full: World) -> None:  # noqa: F811
    """A new table that points at people is taken over, or its reason stands above."""
    knowledge.take_back_thanks(full.samira, answer=full.answer)
    double = member("Samira Idrissi", OLD)
    give_one_of_everything(full, double)
    hers = {
        (model, field): set(rows_of(model, field, double).values_list("pk", flat=True))
        for model, field in columns()
        if name_of(model, field) not in STAYS
    }
    assert [name_of(*column) for column, pks in hers.items() if not pks] == []
    people.ask_merge(full.samira, email=OLD)
    kept = merge(full.samira, double)
    lost = {}
    for (model, field), pks in hers.items():
        now = set(rows_of(model, field, kept).values_list("pk", flat=True))
        if pks - now:
            lost[name_of(model, field)] = pks - now
    assert lost == {}
    assert [
        name_of(model, field)
        for model, field in columns()
        if field.related_model is Actor and rows_of(model, field, double).exists()
    ] == ["people.Merge.merged"]


def test_the_reasons_are_about_what_exists() -> None:
    found = {name_of(model, field) for model, field in columns()}
    assert set(STAYS) - found == set()


def test_no_row_is_gone_but_what_can_be_there_once(full: World) -> None:  # noqa: F811
    knowledge.take_back_thanks(full.samira, answer=full.answer)
    double = member("Samira Idrissi", OLD)
    give_one_of_everything(full, double)
    asked = people.ask_merge(full.samira, email=OLD)
    before = _counts()
    actions.merge_accounts(full.samira, merge=asked)
    after = _counts()
    changed = {name: after[name] - number for name, number in before.items()}
    assert {name: change for name, change in changed.items() if change} == {
        "activity.Activity": 1,  # that they were merged
        "people.Account": -1,
        "people.MailAddress": 1,  # the address of that account
        "people.Profile": -1,
        "pushing.Device": -1,
        "pushing.Pushed": -1,  # both were told
        "notices.Rhythm": -1,  # she chose one with both
        "notices.ReadUntil": -1,  # she read with both
        "notices.Digest": -1,  # she chose one with both
        "notices.NoticeChoice": -1,
        "people.ReturnedMail": -1,  # from an address that gets no letters any more
        "people.SignIn": -1,
        "sessions.Session": -1,
        "connections.MemoryKey": -1,
        "consulting.IntakeNote": -1,  # of the one for the other: nobody asks herself for help
        "procrastinate.ProcrastinateJob": 1,
        "procrastinate.ProcrastinateEvent": 1,
    }


def _counts() -> dict[str, int]:
    """Of all that says something: who changed, for the graph, is no such thing."""
    ours = [m for m in apps.get_models() if m._meta.managed or "procrastinate" in m.__module__]
    counts = {model._meta.label: model._default_manager.count() for model in ours}
    del counts["connections.NetworkChange"]
    return counts


def test_every_page_of_hers_opens_afterwards(full: World) -> None:  # noqa: F811
    double = member("Samira Idrissi", OLD)
    give_one_of_everything(full, double)
    kept = merge(full.samira, double)
    client = signed_in(kept)
    opened = 0
    for name, door in DOORS.items():
        if door.stranger is not Stranger.OWN or door.post_only or door.thing:
            continue
        with suppress(NoReverseMatch):
            address = reverse(name)
            assert client.get(address, follow=True).status_code == 200, name
            opened += 1
    assert opened > 20
    take(kept)


def test_with_both_addresses_she_comes_into_one_account(world: World, double: Actor) -> None:
    phone = signed_in(double)
    phone.get("/ik/inloggen/")
    kept = merge(world.samira, double)
    for email in (OLD, world.samira.account.email):
        client = Client()
        knock(client, email)
        client.post("/inloggen/code/", {"code": code_for(email)})
        assert client.get("/ik/").context["viewer"] == kept
    assert phone.get("/ik/").status_code == 302
    assert not Account.objects.filter(email=OLD, actor__isnull=False).exists()


def test_its_passkeys_go_on_working(world: World, double: Actor) -> None:
    """Also when the account it came into became part of a third one."""
    key = SoftKey()
    handle = add_passkey(double, key)
    merge(world.samira, double)
    newest = member("Samira El Idrissi", "samira@nieuwwerk.example")
    merge(newest, Actor.objects.get(pk=world.samira.pk))
    client = Client()
    use_passkey(lambda asked: key.used(asked, handle), client)
    assert client.get("/ik/").context["viewer"] == newest
    assert (
        use_passkey(lambda asked: key.used(asked, encoded(b"zzzzzz")))["Location"] == "/inloggen/"
    )


def test_the_old_address_of_the_profile_leads_on_for_who_may_see_her(
    world: World, double: Actor
) -> None:
    people.block(world.samira, other=world.bram)
    kept = merge(world.samira, double)
    old = f"/@{double.handle}/"
    for viewer in (kept, world.joost, world.marit, world.moderator):
        assert signed_in(viewer).get(old).headers["Location"] == f"/@{kept.handle}/"
    blocked = signed_in(world.bram)
    for part in (old, "/@bestaat-niet/"):
        assert blocked.get(part).status_code == 404
    doors = [Client().get(at).headers["Location"] for at in (old, "/@bestaat-niet/")]
    assert [door.partition("?")[0] for door in doors] == ["/inloggen/"] * 2
    newcomer = member(double.name or "Samira Idrissi", "ander@mens.example")
    assert newcomer.handle != double.handle


def test_when_she_is_erased_so_is_what_was_left_of_the_other(world: World, double: Actor) -> None:
    acquaint(world.samira, double)
    kept = merge(world.samira, double)
    actions.close_account(kept, answers="stay")
    assert signed_in(world.joost).get(f"/@{double.handle}/").status_code == 404
    gone = actions.carry_out_closures(now=timezone.now() + timedelta(days=15))
    assert sorted(gone) == sorted([OLD, "samira@waterveen.example"])
    assert not Actor.objects.filter(pk__in=[kept.pk, double.pk]).exists()
    assert not Merge.objects.exists()


def letters() -> list[str]:
    for activity in Activity.objects.filter(verb__contains="merge").order_by("pk"):
        followups.run(activity.pk)
    postbox.empty()
    return [f"{letter.to[0]}: {letter.subject}" for letter in mail.outbox]


def link_in(letter) -> str:
    return re.search(r"/ik/samenvoegen/\S+/", letter.body).group()


def test_by_the_page_from_asking_to_one_account(world: World, double: Actor) -> None:
    client = signed_in(world.samira)
    asked = client.post("/ik/samenvoegen/", {"email": OLD.upper()}, follow=True)
    assert f"Er is een brief onderweg naar {OLD}." in asked.text
    assert letters() == [f"{OLD}: Zijn beide accounts van jou?"]
    assert "Samira" not in mail.outbox[0].body
    link = link_in(mail.outbox[0])
    page = client.get(link)
    assert "Samira Idrissi" in page.text
    unsure = client.post(link, {"name": "merged"})
    assert unsure.status_code == 422
    assert Account.objects.filter(email=OLD).exists()
    done = client.post(link, {"name": "merged", "sure": "on"}, follow=True)
    assert "Je twee accounts zijn nu één." in done.text
    assert Actor.objects.get(pk=world.samira.pk).name == "Samira Idrissi"
    mail.outbox.clear()
    assert letters() == [
        "samira@waterveen.example: Je twee accounts zijn nu één",
        f"{OLD}: Je twee accounts zijn nu één",
    ]
    assert client.get(link).status_code == 404
    assert Activity.objects.filter(verb="merged_accounts").count() == 1


def test_nobody_learns_on_the_page_whether_an_address_has_an_account(
    world: World, double: Actor
) -> None:
    client = signed_in(world.samira)
    answers = [
        same(client.post("/ik/samenvoegen/", {"email": email})) for email in (OLD, "x@y.example")
    ]
    assert answers[0] == answers[1]
    assert letters()[1:] == ["x@y.example: Er is geen tweede account met dit adres"]
    own = client.post("/ik/samenvoegen/", {"email": "samira@waterveen.example"})
    assert own.status_code == 422
    assert "Dit adres is al van dit account." in own.text
    answers = [client.post("/ik/samenvoegen/", {"email": "x@y.example"}) for _ in range(9)]
    assert answers[-1].status_code == 429


def test_the_link_opens_for_who_asked_and_nobody_else(world: World, double: Actor) -> None:
    asked = people.ask_merge(world.samira, email=OLD)
    link = reverse("merge-account", args=[action_token(world.samira, MERGE, asked.pk)])
    assert Client().get(link).headers["Location"].startswith("/inloggen/?next=")
    for other in (double, world.joost, world.bram, world.moderator):
        page = signed_in(other).post(link, {"sure": "on"})
        assert page.status_code == 404
    with pytest.raises(Merge.DoesNotExist):
        actions.merge_accounts(world.joost, merge=asked)
    client = signed_in(world.samira)
    for nothing in ("x", action_token(world.samira, "come_back", asked.pk)):
        assert client.get(f"/ik/samenvoegen/{nothing}/").status_code == 404
    with time_machine.travel(timezone.now() + timedelta(minutes=16)):
        client.post(link, {"name": "kept", "sure": "on"})
        client.post("/ik/samenvoegen/", {"email": "x@y.example"})
        assert "Stuur mij een code" in client.get(link).text
    assert Merge.objects.filter(at=None).count() == 1
    assert Account.objects.filter(email=OLD).exists()


def test_a_closed_account_comes_back_first(world: World, double: Actor) -> None:
    asked = people.ask_merge(world.samira, email=OLD)
    link = reverse("merge-account", args=[action_token(world.samira, MERGE, asked.pk)])
    client = signed_in(world.samira)
    actions.close_account(double, answers="stay")
    assert client.get(link).status_code == 404
    with pytest.raises(Refused):
        actions.merge_accounts(world.samira, merge=asked)
    nobody = people.ask_merge(world.samira, email="x@y.example")
    with pytest.raises(Refused):
        actions.merge_accounts(world.samira, merge=nobody)


def test_an_account_with_a_second_step_does_not_come_along_by_a_letter(
    world: World, double: Actor
) -> None:
    asked = people.ask_merge(world.samira, email=OLD)
    secret = "JBSWY3DPEHPK3PXP"
    code = format_hotp_value(hotp_value(secret, int(time()) // PERIOD))
    people.turn_on_second_step(double.account, secret=secret, code=code)
    link = reverse("merge-account", args=[action_token(world.samira, MERGE, asked.pk)])
    client = signed_in(world.samira)
    assert "of een tweede stap vraagt" in client.get(link).text
    with pytest.raises(Refused):
        actions.merge_accounts(world.samira, merge=asked)
    people.turn_off_second_step(double.account)
    assert client.get(link).status_code == 200


def test_twice_is_once(world: World, double: Actor) -> None:
    asked = people.ask_merge(world.samira, email=OLD)
    for _ in range(2):
        actions.merge_accounts(world.samira, merge=asked)
    assert Activity.objects.filter(verb="merged_accounts").count() == 1


def test_a_question_that_is_over_is_written_to_nobody(world: World, double: Actor) -> None:
    merge(world.samira, double)
    followups.run(Activity.objects.get(verb="asked_merge").pk)
    assert postbox.empty() == 0


def test_what_was_asked_and_not_done_is_forgotten(world: World) -> None:
    people.ask_merge(world.samira, email="x@y.example")
    with time_machine.travel(timezone.now() + timedelta(days=8)):
        clock.forget_addresses(timestamp=0)
    assert not Merge.objects.exists()


def test_after_a_month_nobody_knows_by_which_address_it_was_proved(
    world: World, double: Actor
) -> None:
    kept = merge(world.samira, double)
    with time_machine.travel(timezone.now() + timedelta(days=31)):
        clock.forget_addresses(timestamp=0)
    assert Merge.objects.get(kept=kept).email == ""
    assert signed_in(kept).get(f"/@{double.handle}/").status_code == 302


def test_the_finder_finds_the_one_and_no_more_the_other(world: World, double: Actor) -> None:
    people.add_known_topic(double, text="Orgelpijpen stemmen")
    finding.index_everything()
    kept = merge(world.samira, double)
    passages = Passage.objects.filter(words__contains="orgelpijp")
    assert [passage.actor for passage in passages] == [kept]
    assert not Passage.objects.filter(actor=double).exists()


def test_what_came_in_at_that_very_moment_is_taken_over_too(world: World, double: Actor) -> None:
    """Whoever was writing to the old account waited for the merge, and then wrote to nobody."""
    for one in (world.samira, double):
        connections.agree_to_be_go_between(one)
    people.show_parts(world.samira, who_sees={"work": "contacts"})
    kept = merge(world.samira, double)
    soon = timezone.now() + timedelta(days=1)
    talk = talks.propose_talk(world.joost, invitee=kept, purpose="Bijpraten", times=[soon])
    Talk.objects.filter(pk=talk.pk).update(invitee=double)
    for _ in range(2):
        clock.take_over_late(timestamp=0)
    assert kept.talks_received.get() == talk
    assert kept.go_between_consents.filter(until=None).exists()
    assert dict(kept.part_audiences.values_list("part", "who")) == {"work": "contacts"}
    assert Actor.objects.get(pk=kept.pk).name == world.samira.name


def test_links_in_letters_to_the_old_account_go_on_working(world: World, double: Actor) -> None:
    acquaint(double, world.joost)
    request = connections.request_connection(world.bram, recipient=double, note="Hallo")
    followups.run(Activity.objects.get(verb="requested_connection", object_id=request.pk).pk)
    postbox.empty()
    letter = mail.outbox[-1]
    unsubscribe = unsubscribe_token(double.account)
    merge(world.samira, double)
    link = re.search(r"/[a-z/]+/[^/\s]+~[^/\s]+/", letter.body).group()
    assert Client().get(link).status_code == 200
    Client().post(f"/afmelden/{unsubscribe}/")
    assert Account.objects.get(actor=world.samira).mail_stopped_at is not None
