"""Preflight: the rules that a PDF must follow before it is printed or published."""
