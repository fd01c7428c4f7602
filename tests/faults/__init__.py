"""Faults from outside: killed builds, full disks, damaged caches, many builds at once."""
