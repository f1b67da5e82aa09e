"""A LinkedIn export is read by its columns, and others stay apart from oneself."""

import io
import zipfile
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vaknet.engine.linkedin import (
    Aside,
    Contact,
    Export,
    NotAnExport,
    PartialDate,
    Position,
    Profile,
    read,
    sentences,
)
from vaknet.engine.linkedin.dates import partial_date, whole_date
from vaknet.engine.linkedin.signatures import Kind, kind_of
from vaknet.kit.untrusted_zip import opened

PROFILE = (
    "First Name,Last Name,Maiden Name,Address,Birth Date,Headline,Summary,Industry,Zip Code,"
    "Geo Location,Twitter Handles,Websites,Instant Messengers\n"
    'Noor,van Dijk,,Geheimstraat 1,1 Jan,Adviseur welstand &amp; erfgoed,"Regel 1\nRegel 2",,,'
    '"Waterveen, Nederland",,,\n'
)
POSITIONS = (
    "Company Name,Title,Description,Location,Started On,Finished On\n"
    "gemeente Waterveen,Adviseur,,,Mar 2019,\n"
    "gemeente Duinrade,Stagiair,,,2015,2016\n"
    "gemeente Duinrade,,,,2015,2016\n"
)
CONTACTS = (
    'Notes:\n"When exporting, you may notice that some, ""many"", addresses are missing."\n\n'
    "First Name,Last Name,URL,Email Address,Company,Position,Connected On\n"
    "Sam,Bakker,https://nl.example/in/sam,Sam@Werk.example,Waterschap,Jurist,05 Mar 2019\n"
    ",,,,,,\n"
    "Iris,Smit,https://nl.example/in/iris,,,,31 Feb 2019\n"
)
MESSAGES = "CONVERSATION ID,CONVERSATION TITLE,FROM,TO,DATE,CONTENT\n1,,Sam,Noor,,geheim\n"


def export(files: dict[str, str | bytes], *, contacts: bool = True) -> Export:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    with opened(file) as unpacked:
        return read(unpacked, contacts=contacts)


def test_a_complete_export() -> None:
    found = export(
        {
            "Complete/Profile.csv": PROFILE,
            "Complete/Positions.csv": POSITIONS,
            "Complete/Volunteering.csv": (
                "Company Name,Role,Cause,Started On,Finished On,Description\n"
                "Voedselbank,Chauffeur,,Jan 2020,,\n"
            ),
            "Complete/Education.csv": (
                "School Name,Start Date,End Date,Notes,Degree Name,Activities\n"
                "Hogeschool Lindewoude,2011,2015,,Bouwkunde,\n"
            ),
            "Complete/Skills.csv": "Name\nWelstand\nWelstand\nErfgoed\n",
            "Complete/Languages.csv": "Name,Proficiency\nNederlands,Native\nTurkish,\n",
            "Complete/Certifications.csv": (
                "Name,Url,Authority,Started On,Finished On,License Number\n"
                "Omgevingswet,,Academie,,,\n"
            ),
            "Complete/Courses.csv": "Name,Number\nSchrijven voor iedereen,\nOmgevingswet,7\n",
            "Complete/Honors.csv": "Title,Description,Issued On\nPluim,,2020\n",
            "Complete/Connections.csv": CONTACTS,
            "Complete/messages.csv": MESSAGES,
            "Complete/Registration.csv": "Registered At,Registration Ip\n1,2\n",
            "Complete/Nieuw.csv": "Iets,Anders\n1,2\n",
            "Complete/Articles/a.html": "<p>x</p>",
        }
    )
    me = found.me
    assert me.profile == Profile(
        "Noor van Dijk", "Adviseur welstand & erfgoed", "Regel 1\nRegel 2", "Waterveen, Nederland"
    )
    assert me.positions == (
        Position("Adviseur", "gemeente Waterveen", PartialDate(2019, 3), None),
        Position("Stagiair", "gemeente Duinrade", PartialDate(2015), PartialDate(2016)),
        Position("Chauffeur", "Voedselbank", PartialDate(2020, 1), None, voluntary=True),
    )
    assert me.skills == ("Welstand", "Erfgoed")
    assert me.learned == ("Omgevingswet", "Schrijven voor iedereen")
    assert me.languages == ("Nederlands", "Turkish")
    assert found.others.contacts == (
        Contact("Sam Bakker", "sam@werk.example", "Waterschap", "Jurist", date(2019, 3, 5),
                "https://nl.example/in/sam"),
        Contact("Iris Smit", "", "", "", None, "https://nl.example/in/iris"),
    )  # fmt: skip
    assert dict(found.aside) == {
        "Complete/Education.csv": Aside.EDUCATION,
        "Complete/Honors.csv": Aside.ACHIEVEMENTS,
        "Complete/messages.csv": Aside.MESSAGES,
        "Complete/Registration.csv": Aside.PRIVATE,
        "Complete/Nieuw.csv": Aside.UNKNOWN,
        "Complete/Articles/a.html": Aside.NO_TABLE,
    }
    assert found.skipped == 1


def test_pages_elsewhere_are_read_as_linkedin_writes_them() -> None:
    told = "[BLOG:https://blog.example/noor,COMPANY:HTTP://www.werk.example/,PORTFOLIO:geen]"
    profile = f'First Name,Last Name,Headline,Websites\nNoor,Bakker,Adviseur,"{told}"\n'
    found = export({"Profile.csv": profile}).me.profile
    assert found is not None
    assert found.links == ("https://blog.example/noor", "HTTP://www.werk.example/")


def test_nothing_of_others_is_among_what_is_hers_and_no_address_is_read() -> None:
    found = export({"a.csv": PROFILE, "b.csv": CONTACTS, "c.csv": MESSAGES})
    assert "Sam" not in repr(found.me)
    assert "geheim" not in repr(found).lower()


def test_contacts_are_not_read_unless_asked_for() -> None:
    found = export({"a.csv": PROFILE, "Connections.csv": CONTACTS}, contacts=False)
    assert found.others.contacts == ()
    assert found.aside == (("Connections.csv", Aside.CONTACTS),)
    alone = export({"Connections.csv": CONTACTS}, contacts=False)
    assert alone.me.profile is None


@pytest.mark.parametrize(
    ("columns", "reason"),
    [
        ("From,To,Sent At,Message,Direction,inviterProfileUrl,inviteeProfileUrl", "of_others"),
        ("Endorsement Date,Skill Name,Endorser First Name,Endorser Last Name", "of_others"),
        ("First Name,Last Name,Company,Job Title,Text,Creation Date,Status", "of_others"),
        ("Title,Description,Url,Started On,Finished On", "achievements"),
        ("Name,Published On,Description,Publisher,Url", "achievements"),
        ("Email Address,Confirmed,Primary,Updated On", "private"),
        ("Extension,Number,Type", "private"),
        ("Organization,Followed On", "activity"),
        ("Date,ShareLink,ShareCommentary,SharedUrl,MediaUrl,Visibility", "activity"),
        ("Saved Date,Job Url,Job Title,Company Name", "jobs"),
        ("Member Age,Company Names,Job Titles", "unknown"),
    ],
)
def test_every_other_file_is_left_alone_with_its_reason(columns: str, reason: str) -> None:
    found = export({"Skills.csv": "Name\nErfgoed\n", "Iets.csv": f"{columns}\na,b,c,d,e,f,g\n"})
    assert found.aside == (("Iets.csv", Aside(reason)),)


@pytest.mark.parametrize(
    ("headline", "summary", "expected"),
    [
        ("Adviseur", "Ik help graag. En meer.\nNog meer", ("Adviseur", "Ik help graag.")),
        ("Adviseur", "\n \nAdviseur\n", ("Adviseur",)),
        ("", "", ()),
        ("een twee drie vier", "x" * 30, ("een twee drie…", "x" * 16 + "…")),
    ],
)
def test_oneself_in_one_sentence(headline: str, summary: str, expected: tuple[str, ...]) -> None:
    assert sentences(Profile("Noor", headline, summary, ""), longest=17) == expected


def test_without_a_profile_there_is_no_sentence() -> None:
    assert sentences(None, longest=200) == ()


def test_names_of_files_do_not_matter_and_the_profile_summary_is_added() -> None:
    found = export(
        {
            "Profil.csv": "First Name,Last Name,Headline\nNoor,van Dijk,Adviseur\n",
            "Zusammenfassung.csv": "Profile Summary\nIk help graag\n",
            "Kontakte.csv": "First Name,Last Name,Email Address,Company,Position,Connected On\n"
            "Sam,Bakker,,,,\n",
        }
    )
    assert found.me.profile == Profile("Noor van Dijk", "Adviseur", "Ik help graag", "")
    assert [contact.name for contact in found.others.contacts] == ["Sam Bakker"]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_encodings_of_files_that_were_saved_again(encoding: str) -> None:
    found = export({"Skills.csv": "Name\nCoördinatie\n".encode(encoding)})
    assert found.me.skills == ("Coördinatie",)


def test_rows_that_say_nothing_are_counted_not_kept() -> None:
    found = export(
        {
            "Profile.csv": "First Name,Last Name,Headline,Summary\n,,,alleen dit\n",
            "Connections.csv": "First Name,Last Name,Email Address,Company,Position,Connected On\n"
            ",,,Waterschap,Jurist,\n",
            "Skills.csv": "Name\n \nErfgoed\n",
        }
    )
    assert (found.me.profile, found.others.contacts) == (None, ())
    assert found.me.skills == ("Erfgoed",)
    assert found.skipped == 3


def test_a_zip_with_other_things_is_no_export() -> None:
    with pytest.raises(NotAnExport):
        export({"photo.jpg": b"x", "table.csv": "Iets,Anders\n1,2\n"})


@pytest.mark.parametrize("wrong", ['Name\n"' + "x\n" * 600_000, "Name\n" + "x" * 1_100_000])
def test_a_file_that_cannot_be_read_is_named_and_the_rest_is_read(wrong: str) -> None:
    # Without compression: such a file would be refused as too dense.
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("Broken.csv", wrong)
        archive.writestr("Positions.csv", POSITIONS)
    with opened(file) as unpacked:
        found = read(unpacked)
    assert found.aside == (("Broken.csv", Aside.UNREADABLE),)
    assert len(found.me.positions) == 2


@given(st.lists(st.text(max_size=40), max_size=20))
def test_whatever_is_in_a_file_it_is_read(lines: list[str]) -> None:
    found = export({"Positions.csv": POSITIONS, "Skills.csv": "\n".join(["Name", *lines])})
    assert len(found.me.positions) == 2
    assert all(skill.strip() == skill != "" for skill in found.me.skills)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Mar 2019", PartialDate(2019, 3)),
        ("september 2019", PartialDate(2019, 9)),
        (" 2019 ", PartialDate(2019)),
        ("2019-04", PartialDate(2019, 4)),
        ("2019-04-01 10:00:00 UTC", PartialDate(2019, 4)),
        ("5 May 2019", PartialDate(2019, 5)),
        ("2019-13", None),
        ("Foo 2019", None),
        ("Mar 0001", None),
        ("", None),
        ("٢٠١٩", None),
    ],
)
def test_dates_as_linkedin_writes_them(text: str, expected: PartialDate | None) -> None:
    assert partial_date(text) == expected


@given(st.text(max_size=30))
def test_whatever_stands_for_a_date_is_a_date_or_none(text: str) -> None:
    day = whole_date(text)
    assert day is None or day.year >= 1900


def test_columns_in_any_order_and_case() -> None:
    assert kind_of(["FINISHED ON", "Started on", "Title", "company  name", "New"]) is Kind.POSITIONS
    assert kind_of(["Name", "Number"]) is Kind.LEARNED
    assert kind_of(["Name"]) is Kind.SKILLS
    assert kind_of([]) is None
