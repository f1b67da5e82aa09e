"""The verbs of people."""

from vaknet.domain.people.actions.accounts import (
    forget_unfinished_accounts,
    join,
    knock,
    set_language,
    start_mail,
    stop_mail,
)
from vaknet.domain.people.actions.addresses import (
    add_address,
    choose_address,
    forget_addresses,
    prove_address,
    remove_address,
)
from vaknet.domain.people.actions.apart import block, mute, unblock, unmute
from vaknet.domain.people.actions.audiences import show_parts
from vaknet.domain.people.actions.classification import bring_in_classification
from vaknet.domain.people.actions.closing import erase_person, put_name_back, take_name_off
from vaknet.domain.people.actions.codes import (
    add_passkey,
    mail_code,
    remove_passkey,
)
from vaknet.domain.people.actions.consent import (
    be_found,
    go_along,
    stop_being_found,
    stop_going_along,
)
from vaknet.domain.people.actions.domains import (
    ask_domain,
    confirm_domain,
    end_domain,
    look_again,
    look_for_domain,
    note_look,
    prove_domain_by_mail,
    withdraw_domain,
)
from vaknet.domain.people.actions.identities import (
    link_by_address,
    link_identity,
    unlink_identity,
    use_identity,
)
from vaknet.domain.people.actions.invitations import mail_invitation
from vaknet.domain.people.actions.languages import add_language, remove_language
from vaknet.domain.people.actions.linkedin import take_from_linkedin
from vaknet.domain.people.actions.links import (
    add_link,
    ask_look_at_link,
    look_at_link,
    note_look_at_link,
    remove_link,
)
from vaknet.domain.people.actions.merging import ask_merge, take_over_person
from vaknet.domain.people.actions.merging_accounts import take_over_account
from vaknet.domain.people.actions.offers import offer_help, withdraw_help
from vaknet.domain.people.actions.organisations import (
    actor_of_organisation,
    count_people,
    describe_organisation,
    hold_organisation,
    part_with_actor,
)
from vaknet.domain.people.actions.photos import (
    forget_photos,
    put_photo_back,
    remove_photo,
    set_photo,
)
from vaknet.domain.people.actions.profile import change_profile, refresh_headlines
from vaknet.domain.people.actions.reference import load_reference
from vaknet.domain.people.actions.roles import add_role, change_role, remove_role
from vaknet.domain.people.actions.second_step import (
    pass_second_step,
    renew_recovery_codes,
    take_off_second_step,
    turn_off_second_step,
    turn_on_second_step,
)
from vaknet.domain.people.actions.sign_in_links import make_sign_in_link, use_sign_in_link
from vaknet.domain.people.actions.sign_ins import (
    end_sessions,
    end_sign_in,
    forget_sessions,
    note_sign_in,
)
from vaknet.domain.people.actions.topics import (
    add_known_topic,
    add_sought_topic,
    remove_known_topic,
    remove_sought_topic,
)

__all__ = [
    "actor_of_organisation",
    "add_address",
    "add_known_topic",
    "add_language",
    "add_link",
    "add_passkey",
    "add_role",
    "add_sought_topic",
    "ask_domain",
    "ask_look_at_link",
    "ask_merge",
    "be_found",
    "block",
    "bring_in_classification",
    "change_profile",
    "change_role",
    "choose_address",
    "confirm_domain",
    "count_people",
    "describe_organisation",
    "end_domain",
    "end_sessions",
    "end_sign_in",
    "erase_person",
    "forget_addresses",
    "forget_photos",
    "forget_sessions",
    "forget_unfinished_accounts",
    "go_along",
    "hold_organisation",
    "join",
    "knock",
    "link_by_address",
    "link_identity",
    "load_reference",
    "look_again",
    "look_at_link",
    "look_for_domain",
    "mail_code",
    "mail_invitation",
    "make_sign_in_link",
    "mute",
    "note_look",
    "note_look_at_link",
    "note_sign_in",
    "offer_help",
    "part_with_actor",
    "pass_second_step",
    "prove_address",
    "prove_domain_by_mail",
    "put_name_back",
    "put_photo_back",
    "refresh_headlines",
    "remove_address",
    "remove_known_topic",
    "remove_language",
    "remove_link",
    "remove_passkey",
    "remove_photo",
    "remove_role",
    "remove_sought_topic",
    "renew_recovery_codes",
    "set_language",
    "set_photo",
    "show_parts",
    "start_mail",
    "stop_being_found",
    "stop_going_along",
    "stop_mail",
    "take_from_linkedin",
    "take_name_off",
    "take_off_second_step",
    "take_over_account",
    "take_over_person",
    "turn_off_second_step",
    "turn_on_second_step",
    "unblock",
    "unlink_identity",
    "unmute",
    "use_identity",
    "use_sign_in_link",
    "withdraw_domain",
    "withdraw_help",
]
