"""What may happen with questions, answers and conversations."""

from vaknet.domain.knowledge.actions.answers import answer, change_answer, withdraw_answer
from vaknet.domain.knowledge.actions.articles import (
    begin_article,
    change_article,
    choose_cover,
    throw_away_draft,
)
from vaknet.domain.knowledge.actions.attachments import (
    attach,
    describe_attachment,
    remove_attachment,
)
from vaknet.domain.knowledge.actions.authors import (
    accept_authorship,
    ask_author,
    decline_authorship,
    step_back,
)
from vaknet.domain.knowledge.actions.hiding import (
    bring_back,
    erase_words,
    lift_limit,
    limit_writing,
    take_away,
)
from vaknet.domain.knowledge.actions.lasting import (
    confirm_answer,
    doubt_answer,
    look_after,
    stop_looking_after,
)
from vaknet.domain.knowledge.actions.leaving import erase_author
from vaknet.domain.knowledge.actions.mentions import read_mention
from vaknet.domain.knowledge.actions.merging import take_over_words
from vaknet.domain.knowledge.actions.posts import (
    change_post,
    start_conversation,
    take_out,
    withdraw_post,
)
from vaknet.domain.knowledge.actions.pseudonyms import lay_down_pseudonyms, show_name
from vaknet.domain.knowledge.actions.questions import ask, change_question, withdraw_question
from vaknet.domain.knowledge.actions.replies import change_reply, reply, withdraw_reply
from vaknet.domain.knowledge.actions.requests import (
    decline_answer,
    request_answer,
)
from vaknet.domain.knowledge.actions.reviewing import (
    ask_changes,
    publish_article,
    send_in,
    take_back_article,
)
from vaknet.domain.knowledge.actions.same import say_different, say_same
from vaknet.domain.knowledge.actions.worth import (
    choose_best,
    take_back_best,
    take_back_thanks,
    thank,
)

__all__ = [
    "accept_authorship",
    "answer",
    "ask",
    "ask_author",
    "ask_changes",
    "attach",
    "begin_article",
    "bring_back",
    "change_answer",
    "change_article",
    "change_post",
    "change_question",
    "change_reply",
    "choose_best",
    "choose_cover",
    "confirm_answer",
    "decline_answer",
    "decline_authorship",
    "describe_attachment",
    "doubt_answer",
    "erase_author",
    "erase_words",
    "lay_down_pseudonyms",
    "lift_limit",
    "limit_writing",
    "look_after",
    "publish_article",
    "read_mention",
    "remove_attachment",
    "reply",
    "request_answer",
    "say_different",
    "say_same",
    "send_in",
    "show_name",
    "start_conversation",
    "step_back",
    "stop_looking_after",
    "take_away",
    "take_back_article",
    "take_back_best",
    "take_back_thanks",
    "take_out",
    "take_over_words",
    "thank",
    "throw_away_draft",
    "withdraw_answer",
    "withdraw_post",
    "withdraw_question",
    "withdraw_reply",
]
