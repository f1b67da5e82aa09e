"""What somebody takes along from LinkedIn: once, whole, and only for herself."""

from datetime import date

import pytest

from tests.people.test_joining import member
from vaknet.domain.activity.models import Activity, Actor
from vaknet.domain.people import actions
from vaknet.domain.people.models import KnownTopic, Organisation, Place, Profile, Role
from vaknet.domain.refusal import Refused
from vaknet.engine.linkedin import PartialDate, Position

POSITIONS = [
    Position("Adviseur", "gemeente Waterveen", PartialDate(2019, 2), None),
    Position("Stagiair", "", PartialDate(2015), PartialDate(2016, 2)),
    Position("Chauffeur", "Voedselbank", None, None, voluntary=True),
]


@pytest.fixture
def noor(db) -> Actor:
    return member("Noor Bakker", "noor@duinrade.example")


def test_roles_and_topics_are_taken_along_with_their_dates(noor):
    taken = actions.take_from_linkedin(noor, positions=POSITIONS, topics=["welstand", "erfgoed"])
    assert (taken.roles, taken.topics) == (3, 2)
    rows = Role.objects.filter(actor=noor).order_by("pk")
    assert list(rows.values_list("kind", "title", "organisation__name", "since", "until")) == [
        ("work", "Adviseur", "gemeente Waterveen", date(2019, 2, 1), None),
        ("work", "Stagiair", None, date(2015, 1, 1), date(2016, 2, 29)),
        ("volunteering", "Chauffeur", "Voedselbank", None, None),
    ]
    noor.refresh_from_db()
    assert noor.headline == "Adviseur, gemeente Waterveen"


def test_languages_pages_and_a_place_are_taken_along(noor):
    town = Place.objects.create(
        name="Duinrade", country="NL", region="Westkust", latitude=52, longitude=4, population=900
    )
    before = Profile.objects.get(actor=noor)
    chosen = {"languages": ["nl", "tr"], "links": ["https://blog.example/noor"], "place": town}
    taken = actions.take_from_linkedin(noor, **chosen)
    assert (taken.languages, taken.links, taken.roles) == (2, 1, 0)
    after = Profile.objects.get(actor=noor)
    assert (after.place, after.promise) == (town, before.promise)
    again = actions.take_from_linkedin(noor, **chosen)
    assert (again.languages, again.links) == (0, 0)
    actions.take_from_linkedin(noor, promise="Ik help.")
    assert Profile.objects.get(actor=noor).place == town
    for wrong in ({"languages": ["xx"]}, {"links": ["geen pagina"]}):
        with pytest.raises(Refused):
            actions.take_from_linkedin(noor, positions=POSITIONS, **wrong)
    assert not Role.objects.filter(actor=noor).exists()


def test_the_same_file_again_changes_nothing(noor):
    actions.take_from_linkedin(noor, positions=POSITIONS, topics=["welstand"])
    told = Activity.objects.count()
    again = actions.take_from_linkedin(noor, positions=POSITIONS, topics=["WELSTAND"])
    assert (again.roles, again.topics) == (0, 0)
    assert Activity.objects.count() == told


def test_one_too_many_takes_everything_back(noor):
    topics = [f"onderwerp {number}" for number in range(31)]
    with pytest.raises(Refused):
        actions.take_from_linkedin(noor, positions=POSITIONS, topics=topics)
    assert not Role.objects.filter(actor=noor).exists()
    assert not KnownTopic.objects.filter(actor=noor).exists()
    assert not Organisation.objects.filter(name="Voedselbank").exists()


def test_odd_dates_and_long_titles_do_no_harm(noor):
    odd = [
        Position("x" * 300, "y" * 300, PartialDate(2020), PartialDate(2010)),
        Position("Leerling", "", PartialDate(1901), PartialDate(1902)),
    ]
    actions.take_from_linkedin(noor, positions=odd, topics=["z" * 300])
    long, early = Role.objects.filter(actor=noor).order_by("pk")
    assert (len(long.title), long.since, long.until) == (120, None, date(2010, 12, 31))
    assert (early.since, early.until) == (None, None)
