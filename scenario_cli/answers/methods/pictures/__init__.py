"""The pictures of ``scenario methods``."""
