"""Rows that batch has written, computed again from the inputs that they name by hash."""
