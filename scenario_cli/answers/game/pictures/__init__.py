"""The pictures of a game."""
