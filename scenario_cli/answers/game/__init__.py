"""What a game says: how things stand, what a line has done, whether it replays, and the report afterwards."""
