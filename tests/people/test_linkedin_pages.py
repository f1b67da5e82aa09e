"""From LinkedIn to the profile: look first, choose, and nobody else is touched."""

import io
import re
import zipfile

import pytest
from django.contrib.auth import get_user_model
from django.core import mail
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.people.test_joining import member
from vaknet.domain.activity.models import Activity, Actor
from vaknet.domain.people import actions as people
from vaknet.domain.people.models import KnownTopic, Profile, Role

POSITIONS = (
    "Company Name,Title,Description,Location,Started On,Finished On\n"
    "gemeente Waterveen,Adviseur <b>,,,Mar 2019,\n"
    "gemeente Duinrade,Stagiair,,,2015,2016\n"
)
SKILLS = "Name\nWelstand\nErfgoed\n"
CONTACTS = "First Name,Last Name,URL,Email Address,Company,Position,Connected On\n"


@pytest.fixture
def noor(db) -> Actor:
    return member("Noor Bakker", "noor@duinrade.example")


@pytest.fixture
def client(noor) -> Client:
    return signed_in(noor)


def signed_in(person: Actor) -> Client:
    client = Client(headers={"accept-language": "nl"})
    client.force_login(get_user_model().objects.get(actor=person))
    return client


def zipped(**files: str) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(f"{name}.csv", content)
    return file.getvalue()


def upload(client: Client, content: bytes, **ticked: str):
    file = SimpleUploadedFile("Basic_LinkedInDataExport.zip", content)
    return client.post("/ik/linkedin/", {"export": file} | ticked)


def with_contacts(*rows: str) -> bytes:
    return zipped(Positions=POSITIONS, Connections=CONTACTS + "\n".join(rows) + "\n")


def row(name: str, address: str) -> str:
    return f"{name},Smit,,{address},,,05 Mar 2019"


def without_tokens(page: str) -> str:
    return re.sub(r"[\w:.-]{50,}", "", page)


def test_noor_looks_chooses_and_brings_along(client, noor):
    looked = upload(client, zipped(Positions=POSITIONS, Skills=SKILLS))
    text = looked.content.decode()
    assert "Adviseur &lt;b&gt;" in text
    assert "sinds 2019" in text
    assert "2015 – 2016" in text
    assert not Role.objects.filter(actor=noor).exists()
    assert text.count(" checked") == 2  # both roles, no topic

    chosen = {"read": looked.context["form"]["read"].value(), "positions": ["1"], "topics": ["0"]}
    done = client.post("/ik/linkedin/kies/", chosen)
    assert done.headers["Location"] == "/ik/profiel/#roles"
    assert [role.title for role in Role.objects.filter(actor=noor)] == ["Stagiair"]
    assert [topic.text for topic in KnownTopic.objects.filter(actor=noor)] == ["Welstand"]
    assert "1 nieuw bij je rollen, 1 bij wat je weet" in client.get("/ik/profiel/").content.decode()

    client.post("/ik/linkedin/kies/", chosen)
    assert Role.objects.filter(actor=noor).count() == 1


def test_contacts_leave_no_trace_whether_they_are_members_or_not(client, noor):
    member("Sam Smit", "sam@waterveen.example")
    told = Activity.objects.count()
    pages = [
        upload(
            client,
            zipped(
                Positions=POSITIONS, Connections=f"{CONTACTS}Sam,Smit,,{address},,,05 Mar 2019\n"
            ),
        ).content.decode()
        for address in ("sam@waterveen.example", "nobody@waterveen.example")
    ]
    assert without_tokens(pages[0]) == without_tokens(pages[1])
    assert "Sam" not in without_tokens(pages[0])
    assert Activity.objects.count() == told
    assert mail.outbox == []


@pytest.fixture
def contacts(noor) -> dict[str, Actor]:
    """Sam agreed to be found, and by his other address too; Iris did not; Tom blocked Noor."""
    found = {
        name: member(f"{name} Smit", f"{name.lower()}@werk.example")
        for name in ("Sam", "Iris", "Tom")
    }
    for name in ("Sam", "Tom"):
        people.be_found(found[name])
    people.block(found["Tom"], other=noor)
    return found


ROWS = [
    row("Sam", "SAM@werk.example"),
    row("Iris", "iris@werk.example"),
    row("Tom", "tom@werk.example"),
    row("Nergens", "nergens@werk.example"),
    row("Leeg", ""),
]


def test_only_who_agreed_is_found(client, contacts):
    tick = re.search(r'<input[^>]*name="contacts"[^>]*>', client.get("/ik/linkedin/").text)
    assert tick is not None
    assert "checked" not in tick[0]
    text = upload(client, with_contacts(*ROWS), contacts="on").content.decode()
    assert "Sam Smit" in text
    assert f'href="/@{contacts["Sam"].handle}/"' in text
    assert "5 contacten in het bestand, 4 met een mailadres" in text
    for name in ("Iris", "Tom", "Nergens", "werk.example"):
        assert name not in without_tokens(text)
    assert "Sam Smit" not in upload(client, with_contacts(*ROWS)).content.decode()
    people.stop_being_found(contacts["Sam"])
    text = upload(client, with_contacts(*ROWS), contacts="on").content.decode()
    assert "Geen van je contacten vond goed hier gevonden te worden." in text


def test_a_member_who_did_not_agree_is_like_nobody(client, contacts):
    """Neither the page nor the number of statements tells; nor of who blocked her."""

    def answer(address: str) -> tuple[str, int]:
        with CaptureQueriesContext(connection) as statements:
            page = upload(client, with_contacts(row("Iris", address)), contacts="on")
        return without_tokens(page.content.decode()), len(statements)

    nobody = answer("elders@werk.example")
    assert answer("iris@werk.example") == nobody
    assert answer("tom@werk.example") == nobody


def test_nothing_of_who_is_not_here_stays_anywhere(client, contacts, caplog):
    upload(client, with_contacts(row("Kasper", "kasper@werk.example")), contacts="on")
    with connection.cursor() as cursor:
        tables = connection.introspection.table_names(cursor)
        for table in tables:
            holds = f'select from "{table}" t where t::text ilike %s'
            cursor.execute(holds, ["%kasper%"])
            assert cursor.fetchone() is None, table
    assert "kasper" not in caplog.text.lower()
    assert mail.outbox == []


def test_who_was_found_stands_there_again_after_a_refusal(client, contacts):
    looked = upload(client, with_contacts(*ROWS), contacts="on")
    chosen = {"read": looked.context["form"]["read"].value(), "positions": ["9"]}
    again = client.post("/ik/linkedin/kies/", chosen)
    assert again.status_code == 422
    assert "Sam Smit" in again.content.decode()
    people.stop_being_found(contacts["Sam"])
    assert "Sam Smit" not in client.post("/ik/linkedin/kies/", chosen).content.decode()


def test_a_few_files_a_day(client, contacts):
    for _number in range(5):
        assert "Sam Smit" in upload(client, with_contacts(*ROWS), contacts="on").content.decode()
    text = upload(client, with_contacts(*ROWS), contacts="on").content.decode()
    assert "Sam Smit" not in text
    assert "Kijk morgen weer" in text


def test_her_own_words_for_herself(client, noor):
    profile = "First Name,Last Name,Headline,Summary\nNoor,Bakker,Adviseur erfgoed,Ik help.\n"
    looked = upload(client, zipped(Profile=profile))
    text = looked.content.decode()
    assert "Ik help." in text
    read = looked.context["form"]["read"].value()
    client.post("/ik/linkedin/kies/", {"read": read, "promise": ""})
    assert Profile.objects.get(actor=noor).promise == ""
    client.post("/ik/linkedin/kies/", {"read": read, "promise": "Adviseur erfgoed"})
    assert Profile.objects.get(actor=noor).promise == "Adviseur erfgoed"


def test_what_is_not_used_is_said(client):
    text = upload(client, zipped(Positions=POSITIONS, Iets="A,B\n1,2\n")).content.decode()
    assert "Iets.csv" in text
    assert "dit bestand kennen we niet" in text


def broken() -> bytes:
    return zipped(Positions=POSITIONS)[:-30]


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"not a zip", "Dit is geen ZIP-bestand."),
        (b"", "Dit bestand is kapot of niet compleet."),
        (broken(), "Dit bestand is kapot of niet compleet."),
        (zipped(Other="Iets,Anders\n1,2\n"), "Dit ZIP-bestand is geen export van LinkedIn."),
        (zipped(**{"../Positions": POSITIONS}), "Dit bestand is niet zoals LinkedIn het maakt."),
        (
            zipped(Skills="Name\n" + "x" * 2_000_000),
            "Dit bestand is niet zoals LinkedIn het maakt.",
        ),
    ],
)
def test_a_file_we_cannot_read_is_refused_in_a_plain_sentence(client, content, sentence):
    answer = upload(client, content)
    assert answer.status_code == 422
    assert sentence in answer.content.decode()


def test_without_a_file_it_is_asked_for(client):
    answer = client.post("/ik/linkedin/")
    assert answer.status_code == 422
    assert "Kies het ZIP-bestand dat je van LinkedIn kreeg." in answer.content.decode()


def test_too_many_topics_are_refused_and_the_ticks_stay(client, noor):
    skills = "Name\n" + "".join(f"Onderwerp {number}\n" for number in range(40))
    looked = upload(client, zipped(Positions=POSITIONS, Skills=skills))
    every = [str(number) for number in range(31)]
    chosen = {"read": looked.context["form"]["read"].value(), "positions": ["0"], "topics": every}
    answer = client.post("/ik/linkedin/kies/", chosen)
    assert answer.status_code == 422
    assert answer.content.decode().count(" checked") == 32
    assert not Role.objects.filter(actor=noor).exists()


def test_what_was_read_for_noor_is_of_no_use_to_another(client, noor):
    seal = upload(client, zipped(Positions=POSITIONS)).context["form"]["read"].value()
    sam = member("Sam Smit", "sam@waterveen.example")
    for wrong in (seal, seal[:-1], "", "x:y:z"):
        answer = signed_in(sam).post("/ik/linkedin/kies/", {"read": wrong, "positions": ["0"]})
        assert answer.headers["Location"] == "/ik/linkedin/"
    assert not Role.objects.filter(actor=sam).exists()


@pytest.mark.parametrize("wrong", ["7", "-1", "x", "٣"])
def test_a_number_that_is_not_on_the_page_is_refused(client, noor, wrong):
    seal = upload(client, zipped(Positions=POSITIONS)).context["form"]["read"].value()
    answer = client.post("/ik/linkedin/kies/", {"read": seal, "positions": [wrong]})
    assert answer.status_code == 422
    assert not Role.objects.filter(actor=noor).exists()


def test_looking_takes_as_many_statements_for_much_as_for_little(
    client, noor, django_assert_max_num_queries
):
    client.get("/ik/linkedin/")
    rows = "".join(f"gemeente {n},Adviseur {n},,,2015,2016\n" for n in range(50))
    contacts = CONTACTS + "".join(f"V{n},A{n},,v{n}@x.example,,,\n" for n in range(2000))
    for content in (zipped(Positions=POSITIONS), zipped(Positions=POSITIONS + rows, C=contacts)):
        with django_assert_max_num_queries(8):
            assert upload(client, content).status_code == 200
