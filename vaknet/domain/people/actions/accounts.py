"""Knocking, joining, and leaving before the end of it."""

import secrets
from collections.abc import Iterable, Iterator
from datetime import datetime
from functools import partial
from itertools import count

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from vaknet.domain.activity.actions import record
from vaknet.domain.activity.models import Actor, Audience
from vaknet.domain.people.actions.profile import keep_headline, person_name
from vaknet.domain.people.actions.topics import add_known_topic, add_sought_topic
from vaknet.domain.people.actions.words import line
from vaknet.domain.people.addresses import account_at
from vaknet.domain.people.handles import handle_from, numbered
from vaknet.domain.people.models import (
    Account,
    Consent,
    Occupation,
    Place,
    Profile,
    ReturnedMail,
)
from vaknet.domain.refusal import Refused

ORDINARY_TRIES = 9


@transaction.atomic
def knock(email: str, *, language: str) -> Account:
    """The account of this address, made if need be.

    Also when it is an address beside her account: what the first statement wrote is then an
    unfinished account that nobody enters. Known or unknown, the same two statements run and both
    write: a transaction that writes nothing ends without waiting for the disk, and that the clock
    would tell.
    """
    account = Account(email=email.strip().lower(), language=language, knocked_at=timezone.now())
    account.set_unusable_password()
    Account.objects.bulk_create(
        [account], update_conflicts=True, unique_fields=["email"], update_fields=["knocked_at"]
    )
    return account_at(account.email).select_related("actor").get()


@transaction.atomic
def join(
    account: Account,
    *,
    name: str,
    profession: str = "",
    occupation: Occupation | None = None,
    knows: Iterable[str] = (),
    seeks: Iterable[str] = (),
    place: Place | None = None,
    agreed_to: str = "",
) -> Actor:
    """Make the account a member. Joining twice (a double click) gives the same member.

    `agreed_to` is the edition of the words she agreed to herself; whoever is brought along by
    an operator has not been asked (docs/decisions/0007-who-agreed.md).
    """
    locked = Account.objects.select_for_update().filter(pk=account.pk).first()
    if locked is None:  # somebody who is in already proved that this address is hers
        raise Refused(_("You are a member already, with another address. Sign in again."))
    if locked.actor is not None:
        account.actor = locked.actor
        return locked.actor
    actor = new_person(person_name(name))
    account.actor = locked.actor = actor
    locked.save(update_fields=["actor"])
    profile = Profile.objects.create(
        actor=actor,
        profession=line(profession, limit=120, field="profession"),
        occupation=occupation,
        place=place,
    )
    keep_headline(actor, profile=profile)
    if agreed_to:
        Consent.objects.create(actor=actor, kind=Consent.Kind.BE_SEEN, text=agreed_to)
    record(actor, "joined", actor, audience=Audience.MEMBERS)
    for text in knows:
        add_known_topic(actor, text=text)
    for text in seeks:
        add_sought_topic(actor, text=text)
    return actor


def new_person(name: str) -> Actor:
    """Insert with the first free handle. Whoever loses a race for one tries the next."""
    handles = free_handles(handle_from(name))
    while True:
        try:
            with transaction.atomic():
                return Actor.objects.create(kind=Actor.Kind.PERSON, handle=next(handles), name=name)
        except IntegrityError:
            continue


def free_handles(handle: str) -> Iterator[str]:
    """One after the other, to be tried until one is free. There is no end to them."""
    return map(partial(_try, handle), count(1))


def _try(handle: str, number: int) -> str:
    """Behind a taken one stands a number by chance: counting would tell how many of that name are
    here. Past the ordinary tries it is a longer one.
    """
    if number == 1:
        return numbered(handle, 1)
    least = 100 if number <= ORDINARY_TRIES else 10_000
    return numbered(handle, least + secrets.randbelow(9 * least))


@transaction.atomic
def set_language(account: Account, *, language: str) -> Account:
    account.language = "nl" if language == "nl" else "en"
    account.save(update_fields=["language"])
    return account


@transaction.atomic
def stop_mail(account: Account) -> Account:
    """No letters any more but the ones she asks for. Twice is as good as once."""
    Account.objects.filter(pk=account.pk, mail_stopped_at=None).update(
        mail_stopped_at=timezone.now()
    )
    account.refresh_from_db(fields=["mail_stopped_at"])
    return account


@transaction.atomic
def start_mail(account: Account) -> Account:
    """Also where letters came back: she says that they will arrive from now on."""
    ReturnedMail.objects.filter(account=account).delete()
    account.mail_stopped_at = None
    account.save(update_fields=["mail_stopped_at"])
    return account


@transaction.atomic
def forget_unfinished_accounts(*, before: datetime) -> int:
    """Delete accounts that knocked, not since that moment, and never joined. How many went."""
    _total, by_model = Account.objects.filter(actor=None, knocked_at__lt=before).delete()
    return by_model.get("people.Account", 0)
