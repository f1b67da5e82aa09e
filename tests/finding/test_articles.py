"""An article says of all who wrote it what they know, to whoever may read it."""

from datetime import timedelta

import pytest
from django.utils import timezone

from tests import world as w
from tests.finding.test_who_can_help import ask, names, reasons
from tests.leaving.two_accounts import merge
from vaknet.domain.activity.models import Activity
from vaknet.domain.connections import actions as connections
from vaknet.domain.finding import actions
from vaknet.domain.finding.models import Passage
from vaknet.domain.finding.queries import Code
from vaknet.domain.groups import actions as groups
from vaknet.domain.knowledge import actions as knowledge
from vaknet.domain.knowledge.models import Post
from vaknet.domain.leaving import actions as leaving
from vaknet.engine.ranking import Kind
from vaknet.interfaces.jobs import followups

QUESTION = "Hoe pak je natuurinclusief maaibeheer aan?"
TITLE = "Natuurinclusief maaibeheer, vijf jaar later"


@pytest.fixture
def world(asked):
    return asked.world


@pytest.fixture
def draft(world):
    """Samira's, for the group that Marit leads and Joost is in."""
    return knowledge.begin_article(
        world.samira,
        group=world.group,
        title=TITLE,
        lead="Wat het bracht.",
        body="Bermen, dijken en een gesprek met de pachter.",
        topics=["groenbeheer"],
    )


@pytest.fixture
def out(world, draft):
    knowledge.ask_author(world.samira, article=draft, handle=world.joost.handle)
    knowledge.accept_authorship(world.joost, article=draft)
    knowledge.send_in(world.samira, article=draft)
    followed(lambda: knowledge.publish_article(world.marit, article=draft))
    return draft


def followed(act):
    """What the worker does after it."""
    before = Activity.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
    act()
    for one in Activity.objects.filter(pk__gt=before).order_by("pk"):
        followups.run(one.pk)


def written():
    rows = Passage.objects.filter(kind=Kind.ARTICLE).exclude(text="")
    return {row.actor.first_name for row in rows.select_related("actor")}


def test_a_draft_says_nothing(world, draft):
    actions.index(draft.post)
    assert written() == set()
    assert "Samira" not in names(ask(world.marit, QUESTION))


def test_all_who_wrote_it_are_found_by_it(world, out):
    assert written() == {"Samira", "Joost"}
    assert {"Samira", "Joost"} <= set(names(ask(world.marit, QUESTION)))
    told = reasons(world.marit, QUESTION, "Joost")
    assert told[Code.WROTE] == f"Wrote about this: “{TITLE}”."


def test_several_are_counted_and_the_closest_is_named(world, out):
    other = knowledge.begin_article(
        world.samira, group=world.group, title="Maaibeheer in het kort", lead="", body="Kort."
    )
    knowledge.send_in(world.samira, article=other)
    followed(lambda: knowledge.publish_article(world.marit, article=other))
    told = reasons(world.marit, QUESTION, "Samira")
    assert told[Code.WROTE] == f"Wrote 2 articles on this, the closest: “{TITLE}”."


def test_it_is_linked_on_the_page(world, out, client):
    client.force_login(world.marit.account)
    page = client.get("/vraag/", {"q": QUESTION}, headers={"accept-language": "nl"}).text
    assert f'href="/artikel/{out.pk}/"' in page
    assert "Lees het artikel" in page


def test_who_steps_back_is_found_by_it_no_more(world, out):
    followed(lambda: knowledge.step_back(world.joost, article=out))
    assert written() == {"Samira"}
    assert "Joost" not in names(ask(world.marit, QUESTION))


@pytest.mark.parametrize("end", ["withdrawn", "taken out"])
def test_what_stands_nowhere_proves_nothing(world, out, end):
    if end == "withdrawn":
        act = lambda: knowledge.withdraw_post(world.samira, post=out.post)  # noqa: E731
    else:
        act = lambda: knowledge.take_out(world.marit, post=out.post, group=world.group)  # noqa: E731
    found = names(ask(world.bram, QUESTION))
    assert "Samira" in found

    def at_once():
        act()
        assert "Samira" not in names(ask(world.bram, QUESTION)), "before anything is indexed"

    followed(at_once)
    assert written() == set()


def test_changed_words_are_found(world, out):
    followed(
        lambda: knowledge.change_article(
            world.samira, article=out, title="Slootkanten", lead="", body="Over schouwen."
        )
    )
    assert "Samira" in names(ask(world.marit, "Wie weet iets van schouwen en slootkanten?"))


def test_what_was_written_behind_a_closed_door_tells_nobody_else(world):
    closed = groups.start_group(world.noor, name="Kring", purpose="Onder elkaar", readers="group")
    w.bring_in(world.noor, closed, world.marit)
    before = ask(world.bram, QUESTION)
    article = knowledge.begin_article(
        world.noor, group=closed, title=TITLE, lead="", body="Alleen hier."
    )
    knowledge.send_in(world.noor, article=article)
    followed(lambda: knowledge.publish_article(world.noor, article=article))
    assert "Noor" in names(ask(world.marit, QUESTION))
    after = ask(world.bram, QUESTION)
    assert [(one.actor, one.score) for one in after.people] == [
        (one.actor, one.score) for one in before.people
    ]


def test_everything_indexed_anew_is_the_same(world, out):
    before = list(Passage.objects.exclude(text="").order_by("pk").values_list("pk", "words"))
    actions.index_everything()
    after = list(Passage.objects.exclude(text="").order_by("pk").values_list("pk", "words"))
    assert [words for _, words in after] == [words for _, words in before]


def test_who_is_kept_apart_is_not_found_by_it(world, out):
    connections.part_from(world.bram, other=world.samira)
    assert "Samira" not in names(ask(world.bram, QUESTION))


def test_when_the_first_author_leaves_it_is_of_who_joined_her(world, out):
    leaving.close_account(world.samira, answers="stay")
    leaving.carry_out_closures(now=timezone.now() + timedelta(days=60))
    assert written() == {"Joost"}
    assert "Joost" in names(ask(world.marit, QUESTION))
    followed(lambda: knowledge.withdraw_post(world.joost, post=Post.objects.get(pk=out.pk)))
    assert written() == set()


def test_when_two_accounts_become_one_it_counts_once(world, out):
    merge(world.joost, world.samira)
    assert Passage.objects.filter(kind=Kind.ARTICLE).exclude(text="").count() == 1
    assert written() == {"Joost"}
    followed(lambda: knowledge.withdraw_post(world.joost, post=Post.objects.get(pk=out.pk)))
    assert written() == set()


def test_what_is_left_of_who_went_says_nothing(world, out):
    followed(lambda: knowledge.step_back(world.joost, article=out))
    leaving.close_account(world.samira, answers="stay")
    leaving.carry_out_closures(now=timezone.now() + timedelta(days=60))
    actions.index_everything()
    assert written() == set()
