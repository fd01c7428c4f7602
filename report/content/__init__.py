"""Reads YAML files; returns a validated, immutable ``Report`` with its facts resolved."""
