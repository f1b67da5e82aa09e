"""Who reacts to what: the lists of everything that follows when something happened."""

from collections.abc import Callable

from django.db import transaction

from vaknet.domain.activity.models import Activity, Actor
from vaknet.interfaces.federation import decisions, reports
from vaknet.interfaces.jobs import (
    elsewhere,
    finder,
    learning,
    previews,
    programme,
    pushing,
    tips,
    turns,
)
from vaknet.interfaces.mail.letters import (
    accounts,
    across,
    addresses,
    announcements,
    applications,
    articles,
    coffee,
    consulting,
    conversations,
    desks_moved,
    domains,
    encounters,
    events,
    groups,
    issues,
    knowledge,
    looking,
    merging,
    moderation,
    networks,
    opportunities,
    outcomes,
    paper,
    polls,
    programme_guests,
    searching,
    talks,
    ties,
)
from vaknet.interfaces.mail.letters import connections as meeting
from vaknet.interfaces.mail.letters import elsewhere as from_elsewhere
from vaknet.interfaces.mail.letters import programme as sessions
from vaknet.interfaces.mail.letters import tips as tip_letters
from vaknet.interfaces.mail.letters.delivery import gathering, remembering, telling
from vaknet.interfaces.mail.post import Letter

FollowUp = Callable[[Activity], None]

# What is found, shown and counted.
UPKEEP: dict[str, list[FollowUp]] = {
    "joined": [finder.index_person],
    "changed_profile": [finder.index_person],
    "showed_parts": [finder.index_person],
    "added_role": [finder.index_person],
    "changed_role": [finder.index_person],
    "removed_role": [finder.index_person],
    "added_known_topic": [finder.index_person],
    "brought_on_paper": [finder.index_on_paper],
    "corrected_on_paper": [finder.index_on_paper],
    "removed_known_topic": [finder.index_person],
    "merged_accounts": [finder.index_person],
    "asked_question": [finder.index_object, previews.keep_up],
    "showed_name": [finder.index_object],
    "changed_question": [finder.index_object, previews.keep_up],
    "withdrew_question": [finder.index_object, previews.keep_up],
    "answered": [finder.index_object, pushing.answer_came, previews.keep_up, learning.answered],
    "changed_answer": [finder.index_object, previews.keep_up],
    "withdrew_answer": [finder.index_object, previews.keep_up],
    "thanked": [tips.answer_helped, learning.thanked],
    "chose_best_answer": [finder.index_question_of, tips.answer_helped, learning.chose_best],
    "accepted_introduction": [learning.agreed],
    "accepted_request": [learning.agreed],
    "picked_time": [learning.agreed],
    "called_next": [turns.bring_all],
    "cancelled_event": [turns.close_desks, finder.index_sessions],
    "said_outcome": [learning.meeting_helped],
    "said_talk_outcome": [learning.meeting_helped],
    "thanked_for_introduction": [learning.meeting_helped],
    "took_back_best": [finder.index_question_of],
    "posted": [finder.let_search, previews.keep_up],
    "changed_post": [finder.index_object, previews.keep_up],
    "withdrew_post": [finder.index_object, previews.keep_up],
    "took_out_post": [finder.index_object],
    "replied": [finder.let_search, previews.keep_up, tips.came_along],
    "changed_reply": [finder.let_search, previews.keep_up],
    "withdrew_reply": [finder.let_search, previews.keep_up],
    "published_issue": [finder.let_search],
    "edited_issue": [finder.let_search],
    "started_group": [finder.let_search],
    "changed_group": [finder.let_search],
    "published_article": [finder.index_object],
    "accepted_authorship": [finder.index_object],
    "stepped_back": [finder.index_object],
    "changed_readers": [finder.let_search, finder.forget_counts_of_closed_group],
    "took_away": [finder.index_object, previews.keep_up],
    "brought_back": [finder.index_object, previews.keep_up],
    "showed_preview": [previews.keep_up],
    "changed_event": [finder.index_sessions],
    "moved_event": [finder.index_sessions],
    "changed_session": [finder.index_sessions],
    "moved_session": [finder.index_sessions],
    "agreed_to_speak": [finder.index_sessions],
    "stepped_back_as_speaker": [finder.index_sessions],
    "removed_speaker": [finder.index_sessions],
    "published_programme": [finder.index_sessions],
    "cancelled_registration": [
        programme.give_back_seats,
        programme_guests.off_the_list_as_guest,
    ],
    "lapsed_offer": [programme.give_back_seats],
    "translated": [finder.let_search],
    "removed_translation": [finder.let_search],
    "decided_case": [decisions.case_decided],
    "confirmed_removal": [decisions.case_decided],
    "decided_appeal": [decisions.appeal_decided],
    "forwarded_report": [reports.forward],
}
# Who hears of it, by words that are looked up when they are written.
LETTERS: dict[str, list[FollowUp]] = {
    "proved_domain": [domains.domain_proved],
    "gave_up_domain": [domains.domain_given_up],
    "lost_domain": [domains.domain_lost],
    "added_address": [addresses.prove_it],
    "chose_address": [addresses.mail_goes_elsewhere],
    "removed_address": [addresses.no_longer_hers],
    "asked_merge": [merging.prove_it],
    "merged_accounts": [merging.accounts_merged],
    "closed_account": [accounts.account_closed],
    "linked_sign_in": [accounts.sign_in_linked],
    "unlinked_sign_in": [accounts.sign_in_unlinked],
    "turned_on_second_step": [accounts.second_step_changed],
    "renewed_recovery_codes": [accounts.second_step_changed],
    "turned_off_second_step": [accounts.second_step_changed],
    "lost_second_step": [accounts.second_step_changed],
    "used_recovery_code": [accounts.second_step_changed],
    "requested_answer": [knowledge.answer_requested],
    "answered": [knowledge.question_answered],
    "doubted_answer": [knowledge.answer_doubted],
    "said_same": [knowledge.asked_before],
    "replied": [conversations.replied],
    "published_issue": [issues.issue_published],
    "mentioned": [conversations.mentioned],
    "asked_author": [articles.asked_to_join],
    "sent_in_article": [articles.sent_in],
    "asked_changes": [articles.changes_asked],
    "published_article": [articles.published],
    "requested_connection": [meeting.request_received],
    "replied_to_request": [meeting.request_replied],
    "accepted_request": [meeting.request_accepted],
    "asked_introduction": [meeting.introduction_asked],
    "tried_route": [meeting.introduction_asked],
    "wrote_to_step": [meeting.step_written],
    "agreed_to_introduce": [meeting.introduction_passed_on],
    "proposed_introduction": [meeting.introduction_proposed],
    "accepted_introduction": [meeting.introduction_agreed],
    "wrote_in_introduction": [meeting.introduction_written],
    "was_asked_across": [across.asked],
    "was_answered_across": [across.answered],
    "thanked": [knowledge.thanked],
    "congratulated": [announcements.congratulated],
    "thanked_for_introduction": [outcomes.introduction_thanked],
    "sent_tip": [looking.tip_received],
    "invited_by_mail": [paper.account_offered],
    "tipped": [tip_letters.tip_came],
    "thanked_for_tip": [tip_letters.tip_helped],
    "asked_reference": [looking.reference_asked],
    "proposed_talk": [talks.talk_proposed],
    "asked_poll": [polls.poll_asked],
    "asked_expert": [consulting.expert_asked],
    "booked_consultation": [consulting.time_chosen],
    "moved_consultation": [consulting.time_chosen],
    "moved_desk": [desks_moved.desk_moved],
    "lost_place_at_desk": [desks_moved.place_lost],
    "cancelled_consultation": [consulting.time_given_back],
    "gave_up_booking": [consulting.time_gone],
    "cancelled_consultation_hour": [consulting.desk_off],
    "was_reminded_of_consultation": [consulting.time_tomorrow],
    "was_reminded_of_desk": [consulting.desk_tomorrow],
    "picked_time": [talks.talk_agreed],
    "moved_talk": [talks.talk_moved],
    "was_given_coffee": [coffee.coffee_given],
    "was_reminded_of_coffee": [coffee.reminded],
    "said_yes_to_coffee": [coffee.yes_said],
    "coffee_came_to_nothing": [coffee.came_to_nothing],
    "found_no_coffee": [coffee.found_nobody],
    "cancelled_talk": [talks.talk_cancelled],
    "published_event": [events.event_published],
    "moved_event": [events.event_moved],
    "cancelled_event": [events.event_cancelled],
    "reminded_of_event": [events.event_comes],
    "added_organiser": [events.organiser_added],
    "registered": [events.registered],
    "accepted_seat": [events.seat_accepted],
    "offered_seat": [events.seat_offered],
    "lapsed_offer": [events.offer_lapsed],
    "asked_as_guest": [events.guest_asked],
    "received_proposal": [networks.proposal_came],
    "received_counter": [networks.counter_came],
    "signed_treaty": [networks.signed_here],
    "treaty_signed_there": [networks.signed_there],
    "treaty_ends_soon": [networks.ends_soon],
    "treaty_ended_there": [networks.stopped_there],
    "treaty_ended": [networks.ended],
    "published_opportunity": [opportunities.published],
    "added_organiser_of_opportunity": [opportunities.organiser_added],
    "asked_panellist": [opportunities.panellist_asked],
    "declined_to_sit": [opportunities.panellist_stopped],
    "closed_opportunity": [opportunities.closed],
    "reader_is_missing": [opportunities.reader_missing],
    "reply_comes_near": [opportunities.reply_near],
    "panel_is_late": [opportunities.panel_late],
    "made_cohort": [opportunities.cohort_made],
    "applied": [applications.applied],
    "lengthened_opportunity": [applications.lengthened],
    "moved_opportunity": [applications.moved],
    "promised_again": [applications.promised_again],
    "cancelled_opportunity": [applications.cancelled],
    "reply_is_late": [applications.reply_late],
    "sent_replies": [applications.replied],
    "offered_place": [applications.place_offered],
    "lapsed_place": [applications.place_lapsed],
    "ended_reserve": [applications.reserve_ended],
    "confirmed_place": [applications.place_confirmed],
    "asked_speaker": [sessions.speaker_asked],
    "declined_to_speak": [sessions.speaker_declined],
    "stepped_back_as_speaker": [sessions.speaker_declined],
    "chose_sessions": [programme_guests.chosen_as_guest],
    "left_session": [programme_guests.changed_as_guest],
    "accepted_session_seat": [programme_guests.changed_as_guest],
    "moved_session": [sessions.session_moved],
    "cancelled_session": [sessions.session_cancelled],
    "offered_session_seat": [sessions.seat_offered],
    "lapsed_session_offer": [sessions.offer_lapsed],
    "lost_session_seat": [sessions.seat_lost],
    "accepted_proposal": [sessions.proposal_answered],
    "declined_proposal": [sessions.proposal_answered],
    "asked_whom_met": [encounters.whom_met_asked],
    "asked_what_came": [encounters.what_came_asked],
    "was_offered_route": [meeting.next_route_offered],
    "was_told_of_news": [searching.news_of_search],
    "asked_to_join": [groups.somebody_knocks],
    "let_in": [groups.let_in],
    "declined_join_request": [groups.not_let_in],
    "invited_into_group": [groups.invited],
    "reported": [moderation.case_opened],
    "decided_case": [moderation.case_decided],
    "confirmed_removal": [moderation.case_decided],
    "proposed_unveiling": [moderation.unveiling_proposed],
    "confirmed_unveiling": [moderation.unveiling_confirmed],
    "asked_advice": [moderation.advice_asked],
    "gave_advice": [moderation.advice_given],
    "appealed": [moderation.appeal_made],
    "decided_appeal": [moderation.appeal_decided],
    "was_asked_as_steward": [groups.asked_as_steward],
    **from_elsewhere.OF_ELSEWHERE,
    "asked_tie": [ties.asked],
    "agreed_tie": [ties.agreed, ties.goes_on],
}


@transaction.atomic
def run(activity_id: int) -> None:
    """All of it or nothing, so that a second try writes no letter twice."""
    activity = Activity.objects.select_related("actor", "group").get(pk=activity_id)
    for follow_up in UPKEEP.get(activity.verb, []):
        follow_up(activity)
    for tell_others in elsewhere.ELSEWHERE.get(activity.verb, []):
        tell_others(activity)
    with telling(activity):
        _write(activity)


def letters_to(reader: Actor, activity: Activity) -> list[Letter]:
    """What is written of it to her, as it is now; nothing is sent."""
    with gathering(reader) as letters:
        _write(activity)
    return letters


@transaction.atomic
def remember(activity: Activity) -> None:
    """Who would be written of it finds it on her page of notices; nothing is sent."""
    with remembering(activity):
        _write(activity)


def _write(activity: Activity) -> None:
    for letter in LETTERS.get(activity.verb, []):
        letter(activity)
