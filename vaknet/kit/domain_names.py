"""Domain names as people type them, and which of them say where somebody works."""

import re
from importlib import resources
from urllib.parse import urlsplit

LONGEST = 253
LABEL = re.compile(r"[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?")

# Where everybody can get a mail address, so that one there says nothing about an employer:
# the large ones of the world, and those of Dutch, Belgian, German, French and British providers.
FOR_EVERYBODY = frozenset(
    resources.files("vaknet.kit").joinpath("mail_for_everybody.txt").read_text("ascii").split()
)

# Under which countries let people register: waterveen.co.uk.
SECOND_LEVELS = frozenset(
    {"ac", "co", "com", "edu", "gob", "gov", "ltd", "me", "ne", "net", "nom", "or", "org", "plc"}
)


class BadDomain(ValueError):
    """Nothing that could be the name of somebody's domain."""


def domain_name(text: str) -> str:
    """ "https://www.Waterveen.nl/contact" is waterveen.nl, as in the DNS. Raises BadDomain."""
    host = _host(text.strip().lower())
    try:
        whole = host.encode("idna").decode("ascii").removesuffix(".")
    except UnicodeError as error:
        raise BadDomain(text) from error
    without = whole.removeprefix("www.")
    name = without if "." in without else whole
    labels = name.split(".")
    plain = len(labels) > 1 and all(LABEL.fullmatch(label) for label in labels)
    if not plain or len(name) > LONGEST or labels[-1].isdigit():
        raise BadDomain(text)
    return name


def _host(text: str) -> str:
    try:
        return urlsplit(text if "//" in text else f"//{text}").hostname or ""
    except ValueError as error:
        raise BadDomain(text) from error


def domain_of(address: str) -> str:
    """Of a mail address."""
    return address.rpartition("@")[2].lower()


def is_of_employer(domain: str) -> bool:
    """Whether an address there is not one that everybody can get."""
    return domain not in FOR_EVERYBODY


def with_parents(domain: str) -> list[str]:
    """ict.waterveen.nl, waterveen.nl: the domains under which an address there falls."""
    labels = domain.split(".")
    return [".".join(labels[start:]) for start in range(len(labels) - 1)]


def whole_domain(host: str) -> str:
    """About what somebody registers: waterveen.nl of a.b.waterveen.nl, waterveen.co.uk.

    Where that is no certainty it is one label more or fewer: for counting, not for trusting.
    """
    labels = host.lower().removesuffix(".").split(".")
    if labels[-1].isdigit() or ":" in host:
        return host
    is_under_two = len(labels) > 2 and len(labels[-1]) == 2 and labels[-2] in SECOND_LEVELS
    return ".".join(labels[-3:] if is_under_two else labels[-2:])
