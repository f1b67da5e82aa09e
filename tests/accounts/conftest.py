"""A provider that the operator knows, and trusts for nobody's address."""

from collections.abc import Iterator

import pytest

from tests.accounts.identity_provider import WORK, IdentityProvider, provider


@pytest.fixture
def idp(settings) -> Iterator[IdentityProvider]:
    with provider() as running:
        settings.SIGN_IN_PROVIDERS = {"werk": running.told()}
        running.knows("samira", email=WORK, email_verified=True, name="Samira")
        yield running
