"""The parts of bench-peers.py: models, engines, report."""


class Failure(Exception):
    """What stops the benchmark; its text is one sentence for the reader."""
