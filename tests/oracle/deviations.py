"""Where the program and the rules as read here part on purpose; each with its reason."""


def refused(path, message):
    """Why it is right that a file is refused, or read, against what its index says."""
    del path, message
    return None


def counted(path, ours, theirs):
    """Why it is right that a segment is eligible, or not, against the independent count."""
    del path, ours, theirs
    return None
