"""Systems to sign in with: their settings, and what `vaknet doctor` says of a real one."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
import time_machine
from werkzeug.wrappers import Response

from tests.accounts.identity_provider import IdentityProvider, provider
from tests.accounts.saml_provider import SamlProvider, saml_provider
from tests.house.conftest import House
from tests.ports import free_port
from vaknet.configuration import Configuration, read
from vaknet.interfaces.commands import _checks_sign_in
from vaknet.kit.environment import BadSettings

DOCS = Path(__file__).resolve().parents[2] / "docs" / "operator" / "sign-in.md"
DISCOVERY, TOKEN = "/.well-known/openid-configuration", "/oauth2/token"
START = "VAKNET_SIGN_IN_WERK_"
GIVEN = {
    "VAKNET_SIGN_IN": "werk",
    f"{START}NAME": "Gemeente Waterveen",
    f"{START}ISSUER": "https://login.waterveen.example/realms/werk",
    f"{START}CLIENT_ID": "vaknet",
    f"{START}CLIENT_SECRET": "geheim",
    f"{START}DOMAINS": "Waterveen.example, duinrade.example",
}


def _read(data: Path, **given: str) -> Configuration:
    return read({"VAKNET_DATA": str(data)} | given)


def _wrong(data: Path, **given: str) -> list[str]:
    with pytest.raises(BadSettings) as caught:
        _read(data, **(GIVEN | given))
    return caught.value.sentences


SAML = {
    "VAKNET_SIGN_IN": "werk",
    f"{START}KIND": "saml",
    f"{START}NAME": "De bond",
    f"{START}ISSUER": "urn:bond",
    f"{START}METADATA": "https://login.bond.example/metadata",
}


def test_without_them_there_is_only_mail(tmp_path: Path) -> None:
    assert _read(tmp_path).providers == {}


def test_each_has_settings_of_its_own(tmp_path: Path) -> None:
    second = {
        "VAKNET_SIGN_IN": "werk,bond",
        "VAKNET_SIGN_IN_BOND_NAME": "De bond",
        "VAKNET_SIGN_IN_BOND_ISSUER": "http://127.0.0.1:8080",
        "VAKNET_SIGN_IN_BOND_CLIENT_ID": "x",
    }
    work, union = _read(tmp_path, **(GIVEN | second)).providers.values()
    assert (work.id, work.name, work.client_secret) == ("werk", "Gemeente Waterveen", "geheim")
    assert (union.name, union.client_secret, union.domains) == ("De bond", "", ())
    assert work.vouches_for("samira@waterveen.example")
    assert not work.vouches_for("samira@sub.waterveen.example")
    assert not work.vouches_for("")
    assert not union.vouches_for("")


def test_they_can_stand_in_the_file_and_typing_errors_are_found(tmp_path: Path) -> None:
    lines = [f"{name}={value}" for name, value in GIVEN.items()]
    (tmp_path / "vaknet.env").write_text("\n".join(lines), encoding="utf-8")
    assert list(_read(tmp_path).providers) == ["werk"]
    lines.append(f"{START}ISUER=x")
    (tmp_path / "vaknet.env").write_text("\n".join(lines), encoding="utf-8")
    with pytest.raises(BadSettings) as caught:
        _read(tmp_path)
    assert caught.value.sentences == [
        f"There is no setting {START}ISUER. Did you mean {START}ISSUER?"
    ]


def test_what_is_missing_is_told(tmp_path: Path) -> None:
    wrong = _wrong(tmp_path, **{f"{START}NAME": "", f"{START}CLIENT_ID": ""})
    assert wrong == [f"{START}NAME is missing.", f"{START}CLIENT_ID is missing."]


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("VAKNET_SIGN_IN", "Werk"),
        ("VAKNET_SIGN_IN", "werk,werk"),
        ("VAKNET_SIGN_IN", "a,b,c,d,e,f,g,h,i"),
        (f"{START}NAME", "x" * 61),
        (f"{START}ISSUER", "http://login.waterveen.example"),
        (f"{START}ISSUER", "login.waterveen.example"),
        (f"{START}KIND", "ldap"),
        (f"{START}METADATA", "http://login.waterveen.example"),
        (f"{START}SECOND_STEP", "maybe"),
        (f"{START}ISSUER", "https://login.waterveen.example?x=1"),
        (f"{START}DOMAINS", "@waterveen.example"),
        (f"{START}DOMAINS", "waterveen"),
    ],
)
def test_what_cannot_be_used_is_told(tmp_path: Path, name: str, value: str) -> None:
    (said,) = _wrong(tmp_path, **{name: value})
    assert said.startswith(f"{name} should be ")


def test_a_secret_is_never_repeated(tmp_path: Path) -> None:
    (said,) = _wrong(tmp_path, **{f"{START}CLIENT_SECRET": "geheim\x07"})
    assert "geheim" not in said
    assert "geheim" not in repr(_read(tmp_path, **GIVEN).providers)


def test_every_one_of_them_is_documented(tmp_path: Path) -> None:
    page = DOCS.read_text(encoding="utf-8")
    names = [setting.name for setting in _read(tmp_path, **GIVEN).settings]
    ours = [name.replace("WERK", "KEYCLOAK") for name in names if name.startswith(START)]
    assert ours
    assert [name for name in ours if f"`{name}`" not in page] == []


def test_saml_needs_other_settings(tmp_path: Path) -> None:
    (told,) = _read(tmp_path, **SAML).providers.values()
    assert (told.kind, told.issuer, told.subject) == ("saml", "urn:bond", "")
    with pytest.raises(BadSettings) as caught:
        _read(tmp_path, **(SAML | {f"{START}METADATA": "", f"{START}DOMAINS": "bond.example"}))
    assert caught.value.sentences == [
        f"{START}METADATA is missing.",
        f"{START}DOMAINS is for oidc: SAML does not say whether an address was proved.",
    ]


# Doctor


@pytest.fixture
def idp() -> Iterator[IdentityProvider]:
    with provider() as running:
        yield running


def _found(data: Path, idp: IdentityProvider, **given: str) -> tuple[bool, str]:
    told = {
        f"{START}ISSUER": idp.address,
        f"{START}CLIENT_ID": idp.client["client_id"],
        f"{START}CLIENT_SECRET": idp.client["client_secret"],
    }
    (found,) = _checks_sign_in.sign_in(_read(data, **(GIVEN | told | given)))
    assert idp.client["client_secret"] not in found.sentence
    return found.well, found.sentence


def test_all_is_well(tmp_path: Path, idp: IdentityProvider) -> None:
    assert _found(tmp_path, idp) == (True, f"werk: {idp.address} knows this network.")


def test_a_provider_that_cannot_be_reached(tmp_path: Path, idp: IdentityProvider) -> None:
    well, said = _found(tmp_path, idp, **{f"{START}ISSUER": f"http://127.0.0.1:{free_port()}"})
    assert not well
    assert f"cannot be read (ConnectionError). Check {START}ISSUER." in said


@pytest.mark.parametrize("text", ["[]", "{}", "3"])
def test_something_else_that_answers(tmp_path: Path, idp: IdentityProvider, text: str) -> None:
    idp.broken = lambda: Response(text, content_type="application/json")
    well, said = _found(tmp_path, idp)
    assert not well
    assert "is no description of a provider" in said


def test_a_provider_with_another_name(tmp_path: Path, idp: IdentityProvider) -> None:
    well, said = _found(tmp_path, idp, **{f"{START}ISSUER": f"{idp.address}/"})
    assert not well
    assert f"it calls itself '{idp.address}'. Set {START}ISSUER to just that." in said


def test_a_clock_that_is_off(tmp_path: Path, idp: IdentityProvider) -> None:
    idp.date = "Mon, 23 Nov 2026 10:00:00 GMT"
    at = datetime(2026, 11, 23, 10, 5, tzinfo=UTC)
    with time_machine.travel(at, tick=False):
        well, said = _found(tmp_path, idp)
    assert not well
    assert "its clock and ours differ 300 seconds" in said


def test_a_provider_that_does_not_know_the_time(tmp_path: Path, idp: IdentityProvider) -> None:
    idp.date = "gisteren"
    well, said = _found(tmp_path, idp)
    assert well, said


@pytest.mark.parametrize("way", ["client_secret_basic", "client_secret_post"])
def test_a_wrong_client(tmp_path: Path, idp: IdentityProvider, way: str) -> None:
    idp.crooked[DISCOVERY] = lambda told: told | {"token_endpoint_auth_methods_supported": [way]}
    well, said = _found(tmp_path, idp, **{f"{START}CLIENT_ID": "onbekend"})
    assert not well
    assert f"it does not know us. Check {START}CLIENT_ID and {START}CLIENT_SECRET" in said
    assert "/inloggen/met/werk/terug/" in said


def test_a_token_place_that_talks_nonsense(tmp_path: Path, idp: IdentityProvider) -> None:
    idp.crooked[TOKEN] = lambda told: ["nee"]
    well, said = _found(tmp_path, idp)
    assert not well
    assert "does not answer as it should" in said


@pytest.fixture
def saml(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SamlProvider]:
    with saml_provider(tmp_path_factory.mktemp("saml")) as running:
        yield running


def _found_saml(data: Path, saml: SamlProvider, **given: str) -> tuple[bool, str]:
    told = SAML | {f"{START}ISSUER": saml.issuer, f"{START}METADATA": saml.issuer} | given
    (found,) = _checks_sign_in.sign_in(_read(data, **told))
    return found.well, found.sentence


def test_a_saml_provider_that_is_well(tmp_path: Path, saml: SamlProvider) -> None:
    well, said = _found_saml(tmp_path, saml)
    assert well
    assert said.endswith("/inloggen/met/werk/metadata/")


def test_a_saml_provider_that_cannot_be_reached(tmp_path: Path, saml: SamlProvider) -> None:
    place = f"http://127.0.0.1:{free_port()}/"
    well, said = _found_saml(tmp_path, saml, **{f"{START}METADATA": place})
    assert not well
    assert f"cannot be read (ConnectionError). Check {START}METADATA." in said


@pytest.mark.parametrize("text", ["", "<a/>", "nee", "<!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>"])
def test_saml_metadata_that_is_none(tmp_path: Path, saml: SamlProvider, text: str) -> None:
    saml.metadata = lambda _xml: text
    well, said = _found_saml(tmp_path, saml)
    assert not well
    assert "describes no provider of the name" in said


def test_saml_metadata_of_another(tmp_path: Path, saml: SamlProvider) -> None:
    assert not _found_saml(tmp_path, saml, **{f"{START}ISSUER": "urn:ander"})[0]


def test_a_saml_clock_that_is_off(tmp_path: Path, saml: SamlProvider) -> None:
    with time_machine.travel(datetime(2026, 11, 23, 10, 5, tzinfo=UTC), tick=False):
        saml.date = "Mon, 23 Nov 2026 10:00:00 GMT"
        well, said = _found_saml(tmp_path, saml)
    assert not well
    assert "its clock and ours differ 300 seconds" in said


def test_doctor_tells_of_it(house: House) -> None:
    given = GIVEN | {f"{START}ISSUER": f"http://127.0.0.1:{free_port()}"}
    done = house.run("doctor", **given)
    assert done.returncode == 1
    assert "WRONG  Sign-in: werk: " in done.stdout
    assert "geheim" not in done.stdout + done.stderr
