"""Somebody without an address: a person and a profile, and no way in. See `paper`."""

from collections.abc import Iterable

from django.db import transaction

from vaknet.domain.activity.models import Actor
from vaknet.domain.people.actions.accounts import knock, new_person
from vaknet.domain.people.actions.profile import keep_headline, own_profile, person_name
from vaknet.domain.people.actions.topics import add_known_topic
from vaknet.domain.people.actions.words import line
from vaknet.domain.people.models import Account, Consent, Profile


@transaction.atomic
def bring_without_address(*, name: str, profession: str = "", knows: Iterable[str] = ()) -> Actor:
    """Inside the transaction of the action that says who may see her."""
    actor = new_person(person_name(name))
    told = line(profession, limit=120, field="profession")
    keep_headline(actor, profile=Profile.objects.create(actor=actor, profession=told))
    for text in knows:
        add_known_topic(actor, text=text)
    return actor


@transaction.atomic
def correct_without_address(*, actor: Actor, name: str, profession: str) -> None:
    """Inside the transaction of the action that says who may: she cannot do it herself. Her page
    stays where it is."""
    profile = own_profile(actor)
    actor.name = person_name(name)
    actor.save(update_fields=["name"])
    profile.profession = line(profession, limit=120, field="profession")
    profile.save(update_fields=["profession"])
    keep_headline(actor, profile=profile)


@transaction.atomic
def give_account(*, actor: Actor, email: str, language: str, agreed_to: str) -> Account:
    """Who proved the address is this person: from now on it lets her in. Nobody has it yet."""
    account = knock(email, language=language)
    account.actor, account.language = actor, language
    account.save(update_fields=["actor", "language"])
    Consent.objects.create(actor=actor, kind=Consent.Kind.BE_SEEN, text=agreed_to)
    return account
