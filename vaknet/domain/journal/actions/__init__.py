"""What may happen with journals, issues and pitches."""

from vaknet.domain.journal.actions.clock import publish_due
from vaknet.domain.journal.actions.cover import choose_photo, draw_cover, say_of_photo
from vaknet.domain.journal.actions.editing import (
    begin_issue,
    gather_more,
    leave_out,
    leave_out_figure,
    move,
    put_back,
    put_back_figure,
    put_on_cover,
    say_of_cover,
    say_of_item,
    set_figure,
)
from vaknet.domain.journal.actions.journals import change_journal, start_journal, stop_journal
from vaknet.domain.journal.actions.leaving import erase_editor, take_over_journals
from vaknet.domain.journal.actions.mailing import (
    address_letters,
    hold_letter,
    hold_pitches,
    letter_sent,
    letters_after,
    mail_alone,
    mail_from,
)
from vaknet.domain.journal.actions.pieces import add_piece, put_on_agenda
from vaknet.domain.journal.actions.pitches import pitch, take_pitch, thank_for_pitch
from vaknet.domain.journal.actions.printing import (
    ask_print,
    forget_prints,
    give_up_print,
    keep_print,
)
from vaknet.domain.journal.actions.publishing import publish_issue

__all__ = [
    "add_piece",
    "address_letters",
    "ask_print",
    "begin_issue",
    "change_journal",
    "choose_photo",
    "draw_cover",
    "erase_editor",
    "forget_prints",
    "gather_more",
    "give_up_print",
    "hold_letter",
    "hold_pitches",
    "keep_print",
    "leave_out",
    "leave_out_figure",
    "letter_sent",
    "letters_after",
    "mail_alone",
    "mail_from",
    "move",
    "pitch",
    "publish_due",
    "publish_issue",
    "put_back",
    "put_back_figure",
    "put_on_agenda",
    "put_on_cover",
    "say_of_cover",
    "say_of_item",
    "say_of_photo",
    "set_figure",
    "start_journal",
    "stop_journal",
    "take_over_journals",
    "take_pitch",
    "thank_for_pitch",
]
