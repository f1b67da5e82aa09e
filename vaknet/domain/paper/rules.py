"""How many people a steward brings in on a day, and how many asks fit a letter."""

from datetime import timedelta

A_DAY = 20
INVITATIONS_A_DAY = 10
ASKS = 4
DAY = timedelta(days=1)
YES_LASTS = timedelta(days=366)  # who was asked longer ago is asked again
OWN_ACCOUNT = "own_account"  # what the link in the letter is for
LINK_WORKS = timedelta(days=30)
