"""The answer of ``scenario methods``: what other methods than adding up say of the same ratings."""
