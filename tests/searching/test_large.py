"""A network of many texts: what is found stays found, wherever one looks first."""

from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone

from tests.searching.story import Told, find, sources
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


@pytest.mark.parametrize("many", [0.000_01, 3.9])
@pytest.mark.parametrize("enough", [1, 50])
def test_of_many_the_newest_come_first_and_the_others_after_them(
    counted: Told, monkeypatch: pytest.MonkeyPatch, enough: int, many: float
) -> None:
    """Whether the last weeks have a page full of it or not: nothing that fits is lost."""
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
