"""Which passages are still to be read for what they mean."""

from django.db.models import Exists, OuterRef, QuerySet

from vaknet.domain.finding.encoder import encoder_number
from vaknet.domain.finding.models import Meaning, Passage


def unread() -> QuerySet[Passage]:
    """Passages of which this encoder has not read the text as it is now."""
    known = Meaning.objects.filter(
        passage=OuterRef("pk"), digest=OuterRef("digest"), encoder=encoder_number()
    )
    return Passage.objects.exclude(text="").exclude(Exists(known))
