"""What was backed up comes back, on this machine and on another."""

import tarfile
from pathlib import Path

from tests.house.conftest import House
from vaknet.kit import postgres, postgres_programs


def _sql(house: House, statement: str) -> str:
    """Run a statement in the network's database."""
    socket = house.socket
    postgres.start(house.cluster, socket)
    psql = [postgres_programs.programs() / "psql", "-h", socket, "-U", "postgres", "-X", "-A", "-t"]
    try:
        return postgres_programs.run([*psql, "-c", statement, "vaknet"], None).strip()
    finally:
        postgres.stop(house.cluster)


def _knock(house: House, email: str) -> None:
    columns = "email, password, is_superuser, language, is_active, is_staff"
    row = f"VALUES ('{email}', '!', false, 'nl', true, false)"
    _sql(house, f"INSERT INTO people_account ({columns}) {row}")


def _accounts(house: House) -> str:
    return _sql(house, "SELECT string_agg(email, ' ' ORDER BY email) FROM people_account")


A_PHOTO = [
    "INSERT INTO activity_actor (kind, handle, domain, name, headline, photo)"
    " VALUES ('person', 'samira', '', 'Samira', '', '0123456789abcdef')",
    "INSERT INTO people_photo (actor_id, name) SELECT id, photo FROM activity_actor",
    "INSERT INTO people_photofile (photo_id, size, format, content)"
    " SELECT id, 96, 'webp', decode('00ff89504e470a', 'hex') FROM people_photo",
]


def _show_a_photo(house: House) -> None:
    for statement in A_PHOTO:
        _sql(house, statement)


def _photos(house: House) -> str:
    return _sql(house, "SELECT encode(content, 'hex') FROM people_photofile")


def test_a_backup_comes_back_where_it_was_made(house: House, tmp_path: Path) -> None:
    file = tmp_path / "monday.backup"
    _knock(house, "samira@example.org")
    key = (house.data / "secret-key").read_text()
    assert house.run("backup", str(file)).returncode == 0
    _knock(house, "later@example.org")
    _sql(house, "CREATE TABLE of_a_newer_version (id int)")
    (house.data / "secret-key").write_text("lost")
    done = house.run("restore", "--yes", str(file))
    assert (done.returncode, done.stderr) == (0, "")
    assert _accounts(house) == "samira@example.org"
    assert _sql(house, "SELECT to_regclass('of_a_newer_version')") == ""
    assert (house.data / "secret-key").read_text() == key
    assert house.run("migrate").returncode == 0


LESSONS = [
    "INSERT INTO learning_search (at, edition) VALUES (now(), 'x')",
    "INSERT INTO learning_shown (search_id, place, side, features, propensities, outcome)"
    " SELECT id, 1, 0, '{}', '{}', 1 FROM learning_search",
]


def test_what_was_kept_to_learn_from_does_not_come_back(house: House, tmp_path: Path) -> None:
    """Who objected since would stand in it again."""
    file = tmp_path / "monday.backup"
    for statement in LESSONS:
        _sql(house, statement)
    assert house.run("backup", str(file)).returncode == 0
    done = house.run("restore", "--yes", str(file))
    assert (done.returncode, done.stderr) == (0, "")
    assert "Who chose since the backup to stay out of that takes part again" in done.stdout
    both = "(SELECT count(*) FROM learning_shown) + (SELECT count(*) FROM learning_search)"
    assert _sql(house, f"SELECT {both}") == "0"


def test_a_backup_of_before_there_was_learning_comes_back(house: House, tmp_path: Path) -> None:
    file = tmp_path / "monday.backup"
    _knock(house, "samira@example.org")
    _sql(house, "DROP TABLE learning_shown, learning_search")
    assert house.run("backup", str(file)).returncode == 0
    assert house.run("restore", "--yes", str(file)).returncode == 0
    assert _accounts(house) == "samira@example.org"


def test_a_backup_comes_back_in_an_empty_folder(
    house: House, empty_house: House, tmp_path: Path
) -> None:
    file = tmp_path / "monday.backup"
    _knock(house, "samira@example.org")
    _show_a_photo(house)
    assert house.run("backup", str(file)).returncode == 0
    other = House(tmp_path / "other")
    done = other.run("restore", "--yes", str(file))
    assert (done.returncode, done.stderr) == (0, "")
    assert _accounts(other) == "samira@example.org"
    assert _photos(other) == "00ff89504e470a"
    other.leave()


def test_a_backup_is_for_its_owner_only_and_never_overwrites(house: House, tmp_path: Path) -> None:
    file = tmp_path / "monday.backup"
    assert house.run("backup", str(file)).returncode == 0
    assert file.stat().st_mode & 0o777 == 0o600
    again = house.run("backup", str(file))
    assert (again.returncode, again.stderr) == (
        1,
        f"Error: {file} exists already. Choose another name.\n",
    )


def test_what_is_no_backup_changes_nothing(house: House, tmp_path: Path) -> None:
    _knock(house, "samira@example.org")
    strange = tmp_path / "strange.backup"
    strange.write_text("not a backup")
    done = house.run("restore", "--yes", str(strange))
    assert (done.returncode, done.stderr) == (
        1,
        f"Error: {strange} is not a backup that vaknet made.\n",
    )
    assert _accounts(house) == "samira@example.org"


def test_a_damaged_backup_changes_nothing(house: House, tmp_path: Path) -> None:
    file, damaged = tmp_path / "monday.backup", tmp_path / "damaged.backup"
    assert house.run("backup", str(file)).returncode == 0
    _knock(house, "samira@example.org")
    with tarfile.open(file) as whole, tarfile.open(damaged, "w") as part:
        part.addfile(whole.getmember("about.json"), whole.extractfile("about.json"))
        dump = tarfile.TarInfo("database.dump")
        dump.size = 5000
        part.addfile(dump, whole.extractfile("database.dump"))
    done = house.run("restore", "--yes", str(damaged))
    assert done.returncode == 1
    assert "Nothing was changed." in done.stderr
    assert _accounts(house) == "samira@example.org"


def test_nothing_is_restored_under_a_network_that_serves(house: House, tmp_path: Path) -> None:
    file = tmp_path / "monday.backup"
    house.serve()
    assert house.run("backup", str(file)).returncode == 0
    done = house.run("restore", "--yes", str(file))
    assert (done.returncode, done.stderr) == (
        1,
        "Error: Vaknet is serving this data folder. Stop it first.\n",
    )


def test_restoring_asks_first(house: House, tmp_path: Path) -> None:
    file = tmp_path / "monday.backup"
    assert house.run("backup", str(file)).returncode == 0
    _knock(house, "samira@example.org")
    done = house.run("restore", str(file))
    assert done.returncode == 1
    assert _accounts(house) == "samira@example.org"
