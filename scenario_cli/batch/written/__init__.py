"""Rows that batch has written, read again: of whatever form, a block at a time, in any order."""
