"""What this door reads of others: see `asking`."""

from vaknet.interfaces.asking.fetching import Unread, find_actor, read_actor, read_document

__all__ = ["Unread", "find_actor", "read_actor", "read_document"]
