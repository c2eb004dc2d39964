"""Why a sweep can't be trained somewhere."""


class PlaceError(RuntimeError):
    """A place where nothing can be trained; the text is one sentence for the user."""
