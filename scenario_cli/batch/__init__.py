"""Many scenarios, weights and injects at once: a plan, what runs it, and where its rows go."""
