"""A masterclass with a selection: offered, applied for, read, chosen, and a group in the end."""

import pytest
from playwright.sync_api import expect

from tests import world as worlds
from tests.browser.checks import axe, html_faults, overflow, small_targets
from tests.browser.conftest import DESK, PHONE
from tests.opportunities.a_masterclass import (
    an_open_one,
    applies,
    closes,
    details,
    judged,
    row_of,
    scores,
)
from vaknet.domain.opportunities import actions
from vaknet.domain.opportunities.models import Opportunity


@pytest.fixture
def world(transactional_db) -> worlds.World:
    return worlds.build()


def test_from_a_form_to_a_place(walk, world):
    made = an_open_one(world)
    first, _second, third = made.questions.order_by("position")
    samira = walk.open("/kansen/", world.samira)
    samira.get_by_role("link", name=made.title).click()
    walk.look(samira)
    walk.reads(samira, "What the panel looks at")
    walk.follow(samira, "Apply")
    walk.press(samira, "Send it")
    walk.reads(samira, "The panel asks this of everyone. Fill it in.")
    samira.locator(f"#id_question_{first.pk}").fill("Ik liet bewoners meekijken.")
    samira.locator(f"input[name=question_{third.pk}][value=Di]").check()
    walk.look(samira)
    walk.press(samira, "Send it")
    walk.reads(samira, "Sent. You can change it until it closes.")
    closes(made)
    joost = walk.open(f"/kansen/{made.pk}/lezen/", world.joost)
    joost.get_by_role("link", name=world.samira.name).first.click()
    expect(joost.get_by_text("Ik liet bewoners meekijken.")).to_be_visible()
    for one, score in zip(made.criteria.order_by("position"), ("5", "3"), strict=True):
        joost.locator(f"input[name=score_{one.pk}][value='{score}']").check()
        joost.locator(f"#id_reason_{one.pk}").fill("Dat durft niet iedereen.")
    walk.look(joost)
    walk.press(joost, "Keep my scores")
    walk.reads(joost, "Kept. Now you see what the others think.")
    scores(world.fatma, row_of(world.samira), 3, 3)
    walk.follow(joost, "Decide")
    joost.locator("input[name=outcome][value=place]").check()
    joost.locator("#id_reply").fill("Kom erbij: je durf is aanstekelijk.")
    walk.press(joost, "Save")
    walk.reads(joost, "Kept. Nobody hears it before everybody can.")
    walk.look(joost)
    walk.follow(joost, "The replies")
    walk.press(joost, "Send all replies")
    walk.reads(joost, "Everyone has a reply now.")
    mine = walk.open(f"/kansen/{made.pk}/mijn/", world.samira)
    expect(mine.get_by_text("Kom erbij: je durf is aanstekelijk.")).to_be_visible()
    walk.follow(mine, "Say yes or no")
    walk.look(mine)
    walk.press(mine, "Yes, I take part")
    walk.reads(mine, "The place is yours. It stands in your mail, with the dates.")
    marit = walk.open(f"/kansen/{made.pk}/maken/", world.marit)
    walk.press(marit, "Make it a group")
    walk.reads(marit, "The group is there, with everybody who said yes.")
    assert Opportunity.objects.get().cohort is not None


@pytest.mark.parametrize("width", [PHONE, DESK])
def test_the_pages_are_sound_in_light_and_dark(visit, world, width):
    made = an_open_one(world, gain="Een **plan**.", text="Drie dagen.", for_whom="Wie durft.")
    rows = [applies(one, made) for one in (world.samira, world.noor)]
    made = closes(made)
    judged(world, dict(zip(rows, ("place", "reserve"), strict=True)))
    scores(world.fatma, rows[0], 1, 5)
    draft = actions.begin_opportunity(
        world.marit, details=details(title="Concept"), group=world.group
    )
    still_open = an_open_one(world, title="Nog open")
    base, read = f"/kansen/{made.pk}/", f"/kansen/{made.pk}/lezen/"
    paths = {
        world.joost: [read, f"{read}{rows[0].pk}/", f"{read}{rows[0].pk}/besluit/"],
        world.fatma: [f"{base}vergelijken/", f"{base}antwoorden/", f"{base}termijn/"],
        world.marit: [
            f"{base}maken/",
            f"/kansen/{draft.pk}/vragen/",
            f"/kansen/{draft.pk}/maken/",
            "/kansen/nieuw/",
        ],
        world.samira: ["/kansen/", base, f"{base}mijn/", f"{base}terugtrekken/"],
        world.peter: [f"/kansen/{still_open.pk}/aanmelden/", "/kansen/mijn/"],
    }
    wrong = {}
    for actor, addresses in paths.items():
        for path in addresses:
            for dark in (False, True):
                page = visit(path, actor=actor, width=width, dark=dark)
                faults = overflow(page) + small_targets(page)
                faults += html_faults(page.content()) + axe(page)
                if faults:
                    wrong[path, dark] = faults
                page.context.close()
    assert wrong == {}
