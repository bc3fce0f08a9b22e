"""Other ways to rank than adding up: product, distance, regret, flows, majority."""
