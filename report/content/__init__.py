"""YAML files in; a validated, frozen ``Report`` out, with its facts computed and bound."""
