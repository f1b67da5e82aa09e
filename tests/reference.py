"""Occupations, topics, places and organisations, for tests that need all of them."""

from collections.abc import Iterator
from contextlib import contextmanager

from vaknet.domain.people.actions.reference import load_reference
from vaknet.domain.people.models import (
    Occupation,
    OccupationGroup,
    OccupationLabel,
    Organisation,
    Place,
    ReferenceEdition,
    Subject,
    SubjectLabel,
)

LOADED = [
    SubjectLabel,
    Subject,
    OccupationLabel,
    Occupation,
    OccupationGroup,
    Organisation,
    Place,
    ReferenceEdition,
]


@contextmanager
def reference_loaded() -> Iterator[None]:
    """Outside any test's transaction, for a module: over a second of work. All of it goes again."""
    load_reference()
    yield
    for model in LOADED:
        model.objects.all().delete()
