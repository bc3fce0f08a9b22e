"""Two sweeps that batch has written, compared ranking by ranking."""
