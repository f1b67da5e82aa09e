"""The link at the foot of a letter that stops our mail, for as long as the account is there."""

from django.core.signing import BadSignature, Signer

from vaknet.domain.people.merged import account_since_merge
from vaknet.domain.people.models import Account

SIGNER = Signer(salt="vaknet.unsubscribe", sep="~")


def unsubscribe_token(account: Account) -> str:
    return SIGNER.sign(str(account.pk))


def account_of(token: str) -> Account:
    """Raises Account.DoesNotExist for a token that is not ours, or whose account is gone."""
    try:
        pk = int(SIGNER.unsign(token))
    except (BadSignature, ValueError) as broken:
        raise Account.DoesNotExist from broken
    kept = account_since_merge(pk)
    return Account.objects.select_related("actor").get(pk=kept.pk if kept else pk)
