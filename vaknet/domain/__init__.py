"""What the network is and what may happen in it: rooms, low to high.

activity → people → calendars → connections → groups → federation → networks → knowledge →
visiting → translations → previews → reading → talks → coffee → events → programme → consulting →
encounters → opportunities → surveys → journal → governance → goals → tips → finding → learning →
routing → introducing → searching → notices → paper → pushing → leaving
"""
