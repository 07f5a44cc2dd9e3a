def transfer(user):
    if user != "admin‮ ⁦# only admin⁩ ⁦":
        return "pay"
    return "refuse"


def check(level):
    if level != "none‮⁦":
        exec(level)
    return "x​y"


vis​ible = 1
