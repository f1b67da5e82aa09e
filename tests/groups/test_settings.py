"""A steward says anew what the group is, and never opens what was said among few."""

import re

import pytest
from procrastinate.contrib.django.models import ProcrastinateJob

from tests.groups.test_getting_in import change, signed_in
from tests.world import World
from vaknet.domain.activity.models import Activity
from vaknet.domain.groups import actions, admission
from vaknet.domain.groups.models import Group
from vaknet.domain.refusal import Refused
from vaknet.interfaces.jobs import finder, followups


@pytest.fixture
def group(world: World) -> Group:
    """Of Noor; Joost is in it."""
    made = actions.start_group(world.noor, name="Cao", purpose="Wat erin staat")
    actions.join_group(world.joost, group=made)
    return made


def test_a_steward_changes_everything_on_one_page(world: World, group: Group) -> None:
    steward = signed_in(world.noor)
    page = steward.get("/g/cao/instellingen/").text
    assert 'value="Wat erin staat"' in page
    said = {
        "name": "Cao en loon",
        "purpose": "Alles over de cao",
        "readers": "members",
        "admission": "request",
        "join_question": "Waar werk je?",
        "house_rules": "Wees kort.",
    }
    assert steward.post("/g/cao/instellingen/", said)["Location"] == "/g/cao/"
    group.refresh_from_db()
    assert (group.actor.name, group.purpose) == ("Cao en loon", "Alles over de cao")
    assert group.actor.headline == "Alles over de cao"
    assert (group.admission, group.join_question) == ("request", "Waar werk je?")
    assert admission.house_rules(world.noor, group).text == "Wees kort."
    steward.post("/g/cao/instellingen/", said)
    assert Activity.objects.filter(verb="changed_group").count() == 1
    assert Activity.objects.filter(verb="changed_house_rules").count() == 1


def test_nobody_else_finds_the_page(world: World, group: Group) -> None:
    for other in (world.joost, world.bram, world.moderator):
        assert signed_in(other).get("/g/cao/instellingen/").status_code == 404
        with pytest.raises(Refused):
            change(other, group, name="Van mij")


@pytest.mark.parametrize(
    ("said", "field"),
    [
        ({"readers": "group"}, "admission"),
        ({"admission": "hidden"}, "admission"),
        ({"admission": "all"}, "admission"),
        ({"join_question": "Waarom?"}, "join_question"),
        ({"readers": "public"}, "readers"),
    ],
)
def test_what_does_not_fit_together_is_said(world: World, group: Group, said, field) -> None:
    with pytest.raises(Refused) as refused:
        change(world.noor, group, house_rules="", **said)
    assert refused.value.field == field
    form = {"name": "Cao", "purpose": "x", "readers": "members", "admission": "open"}
    answer = signed_in(world.noor).post("/g/cao/instellingen/", form | said)
    assert answer.status_code == 422


def test_a_group_can_close_but_not_open(world: World, group: Group) -> None:
    """What its members said, they said to the group as it was."""
    closed = change(world.noor, group, readers="group", admission="hidden", house_rules="")
    for said in (
        {"readers": "members", "admission": "open"},
        {"readers": "group", "admission": "request"},
    ):
        with pytest.raises(Refused):
            change(world.noor, closed, house_rules="", **said)


def test_a_group_that_goes_into_hiding_takes_another_address(world: World, group: Group) -> None:
    change(world.noor, group, readers="group", admission="hidden", house_rules="")
    [closed] = Activity.objects.filter(verb="changed_readers")
    for _twice in range(2):
        followups.run(closed.pk)
    assert ProcrastinateJob.objects.filter(task_name=finder.REBUILD).count() == 1
    group.actor.refresh_from_db()
    assert re.fullmatch(r"cao-[0-9a-f]{4}", group.actor.handle)
    assert signed_in(world.bram).get("/g/cao/").status_code == 404
    assert signed_in(world.joost).get(f"/g/{group.actor.handle}/").status_code == 200
    assert actions.start_group(world.bram, name="Cao", purpose="x").actor.handle == "cao"


def test_where_nobody_else_ever_was_everything_can_change(world: World) -> None:
    alone = actions.start_group(world.noor, name="Nieuw", purpose="x", readers="group")
    changed = change(
        world.noor, alone, readers="public", admission="open", house_rules="", name="Nieuws"
    )
    assert changed.readers == "public"
