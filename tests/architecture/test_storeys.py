"""Imports and foreign keys only go down."""

from django.apps import apps
from importlinter.cli import lint_imports

from tests.architecture.source import ROOMS

HEIGHT = {room: height for height, room in enumerate(ROOMS)}


def test_imports_go_down() -> None:
    assert lint_imports(no_cache=True) == 0


def test_foreign_keys_point_down() -> None:
    upward = []
    for model in apps.get_models():
        here = HEIGHT.get(model._meta.app_label)
        if here is None:
            continue
        for field in model._meta.get_fields():
            if field.auto_created or not field.remote_field or not field.related_model:
                continue
            there = HEIGHT.get(field.related_model._meta.app_label, -1)
            if there > here:
                upward.append(f"{model._meta.label}.{field.name}")
    assert upward == []


def test_every_room_has_its_shelf() -> None:
    rooms = {
        config.label for config in apps.get_app_configs() if config.name.startswith("vaknet.domain")
    }
    assert rooms == set(ROOMS)
