"""Clause comparison: the outline of a contract, its alignment with another, typed differences."""
