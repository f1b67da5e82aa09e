"""The list of what other networks hear of what happened here, as it is now.

Nothing where this network is not connected.
"""

from vaknet.interfaces.federation import outward
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
    "brought_back": [outward.thing_came],
    "changed_post": [outward.thing_changed],
    "changed_reply": [outward.thing_changed],
    "changed_question": [outward.thing_changed],
    "changed_answer": [outward.thing_changed],
    "showed_name": [outward.thing_changed],
    "chose_cover": [outward.thing_changed],
    "stepped_back": [outward.thing_changed],
    "counted_poll": [outward.thing_changed],
    "changed_event": [outward.thing_changed],
    "moved_event": [outward.thing_changed],
    "cancelled_event": [outward.thing_changed],
    "changed_opportunity": [outward.thing_changed],
    "lengthened_opportunity": [outward.thing_changed],
    "moved_opportunity": [outward.thing_changed],
    "cancelled_opportunity": [outward.thing_changed],
    "withdrew_post": [outward.thing_went],
    "withdrew_reply": [outward.thing_went],
    "withdrew_question": [outward.thing_went],
    "withdrew_answer": [outward.thing_went],
    "withdrew_poll": [outward.thing_went],
    "took_out_post": [outward.thing_went],
    "took_away": [outward.thing_went],
    "changed_group": [outward.says_anew],
    "changed_readers": [outward.group_changed],
    "kept_group_home": [outward.group_changed],
    "changed_profile": [outward.says_anew],
    "showed_parts": [outward.person_changed, outward.says_anew],
    "closed_account": [outward.person_changed],
    "stopped_federating": [outward.person_stopped],
}
