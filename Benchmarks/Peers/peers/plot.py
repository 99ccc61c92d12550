def plot(results):
    return ""
