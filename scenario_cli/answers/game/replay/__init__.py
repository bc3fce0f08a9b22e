"""Whether a game comes out again from its log and its kept files."""
