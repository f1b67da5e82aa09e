"""Occupations, public bodies and places: loaded once, suggested while typing."""

import gzip

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.people.test_joining import member
from tests.reference import reference_loaded
from vaknet.domain.people import actions, queries
from vaknet.domain.people.actions import reference
from vaknet.domain.people.models import (
    KnownTopic,
    Occupation,
    OccupationGroup,
    Organisation,
    Place,
    ReferenceEdition,
    Subject,
    SubjectLabel,
)
from vaknet.domain.people.suggestions import fold


@pytest.fixture(scope="module")
def reference_data(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock(), reference_loaded():
        yield


@pytest.fixture
def words(reference_data, db):
    """The tables, filled."""


def occupations(text: str, language: str = "nl") -> list[str]:
    return [found.label for found in queries.occupations_like(text, language=language)]


def organisations(text: str, viewer=None) -> list[str]:
    return [found.name for found in queries.organisations_like(text, viewer=viewer)]


def places(text: str) -> list[str]:
    return [found.name for found in queries.places_like(text)]


def subjects(text: str, language: str = "nl") -> list[str]:
    return [found.label for found in queries.subjects_like(text, language=language)]


def test_all_of_it_is_there_and_loading_again_changes_nothing(words, django_assert_num_queries):
    assert Occupation.objects.count() == 3039
    assert Organisation.objects.exclude(uri="").count() == 1381
    assert Place.objects.count() == 4181
    assert OccupationGroup.objects.get(code="4416").label("en") == "Personnel clerks"
    assert Subject.objects.filter(uri__startswith=Subject.OURS).count() >= 400
    assert Subject.objects.exclude(uri__startswith=Subject.OURS).count() == 428
    with django_assert_num_queries(1):
        assert actions.load_reference() == []


def test_a_new_edition_changes_rows_and_keeps_what_points_at_them(words, monkeypatch):
    zwolle = Organisation.objects.get(name="gemeente Zwolle")
    row = f"{zwolle.uri.removeprefix(reference.TOOI)}\tgemeente Zwolle aan Zee\tended\n"
    others = gzip.compress(row.encode())
    packed = reference._packed
    monkeypatch.setattr(
        reference, "_packed", lambda name: others if name == "organisations" else packed(name)
    )
    assert actions.load_reference() == ["organisations"]
    zwolle.refresh_from_db()
    assert (zwolle.name, zwolle.ended) == ("gemeente Zwolle aan Zee", True)
    assert Organisation.objects.exclude(uri="").count() == 1381


def test_a_body_that_a_member_named_first_becomes_the_official_one(db):
    noor = member("Noor Bakker", "noor@duinrade.example")
    role = actions.add_role(noor, kind="work", title="Planner", organisation="Gemeente ZWOLLE")
    actions.load_reference()
    role.organisation.refresh_from_db()
    assert role.organisation.name == "gemeente Zwolle"
    assert role.organisation.uri.endswith("/gemeente/gm0193")


def test_typing_errors_are_forgiven(words):
    assert occupations("verguningverlener")[0] == "overheidsfunctionaris vergunningen"
    assert occupations("loodgeiter")[0] == "loodgieter"
    assert places("utrcht")[0] == "Utrecht"
    assert organisations("rijkswaterstaad") == ["Rijkswaterstaat"]


def test_other_names_are_known(words):
    found = queries.occupations_like("vergunningverlener", language="nl")[0]
    assert (found.label, found.other_name) == (
        "overheidsfunctionaris vergunningen",
        "vergunningverlener",
    )
    assert places("den bosch")[0] == "'s-Hertogenbosch"
    assert places("the hague")[0] == "Den Haag"
    assert places("Liege")[0] == "Luik"


def test_english_speakers_get_english_labels(words):
    assert occupations("archivist", language="en")[0] == "archivist"
    assert occupations("loodgieter", language="en")[0] == "plumber"


def test_the_occupation_that_is_called_this(words):
    def named(text: str) -> str | None:
        found = queries.occupation_named(text)
        return found and found.label_nl

    assert named("Loodgieter") == "loodgieter"
    assert named("vergunningverlener") == "overheidsfunctionaris vergunningen"
    assert named("  ") is None
    assert named("iets wat niemand doet") is None
    assert named("manager") is None  # says too little: many names begin with it


def test_subjects_forgive_errors_and_know_other_names(words):
    assert subjects("cameratoezigt")[0] == "cameratoezicht"
    assert subjects("dwangsom opleggen")[0] == "last onder dwangsom en bestuursdwang"
    assert subjects("CCTV", language="en")[0] == "camera surveillance"
    assert subjects("brandweer", language="en")[0] == "fire service"
    assert queries.subjects_like("bodycam", language="nl")[0].other_name == "bodycam"
    assert subjects("") == []


def test_our_own_subjects_come_before_those_of_esco(words):
    found = queries.subjects_like("visser", language="nl")
    ours = [one.subject.uri.startswith(Subject.OURS) for one in found]
    assert False in ours
    assert ours == sorted(ours, reverse=True)


def test_every_subject_has_a_name_in_both_languages_and_no_two_of_ours_share_one(words):
    ours = Subject.objects.filter(uri__startswith=Subject.OURS)
    for language in ("nl", "en"):
        labels = [fold(subject.label(language)) for subject in ours]
        assert "" not in labels
        assert len(set(labels)) == len(labels)


def test_the_subject_that_is_called_this(words):
    named = queries.subject_named("  Fire  service ")
    assert named is not None
    assert named.label_nl == "brandweer"
    assert queries.subject_named("boa").label_nl == "toezichthouders en boa's"
    assert queries.subject_named("iets wat niemand weet") is None
    assert queries.subject_named("") is None


def test_a_name_that_two_share_names_neither(words):
    for number in range(2):
        subject = Subject.objects.create(uri=f"x:{number}", label_nl="iets", label_en="it")
        SubjectLabel.objects.create(
            subject=subject, language="nl", text="dubbelganger", preferred=False, rank=1
        )
    assert queries.subject_named("dubbelganger") is None


def test_what_somebody_knows_is_tied_to_what_is_called_so(words):
    noor = member("Noor Bakker", "noor@duinrade.example", knows=["Brandweer", "mijn eigen ding"])
    known = {topic.text: topic for topic in KnownTopic.objects.filter(actor=noor)}
    assert known["Brandweer"].subject == queries.subject_named("fire service")
    assert known["Brandweer"].also_called("en") == "fire service"
    assert known["Brandweer"].also_called("nl") == ""
    assert known["mijn eigen ding"].subject is None
    assert known["mijn eigen ding"].also_called("en") == ""


def test_who_told_before_the_list_came_is_tied_too(db):
    noor = member(
        "Noor Bakker", "noor@duinrade.example", knows=["BRANDWEER", "Öffentliches", "boa"]
    )
    Subject.objects.all().delete()  # as it was before there was a list
    ReferenceEdition.objects.all().delete()
    assert not KnownTopic.objects.exclude(subject=None).exists()
    actions.load_reference()
    known = {topic.text: topic for topic in KnownTopic.objects.filter(actor=noor)}
    assert known["BRANDWEER"].subject.label_en == "fire service"
    assert known["boa"].subject.label_nl == "toezichthouders en boa's"
    assert known["Öffentliches"].subject is None


def test_accents_and_capitals_do_not_matter(words):
    assert organisations("FRYSLAN")[:2] == ["provincie Fryslân", "Wetterskip Fryslân"]
    assert organisations("Fryslân") == organisations("fryslan")


def test_a_place_by_its_name_alone_or_with_its_region(words):
    both = {queries.place_named(text) for text in ("Hengelo, Gelderland", "hengelo, overijssel")}
    assert {place.region for place in both} == {"Gelderland", "Overijssel"}
    assert queries.place_named(" ") is None
    assert queries.place_named("Nergenshuizen") is None


def test_larger_places_come_first(words):
    assert places("den h")[:2] == ["Den Haag", "Den Helder"]


def test_bodies_that_ended_are_known_but_not_suggested(words):
    assert Organisation.objects.get(name="gemeente Cuijk").ended
    assert "gemeente Cuijk" not in organisations("gemeente Cuijk")
    assert "gemeente Land van Cuijk" in organisations("Cuijk")


def test_a_guest_does_not_see_where_members_work(words):
    fatma = member("Fatma Yıldız", "fatma@waterveen.example")
    actions.add_role(fatma, kind="work", title="Drukker", organisation="Drukkerij De Vlijt")
    assert organisations("Drukkerij De Vlijt") == []
    assert organisations("Drukkerij De Vlijt", viewer=fatma) == ["Drukkerij De Vlijt"]


@pytest.mark.parametrize(
    "typed",
    [
        "",
        " ",
        "\0",
        "\0" * 50,
        "%",
        "_",
        "\\",
        "'",
        '"; DROP TABLE x',
        "🦉",
        "ا" * 40,
        "a" * 10_000,
    ],
)
def test_nasty_searches_give_an_ordinary_answer(words, typed):
    assert isinstance(occupations(typed), list)
    assert isinstance(organisations(typed), list)
    assert isinstance(places(typed), list)
    assert isinstance(subjects(typed), list)


@given(st.text(max_size=200))
def test_folding_folds_once(text):
    assert fold(fold(text)) == fold(text)


@pytest.mark.django_db
@pytest.mark.parametrize("letters", ["É", "ÀÁÂÃÄÅÇÈÉÊËÌÍÎÏÑÒÓÔÕÖØÙÚÛÜÝ", "Ÿ", "Fryslân", "ñandú"])
def test_the_database_folds_as_we_do(letters):
    row = Organisation.objects.create(name=letters)
    row.refresh_from_db()
    assert row.folded == fold(letters)
