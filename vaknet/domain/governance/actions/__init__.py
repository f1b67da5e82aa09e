"""What may happen when somebody finds that something should not be here."""

from vaknet.domain.governance.actions.advice import ask_advice, give_advice
from vaknet.domain.governance.actions.appeals import appeal, decide_appeal
from vaknet.domain.governance.actions.clock import carry_out_lone_removals, erase_removed_words
from vaknet.domain.governance.actions.decisions import (
    confirm_removal,
    decide,
    hide_from_elsewhere,
    show_from_elsewhere,
)
from vaknet.domain.governance.actions.elsewhere import (
    forget_copies,
    forward_by_itself,
    report_elsewhere,
    show_again,
)
from vaknet.domain.governance.actions.forwarding import forward_report, send_forwarded
from vaknet.domain.governance.actions.leaving import erase_party, take_over_cases
from vaknet.domain.governance.actions.managers import appoint_manager, relieve_manager
from vaknet.domain.governance.actions.own_answers import report_answer
from vaknet.domain.governance.actions.reports import report, report_account, take_back_report
from vaknet.domain.governance.actions.unveiling import confirm_unveiling, propose_unveiling

__all__ = [
    "appeal",
    "appoint_manager",
    "ask_advice",
    "carry_out_lone_removals",
    "confirm_removal",
    "confirm_unveiling",
    "decide",
    "decide_appeal",
    "erase_party",
    "erase_removed_words",
    "forget_copies",
    "forward_by_itself",
    "forward_report",
    "give_advice",
    "hide_from_elsewhere",
    "propose_unveiling",
    "relieve_manager",
    "report",
    "report_account",
    "report_answer",
    "report_elsewhere",
    "send_forwarded",
    "show_again",
    "show_from_elsewhere",
    "take_back_report",
    "take_over_cases",
]
