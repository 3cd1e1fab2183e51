"""Proof by trying: each module breaks something on purpose, counts what is lost, and runs a control that must lose.

``python -m evidence`` runs all of it and writes ``docs/reference/evidence.md``; ``--small`` runs a small size of each,
as ``tests/evidence/`` does.
"""
