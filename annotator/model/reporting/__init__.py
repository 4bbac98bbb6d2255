"""What a report says that somebody said: quotations, and the clauses of reporting verbs."""
