"""What the network is and what may happen in it: rooms, low to high.

activity → people → calendars → connections → groups → knowledge → translations → previews →
reading → talks → surveys → journal → goals → finding → leaving
"""
