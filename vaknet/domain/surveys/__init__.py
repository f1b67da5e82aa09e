"""What a group wants to know of all its members at once. Who chose what is told to nobody."""
