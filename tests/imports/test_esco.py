"""The official download of ESCO, as it is saved: a ZIP for each language."""

import zipfile
from pathlib import Path

import pytest
from click.testing import CliRunner

from tests.reference import LOADED
from tests.world import member
from vaknet.domain.people import actions, queries
from vaknet.domain.people.models import KnownTopic, Occupation, OccupationGroup, Subject
from vaknet.engine.esco import sheet
from vaknet.interfaces.commands.import_esco import command
from vaknet.kit.table import TableError

SKILLS = "conceptType,conceptUri,skillType,preferredLabel,altLabels,status,description\n"
OCCUPATIONS = "conceptType,conceptUri,iscoGroup,preferredLabel,altLabels,status,code\n"
GROUPS = "conceptType,conceptUri,code,preferredLabel,status\n"
TREES = "http://esco.example/skill/1"
DUTCH = {
    "ESCO dataset/skills_nl.csv": SKILLS
    + f"KnowledgeSkillCompetence,{TREES},skill,bomen snoeien,"
    + '"snoeien\nbomen | kappen\n\nBomen snoeien",released,\n'
    + f"KnowledgeSkillCompetence,{TREES},skill,staat er twee keer,,released,\n"
    + "KnowledgeSkillCompetence,http://esco.example/skill/2,skill,turf steken,,obsolete,\n"
    + "KnowledgeSkillCompetence,http://esco.example/skill/3,skill,,,released,\n",
    "ESCO dataset/occupations_nl.csv": OCCUPATIONS
    + "Occupation,http://esco.example/occupation/1,6113,boomverzorger,snoeier,released,6113.1\n",
    "ESCO dataset/ISCOGroups_nl.csv": GROUPS
    + "ISCOGroup,http://esco.example/isco/C6113,6113,Tuinders e.d.,released\n",
    "ESCO dataset/conceptSchemes_nl.csv": "not,for,us\n",
}
ENGLISH = {
    "skills_en.csv": SKILLS
    + f"KnowledgeSkillCompetence,{TREES},skill,prune trees,trim trees,released,\n",
    "occupations_en.csv": OCCUPATIONS
    + "Occupation,http://esco.example/occupation/1,6113,tree surgeon,arborist,released,6113.1\n",
    "ISCOGroups_en.csv": GROUPS
    + "ISCOGroup,http://esco.example/isco/C6113,6113,Gardeners,released\n",
}


@pytest.fixture(autouse=True)
def _an_empty_network(request: pytest.FixtureRequest) -> None:
    """Whatever other tests left: seen once, and not found since."""
    if request.node.get_closest_marker("django_db"):
        request.getfixturevalue("db")
        for model in LOADED:
            model.objects.all().delete()


def packed(folder: Path, name: str, files: dict[str, str]) -> Path:
    path = folder / name
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for member_name, text in files.items():
            archive.writestr(member_name, text.encode())
    return path


def bring(path: Path) -> str:
    result = CliRunner().invoke(command, [str(path)])
    assert result.exit_code == 0, result.output
    return result.output


def refused(path: Path) -> str:
    result = CliRunner().invoke(command, [str(path)])
    assert result.exit_code == 1
    assert not Subject.objects.exists()
    return result.output


@pytest.mark.django_db
def test_both_languages_meet_in_one_row(tmp_path: Path) -> None:
    told = bring(packed(tmp_path, "nl.zip", DUTCH))
    assert "1 subjects in Dutch, 1 new" in told
    assert "1 occupations in Dutch, 1 new" in told
    assert "1 groups in Dutch, 1 new" in told
    assert Subject.objects.get().label_en == "bomen snoeien"
    assert "1 subjects in English, 0 new" in bring(packed(tmp_path, "en.zip", ENGLISH))

    trees = Subject.objects.get()
    assert (trees.uri, trees.label_nl, trees.label_en) == (TREES, "bomen snoeien", "prune trees")
    assert trees.other_labels_nl == "snoeien|bomen / kappen"
    surgeon = Occupation.objects.get()
    assert (surgeon.isco, surgeon.label_nl, surgeon.label_en) == (
        "6113",
        "boomverzorger",
        "tree surgeon",
    )
    assert OccupationGroup.objects.get().label("en") == "Gardeners"


@pytest.mark.django_db
def test_what_was_brought_is_suggested_and_tied_to_who_told_it(tmp_path: Path) -> None:
    noor = member("Noor Bakker", "noor@duinrade.example", knows=["Snoeien"])
    bring(packed(tmp_path, "nl.zip", DUTCH))
    bring(packed(tmp_path, "en.zip", ENGLISH))
    assert [one.label for one in queries.subjects_like("snoejen", language="en")] == ["prune trees"]
    assert queries.occupation_named("arborist") == Occupation.objects.get()
    assert KnownTopic.objects.get(actor=noor).also_called("en") == "prune trees"


@pytest.mark.django_db
def test_twice_changes_nothing(tmp_path: Path) -> None:
    path = packed(tmp_path, "nl.zip", DUTCH)
    bring(path)
    before = list(Subject.objects.values()), list(Occupation.objects.values())
    assert "0 new" in bring(path)
    assert before == (list(Subject.objects.values()), list(Occupation.objects.values()))


@pytest.mark.django_db
def test_one_file_out_of_the_archive_will_do(tmp_path: Path) -> None:
    path = tmp_path / "skills_en.csv"
    path.write_text(ENGLISH["skills_en.csv"], encoding="utf-8")
    assert "1 subjects in English, 1 new" in bring(path)


@pytest.mark.django_db
def test_a_new_release_of_ours_leaves_the_names_of_an_import(tmp_path: Path) -> None:
    bring(packed(tmp_path, "nl.zip", DUTCH))
    actions.load_reference()
    assert queries.occupation_named("snoeier") is not None
    assert queries.subject_named("bomen snoeien") is not None


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("name", "content", "says"),
    [
        ("esco.zip", b"no archive at all", "cannot be unpacked (not_a_zip)"),
        ("skills_nl.csv", b"preferredLabel,altLabels\nx,y\n", "has no column concepturi"),
        ("occupations_nl.csv", b"conceptUri,preferredLabel\nx,y\n", "has no column iscogroup"),
        ("skills_nl.csv", b"\xff\xfe\xff", "The file starts as UTF-16"),
        ("skills_nl.csv", b"", "The file is empty"),
    ],
)
def test_another_file_is_refused_in_words(
    tmp_path: Path, name: str, content: bytes, says: str
) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    told = refused(path)
    assert says in told
    assert "Nothing was written." in told


@pytest.mark.django_db
def test_an_archive_of_something_else_is_refused_in_words(tmp_path: Path) -> None:
    told = refused(packed(tmp_path, "holiday.zip", {"photos/beach.csv": "a,b\n"}))
    assert "no skills_nl.csv" in told


@pytest.mark.django_db
def test_one_bad_file_in_the_archive_and_nothing_is_written(tmp_path: Path) -> None:
    told = refused(packed(tmp_path, "nl.zip", DUTCH | {"skills_en.csv": "a,b\n1,2\n"}))
    assert "has no column" in told


@pytest.mark.django_db
def test_an_enormous_file_is_refused_before_it_is_read(tmp_path: Path) -> None:
    path = tmp_path / "esco.zip"
    with path.open("wb") as file:
        file.truncate(301 * 1024 * 1024)
    assert "larger than 300 MB" in refused(path)


def test_a_file_of_another_name_is_none_of_ours() -> None:
    with pytest.raises(TableError, match="not one of the files of ESCO"):
        sheet("holiday.csv", b"a,b")
