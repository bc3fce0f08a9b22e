"""Files of other programs, one module each: what can be read exactly is, and the rest is refused."""
