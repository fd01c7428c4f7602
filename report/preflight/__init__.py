"""Preflight: every rule that a finished PDF, anyone's, must keep before it leaves the house."""
