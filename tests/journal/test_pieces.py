"""What editors add by hand: conversations and articles, also of other groups, and an agenda."""

import io
import zipfile
from datetime import date, timedelta

import pytest
import time_machine
from django.core import mail
from django.utils import timezone

from tests import postbox
from tests.journal.story import HERE, a_week, item_about, journal_of, signed_in
from tests.world import World, bring_in
from vaknet.domain.activity.models import Activity, Actor
from vaknet.domain.groups import actions as groups
from vaknet.domain.groups.models import Group
from vaknet.domain.journal import actions
from vaknet.domain.journal.actions import pieces
from vaknet.domain.journal.choosing import Candidates, candidates
from vaknet.domain.journal.models import Issue, IssueItem
from vaknet.domain.journal.reading import Entry, draft_view, issue_view
from vaknet.domain.knowledge import actions as knowledge
from vaknet.domain.knowledge.models import Article, Post
from vaknet.domain.people import actions as people
from vaknet.domain.refusal import Refused
from vaknet.interfaces.jobs import followups

ADD = f"{HERE}redactie/nummer/erbij/"
AGENDA = f"{HERE}redactie/nummer/agenda/"
LEAD = "Vijf jaar scannen, en wat het bracht."


def article_in(world: World, group: Group, title: str, steward: Actor) -> Article:
    """By Samira, who is in it."""
    draft = knowledge.begin_article(
        world.samira, group=group, title=title, lead=LEAD, body="Het begon in de kelder."
    )
    knowledge.send_in(world.samira, article=draft)
    return knowledge.publish_article(steward, article=draft)


def elsewhere(world: World, *, readers: str, name: str = "Cao") -> Group:
    """Of Noor; Samira writes for it. Joost, who edits the journal, is not in it."""
    group = groups.start_group(world.noor, name=name, purpose="Loon", readers=readers)
    if readers == "group":
        bring_in(world.noor, group, world.samira)
    else:
        groups.join_group(world.samira, group=group)
    return group


def talk_in(world: World) -> Post:
    begun = knowledge.start_conversation(
        world.noor, groups=[world.group], title="Wat doen jullie met stikstof?", body="Zeg het."
    )
    for one in (world.joost, world.samira, world.marit):
        knowledge.reply(one, post=begun, text=f"Wij wachten, zegt {one.first_name}.")
    return begun


@pytest.fixture
def draft(world: World) -> Issue:
    a_week(world)
    journal_of(world)
    return actions.begin_issue(world.joost, group=world.group)


def titles(found: Candidates) -> list[str]:
    every = (found.articles, found.conversations, found.questions, found.guests)
    return [one.told.title for those in every for one in those]


def entries(world: World, reader: Actor | None, issue: Issue) -> dict[str, list[Entry]]:
    view = issue_view(reader, world.group, issue.number)
    return {one.name: one.entries for one in view.sections}


def test_the_machine_proposes_articles_and_lively_conversations(world: World) -> None:
    """An article is worth more than an answer; a conversation counts by its replies."""
    a_week(world)
    begun, written = talk_in(world), article_in(world, world.group, "Van papier af", world.marit)
    quiet = knowledge.start_conversation(world.noor, groups=[world.group], title="Stil", body="")
    journal_of(world)
    draft = actions.begin_issue(world.joost, group=world.group)
    by_section = [(item.section, item.post_id) for item in draft.items.exclude(post=None)]
    assert by_section == [("talk", begun.pk), ("practice", written.pk)]
    practice = draft.items.filter(section="practice").values_list("kind", flat=True)
    assert list(practice) == ["post", "answer"]
    assert draft.items.filter(post=quiet).exists() is False
    actions.publish_issue(world.joost, issue=draft)
    again = actions.begin_issue(world.joost, group=world.group)
    assert again.items.exclude(post=None).exists() is False


def test_the_busiest_conversation_comes_before_a_question_with_less(world: World) -> None:
    week, begun = a_week(world), talk_in(world)
    journal_of(world)
    talks = actions.begin_issue(world.joost, group=world.group).items.filter(section="talk")
    assert [item.post or item.question for item in talks] == [begun, week.open]


def test_what_is_older_or_was_taken_back_is_not_proposed(world: World) -> None:
    begun, written = talk_in(world), article_in(world, world.group, "Van papier af", world.marit)
    journal_of(world)
    knowledge.withdraw_post(world.noor, post=begun)
    with time_machine.travel(timezone.now() + timedelta(days=8)):
        late = actions.begin_issue(world.joost, group=world.group)
        assert late.items.exclude(post=None).exists() is False
        found = candidates(world.joost, late, "")
    assert titles(found)[0] == written.post.title
    assert "Wat doen jullie met stikstof?" not in titles(found)


def test_an_editor_adds_what_was_not_proposed(world: World, draft: Issue) -> None:
    begun = talk_in(world)
    found = candidates(world.joost, draft, "stikstof jullie")
    assert titles(found) == ["Wat doen jullie met stikstof?"]
    item = actions.add_piece(world.joost, issue=draft, kind="post", pk=begun.pk)
    assert (item.section, item.post) == ("talk", begun)
    assert titles(candidates(world.joost, draft, "stikstof")) == []
    actions.leave_out(world.joost, item=item)
    assert titles(candidates(world.joost, draft, "stikstof")) == [begun.title]
    assert actions.add_piece(world.joost, issue=draft, kind="post", pk=begun.pk) == item
    item.refresh_from_db()
    assert item.left_out_at is None
    for _ in range(2):
        actions.add_piece(world.joost, issue=draft, kind="question", pk=world.question.pk)
    assert draft.items.filter(question=world.question).count() == 1


def test_only_editors_add_and_only_what_is_there(world: World, draft: Issue, monkeypatch) -> None:
    begun = talk_in(world)
    for stranger in (world.samira, world.bram):
        with pytest.raises(Refused, match="redactie of een beheerder"):
            actions.add_piece(stranger, issue=draft, kind="post", pk=begun.pk)
    for kind, pk in (("post", 0), ("question", 0), ("answer", world.answer.pk), ("x", 1)):
        with pytest.raises(Refused, match="niet alle lezers"):
            actions.add_piece(world.joost, issue=draft, kind=kind, pk=pk)
    monkeypatch.setattr(pieces, "MOST_ADDED", draft.items.count())
    with pytest.raises(Refused, match="30 stukken"):
        actions.add_piece(world.joost, issue=draft, kind="post", pk=begun.pk)
    with pytest.raises(Refused, match="30 stukken"):
        actions.put_on_agenda(world.joost, issue=draft, headline="Bijeenkomst")


def test_a_guest_article_says_where_it_comes_from(world: World, draft: Issue) -> None:
    cao = elsewhere(world, readers="public")
    guest = article_in(world, cao, "Wat een cao kost", world.noor)
    found = candidates(world.joost, draft, "")
    assert [one.told.title for one in found.guests] == ["Wat een cao kost"]
    item = actions.add_piece(world.joost, issue=draft, kind="post", pk=guest.pk)
    assert item.section == "practice"
    issue = actions.publish_issue(world.joost, issue=draft)
    [*_, entry] = entries(world, world.noor, issue)["practice"]
    assert (entry.told.guest_of, entry.told.words, entry.by) == (cao, LEAD, world.samira)
    page = signed_in(world.noor).get(f"{HERE}nr/1/").text
    assert "Gastartikel uit Cao" in page
    assert f"/artikel/{guest.pk}/" in page


def test_a_guest_is_read_by_all_who_read_the_journal_or_is_no_guest(
    world: World, draft: Issue
) -> None:
    """Of a closed group nothing is offered, not even to an editor who is in it."""
    kader = elsewhere(world, readers="group", name="Kader")
    bring_in(world.noor, kader, world.joost)
    secret = article_in(world, kader, "Wij gaan staken", world.noor)
    assert "Wij gaan staken" not in titles(candidates(world.joost, draft, ""))
    assert "Wij gaan staken" not in signed_in(world.joost).get(ADD).text
    with pytest.raises(Refused, match="niet alle lezers"):
        actions.add_piece(world.joost, issue=draft, kind="post", pk=secret.pk)
    here = article_in(world, world.group, "Voor iedereen hier", world.marit)
    public = elsewhere(world, readers="public")
    knowledge.ask(world.noor, group=public, title="En nu?")
    actions.start_journal(world.noor, group=public, weekday=5)
    open_to_all = actions.begin_issue(world.noor, group=public)
    assert titles(candidates(world.noor, open_to_all, "iedereen")) == []
    with pytest.raises(Refused, match="niet alle lezers"):
        actions.add_piece(world.noor, issue=open_to_all, kind="post", pk=here.pk)


def test_a_guest_that_went_inside_leaves_an_honest_line(world: World, draft: Issue) -> None:
    """What the editors wrote of it stays, what the author wrote is for whom she writes it now."""
    cao = elsewhere(world, readers="members")
    guest = article_in(world, cao, "Wat een cao kost", world.noor)
    actions.add_piece(world.joost, issue=draft, kind="post", pk=guest.pk)
    issue = actions.publish_issue(world.joost, issue=draft)
    Group.objects.filter(pk=cao.pk).update(readers="group", admission="request")
    assert entries(world, world.marit, issue)["practice"][-1].is_gone
    for page in (f"{HERE}nr/1/", f"{HERE}nr/"):
        text = signed_in(world.marit).get(page).text
        assert [word for word in ("Wat een cao kost", LEAD, "Cao") if word in text] == []
    assert entries(world, world.noor, issue)["practice"][-1].headline == "Wat een cao kost"


def test_who_is_kept_from_her_is_named_nowhere(world: World, draft: Issue) -> None:
    written = article_in(world, world.group, "Van papier af", world.marit)
    people.block(world.samira, other=world.joost)
    [offered] = candidates(world.joost, draft, "papier").articles
    assert offered.told.by is None
    assert "Samira" not in signed_in(world.joost).get(f"{ADD}?q=papier").text
    actions.add_piece(world.joost, issue=draft, kind="post", pk=written.pk)
    issue = actions.publish_issue(world.joost, issue=draft)
    assert entries(world, world.joost, issue)["practice"][-1].by is None
    assert entries(world, world.noor, issue)["practice"][-1].by == world.samira


def test_who_asked_without_her_name_has_none_in_an_issue(world: World, draft: Issue) -> None:
    """Nor on the web, nor in a book, nor in a letter; and nothing leads to a page of hers."""
    for one in (world.fatma, world.peter):
        groups.join_group(one, group=world.group)
    asked = knowledge.ask(
        world.samira, group=world.group, title="Mag ik zwijgen?", without_name=True
    )
    given = knowledge.answer(world.samira, question=asked, text="Ik zou het niet weten.")
    knowledge.answer(world.joost, question=asked, text="Vraag de vertrouwenspersoon.")
    knowledge.thank(world.marit, answer=given)
    item = actions.add_piece(world.joost, issue=draft, kind="question", pk=asked.pk)
    actions.put_on_cover(world.joost, item=item)
    IssueItem.objects.create(
        issue=draft, section="practice", position=40, kind="answer", answer=given
    )
    actions.publish_issue(world.joost, issue=draft)
    for activity in Activity.objects.filter(verb="published_issue"):
        followups.run(activity.pk)
    mail.outbox.clear()
    postbox.empty()
    [letter] = [one for one in mail.outbox if one.to[0].startswith("noor")]
    noor = signed_in(world.noor)
    with zipfile.ZipFile(io.BytesIO(noor.get(f"{HERE}nr/1.epub").content)) as book:
        pages = [book.read(name).decode() for name in book.namelist() if name.endswith("xhtml")]
    for told in (noor.get(f"{HERE}nr/1/").text, letter.body, "".join(pages)):
        after = told.partition("Ik zou het niet weten")[2]
        assert "Samira" not in after.partition("Een lid van deze groep")[0]
        assert told.count("Een lid van deze groep") >= 2
        assert asked.author.handle not in told


def test_an_article_goes_on_the_cover_and_home_again(world: World, draft: Issue) -> None:
    written = article_in(world, world.group, "Van papier af", world.marit)
    item = actions.add_piece(world.joost, issue=draft, kind="post", pk=written.pk)
    actions.put_on_cover(world.joost, item=item)
    view = draft_view(world.joost, world.group, draft)
    assert (view.headline, view.cover.told.is_article) == ("Van papier af", True)
    assert (
        f"/artikel/{written.pk}/"
        in signed_in(world.joost).get(f"{HERE}redactie/nummer/voorbeeld/").text
    )
    other = draft.items.filter(kind="question").first()
    actions.put_on_cover(world.joost, item=other)
    item.refresh_from_db()
    assert item.section == "practice"


def test_the_agenda_is_in_the_words_of_the_editors(world: World, draft: Issue) -> None:
    day = timezone.localdate() + timedelta(days=20)
    said = {"headline": "Scandag", "lead": "Neem een doos mee.", "place": "Waterveen, de kelder"}
    item = actions.put_on_agenda(
        world.joost, issue=draft, day=day, address="https://example.org/scandag", **said
    )
    with pytest.raises(Refused, match="omslag"):
        actions.put_on_cover(world.joost, item=item)
    actions.put_on_agenda(
        world.joost, issue=draft, item=item, day=day, headline="Scandag 2", lead="", place="Hier"
    )
    assert draft.items.filter(kind="agenda").count() == 1
    actions.publish_issue(world.joost, issue=draft)
    page = signed_in(world.samira).get(f"{HERE}nr/1/").text
    assert "Scandag 2" in page
    assert f'datetime="{day.isoformat()}"' in page
    assert "Hier" in page
    assert "example.org" not in page


def test_letter_and_book_say_when_where_and_from_whom(world: World, draft: Issue) -> None:
    """Whoever reads elsewhere needs the date and the place as much."""
    guest = article_in(world, elsewhere(world, readers="public"), "Wat een cao kost", world.noor)
    actions.add_piece(world.joost, issue=draft, kind="post", pk=guest.pk)
    actions.put_on_agenda(
        world.joost,
        issue=draft,
        headline="Scandag",
        day=date(2027, 3, 9),
        place="Waterveen",
        address="https://example.org/scandag",
    )
    issue = actions.publish_issue(world.joost, issue=draft)
    for activity in Activity.objects.filter(verb="published_issue"):
        followups.run(activity.pk)
    mail.outbox.clear()
    postbox.empty()
    [letter] = [one for one in mail.outbox if one.to[0].startswith("noor")]
    with zipfile.ZipFile(io.BytesIO(signed_in(world.noor).get(f"{HERE}nr/1.epub").content)) as book:
        pages = [book.read(name).decode() for name in book.namelist() if name.endswith("xhtml")]
    for told in (letter.body, letter.alternatives[0].content, "".join(pages)):
        for words in ("dinsdag 9 maart", "Waterveen", "https://example.org/scandag", LEAD):
            assert words in told
        assert "Gastartikel uit Cao" in told
        assert f"/artikel/{guest.pk}/" in told
    assert issue.number == 1


@pytest.mark.parametrize(
    ("said", "field"),
    [
        ({"headline": " "}, "headline"),
        ({"headline": "x" * 161}, "headline"),
        ({"headline": "x", "address": "javascript:alert(1)"}, "address"),
        ({"headline": "x", "address": "scandag"}, "address"),
        ({"headline": "x", "place": "x" * 121}, "place"),
    ],
)
def test_what_cannot_be_on_an_agenda_is_refused(world: World, draft: Issue, said, field) -> None:
    with pytest.raises(Refused) as refused:
        actions.put_on_agenda(world.joost, issue=draft, **said)
    assert refused.value.field == field
    assert draft.items.filter(kind="agenda").exists() is False


def test_the_pages_of_an_editor(world: World, draft: Issue) -> None:
    """Nothing typed is lost, and a piece is added where one looks."""
    joost, begun = signed_in(world.joost), talk_in(world)
    assert "Wat doen jullie met stikstof?" in joost.get(ADD).text
    assert "Hier heeft niets deze woorden" in joost.get(f"{ADD}?q=xyz").text
    answer = joost.post(f"{ADD}?q=stik", {"kind": "post", "pk": str(begun.pk)})
    assert (answer.status_code, answer["Location"]) == (303, f"{ADD}?q=stik")
    assert "Het staat in het nummer." in joost.get(ADD).text
    joost.post(ADD, {"kind": "post", "pk": "x"})
    assert "niet alle lezers" in joost.get(ADD).text
    wrong = joost.post(AGENDA, {"headline": "Scandag", "place": "Waterveen", "address": "x"})
    assert wrong.status_code == 422
    assert "Waterveen" in wrong.text
    assert "https:// ervoor" in wrong.text
    day = timezone.localdate() + timedelta(days=3)
    done = joost.post(AGENDA, {"headline": "Scandag", "place": "Waterveen", "day": f"{day}"})
    assert done["Location"] == f"{HERE}redactie/nummer/"
    item = IssueItem.objects.get(kind="agenda")
    page = joost.get(f"{AGENDA}{item.pk}/").text
    assert f'value="{day.isoformat()}"' in page
    joost.post(f"{AGENDA}{item.pk}/", {"headline": "Scandag in maart"})
    item.refresh_from_db()
    assert (item.headline, item.place, item.day) == ("Scandag in maart", "", None)
    asked = item_about(draft, draft.items.filter(kind="question").first().question)
    assert joost.get(f"{AGENDA}{asked.pk}/").status_code == 404
    assert f"{AGENDA}{item.pk}/" in joost.get(f"{HERE}redactie/nummer/").text
