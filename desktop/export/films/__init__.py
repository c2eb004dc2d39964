"""Moving pictures of scenes: frames painted one after the other, and the files they are encoded into."""
