"""The letter to an address that somebody on paper has now."""

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from vaknet.domain.activity.links import action_token
from vaknet.domain.activity.models import Activity
from vaknet.domain.paper.models import PaperInvitation
from vaknet.domain.paper.rules import OWN_ACCOUNT
from vaknet.domain.people.models import Account
from vaknet.interfaces.mail.post import Letter, send


def account_offered(activity: Activity) -> None:
    """Nobody's name is in it: an address may be mistyped. The same to an address that lets somebody
    in already: who opens the link hears it there."""
    asked = PaperInvitation.objects.select_related("paper__actor").filter(pk=activity.object_id)
    invitation = asked.first()
    if invitation is None:
        return
    token = action_token(invitation.paper.actor, OWN_ACCOUNT, invitation.pk)
    send(
        Letter(
            to=Account(email=invitation.email, language=invitation.language),
            subject=_("From paper to an account of your own"),
            template="paper_account",
            asked_for=True,
            action_url=f"{settings.BASE_URL}{reverse('paper-account', args=[token])}",
        )
    )
