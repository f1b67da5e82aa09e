"""What became of a domain that somebody asked us to look for."""

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_noop as _

from vaknet.domain.activity.models import Activity
from vaknet.domain.people.models import DomainProof
from vaknet.interfaces.mail.letters.writing import Content, write


def domain_proved(activity: Activity) -> None:
    proof = _proof(activity)
    by_line = _(
        "We found your line. The page of %(organisation)s now says that %(domain)s is its "
        "domain, and only colleagues with an address there say what it is."
    )
    by_mail = _(
        "Your network looked, and %(domain)s is right. The page of %(organisation)s now says so."
    )
    opening = by_line if proof.way == DomainProof.Way.DNS else by_mail
    subject = _("%(domain)s belongs to %(organisation)s")
    _write(activity, proof, subject=subject, opening=opening)


def domain_given_up(activity: Activity) -> None:
    proof = _proof(activity)
    if proof.seen_at:
        _write(
            activity,
            proof,
            subject=_("%(domain)s was not confirmed"),
            opening=_(
                "Your line at %(domain)s is there. But your network did not confirm within two "
                "weeks that it belongs to %(organisation)s. Tell your network, and ask again."
            ),
        )
        return
    _write(
        activity,
        proof,
        subject=_("We did not find your line at %(domain)s"),
        opening=_(
            "For two weeks we looked for the line that shows that %(domain)s belongs to "
            "%(organisation)s, or another organisation was first. We stopped looking. You can ask "
            "again."
        ),
    )


def domain_lost(activity: Activity) -> None:
    _write(
        activity,
        _proof(activity),
        subject=_("Your line at %(domain)s is gone"),
        opening=_(
            "The line that showed that %(domain)s belongs to %(organisation)s is not there any "
            "more. The page no longer says so. You can ask again."
        ),
    )


def _proof(activity: Activity) -> DomainProof:
    return DomainProof.objects.select_related("organisation").get(pk=activity.object_id)


def _write(activity: Activity, proof: DomainProof, *, subject: str, opening: str) -> None:
    """The words are translated when her language is active."""
    names = {"domain": proof.domain, "organisation": proof.organisation.name}
    write(
        activity.actor,
        thread=f"domain-{proof.pk}",
        url=settings.BASE_URL + reverse("organisation", args=[proof.organisation_id]),
        content=lambda: Content(
            subject=gettext(subject) % names,
            opening=gettext(opening) % names,
            action=gettext("To the organisation"),
        ),
    )
