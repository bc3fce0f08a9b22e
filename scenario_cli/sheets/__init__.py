"""Tables of other programs to what a user states, and back."""
