"""The operator brings members along, twice, and nothing is lost or doubled."""

import csv
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from django.core import mail
from procrastinate.contrib.django.models import ProcrastinateJob

from tests.world import World
from vaknet.domain.people import actions as people
from vaknet.domain.people.actions import topics
from vaknet.domain.people.models import Account, KnownTopic, Role
from vaknet.interfaces.commands.import_members import command

REGISTER = """\
naam;e-mail;vak;organisatie;plaats;rollen;weet;zoekt;taal
Ilse de Wit;ilse@oosterhage.example;griffier;gemeente Oosterhage;;kaderlid (Bond, 2019-);moties;;nl
Jan Bos;jan@duinrade.example;;;;;bezwaar; subsidies;en
"""


@pytest.fixture
def bring_in(tmp_path: Path, db: None):
    def run(content: str | bytes, *options: str) -> Result:
        file = tmp_path / "members.csv"
        file.write_bytes(content if isinstance(content, bytes) else content.encode())
        return CliRunner().invoke(command, [str(file), *options], catch_exceptions=False)

    return run


def test_members_come_in_whole(bring_in) -> None:
    done = bring_in(REGISTER)
    assert "2 created, 0 changed, 0 unchanged, 0 refused" in done.output
    ilse = Account.objects.get(email="ilse@oosterhage.example").actor
    assert (ilse.handle, ilse.headline) == ("ilse.de.wit", "griffier, gemeente Oosterhage")
    assert {role.kind for role in ilse.roles.all()} == {"work", "union"}
    assert [topic.text for topic in ilse.known_topics.all()] == ["moties"]


def test_twice_changes_nothing(bring_in) -> None:
    bring_in(REGISTER)
    before = (Role.objects.count(), KnownTopic.objects.count(), Account.objects.count())
    again = bring_in(REGISTER)
    assert "0 created, 0 changed, 2 unchanged, 0 refused" in again.output
    assert before == (Role.objects.count(), KnownTopic.objects.count(), Account.objects.count())


def test_what_is_new_is_added_and_nothing_taken_away(bring_in) -> None:
    bring_in(REGISTER)
    again = bring_in(REGISTER.replace("weet;zoekt", "weet;zoekt").replace("moties", "amendementen"))
    assert "1 changed" in again.output
    ilse = Account.objects.get(email="ilse@oosterhage.example").actor
    assert {topic.text for topic in ilse.known_topics.all()} == {"moties", "amendementen"}


def test_dry_run_writes_nothing(bring_in) -> None:
    done = bring_in(REGISTER, "--dry-run")
    assert "2 created" in done.output
    assert "nothing was written" in done.output
    assert not Account.objects.exists()


def test_a_bad_row_is_named_and_nothing_of_it_is_written(bring_in) -> None:
    done = bring_in(REGISTER + "Kees;geen adres;;;;;;;\nIlse;ilse@oosterhage.example;;;;;;;\n")
    assert "line 4: refused geen adres" in done.output
    assert "line 5: refused" in done.output
    assert "2 created, 0 changed, 0 unchanged, 2 refused" in done.output
    assert Account.objects.count() == 2


def test_a_register_without_addresses_is_refused_whole(bring_in) -> None:
    done = bring_in("naam;plaats\nIlse;Utrecht\n")
    assert done.exit_code == 1
    assert "no column email" in done.output
    assert not Account.objects.exists()


def test_nobody_is_mailed_unless_asked(bring_in) -> None:
    bring_in(REGISTER)
    assert not ProcrastinateJob.objects.filter(task_name__startswith="mail").exists()
    assert mail.outbox == []
    bring_in("name,email\nNina,nina@waterveen.example\n", "--invite")
    jobs = ProcrastinateJob.objects.filter(task_name="mail_invitation")
    assert [job.args["email"] for job in jobs] == ["nina@waterveen.example"]


def test_two_people_with_one_name_get_two_handles(bring_in) -> None:
    bring_in("name,email\nJan Bos,a@b.example\nJan Bos,c@d.example\n")
    handles = set(Account.objects.values_list("actor__handle", flat=True))
    assert handles == {"jan.bos", "jan.bos2"}


def test_the_report_is_safe_to_open_in_a_spreadsheet(bring_in, tmp_path: Path) -> None:
    report = tmp_path / "report.csv"
    bring_in("name,email\nKees,=cmd|calc!A1\n", "--report", str(report))
    with report.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.reader(file))
    assert rows[1][2].startswith("'=")


def test_excel_with_utf16_and_semicolons(bring_in) -> None:
    done = bring_in(REGISTER.replace(";", "\t").encode("utf-16"))
    assert "2 created" in done.output


@pytest.mark.parametrize(
    "content",
    [b"", b"\xff\xfe\x00", b"name,email\n\xff,\xfe\n", b"name,email\n" + b"x" * 3_000_000 + b",y"],
)
def test_a_file_that_cannot_be_read_is_said(bring_in, content: bytes) -> None:
    done = bring_in(content)
    assert done.exit_code == 1
    assert "Nothing was written" in done.output


def test_who_had_only_asked_for_a_code_joins_by_the_register(bring_in) -> None:
    account = people.knock("ilse@oosterhage.example", language="nl")
    planned = bring_in(REGISTER, "--dry-run")
    account.refresh_from_db()
    assert "had asked for a code before" in planned.output
    assert account.actor is None
    bring_in(REGISTER)
    account.refresh_from_db()
    assert account.actor is not None
    assert {role.kind for role in account.actor.roles.all()} == {"work", "union"}


def test_a_later_register_adds_roles_and_a_dry_run_adds_none(bring_in) -> None:
    bring_in(REGISTER)
    more = REGISTER.replace("2019-)", "2019-), raadslid (Raad, 2024-)").replace(";", "\t")
    more = more.replace("), raadslid", ");raadslid")
    assert "1 changed" in bring_in(more, "--dry-run").output
    assert not Role.objects.filter(title="raadslid").exists()
    bring_in(more)
    assert Role.objects.get(title="raadslid").actor.handle == "ilse.de.wit"


def test_what_a_profile_has_no_room_for_is_said(bring_in, monkeypatch: pytest.MonkeyPatch) -> None:
    bring_in(REGISTER)
    monkeypatch.setattr(topics, "TOPICS", 1)
    done = bring_in(REGISTER.replace("moties", "amendementen"))
    assert "1 unchanged, 1 refused" in done.output
    assert "You have 1 topics here." in done.output


def test_who_is_here_already_keeps_her_own_words(bring_in, world: World) -> None:
    email = world.samira.account.email
    done = bring_in(f"name,email,profession,knows\nS. El Idrissi,{email},archivaris,paarden\n")
    assert "1 changed" in done.output
    world.samira.refresh_from_db()
    assert world.samira.name == "Samira El Idrissi"
