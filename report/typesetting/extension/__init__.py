"""The engine extension: WeasyPrint sets its lines by the rules of ``composition``."""
