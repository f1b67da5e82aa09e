"""What may happen with opportunities."""

from vaknet.domain.opportunities.actions.applying import keep_application, withdraw_application
from vaknet.domain.opportunities.actions.by_the_clock import erase_applications, tell_in_time
from vaknet.domain.opportunities.actions.cohort import make_cohort
from vaknet.domain.opportunities.actions.deciding import (
    decide,
    keep_standard_texts,
    send_replies,
)
from vaknet.domain.opportunities.actions.details import OpportunityDetails, QuestionSaid
from vaknet.domain.opportunities.actions.leaving import (
    erase_applicant,
    step_in_again,
    step_out,
    take_over_opportunities,
)
from vaknet.domain.opportunities.actions.moving import (
    cancel_opportunity,
    lengthen,
    promise_again,
)
from vaknet.domain.opportunities.actions.organisers import add_organiser, stop_organising
from vaknet.domain.opportunities.actions.panel import (
    agree_to_sit,
    ask_panellist,
    decline_to_sit,
    take_off_panel,
)
from vaknet.domain.opportunities.actions.placing import (
    confirm_place,
    decline_place,
    end_reserves,
    lapse_offers,
)
from vaknet.domain.opportunities.actions.planning import (
    begin_opportunity,
    change_opportunity,
    publish_opportunity,
    set_form,
)
from vaknet.domain.opportunities.actions.scoring import give_scores, step_aside
from vaknet.domain.opportunities.actions.trial import close_now

__all__ = [
    "OpportunityDetails",
    "QuestionSaid",
    "add_organiser",
    "agree_to_sit",
    "ask_panellist",
    "begin_opportunity",
    "cancel_opportunity",
    "change_opportunity",
    "close_now",
    "confirm_place",
    "decide",
    "decline_place",
    "decline_to_sit",
    "end_reserves",
    "erase_applicant",
    "erase_applications",
    "give_scores",
    "keep_application",
    "keep_standard_texts",
    "lapse_offers",
    "lengthen",
    "make_cohort",
    "promise_again",
    "publish_opportunity",
    "send_replies",
    "set_form",
    "step_aside",
    "step_in_again",
    "step_out",
    "stop_organising",
    "take_off_panel",
    "take_over_opportunities",
    "tell_in_time",
    "withdraw_application",
]
