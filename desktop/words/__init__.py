"""Words as people write them: CommonMark, and formulas in plain letters. No Qt."""
