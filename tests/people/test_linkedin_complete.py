"""The large export of LinkedIn: all that has a place here, found by page, and no file stays."""

import io
import os
import zipfile

import pytest
from django.core import mail
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.people.test_joining import member
from tests.people.test_linkedin_pages import CONTACTS, POSITIONS, signed_in, upload, zipped
from tests.people.test_linkedin_pages import without_tokens as plain
from vaknet.domain.activity.models import Actor
from vaknet.domain.people import actions as people
from vaknet.domain.people.found import found_by, page_name
from vaknet.domain.people.models import Consent, KnownTopic, Place, Profile

LARGE = 3 * 1024 * 1024  # more than stays in memory
PROFILE = (
    "First Name,Last Name,Headline,Summary,Geo Location,Websites\n"
    'Noor,Bakker,Adviseur,,"Duinrade, Westkust, Nederland",'
    '"[BLOG:https://blog.example/noor,COMPANY:http://werk.example,X:ftp://x.example]"\n'
)


@pytest.fixture
def noor(db) -> Actor:
    return member("Noor Bakker", "noor@duinrade.example")


@pytest.fixture
def client(noor) -> Client:
    return signed_in(noor)


@pytest.fixture
def town(db) -> Place:
    return Place.objects.create(
        name="Duinrade", country="NL", region="Elders", latitude=52, longitude=4, population=900
    )


def ticked(text: str, name: str) -> list[bool]:
    tags = [tag for tag in text.split("<input")[1:] if f'name="{name}"' in tag.split(">")[0]]
    return ["checked" in tag.split(">")[0] for tag in tags]


def complete() -> bytes:
    return zipped(
        Profile=PROFILE,
        Positions=POSITIONS,
        Skills="Name\nWelstand\n",
        Courses="Name,Number\nSchrijven voor iedereen,\n",
        Certifications="Name,Url,Authority\nOmgevingswet,,Academie\nWelstand,,Academie\n,,Niemand\n",
        Languages="Name,Proficiency\nDutch,Native\nTurkish,\nVlaams,\nKlingon,\n",
        Education="School Name,Start Date,End Date,Notes,Degree Name\nAcademie,2001,,,Bouwkunde\n",
    )


def test_all_that_has_a_place_here_can_be_chosen(client, noor, town) -> None:
    looked = upload(client, complete())
    text = looked.text
    for shown in ("Omgevingswet", "Schrijven voor iedereen", "Nederlands", "Turks", "Duinrade"):
        assert shown in text
    assert text.index("Wat we niet gebruiken") < text.index("Klingon")
    assert "Deze taal staat niet in onze lijst." in text
    assert ticked(text, "positions") == [True, True]
    assert ticked(text, "topics") == [False, False, False]
    assert ticked(text, "languages") == [True, True]
    assert ticked(text, "links") == [True, True]
    assert ticked(text, "place") == [True]
    assert "Beschrijvingen en plaatsen blijven achter." in text
    assert "We sloegen 1 regel over" in text
    assert "opleiding: een rol is hier werk, vakbond of vrijwilligerswerk" in text

    chosen = {
        "read": looked.context["form"]["read"].value(),
        "languages": ["1"],
        "links": ["0", "1"],
    }
    chosen |= {"place": "on", "topics": ["1"]}
    done = client.post("/ik/linkedin/kies/", chosen, follow=True).text
    assert "En 1 bij je talen, 2 bij je pagina" in done
    assert [one.code for one in noor.languages.all()] == ["tr"]
    assert [one.url for one in noor.links.order_by("pk")] == [
        "https://blog.example/noor",
        "https://werk.example",
    ]
    assert Profile.objects.get(actor=noor).place == town
    assert [one.text for one in KnownTopic.objects.filter(actor=noor)] == [
        "Schrijven voor iedereen"
    ]


def test_a_place_of_her_own_is_not_ticked_away(client, noor, town) -> None:
    Profile.objects.filter(actor=noor).update(place=town)
    assert ticked(upload(client, complete()).text, "place") == [False]


def test_a_file_with_nothing_for_her_says_so(client) -> None:
    text = upload(client, zipped(Languages="Name,Proficiency\nKlingon,\n")).text
    assert "In dit bestand staat niets voor je profiel." in text


# By page

SAM = "https://www.linkedin.com/in/Sam-B%C3%A4r/"


@pytest.mark.parametrize(
    ("url", "name"),
    [
        (SAM, "sam-bär"),
        ("nl.linkedin.com/in/sam-bär?x=1", "sam-bär"),
        ("https://linkedin.com/in/sam", "sam"),
        ("https://linkedin.example/in/sam", ""),
        ("https://notlinkedin.com/in/sam", ""),
        ("https://www.linkedin.com/company/sam", ""),
        ("https://www.linkedin.com", ""),
        ("https://[linkedin.com/in/sam", ""),
        ("", ""),
    ],
)
def test_what_a_page_at_linkedin_is_called(url: str, name: str) -> None:
    assert page_name(url) == name


@pytest.fixture
def sam(noor) -> Actor:
    """He put his page on his profile, and agreed to be found."""
    sam = member("Sam Smit", "sam@werk.example")
    people.add_link(sam, url="https://nl.linkedin.com/in/sam-bär")
    people.be_found(sam)
    return sam


def found(viewer: Actor, url: str = SAM) -> list[Actor]:
    return list(found_by(viewer, pages=[url]))


def row(url: str, email: str = "") -> bytes:
    return zipped(Positions=POSITIONS, C=f"{CONTACTS}Sam,Elders,{url},{email},,,05 Mar 2019\n")


def test_who_shows_a_page_and_agreed_is_found_by_it(client, noor, sam) -> None:
    assert found(noor) == [sam]
    assert "Sam Smit" in upload(client, row(SAM), contacts="on").text
    assert "Sam Smit" not in upload(client, row(SAM)).text
    assert list(found_by(noor, emails=["SAM@werk.example"], pages=[SAM])) == [sam]
    assert found(noor, "https://www.linkedin.com/in/sam") == []
    assert found(sam) == []


def test_written_with_percents_on_the_profile_it_is_the_same_page(noor, sam) -> None:
    people.remove_link(sam, link=sam.links.get())
    people.add_link(sam, url=SAM)
    assert found(noor, "https://linkedin.com/in/sam-bär") == [sam]


@pytest.mark.parametrize("why", ["stopped", "older words", "contacts only", "nobody", "apart"])
def test_by_a_page_nobody_is_found_who_did_not_agree_or_hides_it(noor, sam, why: str) -> None:
    assert found(noor) == [sam]
    match why:
        case "stopped":
            people.stop_being_found(sam)
        case "older words":
            Consent.objects.filter(actor=sam, kind="be_found").update(text="2026-11")
            assert list(found_by(noor, emails=["sam@werk.example"])) == [sam]
        case "contacts only":
            people.show_parts(sam, who_sees={"links": "contacts"})
        case "nobody":
            people.show_parts(sam, who_sees={"links": "me"})
        case _:
            people.block(sam, other=noor)
    assert found(noor) == []


def test_page_and_statements_are_the_same_whether_somebody_is_here_or_not(client, sam) -> None:
    """Of a member who did not agree, one who hides the page, and nobody at all."""
    shy, hidden = member("Iris Smit", "iris@werk.example"), member("Tom Smit", "tom@werk.example")
    people.add_link(shy, url="https://linkedin.com/in/iris")
    people.add_link(hidden, url="https://linkedin.com/in/tom")
    people.be_found(hidden)
    people.show_parts(hidden, who_sees={"links": "contacts"})

    def answer(name: str) -> tuple[str, int]:
        with CaptureQueriesContext(connection) as statements:
            page = upload(client, row(f"https://linkedin.com/in/{name}"), contacts="on")
        return plain(page.text), len(statements)

    nobody = answer("niemand")
    assert answer("iris") == nobody
    assert answer("tom") == nobody
    assert "Sam Smit" in answer("sam-bär")[0]
    with CaptureQueriesContext(connection) as one:
        found(shy)
    with CaptureQueriesContext(connection) as none:
        found(shy, "https://linkedin.com/in/niemand")
    assert len(one) == len(none) == 1
    assert mail.outbox == []


# The file


def large(**files: str) -> bytes:
    """So large that it has to be on disk while it is read: noise does not shrink."""
    file = io.BytesIO(zipped(**files))
    with zipfile.ZipFile(file, "a") as archive:
        archive.writestr("Media/foto.bin", os.urandom(LARGE))
    return file.getvalue()


@pytest.mark.parametrize(
    ("content", "status"),
    [
        (large(Positions=POSITIONS), 200),
        (large(Other="Iets,Anders\n1,2\n"), 422),
        (large(Positions=POSITIONS)[:-60], 422),
        (os.urandom(LARGE), 422),
    ],
    ids=["read", "not LinkedIn's", "half", "no ZIP"],
)
def test_the_file_is_gone_when_the_page_is_there(
    client, settings, tmp_path, content: bytes, status: int
) -> None:
    settings.FILE_UPLOAD_TEMP_DIR = str(tmp_path)
    os.utime(tmp_path, (0, 0))
    answer = upload(client, content)
    assert answer.status_code == status
    assert tmp_path.stat().st_mtime > 0, "it was never on disk: the test tells nothing"
    assert list(tmp_path.iterdir()) == []
