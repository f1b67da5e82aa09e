"""Which of our things other networks read, each kind as its room lets guests read it."""

from vaknet.interfaces.federation.sources.base import Public, Source
from vaknet.interfaces.federation.sources.rooms import EVENTS, OPPORTUNITIES, POLLS
from vaknet.interfaces.federation.sources.words import ANSWERS, POSTS, QUESTIONS, REPLIES

# In the order in which things of one moment stand in a list.
SOURCES = (POSTS, QUESTIONS, ANSWERS, REPLIES, POLLS, EVENTS, OPPORTUNITIES)
BY_MODEL = {source.model: source for source in SOURCES}

__all__ = ["ANSWERS", "BY_MODEL", "POSTS", "QUESTIONS", "REPLIES", "SOURCES", "Public", "Source"]
