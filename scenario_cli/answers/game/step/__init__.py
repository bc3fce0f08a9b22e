"""What one line of a game has done."""
