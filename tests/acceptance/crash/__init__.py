"""Long proofs, by ``./run crash``: all time zones, kill points by the thousand."""
