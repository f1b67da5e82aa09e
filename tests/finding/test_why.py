"""Why somebody is found, or not: the very score of the finder, and nothing she may not know."""

from datetime import timedelta
from importlib.metadata import PackageNotFoundError
from math import prod

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from tests import world as w
from tests.finding.test_meaning import IN_OTHER_WORDS, TRADE
from tests.finding.test_shown import knows
from vaknet.domain.connections import actions as connections
from vaknet.domain.finding import actions, encoder, queries
from vaknet.domain.finding.models import Passage
from vaknet.domain.finding.queries import Why, why
from vaknet.domain.finding.queries.evidence import ALIKE
from vaknet.domain.finding.queries.people import FITTING, SHOWN, SPARE
from vaknet.domain.finding.touches import touches
from vaknet.domain.groups import actions as groups
from vaknet.domain.knowledge import actions as knowledge
from vaknet.domain.leaving import actions as leaving
from vaknet.domain.people import actions as people
from vaknet.domain.people.models import Account, KnownTopic
from vaknet.domain.talks.models import Talk

QUESTION = "Wie heeft bouwdossiers gescand in een gemeente?"


@pytest.fixture
def manager(asked):
    return asked.world.moderator


@pytest.fixture
def everything_read(asked):
    actions.read_unread(1_000)


def verdict(viewer, text, person, **more):
    return queries.explained(viewer, text, person, **more).verdict


def told(viewer, text, person=None, **more):
    """All that is said, as plain values: what differs by nothing tells nothing."""
    said = queries.explained(viewer, text, person, **more)
    return repr((said.people, said.person, said.verdict, said.names, said.understood))


# Why she is found


def test_the_list_and_its_scores_are_those_of_the_finder(asked, manager, everything_read):
    w.acquaint(manager, asked.world.joost)
    people.add_known_topic(asked.world.noor, text="Bouwdossiers")
    actions.index(asked.world.noor)
    found = queries.who_can_help(manager, QUESTION).people
    listed = queries.explained(manager, QUESTION).people
    assert [(one.actor, one.degree) for one in listed] == [(one.actor, one.degree) for one in found]
    assert {one.degree for one in listed} == {1, 2, None}
    for one, other in zip(listed, found, strict=True):
        assert prod(one.factors) == pytest.approx(one.score, abs=1e-5)
        # How strong the ties on a way are is between others.
        assert one.score < other.score if one.degree == 2 else one.score == other.score


def test_what_others_saw_is_a_part(asked, manager):
    marit = asked.world.marit
    before = queries.explained(manager, QUESTION, marit).person
    connections.confirm(asked.world.joost, topic=marit.known_topics.get(), where="In Oosterhage")
    after = queries.explained(manager, QUESTION, marit).person
    assert (before.confirmed, after.confirmed) == (0, 1)
    assert after.factors[-1] == pytest.approx(1.1)
    assert after.score == pytest.approx(1.1 * before.score)
    found = queries.who_can_help(manager, QUESTION).people[0]
    assert (found.actor, found.score) == (marit, after.score)


def test_who_works_where_somebody_above_works_is_marked(asked, manager):
    for name, place in (("Ilse", "Hoogheemraadschap"), ("Ton", "Hoogheemraadschap"), ("Wil", "")):
        knows(name, at=place)
    actions.index_everything()
    text = "Wie kan waterkeringen beoordelen?"
    listed = queries.explained(manager, text).people
    assert [(one.actor.name, one.is_beside) for one in listed] == [
        ("Ilse", False), ("Wil", False), ("Ton", True)
    ]  # fmt: skip
    ton = listed[-1].actor
    said = verdict(manager, text, ton, limit=2)
    assert (said.why, said.score) == (Why.SAME_PLACE, listed[-1].score)
    assert said.score > said.least == listed[1].score > 0


def test_each_part_can_be_looked_at(asked, manager, everything_read):
    marit = asked.world.marit
    said = queries.explained(manager, QUESTION, marit)
    assert (said.verdict.why, said.verdict.place) == (Why.FOUND, 1)
    assert said.verdict.score == said.person.score == said.people[0].score
    texts = {shown.reason.text if shown.reason else "": shown for shown in said.person.passages}
    assert texts.keys() == {
        "",
        "“4.200 bouwdossiers gescand”.",
        "coördinator toezicht, gemeente Oosterhage, since September 2020.",
        "to “Wanneer mag een dakkapel aan de voorkant zonder vergunning?”.",
    }
    scanned = texts["“4.200 bouwdossiers gescand”."]
    assert scanned.parts.worth == max(shown.parts.worth for shown in said.person.passages)
    assert scanned.parts.words > 0 < scanned.parts.meaning
    assert sum(shown.parts.worth for shown in said.person.passages) == pytest.approx(
        said.person.parts.evidence
    )


def test_what_is_understood_is_told(asked, manager):
    said = queries.explained(manager, "Wie kent de Woo en NIS2?")
    assert said.understood.written == ("Woo", "NIS2")
    assert said.names == ["nis2"]
    assert "overheid" in said.understood.also
    assert not said.reads_meaning


# Why she is not


def test_nobody_is_her_own_answer(asked, manager):
    people.add_known_topic(manager, text="Bouwdossiers gescand")
    actions.index(manager)
    said = queries.explained(manager, QUESTION, manager)
    assert (said.verdict.why, said.person) == (Why.HERSELF, None)


def test_there_is_no_word_to_go_by(asked, manager):
    said = queries.explained(manager, "wie kan helpen", asked.world.marit)
    assert not said.understood
    assert (said.people, said.person, said.verdict) == ([], None, None)


def test_of_her_there_is_nothing_to_read(asked, manager):
    silent = w.member("Stil Bakker", "stil@o.example")
    actions.index(silent)
    assert verdict(manager, QUESTION, silent).why is Why.NOTHING_TO_READ


def test_she_shares_no_word_and_is_not_alike_enough(asked, manager, everything_read):
    said = verdict(manager, QUESTION, asked.world.bram)
    assert (said.why, said.threshold) == (Why.NOT_ALIKE, ALIKE)
    assert said.likeness < ALIKE


def test_when_nobody_fits_the_bar_is_higher(asked, manager, everything_read):
    said = queries.explained(manager, "welke snaren passen op een barokluit", asked.world.bram)
    assert said.people == []
    assert (said.verdict.why, said.verdict.threshold) == (Why.NOT_ALIKE, FITTING)
    assert said.verdict.likeness < FITTING


def test_her_texts_are_still_to_be_read(asked, manager, everything_read):
    truus = w.member("Truus Bakker", "truus@o.example", knows=[TRADE])
    actions.index(truus)
    assert verdict(manager, IN_OTHER_WORDS, truus).why is Why.UNREAD
    actions.read_unread(1_000)
    assert verdict(manager, IN_OTHER_WORDS, truus).why is Why.FOUND


def test_without_an_encoder_there_are_only_words(asked, manager, monkeypatch):
    def missing(_name):
        raise PackageNotFoundError

    monkeypatch.setattr(encoder, "version", missing)
    for cached in (encoder.encoder, encoder.encoder_name):
        cached.cache_clear()
    try:
        said = verdict(manager, IN_OTHER_WORDS, asked.world.marit)
        assert (said.why, said.likeness) == (Why.NOT_ALIKE, None)
    finally:
        for cached in (encoder.encoder, encoder.encoder_name):
            cached.cache_clear()


@pytest.mark.parametrize("corrupt", ["gone", "other words", "of another"])
def test_what_fitted_is_gone_or_says_something_else(asked, manager, corrupt):
    topic = KnownTopic.objects.filter(actor=asked.world.marit)
    text = "4.200 gescand"
    assert verdict(manager, text, asked.world.marit).why is Why.FOUND
    if corrupt == "gone":
        topic.delete()
    elif corrupt == "other words":
        topic.update(text="Zeilen")
    else:
        topic.update(actor=asked.world.peter)
    said = queries.explained(manager, text, asked.world.marit)
    assert said.verdict.why is Why.CHANGED
    assert (said.person.parts, said.person.passages, said.person.factors) == (None, [], ())


def test_until_it_is_read_again_no_part_tells_what_she_took_back(asked, manager):
    """She is still found by what is left; the index still counts what is not."""
    text = "bouwdossiers gescand, coördinator toezicht, vogels in een natuurtoets"
    knowledge.withdraw_answer(asked.world.marit, answer=asked.answer)
    said = queries.explained(manager, text, asked.world.marit)
    assert said.verdict.why is Why.FOUND
    assert said.person.parts is None
    actions.index(asked.answer)
    assert queries.explained(manager, text, asked.world.marit).person.parts


def test_until_it_is_read_again_there_is_a_place_and_no_score(asked, manager, everything_read):
    knowledge.withdraw_answer(asked.world.marit, answer=asked.world.answer)
    said = queries.explained(manager, QUESTION, asked.world.marit)
    assert (said.verdict.why, said.verdict.place, said.verdict.score) == (Why.FOUND, 1, None)
    assert (said.people[0].actor, said.people[0].score) == (asked.world.marit, None)
    assert said.person.score is None
    assert all(one.score for one in said.people[1:])


def test_no_figure_of_who_is_last_until_it_is_read_again(asked, manager, everything_read):
    peter = asked.world.peter
    for text in ("Bouwdossiers", "Dossiers"):
        people.add_known_topic(peter, text=text)
    actions.index(peter)
    knowledge.withdraw_answer(asked.world.marit, answer=asked.world.answer)
    said = verdict(manager, QUESTION, peter, limit=1)
    assert (said.why, said.place, said.least) == (Why.BELOW, 2, None)
    assert said.score > 0
    peter.known_topics.filter(text="Dossiers").update(text="Zeilen")
    said = verdict(manager, QUESTION, peter, limit=1)
    assert (said.why, said.place, said.score, said.least) == (Why.BELOW, 2, None, None)


def test_what_all_of_her_means_waits_for_every_part_of_it(asked, manager):
    """It is in the figures of each text, also when the part itself is not among the strongest."""
    ilse = w.member("Ilse Smit", "ilse@o.example", knows=["Zeilen op het wad"])
    for number in range(6):
        people.add_known_topic(ilse, text=f"Bouwdossiers gescand, deel {number}")
    actions.index_everything()
    actions.read_unread(1_000)
    said = queries.explained(manager, QUESTION, ilse).person
    assert said.parts
    assert "Zeilen" not in repr(said.passages)
    ilse.known_topics.filter(text="Zeilen op het wad").delete()
    assert queries.explained(manager, QUESTION, ilse).person.parts is None


INCASSO = "Incasso en deurwaarders"


@pytest.mark.parametrize("corrupt", ["gone", "other words", "of another", "narrowed"])
@pytest.mark.parametrize(
    ("question", "is_put_forward"), [(IN_OTHER_WORDS, True), (QUESTION, False)]
)
def test_how_alike_it_was_is_not_told_of_what_she_took_back(
    asked, manager, corrupt, question, is_put_forward
):
    w.member("Truus Bakker", "truus@o.example", knows=[TRADE])
    ilse = w.member("Ilse Smit", "ilse@o.example", knows=[INCASSO])
    actions.index_everything()
    actions.read_unread(1_000)
    before = queries.explained(manager, question, ilse)
    assert bool(before.person) == is_put_forward
    assert (before.verdict.why, type(before.verdict.likeness)) == (Why.NOT_ALIKE, float)
    match corrupt:
        case "gone":
            ilse.known_topics.get().delete()
        case "other words":
            ilse.known_topics.update(text="Zeilen op het wad")
        case "of another":
            ilse.known_topics.update(actor=asked.world.peter)
        case _:
            people.show_parts(ilse, who_sees={"knows": "me"})
    said = verdict(manager, question, ilse)
    assert (said.why, said.likeness, said.threshold) == (Why.NOT_ALIKE, None, ALIKE)


def test_where_the_finder_shows_nobody_there_is_nobody(asked, manager):
    """It looks at the first eleven: who fits may be the twelfth, when the others are near."""
    for number in range(SHOWN + SPARE):
        near = w.member(f"Kees {number}", f"kees{number}@o.example", knows=["Budgetcoach"])
        w.acquaint(manager, near)
    ilse = w.member("Ilse Smit", "ilse@o.example", knows=["Belastingaangifte"])
    actions.index_everything()
    actions.read_unread(1_000)
    assert queries.who_can_help(manager, IN_OTHER_WORDS, limit=SHOWN).people == []
    said = queries.explained(manager, IN_OTHER_WORDS, ilse)
    assert said.people == []
    place = SHOWN + SPARE + 1
    assert (said.verdict.why, said.verdict.place) == (Why.BELOW, place)
    assert said.verdict.score == said.person.score > 0
    assert said.verdict.least is None


def test_others_come_first(asked, manager):
    people.add_known_topic(asked.world.peter, text="Bouwdossiers")
    actions.index(asked.world.peter)
    first = queries.explained(manager, QUESTION, limit=1).people[0]
    said = queries.explained(manager, QUESTION, asked.world.peter, limit=1)
    assert (said.verdict.why, said.verdict.place) == (Why.BELOW, 2)
    assert said.verdict.least == first.score > said.verdict.score > 0
    assert said.person.parts


def test_who_is_not_put_forward_is_told_her_place(asked, manager, monkeypatch):
    monkeypatch.setattr(why, "CANDIDATES", 1)
    people.add_known_topic(asked.world.peter, text="Bouwdossiers")
    actions.index(asked.world.peter)
    said = queries.explained(manager, QUESTION, asked.world.peter)
    assert (said.verdict.why, said.verdict.place) == (Why.NOT_PUT_FORWARD, 2)
    assert said.person.actor == asked.world.peter


# Whom she can ask about


def test_somebody_is_called_by_handle_or_name(asked, manager):
    marit = asked.world.marit
    for typed in (
        marit.handle,
        f"@{marit.handle}",
        "Marit Hoekstra",
        " marit hoekstra ",
        "Hoekstra",
    ):
        assert queries.whom(manager, typed) == [marit]
    other = w.member("Marit Hoekstra", "marit@elders.example")
    w.member("Marit Hoekstrama", "marit@verder.example")
    assert set(queries.whom(manager, "marit hoekstra")) == {marit, other}
    assert len(queries.whom(manager, "marit")) == 3
    assert queries.whom(manager, "...") == []


def test_whom_she_blocked_she_may_know_of(asked, manager):
    marit = asked.world.marit
    people.block(manager, other=marit)
    for typed in (marit.handle, "Marit Hoekstra"):
        assert queries.whom(manager, typed) == [marit]
        said = queries.explained(manager, QUESTION, marit)
        assert (said.verdict.why, said.person) == (Why.APART, None)
    assert marit not in [one.actor for one in queries.explained(manager, QUESTION).people]
    namesake = w.member("Marit Hoekstra", "marit@elders.example")
    assert queries.whom(manager, "Marit Hoekstra") == [marit, namesake]


# What nobody learns here


def statements(look):
    with CaptureQueriesContext(connection) as caught:
        said = look()
    return said, len(caught)


@pytest.mark.parametrize("hidden", ["blocks her", "closed", "switched off"])
def test_who_is_kept_from_her_is_nobody(asked, manager, hidden):
    marit = asked.world.marit
    if hidden == "blocks her":
        people.block(marit, other=manager)
    elif hidden == "closed":
        leaving.close_account(marit, answers="stay")
    else:
        Account.objects.filter(actor=marit).update(is_active=False)
    known, unknown = (
        statements(lambda typed=typed: queries.whom(manager, typed))
        for typed in (marit.handle, "niemand.hier")
    )
    assert known == unknown == ([], known[1])
    by_name, by_no_name = (
        statements(lambda typed=typed: queries.whom(manager, typed))
        for typed in ("Marit Hoekstra", "Niemand Hier")
    )
    assert by_name == by_no_name
    assert "Hoekstra" not in told(manager, QUESTION)


def test_who_blocked_her_is_not_even_somebody_to_compare_with(asked, manager, everything_read):
    """The best text is of somebody she cannot see: the others are measured without it."""
    people.add_known_topic(asked.world.peter, text="Bouwdossiers in het archief")
    actions.index(asked.world.peter)
    people.block(asked.world.marit, other=manager)
    shares = [
        shown.parts.share
        for one in queries.explained(manager, QUESTION).people
        for shown in one.passages
    ]
    assert max(shares) == 1


def test_what_stands_in_a_closed_group_changes_nothing(asked, manager):
    """Of somebody who is found, and of somebody who has nothing else."""
    fatma, text = asked.world.fatma, f"{QUESTION} {IN_OTHER_WORDS}"
    silent = w.member("Stil Bakker", "stil@o.example")
    for one in (fatma, silent):
        w.bring_in(asked.world.noor, asked.closed, one)
    secret = knowledge.ask(asked.world.noor, group=asked.closed, title="Wie scande bouwdossiers?")
    for one in (asked.world.marit, fatma, silent):
        knowledge.answer(one, question=secret, text=f"Wij scanden bouwdossiers. {TRADE}")
    actions.index_everything()
    actions.read_unread(1_000)
    persons = [None, asked.world.marit, fatma, silent]
    assert [one.actor for one in queries.explained(asked.world.noor, text).people].count(silent)
    said = [statements(lambda one=one: told(manager, text, one)) for one in persons]
    assert Passage.objects.filter(group=asked.closed.pk).delete()[0]
    assert [statements(lambda one=one: told(manager, text, one)) for one in persons] == said
    assert verdict(manager, text, silent).why is Why.NOTHING_TO_READ


def test_what_is_kept_for_contacts_changes_nothing(asked, manager, everything_read):
    """Also for a contact of hers: who finds whom would tell the others."""
    marit = asked.world.marit
    w.acquaint(manager, marit)
    people.add_known_topic(marit, text="Bouwdossiers gescand en vernietigd")
    people.show_parts(marit, who_sees={"knows": "contacts"})
    actions.index(marit)
    actions.read_unread(1_000)
    narrowed = told(manager, QUESTION, marit)
    for topic in marit.known_topics.all():
        people.remove_known_topic(marit, topic=topic)
    actions.index(marit)
    actions.read_unread(1_000)
    assert told(manager, QUESTION, marit) == narrowed


def test_a_part_that_she_narrowed_a_moment_ago_is_not_shown(asked, manager, everything_read):
    people.show_parts(asked.world.marit, who_sees={"knows": "me"})
    said = queries.explained(manager, QUESTION, asked.world.marit)
    assert said.person.parts is None
    assert "4.200" not in told(manager, QUESTION, asked.world.marit)


def test_who_is_asked_is_between_them(asked, manager):
    """Asked for an introduction, and by name for an answer."""
    world = asked.world
    before = told(manager, QUESTION, world.marit)
    score = queries.who_can_help(manager, QUESTION).people[0].score
    connections.ask_introduction(
        world.samira, target=world.marit, route=[world.joost], purpose="Scannen"
    )
    knowledge.ask(world.joost, group=world.group, title="Hoe hoog?", person=world.marit)
    assert told(manager, QUESTION, world.marit) == before
    assert queries.who_can_help(manager, QUESTION).people[0].score < score


def test_how_well_others_know_each_other_is_between_them(asked, manager):
    world = asked.world
    w.acquaint(manager, world.joost)
    before = told(manager, QUESTION, world.marit)
    score = queries.who_can_help(manager, QUESTION).people[0].score
    weeks_ago = timezone.now() - timedelta(days=14)
    Talk.objects.create(
        proposer=world.joost,
        invitee=world.marit,
        purpose="Bijpraten",
        starts_at=weeks_ago,
        agreed_at=weeks_ago,
    )
    connections.strengthen(touches=touches(timezone.now()))
    assert told(manager, QUESTION, world.marit) == before
    assert queries.who_can_help(manager, QUESTION).people[0].score > score


def test_nobody_on_the_way_is_named(asked, manager):
    w.acquaint(manager, asked.world.fatma)
    said = queries.explained(manager, "4.200 bouwdossiers gescand", asked.world.marit)
    assert said.person.degree == 3
    assert "Fatma" not in told(manager, "4.200 bouwdossiers gescand", asked.world.marit)


def test_it_takes_as_many_statements_for_many_as_for_one(asked, manager, everything_read):
    def count():
        return statements(lambda: told(manager, QUESTION, asked.world.marit))[1]

    before = count()
    more = groups.start_group(asked.world.bram, name="Scannen", purpose="x", readers="members")
    for number in range(8):
        one = w.member(f"Kees {number}", f"kees{number}@o.example", knows=["Bouwdossiers gescand"])
        people.add_role(one, kind="work", title="scanner van dossiers")
        groups.join_group(one, group=more)
    actions.index_everything()
    actions.read_unread(1_000)
    assert count() == before
