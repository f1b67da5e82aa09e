"""Where things stand in a drawing."""
