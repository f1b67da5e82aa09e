"""Samira and Joost look for coffee near Utrecht; Marit does far from there."""

import pytest
import time_machine


@pytest.fixture
def town(db):
    from vaknet.domain.people.models import Place

    def make(name, latitude, longitude, population=60_000):
        return Place.objects.get_or_create(
            name=name,
            country="NL",
            region="Midden",
            defaults={"latitude": latitude, "longitude": longitude, "population": population},
        )[0]

    return make


@pytest.fixture
def waterveen(town):
    return town("Waterveen", 52.0908, 5.1222)


@pytest.fixture
def duinrade(town):
    return town("Duinrade", 52.09, 5.2333)


@pytest.fixture
def noorderdijk(town):
    return town("Noorderdijk", 53.2192, 6.5667)


@pytest.fixture
def clock():
    from tests.coffee.story import FIRST

    with time_machine.travel(FIRST, tick=False) as moved:
        yield moved


@pytest.fixture
def looking(world, clock, waterveen, duinrade):
    """Both every month, within ten kilometres."""
    from tests.coffee.story import look

    look(world.samira, waterveen)
    look(world.joost, duinrade)
    return world


@pytest.fixture
def matched(looking):
    from tests.coffee.story import draw
    from vaknet.domain.coffee.models import CoffeeMatch

    draw()
    return CoffeeMatch.objects.get()
