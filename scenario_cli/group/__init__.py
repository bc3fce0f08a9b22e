"""Many people's ballots: found, read, put together."""
