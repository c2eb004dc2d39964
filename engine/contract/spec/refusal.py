"""How a run that can't be trained is refused."""


class SpecError(ValueError):
    """A run that can't be trained; the text is one sentence for the user."""


def require(holds: bool, sentence: str) -> None:
    """Raise `SpecError` with the sentence unless the condition holds."""
    if not holds:
        raise SpecError(sentence)
