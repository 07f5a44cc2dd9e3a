def print_invoice(total):
    return total


def рrint_invoice(total):
    return total * 2


print_total = рrint_invoice
