"""Two accounts of one person become one, and nothing of it is lost."""

import re
from collections.abc import Iterator
from contextlib import suppress
from datetime import timedelta

import pytest
import time_machine
from django.apps import apps
from django.core import mail
from django.db import IntegrityError, models, transaction
from django.test import Client
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests import postbox
from tests.accounts.soft_key import SoftKey
from tests.accounts.test_one_door import code_for, knock, same
from tests.accounts.test_ways_in import CREDENTIAL, add_passkey, signed_in, use_passkey
from tests.accounts.test_ways_in import text as encoded
from tests.doors import DOORS, Stranger
from tests.leaving.story import take
from tests.test_models import full  # noqa: F401 - one row of everything
from tests.world import World, acquaint, member
from vaknet.domain.activity.links import action_token
from vaknet.domain.activity.models import Activity, Actor
from vaknet.domain.connections import actions as connections
from vaknet.domain.connections.memory import Words
from vaknet.domain.connections.models import Connection, MemoryCard
from vaknet.domain.connections.queries import memory_of
from vaknet.domain.events import actions as events
from vaknet.domain.events.models import Talk
from vaknet.domain.finding import actions as finding
from vaknet.domain.finding.models import Passage
from vaknet.domain.goals import actions as goals
from vaknet.domain.groups import actions as groups
from vaknet.domain.knowledge import actions as knowledge
from vaknet.domain.leaving import actions
from vaknet.domain.leaving.merging import preview
from vaknet.domain.people import actions as people
from vaknet.domain.people import queries
from vaknet.domain.people.addresses import MERGE
from vaknet.domain.people.models import Account, Merge, Profile
from vaknet.domain.people.unsubscribing import unsubscribe_token
from vaknet.domain.refusal import Refused
from vaknet.interfaces.jobs import clock, followups
from vaknet.kit.pictures import Rendition, Squares

OLD = "samira@oudwerk.example"

# What does not point at the account that is kept afterwards, each with its reason.
STAYS = {
    "activity.Activity.group": "a group acts in it, not a person",
    "finding.Passage.group": "a group",
    "groups.Group.actor": "a group",
    "people.Account.actor": "the account itself: its addresses and passkeys came along",
    "people.Merge.merged": "that it was merged, and where its address leads",
    "people.Profile.actor": "one profile each: she chose, part by part",
    "people.SignIn.account": "where it was signed in she signs in again",
    "connections.MemoryKey.owner": "its cards are sealed with the key of the one that is kept",
    "account.EmailAddress.user": "not in use: the address is in the account",
}


@pytest.fixture
def double(world: World) -> Actor:
    """Samira again: she joined with another address, years ago."""
    return member("Samira Idrissi", OLD, profession="jurist")


def merge(kept: Actor, merged: Actor, *chosen: str) -> Actor:
    asked = people.ask_merge(kept, email=merged.account.email)
    actions.merge_accounts(kept, merge=asked, chosen=chosen)
    return Actor.objects.get(pk=kept.pk)


def columns() -> Iterator[tuple[type[models.Model], models.Field]]:
    """Every column that points at a member."""
    about = {"activity.Actor", "people.Account"}
    for model in apps.get_models():
        for field in model._meta.fields:
            if field.related_model is not None and field.related_model._meta.label in about:
                yield model, field


def name_of(model: type[models.Model], field: models.Field) -> str:
    return f"{model._meta.label}.{field.name}"


def rows_of(model: type[models.Model], field: models.Field, person: Actor) -> models.QuerySet:
    is_account = field.related_model is Account
    return model._default_manager.filter(
        **{field.name: person.account.pk if is_account else person.pk}
    )


def give_one_of_everything(world: World, double: Actor) -> None:
    """What actions can make they make; of the rest she takes over a row of somebody."""
    actions.close_account(double, answers="stay")
    actions.reopen_account(double)
    double.refresh_from_db()
    merge(double, member("Samira", "samira@nogeerder.example"))
    signed_in(double).get("/ik/inloggen/")
    people.add_passkey(double.account, name="Oude sleutel", credential=CREDENTIAL)
    people.add_address(double, email="samira@nogouder.example")
    for contact in (world.joost, world.fatma):
        acquaint(double, contact, note="Van mijn oude werk")
    connections.request_connection(world.noor, recipient=double, note="Hallo")
    connections.request_connection(double, recipient=world.marit, note="Hallo")
    connections.ask_introduction(world.marit, target=double, route=[world.joost], purpose="Vraag")
    connections.ask_introduction(double, target=world.peter, route=[world.fatma], purpose="Vraag")
    connections.follow(world.fatma, person=double)
    people.block(world.moderator, other=double)
    people.mute(world.moderator, other=double)
    connections.agree_to_be_go_between(double)
    connections.ask_introduction(world.joost, target=world.fatma, route=[double], purpose="Vraag")
    groups.join_group(double, group=world.group)
    knowledge.answer(double, question=world.question, text="Vroeger mocht het altijd.")
    knowledge.thank(double, answer=world.answer)
    goal = goals.set_goal(world.joost, text="Vaker bijpraten")
    goals.hang(world.joost, goal=goal, thing=double)
    soon = timezone.now() + timedelta(days=1)
    events.propose_talk(world.joost, invitee=double, purpose="Bijpraten", times=[soon])
    connections.keep_memory(double, about=world.peter, told=Words(note="Van vroeger"))
    connections.keep_memory(world.peter, about=double, told=Words(note="Aardig"))
    Profile.objects.filter(actor=double).update(promise="Ik help")
    for model, field in columns():
        if name_of(model, field) in STAYS or rows_of(model, field, double).exists():
            continue
        target = double.account if field.related_model is Account else double
        for row in model._default_manager.order_by("pk"):
            with suppress(IntegrityError), transaction.atomic():
                model._default_manager.filter(pk=row.pk).update(**{field.name: target})
                break


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
        "people.SignIn": -1,
        "sessions.Session": -1,
        "connections.MemoryKey": -1,
        "procrastinate.ProcrastinateJob": 1,
        "procrastinate.ProcrastinateEvent": 1,
    }


def _counts() -> dict[str, int]:
    ours = [m for m in apps.get_models() if m._meta.managed or "procrastinate" in m.__module__]
    return {model._meta.label: model._default_manager.count() for model in ours}


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
    assert use_passkey(lambda asked: key.used(asked, encoded(b"x")))["Location"] == "/inloggen/"


def test_known_with_both_the_oldest_tie_goes_on_with_both_notes(
    world: World, double: Actor
) -> None:
    first = Connection.objects.get(holder=world.samira, contact=world.joost)
    acquaint(double, world.joost, note="Van mijn oude werk")
    long_ago = timezone.now() - timedelta(days=900)
    Connection.objects.filter(contact=double).update(since=long_ago)
    Connection.objects.filter(holder=double).update(since=long_ago)
    merge(world.samira, double)
    halves = Connection.objects.filter(until=None)
    for pair in ((world.samira, world.joost), (world.joost, world.samira)):
        tie = halves.get(holder=pair[0], contact=pair[1])
        assert tie.since == long_ago
        assert tie.note == f"Van mijn oude werk\n\n{first.note}"


def test_a_tie_between_the_two_ends_quietly(world: World, double: Actor) -> None:
    acquaint(world.samira, double)
    connections.follow(double, person=world.samira)
    soon = timezone.now() + timedelta(days=1)
    talk = events.propose_talk(world.samira, invitee=double, purpose="Proef", times=[soon])
    people.mute(world.samira, other=double)
    goal = goals.set_goal(double, text="Van het papier af")
    goals.hang(double, goal=goal, thing=world.samira)
    connections.keep_memory(world.samira, about=double, told=Words(note="Mijn oude account"))
    connections.keep_memory(double, about=world.samira, told=Words(note="Mijn nieuwe"))
    knowledge_of_self(world, double)
    letters_before = len(mail.outbox)
    kept = merge(world.samira, double)
    between = {"holder": kept, "contact": double}
    assert Connection.objects.get(**between).until is not None
    talk.refresh_from_db()
    assert talk.cancelled_at is not None
    assert len(mail.outbox) == letters_before
    card = MemoryCard.objects.get(owner=kept, about=double)
    told = memory_of(kept, Actor.objects.get(pk=double.pk))
    assert told is not None
    assert told.words.note == "Mijn oude account\n\nMijn nieuwe"
    assert card.about_id == double.pk
    assert goal.links.get().contact_id == double.pk


def knowledge_of_self(world: World, double: Actor) -> None:
    groups.join_group(double, group=world.group)
    mine = knowledge.answer(world.samira, question=world.question, text="Kijk in de toelichting.")
    knowledge.thank(double, answer=mine)


def test_nobody_thanks_herself_and_thanks_count_once(world: World, double: Actor) -> None:
    knowledge_of_self(world, double)
    for one in (world.samira, double):
        knowledge.thank(one, answer=world.answer)
    merge(world.samira, double)
    assert [thanks.actor for thanks in world.answer.thanks.all()] == [world.samira]
    assert not world.samira.answers.get().thanks.exists()


def test_asked_with_both_the_first_request_goes_on(world: World, double: Actor) -> None:
    first = connections.request_connection(double, recipient=world.peter, note="Eerst")
    second = connections.request_connection(world.samira, recipient=world.peter, note="Later")
    theirs = connections.request_connection(world.joost, recipient=double, note="Hoi")
    merge(world.samira, double)
    for request in (first, second, theirs):
        request.refresh_from_db()
    assert (first.sender, first.withdrawn_at) == (world.samira, None)
    assert second.withdrawn_at is not None
    assert theirs.accepted_at is not None, "they are contacts already"


def test_a_block_of_either_stands_and_ends_what_the_other_had(world: World, double: Actor) -> None:
    """Joost blocked her old account, she blocked Fatma there: with the new one she knew both."""
    people.block(world.joost, other=double)
    people.block(double, other=world.fatma)
    connections.follow(world.samira, person=world.joost)
    page = preview(world.samira, people.ask_merge(world.samira, email=OLD).pk)
    assert "Joost" not in str(page.clashing)
    merge(world.samira, double)
    client = signed_in(Actor.objects.get(pk=world.samira.pk))
    for other in (world.joost, world.fatma):
        assert client.get(f"/@{other.handle}/").status_code == 404
        assert not Connection.objects.filter(
            holder=world.samira, contact=other, until=None
        ).exists()


def test_of_consents_the_stricter_stands_and_it_says_so(world: World, double: Actor) -> None:
    people.go_along(world.samira)
    connections.agree_to_be_go_between(double)
    people.show_parts(double, who_sees={"work": "me"})
    people.show_parts(world.samira, who_sees={"work": "contacts", "knows": "contacts"})
    told = preview(world.samira, people.ask_merge(world.samira, email=OLD).pk)
    said = " ".join(told.clashing)
    assert "Dat bekenden mij meenemen als ze gaan" in said
    assert "gevraagd te worden voor introducties" in said
    assert "Elk deel is daarna voor de minste mensen" in said
    kept = merge(world.samira, double)
    assert not kept.consents.filter(kind="go_along", until=None).exists()
    assert not kept.go_between_consents.filter(until=None).exists()
    shown = dict(kept.part_audiences.values_list("part", "who"))
    assert shown == {"work": "me", "knows": "contacts"}


def test_a_public_page_takes_the_consent_of_both(world: World, double: Actor) -> None:
    for one, part in ((world.samira, "promise"), (double, "work")):
        people.show_parts(one, who_sees={part: "everyone"}, agreed_to="2026-11")
    assert Client().get(f"/@{world.samira.handle}/").status_code == 200
    kept = merge(world.samira, double)
    assert not kept.part_audiences.exists()
    assert Client().get(f"/@{kept.handle}/").status_code == 302


def test_both_agreed_to_the_same_public_part(world: World, double: Actor) -> None:
    for one in (world.samira, double):
        people.show_parts(one, who_sees={"work": "everyone"}, agreed_to="2026-11")
    kept = merge(world.samira, double)
    assert kept.consents.filter(kind="be_public", until=None).count() == 1
    moved = Client().get(f"/@{double.handle}/")
    assert moved.headers["Location"] == f"/@{kept.handle}/"
    assert Client().get(moved.headers["Location"]).status_code == 200


def test_what_is_said_with_both_stands_once(world: World, double: Actor) -> None:
    role = world.samira.roles.get()
    for title in ("Vergunningverlener", "jurist"):
        people.add_role(
            double,
            kind="work",
            title=title,
            organisation=role.organisation.name,
            since=role.since,
        )
    people.add_known_topic(double, text="digitaal bouwdossier inrichten")
    people.add_known_topic(double, text="Orgels")
    people.add_language(world.samira, code="de")
    people.add_language(double, code="de")
    people.offer_help(world.samira, kind="coffee", remark="Op dinsdag")
    people.offer_help(double, kind="coffee", remark="In Duinrade")
    people.offer_help(world.samira, kind="shadowing", remark="x" * 70)
    people.offer_help(double, kind="shadowing", remark="y" * 70)
    kept = merge(world.samira, double)
    assert sorted(role.title for role in kept.roles.all()) == ["jurist", "vergunningverlener"]
    assert kept.known_topics.count() == 2
    assert [one.code for one in kept.languages.all()] == ["de"]
    remarks = dict(kept.help_offers.values_list("kind", "remark"))
    assert remarks == {"coffee": "Op dinsdag · In Duinrade", "shadowing": "x" * 70}


def test_she_chooses_where_her_profiles_differ(world: World, double: Actor) -> None:
    Profile.objects.filter(actor=world.samira).update(promise="Ik maak het digitaal")
    Profile.objects.filter(actor=double).update(promise="Ik ken het recht")
    told = preview(world.samira, people.ask_merge(world.samira, email=OLD).pk)
    assert set(told.choices) == {"name", "promise"}
    kept = merge(world.samira, double, "name")
    assert kept.name == "Samira Idrissi"
    assert kept.profile.promise == "Ik maak het digitaal"
    assert kept.profile.profession == "jurist", "an empty part gives way"


@pytest.mark.parametrize("chosen", [True, False])
def test_the_photo_that_she_chooses_is_shown(world: World, double: Actor, chosen: bool) -> None:
    names = []
    for one, name in ((world.samira, "0" * 16), (double, "f" * 16)):
        rendition = Rendition(96, "webp", b"picture")
        names.append(people.set_photo(one, squares=Squares(name, (rendition,))).name)
    kept = merge(world.samira, double, *(["photo"] if chosen else []))
    assert kept.photo == names[chosen]
    assert kept.photos.count() == 2, "the other one goes after a day"


def test_cards_of_others_stand_together(world: World, double: Actor) -> None:
    for owner in (world.marit, world.samira, double):
        for about in {world.samira, double, world.peter} - {owner}:
            connections.keep_memory(
                owner, about=about, told=Words(note=f"{owner.pk} over {about.pk}")
            )
    day = timezone.localdate() + timedelta(days=3)
    told = Words(note="Samen", next_step="Bellen")
    connections.keep_memory(world.marit, about=double, told=told, remind_on=day)
    kept = merge(world.samira, double)
    hers, about_peter = memory_of(world.marit, kept), memory_of(kept, world.peter)
    assert hers is not None
    assert about_peter is not None
    assert hers.words.note == f"{world.marit.pk} over {kept.pk}\n\nSamen"
    assert hers.remind_on == day
    assert about_peter.words.note.split("\n\n") == [
        f"{one.pk} over {world.peter.pk}" for one in (kept, double)
    ]


def test_cards_that_cannot_be_opened_stop_it_all(world: World, double: Actor, settings) -> None:
    connections.keep_memory(double, about=world.peter, told=Words(note="Geheim"))
    settings.SECRET_KEY = "another one altogether, and long enough for what it is needed for"
    with pytest.raises(Refused):
        merge(world.samira, double)
    assert Account.objects.filter(email=OLD).exists()
    assert double.memory_cards.exists()


def test_steward_with_either_is_steward(world: World, double: Actor) -> None:
    told = preview(world.samira, people.ask_merge(world.samira, email=OLD).pk)
    assert "groep" not in " ".join(told.clashing)
    groups.join_group(double, group=world.group)
    double.group_memberships.update(duty="steward")
    told = preview(world.samira, told.merge.pk)
    assert "dezelfde groep" in " ".join(told.clashing)
    kept = merge(world.samira, double)
    membership = kept.group_memberships.get(until=None)
    assert membership.duty == "steward"
    assert kept.group_memberships.count() == 2


def test_looking_for_work_and_congratulating_with_both(world: World, double: Actor) -> None:
    acquaint(double, world.joost)
    soon = timezone.localdate() + timedelta(days=30)
    for one in (world.samira, double):
        connections.look_for_work(one, text="Iets", audience="contacts", until_on=soon)
    connections.look_for_work(
        world.joost, text="Iets", audience="chosen", until_on=soon, readers=[world.samira, double]
    )
    told = connections.announce_role(
        world.joost,
        role=people.add_role(
            world.joost, kind="work", title="x", organisation="y", since=timezone.localdate()
        ),
        text="Nieuw",
    )
    connections.congratulate(world.samira, announcement=told, text="Mooi", offer="Een uur")
    connections.congratulate(double, announcement=told, text="Fijn")
    people.stop_mail(double.account)
    page = preview(world.samira, people.ask_merge(world.samira, email=OLD).pk)
    said = " ".join(page.clashing)
    assert "Je zoekt werk met allebei" in said
    assert "Ze blijven gestopt" in said
    kept = merge(world.samira, double)
    assert kept.looking_for_work.filter(until=None).count() == 1
    assert kept.looking_for_work.count() == 2
    [words] = told.congratulations.all()
    assert (words.text, words.offer) == ("Mooi\n\nFijn", "Een uur")
    assert world.joost.looking_for_work.get().readers.count() == 1
    assert Account.objects.get(actor=kept).mail_stopped_at is not None


def test_an_introduction_through_oneself_is_taken_back(world: World, double: Actor) -> None:
    acquaint(world.samira, double)
    acquaint(double, world.peter)
    connections.agree_to_be_go_between(double)
    through = connections.ask_introduction(
        world.samira, target=world.peter, route=[double], purpose="Archief"
    )
    to_known = connections.ask_introduction(
        world.samira, target=world.marit, route=[world.joost], purpose="Archief"
    )
    acquaint(double, world.marit)
    merge(world.samira, double)
    for introduction in (through, to_known):
        introduction.refresh_from_db()
        assert introduction.withdrawn_at is not None
    assert through.steps.get().go_between_id == double.pk


def test_addresses_that_wait_and_that_are_proved_go_together(world: World, double: Actor) -> None:
    proved = people.add_address(double, email="samira@thuis.example")
    people.prove_address(double, pk=proved.pk)
    for one in (world.samira, double):
        people.add_address(one, email="samira@later.example")
    people.add_address(world.samira, email="samira@thuis.example")
    people.add_address(world.samira, email=OLD)
    Account.objects.filter(actor=double).update(is_staff=True)
    kept = merge(world.samira, double)
    mine = queries.addresses(Account.objects.get(actor=kept))
    assert sorted(row.email for row in mine.others) == [OLD, "samira@thuis.example"]
    assert [row.email for row in mine.waiting] == ["samira@later.example"]
    assert Account.objects.get(actor=kept).is_staff


def test_an_account_whose_mail_moved_before_comes_along_whole(world: World, double: Actor) -> None:
    home = people.add_address(double, email="samira@thuis.example")
    people.prove_address(double, pk=home.pk)
    people.choose_address(double, pk=home.pk)
    asked = people.ask_merge(world.samira, email=OLD)
    actions.merge_accounts(world.samira, merge=asked)
    mine = queries.addresses(Account.objects.get(actor=world.samira))
    assert sorted(row.email for row in mine.others) == [OLD, "samira@thuis.example"]


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
    talk = events.propose_talk(world.joost, invitee=kept, purpose="Bijpraten", times=[soon])
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


def _ties(person: Actor) -> set[int]:
    return set(
        Connection.objects.filter(holder=person, until=None).values_list("contact", flat=True)
    )


def _blocked(person: Actor) -> set[int]:
    return set(person.blocks.filter(until=None).values_list("other", flat=True))


def _do(what: str, one: Actor, other: Actor) -> None:
    match what:
        case "ask":
            connections.request_connection(one, recipient=other, note="Hallo")
        case "know":
            acquaint(one, other)
        case "end":
            connections.end_connection(one, contact=other)
        case "follow":
            connections.follow(one, person=other)
        case "block":
            connections.part_from(one, other=other)
        case "card":
            connections.keep_memory(one, about=other, told=Words(note=f"{one.pk}"))
        case "talk":
            soon = [timezone.now() + timedelta(days=1)]
            events.propose_talk(one, invitee=other, purpose="Bijpraten", times=soon)
        case "introduce":
            between = list(Actor.objects.filter(pk__in=_ties(one) & _ties(other)))
            connections.ask_introduction(one, target=other, route=between[:1], purpose="Vraag")


PEOPLE = st.sampled_from(["samira", "double", "joost", "marit", "bram"])
DEEDS = st.sampled_from(["ask", "know", "end", "follow", "block", "card", "talk", "introduce"])


@settings(
    max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(deeds=st.lists(st.tuples(DEEDS, PEOPLE, PEOPLE), max_size=14))
def test_whatever_happened_before_nobody_she_knew_is_lost(
    world: World, double: Actor, deeds: list[tuple[str, str, str]]
) -> None:
    """And nobody whom either kept away comes back."""
    cast = {"double": double} | {
        name: getattr(world, name) for name in ("samira", "joost", "marit", "bram")
    }
    no_way = (Refused, models.ObjectDoesNotExist)
    with transaction.atomic():
        for what, one, other in deeds:
            with suppress(*no_way), transaction.atomic():
                _do(what, cast[one], cast[other])
        both = {world.samira.pk, double.pk}
        known = (_ties(world.samira) | _ties(double)) - both
        blocked = (_blocked(world.samira) | _blocked(double)) - both
        by_others = {one.pk for one in cast.values() if one.pk not in both and _blocked(one) & both}
        kept = merge(world.samira, double)
        assert _ties(kept) == known - blocked - by_others
        assert _blocked(kept) == blocked
        for pk in _ties(kept):
            assert kept.pk in _ties(Actor.objects.get(pk=pk))
        _nothing_is_left(kept, double)
        transaction.set_rollback(True)


def _nothing_is_left(kept: Actor, merged: Actor) -> None:
    """Only what was between the two, and none of it goes on."""
    for model, field in columns():
        if field.related_model is not Actor or name_of(model, field) in STAYS:
            continue
        others = [
            other.name
            for other in model._meta.fields
            if other.related_model is Actor and other.name != field.name
        ]
        for row in rows_of(model, field, merged):
            ends = {getattr(row, f"{name}_id") for name in others}
            step_of = getattr(row, "introduction", None)
            assert kept.pk in ends or (step_of is not None and step_of.asker_id == kept.pk)
            open_still = hasattr(row, "until") and row.until is None
            assert not open_still, name_of(model, field)
