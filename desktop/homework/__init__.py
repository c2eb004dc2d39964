"""Homework: sheets of drawn numbers, answers, checking, and pools of questions. No widget."""
