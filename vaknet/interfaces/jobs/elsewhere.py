"""The list of what other networks hear of what happened here, as it is now.

Nothing where this network is not connected.
"""

from collections.abc import Callable

from django.db import transaction

from vaknet.domain.federation import rules
from vaknet.interfaces.federation import (
    moderating,
    moving_away,
    organisations,
    outward,
    parting,
    removing,
    reports,
)
from vaknet.interfaces.federation.outward import FollowUp

ELSEWHERE: dict[str, list[FollowUp]] = {
    "posted": [outward.thing_came],
    "replied": [outward.thing_came],
    "asked_question": [outward.thing_came],
    "answered": [outward.thing_came],
    "published_article": [outward.thing_came],
    "asked_poll": [outward.thing_came],
    "published_event": [outward.thing_came],
    "published_opportunity": [outward.thing_came],
    "brought_back": [outward.thing_came, removing.came_back],
    "changed_post": [outward.thing_changed],
    "changed_reply": [outward.thing_changed],
    "changed_question": [outward.thing_changed],
    "changed_answer": [outward.thing_changed],
    "showed_name": [outward.thing_changed],
    "chose_cover": [outward.thing_changed],
    "attached": [outward.thing_changed],
    "described_attachment": [outward.thing_changed],
    "removed_attachment": [outward.thing_changed],
    "translated": [outward.thing_changed],
    "removed_translation": [outward.thing_changed],
    "stepped_back": [outward.thing_changed],
    "counted_poll": [outward.thing_changed],
    "changed_event": [outward.thing_changed],
    "moved_event": [outward.thing_changed],
    "cancelled_event": [outward.thing_changed],
    "offered_seat": [outward.seat_came],
    "changed_opportunity": [outward.thing_changed],
    "lengthened_opportunity": [outward.thing_changed],
    "moved_opportunity": [outward.thing_changed],
    "cancelled_opportunity": [outward.thing_changed],
    "withdrew_post": [outward.thing_went, removing.went],
    "withdrew_reply": [outward.thing_went, removing.went],
    "withdrew_question": [outward.thing_went, removing.went],
    "withdrew_answer": [outward.thing_went, removing.went],
    "withdrew_poll": [outward.thing_went],
    "took_out_post": [outward.thing_went, removing.went],
    "took_away": [outward.thing_went, removing.went],
    "changed_group": [outward.says_anew],
    "changed_readers": [outward.group_changed],
    "kept_group_home": [outward.group_changed],
    "let_organisation_out": [organisations.organisation_went],
    "kept_organisation_home": [organisations.organisation_went],
    "withdrew_domain": [organisations.organisation_went],
    "lost_domain": [organisations.organisation_went],
    "proved_domain": [organisations.organisation_went],
    "described_organisation": [organisations.organisation_changed],
    "changed_profile": [outward.says_anew],
    "showed_parts": [outward.person_changed, outward.says_anew],
    "added_role": [outward.says_anew],
    "changed_role": [outward.says_anew],
    "removed_role": [outward.says_anew],
    "changed_allowances": [outward.says_anew],
    "renewed_keys": [outward.says_anew],
    "renewed_network_keys": [outward.network_says_anew],
    "asked_moderator_elsewhere": [moderating.asked],
    "began_moderating_elsewhere": [moderating.began],
    "stopped_moderating_elsewhere": [moderating.ended],
    "ended_moderator_elsewhere": [moderating.ended],
    "reported": [reports.reported],
    "said_also_known": [outward.says_anew],
    "took_back_also_known": [outward.says_anew],
    "moved_followers": [moving_away.followers_moved],
    "took_back_move": [outward.says_anew],
    "closed_account": [outward.person_changed],
    "stopped_federating": [outward.person_changed],
    "merged_accounts": [outward.accounts_merged, parting.merged],
    "blocked": [parting.blocked],
    "unblocked": [parting.blocked],
}

# What goes on in pieces: by the number of the activity or the actor, behind a row.
REST: dict[str, Callable[[int, int], None]] = {
    **{step: outward.rest_of(step) for step in outward.STEPS},
    organisations.ORGANISATION: organisations.rest_of_organisation,
}


@transaction.atomic
def tell_rest(step: str, of: int, after: int) -> None:
    """The next piece; what was put down of those before stays."""
    if rules.is_on():
        REST[step](of, after)
