"""What rows are called in an error or a log."""

import pytest
from django.apps import apps

from tests.networks.one_of_each import one_of_each_network

pytestmark = pytest.mark.django_db


def test_every_row_has_a_name_of_one_line() -> None:
    one_of_each_network()
    for model in apps.get_app_config("networks").get_models():
        name = str(model._default_manager.get())
        assert name
        assert "\n" not in name
