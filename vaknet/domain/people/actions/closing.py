"""Leaving the name behind: at once, and later for good. What else goes: `leaving.actions`."""

import json
import secrets
from collections.abc import Iterator
from datetime import datetime
from itertools import chain

from django.contrib.sessions.models import Session
from django.db import IntegrityError, connection, transaction

from vaknet.domain.activity.models import FORMER, Actor
from vaknet.domain.people.actions.accounts import free_handles
from vaknet.domain.people.actions.organisations import part_with_actor
from vaknet.domain.people.actions.photos import keep_photo
from vaknet.domain.people.actions.profile import keep_headline
from vaknet.domain.people.addresses import emails_of
from vaknet.domain.people.handles import handle_from
from vaknet.domain.people.models import Account, Closure, DomainProof, Organisation, Profile

# Letters to her, whatever becomes of them; and failed jobs that only name her. Others go on: a name
# may be one letter. What was waiting when she left was sent or failed long before this.
FORGET_JOBS = """
delete from procrastinate_jobs
where position(%(quoted)s in lower(args::text)) > 0
   or (status = 'failed' and position(%(name)s in lower(args::text)) > 0)
"""


@transaction.atomic
def take_name_off(*, actor: Actor, answers: str, at: datetime, erase_at: datetime) -> Closure:
    """From now on she is nobody to others: wherever her name would stand, there is none."""
    closure = Closure.objects.create(
        actor=actor,
        answers=Closure.Answers(answers),
        since=at,
        erase_at=erase_at,
        name=actor.name,
        handle=actor.handle,
        headline=actor.headline,
    )
    actor.name, actor.headline, actor.photo = "", "", ""
    actor.handle = f"{FORMER}{secrets.token_hex(8)}"
    actor.save(update_fields=["name", "handle", "headline", "photo"])
    return closure


@transaction.atomic
def put_name_back(*, closure: Closure, at: datetime) -> Actor:
    """Somebody of the same name may have taken the address meanwhile: then the next free one."""
    actor = Actor.objects.select_for_update().get(pk=closure.actor_id)
    actor.name, actor.headline = closure.name, closure.headline
    _save_with_free_handle(actor, chain([closure.handle], free_handles(handle_from(closure.name))))
    keep_headline(actor, profile=Profile.objects.get(actor=actor))  # work may have ended meanwhile
    keep_photo(actor)
    Closure.objects.filter(pk=closure.pk).update(until=at, name="", handle="", headline="")
    return actor


def _save_with_free_handle(actor: Actor, handles: Iterator[str]) -> None:
    while True:
        actor.handle = next(handles)
        try:
            with transaction.atomic():
                actor.save(update_fields=["name", "handle", "headline"])
        except IntegrityError:
            continue
        return


@transaction.atomic
def erase_person(*, closure: Closure) -> None:
    """The last step of it, after every other room let go of her."""
    account = Account.objects.filter(actor=closure.actor_id).first()
    typed = Organisation.objects.filter(uri="", roles__actor=closure.actor_id)
    places = list(typed.values_list("pk", flat=True))
    if account is not None:
        _end_sessions(account)
    _forget_jobs(account, closure)
    DomainProof.objects.filter(by=closure.actor_id, since=None).delete()
    if account is not None:
        account.delete()
    Actor.objects.filter(merged_into__kept=closure.actor_id).delete()
    Actor.objects.get(pk=closure.actor_id).delete()
    # An employer that nobody else has may tell who she was.
    for hers_alone in Organisation.objects.filter(pk__in=places, roles=None):
        part_with_actor(organisation=hers_alone)
        hers_alone.delete()


def _forget_jobs(account: Account | None, closure: Closure) -> None:
    """Who was on paper got no letters, but jobs that failed may name her."""
    plain = json.dumps(closure.name, ensure_ascii=False)[1:-1].lower()
    with connection.cursor() as cursor:
        for quoted in emails_of(account) if account else [f"{FORMER}{closure.pk}"]:
            cursor.execute(FORGET_JOBS, {"quoted": f'"{quoted}"', "name": plain})


def _end_sessions(account: Account) -> None:
    """Sessions are of nobody until they are opened, so all are; also those of a visitor who is
    waiting for a code to an address of hers."""
    quoted = [f'"{email}"' for email in emails_of(account)]
    for session in Session.objects.iterator(chunk_size=500):
        told = session.get_decoded()
        words = json.dumps(told, ensure_ascii=False)
        if told.get("_auth_user_id") == str(account.pk) or any(one in words for one in quoted):
            session.delete()
