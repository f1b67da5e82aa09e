"""Passages follow what people write, and the index follows the passages."""

import shutil
from datetime import timedelta
from time import monotonic, sleep
from types import SimpleNamespace
from uuid import uuid4

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from procrastinate.contrib.django.models import ProcrastinateJob

from tests import world as w
from vaknet.domain.activity.models import Activity
from vaknet.domain.finding import actions, files, library, queries
from vaknet.domain.finding.models import Edition, Passage
from vaknet.domain.finding.queries import who_know
from vaknet.domain.groups import actions as groups
from vaknet.domain.knowledge import actions as knowledge
from vaknet.domain.people import actions as people
from vaknet.engine.ranking import Kind
from vaknet.interfaces.jobs import finder as jobs
from vaknet.interfaces.jobs import tasks
from vaknet.interfaces.jobs.followups import UPKEEP


def texts():
    return sorted(Passage.objects.exclude(words="").values_list("words", flat=True))


def names(viewer, text):
    return [one.actor.first_name for one in queries.who_can_help(viewer, text).people]


def test_what_a_member_tells_becomes_passages(db):
    marit = w.member("Marit Hoekstra", "m@o.example", knows=["Digitaal bouwdossier"])
    people.add_role(marit, kind="work", title="coördinator", organisation="gemeente Oosterhage")
    people.change_profile(
        marit, name="Marit", promise="Van papier af", profession="bouw", occupation=None, place=None
    )
    actions.index(marit)
    assert texts() == ["coordinator gemeente oosterhage", "digitaal bouwdossier", "papier bouw"]


def test_what_she_takes_away_is_gone_and_nothing_else_is_touched(db):
    marit = w.member("Marit Hoekstra", "m@o.example", knows=["Bouwdossier", "Vissen"])
    actions.index(marit)
    before = {row.words: (row.pk, row.transaction) for row in Passage.objects.all()}
    people.remove_known_topic(marit, topic=marit.known_topics.get(text="Vissen"))
    actions.index(marit)
    assert texts() == ["bouwdossier"]
    after = {row.words: (row.pk, row.transaction) for row in Passage.objects.all()}
    assert after["bouwdossier"] == before["bouwdossier"]


def test_each_thing_on_a_profile_indexes_its_person(db):
    marit = w.member("Marit Hoekstra", "m@o.example", knows=["Bouwdossier"])
    role = people.add_role(marit, kind="work", title="coördinator")
    for thing in (role, marit.known_topics.get(), marit.profile):
        Passage.objects.all().delete()
        actions.index(thing)
        assert texts() == ["bouwdossier", "coordinator"]


def test_something_that_says_nothing_of_anybody_is_left_alone(asked):
    before = texts()
    actions.index(asked.open)
    assert texts() == before


def test_questions_and_answers_follow_their_life(asked):
    def kinds():
        rows = Passage.objects.filter(kind__in=[Kind.ANSWER, Kind.BEST_ANSWER, Kind.QUESTION])
        rows = rows.filter(group=asked.open.pk).exclude(text="")
        return sorted(Kind(row.kind).name for row in rows)

    assert kinds() == ["ANSWER", "QUESTION"]
    best = knowledge.choose_best(asked.world.bram, answer=asked.answer)
    actions.index(best)
    assert kinds() == ["BEST_ANSWER", "QUESTION"]
    knowledge.withdraw_answer(asked.world.marit, answer=asked.answer)
    actions.index(asked.answer)
    assert kinds() == ["QUESTION"]
    knowledge.withdraw_question(asked.world.bram, question=asked.question)
    actions.index(asked.question)
    assert kinds() == []


def test_another_best_answer_makes_the_first_an_answer_like_others(asked):
    """By the follow-ups themselves: what happened is an answer, what changes is its question."""

    def best():
        rows = Passage.objects.filter(kind=Kind.BEST_ANSWER, group=asked.open.pk)
        return list(rows.values_list("source_id", flat=True))

    def follow_up():
        activity = Activity.objects.latest("pk")
        for reaction in UPKEEP[activity.verb]:
            reaction(activity)

    other = knowledge.answer(asked.world.samira, question=asked.question, text="Huismussen ook.")
    follow_up()
    for chosen in (asked.answer, other):
        knowledge.choose_best(asked.world.bram, answer=chosen)
        follow_up()
        assert best() == [chosen.pk]
    knowledge.take_back_best(asked.world.bram, question=asked.question)
    follow_up()
    assert best() == []
    assert "huismussen" in " ".join(texts())


def test_an_answer_is_indexed_without_the_others(asked):
    def index(text):
        given = knowledge.answer(asked.world.samira, question=asked.question, text=text)
        with CaptureQueriesContext(connection) as asking:
            actions.index(given)
        return len(asking)

    first = index("Huismussen ook.")
    for number in range(5):
        knowledge.answer(asked.world.samira, question=asked.question, text=f"Zeearend {number}.")
    assert index("Gierzwaluwen ook.") == first
    assert not any("zeearend" in text for text in texts())


def test_making_everything_anew_changes_no_words_and_keeps_numbers(asked):
    before = dict(Passage.objects.values_list("pk", "words"))
    assert actions.index_everything() == len(before)
    assert dict(Passage.objects.values_list("pk", "words")) == before


@pytest.mark.django_db(transaction=True)
def test_everything_anew_forgets_what_has_no_source():
    marit = w.member("Marit Hoekstra", "m@o.example", knows=["Bouwdossier"])
    actions.index(marit)
    Passage.objects.update(source_id=999_999)
    actions.index_everything()
    assert texts() == ["bouwdossier"]
    assert not Passage.objects.filter(source_id=999_999).exists()


def test_a_change_is_found_at_once_without_files_or_worker(asked):
    assert names(asked.world.samira, "bijenteelt op het dak") == []
    people.add_known_topic(asked.world.bram, text="Bijenteelt op het dak")
    actions.index(asked.world.bram)
    assert names(asked.world.samira, "bijenteelt op het dak") == ["Bram"]


def eventually(happened, seconds=120):
    """Transactions of other databases on the same server may still be running: wait for them."""
    end = monotonic() + seconds
    while not happened() and monotonic() < end:
        sleep(0.05)
    return happened()


def test_no_files_are_made_within_a_transaction(asked, finder_files):
    assert actions.rebuild() is None
    assert not finder_files.exists()


@pytest.mark.django_db(transaction=True)
def test_an_edition_is_used_changed_over_and_replaced(finder_files):
    world = w.build()
    actions.index_everything()
    assert not finder_files.exists(), "a small network needs no files"
    first = actions.rebuild()
    assert len(library.index().segments[0]) == first.passages
    assert names(world.samira, "bouwdossiers scannen") == ["Marit"]

    topic = people.add_known_topic(world.bram, text="Bouwdossiers scannen")
    actions.index(topic)
    assert set(names(world.samira, "bouwdossiers scannen")) == {"Marit", "Bram"}
    people.remove_known_topic(world.bram, topic=topic)
    actions.index(world.bram)
    assert names(world.samira, "bouwdossiers scannen") == ["Marit"]

    second, third = actions.rebuild(), actions.rebuild()
    assert {path.name for path in finder_files.iterdir()} == {str(second.name), str(third.name)}
    assert names(world.samira, "bouwdossiers scannen") == ["Marit"]
    emptied = Passage.objects.filter(text="")
    assert eventually(lambda: actions.rebuild() and not emptied.exists())


@pytest.mark.django_db(transaction=True)
def test_what_is_rolled_back_leaves_no_trace(finder_files, monkeypatch):
    monkeypatch.setattr(library, "SETTLE_FROM", 0)
    world = w.build()
    actions.index_everything()
    actions.rebuild()
    with transaction.atomic():
        people.add_known_topic(world.bram, text="Bijenteelt")
        actions.index(world.bram)
        assert names(world.samira, "bijenteelt") == ["Bram"]
        transaction.set_rollback(True)
    assert names(world.samira, "bijenteelt") == []


@pytest.mark.django_db(transaction=True)
def test_what_settled_is_not_read_again(finder_files, monkeypatch, django_assert_num_queries):
    world = w.build()
    actions.index_everything()
    monkeypatch.setattr(library, "SETTLE_FROM", 0)
    monkeypatch.setattr(library, "_shelf", library._Shelf())
    assert eventually(lambda: library.index() and library._shelf.settled)
    assert library._changed(library._shelf.until) == []
    assert "Marit" in names(world.samira, "bouwdossiers")
    with django_assert_num_queries(2):
        library.index()


@pytest.mark.django_db(transaction=True)
def test_damaged_files_are_not_used_and_the_log_says_so(finder_files, caplog, monkeypatch):
    world = w.build()
    actions.index_everything()
    edition = actions.rebuild()
    half = finder_files / str(edition.name) / "rows.npy"
    half.write_bytes(half.read_bytes()[:200])
    monkeypatch.setattr(library, "_shelf", library._Shelf())
    assert names(world.samira, "bouwdossiers scannen") == ["Marit"]
    assert [record.levelname for record in caplog.records] == ["WARNING"]
    assert files.read(actions.rebuild().name) is not None


@pytest.mark.django_db(transaction=True)
def test_only_one_edition_is_built_at_a_time(finder_files):
    w.build()
    other = connection.copy()
    with other.cursor() as cursor:
        cursor.execute("select pg_advisory_lock(%s)", [actions.rebuilding.LOCK])
        assert actions.rebuild() is None
    other.close()
    assert Edition.objects.count() == 0


@pytest.mark.django_db(transaction=True)
def test_a_large_network_gets_files_and_outgrows_them(finder_files, monkeypatch):
    monkeypatch.setattr(actions, "SMALL", 1)
    monkeypatch.setattr(queries, "FEW", 1)
    world = w.build()
    assert queries.is_outgrown() is False
    actions.index_everything()
    assert Edition.objects.count() == 1
    assert eventually(lambda: actions.rebuild() and not queries.is_outgrown())
    for text in ("Bijen", "Hommels"):
        people.add_known_topic(world.bram, text=text)
    actions.index(world.bram)
    assert queries.is_outgrown() is True


@pytest.mark.django_db(transaction=True)
def test_files_that_are_old_or_lost_are_made_anew(finder_files):
    world = w.build()
    actions.index_everything()
    edition = actions.rebuild()
    assert queries.is_outgrown() is False, "few passages"
    Edition.objects.update(built_at=timezone.now() - timedelta(days=2))
    # Whatever else runs in this cluster holds the watermark back.
    Passage.objects.update(transaction=0)
    Edition.objects.update(watermark=1)
    assert queries.is_outgrown() is False, "nothing changed"
    Edition.objects.update(watermark=0)
    assert queries.is_outgrown() is True
    Edition.objects.update(built_at=timezone.now())
    assert queries.is_outgrown() is False
    shutil.rmtree(finder_files / str(edition.name))
    assert queries.is_outgrown() is True
    assert names(world.samira, "bouwdossiers scannen") == ["Marit"]


def _activity(verb, thing, actor):
    return SimpleNamespace(verb=verb, object=thing, actor=actor)


@pytest.mark.django_db(transaction=True)
def test_what_happens_is_indexed_and_a_rebuild_is_asked_for_once(finder_files, monkeypatch):
    world = w.build()
    topic = people.add_known_topic(world.bram, text="Bijenteelt")
    jobs.index_person(_activity("added_known_topic", topic, world.bram))
    assert names(world.samira, "bijenteelt") == ["Bram"]
    group = groups.start_group(world.bram, name="Dieren", purpose="Dieren", readers="members")
    asked = knowledge.ask(world.bram, group=group, title="Wie weet iets van hommels?")
    monkeypatch.setattr(queries, "FEW", 1)
    for _ in range(2):
        jobs.index_object(_activity("asked_question", asked, world.bram))
        jobs.index_object(_activity("asked_question", None, world.bram))
    waiting = ProcrastinateJob.objects.filter(task_name=jobs.REBUILD, status="todo")
    assert waiting.count() == 1
    assert queries.similar_questions(world.samira, "hommels") == [asked]
    tasks.rebuild_finder()
    assert Edition.objects.count() == 1
    tasks.tend_finder(0)


@pytest.mark.django_db(transaction=True)
def test_files_that_are_not_on_this_machine_are_done_without(finder_files):
    world = w.build()
    actions.index_everything()
    Edition.objects.create(name=uuid4(), watermark=0, passages=1)
    assert names(world.samira, "bouwdossiers scannen") == ["Marit"]


def test_rows_say_what_they_are(asked):
    row = Passage.objects.get(kind=Kind.QUESTION, group=asked.open.pk)
    assert str(row) == f"QUESTION {row.source_type_id}:{asked.question.pk}"
    assert str(Edition(name="a1")) == "a1"


def test_who_knows_what_cannot_be_understood(asked):
    assert who_know(asked.world.samira, "de het een", limit=3) == []


@pytest.mark.django_db(transaction=True)
def test_an_edition_of_another_database_is_not_used_and_made_anew(finder_files):
    """A copy put back in a new database: its rows have numbers of transactions to come."""
    marit = w.member("Marit Hoekstra", "m@o.example", knows=["Bouwdossier"])
    bram = w.member("Bram Smit", "b@o.example")
    actions.index_everything()
    edition = actions.rebuild()
    future = edition.watermark + 10**9
    Edition.objects.update(watermark=future)
    Passage.objects.update(transaction=future)
    people.add_known_topic(marit, text="Glasvezel")
    actions.index(marit)
    assert names(bram, "glasvezel") == ["Marit"]
    assert names(bram, "bouwdossier") == ["Marit"]
    assert queries.is_outgrown()

    actions.rebuild()
    assert not queries.is_outgrown()
    assert Passage.objects.get(words="bouwdossier").transaction == 0
    people.remove_known_topic(marit, topic=marit.known_topics.get(text="Bouwdossier"))
    actions.index(marit)
    assert names(bram, "bouwdossier") == []
    assert names(bram, "glasvezel") == ["Marit"]
