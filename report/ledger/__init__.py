"""The ledger: every figure of a report, where it is printed and where it comes from."""
