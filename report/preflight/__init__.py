"""Preflight: the rules that a finished PDF must keep before it is sent to print or published."""
