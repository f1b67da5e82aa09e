"""Occupations and subjects with all their names, whoever brings them: our files or an import."""

from collections.abc import Callable, Iterable, Iterator, Sequence

from django.db import connection, transaction

from vaknet.domain.people.models import (
    ACCENTED,
    PLAIN,
    Occupation,
    OccupationGroup,
    OccupationLabel,
    Subject,
    SubjectLabel,
)
from vaknet.engine.esco import Sheet

BATCH = 2_000
LABELS = ["label_nl", "label_en", "other_labels_nl", "other_labels_en"]
OURS_FIRST, OTHERS_LATER = 0, 1

# As `suggestions.subject_named` does for one: our own list first, then preferred names; what two
# subjects are called alike names neither.
NAME_KNOWN_TOPICS = """
update people_knowntopic told set subject_id = named.subject_id
from (
    select distinct on (folded) folded, least as subject_id, many
    from (
        select folded, rank, preferred, min(subject_id) as least,
               count(distinct subject_id) > 1 as many
        from people_subjectlabel group by folded, rank, preferred
    ) label
    order by folded, rank, preferred desc
) named
where told.subject_id is null and not named.many
  and named.folded = translate(lower(told.text), %(accented)s, %(plain)s)
"""


def store_occupations(occupations: Sequence[Occupation]) -> None:
    """Add those that are new by address, and change the others."""
    Occupation.objects.bulk_create(
        occupations,
        batch_size=BATCH,
        update_conflicts=True,
        unique_fields=["uri"],
        update_fields=["isco", *LABELS],
    )
    OccupationLabel.objects.filter(occupation__in=[one.pk for one in occupations]).delete()
    columns = "(occupation_id, language, text, preferred)"
    _copy(
        OccupationLabel, columns, ((one.pk, *label) for one in occupations for label in _names(one))
    )


def store_subjects(subjects: Sequence[Subject]) -> None:
    """Add those that are new by address, and change the others."""
    Subject.objects.bulk_create(
        subjects,
        batch_size=BATCH,
        update_conflicts=True,
        unique_fields=["uri"],
        update_fields=LABELS,
    )
    SubjectLabel.objects.filter(subject__in=[one.pk for one in subjects]).delete()
    columns = "(subject_id, rank, language, text, preferred)"
    _copy(
        SubjectLabel,
        columns,
        ((one.pk, _rank(one), *label) for one in subjects for label in _names(one)),
    )
    name_known_topics()


@transaction.atomic
def bring_in_classification(sheets: Iterable[Sheet]) -> list[tuple[Sheet, int]]:
    """Names of an import, all or nothing; with each sheet how many of its concepts are new.

    What is new is called the same in the other language until that is imported too.
    """
    return [(sheet, _bring_in_sheet(sheet)) for sheet in sheets]


def _bring_in_sheet(sheet: Sheet) -> int:
    if sheet.kind == "subjects":
        return _bring_in_labels(Subject, store_subjects, sheet)
    if sheet.kind == "occupations":
        return _bring_in_labels(Occupation, store_occupations, sheet)
    return _bring_in_groups(sheet)


def _bring_in_labels[M: (Occupation, Subject)](
    model: type[M],
    store: Callable[[Sequence[M]], None],
    sheet: Sheet,
) -> int:
    uris = [one.uri for one in sheet.concepts]
    known = {row.uri: row for row in model.objects.filter(uri__in=uris)}
    rows = []
    for one in sheet.concepts:
        row = known.get(one.uri) or model(uri=one.uri, label_nl=one.label, label_en=one.label)
        setattr(row, f"label_{sheet.language}", one.label)
        setattr(row, f"other_labels_{sheet.language}", "|".join(one.others))
        if isinstance(row, Occupation):
            row.isco = one.code
        rows.append(row)
    store(rows)
    return len(rows) - len(known)


def _bring_in_groups(sheet: Sheet) -> int:
    known = {row.code: row for row in OccupationGroup.objects.all()}
    rows = []
    for one in sheet.concepts:
        row = known.get(one.code) or OccupationGroup(
            code=one.code, label_nl=one.label, label_en=one.label
        )
        setattr(row, f"label_{sheet.language}", one.label)
        rows.append(row)
    store_groups(rows)
    return len({row.code for row in rows} - known.keys())


def store_groups(groups: Sequence[OccupationGroup]) -> None:
    OccupationGroup.objects.bulk_create(
        groups,
        batch_size=BATCH,
        update_conflicts=True,
        unique_fields=["code"],
        update_fields=["label_nl", "label_en"],
    )


def name_known_topics() -> None:
    """Tie what people know to the subject that is called so, where that was not done yet."""
    with connection.cursor() as cursor:
        cursor.execute(NAME_KNOWN_TOPICS, {"accented": ACCENTED, "plain": PLAIN})


def _rank(subject: Subject) -> int:
    return OURS_FIRST if subject.uri.startswith(Subject.OURS) else OTHERS_LATER


def _names(thing: Occupation | Subject) -> Iterator[tuple[str, str, bool]]:
    for language, label, others in (
        ("nl", thing.label_nl, thing.other_labels_nl),
        ("en", thing.label_en, thing.other_labels_en),
    ):
        yield language, label, True
        for other in filter(None, others.split("|")):
            yield language, other, False


def _copy(
    model: type[OccupationLabel | SubjectLabel], columns: str, rows: Iterable[tuple[object, ...]]
) -> None:
    """COPY: there are over fifty thousand of them."""
    statement = f"COPY {model._meta.db_table} {columns} FROM STDIN"
    with connection.cursor() as cursor, cursor.copy(statement) as copy:
        for row in rows:
            copy.write_row(row)
