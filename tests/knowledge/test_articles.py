"""Articles: a draft of its authors, over the desk of an editor, to whoever reads the group."""

from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest
import time_machine
from django.core import mail
from django.test import Client
from django.utils import timezone, translation

from tests import postbox
from tests.kit.office import pdf
from tests.knowledge.test_attachments import drawn
from tests.leaving.story import take
from tests.leaving.test_closing import after_two_weeks, close
from tests.leaving.two_accounts import merge
from tests.world import World, bring_in, member
from vaknet.domain.activity.models import FORMER, Activity, Actor
from vaknet.domain.groups import actions as groups
from vaknet.domain.knowledge import actions, articles, conversations
from vaknet.domain.knowledge.attachments import Attached
from vaknet.domain.knowledge.models import Article, ArticleAuthor, Edit, Mention, Post
from vaknet.domain.people import actions as people
from vaknet.domain.refusal import Refused
from vaknet.interfaces.jobs import followups
from vaknet.kit.documents import document

TITLE = "Hoe wij van papier af kwamen"
LEAD = "Vijf jaar scannen, en wat het bracht."
BODY = "Het begon in **de kelder**.\n\n## De dozen\n\nVraag @marit.hoekstra maar."


@pytest.fixture(autouse=True)
def in_english() -> Iterator[None]:
    """What a room refuses, in the words of the source."""
    with translation.override("en"):
        yield


@pytest.fixture
def draft(world: World) -> Article:
    """Samira's, for the group of which Marit is the steward and Joost a member."""
    return actions.begin_article(
        world.samira, group=world.group, title=TITLE, lead=LEAD, body=BODY, topics=["archief"]
    )


@pytest.fixture
def out(world: World, draft: Article) -> Article:
    actions.send_in(world.samira, article=draft)
    return actions.publish_article(world.marit, article=draft)


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


def signed_in(actor: Actor | None) -> Client:
    client = Client(headers={"accept-language": "en"})
    if actor is not None:
        client.force_login(actor.account)
    return client


def joined(world: World, draft: Article, who: Actor) -> ArticleAuthor:
    actions.ask_author(world.samira, article=draft, handle=who.handle)
    return actions.accept_authorship(who, article=draft)


def readers(world: World, draft: Article) -> set[str]:
    """Who reads it, by the query and by the page, which say the same."""
    found = set()
    for one in world.everybody:
        reads = articles.readable_posts(one).filter(pk=draft.pk).exists()
        assert (signed_in(one).get(f"/artikel/{draft.pk}/").status_code == 200) is reads
        found |= {one.first_name} if reads else set()
    return found


# A draft


def test_a_draft_is_of_its_author_alone(world: World, draft: Article) -> None:
    assert str(draft) == f"article {draft.pk}"
    assert readers(world, draft) == {"Samira"}
    assert not conversations.visible_posts(world.samira).exists()
    guest = signed_in(None)
    there, nowhere = guest.get(f"/artikel/{draft.pk}/"), guest.get("/artikel/987654321/")
    assert (there.status_code, nowhere.status_code) == (302, 302)
    handle = world.group.actor.handle
    for one in (world.marit, world.joost, world.bram, None):
        for page in (f"/g/{handle}/artikelen/", f"/g/{handle}/gesprekken/", f"/g/{handle}/"):
            assert TITLE not in signed_in(one).get(page).text
    assert TITLE in signed_in(world.samira).get(f"/g/{handle}/artikelen/").text
    log = Activity.objects.filter(object_id=draft.pk, verb="began_article")
    assert list(log.values_list("audience", "group")) == [("self", None)]
    assert not Mention.objects.exists()


def test_the_same_title_twice_is_one_draft(world: World, draft: Article) -> None:
    assert actions.begin_article(world.samira, group=world.group, title=TITLE) == draft
    with pytest.raises(Refused, match="groups you are in"):
        actions.begin_article(world.bram, group=world.group, title=TITLE)
    with pytest.raises(Refused, match="title"):
        actions.begin_article(world.samira, group=world.group, title="…")
    assert Article.objects.count() == 1


def test_a_draft_changes_without_a_trace(world: World, draft: Article) -> None:
    same = actions.change_article(world.samira, article=draft, title=TITLE, lead=LEAD, body=BODY)
    assert (same, Activity.objects.filter(verb="changed_draft").count()) == (draft, 0)
    changed = actions.change_article(world.samira, article=draft, title="Zonder papier")
    assert (changed.post.title, changed.lead, changed.post.body_html) == ("Zonder papier", "", "")
    assert not Edit.objects.exists()
    with pytest.raises(Article.DoesNotExist):
        actions.change_article(world.joost, article=draft, title="Van mij")


def test_who_left_a_closed_group_reads_no_draft_for_it(world: World) -> None:
    closed = groups.start_group(world.noor, name="Kader", purpose="Intern", readers="group")
    bring_in(world.noor, closed, world.samira)
    draft = actions.begin_article(world.samira, group=closed, title=TITLE, body=BODY)
    assert readers(world, draft) == {"Samira"}
    groups.leave_group(world.samira, group=closed)
    assert readers(world, draft) == set()


def test_thrown_away_by_who_began_it(world: World, draft: Article) -> None:
    joined(world, draft, world.joost)
    with pytest.raises(Refused, match="who began it"):
        actions.throw_away_draft(world.joost, article=draft)
    actions.throw_away_draft(world.samira, article=draft)
    assert readers(world, draft) == set()


# Writing together


def test_a_name_stands_above_it_after_a_yes(world: World, draft: Article) -> None:
    asked = actions.ask_author(world.samira, article=draft, handle=f"@{world.joost.handle} ")
    assert asked == actions.ask_author(world.samira, article=draft, handle=world.joost.handle)
    assert str(asked) == f"{world.joost.pk} with {draft.pk}"
    assert readers(world, draft) == {"Samira", "Joost"}
    with pytest.raises(Refused, match="Only its authors"):
        actions.change_article(world.joost, article=draft, title="Van mij")
    assert articles.named_authors(world.samira, draft) == [world.samira]
    assert articles.asked(world.samira, draft) == [world.joost]
    yes = actions.accept_authorship(world.joost, article=draft)
    assert yes == actions.accept_authorship(world.joost, article=draft)
    assert articles.named_authors(world.samira, draft) == [world.samira, world.joost]
    actions.change_article(world.joost, article=draft, title="Ons verhaal", body=BODY)
    assert Post.objects.get().title == "Ons verhaal"


def test_a_no_is_silent(world: World, draft: Article) -> None:
    actions.ask_author(world.samira, article=draft, handle=world.joost.handle)
    before = signed_in(world.samira).get(f"/artikel/{draft.pk}/maken/").text
    actions.decline_authorship(world.joost, article=draft)
    after = signed_in(world.samira).get(f"/artikel/{draft.pk}/maken/").text
    assert _without_token(before) == _without_token(after)
    assert "Joost" in after
    assert readers(world, draft) == {"Samira"}
    again = actions.ask_author(world.samira, article=draft, handle=world.joost.handle)
    assert again.declined_at is not None
    with pytest.raises(Article.DoesNotExist):
        actions.accept_authorship(world.joost, article=draft)
    log = Activity.objects.filter(verb="declined_authorship").values_list("actor", "audience")
    assert list(log) == [(world.joost.pk, "self")]


def _without_token(page: str) -> str:
    return "\n".join(line for line in page.splitlines() if "csrf" not in line.lower())


def test_only_whom_she_sees_in_the_group_can_be_asked(world: World, draft: Article) -> None:
    people.block(world.noor, other=world.samira)
    for handle in (world.bram.handle, world.noor.handle, world.samira.handle, "niemand", ""):
        with pytest.raises(Refused, match="Nobody you can ask in this group has that address"):
            actions.ask_author(world.samira, article=draft, handle=handle)
    assert not ArticleAuthor.objects.exists()


def test_no_more_than_nine_authors(world: World, draft: Article) -> None:
    for number in range(9):
        one = member(f"Lid {'abcdefghi'[number]}", f"lid{number}@waterveen.example")
        groups.join_group(one, group=world.group)
        if number == 8:
            with pytest.raises(Refused, match="at most 9 authors"):
                actions.ask_author(world.samira, article=draft, handle=one.handle)
        else:
            actions.ask_author(world.samira, article=draft, handle=one.handle)


def test_stepping_back_and_asked_anew(world: World, draft: Article) -> None:
    joined(world, draft, world.joost)
    actions.step_back(world.joost, article=draft)
    assert readers(world, draft) == {"Samira"}
    with pytest.raises(Article.DoesNotExist):
        actions.step_back(world.joost, article=draft)
    with pytest.raises(Refused, match="does not stand above it"):
        actions.step_back(world.samira, article=draft)
    joined(world, draft, world.joost)
    assert readers(world, draft) == {"Samira", "Joost"}


def test_once_it_is_out_nobody_joins(world: World, draft: Article) -> None:
    actions.ask_author(world.samira, article=draft, handle=world.joost.handle)
    actions.send_in(world.samira, article=draft)
    actions.publish_article(world.marit, article=draft)
    with pytest.raises(Refused, match="not asked"):
        actions.accept_authorship(world.joost, article=draft)
    with pytest.raises(Refused, match="published already"):
        actions.ask_author(world.samira, article=draft, handle=world.noor.handle)
    assert articles.named_authors(world.joost, draft) == [world.samira]


# Over the desk


def test_sent_in_it_is_read_by_editors_too(world: World, draft: Article) -> None:
    groups.give_duty(world.marit, group=world.group, person=world.noor, kind="editor", text="")
    actions.send_in(world.samira, article=draft)
    assert actions.send_in(world.samira, article=draft).sent_in_at is not None
    assert readers(world, draft) == {"Samira", "Marit", "Noor"}
    handle = world.group.actor.handle
    assert TITLE in signed_in(world.noor).get(f"/g/{handle}/artikelen/").text
    assert TITLE not in signed_in(world.joost).get(f"/g/{handle}/artikelen/").text
    actions.take_back_article(world.samira, article=draft)
    assert actions.take_back_article(world.samira, article=draft).sent_in_at is None
    assert readers(world, draft) == {"Samira"}


def test_what_cannot_be_sent_in(world: World) -> None:
    empty = actions.begin_article(world.samira, group=world.group, title="Leeg")
    with pytest.raises(Refused, match="no text yet"):
        actions.send_in(world.samira, article=empty)
    groups.leave_group(world.samira, group=world.group)
    with pytest.raises(Refused, match="groups you are in"):
        actions.send_in(world.samira, article=empty)


def test_an_editor_asks_for_changes_in_words(world: World, draft: Article) -> None:
    actions.send_in(world.samira, article=draft)
    for text, said in (("…", "Say what should change"), ("lang " * 1_001, "at most 5,000")):
        with pytest.raises(Refused, match=said):
            actions.ask_changes(world.marit, article=draft, text=text)
    review = actions.ask_changes(world.marit, article=draft, text="Noem een bedrag.")
    assert str(review) == "Noem een bedrag."
    assert readers(world, draft) == {"Samira"}
    assert "Noem een bedrag." in signed_in(world.samira).get(f"/artikel/{draft.pk}/maken/").text
    with pytest.raises(Article.DoesNotExist):
        actions.publish_article(world.marit, article=draft)


def test_only_an_editor_lets_it_out_and_only_what_was_sent_in(world: World, draft: Article) -> None:
    with pytest.raises(Refused, match="Only editors"):
        actions.publish_article(world.samira, article=draft)
    own = actions.begin_article(world.marit, group=world.group, title="Mijn rondje", body=BODY)
    with pytest.raises(Refused, match="does not wait"):
        actions.publish_article(world.marit, article=own)
    actions.send_in(world.marit, article=own)
    assert actions.publish_article(world.marit, article=own).published_by == world.marit
    with pytest.raises(Refused, match="does not wait"):
        actions.publish_article(world.marit, article=own)
    with pytest.raises(Refused, match="only while it is a draft"):
        actions.throw_away_draft(world.marit, article=own)


# For the group


def test_published_it_is_a_conversation_of_its_group(world: World, draft: Article) -> None:
    with time_machine.travel(timezone.now() + timedelta(days=3), tick=False):
        actions.send_in(world.samira, article=draft)
        article = actions.publish_article(world.marit, article=draft)
        assert actions.send_in(world.samira, article=draft).published_at is not None
        [line] = conversations.conversations_in(world.joost, world.group, slice(0, 5))
        assert (line.is_article, line.last_at) == (True, article.published_at)
        assert article.post.posted_at == article.published_at
        assert list(Mention.objects.values_list("person", flat=True)) == [world.marit.pk]
        actions.reply(world.joost, post=draft.post, text="Bij ons ook.")
    page = signed_in(world.bram).get(f"/artikel/{draft.pk}/").text
    for said in (TITLE, LEAD, "<strong>de kelder</strong>", "Bij ons ook.", "Samira El Idrissi"):
        assert said in page
    assert "<h2>De dozen</h2>" in page
    assert "1 minute to read" in page
    listed = signed_in(world.bram).get(f"/g/{world.group.actor.handle}/artikelen/").text
    assert TITLE in listed
    log = Activity.objects.get(verb="published_article")
    assert (log.actor, log.audience, log.group) == (world.marit, "members", world.group.actor)


def test_changed_after_it_is_out_what_it_said_stays(world: World, out: Article) -> None:
    actions.change_article(
        world.samira, article=out, title=TITLE, lead="Tien jaar.", body=BODY, minor=True
    )
    edit = Edit.objects.get()
    assert (edit.previous, edit.is_minor) == (f"{TITLE}\n\n{LEAD}\n\n{BODY}", True)
    assert LEAD in signed_in(world.bram).get(f"/gesprek/{out.pk}/eerder/").text


def test_of_a_closed_group_an_article_stays_there(world: World) -> None:
    closed = groups.start_group(world.noor, name="Kader", purpose="Intern", readers="group")
    draft = actions.begin_article(world.noor, group=closed, title=TITLE, lead=LEAD, body=BODY)
    actions.send_in(world.noor, article=draft)
    actions.publish_article(world.noor, article=draft)
    assert readers(world, draft) == {"Noor"}
    assert signed_in(None).get(f"/artikel/{draft.pk}/").status_code == 302
    assert articles.articles_in(world.bram, closed, slice(0, 20)) == []


def test_guests_read_it_without_a_name_and_who_is_apart_too(world: World) -> None:
    public = groups.start_group(world.samira, name="Archief", purpose="x", readers="public")
    draft = actions.begin_article(world.samira, group=public, title=TITLE, body=BODY)
    groups.join_group(world.joost, group=public)
    joined(world, draft, world.joost)
    actions.send_in(world.samira, article=draft)
    actions.publish_article(world.samira, article=draft)
    people.block(world.joost, other=world.bram)
    for viewer, named in ((None, [False, False]), (world.bram, [True, False])):
        for address in (f"/artikel/{draft.pk}/", f"/gesprek/{draft.pk}/"):
            page = signed_in(viewer).get(address).text
            assert TITLE in page
            assert [name in page for name in ("Samira", "Joost")] == named
        assert "Joost" not in signed_in(viewer).get("/g/archief/artikelen/").text


def test_taken_out_or_withdrawn_it_is_gone(world: World, out: Article) -> None:
    actions.take_out(world.marit, post=out.post, group=world.group)
    assert readers(world, out) == set()


# Its pictures


def test_a_picture_on_a_draft_is_of_its_authors_and_can_be_the_cover(
    world: World, draft: Article
) -> None:
    one = actions.attach(
        world.samira, post=draft.post, attached=Attached(drawn(), 'Een "doos" <b>')
    )
    address = f"/bijlage/{one.pk}/800.webp"
    joined(world, draft, world.joost)
    for who, status in ((world.joost, 200), (world.marit, 404), (world.bram, 404), (None, 404)):
        assert signed_in(who).get(address).status_code == status
    assert Activity.objects.filter(verb="attached").values_list("audience", flat=True)[0] == (
        "parties"
    )
    file = actions.attach(
        world.joost, post=draft.post, attached=Attached(document(pdf(), "plan.pdf"))
    )
    with pytest.raises(Refused, match="one of the pictures"):
        actions.choose_cover(world.samira, article=draft, attachment=file)
    assert actions.choose_cover(world.joost, article=draft, attachment=one).cover == one
    page = signed_in(world.samira).get(f"/artikel/{draft.pk}/").text
    assert f'src="/bijlage/{one.pk}/1600.webp"' in page
    assert 'alt="Een &quot;doos&quot; &lt;b&gt;"' in page
    actions.remove_attachment(world.samira, attachment=one)
    assert actions.choose_cover(world.samira, article=draft, attachment=None).cover is None


# Letters


def test_who_hears_of_what(
    world: World, draft: Article, letters: Callable[[], dict[str, str]]
) -> None:
    actions.ask_author(world.samira, article=draft, handle=world.joost.handle)
    told = letters()
    assert set(told) == {"joost"}
    assert TITLE in told["joost"]
    actions.accept_authorship(world.joost, article=draft)
    actions.send_in(world.samira, article=draft)
    assert set(letters()) == {"marit"}
    actions.ask_changes(world.marit, article=draft, text="Noem een bedrag.")
    told = letters()
    assert set(told) == {"samira", "joost"}
    assert "Noem een bedrag." in told["joost"]
    groups.give_duty(world.marit, group=world.group, person=world.noor, kind="editor", text="")
    actions.send_in(world.joost, article=draft)
    people.mute(world.joost, other=world.marit)
    assert set(letters()) == {"noor"}
    actions.publish_article(world.marit, article=draft)
    assert set(letters()) == {"marit", "samira"}  # Marit is named in it


def test_a_letter_says_nothing_of_what_is_gone_meanwhile(
    world: World, draft: Article, letters: Callable[[], dict[str, str]]
) -> None:
    actions.ask_author(world.samira, article=draft, handle=world.joost.handle)
    actions.send_in(world.samira, article=draft)
    actions.throw_away_draft(world.samira, article=draft)
    ArticleAuthor.objects.all().delete()
    assert letters() == {}


# Leaving, and two accounts


def test_with_another_author_it_becomes_hers(world: World, draft: Article) -> None:
    joined(world, draft, world.joost)
    mine = actions.begin_article(world.samira, group=world.group, title="Alleen van mij")
    close(world.samira)
    after_two_weeks()
    post = Post.objects.get()
    assert (post.pk, post.author) == (draft.pk, world.joost)
    assert not Article.objects.filter(pk=mine.pk).exists()
    assert articles.named_authors(world.joost, draft) == [world.joost]


def test_what_was_published_stays_and_an_editor_is_forgotten(world: World, out: Article) -> None:
    close(world.samira)
    close(world.marit)
    after_two_weeks()
    kept = Article.objects.get(pk=out.pk)
    assert kept.post.author.handle.startswith(FORMER)
    assert kept.published_by is not None
    assert kept.published_by.handle.startswith(FORMER)


def test_of_two_accounts_one_author_is_left(world: World, draft: Article) -> None:
    other = member("Samira Idrissi", "samira@oudwerk.example")
    groups.join_group(other, group=world.group)
    joined(world, draft, other)
    third = actions.begin_article(world.joost, group=world.group, title="Van Joost", body=BODY)
    for one in (world.samira, other):
        actions.ask_author(world.joost, article=third, handle=one.handle)
        actions.accept_authorship(one, article=third)
    kept = merge(world.samira, other)
    assert list(ArticleAuthor.objects.values_list("article", "actor")) == [(third.pk, kept.pk)]


def test_all_of_it_comes_along(world: World, out: Article) -> None:
    second = actions.begin_article(world.marit, group=world.group, title="Van Marit", body=BODY)
    actions.ask_author(world.marit, article=second, handle=world.samira.handle)
    told = take(world.samira).told
    assert [(one["title"], one["lead"]) for one in told["articles"]] == [(TITLE, LEAD)]
    assert [one["title"] for one in told["articles_joined"]] == [""]
    actions.accept_authorship(world.samira, article=second)
    assert [one["title"] for one in take(world.samira).told["articles_joined"]] == ["Van Marit"]
    marit = take(world.marit).told
    assert [one["number"] for one in marit["articles_let_out"]] == [out.pk]


def test_reading_takes_a_minute_at_least() -> None:
    assert [articles.reading_minutes("woord " * n) for n in (0, 100, 660)] == [1, 1, 3]
