"""Serves the pages of a report to a browser, and makes them again when a file is saved."""
