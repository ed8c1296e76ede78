"""Record extraction: values that belong together, one row a record (`decide` is the way in)."""
