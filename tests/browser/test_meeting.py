"""Noor and Peter meet by a note of their own, ask back, part again, or keep each other apart."""

from playwright.sync_api import expect

from tests.browser.conftest import DESK
from vaknet.domain.connections import queries
from vaknet.domain.connections.models import ConnectionRequest
from vaknet.domain.people import apart

NOTE = "U sprak op de archiefdag. Ik wil graag weten hoe jullie begonnen."


def test_noor_asks_peter_asks_back_and_says_yes(walk, world):
    noor = walk.open(f"/@{world.peter.handle}/", world.noor)
    walk.follow(noor, "Connect")
    walk.press(noor, "Send your note")
    expect(noor.locator(".error-summary")).to_contain_text(
        walk.say("Write a short note. Say why you want to connect.")
    )
    noor.get_by_label(walk.say("Your note")).fill(NOTE)
    walk.press(noor, "Send your note")
    walk.reads(noor, "Your note is on its way to %(name)s.", name="Peter")

    peter = walk.open("/ik/bekenden/", world.peter, width=DESK)
    walk.follow(peter, "Read and answer")
    expect(peter.locator("main")).to_contain_text(NOTE)
    peter.get_by_text(walk.say("Reply first, decide later")).click()
    peter.get_by_label(walk.say("Your reply")).fill("Waar wil je beginnen?")
    walk.press(peter, "Send")
    walk.follow(noor, "You asked to connect")
    expect(noor.locator("main")).to_contain_text("Waar wil je beginnen?")
    noor.get_by_label(walk.say("Your reply")).fill("Bij de bouwdossiers.")
    walk.press(noor, "Send")
    peter.reload()
    expect(peter.locator("main")).to_contain_text("Bij de bouwdossiers.")
    walk.press(peter, "Yes, connect")
    walk.reads(peter, "You and %(name)s know each other now.", name="Noor")

    peter.goto(f"/ik/bekenden/@{world.noor.handle}/")
    walk.look(peter)
    for kept in (NOTE, "archivaris"):
        expect(peter.locator("main")).to_contain_text(kept)
    peter.get_by_text(walk.say("End this connection")).click()
    walk.press(peter, "Yes, end it")
    walk.reads(peter, "The connection has ended. Nobody is told.")
    assert not queries.are_connected(world.noor, world.peter)


def test_a_no_is_silent(walk, world):
    noor = walk.open(f"/@{world.peter.handle}/kennismaken/", world.noor, width=DESK)
    noor.get_by_label(walk.say("Your note")).fill(NOTE)
    walk.press(noor, "Send your note")
    asked = ConnectionRequest.objects.get(sender=world.noor)
    noor.goto(f"/ik/bekenden/verzoek/{asked.pk}/")
    before = noor.locator("main").inner_text()

    peter = walk.open(f"/ik/bekenden/verzoek/{asked.pk}/", world.peter)
    walk.press(peter, "No")
    walk.reads(peter, "You said no. Nobody is told.")
    noor.reload()
    assert noor.locator("main").inner_text() == before
    walk.press(noor, "Withdraw your request")
    walk.reads(noor, "You withdrew your request.")


def test_mute_block_and_come_back(walk, world):
    samira = walk.open(f"/@{world.joost.handle}/", world.samira)
    walk.follow(samira, "Mute or block")
    walk.press(samira, "Mute %(name)s", name="Joost")
    walk.reads(samira, "You muted %(name)s. Nobody is told.", name="Joost")
    walk.press(samira, "Mute %(name)s no longer", name="Joost")
    walk.reads(samira, "%(name)s is back.", name=world.joost.name)

    samira.goto(f"/@{world.joost.handle}/afstand/")
    walk.press(samira, "Block %(name)s", name="Joost")
    walk.reads(samira, "You blocked %(name)s. Nobody is told.", name="Joost")
    joost = walk.open(f"/@{world.samira.handle}/", world.joost, width=DESK)
    expect(joost.locator("body")).not_to_contain_text(world.samira.name)
    walk.press(samira, "Block %(name)s no longer", name="Joost")
    joost.reload()
    expect(joost.get_by_role("heading", level=1)).to_have_text(world.samira.name)
    assert not list(apart.blocks_of(world.samira))
    assert not queries.are_connected(world.samira, world.joost)
