"""A conversation in two groups: begun, replied in, changed, and taken out of one of them."""

import pytest
from playwright.sync_api import expect

from tests import world as worlds
from tests.browser.conftest import DESK
from tests.browser.walk import Walk
from vaknet.domain.groups import actions as groups
from vaknet.domain.groups.models import Group
from vaknet.domain.knowledge.models import Post, Reply

TITLE = "Wat doen jullie met tekeningen op calque?"
BODY = "Ze **scheuren**. Weet jij het, @marit.hoekstra?"


@pytest.fixture
def world(transactional_db) -> worlds.World:
    return worlds.build()


@pytest.fixture
def public(world: worlds.World) -> Group:
    return groups.start_group(world.samira, name="Archief", purpose="Papier", readers="public")


def test_one_conversation_in_two_groups(walk: Walk, world: worlds.World, public: Group) -> None:
    say, handle = walk.say, world.group.actor.handle
    samira = walk.open(f"/g/{handle}/", world.samira)
    walk.follow(samira, "Conversations")
    walk.reads(samira, "No conversations yet")
    walk.follow(samira, "Start a conversation")
    samira.get_by_label(say("What is it about, in one sentence?")).fill(TITLE)
    samira.get_by_label(say("More to it")).fill(BODY)
    samira.get_by_label("Archief ·").check()
    walk.press(samira, "Post")
    expect(samira.get_by_role("heading", level=1)).to_have_text(TITLE)
    expect(samira.get_by_role("link", name="@marit.hoekstra")).to_be_visible()
    post = Post.objects.get()

    marit = walk.open(f"/g/{public.actor.handle}/gesprekken/", world.marit, width=DESK)
    walk.follow(marit, TITLE)
    marit.get_by_label(say("Your reply")).fill("Rol ze ob.")
    walk.press(marit, "Post reply")
    reply = marit.locator("article.answer")
    expect(reply).to_contain_text("Rol ze ob.")
    expect(marit.get_by_label(say("Your reply"))).to_have_value("")
    marit.reload()
    expect(marit.get_by_label(say("Your reply"))).to_have_value("")

    reply.get_by_role("link", name=say("Change")).click()
    marit.get_by_label(say("Your reply")).fill("Rol ze op, in een koker.")
    walk.press(marit, "Save")
    walk.follow(marit, "what it said")
    walk.reads(marit, "What it said before")
    expect(marit.locator("main")).to_contain_text("Rol ze ob.")
    assert Reply.objects.get().edits.get().previous == "Rol ze ob."

    marit.goto(f"{marit.url.split('/reactie/')[0]}/gesprek/{post.pk}/")
    walk.follow(marit, "Take out of this group")
    walk.press(marit, "Take out")
    walk.reads(marit, "No conversations yet")
    guest = walk.open(f"/gesprek/{post.pk}/", None)
    walk.reads(guest, "Sign in or join, and reply.")
    expect(guest.locator("main")).not_to_contain_text("Marit Hoekstra")
    assert walk.wrong == []


def test_a_reply_without_words_says_what_to_do(
    walk: Walk, world: worlds.World, public: Group
) -> None:
    post = Post.objects.create(author=world.samira, title=TITLE)
    post.placements.create(group=world.group)
    page = walk.open(f"/gesprek/{post.pk}/", world.joost)
    page.get_by_label(walk.say("Your reply")).fill("…")
    walk.press(page, "Post reply")
    walk.reads(page, "Write your reply. A few sentences are enough.")
    expect(page.get_by_label(walk.say("Your reply"))).to_have_value("…")
    assert walk.wrong == []
