"""Adjudication: layers in, conflicts out; policies; decisions. No SQL, no Qt, nothing from the other rooms."""
