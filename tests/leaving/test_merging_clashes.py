"""Where two accounts of one person both say or did something: what then stands."""

from contextlib import suppress
from datetime import timedelta

import pytest
from django.core import mail
from django.db import models, transaction
from django.test import Client
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.accounts.test_ways_in import signed_in
from tests.leaving.two_accounts import OLD, STAYS, columns, merge, name_of, rows_of
from tests.test_models import full  # noqa: F401 - one row of everything
from tests.world import World, acquaint
from vaknet.domain.activity.models import Actor
from vaknet.domain.connections import actions as connections
from vaknet.domain.connections.memory import Words
from vaknet.domain.connections.models import Connection, MemoryCard
from vaknet.domain.connections.queries import memory_of, waiting_cards
from vaknet.domain.goals import actions as goals
from vaknet.domain.groups import actions as groups
from vaknet.domain.groups.models import GroupDuty
from vaknet.domain.knowledge import actions as knowledge
from vaknet.domain.leaving import actions
from vaknet.domain.leaving.merging import preview
from vaknet.domain.people import actions as people
from vaknet.domain.people import queries
from vaknet.domain.people.models import Account, Profile
from vaknet.domain.refusal import Refused
from vaknet.domain.talks import actions as talks
from vaknet.kit.pictures import Rendition, Squares


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
    talk = talks.propose_talk(world.samira, invitee=double, purpose="Proef", times=[soon])
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


def test_confirmed_with_both_is_confirmed_once_and_stays_hidden(
    world: World, double: Actor
) -> None:
    """Both accounts say the same and Joost saw it at both; at one she did not show that."""
    acquaint(double, world.joost)
    acquaint(double, world.samira)
    mine = world.samira.known_topics.get()
    other = people.add_known_topic(double, text=mine.text.upper())
    first = connections.confirm(world.joost, topic=other, where="Eerst")
    second = connections.confirm(world.joost, topic=mine, where="Later")
    connections.hide_confirmation(world.samira, confirmation=second)
    cao = people.add_known_topic(world.joost, text="De cao")
    for one in (world.samira, double):
        connections.confirm(one, topic=cao, where="Bij de bond")
    to_herself = connections.confirm(double, topic=mine, where="In de spiegel")
    kept = merge(world.samira, double)
    for row in (first, second, to_herself):
        row.refresh_from_db()
    assert (first.person, first.until, second.until is None) == (kept, None, False)
    assert first.hidden_at is not None
    assert to_herself.until is not None, "nobody confirms herself"
    assert [one.by for one in world.joost.confirmed.filter(until=None)] == [kept]
    assert queries.own_known_topic(kept, mine.pk) == mine


def test_a_block_of_either_ends_what_the_other_confirmed(world: World, double: Actor) -> None:
    cao = people.add_known_topic(world.joost, text="De cao")
    given = connections.confirm(world.samira, topic=cao, where="Bij de bond")
    got = connections.confirm(world.joost, topic=world.samira.known_topics.get(), where="Hier")
    people.block(world.joost, other=double)
    merge(world.samira, double)
    for row in (given, got):
        row.refresh_from_db()
        assert row.until is not None


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


def test_cards_that_wait_are_opened_with_her_own_key(world: World, double: Actor) -> None:
    told = Words(note="Van ver")
    connections.keep_waiting(double, name="Ans", told=told)
    kept = merge(world.samira, double)
    assert [(one.card.name, one.card.words) for one in waiting_cards(kept)] == [("Ans", told)]


@pytest.mark.parametrize("waits", [True, False], ids=["waits", "of somebody"])
def test_cards_that_cannot_be_opened_stop_it_all(
    world: World, double: Actor, settings, waits: bool
) -> None:
    if waits:
        connections.keep_waiting(double, name="Ans", told=Words(note="Geheim"))
    else:
        connections.keep_memory(double, about=world.peter, told=Words(note="Geheim"))
    settings.SECRET_KEY = "another one altogether, and long enough for what it is needed for"
    with pytest.raises(Refused):
        merge(world.samira, double)
    assert Account.objects.filter(email=OLD).exists()
    left = double.waiting_cards if waits else double.memory_cards
    assert left.exists()


def test_steward_with_either_is_steward(world: World, double: Actor) -> None:
    told = preview(world.samira, people.ask_merge(world.samira, email=OLD).pk)
    assert "groep" not in " ".join(told.clashing)
    groups.join_group(double, group=world.group)
    GroupDuty.objects.create(membership=double.group_memberships.get(), kind="steward")
    told = preview(world.samira, told.merge.pk)
    assert "dezelfde groep" in " ".join(told.clashing)
    kept = merge(world.samira, double)
    membership = kept.group_memberships.get(until=None)
    assert [duty.kind for duty in membership.duties.all()] == ["steward"]
    assert kept.group_memberships.count() == 2


def test_looking_for_work_and_congratulating_with_both(world: World, double: Actor) -> None:
    acquaint(double, world.joost)
    soon = timezone.localdate() + timedelta(days=30)
    for one in (world.samira, double):
        connections.look_for_work(one, text="Iets", audience="contacts", until_on=soon)
    connections.look_for_work(
        world.joost, text="Iets", audience="chosen", until_on=soon, readers=[world.samira, double]
    )
    for one in (world.samira, double):
        connections.ask_reference(world.joost, reader=one, text="Zeg jij iets?")
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
    assert [one.reader for one in world.joost.looking_for_work.get().asked.all()] == [kept]
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
            talks.propose_talk(one, invitee=other, purpose="Bijpraten", times=soon)
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
