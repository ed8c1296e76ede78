"""What a document's own structure says of a field: labels, headings, roles, set words."""
