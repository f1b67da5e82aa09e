"""Who may open, and act upon, what two people have with one another: at each stage of it.

`blocked` never met the owner; `former` was her contact, until the owner blocked her. To both, what
there was is not there; only what the former one asked herself, and waits for, looks open to her.
"""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from tests.world import World, acquaint, member
from vaknet.domain.activity.models import Activity, Actor
from vaknet.domain.connections import actions
from vaknet.domain.connections.models import (
    Connection,
    ConnectionRequest,
    Follow,
    Introduction,
    MemoryCard,
)
from vaknet.domain.people.models import Account, Block
from vaknet.domain.talks import actions as talks

VIEWERS = ["owner", "contact", "member", "blocked", "former", "guest", "moderator", "manager"]
YES, NO, DOOR, DONE = 200, 404, 302, 303
OURS = [YES, YES, NO, NO, NO, DOOR, NO, NO]  # of the owner and her contact
NOBODYS = [NO, NO, NO, NO, NO, DOOR, NO, NO]
OWNERS = [YES, NO, NO, NO, NO, DOOR, NO, NO]


@pytest.fixture
def viewers(world: World) -> dict[str, Actor | None]:
    """Marit is the owner; Joost introduced Samira to her, and is her contact."""
    manager = member("Yara Bosch", "yara@vaknet.example")
    Account.objects.filter(actor=manager).update(is_staff=True, is_superuser=True)
    return {
        "owner": world.marit,
        "contact": world.joost,
        "member": world.bram,
        "blocked": member("Kees Vonk", "kees@lindewoude.example"),
        "former": member("Lotte van Dam", "lotte@duinrade.example", profession="notulist"),
        "guest": None,
        "moderator": world.moderator,
        "manager": manager,
    }


def as_viewer(viewer: Actor | None) -> Client:
    client = Client(headers={"accept-language": "en"})
    if viewer is not None:
        client.force_login(viewer.account)
    return client


def opened(viewers: dict[str, Actor | None], address: str) -> list[int]:
    return [as_viewer(viewers[name]).get(address).status_code for name in VIEWERS]


def part(viewers: dict[str, Actor | None]) -> None:
    for name in ("blocked", "former"):
        actions.part_from(viewers["owner"], other=viewers[name])


def at_request(request: ConnectionRequest) -> str:
    return f"/ik/bekenden/verzoek/{request.pk}/"


def at_introduction(introduction: Introduction) -> str:
    return f"/ik/introducties/{introduction.pk}/"


@pytest.mark.parametrize(
    ("then", "expected"),
    [
        (None, OURS),
        (actions.accept_request, OURS),
        (actions.decline_request, OWNERS),
        (actions.withdraw_request, OWNERS),
    ],
    ids=["open", "accepted", "declined", "withdrawn"],
)
def test_a_request_to_a_contact(viewers, then: Callable[..., Any] | None, expected) -> None:
    """The owner asked; her contact was asked."""
    actions.end_connection(viewers["owner"], contact=viewers["contact"])
    asked = actions.request_connection(
        viewers["owner"], recipient=viewers["contact"], note="Zullen we?"
    )
    if then is not None:
        mine = then is actions.withdraw_request
        then(viewers["owner" if mine else "contact"], request=asked)
    part(viewers)
    assert opened(viewers, at_request(asked)) == expected


@pytest.mark.parametrize(
    ("asks", "stage", "seen"),
    [
        ("owner", "open", False),
        ("owner", "accepted", False),
        ("former", "open", True),  # it looks as open as after a no
        ("former", "accepted", False),
    ],
)
def test_a_request_between_two_who_were_parted(viewers, asks: str, stage: str, seen: bool) -> None:
    other = "former" if asks == "owner" else "owner"
    asked = actions.request_connection(viewers[asks], recipient=viewers[other], note="Zullen we?")
    if stage == "accepted":
        actions.accept_request(viewers[other], request=asked)
    part(viewers)
    status = {True: YES, False: NO}[seen]
    expected = [NO, NO, NO, NO, status, DOOR, NO, NO]
    assert opened(viewers, at_request(asked)) == expected


def test_what_still_looks_open_shows_a_name_and_nothing_of_today(world: World, viewers) -> None:
    """What she is now is not for whom she blocked: not the line under her name, not her photo."""
    former = viewers["former"]
    acquaint(former, world.joost)
    asked = actions.request_connection(former, recipient=world.marit, note="Zullen we?")
    introduction = actions.ask_introduction(
        former, target=world.marit, route=[world.joost], purpose="Van papier af"
    )
    talk_address = talk_of(former, world)
    pages = [
        at_request(asked),
        at_introduction(introduction),
        talk_address,
        "/ik/bekenden/",
        "/ik/introducties/",
        "/ik/afspraken/",
    ]
    Actor.objects.filter(pk=world.marit.pk).update(photo="abcdefgh")
    client = as_viewer(former)
    now = "coördinator toezicht"
    before = "".join(client.get(page).text for page in pages)
    assert (now in before, "abcdefgh" in before) == (True, True)
    part(viewers)
    for page in pages:
        told = client.get(page)
        assert told.status_code == YES
        assert "Marit Hoekstra" in told.text, page
        assert now not in told.text, page
        assert "abcdefgh" not in told.text, page


def talk_of(by: Actor, world: World) -> str:
    from vaknet.domain.groups import actions as groups

    groups.join_group(by, group=world.group)
    times = [timezone.now() + timedelta(days=2)]
    talk = talks.propose_talk(by, invitee=world.marit, purpose="Praten", times=times)
    return f"/ik/afspraken/{talk.pk}/"


class Story:
    """An introduction of Samira to Marit, by Fatma and then Peter, as far as it came."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.introduction = actions.ask_introduction(
            world.samira, target=world.marit, route=[world.fatma, world.peter], purpose="Van papier"
        )

    def to(self, stage: str) -> "Story":
        order = ["asked", "passed on", "proposed", "no"]
        reached = order.index(stage) if stage in order else len(order)
        for name, at in (("fatma", 1), ("peter", 2)):
            if reached >= at:
                by = getattr(self.world, name)
                step = self.introduction.steps.get(go_between=by)
                actions.agree_to_introduce(by, step=step)
        if stage == "no":
            actions.decline_introduction(self.world.marit, introduction=self.introduction)
        if stage == "agreed":
            actions.accept_introduction(self.world.marit, introduction=self.introduction)
        return self


INTRODUCED = {
    #            asker first second target member guest moderator
    "asked": [YES, YES, NO, NO, NO, DOOR, NO],
    "passed on": [YES, YES, YES, NO, NO, DOOR, NO],
    "proposed": [YES, YES, YES, YES, NO, DOOR, NO],
    "no": [YES, YES, YES, YES, NO, DOOR, NO],
    "agreed": [YES, YES, YES, YES, NO, DOOR, NO],
}


@pytest.mark.parametrize("stage", INTRODUCED)
def test_an_introduction_at_each_stage(world: World, stage: str) -> None:
    story = Story(world).to(stage)
    people = [world.samira, world.fatma, world.peter, world.marit, world.bram, None]
    statuses = [
        as_viewer(one).get(at_introduction(story.introduction)).status_code
        for one in [*people, world.moderator]
    ]
    assert statuses == INTRODUCED[stage]


# Who blocks whom, then who may still open it: asker, first stop, second stop, target.
BLOCKED = {
    ("agreed", "samira", "marit"): [NO, YES, YES, NO],
    ("agreed", "marit", "samira"): [NO, YES, YES, NO],
    ("agreed", "samira", "fatma"): [YES, NO, YES, YES],
    ("agreed", "fatma", "marit"): [YES, NO, YES, YES],
    ("agreed", "peter", "fatma"): [YES, YES, YES, YES],
    ("proposed", "marit", "samira"): [YES, YES, YES, NO],
    ("no", "marit", "samira"): [YES, YES, YES, NO],
    ("proposed", "samira", "marit"): [NO, YES, YES, NO],
    ("asked", "samira", "fatma"): [YES, NO, NO, NO],
    ("asked", "fatma", "samira"): [YES, NO, NO, NO],
    ("asked", "marit", "fatma"): [YES, NO, NO, NO],
}


@pytest.mark.parametrize(("stage", "by", "other"), BLOCKED)
def test_an_introduction_closes_for_two_who_were_parted(
    world: World, stage: str, by: str, other: str
) -> None:
    story = Story(world).to(stage)
    actions.part_from(getattr(world, by), other=getattr(world, other))
    people = [world.samira, world.fatma, world.peter, world.marit]
    pages = [as_viewer(one).get(at_introduction(story.introduction)) for one in people]
    assert [page.status_code for page in pages] == BLOCKED[stage, by, other]
    for one, page in zip(people, pages, strict=True):
        listed = f'href="{at_introduction(story.introduction)}"' in (
            as_viewer(one).get("/ik/introducties/").text
        )
        assert listed == (page.status_code == YES), one


def test_a_block_does_not_name_who_was_only_described(world: World) -> None:
    story = Story(world).to("passed on")
    actions.part_from(world.peter, other=world.samira)
    page = as_viewer(world.samira).get(at_introduction(story.introduction)).text
    assert "Fatma Yıldız" in page
    assert "Peter" not in page


def test_the_parted_write_no_more_and_the_other_goes_on(world: World) -> None:
    story = Story(world).to("agreed")
    actions.part_from(world.marit, other=world.samira)
    for one in (world.samira, world.marit):
        with pytest.raises(Introduction.DoesNotExist):
            actions.write(one, introduction=story.introduction, text="Nog iets.")
    with pytest.raises(Introduction.DoesNotExist):
        actions.thank_for_introduction(
            world.samira, introduction=story.introduction, text="Dank jullie wel."
        )
    actions.write(world.fatma, introduction=story.introduction, text="Tot ziens.")


@pytest.mark.parametrize(
    ("agreed", "proposed_by", "expected"),
    [
        (False, "former", [NO, NO, NO, NO, YES, DOOR, NO, NO]),
        (False, "owner", [YES, NO, NO, NO, NO, DOOR, NO, NO]),
        (True, "former", NOBODYS),
        (True, "owner", NOBODYS),
    ],
)
def test_a_talk_of_two_who_were_parted(
    viewers, agreed: bool, proposed_by: str, expected: list[int]
) -> None:
    acquaint(viewers["owner"], viewers["former"])
    by, other = viewers[proposed_by], viewers["former" if proposed_by == "owner" else "owner"]
    times = [timezone.now() + timedelta(days=2)]
    talk = talks.propose_talk(by, invitee=other, purpose="Praten", times=times)
    if agreed:
        talks.pick_time(other, talk=talk, time=talk.proposed_times.get())
    part(viewers)
    address = f"/ik/afspraken/{talk.pk}/"
    assert opened(viewers, address) == expected
    for name in ("owner", "former"):
        listed = f'href="{address}"' in as_viewer(viewers[name]).get("/ik/afspraken/").text
        assert listed == (expected[VIEWERS.index(name)] == YES)
        assert address not in as_viewer(viewers[name]).get("/").text


AWAY = DONE  # to a page of one's own
MARIT = "/@marit.hoekstra/"
POSTS = {
    # What is sent to a request that waits for the owner, of her former contact.
    "accept": [DONE, NO, NO, NO, 422, DOOR, NO, NO],
    "decline": [DONE, NO, NO, NO, 422, DOOR, NO, NO],
    # And to her page.
    f"{MARIT}volgen/": [AWAY, DONE, DONE, NO, NO, DOOR, DONE, DONE],
    f"{MARIT}afstand/": [AWAY, DONE, DONE, NO, NO, DOOR, DONE, DONE],
    f"{MARIT}kaartje/": [AWAY, DONE, DONE, NO, NO, DOOR, DONE, DONE],
}
SENT = {"volgen": {"act": "follow"}, "afstand": {"act": "block"}, "kaartje": {"note": "Aardig"}}


def rows() -> list[int]:
    models = (Activity, Block, Connection, ConnectionRequest, Follow, MemoryCard)
    return [model.objects.count() for model in models]


@pytest.mark.parametrize("name", VIEWERS)
@pytest.mark.parametrize("page", POSTS)
def test_who_may_do_what(viewers, page: str, name: str) -> None:
    """Who may not leaves no trace of having tried."""
    asked = actions.request_connection(
        viewers["former"], recipient=viewers["owner"], note="Zullen we?"
    )
    address, sent = at_request(asked), {"act": page}
    if page.startswith(MARIT):
        part(viewers)
        address, sent = page, SENT[page.split("/")[2]]
    before = rows()
    status = as_viewer(viewers[name]).post(address, sent).status_code
    expected = POSTS[page][VIEWERS.index(name)]
    assert status == expected
    acted = expected == DONE and (name != "owner" or not page.startswith(MARIT))
    assert (rows() != before) == acted
