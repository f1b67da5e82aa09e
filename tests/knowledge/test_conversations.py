"""Conversations in groups: one thread, wherever it stands."""

import pytest

from tests.world import World, bring_in, member
from vaknet.domain.activity.models import Activity, Actor, Audience
from vaknet.domain.groups import actions as groups
from vaknet.domain.groups.models import Group
from vaknet.domain.knowledge import actions, conversations
from vaknet.domain.knowledge.models import Edit, Post, PostPlacement, Reply, Topic
from vaknet.domain.people import actions as people
from vaknet.domain.refusal import Refused

TITLE = "Wat doen jullie met tekeningen op calque?"


@pytest.fixture
def public(world: World) -> Group:
    """Samira's, for everybody to read."""
    return groups.start_group(world.samira, name="Archief", purpose="Papier", readers="public")


@pytest.fixture
def closed(world: World) -> Group:
    """Noor's, with Samira in it; nobody else knows that it is there."""
    made = groups.start_group(
        world.noor, name="Kaderleden", purpose="Intern", readers="group", admission="hidden"
    )
    bring_in(world.noor, made, world.samira)
    return made


@pytest.fixture
def both(world: World, public: Group) -> Post:
    return actions.start_conversation(
        world.samira,
        groups=[world.group, public],
        title=TITLE,
        body="Ze *scheuren*.",
        topics=["calque", "archief"],
    )


def named(viewer: Actor | None, post: Post) -> list[str]:
    return [group.actor.name for group in conversations.conversation(viewer, post.pk).groups]


def may_read(viewer: Actor | None, post: Post) -> bool:
    return conversations.visible_posts(viewer).filter(pk=post.pk).exists()


def close(by: Actor, group: Group) -> None:
    groups.change_group(
        by,
        group=group,
        name=group.actor.name,
        purpose=group.purpose,
        readers="group",
        admission="request",
    )


def test_one_conversation_stands_in_two_groups(world: World, public: Group, both: Post) -> None:
    view = conversations.conversation(world.marit, both.pk)
    assert view.post.body_html == "<p>Ze <em>scheuren</em>.</p>\n"
    assert view.topics == ["archief", "calque"]
    assert named(world.marit, both) == ["Archief", "Vergunningen & Toezicht"]
    assert Post.objects.count() == 1
    for group in (world.group, public):
        [line] = conversations.conversations_in(world.marit, group, slice(20))
        assert (line.post, line.replies, line.last) == (both, 0, None)
    told = Activity.objects.get(verb="posted")
    assert (told.audience, told.group) == (Audience.PUBLIC, None)


def test_a_guest_reads_it_and_learns_of_the_public_group_alone(
    world: World, public: Group, both: Post
) -> None:
    view = conversations.conversation(None, both.pk)
    assert [group.pk for group in view.groups] == [public.pk]
    assert view.is_public
    assert not view.is_named
    assert not view.may_reply
    assert conversations.conversations_in(None, world.group, slice(20)) == []
    assert len(conversations.conversations_in(None, public, slice(20))) == 1


def test_what_is_said_in_a_closed_group_stays_there(
    world: World, public: Group, closed: Group
) -> None:
    for others in ([closed, public], [closed, world.group]):
        with pytest.raises(Refused) as no:
            actions.start_conversation(world.samira, groups=others, title=TITLE)
        assert no.value.field == "groups"
    alone = actions.start_conversation(world.samira, groups=[closed], title=TITLE)
    told = Activity.objects.get(verb="posted")
    assert (told.audience, told.group) == (Audience.GROUP, closed.actor)
    readers = [who for who in world.everybody if may_read(who, alone)]
    assert readers == [world.samira, world.noor]
    assert not may_read(None, alone)


@pytest.mark.parametrize("how_many", [0, 6])
def test_one_group_at_least_and_five_at_most(world: World, how_many: int) -> None:
    mine = [
        groups.start_group(world.samira, name=f"Groep {number}", purpose="Iets")
        for number in range(how_many)
    ]
    with pytest.raises(Refused):
        actions.start_conversation(world.samira, groups=mine, title=TITLE)


def test_nobody_posts_in_a_group_of_others(world: World, public: Group, closed: Group) -> None:
    for others in ([closed], [world.group, public]):
        with pytest.raises(Refused):
            actions.start_conversation(world.marit, groups=others, title=TITLE)
    assert not Post.objects.exists()


def test_the_same_words_at_once_are_one_post(world: World, both: Post) -> None:
    again = actions.start_conversation(world.samira, groups=[world.group], title=TITLE)
    assert again == both
    with pytest.raises(Refused):
        actions.start_conversation(world.samira, groups=[world.group], title="  …  ")


def test_a_group_that_closes_keeps_to_itself_from_then_on(
    world: World, public: Group, both: Post
) -> None:
    """Who is in a closed group is not to be read from who replies elsewhere."""
    close(world.marit, world.group)
    assert named(world.marit, both) == ["Archief"]
    assert conversations.conversations_in(world.marit, world.group, slice(20)) == []
    with pytest.raises(Refused):
        actions.reply(world.marit, post=both, text="Wij rollen ze op.")
    assert may_read(world.bram, both)
    actions.take_out(world.samira, post=both, group=public)
    assert not may_read(world.bram, both)
    assert named(world.joost, both) == ["Vergunningen & Toezicht"]


def test_when_all_its_groups_close_it_stays_in_the_first(
    world: World, public: Group, both: Post
) -> None:
    groups.join_group(world.bram, group=public)
    close(world.marit, world.group)
    close(world.samira, public)
    assert [group.pk for group in conversations.where(both)] == [world.group.pk]
    assert not may_read(world.bram, both)
    assert may_read(world.noor, both)


def test_members_of_one_of_its_groups_reply(world: World, public: Group, both: Post) -> None:
    groups.join_group(world.bram, group=public)
    given = actions.reply(world.marit, post=both, text="Wij **rollen** ze op.")
    again = actions.reply(world.marit, post=both, text="Wij **rollen** ze op.")
    actions.reply(world.bram, post=both, text="Wij ook.")
    assert again == given
    assert given.html == "<p>Wij <strong>rollen</strong> ze op.</p>\n"
    for who in (world.peter, world.fatma):
        with pytest.raises(Refused):
            actions.reply(who, post=both, text="Ik ook.")
    with pytest.raises(Refused):
        actions.reply(world.marit, post=both, text="…")
    for group in (world.group, public):
        [line] = conversations.conversations_in(world.noor, group, slice(20))
        assert (line.replies, line.last) == (2, world.bram)
    [line] = conversations.conversations_in(None, public, slice(20))
    assert (line.replies, line.last, line.is_named) == (2, None, False)


def test_who_was_spoken_in_last_comes_first(world: World, both: Post) -> None:
    other = actions.start_conversation(world.marit, groups=[world.group], title="De vakdag")

    def order() -> list[Post]:
        lines = conversations.conversations_in(world.noor, world.group, slice(20))
        return [line.post for line in lines]

    assert order() == [other, both]
    given = actions.reply(world.joost, post=both, text="Wij scannen ze.")
    assert order() == [both, other]
    actions.withdraw_reply(world.joost, reply=given)
    assert order() == [other, both]


def test_what_it_said_before_is_kept(world: World, both: Post) -> None:
    actions.change_post(world.samira, post=both, title=TITLE, body="Ze scheuren snel.")
    actions.change_post(world.samira, post=both, title=TITLE, body="Ze scheuren snel.")
    [edit] = both.edits.all()
    assert edit.previous == f"{TITLE}\n\nZe *scheuren*."
    assert conversations.conversation(None, both.pk).changed_at == edit.at
    given = actions.reply(world.marit, post=both, text="Rol ze op.")
    actions.change_reply(world.marit, reply=given, text="Rol ze niet op.")
    actions.change_reply(world.marit, reply=given, text="Rol ze niet op.")
    [changed] = given.edits.all()
    assert changed.previous == "Rol ze op."
    [shown] = conversations.replies_to(world.noor, both)
    assert shown.changed_at == changed.at


def test_a_minor_change_is_kept_and_not_shown(world: World, both: Post) -> None:
    given = actions.reply(world.marit, post=both, text="Rol ze ob.")
    actions.change_reply(world.marit, reply=given, text="Rol ze op.", minor=True)
    actions.change_post(world.samira, post=both, title=f"{TITLE}?", minor=True)
    assert sorted(Edit.objects.values_list("is_minor", "previous")) == [
        (True, "Rol ze ob."),
        (True, f"{TITLE}\n\nZe *scheuren*."),
    ]
    [shown] = conversations.replies_to(world.noor, both)
    assert shown.changed_at is None
    assert conversations.conversation(world.noor, both.pk).changed_at is None


def test_only_who_wrote_it_changes_it(world: World, both: Post) -> None:
    given = actions.reply(world.marit, post=both, text="Rol ze op.")
    for act in (
        lambda: actions.change_post(world.marit, post=both, title="Iets anders"),
        lambda: actions.withdraw_post(world.marit, post=both),
        lambda: actions.take_out(world.joost, post=both, group=world.group),
        lambda: actions.change_reply(world.samira, reply=given, text="Iets anders"),
        lambda: actions.withdraw_reply(world.joost, reply=given),
    ):
        with pytest.raises(Refused):
            act()
    assert not Edit.objects.exists()
    assert may_read(world.noor, both)


def test_a_steward_takes_it_out_of_her_own_group_alone(
    world: World, public: Group, both: Post
) -> None:
    with pytest.raises(Refused):
        actions.take_out(world.marit, post=both, group=public)
    actions.take_out(world.marit, post=both, group=world.group)
    actions.take_out(world.marit, post=both, group=world.group)
    assert named(world.marit, both) == ["Archief"]
    assert Activity.objects.filter(verb="took_out_post").count() == 1
    actions.take_out(world.samira, post=both, group=public)
    assert not may_read(world.samira, both)
    with pytest.raises(Post.DoesNotExist):
        actions.reply(world.samira, post=both, text="Waar is het?")


def test_a_steward_of_one_of_its_groups_withdraws_a_reply(world: World, both: Post) -> None:
    given = actions.reply(world.joost, post=both, text="Koop mijn boek.")
    actions.withdraw_reply(world.marit, reply=given)
    assert not conversations.visible_replies(world.joost).exists()
    with pytest.raises(Reply.DoesNotExist):
        actions.change_reply(world.joost, reply=given, text="Koop mijn boek niet.")


def test_what_is_withdrawn_is_gone_with_its_replies(world: World, both: Post) -> None:
    actions.reply(world.marit, post=both, text="Rol ze op.")
    actions.withdraw_post(world.samira, post=both)
    assert not may_read(world.samira, both)
    assert not conversations.visible_replies(world.marit).exists()
    assert conversations.conversations_in(world.marit, world.group, slice(20)) == []


def test_who_left_a_closed_group_reads_and_changes_nothing_there(
    world: World, closed: Group
) -> None:
    post = actions.start_conversation(world.samira, groups=[closed], title=TITLE)
    given = actions.reply(world.samira, post=post, text="Wie weet het?")
    groups.leave_group(world.samira, group=closed)
    assert not may_read(world.samira, post)
    with pytest.raises(Post.DoesNotExist):
        actions.change_post(world.samira, post=post, title="Anders")
    with pytest.raises(Reply.DoesNotExist):
        actions.withdraw_reply(world.samira, reply=given)


def test_two_who_are_kept_apart_read_each_other_without_a_name(world: World, both: Post) -> None:
    actions.reply(world.marit, post=both, text="Rol ze op.")
    people.block(world.marit, other=world.samira)
    view = conversations.conversation(world.marit, both.pk)
    assert not view.is_named
    [shown] = conversations.replies_to(world.samira, both)
    assert not shown.is_named
    [line] = conversations.conversations_in(world.samira, world.group, slice(20))
    assert (line.last, line.is_named) == (None, True)
    [line] = conversations.conversations_in(world.noor, world.group, slice(20))
    assert (line.last, line.is_named) == (world.marit, True)


def test_topics_are_shared_with_questions(world: World, both: Post) -> None:
    actions.ask(world.joost, group=world.group, title="Wie scant calque?", topics=["Calque"])
    assert sorted(Topic.objects.values_list("name", flat=True)) == ["archief", "calque"]


def test_things_have_names(world: World, both: Post) -> None:
    place = PostPlacement.objects.get(post=both, group=world.group)
    given = actions.reply(world.marit, post=both, text="Rol ze op.")
    assert str(both) == TITLE
    assert str(place) == f"post {both.pk} in {world.group.pk}"
    assert str(given) == "Rol ze op."


def test_a_newcomer_with_no_group_sees_only_what_all_may_read(world: World, both: Post) -> None:
    newcomer = member("Ans de Boer", "ans@elders.example")
    assert may_read(newcomer, both)
    assert not conversations.conversation(newcomer, both.pk).may_reply
