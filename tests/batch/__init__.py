"""Many reports at once: lists, tasks, processes, summaries."""
