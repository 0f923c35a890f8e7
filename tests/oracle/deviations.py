"""Where the program and the rules as read here part on purpose: a row each, with its reason.

A row that nothing needs any more is no harm; a difference without a row fails the run.
"""

# Part of a path, and why a file is refused though it should be read, or read though it should not.
REFUSED = []

# Part of a path, how the program ends the segment (`changed`, `kept`, or its reason to skip it), what
# the independent count says (`eligible` or a reason), and why they differ. "" fits everything.
COUNTED = []


def refused(path):
    """Why it is right that a file is refused, or read, against what its index says."""
    return next((why for part, why in REFUSED if part in path), None)


def counted(path, ours, theirs):
    """Why it is right that a segment is eligible, or not, against the independent count."""
    fits = lambda row: row[0] in path and ours.startswith(row[1]) and (theirs or "eligible").startswith(row[2])
    return next((row[3] for row in COUNTED if fits(row)), None)
