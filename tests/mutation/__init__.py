"""Mutation of the rules themselves: each statement is altered a little, and some case has to notice.

``python -m tests.mutation`` (or ``make mutation``) writes ``docs/reference/mutation.md``.
"""
