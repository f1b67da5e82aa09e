"""Where translations go besides their page: searches, reports, archives, and away."""

from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from tests.governance.story import decided, reported, second_manager
from tests.leaving.story import signed_in, take
from tests.leaving.test_closing import after_two_weeks, close
from tests.leaving.two_accounts import merge
from tests.searching.story import find, sources
from tests.world import World, bring_in, member, settled
from vaknet.domain.activity.models import Activity, Actor
from vaknet.domain.governance import actions as governance
from vaknet.domain.groups import actions as groups
from vaknet.domain.knowledge import actions as knowledge
from vaknet.domain.knowledge.models import Question
from vaknet.domain.refusal import Refused
from vaknet.domain.searching import actions as searching
from vaknet.domain.searching.keys import LONGEST
from vaknet.domain.translations import actions
from vaknet.domain.translations.models import Text, Translation
from vaknet.interfaces.jobs import followups


def follow(verb: str) -> None:
    """What a worker does after the last of these."""
    followups.run(Activity.objects.filter(verb=verb).latest("pk").pk)


def in_english(thing: Text, by: Actor, text: str, title: str = "") -> Translation:
    made = actions.translate(by, thing=thing, language="en", title=title, text=text)
    follow("translated")
    return made


def test_all_that_is_written_is_found_in_both_languages(world: World) -> None:
    searching.index_everything()
    post = knowledge.start_conversation(
        world.samira, groups=[world.group], title="Schuren", body="Van hout."
    )
    reply = knowledge.reply(world.noor, post=post, text="Wij ook.")
    in_english(world.question, world.joost, "", title="Is a dormer allowed?")
    in_english(world.answer, world.marit, "Hardly ever, says the zoning plan.")
    in_english(post, world.samira, "Made of timber.", title="Barns")
    in_english(reply, world.noor, "Ours has thatching.")
    for word, thing in (
        ("dormer", world.question),
        ("zoning", world.answer),
        ("timber", post),
        ("barns", post),
        ("thatching", reply),
        ("omgevingsplan", world.answer),
        ("hout", post),
    ):
        assert sources(find(world.bram, word)) == [thing]
    anew = {word: sources(find(world.bram, word)) for word in ("dormer", "zoning", "thatching")}
    searching.index_everything()
    assert {word: sources(find(world.bram, word)) for word in anew} == anew
    shown = "".join(term.text for term in find(world.bram, "zoning").found[0].text)
    assert "Hardly ever, says the zoning plan." in shown


def test_a_translation_that_was_taken_away_is_found_no_more(world: World) -> None:
    in_english(world.answer, world.marit, "Hardly ever, says the zoning plan.")
    assert sources(find(world.bram, "zoning")) == [world.answer]
    in_english(world.answer, world.marit, "Hardly ever, says the law.")
    assert sources(find(world.bram, "zoning")) == []
    assert sources(find(world.bram, "law")) == [world.answer]
    actions.remove_translation(world.marit, thing=world.answer)
    assert sources(find(world.bram, "law")) == []  # before the index knows
    follow("removed_translation")
    assert sources(find(world.bram, "law")) == []


def test_behind_a_closed_door_nobody_else_finds_it(world: World) -> None:
    closed = groups.start_group(world.noor, name="Kader", purpose="Samen", readers="group")
    bring_in(world.noor, closed, world.marit)
    asked = knowledge.ask(world.noor, group=closed, title="Wanneer?")
    in_english(asked, world.noor, "", title="When do we walk out?")
    assert sources(find(world.marit, "walk")) == [asked]
    for viewer in (world.samira, None):
        assert sources(find(viewer, "walk")) == []


def test_of_a_long_text_the_translation_is_found_too(world: World) -> None:
    long = "Lang verhaal. " * (LONGEST // 14 + 10)
    post = knowledge.start_conversation(
        world.samira, groups=[world.group], title="Lang", body=f"Dakpannen. {long}"
    )
    in_english(post, world.samira, "A long story. " * 200 + "Scaffolding.", title="Long")
    assert sources(find(world.bram, "dakpannen")) == [post]
    assert sources(find(world.bram, "scaffolding")) == [post]


def test_a_moderator_reads_both_and_so_does_who_reports(world: World) -> None:
    in_english(world.answer, world.marit, "Hardly *ever*.")
    in_english(world.question, world.joost, "", title="Is a dormer allowed?")
    page = signed_in(world.samira).get(f"/melden/antwoord/{world.answer.pk}/").text
    assert "Hardly <em>ever</em>." in page
    for thing, words in (
        (world.answer, 'lang="en"><div class="prose" dir="auto"><p>Hardly <em>ever</em>.</p>'),
        (world.question, "Is a dormer allowed?</blockquote>"),
    ):
        case = reported(world.samira, thing).case
        page = signed_in(world.moderator).get(f"/beheer/meldingen/{case.pk}/").text
        assert words in page


def test_when_the_words_are_erased_its_translation_is(world: World) -> None:
    in_english(world.answer, world.marit, "Hardly ever.")
    in_english(world.question, world.joost, "", title="Is a dormer allowed?")
    peter = second_manager(world.peter)
    made = decided(world.moderator, reported(world.samira, world.answer).case, "remove")
    governance.confirm_removal(peter, decision=made)
    governance.erase_removed_words(now=timezone.now())
    assert Translation.objects.count() == 2  # she can still appeal
    governance.erase_removed_words(now=timezone.now() + timedelta(days=184))
    assert [str(one) for one in Translation.objects.all()] == ["Is a dormer allowed?"]


def test_it_is_in_her_archive_and_in_that_of_nobody_else(world: World) -> None:
    for one in (world.fatma, world.peter):
        groups.join_group(one, group=world.group)
    unnamed = knowledge.ask(world.samira, group=world.group, title="Durf ik?", without_name=True)
    post = knowledge.start_conversation(world.samira, groups=[world.group], title="Schuren")
    reply = knowledge.reply(world.samira, post=post, text="Wij ook.")
    in_english(unnamed, world.samira, "", title="Do I dare?")
    in_english(post, world.samira, "", title="Barns")
    in_english(reply, world.samira, "So do we.")
    in_english(world.answer, world.marit, "Hardly ever.")
    told = take(world.samira).told["translations"]
    rows = [
        (one["question_number"], one["conversation_number"], one["language"], one["title"])
        for one in told
    ]
    assert rows == [
        (unnamed.pk, None, "en", "Do I dare?"),
        (None, post.pk, "en", "Barns"),
        (None, post.pk, "en", ""),
    ]
    assert told[2]["text"] == "So do we."
    whole = take(world.marit)
    assert [one["question_number"] for one in whole.told["translations"]] == [world.question.pk]
    assert "Do I dare" not in whole.whole


def test_when_she_leaves_it_stays_or_goes_with_the_original(world: World) -> None:
    lonely = knowledge.ask(world.marit, group=world.group, title="Wie weet dit?")
    answered = knowledge.ask(world.marit, group=world.group, title="En dit?")
    knowledge.answer(world.joost, question=answered, text="Ik.")
    in_english(lonely, world.marit, "", title="Who knows?")
    in_english(answered, world.marit, "", title="And this?")
    in_english(world.answer, world.marit, "Hardly ever.")
    in_english(world.question, world.joost, "", title="Is a dormer allowed?")
    close(world.marit, "go")
    after_two_weeks()
    assert {str(one) for one in Translation.objects.all()} == {"And this?", "Is a dormer allowed?"}
    page = signed_in(world.bram).get(f"/vraag/{answered.pk}/").text
    assert "And this?</h1>" in page
    assert "Marit" not in page


def test_of_two_accounts_it_is_of_the_one_that_is_kept(world: World) -> None:
    double = settled(member("Joost van der Meer", "joost@thuis.example"))
    groups.join_group(double, group=world.group)
    asked = knowledge.ask(double, group=world.group, title="Wie weet dit?")
    in_english(asked, double, "", title="Who knows?")
    kept = merge(world.joost, double)
    asked = Question.objects.get(pk=asked.pk)
    actions.translate(kept, thing=asked, language="en", title="Who knows this?")
    assert [one["title"] for one in take(kept).told["translations"]] == ["Who knows this?"]


def test_what_is_gone_is_not_waited_for(world: World) -> None:
    """The worker comes after the question was erased."""
    in_english(world.question, world.joost, "", title="Is a dormer allowed?")
    world.question.delete()
    follow("translated")
    assert not Translation.objects.exists()


# Of a newcomer


@pytest.fixture
def newcomer(world: World) -> Actor:
    ilse = member("Ilse de Wit", "ilse@oosterhage.example")
    for one in (ilse, world.fatma, world.peter):
        groups.join_group(one, group=world.group)
    return ilse


def test_a_translation_counts_as_a_text(world: World, newcomer: Actor, monkeypatch) -> None:
    """In the hour and in the day, also of what she asked without her name; a change does not."""
    for limit, number in (("AN_HOUR", 4), ("A_DAY", 5)):
        monkeypatch.setattr(f"vaknet.domain.knowledge.writing.{limit}", number)
    mine = knowledge.answer(newcomer, question=world.question, text="Ja hoor.")
    asked = knowledge.ask(newcomer, group=world.group, title="Durf ik?", without_name=True)
    in_english(mine, newcomer, "Yes.")
    in_english(mine, newcomer, "Yes, sure.")
    in_english(asked, newcomer, "", title="Do I dare?")
    in_english(asked, newcomer, "", title="Do I dare this?")
    other = "Je bent hier nieuw en schreef al veel"
    with pytest.raises(Refused, match=other):
        knowledge.answer(newcomer, question=world.question, text="En nog iets.")
    with time_machine.travel(timezone.now() + timedelta(hours=2), tick=False):
        last = knowledge.answer(newcomer, question=world.question, text="En nog iets.")
        with pytest.raises(Refused, match=other):
            in_english(last, newcomer, "And more.")
    settled(newcomer)
    assert in_english(last, newcomer, "And more.").pk


def test_links_and_names_in_translations_count_together(world: World, newcomer: Actor) -> None:
    link, name = "[hier](https://winkel.example/)", " ".join(f"@naam.{n}" for n in range(6))
    mine = [
        knowledge.answer(newcomer, question=world.question, text=text) for text in ("Een", "Twee")
    ]
    made = in_english(mine[0], newcomer, f"{link} {link} {link} {name}")
    with pytest.raises(Refused, match="hoogstens 5 links"):
        in_english(mine[1], newcomer, f"{link} {link} {link}")
    with pytest.raises(Refused, match="hoogstens 10 mensen"):
        in_english(mine[1], newcomer, name.replace("naam", "ander"))
    assert in_english(mine[0], newcomer, f"Look {link} {link} {link} {name}") == made
    in_english(world.answer, world.marit, f"{link} {link} {link} {name}")
    assert in_english(mine[1], newcomer, f"{link} {link}").pk


def test_who_is_limited_translates_nothing(world: World) -> None:
    knowledge.limit_writing(actor=world.marit, until=timezone.now() + timedelta(days=7))
    with pytest.raises(Refused, match="Je kunt niet schrijven tot"):
        in_english(world.answer, world.marit, "Hardly ever.")
