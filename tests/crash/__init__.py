"""Long proofs, by ``./run crash``: services killed at every named place and at every durable system call; time zones."""
