"""Whole-document tasks over the same kept scores: classification and structured summaries."""
