"""Settings: one list, one file, the environment, and sentences about what is wrong."""

import os
import subprocess
import sys
from ipaddress import ip_address
from pathlib import Path

import pytest

from vaknet.configuration import Configuration, read
from vaknet.kit.environment import BadSettings
from vaknet.operator_settings import SETTINGS

DOCS = Path(__file__).resolve().parents[2] / "docs" / "operator" / "settings.md"


def _read(data: Path, **given: str) -> Configuration:
    return read({"VAKNET_DATA": str(data)} | given)


def _wrong(data: Path, **given: str) -> list[str]:
    with pytest.raises(BadSettings) as caught:
        _read(data, **given)
    return caught.value.sentences


def test_every_setting_is_documented_and_nothing_else() -> None:
    rows = [line for line in DOCS.read_text(encoding="utf-8").splitlines() if line[:3] == "| `"]
    documented = [row.split("`")[1] for row in rows]
    assert sorted(documented) == sorted(setting.name for setting in SETTINGS)


def test_every_setting_explains_itself() -> None:
    short = [s.name for s in SETTINGS if len(s.help) < 15 or s.help[0].islower()]
    assert short == []


def test_without_any_setting_it_runs_here(tmp_path: Path) -> None:
    c = _read(tmp_path)
    assert c.base_url == "http://127.0.0.1:8000"
    assert c.own_database
    assert c.mail_to_files
    assert c.database["HOST"] == str(tmp_path / "postgres-socket")


def test_other_networks_need_an_address_that_stays(tmp_path: Path) -> None:
    assert not _read(tmp_path).federation
    for address in ("", "http://vaknet.example"):
        [sentence] = _wrong(tmp_path, VAKNET_FEDERATION="yes", VAKNET_BASE_URL=address)
        assert sentence == "VAKNET_FEDERATION needs a VAKNET_BASE_URL that begins with https://."
    given = {"VAKNET_FEDERATION": "yes", "VAKNET_BASE_URL": "https://vaknet.example"}
    assert _read(tmp_path, **given).federation


def test_a_trial_of_other_networks_is_of_this_machine_alone(tmp_path: Path) -> None:
    two = "127.0.0.1:8001,127.0.0.1:8002"
    given = {"VAKNET_FEDERATION": "yes", "VAKNET_FEDERATION_TRIAL": two}
    c = _read(tmp_path, **given, VAKNET_BASE_URL="http://127.0.0.1:8001")
    assert c.federation
    assert c.federation_trial == {"127.0.0.1:8001", "127.0.0.1:8002"}
    assert c.may_reach_network(ip_address("127.0.0.1"), 8002)
    assert not c.may_reach_network(ip_address("127.0.0.1"), 8003)
    assert not c.may_reach(ip_address("127.0.0.1"), 8002)
    for address in ("https://vaknet.example", "http://127.0.0.1:8003", ""):
        assert _wrong(tmp_path, **given, VAKNET_BASE_URL=address) == [
            "VAKNET_FEDERATION_TRIAL is for a VAKNET_BASE_URL on this machine that it lists."
        ]
    for hosts in ("vaknet.example:443", "127.0.0.1", "10.0.0.1:8001"):
        assert _wrong(tmp_path, **given | {"VAKNET_FEDERATION_TRIAL": hosts}) == [
            "VAKNET_FEDERATION_TRIAL lists networks as 127.0.0.1:8001, with commas."
        ]


def test_plans_are_kept_unless_a_pooler_stands_between(tmp_path: Path) -> None:
    assert _read(tmp_path).database["OPTIONS"]["prepare_threshold"] == 3
    assert _read(tmp_path, VAKNET_DATABASE_PREPARE="0").database["OPTIONS"] == {}
    url = "postgresql://an:se%2Fcret@db.example:6432/net?sslmode=require"
    far = _read(tmp_path, DATABASE_URL=url, VAKNET_DATABASE_PREPARE="5").database
    assert far["OPTIONS"] == {
        "server_side_binding": True,
        "prepare_threshold": 5,
        "connect_timeout": 10,
        "sslmode": "require",
    }
    assert (far["HOST"], far["PORT"], far["PASSWORD"]) == ("db.example", "6432", "se/cret")


def test_the_file_speaks_and_the_environment_wins(tmp_path: Path) -> None:
    lines = ["# ours", "", 'VAKNET_NETWORK_NAME="Vak & Werk"', "export VAKNET_LANGUAGE = en"]
    (tmp_path / "vaknet.env").write_text("\n".join(lines), encoding="utf-8")
    assert (_read(tmp_path).network_name, _read(tmp_path).language) == ("Vak & Werk", "en")
    assert _read(tmp_path, VAKNET_LANGUAGE="nl").language == "nl"


def test_a_typing_error_in_the_file_is_found(tmp_path: Path) -> None:
    (tmp_path / "vaknet.env").write_text("VAKNET_MAIL_ULR=smtp://x", encoding="utf-8")
    assert _wrong(tmp_path) == [
        "There is no setting VAKNET_MAIL_ULR. Did you mean VAKNET_MAIL_URL?"
    ]


def test_a_file_that_is_no_settings_file_is_told(tmp_path: Path) -> None:
    (tmp_path / "vaknet.env").write_bytes(b"\xff\xfe\x00")
    assert "it is not UTF-8 text" in _wrong(tmp_path)[0]
    (tmp_path / "vaknet.env").write_text("just words", encoding="utf-8")
    assert _wrong(tmp_path)[0] == f"Line 1 of {tmp_path}/vaknet.env should be NAME=value."


def test_all_that_is_wrong_is_told_at_once(tmp_path: Path) -> None:
    assert _wrong(
        tmp_path,
        VAKNET_PROXIES="two",
        VAKNET_TIME_ZONE="Mars/Olympus",
        VAKNET_DEBUG="maybe",
        VAKNET_LANGUAGE="fr",
        VAKNET_BASE_URL="vaknet.example.org",
    ) == [
        "VAKNET_BASE_URL should be an address that starts with https:// or http://, "
        "not 'vaknet.example.org'.",
        "VAKNET_PROXIES should be a whole number from 0 to 9, not 'two'.",
        "VAKNET_LANGUAGE should be nl or en, not 'fr'.",
        "VAKNET_TIME_ZONE should be a time zone such as Europe/Amsterdam, not 'Mars/Olympus'.",
        "VAKNET_DEBUG should be yes or no, not 'maybe'.",
    ]


def test_a_secret_is_never_repeated(tmp_path: Path) -> None:
    sentences = _wrong(
        tmp_path, DATABASE_URL="mysql://me:geheim@db/x", VAKNET_MAIL_URL="http://me:geheim@mail"
    )
    assert len(sentences) == 2
    assert "geheim" not in " ".join(sentences)


def test_a_short_secret_key_is_refused(tmp_path: Path) -> None:
    assert _wrong(tmp_path, VAKNET_SECRET_KEY="kort") == [
        "VAKNET_SECRET_KEY needs 32 signs or more."
    ]


def test_the_secret_key_is_made_once_and_closed(tmp_path: Path) -> None:
    first = _read(tmp_path / "new").secret_key
    assert _read(tmp_path / "new").secret_key == first
    assert (tmp_path / "new" / "secret-key").stat().st_mode & 0o777 == 0o600
    assert [path.name for path in (tmp_path / "new").iterdir()] == ["secret-key"]


def test_the_data_folder_is_made_closed(tmp_path: Path) -> None:
    _read(tmp_path / "new")
    assert (tmp_path / "new").stat().st_mode & 0o777 == 0o700


def test_a_data_folder_that_cannot_be_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    assert _wrong(tmp_path / "file" / "data") == [
        f"The data folder {tmp_path}/file/data cannot be made: Not a directory."
    ]


def test_a_database_of_your_own(tmp_path: Path) -> None:
    url = "postgresql://me:p%40ss@db.example:6543/vak%20net?sslmode=require"
    database = _read(tmp_path, DATABASE_URL=url).database
    assert (database["USER"], database["PASSWORD"], database["HOST"], database["PORT"]) == (
        "me",
        "p@ss",
        "db.example",
        "6543",
    )
    assert database["NAME"] == "vak net"


def test_a_database_behind_a_socket(tmp_path: Path) -> None:
    database = _read(tmp_path, DATABASE_URL="postgres:///vaknet?host=/run/postgresql").database
    assert (database["HOST"], database["NAME"]) == ("/run/postgresql", "vaknet")


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ({"VAKNET_MAIL_URL": "smtp://me:p%40@mail"}, ("mail", 587, "me", "p@", True, False)),
        ({"VAKNET_MAIL_URL": "smtps://mail"}, ("mail", 465, "", "", False, True)),
        ({"VAKNET_MAIL_URL": "smtp://mail:25?tls=none"}, ("mail", 25, "", "", False, False)),
        ({"VAKNET_MAIL_HOST": "mail"}, ("mail", 587, "", "", True, False)),
        (
            {"VAKNET_MAIL_HOST": "mail", "VAKNET_MAIL_PORT": "465", "VAKNET_MAIL_TLS": "tls"},
            ("mail", 465, "", "", False, True),
        ),
    ],
)
def test_mail_in_one_line_or_in_parts(
    tmp_path: Path, given: dict[str, str], expected: tuple[object, ...]
) -> None:
    mailer = _read(tmp_path, **given).mailers["default"]
    keys = ("host", "port", "username", "password", "use_tls", "use_ssl")
    assert tuple(mailer["OPTIONS"][key] for key in keys) == expected


def test_hosts_of_the_base_url_and_more(tmp_path: Path) -> None:
    c = _read(tmp_path, VAKNET_BASE_URL="https://vak.example/", VAKNET_ALLOWED_HOSTS="a.nl, b.nl")
    assert c.base_url == "https://vak.example"
    assert c.allowed_hosts == ["vak.example", "a.nl", "b.nl", "localhost", "127.0.0.1", "[::1]"]
    assert c.mail_from == "Vaknet <vaknet@vak.example>"


def test_a_wrong_setting_is_a_sentence_on_the_command_line(tmp_path: Path) -> None:
    environment = os.environ | {"VAKNET_DATA": str(tmp_path), "VAKNET_PROXIES": "x"}
    done = subprocess.run(
        [Path(sys.executable).with_name("vaknet"), "doctor"],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    said = "VAKNET_PROXIES should be a whole number from 0 to 9, not 'x'.\n"
    assert (done.returncode, done.stderr) == (1, said)
