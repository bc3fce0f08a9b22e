"""How things stand in a game."""
