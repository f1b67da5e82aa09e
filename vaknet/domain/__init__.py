"""What the network is and what may happen in it: rooms, low to high.

activity → people → connections → groups → knowledge → translations → previews → reading → talks →
coffee → surveys → journal → goals → finding → leaving
"""
