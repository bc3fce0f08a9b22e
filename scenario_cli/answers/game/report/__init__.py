"""The after-action report of a game."""
