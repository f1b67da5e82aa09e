"""What may happen with previews of links."""

from vaknet.domain.previews.actions.choosing import hide_preview, show_preview
from vaknet.domain.previews.actions.looking import (
    forget_pages,
    keep_up_card,
    look_at_page,
    note_about,
    note_trouble,
)

__all__ = [
    "forget_pages",
    "hide_preview",
    "keep_up_card",
    "look_at_page",
    "note_about",
    "note_trouble",
    "show_preview",
]
