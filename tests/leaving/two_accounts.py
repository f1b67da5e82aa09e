"""Making one account of two, and looking where rows are."""

from collections.abc import Iterator

from django.apps import apps
from django.db import models

from tests.test_models import full  # noqa: F401 - one row of everything
from vaknet.domain.activity.models import Actor
from vaknet.domain.leaving import actions
from vaknet.domain.people import actions as people
from vaknet.domain.people.models import Account

OLD = "samira@oudwerk.example"

# What does not point at the account that is kept afterwards, each with its reason.
STAYS = {
    "activity.Activity.group": "a group acts in it, not a person",
    "finding.Passage.group": "a group",
    "groups.Group.actor": "a group",
    "knowledge.Pseudonym.actor": "a pseudonym, not a person",
    "paper.PaperMember.actor": "how that account came in; nobody has two that came on paper",
    "people.Account.actor": "the account itself: its addresses and passkeys came along",
    "people.Organisation.actor": "an organisation",
    "people.Merge.merged": "that it was merged, and where its address leads",
    "people.Profile.actor": "one profile each: she chose, part by part",
    "federation.FederatedId.actor": "one address each elsewhere: nobody gets that of the other",
    "federation.Parcel.sender": "what went from the address that ended",
    "federation.RemoteActor.actor": "somebody on another network",
    "federation.SigningKey.actor": "of the address that ended, until that was told",
    "people.ReturnedMail.account": "from an address that gets no letters any more",
    "people.SignIn.account": "where it was signed in she signs in again",
    "visiting.Visitor.actor": "somebody of a partner network, who has no account here",
    "pushing.Device.actor": "where it was signed in she signs in again",
    "pushing.Pushed.actor": "on which day the one that is kept was told",
    "notices.ReadUntil.actor": "up to where the one that is kept had read",
    "notices.Digest.actor": "one digest each: that of the one that is kept, if it chose",
    "notices.NoticeChoice.actor": "as the one that is kept wants to hear of it, if it chose",
    "notices.Rhythm.actor": "one rhythm each: that of the one that is kept, if it chose",
    "consulting.IntakeNote.reader": "of the one for the other: nobody asks herself for help",
    "consulting.IntakeNote.writer": "of the one for the other: nobody asks herself for help",
    "connections.MemoryKey.owner": "its cards are sealed with the key of the one that is kept",
    "account.EmailAddress.user": "not in use: the address is in the account",
}


def merge(kept: Actor, merged: Actor, *chosen: str) -> Actor:
    asked = people.ask_merge(kept, email=merged.account.email)
    actions.merge_accounts(kept, merge=asked, chosen=chosen)
    return Actor.objects.get(pk=kept.pk)


def columns() -> Iterator[tuple[type[models.Model], models.Field]]:
    """Every column that points at a member."""
    about = {"activity.Actor", "people.Account"}
    for model in apps.get_models():
        for field in model._meta.fields:
            if field.related_model is not None and field.related_model._meta.label in about:
                yield model, field


def name_of(model: type[models.Model], field: models.Field) -> str:
    return f"{model._meta.label}.{field.name}"


def rows_of(model: type[models.Model], field: models.Field, person: Actor) -> models.QuerySet:
    is_account = field.related_model is Account
    return model._default_manager.filter(
        **{field.name: person.account.pk if is_account else person.pk}
    )
