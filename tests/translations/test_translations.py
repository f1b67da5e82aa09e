"""One text in two languages: written by hand, read in one's own language, shown side by side."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from django.utils.translation import override

from tests.world import World, bring_in
from vaknet.domain.activity.models import Activity, Actor, Audience
from vaknet.domain.groups import actions as groups
from vaknet.domain.groups.models import Group
from vaknet.domain.knowledge import actions as knowledge
from vaknet.domain.knowledge import conversations
from vaknet.domain.knowledge.models import Answer, Article, Mention, Post, Question, Reply
from vaknet.domain.people import actions as people
from vaknet.domain.refusal import Refused
from vaknet.domain.translations import actions, queries
from vaknet.domain.translations.models import Translation

SECRET = "The strike begins on Tuesday"


@pytest.fixture(autouse=True)
def in_english() -> Iterator[None]:
    with override("en"):
        yield


@pytest.fixture
def closed(world: World) -> Group:
    """Of Noor and Marit, and of nobody else."""
    made = groups.start_group(world.noor, name="Kaderleden", purpose="Samen", readers="group")
    bring_in(world.noor, made, world.marit)
    return made


@pytest.fixture
def question(world: World) -> Question:
    """Joost's, with an answer of Marit's; both in two languages."""
    asked = knowledge.ask(
        world.joost, group=world.group, title="Mag dit dak?", body="Het is **plat**."
    )
    given = knowledge.answer(world.marit, question=asked, text="Kijk in het plan.")
    actions.translate(
        world.joost,
        thing=asked,
        language="en",
        title="Is this roof allowed?",
        text="It is **flat**.",
    )
    actions.translate(world.marit, thing=given, language="en", text="Look in the *plan*.")
    return asked


@pytest.fixture
def post(world: World) -> Post:
    """Written in English by Samira, with a reply of Noor's; both in two languages."""
    said = knowledge.start_conversation(
        world.samira, groups=[world.group], title="Old barns", body="Who has one?"
    )
    reply = knowledge.reply(world.noor, post=said, text="We do.")
    actions.translate(
        world.samira, thing=said, language="nl", title="Oude schuren", text="Wie heeft er een?"
    )
    actions.translate(world.noor, thing=reply, language="nl", text="Wij wel.")
    return said


@pytest.fixture
def article(world: World) -> Article:
    """Samira's, with Joost, let out by Marit."""
    draft = knowledge.begin_article(
        world.samira, group=world.group, title="De kelder", lead="Vijf jaar.", body="Het begon."
    )
    knowledge.ask_author(world.samira, article=draft, handle=world.joost.handle)
    knowledge.accept_authorship(world.joost, article=draft)
    knowledge.send_in(world.samira, article=draft)
    return knowledge.publish_article(world.marit, article=draft)


def signed_in(actor: Actor | None, language: str = "en") -> Client:
    client = Client(headers={"accept-language": language})
    if actor is not None:
        client.force_login(actor.account)
    return client


def of_question(viewer: Actor | None, question: Question) -> list[str]:
    """What she reads of it, and of its answers, in the other language."""
    found = queries.translations_at(viewer, question, Answer.objects.filter(question=question))
    return sorted(str(one) for one in found.values())


def of_post(viewer: Actor | None, post: Post) -> list[str]:
    found = queries.translations_in(viewer, post, Reply.objects.filter(post=post))
    return sorted(str(one) for one in found.values())


def test_everybody_reads_her_own_language_first(world: World, question: Question) -> None:
    page = signed_in(world.bram, "en").get(f"/vraag/{question.pk}/").text
    assert '<h1 dir="auto" lang="en" itemprop="name">Is this roof allowed?</h1>' in page
    assert "<title>Is this roof allowed?" in page
    assert 'lang="en" itemprop="text"><p>It is <strong>flat</strong>.</p>' in page
    assert 'lang="en" itemprop="text"><p>Look in the <em>plan</em>.</p>' in page
    assert "Het is" not in page
    assert "Kijk in het plan" not in page
    assert page.count("The original is in Dutch. The author translated it.") == 2
    page = signed_in(world.bram, "nl").get(f"/vraag/{question.pk}/").text
    assert '<h1 dir="auto" lang="nl" itemprop="name">Mag dit dak?</h1>' in page
    assert 'lang="nl" itemprop="text"><p>Het is <strong>plat</strong>.</p>' in page
    assert "It is" not in page
    assert page.count("Het origineel is in het Nederlands. De schrijver vertaalde het.") == 2


def test_of_a_title_alone_only_the_other_language_stands_below(world: World) -> None:
    """The one of the page is its heading already, and nothing else was said in it."""
    asked = knowledge.ask(world.joost, group=world.group, title="Mag dit dak?")
    actions.translate(world.joost, thing=asked, language="en", title="Is this roof allowed?")
    page = signed_in(world.bram).get(f"/vraag/{asked.pk}/?talen=beide").text
    assert page.count('class="both__side"') == 1
    assert '<p class="both__title" dir="auto" lang="nl">Mag dit dak?</p>' in page
    assert page.count("Is this roof allowed?</h1>") == 1


def test_both_stand_side_by_side_by_a_plain_link(world: World, question: Question) -> None:
    client = signed_in(world.bram)
    answer = question.answers.get()
    page = client.get(f"/vraag/{question.pk}/").text
    assert f'href="/vraag/{question.pk}/?talen=beide"' in page
    assert f'href="/vraag/{question.pk}/?talen=beide#answer-{answer.pk}"' in page
    assert 'class="both"' not in page
    page = client.get(f"/vraag/{question.pk}/?talen=beide").text
    assert page.count('class="both"') == 2
    for words in (
        'lang="en"><p>It is <strong>flat</strong>.</p>',
        'lang="nl"><p>Het is <strong>plat</strong>.</p>',
        '<p class="both__title" dir="auto" lang="nl">Mag dit dak?</p>',
        'lang="nl"><p>Kijk in het plan.</p>',
    ):
        assert page.count(words) == 1
    assert page.index("It is <strong>flat") < page.index("Het is <strong>plat")
    assert page.count(">Show one language</a>") == 2
    assert f'href="/vraag/{question.pk}/"' in page


def test_what_a_press_brings_in_is_as_the_page_is(world: World, question: Question) -> None:
    client, answer = signed_in(world.samira), question.answers.get()
    for talen, sides in (("?talen=beide", 1), ("", 0)):
        here = f"http://testserver/vraag/{question.pk}/{talen}"
        piece = client.post(
            f"/antwoord/{answer.pk}/bedankt/",
            headers={"HX-Request": "true", "HX-Current-URL": here},
        ).text
        assert piece.count('class="both"') == sides
        assert "Look in the <em>plan</em>." in piece


def test_who_reads_both_languages_turns_the_page_in_both(
    world: World, post: Post, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(conversations, "REPLIES_PER_PAGE", 1)
    knowledge.reply(world.samira, post=post, text="Kan dat zo?")
    page = signed_in(world.bram, "nl").get(f"/gesprek/{post.pk}/?talen=beide").text
    assert 'rel="next" href="?talen=beide&amp;page=2"' in page
    page = signed_in(world.bram, "nl").get(f"/gesprek/{post.pk}/").text
    assert 'rel="next" href="?page=2"' in page


def test_a_conversation_and_what_is_said_in_it(world: World, post: Post) -> None:
    reply = post.replies.get()
    page = signed_in(world.bram, "nl").get(f"/gesprek/{post.pk}/").text
    assert '<h1 dir="auto" lang="nl">Oude schuren</h1>' in page
    assert "Wij wel." in page
    assert "We do." not in page
    both = f"/gesprek/{post.pk}/?reactie={reply.pk}&amp;talen=beide#reply-{reply.pk}"
    assert f'href="{both}"' in page
    page = signed_in(world.bram, "en").get(both.partition("#")[0].replace("&amp;", "&")).text
    assert '<h1 dir="auto" lang="en">Old barns</h1>' in page
    assert page.count("The original is in English. The author translated it.") == 2
    assert "We do." in page
    assert "Wij wel." in page


def test_a_text_without_a_translation_is_as_it_was(world: World) -> None:
    page = signed_in(world.bram).get(f"/vraag/{world.question.pk}/?talen=beide").text
    assert f'<h1 dir="auto" itemprop="name">{world.question.title}</h1>' in page
    assert "The original is" not in page
    assert 'class="both"' not in page


def test_a_change_of_the_original_is_said_and_of_its_spelling_not(
    world: World, question: Question
) -> None:
    client, answer = signed_in(world.bram), question.answers.get()
    later = timezone.now() + timedelta(minutes=5)
    with time_machine.travel(later):
        knowledge.change_answer(world.marit, answer=answer, text="Kijk in ’t plan.", minor=True)
    assert "after it was translated" not in client.get(f"/vraag/{question.pk}/").text
    knowledge.change_answer(world.marit, answer=answer, text="Kijk niet in het plan.")
    page = client.get(f"/vraag/{question.pk}/").text
    assert page.count("after it was translated") == 1
    assert "Look in the <em>plan</em>." in page
    with time_machine.travel(later):
        actions.translate(world.marit, thing=answer, language="en", text="Do not look there.")
    page = client.get(f"/vraag/{question.pk}/").text
    assert "after it was translated" not in page
    assert "Look in the" not in page  # replaced


def test_its_author_writes_it_from_the_page(world: World) -> None:
    client, question = signed_in(world.joost, "nl"), world.question
    address = f"/vertaling/vraag/{question.pk}/"
    page = client.get(f"/vraag/{question.pk}/").text
    assert f'<a href="{address}">Voeg dit toe in het Engels</a>' in page
    form = client.get(address)
    assert form.context["form"]["language"].value() == "en"
    assert 'name="lead"' not in form.text
    assert "Haal de vertaling weg" not in form.text
    empty = client.post(address, {"language": "en", "title": " ", "text": "Kept"})
    assert empty.status_code == 422
    assert "Schrijf de titel ook in deze taal." in empty.text
    assert "Kept" in empty.text
    done = client.post(address, {"language": "en", "title": "A dormer?", "text": ""})
    assert (done.status_code, done.url) == (303, f"/vraag/{question.pk}/")
    page = client.get(done.url).text
    assert "Dit is nu in beide talen te lezen." in page
    assert "Wijzig de Engelse versie" in page
    assert "Haal de vertaling weg" in client.get(address).text
    page = signed_in(world.bram).get(f"/vraag/{question.pk}/").text
    assert "A dormer?</h1>" in page
    assert address not in page


def test_who_reads_in_english_adds_dutch(world: World) -> None:
    client, answer = signed_in(world.marit), world.answer
    address = f"/vertaling/antwoord/{answer.pk}/"
    assert "Add this in Dutch</a>" in client.get(f"/vraag/{world.question.pk}/").text
    form = client.get(address)
    assert form.context["form"]["language"].value() == "nl"
    assert 'name="title"' not in form.text
    wrong = client.post(address, {"language": "fr", "text": "Presque jamais."})
    assert wrong.status_code == 422
    assert client.post(address, {"language": "nl", "text": "..."}).status_code == 422
    assert not Translation.objects.exists()
    client.post(address, {"language": "nl", "text": "Bijna nooit."})
    assert "Change the Dutch version</a>" in client.get(f"/vraag/{world.question.pk}/").text


def test_it_is_taken_away_after_a_question(world: World, question: Question) -> None:
    client, address = signed_in(world.joost), f"/vertaling/vraag/{question.pk}/weg/"
    page = client.get(address).text
    assert "Are you sure?" in page
    assert "Is this roof allowed?" in page
    done = client.post(address, follow=True).text
    assert "The translation is gone." in done
    assert "Mag dit dak?</h1>" in done
    assert of_question(world.bram, question) == ["Look in the *plan*."]
    assert client.get(address).status_code == 404
    assert client.post(address).status_code == 303  # twice is once
    told = Activity.objects.filter(verb="removed_translation")
    assert [(one.actor, one.object, one.audience) for one in told] == [
        (world.joost, question, Audience.PARTIES)
    ]


def test_the_same_words_twice_are_written_once(world: World, question: Question) -> None:
    answer = question.answers.get()
    written = answer.translation.written_at
    actions.translate(world.marit, thing=answer, language="en", text="Look in the *plan*. ")
    assert Translation.objects.get(answer=answer).written_at == written
    assert Activity.objects.filter(verb="translated").count() == 2


def test_only_who_wrote_it_does_so(world: World, question: Question) -> None:
    answer = question.answers.get()
    for thing in (question, answer):
        for act in (
            lambda thing=thing: actions.translate(
                world.samira, thing=thing, language="en", title="Mine", text="Mine"
            ),
            lambda thing=thing: actions.remove_translation(world.samira, thing=thing),
        ):
            with pytest.raises(Refused, match="Only who wrote it"):
                act()
    for about, pk in (("vraag", question.pk), ("antwoord", answer.pk)):
        for address in (f"/vertaling/{about}/{pk}/", f"/vertaling/{about}/{pk}/weg/"):
            assert signed_in(world.samira).get(address).status_code == 404
            assert signed_in(world.samira).post(address, {"text": "x"}).status_code == 404
            assert signed_in(None).get(address).status_code == 302
    assert of_question(world.bram, question) == ["Is this roof allowed?", "Look in the *plan*."]


def test_what_was_taken_back_is_not_translated(world: World, question: Question) -> None:
    knowledge.withdraw_answer(world.marit, answer=question.answers.get())
    with pytest.raises(Refused, match="Only who wrote it"):
        actions.translate(world.marit, thing=question.answers.get(), language="en", text="Again")


def test_who_asked_without_her_name_does_so_too(world: World) -> None:
    """The log knows the pseudonym, and others see nothing of it."""
    for one in (world.fatma, world.peter):
        groups.join_group(one, group=world.group)
    asked = knowledge.ask(world.samira, group=world.group, title="Durf ik?", without_name=True)
    address = f"/vertaling/vraag/{asked.pk}/"
    assert address in signed_in(world.samira).get(f"/vraag/{asked.pk}/").text
    assert address not in signed_in(world.joost).get(f"/vraag/{asked.pk}/").text
    assert signed_in(world.joost).get(address).status_code == 404
    signed_in(world.samira).post(address, {"language": "en", "title": "Do I dare?"})
    page = signed_in(world.joost).get(f"/vraag/{asked.pk}/").text
    assert "Do I dare?</h1>" in page
    assert "Samira" not in page
    assert Activity.objects.get(verb="translated").actor == asked.author


def test_of_a_closed_group_nobody_else_reads_it(world: World, closed: Group) -> None:
    asked = knowledge.ask(world.noor, group=closed, title="Wanneer?")
    given = knowledge.answer(world.marit, question=asked, text="Dinsdag.")
    actions.translate(world.noor, thing=asked, language="en", title=SECRET)
    actions.translate(world.marit, thing=given, language="en", text=SECRET)
    said = knowledge.start_conversation(world.noor, groups=[closed], title="Hoe?")
    reply = knowledge.reply(world.marit, post=said, text="Zo.")
    actions.translate(world.noor, thing=said, language="en", title=SECRET)
    actions.translate(world.marit, thing=reply, language="en", text=SECRET)
    assert of_question(world.marit, asked) == [SECRET, SECRET]
    assert of_post(world.marit, said) == [SECRET, SECRET]
    for one in (world.samira, world.moderator, None):
        assert of_question(one, asked) == []
        assert of_post(one, said) == []
        assert SECRET not in signed_in(one).get(f"/vraag/{asked.pk}/", follow=True).text
        assert SECRET not in signed_in(one).get(f"/gesprek/{said.pk}/", follow=True).text
    # Nor by naming an answer of there beside a question that she may read.
    found = queries.translations_at(world.samira, world.question, [given])
    assert found == {}
    post = knowledge.start_conversation(world.samira, groups=[world.group], title="Open")
    assert queries.translations_in(world.samira, post, [reply]) == {}


def test_guests_read_it_where_they_read_the_text(world: World, closed: Group) -> None:
    public = groups.start_group(world.noor, name="Open", purpose="Voor ieder", readers="public")
    asked = knowledge.ask(world.noor, group=public, title="Wie?")
    actions.translate(world.noor, thing=asked, language="en", title="Who was it?")
    said = knowledge.start_conversation(world.noor, groups=[public], title="Wat?")
    actions.translate(world.noor, thing=said, language="en", title="What was it?")
    for address, words in (
        (f"/vraag/{asked.pk}/", "Who was it?</h1>"),
        (f"/gesprek/{said.pk}/", "What was it?</h1>"),
    ):
        page = signed_in(None).get(address).text
        assert words in page
        assert "Noor" not in page
        assert "/vertaling/" not in page


def test_who_is_blocked_reads_the_words_and_no_name(world: World, question: Question) -> None:
    people.block(world.joost, other=world.samira)
    page = signed_in(world.samira).get(f"/vraag/{question.pk}/?talen=beide").text
    assert "It is <strong>flat</strong>" in page
    assert "Joost" not in page


def test_what_is_taken_back_or_hidden_takes_it_along(
    world: World, question: Question, post: Post
) -> None:
    at = timezone.now()
    answer, reply = question.answers.get(), post.replies.get()
    knowledge.take_away(world.moderator, thing=answer, at=at)
    assert of_question(world.marit, question) == ["Is this roof allowed?"]
    knowledge.bring_back(world.moderator, thing=answer, taken_at=at)
    assert of_question(world.marit, question) == ["Is this roof allowed?", "Look in the *plan*."]
    knowledge.withdraw_question(world.joost, question=question)
    assert of_question(world.joost, question) == []
    knowledge.withdraw_reply(world.noor, reply=reply)
    assert of_post(world.noor, post) == ["Oude schuren"]
    knowledge.withdraw_post(world.samira, post=post)
    assert of_post(world.samira, post) == []


def test_it_costs_one_statement_however_much_is_translated(world: World) -> None:
    def statements(viewer: Actor | None, address: str) -> int:
        client = signed_in(viewer)
        client.get(address)
        with CaptureQueriesContext(connection) as said:
            client.get(address)
        return len(said)

    public = groups.start_group(world.noor, name="Open", purpose="Voor ieder", readers="public")
    asked = knowledge.ask(world.noor, group=public, title="Wie?")
    answers = [knowledge.answer(world.noor, question=asked, text=f"Ik {n}") for n in "abc"]
    said = knowledge.start_conversation(world.noor, groups=[public], title="Wat?")
    replies = [knowledge.reply(world.noor, post=said, text=f"Dit {n}") for n in "abc"]
    pages = [
        (viewer, address)
        for viewer in (world.bram, None)
        for address in (f"/vraag/{asked.pk}/", f"/gesprek/{said.pk}/")
    ]
    before = [statements(*page) for page in pages]
    for thing in (asked, said):
        actions.translate(world.noor, thing=thing, language="en", title="Title")
    for thing in (*answers, *replies):
        actions.translate(world.noor, thing=thing, language="en", text="Text")
    assert [statements(*page) for page in pages] == before
    for number in range(4):
        more = knowledge.answer(world.noor, question=asked, text=f"Ook {number}")
        actions.translate(world.noor, thing=more, language="en", text="More")
        again = knowledge.reply(world.noor, post=said, text=f"Ook {number}")
        actions.translate(world.noor, thing=again, language="en", text="More")
    assert [statements(*page) for page in pages] == before
    asked_for = CaptureQueriesContext(connection)
    with asked_for:
        assert len(of_question(world.bram, asked)) == 8
    assert len(asked_for) == 2  # its answers, and all translations


def test_who_may_not_write_does_not_translate(world: World) -> None:
    knowledge.limit_writing(actor=world.marit, until=timezone.now() + timedelta(days=1))
    with pytest.raises(Refused, match="You cannot write until"):
        actions.translate(world.marit, thing=world.answer, language="en", text="Hardly ever.")
    answered = signed_in(world.marit).post(
        f"/vertaling/antwoord/{world.answer.pk}/", {"language": "en", "text": "Hardly ever."}
    )
    assert answered.status_code == 422
    assert "Hardly ever." in answered.text
    assert not Translation.objects.exists()


def test_naming_somebody_in_it_tells_nobody(world: World) -> None:
    actions.translate(
        world.marit, thing=world.answer, language="en", text=f"Ask @{world.samira.handle}."
    )
    assert not Mention.objects.exists()
    page = signed_in(world.bram).get(f"/vraag/{world.question.pk}/").text
    assert f"Ask @{world.samira.handle}." in page


def test_a_question_has_as_much_in_the_other_language(world: World, question: Question) -> None:
    """Where there is more to it, there is in both."""
    with pytest.raises(Refused, match="Write the text in this language too"):
        actions.translate(world.joost, thing=question, language="en", title="Is this allowed?")
    with pytest.raises(Refused, match="Write the title in this language too"):
        actions.translate(world.joost, thing=question, language="en", text="It is flat.")
    with pytest.raises(Refused, match="Choose the language"):
        actions.translate(world.joost, thing=question, language="", title="A", text="It is flat.")


def test_each_author_of_an_article_does_so(world: World, article: Article) -> None:
    address = f"/vertaling/bericht/{article.pk}/"
    client = signed_in(world.joost, "nl")
    assert address in client.get(f"/gesprek/{article.pk}/").text
    form = client.get(address).text
    assert 'name="lead"' in form
    assert "Vijf jaar." in form
    said = {"language": "en", "title": "The cellar", "lead": "Five years.", "text": "It began."}
    assert client.post(address, said).status_code == 303
    page = signed_in(world.bram).get(f"/gesprek/{article.pk}/?talen=beide").text
    assert '<h1 dir="auto" lang="en">The cellar</h1>' in page
    assert '<p class="piece__lead" dir="auto" lang="en">Five years.</p>' in page
    assert '<p class="both__lead" dir="auto" lang="nl">Vijf jaar.</p>' in page
    assert 'content="Five years."' in page
    assert page.index("It began.") < page.index("Het begon.")
    assert signed_in(world.marit).get(address).status_code == 404  # its editor wrote nothing
    actions.translate(
        world.samira, thing=article.post, language="en", title="The vault", text="It began so."
    )
    assert of_post(world.bram, article.post) == ["The vault"]
    knowledge.withdraw_post(world.samira, post=article.post)
    with pytest.raises(Refused, match="Only who wrote it"):
        actions.remove_translation(world.joost, thing=Post.objects.get(pk=article.pk))


def test_what_is_missing_is_said_above_the_original(world: World, article: Article) -> None:
    """It may be long, and a page without script opens at its top."""
    sent = {"language": "en", "title": "The cellar", "text": ""}
    page = signed_in(world.joost).post(f"/vertaling/bericht/{article.pk}/", sent)
    assert page.status_code == 422
    assert page.text.index("Write the text in this language too.") < page.text.index("Het begon.")


def test_headings_of_an_article_are_as_high_in_both_languages(
    world: World, article: Article, post: Post
) -> None:
    text = "## The cellar\n\nIt began."
    said = actions.translate(
        world.joost, thing=article.post, language="en", title="The cellar", text=text
    )
    assert said.html.startswith("<h2>The cellar</h2>")
    below = actions.translate(
        world.samira, thing=post, language="nl", title="Oude schuren", text=text
    )
    assert below.html.startswith("<h4>The cellar</h4>")


def test_a_draft_is_not_translated_before_it_is_out(world: World) -> None:
    draft = knowledge.begin_article(world.samira, group=world.group, title="Nog niet", body="Nee")
    page = signed_in(world.samira).get(f"/artikel/{draft.pk}/")
    assert page.status_code == 200
    assert "/vertaling/" not in page.text
    assert signed_in(world.samira).get(f"/vertaling/bericht/{draft.pk}/").status_code == 404
