"""Shared fixtures: a tiny random checkpoint, and engines that answer by rule."""

from __future__ import annotations

import os

# Before anything imports a hub client: tests never ask the network.
os.environ["HF_HUB_OFFLINE"] = "1"
