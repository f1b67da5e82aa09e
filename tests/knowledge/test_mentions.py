"""Naming somebody in what one writes: a link for who may see her, a letter if she may read it."""

from collections.abc import Callable

import pytest
from django.core import mail
from django.test import Client

from tests import postbox
from tests.world import World, bring_in, member
from vaknet.domain.activity.models import Activity, Actor
from vaknet.domain.groups import actions as groups
from vaknet.domain.groups.models import Group
from vaknet.domain.knowledge import actions
from vaknet.domain.knowledge.models import Mention, Post
from vaknet.domain.people import actions as people
from vaknet.interfaces.jobs import followups

ALL_THREE = "Ik vroeg het @Marit.hoekstra, @noor.janssen en @bram.kuipers."


@pytest.fixture
def letters(world: World) -> Callable[[], dict[str, str]]:
    """Does what the worker does. By the first name of whom it goes to: the whole letter."""
    done = set(Activity.objects.values_list("pk", flat=True))

    def deliver() -> dict[str, str]:
        mail.outbox.clear()
        for activity in Activity.objects.exclude(pk__in=done).order_by("pk"):
            done.add(activity.pk)
            followups.run(activity.pk)
        postbox.empty()
        return {one.to[0].split("@")[0]: f"{one.subject}\n{one.body}" for one in mail.outbox}

    return deliver


@pytest.fixture
def closed(world: World) -> Group:
    """Noor's, with Samira in it."""
    made = groups.start_group(world.noor, name="Kaderleden", purpose="Intern", readers="group")
    bring_in(world.noor, made, world.samira)
    return made


def started(world: World, body: str, *places: Group) -> Post:
    return actions.start_conversation(
        world.samira, groups=places or [world.group], title="Wie weet dit?", body=body
    )


def page(viewer: Actor | None, address: str) -> str:
    client = Client(headers={"accept-language": "en"})
    if viewer is not None:
        client.force_login(viewer.account)
    return client.get(address).text


def link(actor: Actor, written: str) -> str:
    return f'<a class="mention" href="/@{actor.handle}/">@{written}</a>'


def test_a_name_is_a_link_for_members_and_a_word_for_guests(world: World) -> None:
    public = groups.start_group(world.samira, name="Open", purpose="Iets", readers="public")
    post = started(world, ALL_THREE, public)
    address = f"/gesprek/{post.pk}/"
    assert link(world.marit, "Marit.hoekstra") in page(world.joost, address)
    assert link(world.bram, "bram.kuipers") in page(world.marit, address)
    assert "@Marit.hoekstra, @noor.janssen en @bram.kuipers." in page(None, address)
    assert "mention" not in page(None, address)


def test_a_handle_of_nobody_looks_like_that_of_who_is_kept_apart(world: World) -> None:
    post = started(world, "Vraag het @bram.kuipers of @niemand.hier.")
    people.block(world.bram, other=world.joost)
    shown = page(world.joost, f"/gesprek/{post.pk}/")
    assert "Vraag het @bram.kuipers of @niemand.hier." in shown
    people.unblock(world.bram, other=world.joost)
    assert link(world.bram, "bram.kuipers") in page(world.joost, f"/gesprek/{post.pk}/")


def test_names_in_questions_answers_and_replies_are_links_too(world: World) -> None:
    asked = actions.ask(world.samira, group=world.group, title="Wie?", body="@joost.van.der.meer?")
    actions.answer(world.joost, question=asked, text="Nee, @marit.hoekstra.")
    shown = page(world.noor, f"/vraag/{asked.pk}/")
    assert link(world.joost, "joost.van.der.meer") in shown
    assert link(world.marit, "marit.hoekstra") in shown
    post = started(world, "Zonder namen.")
    actions.reply(world.marit, post=post, text="Dag @noor.janssen!")
    assert link(world.noor, "noor.janssen") in page(world.joost, f"/gesprek/{post.pk}/")


def test_who_is_named_gets_a_letter(world: World, letters: Callable[[], dict[str, str]]) -> None:
    post = started(world, ALL_THREE)
    told = letters()
    assert sorted(told) == ["bram", "marit", "noor"]
    assert told["marit"].startswith("Samira El Idrissi noemde je\n")
    assert "Ik vroeg het @Marit.hoekstra" in told["marit"]
    assert f"/gesprek/{post.pk}/" in told["marit"]
    given = actions.reply(world.marit, post=post, text="Wat denk jij, @noor.janssen?")
    told = letters()
    assert sorted(told) == ["noor", "samira"]  # Samira began it
    assert f"/gesprek/{post.pk}/?reactie={given.pk}#reply-{given.pk}" in told["noor"]
    assert told["samira"].startswith("Marit Hoekstra reageerde in je gesprek\n")


def test_names_in_a_question_and_an_answer_bring_a_letter(
    world: World, letters: Callable[[], dict[str, str]]
) -> None:
    asked = actions.ask(world.samira, group=world.group, title="Wie?", body="@joost.van.der.meer?")
    assert sorted(letters()) == ["joost"]
    actions.answer(world.joost, question=asked, text="Nee @samira.el.idrissi, @marit.hoekstra.")
    told = letters()
    assert sorted(told) == ["marit", "samira"]
    assert told["samira"].startswith("Joost van der Meer gaf antwoord op je vraag\n")
    assert f"/vraag/{asked.pk}/#answer-" in told["marit"]


def test_who_may_not_read_it_hears_nothing(
    world: World, closed: Group, letters: Callable[[], dict[str, str]]
) -> None:
    post = started(world, ALL_THREE, closed)
    assert sorted(letters()) == ["noor"]
    actions.reply(world.noor, post=post, text="Weet @marit.hoekstra dat?")
    assert sorted(letters()) == ["samira"]
    asked = actions.ask(world.noor, group=closed, title="Stil?", body="@marit.hoekstra")
    actions.answer(world.samira, question=asked, text="@bram.kuipers")
    assert sorted(letters()) == ["noor"]


@pytest.mark.parametrize("act", [people.block, people.mute])
def test_who_keeps_the_author_away_hears_nothing(
    act: Callable[..., object], world: World, letters: Callable[[], dict[str, str]]
) -> None:
    act(world.marit, other=world.samira)
    post = started(world, ALL_THREE)
    assert sorted(letters()) == ["bram", "noor"]
    act(world.samira, other=world.joost)
    actions.reply(world.joost, post=post, text="Ik weet het.")
    assert letters() == {}


def test_what_is_gone_before_the_mail_goes_stays_unsaid(
    world: World, closed: Group, letters: Callable[[], dict[str, str]]
) -> None:
    post = started(world, "Dag @noor.janssen", closed)
    actions.reply(world.noor, post=post, text="Dag.")
    groups.leave_group(world.samira, group=closed)
    asked = actions.ask(world.joost, group=world.group, title="Wie?", body="@marit.hoekstra")
    actions.withdraw_question(world.joost, question=asked)
    withdrawn = actions.start_conversation(
        world.samira, groups=[world.group], title="Toch niet", body="Dag @bram.kuipers"
    )
    actions.withdraw_post(world.samira, post=withdrawn)
    assert sorted(letters()) == ["noor"]


def test_at_most_ten_hear_of_it(world: World, letters: Callable[[], dict[str, str]]) -> None:
    many = [member(f"Kim Nummer{n}", f"kim{n}@elders.example") for n in range(12)]
    letters()
    post = started(world, " ".join(f"@{one.handle}" for one in many))
    assert Mention.objects.exclude(told_at=None).count() == 10
    assert sorted(letters()) == sorted(f"kim{n}" for n in range(10))
    actions.change_post(world.samira, post=post, title=post.title, body="@noor.janssen")
    assert letters() == {}


def test_a_change_tells_only_who_is_new_in_it(
    world: World, letters: Callable[[], dict[str, str]]
) -> None:
    post = started(world, "Dag @noor.janssen")
    assert sorted(letters()) == ["noor"]

    def change(body: str, *, minor: bool = False) -> list[str]:
        actions.change_post(world.samira, post=post, title=post.title, body=body, minor=minor)
        return sorted(letters())

    assert change("Dag @noor.janssen en @marit.hoekstra") == ["marit"]
    assert change("Dag @bram.kuipers", minor=True) == []
    assert change("Dag @noor.janssen, @samira.el.idrissi") == []
    given = actions.reply(world.joost, post=post, text="Dag @samira.el.idrissi")
    assert sorted(letters()) == ["samira"]
    actions.change_reply(world.joost, reply=given, text="Dag @samira.el.idrissi en @fatma.yildiz")
    assert sorted(letters()) == ["fatma"]


def test_in_code_links_and_addresses_nobody_is_named(world: World) -> None:
    started(
        world,
        "`@noor.janssen` [@noor.janssen](https://a.example) x@noor.janssen "
        "@noor.janssen@elders.example /@noor.janssen\n\n    @noor.janssen",
    )
    assert not Mention.objects.exists()


def test_nobody_names_herself_or_a_group(world: World) -> None:
    started(world, f"@samira.el.idrissi @{world.group.actor.handle} @niemand.hier")
    assert not Mention.objects.exists()


def test_a_mention_has_a_name(world: World) -> None:
    started(world, "Dag @noor.janssen")
    assert str(Mention.objects.get()) == f"noor.janssen as {world.noor.pk}"
