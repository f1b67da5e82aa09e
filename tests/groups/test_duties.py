"""Who looks after a group; and that it outlives who does."""

from datetime import timedelta

import pytest
import time_machine
from click.testing import CliRunner
from django.core import mail
from django.utils import timezone

from tests.groups.test_getting_in import letters, signed_in
from tests.world import World
from vaknet.domain.activity.models import Activity, Actor
from vaknet.domain.groups import actions, admission, queries, succession
from vaknet.domain.groups.models import Group, GroupDuty, StewardshipOffer
from vaknet.domain.leaving import actions as leaving
from vaknet.domain.people import actions as people
from vaknet.domain.people.models import Account
from vaknet.domain.refusal import Refused
from vaknet.interfaces.commands import _checks_database, make_steward
from vaknet.interfaces.jobs import clock

HOST = "Verwelkomt wie nieuw is"


@pytest.fixture
def group(world: World) -> Group:
    """Noor started it; Joost, Samira, Fatma, Peter and Bram joined, in this order."""
    made = actions.start_group(world.noor, name="Cao", purpose="Wat erin staat")
    for one in (world.joost, world.samira, world.fatma, world.peter, world.bram):
        actions.join_group(one, group=made)
    return made


def stewards(group: Group) -> set[Actor]:
    return {duty.membership.actor for duty in succession.stewards(group)}


def asked(group: Group) -> list[Actor]:
    return [offer.actor for offer in succession.open_offers(group).order_by("pk")]


def end_of_next_month():
    first = timezone.localdate().replace(day=1)
    return (first + timedelta(days=70)).replace(day=1) - timedelta(days=1)


def test_a_steward_gives_duties_and_takes_them(world: World, group: Group) -> None:
    steward = signed_in(world.noor)
    page = steward.get("/g/cao/wie-zorgt/?aan=joost.van.der.meer").text
    assert 'value="joost.van.der.meer"' in page
    last = end_of_next_month().isoformat()
    said = {"handle": "@joost.van.der.meer", "kind": "host", "text": HOST, "until_on": last}
    assert steward.post("/g/cao/wie-zorgt/", said).status_code == 303
    steward.post("/g/cao/wie-zorgt/", said)
    assert Activity.objects.filter(verb="gave_duty").count() == 1
    duty = GroupDuty.objects.get(kind="host")
    shown = signed_in(world.bram).get("/g/cao/wie-zorgt/").text
    assert HOST in shown
    assert "until the end of" in shown
    assert HOST in signed_in(world.bram).get("/g/cao/").text
    assert f"/wie-zorgt/{duty.pk}/" not in shown
    steward.post("/g/cao/wie-zorgt/", said | {"text": "Ontvangt", "until_on": ""})
    [latest] = admission.duties(world.bram, group).filter(kind="host")
    assert (latest.text, latest.until_on) == ("Ontvangt", None)
    steward.post(f"/g/cao/wie-zorgt/{latest.pk}/")
    actions.end_duty(world.noor, group=group, duty=latest)
    assert Activity.objects.filter(verb="ended_duty").count() == 1
    assert not admission.duties(world.bram, group).filter(kind="host").exists()


def test_only_stewards_give_duties(world: World, group: Group) -> None:
    said = {"handle": "bram.kuipers", "kind": "steward", "text": "", "until_on": ""}
    assert signed_in(world.bram).post("/g/cao/wie-zorgt/", said).status_code == 404
    with pytest.raises(Refused):
        actions.give_duty(world.bram, group=group, person=world.bram, kind="steward")
    assert stewards(group) == {world.noor}


@pytest.mark.parametrize(
    ("said", "field"),
    [
        ({"person": "marit"}, "person"),
        ({"kind": "boss"}, "kind"),
        ({"until_on": timezone.localdate() - timedelta(days=1)}, "until_on"),
    ],
)
def test_what_is_wrong_is_said(world: World, group: Group, said, field) -> None:
    given = {"person": "joost", "kind": "host"} | said
    given["person"] = getattr(world, given["person"])
    with pytest.raises(Refused) as refused:
        actions.give_duty(world.noor, group=group, **given)
    assert refused.value.field == field
    stranger = {"handle": "marit.hoekstra", "kind": "host", "text": "", "until_on": ""}
    answer = signed_in(world.noor).post("/g/cao/wie-zorgt/", stranger)
    assert answer.status_code == 422
    assert "Only a member of the group can have a duty." in answer.text


def test_who_has_a_duty_gives_it_back_herself(world: World, group: Group) -> None:
    duty = actions.give_duty(world.noor, group=group, person=world.joost, kind="editor")
    address = f"/g/cao/wie-zorgt/{duty.pk}/"
    assert signed_in(world.bram).post(address).status_code == 404
    with pytest.raises(Refused):
        actions.end_duty(world.bram, group=group, duty=duty)
    assert "Give it back" in signed_in(world.joost).get("/g/cao/wie-zorgt/").text
    assert signed_in(world.joost).post(address).status_code == 303
    assert signed_in(world.joost).post(address).status_code == 404
    assert list(admission.duties(world.joost, group)) == list(succession.stewards(group))


def test_after_its_term_a_duty_does_not_count(world: World, group: Group) -> None:
    last = end_of_next_month()
    actions.give_duty(world.noor, group=group, person=world.joost, kind="steward", until_on=last)
    assert queries.membership(world.joost, group).is_steward
    with time_machine.travel(timezone.now() + timedelta(days=100)):
        assert not queries.membership(world.joost, group).is_steward
        assert stewards(group) == {world.noor}
        assert signed_in(world.joost).get("/g/cao/instellingen/").status_code == 404
        actions.give_duty(world.noor, group=group, person=world.joost, kind="steward")
        assert queries.membership(world.joost, group).is_steward


# A group outlives its founder


def test_when_the_last_steward_leaves_who_helps_already_is_asked(
    world: World, group: Group
) -> None:
    actions.give_duty(world.noor, group=group, person=world.bram, kind="host", text=HOST)
    actions.leave_group(world.noor, group=group)
    assert asked(group) == [world.bram]
    assert not stewards(group)
    page = signed_in(world.fatma).get("/g/cao/").text
    assert "Will you look after it?" not in page
    client = signed_in(world.bram)
    assert "Will you look after it?" in client.get("/g/cao/").text
    client.post("/g/cao/zorgen/", {"act": "yes"})
    assert stewards(group) == {world.bram}
    client.post("/g/cao/zorgen/", {"act": "yes"})
    assert Activity.objects.filter(verb="became_steward").count() == 1
    assert client.get("/g/cao/instellingen/").status_code == 200


def test_without_helpers_the_longest_members_who_are_active_are_asked(
    world: World, group: Group
) -> None:
    Activity.objects.filter(actor=world.joost, group=group.actor).update(
        at=timezone.now() - timedelta(days=91)
    )
    Account.objects.filter(actor=world.samira).update(is_active=False)
    actions.leave_group(world.noor, group=group)
    assert asked(group) == [world.fatma, world.peter, world.bram]
    assert "Nobody looks after this group now." in signed_in(world.joost).get("/g/cao/").text


def test_the_first_who_says_yes_is_it(world: World, group: Group) -> None:
    actions.leave_group(world.noor, group=group)
    assert asked(group) == [world.joost, world.samira, world.fatma]
    actions.accept_stewardship(world.samira, group=group)
    assert stewards(group) == {world.samira}
    assert asked(group) == []
    answer = signed_in(world.joost).post("/g/cao/zorgen/", {"act": "yes"}, follow=True)
    assert "Somebody else looks after this group now." in answer.text
    assert stewards(group) == {world.samira}


def test_when_all_say_no_the_next_are_asked_and_then_the_operator_hears(
    world: World, group: Group
) -> None:
    actions.leave_group(world.noor, group=group)
    for one in (world.joost, world.samira, world.fatma):
        signed_in(one).post("/g/cao/zorgen/", {"act": "no"})
        signed_in(one).post("/g/cao/zorgen/", {"act": "no"})
    assert Activity.objects.filter(verb="declined_stewardship").count() == 3
    assert asked(group) == [world.peter, world.bram]
    assert group not in succession.groups_nobody_looks_after()
    for one in (world.peter, world.bram):
        actions.decline_stewardship(one, group=group)
    assert asked(group) == []
    assert succession.groups_nobody_looks_after() == [group]


def test_who_does_not_answer_in_two_weeks_is_not_waited_for(world: World, group: Group) -> None:
    actions.leave_group(world.noor, group=group)
    clock.ask_for_stewards(timestamp=0)
    assert asked(group) == [world.joost, world.samira, world.fatma]
    with time_machine.travel(timezone.now() + timedelta(days=15)):
        clock.ask_for_stewards(timestamp=0)
        assert asked(group)[3:] == [world.peter, world.bram]
        actions.accept_stewardship(world.joost, group=group)
    assert stewards(group) == {world.joost}


def test_a_term_that_ends_leaves_nobody_behind(world: World, group: Group) -> None:
    last = end_of_next_month()
    actions.give_duty(world.noor, group=group, person=world.noor, kind="steward", until_on=last)
    with time_machine.travel(timezone.now() + timedelta(days=75)):
        clock.ask_for_stewards(timestamp=0)
        assert asked(group) == [world.noor, world.joost, world.samira]
        actions.accept_stewardship(world.noor, group=group)
        assert stewards(group) == {world.noor}


def test_who_gives_the_duty_back_is_not_asked_again(world: World, group: Group) -> None:
    duty = succession.stewards(group).get()
    actions.end_duty(world.noor, group=group, duty=duty)
    assert queries.is_member(world.noor, group)
    assert asked(group) == [world.joost, world.samira, world.fatma]
    page = signed_in(world.noor).get("/g/cao/wie-zorgt/").text
    assert "Members are asked whether they want to." in page


def test_a_steward_who_is_switched_off_looks_after_nothing(world: World, group: Group) -> None:
    Account.objects.filter(actor=world.noor).update(is_active=False)
    clock.ask_for_stewards(timestamp=0)
    assert asked(group) == [world.joost, world.samira, world.fatma]


def test_who_closes_her_account_leaves_the_group_to_others(world: World, group: Group) -> None:
    leaving.close_account(world.noor, answers="stay")
    assert asked(group) == [world.joost, world.samira, world.fatma]
    leaving.reopen_account(world.noor)
    assert stewards(group) == {world.noor}
    assert asked(group) == []


def test_nobody_who_was_not_asked_makes_herself_steward(world: World, group: Group) -> None:
    actions.leave_group(world.noor, group=group)
    for one in (world.bram, world.marit):
        with pytest.raises(Refused):
            actions.accept_stewardship(one, group=group)
        actions.decline_stewardship(one, group=group)
    assert stewards(group) == set()
    actions.leave_group(world.joost, group=group)
    assert asked(group) == [world.samira, world.fatma]


def test_who_is_asked_hears_by_mail_as_long_as_it_is_open(world: World, group: Group) -> None:
    actions.leave_group(world.noor, group=group)
    told = letters("was_asked_as_steward")
    emails = {one.account.email for one in (world.joost, world.samira, world.fatma)}
    assert {letter.to[0] for letter in told} == emails
    assert all("/g/cao/" in letter.body for letter in told)
    mail.outbox.clear()
    actions.accept_stewardship(world.joost, group=group)
    assert letters("was_asked_as_steward") == []


def test_the_operator_names_somebody_who_said_yes(world: World, group: Group) -> None:
    def said(*words: str) -> str:
        return CliRunner().invoke(make_steward.command, [*words]).output

    assert "has a steward, or is not there" in said("cao", "bram.kuipers")
    actions.leave_group(world.noor, group=group)
    assert list(_checks_database.groups()) == []
    for one in (world.joost, world.samira, world.fatma, world.peter, world.bram):
        actions.decline_stewardship(one, group=group)
    [finding] = _checks_database.groups()
    assert "vaknet make-steward cao HANDLE" in finding.sentence
    assert "not in it" in said("cao", "marit.hoekstra")
    assert "bram.kuipers is steward of cao now" in said("cao", "@bram.kuipers").replace("@", "")
    assert stewards(group) == {world.bram}
    assert not StewardshipOffer.objects.filter(accepted_at=None, until=None).exists()
    assert list(_checks_database.groups()) == []


def test_who_is_kept_apart_from_a_helper_does_not_see_her(world: World, group: Group) -> None:
    actions.give_duty(world.noor, group=group, person=world.joost, kind="host", text=HOST)
    people.block(world.joost, other=world.bram)
    for page in ("/g/cao/", "/g/cao/wie-zorgt/"):
        assert HOST not in signed_in(world.bram).get(page).text
        assert HOST in signed_in(world.fatma).get(page).text
