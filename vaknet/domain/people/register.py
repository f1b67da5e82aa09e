"""A membership register brought in: who is new, who changed, and what cannot be read.

For the operator only: what it answers says who is a member.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cache, partial
from itertools import batched

from django.db import transaction

from vaknet.domain.activity.models import Actor
from vaknet.domain.people import actions, suggestions
from vaknet.domain.people.actions.bulk import NewPerson, NewRole, create_people
from vaknet.domain.people.addresses import known_as
from vaknet.domain.people.models import Account
from vaknet.domain.refusal import Refused
from vaknet.kit.register import (
    LineError,
    RegisterLine,
    RegisterRole,
    address_in,
    kind_of_role,
    missing_columns,
    read_line,
)
from vaknet.kit.table import Row, TableError

type Step = tuple[str, Callable[[], object]]

BATCH = 500
# The job of somebody whose register names only an employer.
EMPLOYEE = {"nl": "medewerker", "en": "employee"}


@dataclass(frozen=True)
class Outcome:
    """`what` is created, changed, unchanged or refused; `actor` is there for who was created."""

    line: int
    what: str
    who: str
    why: str = ""
    actor: Actor | None = None


class _Reference:
    """Occupations and places by name, each looked up once: a register names few of them often."""

    def __init__(self) -> None:
        self.place = cache(lambda name: suggestions.place_named(name) if name else None)
        self.occupation = cache(suggestions.occupation_named)


def bring_in(*, table: Iterable[Row], dry_run: bool, invite: bool) -> Iterator[Outcome]:
    """One outcome a row, in order. Each row is written whole or not at all.

    Raises TableError when the header lacks a required column; nothing is written then.
    """
    first_line_of: dict[str, int] = {}
    reference = _Reference()
    for rows in batched(table, BATCH):
        missing = missing_columns(set(rows[0].cells)) if not first_line_of else []
        if missing:
            raise TableError(f"The first line has no column {' and no column '.join(missing)}.")
        lines = [_read(row, first_line_of) for row in rows]
        yield from _bring_in(rows, lines, reference, dry_run=dry_run, invite=invite)


def _read(row: Row, first_line_of: dict[str, int]) -> RegisterLine | LineError:
    try:
        line = read_line(row.cells)
    except LineError as error:
        return error
    first = first_line_of.setdefault(line.email, row.line)
    if first != row.line:
        return LineError(f"The same address stands on line {first}.")
    return line


def _bring_in(
    rows: Iterable[Row],
    lines: list[RegisterLine | LineError],
    reference: _Reference,
    *,
    dry_run: bool,
    invite: bool,
) -> Iterator[Outcome]:
    good = [line for line in lines if isinstance(line, RegisterLine)]
    known = _known([line.email for line in good])
    new = [line for line in good if line.email not in known]
    made = {} if dry_run else _create(new, reference, invite=invite)
    for row, line in zip(rows, lines, strict=True):
        if isinstance(line, LineError):
            yield Outcome(row.line, "refused", address_in(row.cells)[:80], str(line))
        elif line.email in known:
            yield _change(row.line, line, known[line.email], reference, dry_run=dry_run)
        else:
            why = _unknown_place(line, reference)
            yield Outcome(row.line, "created", line.email, why, made.get(line.email))


def _known(emails: list[str]) -> dict[str, Account]:
    """Whose address it is, also when her mail goes to another of hers."""
    led_to = known_as(emails)
    accounts = (
        Account.objects.select_related("actor__profile__place")
        .prefetch_related(
            "actor__roles__organisation", "actor__known_topics", "actor__sought_topics"
        )
        .in_bulk(list(led_to.values()))
    )
    return {email: accounts[pk] for email, pk in led_to.items()}


def _create(lines: list[RegisterLine], reference: _Reference, *, invite: bool) -> dict[str, Actor]:
    people = [
        NewPerson(
            name=line.name,
            email=line.email,
            language=line.language,
            profession=line.profession,
            occupation=reference.occupation(line.profession),
            place=reference.place(line.place),
            roles=[_new_role(role) for role in _roles(line)],
            knows=line.knows,
            seeks=line.seeks,
        )
        for line in lines
    ]
    actors = create_people(people=people)
    made = {line.email: actor for line, actor in zip(lines, actors, strict=True)}
    if invite:
        for email in made:
            actions.mail_invitation(email=email)
    return made


def _roles(line: RegisterLine) -> list[RegisterRole]:
    """Those in the column roles; and the employer, when no role there is with it."""
    roles = list(line.roles)
    at = {role.organisation.lower() for role in roles}
    if line.organisation and line.organisation.lower() not in at:
        title = line.profession or EMPLOYEE[line.language]
        roles.insert(0, RegisterRole(title, line.organisation))
    return roles


def _new_role(role: RegisterRole) -> NewRole:
    return NewRole(role.title, role.organisation, kind_of_role(role), role.since, role.until)


def _unknown_place(line: RegisterLine, reference: _Reference) -> str:
    unknown = line.place and reference.place(line.place) is None
    return f"(the place “{line.place}” is not known and left out)" if unknown else ""


def _change(
    number: int,
    line: RegisterLine,
    account: Account,
    reference: _Reference,
    *,
    dry_run: bool,
) -> Outcome:
    """What the register adds to a profile. What a member wrote herself is never taken away."""
    actor = account.actor
    if actor is None:
        if not dry_run:
            _join(account, line, reference)
        return Outcome(number, "created", line.email, "(had asked for a code before)", actor)
    steps = _steps(actor, line, reference)
    if not steps:
        return Outcome(number, "unchanged", line.email)
    try:
        if not dry_run:
            with transaction.atomic():
                for _what, step in steps:
                    step()
    except Refused as refused:
        return Outcome(number, "refused", line.email, str(refused.message))
    added = ", ".join(dict.fromkeys(what for what, _step in steps))
    return Outcome(number, "changed", line.email, f"({added})")


def _steps(actor: Actor, line: RegisterLine, reference: _Reference) -> list[Step]:
    steps: list[Step] = []
    profile = actor.profile
    place = reference.place(line.place)
    if (line.profession and not profile.profession) or (place and profile.place is None):
        steps.append(("profile", partial(_fill_profile, actor, line, reference)))
    have = {topic.text.lower() for topic in actor.known_topics.all()}
    steps += [
        ("knows", partial(actions.add_known_topic, actor, text=text))
        for text in line.knows
        if text.lower() not in have
    ]
    sought = {topic.text.lower() for topic in actor.sought_topics.all()}
    steps += [
        ("seeks", partial(actions.add_sought_topic, actor, text=text))
        for text in line.seeks
        if text.lower() not in sought
    ]
    roles = {
        (role.title.lower(), role.organisation.name.lower() if role.organisation else "")
        for role in actor.roles.all()
    }
    steps += [
        ("roles", partial(_add_role, actor, role))
        for role in _roles(line)
        if (role.title.lower(), role.organisation.lower()) not in roles
    ]
    return steps


def _fill_profile(actor: Actor, line: RegisterLine, reference: _Reference) -> None:
    profile = actor.profile
    profession = profile.profession or line.profession
    actions.change_profile(
        actor,
        name=actor.name,
        promise=profile.promise,
        profession=profession,
        occupation=profile.occupation or reference.occupation(profession),
        place=profile.place or reference.place(line.place),
    )


def _add_role(actor: Actor, role: RegisterRole) -> None:
    actions.add_role(
        actor,
        kind=kind_of_role(role),
        title=role.title,
        organisation=role.organisation,
        since=role.since,
        until=role.until,
    )


def _join(account: Account, line: RegisterLine, reference: _Reference) -> None:
    with transaction.atomic():
        actor = actions.join(
            account,
            name=line.name,
            profession=line.profession,
            occupation=suggestions.occupation_named(line.profession),
            knows=line.knows,
            seeks=line.seeks,
            place=reference.place(line.place),
        )
        for role in _roles(line):
            _add_role(actor, role)
