"""A network of many texts: what is found stays found, wherever one looks first."""

from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone

from tests.searching.story import Told, find, sources
from vaknet.domain.knowledge import actions as knowledge
from vaknet.domain.searching import actions
from vaknet.domain.searching.models import Findable
from vaknet.domain.searching.queries import candidates, statistics


@pytest.fixture
def counted(told: Told):
    """A text for each day, the first of all the oldest; and PostgreSQL took stock of them."""
    pks = list(Findable.objects.order_by("-pk").values_list("pk", flat=True))
    at = timezone.now()
    for days, pk in enumerate(pks):
        Findable.objects.filter(pk=pk).update(at=at - timedelta(days=days))
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE searching_findable")
    statistics._in_turn.cache_clear()
    yield told
    statistics._in_turn.cache_clear()


def test_stock_is_taken_of_words_and_moments(counted: Told) -> None:
    known = statistics.stock()
    assert known.texts == Findable.objects.count()
    ends = [known.newest(1.0), known.newest(0.0)]
    oldest_first = Findable.objects.order_by("at").values_list("at", flat=True)
    assert ends == [oldest_first[0], oldest_first[known.texts - 1]]
    assert statistics.Stock().newest(0.5) is None


@pytest.mark.parametrize("reading", [0, 1_000])
@pytest.mark.parametrize("many", [0.000_01, 3.9])
@pytest.mark.parametrize("enough", [1, 50])
def test_of_many_the_newest_come_first_and_the_others_after_them(
    counted: Told, monkeypatch: pytest.MonkeyPatch, enough: int, many: float, reading: int
) -> None:
    """Whether the last weeks have a page full of it or not, and whether the index or the texts
    themselves are read: nothing that fits is lost."""
    monkeypatch.setattr(candidates, "READING", reading)
    monkeypatch.setattr(candidates, "MANY", many)
    monkeypatch.setattr(candidates, "PER_PAGE", enough)
    for typed, thing in (("rijksmonument", counted.question), ("façade", counted.post)):
        assert thing in sources(find(counted.world.samira, typed))
    assert sources(find(counted.world.samira, "staking")) == []


def test_words_that_are_everywhere_say_nothing_by_themselves(
    counted: Told, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where no text has all of them, one that has only such words is no answer."""
    monkeypatch.setattr(candidates, "COMMON", 0.5)
    assert counted.question in sources(find(counted.world.samira, "rijksmonument qxqxqxq"))
    monkeypatch.setattr(candidates, "COMMON", 0.0)
    assert sources(find(counted.world.samira, "rijksmonument qxqxqxq")) == []


@pytest.mark.parametrize("has", [candidates.Has, candidates.HasWhenRead])
def test_each_search_is_planned_for_its_own_words(has: type[candidates.Has]) -> None:
    """Of a statement that is the same for all words, PostgreSQL keeps a plan made for any."""
    rows = Findable.objects.filter(has("keys", [7, -8]))
    sql, values = rows.query.get_compiler(connection=connection).as_sql()
    assert "'{7,-8}'" in sql
    assert values == ()


@pytest.mark.django_db
def test_of_ten_thousand_words_it_is_known_how_common_they_are() -> None:
    """With a hundred, as PostgreSQL does by itself, rare words took seconds in a million texts."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT attstattarget FROM pg_attribute"
            " WHERE attrelid = 'searching_findable'::regclass AND attname = 'keys'"
        )
        assert cursor.fetchone() == (1000,)


@pytest.mark.parametrize("reading", [0, 1_000])
def test_a_name_of_several_words_is_found_among_many_too(
    counted: Told, monkeypatch: pytest.MonkeyPatch, reading: int
) -> None:
    question = knowledge.ask(counted.world.bram, group=counted.open, title="De Wet open overheid")
    actions.index(question)
    monkeypatch.setattr(candidates, "READING", reading)
    monkeypatch.setattr(candidates, "MANY", 0.000_01)
    assert sources(find(counted.world.samira, "Woo")) == [question]
