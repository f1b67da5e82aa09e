"""A group is asked to choose, and reads what it chose."""

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from tests import world as worlds
from tests.browser.checks import axe, html_faults, overflow, small_targets
from tests.browser.conftest import DESK, PHONE
from tests.world import member
from vaknet.domain.groups import actions as groups
from vaknet.domain.surveys import actions
from vaknet.domain.surveys.models import Poll

CHOICES = ["Dakkapellen", "Het bouwdossier", "Bezwaar voorkomen met een belletje vooraf"]


@pytest.fixture
def world(transactional_db) -> worlds.World:
    return worlds.build()


def asked(world: worlds.World) -> Poll:
    return actions.ask_poll(
        world.joost,
        group=world.group,
        question="Welk onderwerp eerst?",
        choices=CHOICES,
        closes_on=timezone.localdate() + timedelta(days=7),
    )


def test_joost_asks_a_poll_and_marit_votes_and_votes_otherwise(walk, world):
    joost = walk.open(f"/g/{world.group.actor.handle}/", world.joost)
    walk.follow(joost, "Polls")
    walk.follow(joost, "Ask a poll")
    walk.press(joost, "Open the poll")
    walk.reads(joost, "Ask one question.")
    joost.get_by_label(walk.say("What do you want to know?")).fill("Welk onderwerp eerst?")
    joost.get_by_label(walk.say("What can one choose?")).fill("\n".join(CHOICES))
    walk.press(joost, "Open the poll")
    walk.reads(joost, "Your poll is open.")
    marit = walk.open(f"/g/{world.group.actor.handle}/", world.marit)
    marit.get_by_role("link", name="Welk onderwerp eerst?").click()
    walk.look(marit)
    walk.press(marit, "Vote")
    walk.reads(marit, "Choose one of the answers.")
    marit.get_by_label("Dakkapellen").check()
    walk.press(marit, "Vote")
    walk.reads(marit, "Thank you. Your vote counts.")
    expect(marit.get_by_label("Dakkapellen")).to_be_checked()
    walk.press(marit, "Take my vote back")
    walk.reads(marit, "You voted for nothing.")
    walk.follow(joost, "Close it now")
    walk.press(joost, "Close and count")
    walk.reads(joost, "Fewer than five voted. To keep secret who chose what, we show no figures.")


@pytest.mark.parametrize("width", [PHONE, DESK])
def test_the_pages_are_sound_in_light_and_dark(visit, world, width):
    counted = asked(world)
    for number in range(6):
        voter = member(f"Lid {number}", f"lid{number}@duinrade.example")
        groups.join_group(voter, group=world.group)
        actions.vote(voter, poll=counted, choices=[counted.choices.all()[number % 3].pk])
    actions.close_poll(world.joost, poll=counted)
    still_open = asked(world)
    group = f"/g/{world.group.actor.handle}/peilingen/"
    paths = [f"/peiling/{counted.pk}/", f"/peiling/{still_open.pk}/", group, f"{group}nieuw/"]
    wrong = {}
    for path in paths:
        for dark in (False, True):
            page = visit(path, actor=world.marit, width=width, dark=dark)
            faults = overflow(page) + small_targets(page) + html_faults(page.content()) + axe(page)
            if faults:
                wrong[path, dark] = faults
            page.context.close()
    assert wrong == {}
