"""The content room: YAML files in, a validated and frozen ``Report`` with its facts bound out."""
