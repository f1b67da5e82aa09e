"""Two at the same moment in one conversation."""

import pytest

from tests.connections.test_races import at_once
from tests.world import World, build
from vaknet.domain.activity.models import Activity
from vaknet.domain.groups import actions as groups
from vaknet.domain.groups.models import Group
from vaknet.domain.knowledge import actions
from vaknet.domain.knowledge.models import Edit, Mention, Post, PostPlacement, Reply

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def world(transactional_db: None) -> World:
    return build()


@pytest.fixture
def public(world: World) -> Group:
    return groups.start_group(world.samira, name="Archief", purpose="Papier", readers="public")


@pytest.fixture
def post(world: World, public: Group) -> Post:
    return actions.start_conversation(
        world.samira, groups=[world.group, public], title="Wat doen jullie met calque?"
    )


def test_a_double_click_posts_once_and_replies_once(world: World) -> None:
    def start() -> Post:
        return actions.start_conversation(world.samira, groups=[world.group], title="Calque")

    at_once(*[start for _ in range(4)])
    post = Post.objects.get()
    at_once(*[lambda: actions.reply(world.marit, post=post, text="@noor.janssen?") for _ in "1234"])
    assert Reply.objects.count() == Mention.objects.count() == 1
    assert Activity.objects.filter(verb="mentioned").count() == 1


def test_a_reply_and_a_withdrawal_agree_on_what_was_last(world: World, post: Post) -> None:
    first = actions.reply(world.joost, post=post, text="Wij scannen.")
    at_once(
        lambda: actions.withdraw_reply(world.joost, reply=first),
        lambda: actions.reply(world.marit, post=post, text="Wij rollen."),
        lambda: actions.reply(world.noor, post=post, text="Wij vouwen."),
    )
    left = Reply.objects.filter(withdrawn_at=None).order_by("replied_at")
    assert len(left) == 2
    moments = set(PostPlacement.objects.values_list("latest_at", flat=True))
    assert moments == {left[1].replied_at}


def test_two_changes_keep_both_earlier_words(world: World, post: Post) -> None:
    at_once(
        lambda: actions.change_post(world.samira, post=post, title="Een @noor.janssen"),
        lambda: actions.change_post(world.samira, post=post, title="Twee @noor.janssen"),
    )
    said = set(Edit.objects.values_list("previous", flat=True))
    last = Post.objects.get().title
    assert said | {last} == {
        "Wat doen jullie met calque?",
        "Een @noor.janssen",
        "Twee @noor.janssen",
    }


def test_two_stewards_take_it_out_at_once(world: World, public: Group, post: Post) -> None:
    at_once(
        lambda: actions.take_out(world.marit, post=post, group=world.group),
        lambda: actions.take_out(world.samira, post=post, group=public),
    )
    assert not PostPlacement.objects.filter(until=None).exists()
    assert Activity.objects.filter(verb="took_out_post").count() == 2
