"""Other systems that members may sign in with, as an operator sets them.

`VAKNET_SIGN_IN` names them; each has settings of its own, with that name in theirs.
`docs/operator/sign-in.md` explains each.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from vaknet.kit import environment as kinds
from vaknet.kit.environment import BadSettings, BadValue, Setting

LOOPBACK = ("localhost", "127.0.0.1", "::1")
MOST = 8
LONGEST_NAME = 60
NAME = re.compile(r"[a-z][a-z0-9]{0,19}")


@dataclass(frozen=True)
class Provider:
    """`domains`: an address there that the provider vouches for is as good as a code by mail.

    Of a `saml` provider, `metadata` is where it describes itself, and `subject` the attribute that
    says who somebody is; without one, it is a name that lasts.

    `second_step`: who turned it on is asked for it here too; otherwise the provider sees to that.
    """

    id: str
    name: str
    issuer: str
    client_id: str
    client_secret: str = field(repr=False)
    domains: tuple[str, ...] = ()
    second_step: bool = False
    kind: str = "oidc"
    metadata: str = ""
    subject: str = ""

    def vouches_for(self, email: str) -> bool:
        return email.rpartition("@")[2] in self.domains


def _names(value: str) -> list[str]:
    names = kinds.words(value)
    good = [name for name in names if NAME.fullmatch(name)]
    if len(set(good)) != len(names) or len(names) > MOST:
        raise BadValue(f"at most {MOST} short names of small letters and digits, with commas")
    return names


def _name(value: str) -> str:
    if len(value) > LONGEST_NAME:
        raise BadValue(f"a name of at most {LONGEST_NAME} signs")
    return kinds.text(value)


def _private(value: str) -> str:
    """https, or this very machine: what a provider says is believed."""
    kinds.address("https", "http")(value)
    parts = urlsplit(value)
    if parts.scheme == "http" and parts.hostname not in LOOPBACK:
        raise BadValue("an address that starts with https://")
    return value


def _domains(value: str) -> list[str]:
    domains = [word.lower() for word in kinds.words(value)]
    if any("@" in domain or "." not in domain for domain in domains):
        raise BadValue("domains such as example.org, with commas")
    return domains


SETTING = Setting(
    "VAKNET_SIGN_IN",
    _names,
    "",
    "Names of your own for systems that members may sign in with, such as: keycloak, entra",
)


def _settings_of(name: str) -> list[Setting]:
    start = f"{SETTING.name}_{name.upper()}"
    return [
        Setting(f"{start}_NAME", _name, "", "Name on the button."),
        Setting(f"{start}_KIND", kinds.one_of("oidc", "saml"), "oidc", "What it speaks."),
        Setting(f"{start}_ISSUER", kinds.text, "", "How the provider names itself."),
        Setting(f"{start}_CLIENT_ID", kinds.text, "", "What the provider calls this network."),
        Setting(f"{start}_CLIENT_SECRET", kinds.text, "", "Its secret with us.", secret=True),
        Setting(f"{start}_DOMAINS", _domains, "", "Mail domains it is trusted for."),
        Setting(f"{start}_METADATA", _private, "", "Where a SAML provider describes itself."),
        Setting(f"{start}_SUBJECT", kinds.text, "", "Attribute of SAML for who somebody is."),
        Setting(f"{start}_SECOND_STEP", kinds.yes_or_no, "no", "Ask our second step after it."),
    ]


def settings(given: Mapping[str, str]) -> list[Setting]:
    """Those of each provider that is named; none while the names themselves are wrong."""
    try:
        names = _names(given.get(SETTING.name, ""))
    except BadValue:
        return []
    return [setting for name in names for setting in _settings_of(name)]


def read(values: Mapping[str, Any]) -> dict[str, Provider]:
    """By name, in the order in which they are named. Raises BadSettings."""
    found, wrong = {}, []
    for name in values[SETTING.name]:
        start = f"{SETTING.name}_{name.upper()}_"
        told = {key.removeprefix(start): v for key, v in values.items() if key.startswith(start)}
        wrong += [f"{start}{sentence}" for sentence in _faults(told)]
        found[name] = Provider(
            id=name,
            name=told["NAME"],
            issuer=told["ISSUER"],
            client_id=told["CLIENT_ID"],
            client_secret=told["CLIENT_SECRET"],
            domains=tuple(told["DOMAINS"]),
            second_step=told["SECOND_STEP"],
            kind=told["KIND"],
            metadata=told["METADATA"],
            subject=told["SUBJECT"],
        )
    if wrong:
        raise BadSettings(wrong)
    return found


def _faults(told: Mapping[str, Any]) -> list[str]:
    """What fits one setting alone and not the others."""
    is_saml = told["KIND"] == "saml"
    needed = ["NAME", "ISSUER", "METADATA" if is_saml else "CLIENT_ID"]
    faults = [f"{key} is missing." for key in needed if not told[key]]
    if is_saml and told["DOMAINS"]:
        faults.append("DOMAINS is for oidc: SAML does not say whether an address was proved.")
    if not is_saml and told["ISSUER"]:
        try:
            _private(told["ISSUER"])
        except BadValue as expected:
            faults.append(f"ISSUER should be {expected}, not {told['ISSUER'][:80]!r}.")
        if set(told["ISSUER"]) & set("?#"):
            faults.append("ISSUER should be an address without ? or #.")
    return faults
