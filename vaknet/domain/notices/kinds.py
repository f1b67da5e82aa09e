"""Of what happened, what is told as which kind. What is not here goes at once, and always: letters
about her account, about decisions of moderators, and about the date and place of a talk.
"""

from vaknet.domain.notices.models import Channel, Kind

KINDS = {
    "requested_answer": Kind.ASKED,
    "requested_connection": Kind.ASKED,
    "asked_introduction": Kind.ASKED,
    "tried_route": Kind.ASKED,
    "agreed_to_introduce": Kind.ASKED,
    "proposed_introduction": Kind.ASKED,
    "wrote_to_step": Kind.ASKED,
    "asked_reference": Kind.ASKED,
    "asked_author": Kind.ASKED,
    "invited_into_group": Kind.ASKED,
    "was_asked_as_steward": Kind.ASKED,
    "proposed_talk": Kind.ASKED,
    "tipped": Kind.ASKED,
    "was_given_coffee": Kind.ASKED,
    "was_reminded_of_coffee": Kind.ASKED,
    "asked_poll": Kind.ASKED,
    "published_event": Kind.ASKED,
    "asked_whom_met": Kind.CONTACTS,
    "asked_what_came": Kind.CONTACTS,
    "answered": Kind.ANSWERS,
    "said_same": Kind.ANSWERS,
    "doubted_answer": Kind.ANSWERS,
    "replied": Kind.REPLIES,
    "mentioned": Kind.REPLIES,
    "replied_to_request": Kind.CONTACTS,
    "accepted_request": Kind.CONTACTS,
    "accepted_introduction": Kind.CONTACTS,
    "wrote_in_introduction": Kind.CONTACTS,
    "was_offered_route": Kind.CONTACTS,
    "sent_tip": Kind.CONTACTS,
    "said_yes_to_coffee": Kind.CONTACTS,
    "coffee_came_to_nothing": Kind.CONTACTS,
    "found_no_coffee": Kind.CONTACTS,
    "thanked": Kind.THANKS,
    "congratulated": Kind.THANKS,
    "thanked_for_introduction": Kind.CONTACTS,
    "thanked_for_tip": Kind.CONTACTS,
    "was_told_of_news": Kind.SEARCHES,
    "asked_to_join": Kind.CARE,
    "let_in": Kind.CARE,
    "declined_join_request": Kind.CARE,
    "sent_in_article": Kind.CARE,
    "asked_changes": Kind.CARE,
    "published_article": Kind.CARE,
}
# How somebody who chose nothing hears of it.
USUAL = dict.fromkeys(Kind, Channel.AT_ONCE) | {Kind.THANKS: Channel.HERE}
