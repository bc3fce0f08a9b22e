"""Games at a table: a log that is only added to, what it comes to, and what adds to it."""
